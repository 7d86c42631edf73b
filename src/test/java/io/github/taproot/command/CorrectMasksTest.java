// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.taproot.files.ImageFiles;
import io.github.taproot.files.ResultFiles;
import io.github.taproot.image.Annotation;
import io.github.taproot.image.Mask;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.table.Table;

/** Masks that people corrected by painting. */
class CorrectMasksTest {

	private static final int WIDTH = 60;
	private static final int HEIGHT = 40;

	@TempDir
	private Path temp;

	/** Two horizontal roots, 3 px thick, of which the lower one is none. */
	private Mask mask() {
		Mask mask = new Mask(WIDTH, HEIGHT);
		row(mask.pixels(), 9, 12, 5, 45, Mask.ROOT);
		row(mask.pixels(), 29, 32, 5, 45, Mask.ROOT);
		return mask;
	}

	private static void row(byte[] pixels, int top, int bottom, int left, int right, byte value) {
		for (int y = top; y < bottom; y++) Arrays.fill(pixels, y * WIDTH + left, y * WIDTH + right, value);
	}

	/** The upper root goes on for 10 px, the lower one is soil. */
	private void paint(Path file, int width) throws IOException {
		byte[] labels = new byte[width * HEIGHT];
		Arrays.fill(labels, Annotation.UNKNOWN);
		if (width == WIDTH) {
			row(labels, 9, 12, 45, 55, Annotation.ROOT);
			row(labels, 27, 34, 0, 60, Annotation.SOIL);
		}
		else labels[0] = Annotation.SOIL;
		Files.createDirectories(file.getParent());
		ResultFiles.writeAnnotation(new Annotation(width, HEIGHT, labels), file);
	}

	@Test
	void whatWasPaintedCorrectsTheMaskAndTheTableTellsIt() throws IOException {
		Path masks = Files.createDirectories(temp.resolve("segmented/masks"));
		PixelCalibration scale = PixelCalibration.millimetres(0.5);
		for (String name : List.of("a", "b", "c")) ResultFiles.writeMask(mask(), scale, masks.resolve(name + ".png"));
		byte[] before = Files.readAllBytes(masks.resolve("a.png"));
		Path project = temp.resolve("project");
		paint(project.resolve("annotations/train/a.png"), WIDTH);
		paint(project.resolve("annotations/val/c.png"), 50);
		paint(project.resolve("annotations/val/d.png"), WIDTH);
		Object[] call = { "input", masks.toFile(), "annotations", project.toFile(), "output",
			temp.resolve("corrected").toFile() };
		Calls.refused(List.of("c.png has 50x40 px, but its mask c.png has 60x40", "2 done, 1 failed",
			"d.png (has no mask)"), CorrectMasksFolder.class, call);
		assertFalse(Files.exists(temp.resolve("corrected/masks/c.png")));

		Files.delete(project.resolve("annotations/val/c.png"));
		Calls.done(CorrectMasksFolder.class, call);
		assertArrayEquals(before, Files.readAllBytes(masks.resolve("a.png")), "the masks stay as they are");
		ImageFiles.ScaledMask corrected = new ImageFiles().readMask(temp.resolve("corrected/masks/a.png"));
		Mask expected = new Mask(WIDTH, HEIGHT);
		row(expected.pixels(), 9, 12, 5, 55, Mask.ROOT);
		assertArrayEquals(expected.pixels(), corrected.mask().pixels());
		assertEquals(0.5, corrected.calibration().pixelWidth(), 1e-9);
		assertArrayEquals(mask().pixels(),
			new ImageFiles().readMask(temp.resolve("corrected/masks/b.png")).mask().pixels());

		Table table = Table.read(temp.resolve("corrected/corrections.csv"));
		assertEquals(List.of("yes", "no", "no"), table.rows().stream().map(row -> row.get("corrected")).toList());
		assertArrayEquals(new double[] { 30, 0, 0 }, table.numbers("root_pixels_added"));
		assertArrayEquals(new double[] { 120, 0, 0 }, table.numbers("root_pixels_removed"));
		double[] after = table.numbers("root_length_after_px");
		// Half of it is the root that is gone; the other one is 10 px longer.
		assertEquals(table.numbers("root_length_before_px")[0] / 2 + 10, after[0], 0.01);
		assertEquals(50, after[0], 2);
		assertEquals(after[0] / 2, table.numbers("root_length_after_mm")[0], 1e-3);
		assertEquals(table.numbers("root_length_before_px")[1], after[1]);
	}

	@Test
	void correctionsOfOtherPhotographsAreRefused() throws IOException {
		Path masks = Files.createDirectories(temp.resolve("masks"));
		ResultFiles.writeMask(mask(), masks.resolve("a.png"));
		paint(temp.resolve("painted/b.png"), WIDTH);
		Calls.refused(List.of("No annotation in", "is named like a mask"), CorrectMasksFolder.class, "input",
			masks.toFile(), "annotations", temp.resolve("painted").toFile(), "output", temp.resolve("out").toFile());
		Calls.refused(List.of("masks"), CorrectMasksFolder.class, "input", masks.toFile(), "annotations",
			temp.resolve("painted").toFile(), "output", masks.getParent().toFile());
	}
}
