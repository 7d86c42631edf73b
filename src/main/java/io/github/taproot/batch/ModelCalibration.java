// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.batch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.FloatType;

import io.github.taproot.evaluation.ReliabilityStudy;
import io.github.taproot.files.AnnotatedImage;
import io.github.taproot.files.ImageReader;
import io.github.taproot.image.Annotation;
import io.github.taproot.image.Mask;
import io.github.taproot.image.Photograph;
import io.github.taproot.progress.Progress;
import io.github.taproot.segmentation.Appearance;
import io.github.taproot.segmentation.CalibrationFit;
import io.github.taproot.segmentation.Flips;
import io.github.taproot.segmentation.Reliability;
import io.github.taproot.segmentation.RootSegmenter;
import io.github.taproot.segmentation.Threshold;
import io.github.taproot.segmentation.UsualAppearance;
import io.github.taproot.unet.DeviceChoice;
import io.github.taproot.unet.Precision;
import io.github.taproot.unet.UNetEngine;
import io.github.taproot.unet.UNetModel;
import io.github.taproot.unet.model.ModelFile;
import io.github.taproot.unet.model.OpenModel;

/**
 * Measures how far a model's results can be trusted, and writes it into the model's file.
 *
 * @param reader of photographs and annotations
 * @param log takes sentences for the user
 */
public record ModelCalibration(UNetEngine engine, DeviceChoice device, Precision precision, ImageReader reader,
	Consumer<String> log)
{

	/**
	 * Segments photographs with a model, compares them with their annotations, and writes the model with what comes
	 * out.
	 *
	 * @param images that the model did not learn from; those that are not annotated in full are left out
	 * @param target where the model is written; may be the model's own file
	 * @return false where there are too few, and nothing is written
	 * @throws IOException where a file can't be read or written
	 * @throws java.util.concurrent.CancellationException where {@code progress} is cancelled
	 */
	public boolean run(Path model, List<AnnotatedImage> images, Path target, Progress progress) throws IOException {
		UNetModel trained = UNetModel.load(model);
		ReliabilityStudy study = new ReliabilityStudy();
		CalibrationFit calibration = new CalibrationFit();
		List<Appearance> looks = new ArrayList<>();
		try (OpenModel opened = ModelFile.open(model, engine, device, precision, log)) {
			RootSegmenter segmenter = opened.segmenter(0, 0, Flips.NONE, false, log);
			for (int i = 0; i < images.size(); i++) {
				AnnotatedImage image = images.get(i);
				int index = i;
				Progress whole = (done, all, message) -> progress.report(index, images.size(),
					"Calibrating: photograph " + (index + 1) + " of " + images.size());
				Annotation truth = reader.readAnnotation(image.annotation(), image.width(), image.height());
				if (truth.count(Annotation.UNKNOWN) > 0) continue;
				Photograph photograph = reader.readPhotograph(image.photograph());
				RandomAccessibleInterval<FloatType> probability = segmenter.probability(photograph,
					whole.until(progress::isCancelled));
				Mask found = Threshold.PAPER.apply(probability);
				study.add(found, Reliability.overlap(probability, found), truth);
				calibration.add(probability, truth);
				looks.add(Appearance.of(photograph));
			}
		}
		Reliability learnt = looks.size() < Reliability.FEWEST ? null
			: study.learn(UsualAppearance.of(looks), calibration.fit());
		if (learnt == null) {
			log.accept("Not calibrated: expected F1 and lengths need at least " + Reliability.FEWEST +
				" validation photographs with roots that are annotated completely.");
			return false;
		}
		new UNetModel(trained.weights(), trained.details().with(learnt)).save(target);
		log.accept("Calibrated on " + looks.size() + " photographs.");
		return true;
	}
}
