// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.imagej;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.github.taproot.files.TemporaryFolder;
import io.github.taproot.image.Mask;
import io.github.taproot.image.Photograph;

/** The picture of a model that the BioImage Model Zoo shows. */
public final class ModelCover {

	/** So wide, and half as high, in px, as the Model Zoo wants it. */
	public static final int WIDTH = 500;
	/** Distance of the places where it is looked for. */
	private static final int STEP = 50;

	private ModelCover() {}

	/**
	 * The part of a photograph with most roots, and the roots found in it; all of a smaller one.
	 *
	 * @param roots of the photograph's size
	 * @return a JPEG file's bytes
	 */
	public static byte[] of(Photograph picture, Mask roots) throws IOException {
		int width = Math.min(WIDTH, picture.width());
		int height = Math.min(WIDTH / 2, picture.height());
		int left = 0;
		int top = 0;
		long most = -1;
		for (int y = 0; y + height <= picture.height(); y += STEP) {
			for (int x = 0; x + width <= picture.width(); x += STEP) {
				long found = roots.part(x, y, width, height).rootPixels();
				if (found <= most) continue;
				most = found;
				left = x;
				top = y;
			}
		}
		try (TemporaryFolder temporary = new TemporaryFolder()) {
			Path file = temporary.path().resolve("cover.jpg");
			RootDrawing.writeOverlay(picture.part(left, top, width, height), roots.part(left, top, width, height), null,
				null, file);
			return Files.readAllBytes(file);
		}
	}
}
