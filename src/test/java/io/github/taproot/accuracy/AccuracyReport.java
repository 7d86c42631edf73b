package io.github.taproot.accuracy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.github.taproot.image.Annotation;
import io.github.taproot.image.Mask;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.imagej.ImageFiles;
import io.github.taproot.progress.Progress;
import io.github.taproot.segmentation.PixelCounts;
import io.github.taproot.segmentation.Threshold;
import io.github.taproot.skeleton.Skeleton;
import io.github.taproot.training.AnnotatedFolder;
import io.github.taproot.training.AnnotatedImage;
import io.github.taproot.unet.DeviceChoice;
import io.github.taproot.unet.EngineLoader;
import io.github.taproot.unet.UNetModel;
import io.github.taproot.unet.UNetNetwork;
import io.github.taproot.unet.UNetSegmenter;

/** Prints README's accuracy figures of a model on annotated photographs: model, photographs, annotations. */
public final class AccuracyReport {

	private AccuracyReport() {}

	public static void main(String[] args) throws IOException {
		ImageFiles files = new ImageFiles();
		UNetModel model = UNetModel.load(Path.of(args[0]));
		List<AnnotatedImage> images =
			new AnnotatedFolder(Path.of(args[1]), Path.of(args[2]), "").check(files, Progress.NONE).usable(false);
		List<double[]> lengths = new ArrayList<>();
		PixelCounts pooled = PixelCounts.NONE;
		try (UNetNetwork network =
			EngineLoader.engine().open(model.architecture(), model.weights(), DeviceChoice.AUTO))
		{
			UNetSegmenter segmenter = new UNetSegmenter(network, 572, 1, System.out::println);
			for (AnnotatedImage image : images) {
				Mask predicted = Threshold.PAPER
					.apply(segmenter.probability(files.readPhotograph(image.photograph()), Progress.NONE));
				Annotation truth = files.readAnnotation(image.annotation());
				PixelCounts counts = PixelCounts.of(predicted, truth);
				pooled = pooled.plus(counts);
				double[] pair = { kimura(files.readMask(image.annotation()).mask()), kimura(predicted) };
				lengths.add(pair);
				System.out.printf(Locale.ROOT, "%s: F1 %.3f, annotated %.0f px, predicted %.0f px%n", image.name(), counts.f1(),
					pair[0], pair[1]);
			}
			System.out.printf(Locale.ROOT,
				"pooled on %s: precision %.4f, recall %.4f, F1 %.4f, IoU %.4f; r^2 of Kimura lengths %.4f%n", network.device(),
				pooled.precision(), pooled.recall(), pooled.f1(), pooled.iou(), rSquared(lengths));
		}
	}

	private static double kimura(Mask mask) {
		return Skeleton.of(mask, Progress.NONE).links().kimuraLength(PixelCalibration.PIXELS);
	}

	/** Square of Pearson's correlation. */
	private static double rSquared(List<double[]> pairs) {
		double meanX = pairs.stream().mapToDouble(pair -> pair[0]).average().orElseThrow();
		double meanY = pairs.stream().mapToDouble(pair -> pair[1]).average().orElseThrow();
		double xy = 0;
		double xx = 0;
		double yy = 0;
		for (double[] pair : pairs) {
			xy += (pair[0] - meanX) * (pair[1] - meanY);
			xx += (pair[0] - meanX) * (pair[0] - meanX);
			yy += (pair[1] - meanY) * (pair[1] - meanY);
		}
		return xy * xy / (xx * yy);
	}
}
