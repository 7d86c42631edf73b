// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

import net.imglib2.RandomAccess;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

import org.apache.commons.math3.stat.regression.SimpleRegression;

import io.github.taproot.files.ImageFiles;
import io.github.taproot.image.Mask;
import io.github.taproot.image.Photograph;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.progress.Progress;
import io.github.taproot.roots.RootTraits;
import io.github.taproot.roots.TraitSettings;
import io.github.taproot.roots.tracing.Rsml;
import io.github.taproot.roots.tracing.Tracing;
import io.github.taproot.segmentation.ComponentFilter;
import io.github.taproot.segmentation.Threshold;
import io.github.taproot.simulation.RhizotronSimulator;
import io.github.taproot.simulation.SimulatedPhotograph;
import io.github.taproot.simulation.SimulationSettings;
import io.github.taproot.table.Quantity;
import io.github.taproot.unet.DeviceChoice;
import io.github.taproot.unet.EngineLoader;
import io.github.taproot.unet.UNetModel;
import io.github.taproot.unet.UNetNetwork;
import io.github.taproot.unet.UNetSegmenter;

/**
 * Times all traits of a simulated mask of 4288x2848 px, compares the lengths of simulated masks with the exact ones,
 * those of segmentations, too, where a model is the first argument, and, where the folder of RootNav's photographs is
 * the second, lengths with traced ones.
 */
public final class TraitsBenchmark {

	private static final int RUNS = 7;
	private static final int IMAGES = 40;
	private static final String[] LENGTHS = { "skeleton_length_px", "root_length_px", "polyline_length_px" };

	private TraitsBenchmark() {}

	public static void main(String[] args) throws IOException {
		Mask mask = RhizotronSimulator.simulate(SimulationSettings.of(4288, 2848, 1), 0).mask();
		TraitSettings settings = TraitSettings.DEFAULT.with(all -> {
			all.classes = new double[] { 4, 8 };
			all.bandHeight = 200;
			all.rootsLeft = 5;
		});
		double[] seconds = new double[RUNS];
		for (int run = 0; run < RUNS; run++) {
			long start = System.nanoTime();
			RootTraits traits = RootTraits.of(mask, PixelCalibration.PIXELS, settings, Progress.NONE);
			int cells = traits.quantities().size() + traits.bands().rows().size() + traits.classes().rows().size() +
				traits.branches().rows().size();
			seconds[run] = (System.nanoTime() - start) / 1e9;
			System.out.printf(Locale.ROOT, "%.2f s (%d numbers and rows)%n", seconds[run], cells);
		}
		System.out.printf(Locale.ROOT, "first %.2f s, median %.2f s; %d processors; %.0f px of skeleton, %d px " +
			"of root%n", seconds[0], Arrays.stream(seconds).sorted().toArray()[RUNS / 2], Runtime.getRuntime()
			.availableProcessors(), value(RootTraits.of(mask, PixelCalibration.PIXELS, settings, Progress.NONE),
			LENGTHS[0]), mask.rootPixels());
		lengths(args.length > 0 ? Path.of(args[0]) : null);
		if (args.length > 1) tracings(Path.of(args[1]));
	}

	/**
	 * RootNav's photographs of series B, and their tracings drawn 2 px wide, measured and compared with the traced
	 * lengths. Roots are what is redder than a threshold, within the paper, which is chosen on series A: that whose
	 * lengths add up most nearly to the traced ones.
	 */
	private static void tracings(Path folder) throws IOException {
		List<String> series = new ArrayList<>();
		for (String line : Files.readAllLines(folder.resolve("lengths.csv")).subList(1, 16)) {
			series.add(line.split(",")[0]);
		}
		List<String> first = series.stream().filter(name -> name.startsWith("A")).toList();
		List<String> second = series.stream().filter(name -> name.startsWith("B")).toList();
		int best = 0;
		double least = Double.POSITIVE_INFINITY;
		for (int threshold = 80; threshold <= 110; threshold += 5) {
			double difference = 0;
			for (String name : first) {
				difference += value(traits(redder(folder.resolve(name), threshold)), LENGTHS[2]) -
					tracing(folder, name).length();
			}
			if (Math.abs(difference) > least) continue;
			least = Math.abs(difference);
			best = threshold;
		}
		SimpleRegression[] drawn = new SimpleRegression[LENGTHS.length];
		SimpleRegression[] found = new SimpleRegression[LENGTHS.length];
		for (int k = 0; k < LENGTHS.length; k++) {
			drawn[k] = new SimpleRegression();
			found[k] = new SimpleRegression();
		}
		for (String name : second) {
			Tracing tracing = tracing(folder, name);
			Mask roots = redder(folder.resolve(name), best);
			RootTraits ofTracing = traits(tracing.toMask(roots.width(), roots.height(), 2));
			RootTraits ofPhotograph = traits(roots);
			for (int k = 0; k < LENGTHS.length; k++) {
				drawn[k].addData(tracing.length(), value(ofTracing, LENGTHS[k]));
				found[k].addData(tracing.length(), value(ofPhotograph, LENGTHS[k]));
			}
		}
		System.out.println("\nthreshold " + best + "\n| length of series B, y, against traced length, x | r² | slope " +
			"| intercept |");
		System.out.println("|---|---|---|---|");
		for (int k = 0; k < LENGTHS.length; k++) {
			line("tracings drawn 2 px wide, " + LENGTHS[k], drawn[k]);
			line("photographs by threshold, " + LENGTHS[k], found[k]);
		}
	}

	private static Tracing tracing(Path folder, String name) throws IOException {
		return Rsml.read(folder.resolve(name.replace(".jpg", ".rsml")));
	}

	private static Mask redder(Path file, int threshold) throws IOException {
		Photograph photograph = new ImageFiles().readPhotograph(file);
		Mask bright = new Mask(photograph.width(), photograph.height());
		RandomAccess<FloatType> red = Views.hyperSlice(photograph.pixels(), 2, 0).randomAccess();
		for (int y = 130; y < 2380; y++) {
			for (int x = 70; x < 1850; x++) {
				red.setPosition(new int[] { x, y });
				if (red.get().get() >= threshold) bright.pixels()[y * bright.width() + x] = Mask.ROOT;
			}
		}
		return new ComponentFilter(400, 8).apply(bright);
	}

	private static RootTraits traits(Mask mask) {
		return RootTraits.of(mask, PixelCalibration.PIXELS, TraitSettings.DEFAULT, Progress.NONE);
	}

	private static void line(String what, SimpleRegression regression) {
		System.out.printf(Locale.ROOT, "| %s | %.3f | %.3f | %.0f |%n", what, regression.getRSquare(),
			regression.getSlope(), regression.getIntercept());
	}

	private static void lengths(Path model) throws IOException {
		lengths("exact masks", SimulatedPhotograph::mask);
		if (model == null) return;
		UNetModel trained = UNetModel.load(model);
		try (UNetNetwork network =
			EngineLoader.engine().open(trained.architecture(), trained.weights(), DeviceChoice.CPU))
		{
			UNetSegmenter segmenter = new UNetSegmenter(network, 0, 0, System.out::println);
			lengths("segmented by " + model.getFileName(),
				simulated -> Threshold.PAPER.apply(segmenter.probability(simulated.photograph(), Progress.NONE)));
		}
	}

	private static void lengths(String what, Function<SimulatedPhotograph, Mask> masks) {
		System.out.println("\n| length, " + what + ", exact centre lines | mean error | SD | lowest | highest | r² |");
		System.out.println("|---|---|---|---|---|---|");
		double[][] errors = new double[LENGTHS.length][IMAGES];
		SimpleRegression[] lines = new SimpleRegression[LENGTHS.length];
		for (int k = 0; k < LENGTHS.length; k++) lines[k] = new SimpleRegression();
		for (int i = 0; i < IMAGES; i++) {
			SimulatedPhotograph simulated = RhizotronSimulator.simulate(SimulationSettings.of(1200, 900, 5), i);
			RootTraits traits =
				RootTraits.of(masks.apply(simulated), PixelCalibration.PIXELS, TraitSettings.DEFAULT, Progress.NONE);
			for (int k = 0; k < LENGTHS.length; k++) {
				errors[k][i] = 100 * (value(traits, LENGTHS[k]) / simulated.rootLengthPx() - 1);
				lines[k].addData(simulated.rootLengthPx(), value(traits, LENGTHS[k]));
			}
		}
		for (int k = 0; k < LENGTHS.length; k++) {
			double mean = Arrays.stream(errors[k]).average().orElseThrow();
			double variance = Arrays.stream(errors[k]).map(e -> (e - mean) * (e - mean)).sum() / (IMAGES - 1);
			System.out.printf(Locale.ROOT, "| %s | %+.2f %% | %.2f %% | %+.2f %% | %+.2f %% | %.3f |%n",
				LENGTHS[k], mean, Math.sqrt(variance), Arrays.stream(errors[k]).min().orElseThrow(),
				Arrays.stream(errors[k]).max().orElseThrow(), lines[k].getRSquare());
		}
	}

	private static double value(RootTraits traits, String heading) {
		return traits.quantities().stream().filter(quantity -> quantity.heading().equals(heading)).map(Quantity::value)
			.findFirst().orElseThrow();
	}
}
