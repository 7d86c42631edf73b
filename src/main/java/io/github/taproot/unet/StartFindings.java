// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterOutputStream;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

import io.github.taproot.files.AnnotatedImage;
import io.github.taproot.files.ImageReader;
import io.github.taproot.progress.Progress;
import io.github.taproot.unet.training.BrushStrokes;
import io.github.taproot.unet.training.GrowingAnnotations;
import io.github.taproot.unet.training.TrainingImages;

/**
 * What the model that a training starts from finds in annotated photographs, by which their paint is read. Photographs
 * are looked at once, in one thread; any number of threads may read.
 */
final class StartFindings {

	private final TrainingContext context;
	private final ModelSource start;
	private final ImageReader reader;
	/** Probabilities from 0 to 255, packed: most are next to 0. */
	private final Map<Path, byte[]> found = new ConcurrentHashMap<>();

	StartFindings(TrainingContext context, ModelSource start, ImageReader reader) {
		this.context = context;
		this.start = start;
		this.reader = reader;
	}

	/** Finds roots in all photographs that are new. */
	void look(GrowingAnnotations.Found annotated, Progress progress) throws IOException {
		var photographs = Stream.concat(annotated.training().stream(), annotated.validation().stream())
			.map(AnnotatedImage::photograph).filter(photograph -> !found.containsKey(photograph)).toList();
		if (photographs.isEmpty()) return;
		if (photographs.size() > 2) {
			context.log().accept("Finding roots in " + photographs.size() + " painted photographs with " +
				start.title() +
				" ...");
		}
		try (UNetNetwork network = context.open(start.load())) {
			UNetSegmenter segmenter = new UNetSegmenter(network, 0, 0, context.log());
			for (Path photograph : photographs) {
				found.put(photograph, packed(segmenter.probability(reader.readPhotograph(photograph), progress)));
			}
		}
	}

	/** Reads paint beside what was found, as far from it as {@link BrushStrokes#read} says. */
	TrainingImages.Reading reading(int reach) {
		return (image, painted) -> BrushStrokes.read(painted, found(image), reach);
	}

	private byte[] found(AnnotatedImage image) {
		byte[] packed = found.get(image.photograph());
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(image.width() * image.height());
		try (InflaterOutputStream unpacking = new InflaterOutputStream(bytes)) {
			unpacking.write(packed);
		}
		catch (IOException e) {
			throw new UncheckedIOException(e);
		}
		return bytes.toByteArray();
	}

	private static byte[] packed(RandomAccessibleInterval<FloatType> probability) throws IOException {
		byte[] values = new byte[(int) (probability.dimension(0) * probability.dimension(1))];
		int i = 0;
		for (FloatType p : Views.flatIterable(probability)) values[i++] = (byte) Math.round(255 * p.get());
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (DeflaterOutputStream packing = new DeflaterOutputStream(bytes)) {
			packing.write(values);
		}
		return bytes.toByteArray();
	}
}
