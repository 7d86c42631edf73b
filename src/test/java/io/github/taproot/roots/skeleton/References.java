// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots.skeleton;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.imageio.ImageIO;

import io.github.taproot.image.Mask;

/** Masks from text, and from files outside the project where they are there. */
public final class References {

	private References() {}

	/** A mask of rows divided by blanks, {@code #} root. */
	public static Mask drawn(String rows) {
		String[] lines = rows.strip().split("\\s+");
		Mask mask = new Mask(lines[0].length(), lines.length);
		for (int y = 0; y < mask.height(); y++) {
			for (int x = 0; x < mask.width(); x++) {
				if (lines[y].charAt(x) == '#') mask.pixels()[y * mask.width() + x] = Mask.ROOT;
			}
		}
		return mask;
	}

	/** The file below the folder beside the project; skips the test where it is absent. */
	public static Path shared(String path) {
		Path file = Path.of("../shared").resolve(path);
		assumeTrue(Files.exists(file), () -> "skipped: " + file + " is not there");
		return file;
	}

	/** A mask from an image whose first channel is above 0 at roots. */
	public static Mask mask(Path file) throws IOException {
		BufferedImage image = ImageIO.read(file.toFile());
		Mask mask = new Mask(image.getWidth(), image.getHeight());
		int[] samples = image.getRaster().getSamples(0, 0, mask.width(), mask.height(), 0, (int[]) null);
		for (int i = 0; i < samples.length; i++) if (samples[i] > 0) mask.pixels()[i] = Mask.ROOT;
		return mask;
	}
}
