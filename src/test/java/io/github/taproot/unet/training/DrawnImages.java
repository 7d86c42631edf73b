// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import io.github.taproot.files.AnnotatedImage;
import io.github.taproot.files.ImageReader;
import io.github.taproot.image.Annotation;
import io.github.taproot.image.Photograph;
import io.github.taproot.image.PixelCalibration;

/** Draws small photographs with one bright root instead of reading files: image n has its root 10 n from the left. */
class DrawnImages implements ImageReader {

	private final int width;
	private final int height;

	DrawnImages(int width, int height) {
		this.width = width;
		this.height = height;
	}

	static List<AnnotatedImage> images(int n, int width, int height) {
		return IntStream.range(0, n)
			.mapToObj(i -> new AnnotatedImage("" + i, Path.of(i + ".png"), Path.of(i + "_mask.png"),
			width, height, 3 * height, (width - 3) * height)).toList();
	}

	static TrainingImages training(int n, int width, int height) {
		return new TrainingImages(images(n, width, height), new DrawnImages(width, height), 1 << 20);
	}

	private boolean root(Path file, int i) {
		int left = 10 * (file.toString().charAt(0) - '0');
		return i % width >= left && i % width < left + 3;
	}

	@Override
	public Photograph readPhotograph(Path file) throws IOException {
		SplittableRandom random = new SplittableRandom(file.toString().charAt(0));
		byte[] planes = new byte[3 * width * height];
		for (int i = 0; i < planes.length; i++) {
			planes[i] = (byte) (random.nextInt(60) + (root(file, i % (width * height)) ? 150 : 20));
		}
		return Photograph.ofBytes(planes, width, height, 3, PixelCalibration.PIXELS);
	}

	@Override
	public Annotation readAnnotation(Path file) {
		byte[] labels = new byte[width * height];
		for (int i = 0; i < labels.length; i++) labels[i] = root(file, i) ? Annotation.ROOT : Annotation.SOIL;
		return new Annotation(width, height, labels);
	}
}
