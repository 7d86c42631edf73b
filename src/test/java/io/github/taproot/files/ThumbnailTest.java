// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.taproot.image.Mask;

class ThumbnailTest {

	@TempDir
	private Path folder;

	private Path photograph(int type, String name) throws IOException {
		BufferedImage image = new BufferedImage(1000, 500, type);
		for (int i = 0; i < 1000 * 500; i++) {
			boolean left = i % 1000 < 500;
			if (type == BufferedImage.TYPE_USHORT_GRAY) {
				image.getRaster().setSample(i % 1000, i / 1000, 0, left ? 1000 : 3000);
			}
			else image.setRGB(i % 1000, i / 1000, left ? 0x4080c0 : 0xffffff);
		}
		Path file = folder.resolve(name);
		assertTrue(ImageIO.write(image, name.substring(name.lastIndexOf('.') + 1), file.toFile()));
		return file;
	}

	@Test
	void keepsShapeColoursAndThinRoots() throws IOException {
		Mask roots = new Mask(1000, 500);
		for (int x = 0; x < 1000; x++) roots.pixels()[303 * 1000 + x] = Mask.ROOT;
		Path mask = folder.resolve("mask.png");
		ResultFiles.writeMask(roots, mask);
		BufferedImage small = Thumbnail.of(photograph(BufferedImage.TYPE_INT_RGB, "a b.png"), mask, 100);
		assertEquals("100x50", small.getWidth() + "x" + small.getHeight());
		assertEquals(0xff4080c0, small.getRGB(20, 10));
		assertEquals(0xffffffff, small.getRGB(80, 10));
		for (int x = 0; x < 100; x++) assertEquals(0xffff00ff, small.getRGB(x, 30));
		assertEquals(0xff4080c0, small.getRGB(20, 31));
	}

	@Test
	void showsDeepImagesFromBlackToWhiteAndSmallOnesAsTheyAre() throws IOException {
		BufferedImage deep = Thumbnail.of(photograph(BufferedImage.TYPE_USHORT_GRAY, "deep.tif"), null, 100);
		assertEquals(0xff000000, deep.getRGB(20, 10));
		assertEquals(0xffffffff, deep.getRGB(80, 10));
		assertEquals(1000, Thumbnail.of(folder.resolve("deep.tif"), null, 4000).getWidth());
	}

	@Test
	void namesWhatIsDamagedMissingOrOfAnotherShape() throws IOException {
		Path photograph = photograph(BufferedImage.TYPE_INT_RGB, "cut.png");
		byte[] bytes = Files.readAllBytes(photograph);
		Path mask = folder.resolve("mask.png");
		ResultFiles.writeMask(new Mask(1000, 1000), mask);
		String shape = assertThrows(IOException.class, () -> Thumbnail.of(photograph, mask, 100)).getMessage();
		assertTrue(shape.contains("mask.png is not of the shape"), shape);
		Files.write(photograph, Arrays.copyOf(bytes, bytes.length / 2));
		String cut = assertThrows(IOException.class, () -> Thumbnail.of(photograph, null, 100)).getMessage();
		assertTrue(cut.contains("cut.png is damaged or cut short"), cut);
		String gone = assertThrows(IOException.class, () -> Thumbnail.of(folder.resolve("gone.png"), null, 9))
			.getMessage();
		assertTrue(gone.contains("gone.png does not exist"), gone);
	}
}
