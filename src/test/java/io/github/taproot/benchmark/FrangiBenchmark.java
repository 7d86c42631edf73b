package io.github.taproot.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

import io.github.taproot.image.Luminance;
import io.github.taproot.image.Photograph;
import io.github.taproot.image.Polarity;
import io.github.taproot.imagej.ImageFiles;
import io.github.taproot.progress.Progress;
import io.github.taproot.segmentation.ComponentFilter;
import io.github.taproot.segmentation.Threshold;
import io.github.taproot.vesselness.FrangiForm;
import io.github.taproot.vesselness.FrangiSegmenter;
import io.github.taproot.vesselness.FrangiSettings;

/**
 * Times the Frangi filter with sigma 1, 2, 4 and 8 on a photograph, in turn with scikit-image's where a Python has it:
 * PHOTOGRAPH [PYTHON [RUNS]]. Our time includes making the photograph grey, scikit-image's does not.
 */
public final class FrangiBenchmark {

	private FrangiBenchmark() {}

	public static void main(String[] args) throws IOException {
		Photograph photograph = new ImageFiles().readPhotograph(Path.of(args[0]));
		String python = args.length > 1 ? args[1] : "python3";
		int runs = args.length > 2 ? Integer.parseInt(args[2]) : 7;
		double[] grey = Luminance.darkRoots(photograph, Polarity.BRIGHT);
		Path file = Files.createTempFile("grey", ".float64");
		ByteBuffer bytes = ByteBuffer.allocate(grey.length * 8).order(ByteOrder.LITTLE_ENDIAN);
		bytes.asDoubleBuffer().put(grey);
		Files.write(file, bytes.array());
		Process peer = new ProcessBuilder(python, "src/test/python/frangi_seconds.py", file.toString(),
			"" + photograph.width(), "" + photograph.height()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
		try (PrintWriter ask = new PrintWriter(peer.getOutputStream(), true);
			BufferedReader answer = new BufferedReader(new InputStreamReader(peer.getInputStream())))
		{
			FrangiForm[] forms = { FrangiForm.EXACT, FrangiForm.DEFAULT };
			double[][] ours = new double[forms.length][runs];
			double[] theirs = new double[runs];
			for (int run = -2; run < runs; run++) {
				for (int form = 0; form < forms.length; form++) {
					double seconds = seconds(forms[form], photograph);
					if (run >= 0) ours[form][run] = seconds;
				}
				if (run < 0) continue;
				ask.println();
				String line = answer.readLine();
				theirs[run] = line == null ? Double.NaN : Double.parseDouble(line);
			}
			System.out.printf(Locale.ROOT, "%dx%d px, sigma 1, 2, 4, 8, %d runs, %d threads; medians and ranges%n",
				photograph.width(), photograph.height(), runs, Runtime.getRuntime().availableProcessors());
			boolean compared = !Double.isNaN(theirs[0]);
			System.out.println(compared ? "scikit-image: " + range(theirs, " s") :
				"scikit-image: not there, name a Python that has it (Debian: python3-skimage, /usr/bin/python3)");
			for (int form = 0; form < forms.length; form++) {
				double[] ratios = new double[runs];
				for (int run = 0; run < runs; run++) ratios[run] = theirs[run] / ours[form][run];
				System.out.println(forms[form].label() + ": " + range(ours[form], " s") +
					(compared ? "; " + range(ratios, " times as fast") : ""));
			}
		}
		finally {
			peer.destroy();
			Files.delete(file);
		}
	}

	private static double seconds(FrangiForm form, Photograph photograph) {
		FrangiSettings settings = new FrangiSettings(form, Polarity.BRIGHT, 4, 0.5, 15, new Threshold(1e-5),
			new ComponentFilter(40, 4));
		long start = System.nanoTime();
		new FrangiSegmenter(settings, null).probability(photograph, Progress.NONE);
		return (System.nanoTime() - start) / 1e9;
	}

	private static String range(double[] values, String unit) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		return String.format(Locale.ROOT, "%.3f%s (%.3f to %.3f)", sorted[sorted.length / 2], unit, sorted[0],
			sorted[sorted.length - 1]);
	}
}
