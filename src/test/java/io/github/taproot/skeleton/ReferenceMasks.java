package io.github.taproot.skeleton;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.imageio.ImageIO;

import io.github.taproot.image.Mask;

/** Masks and numbers of other tools in a folder beside the project; tests that need it are skipped where it is missing. */
public final class ReferenceMasks {

	private static final Path FOLDER = Path.of("../shared");

	private ReferenceMasks() {}

	public static Path file(String name) {
		Path file = FOLDER.resolve(name);
		assumeTrue(Files.exists(file), file + " is missing.");
		return file;
	}

	/** Root where any channel but alpha is above 0. */
	public static Mask read(String name) {
		try {
			BufferedImage image = ImageIO.read(file(name).toFile());
			Mask mask = new Mask(image.getWidth(), image.getHeight());
			for (int i = 0; i < mask.pixels().length; i++) {
				int rgb = image.getRGB(i % mask.width(), i / mask.width());
				if ((rgb & 0xffffff) != 0) mask.pixels()[i] = Mask.ROOT;
			}
			return mask;
		} catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}
}
