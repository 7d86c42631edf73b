// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.command.CommandModule;

import ij.ImagePlus;
import ij.ImageStack;
import ij.VirtualStack;
import ij.measure.ResultsTable;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;

/** Commands on stacks, time series, hyperstacks and virtual stacks. */
class StacksTest {

	@TempDir
	private Path temp;

	/** Upright roots of so many px in pictures of 40x60 px. */
	private static ImageStack masks(int... lengths) {
		ImageStack stack = new ImageStack(40, 60);
		for (int length : lengths) {
			ByteProcessor pixels = new ByteProcessor(40, 60);
			for (int y = 2; y <= 2 + length; y++) pixels.set(20, y, 255);
			stack.addSlice("day " + length, pixels);
		}
		return stack;
	}

	private static List<String> labels(ResultsTable table) {
		List<String> labels = new ArrayList<>();
		for (int i = 0; i < table.size(); i++) labels.add(table.getLabel(i));
		return labels;
	}

	@Test
	void everySliceHasARow() {
		ImagePlus image = new ImagePlus("series.tif", masks(10, 20, 30));
		image.setSlice(2);
		for (Class<? extends TaprootCommand> command : List.of(MeasureRoots.class, MeasureRootTraits.class)) {
			ResultsTable.getResultsTable().reset();
			CommandModule done = Calls.done(command, "mask", image);
			ResultsTable table = (ResultsTable) done.getOutput("table");
			assertArrayEquals(new double[] { 10, 20, 30 }, table.getColumn("root_length_px"));
			assertArrayEquals(new double[] { 1, 2, 3 }, table.getColumn("slice"));
			assertEquals(List.of("series.tif, slice 1 (day 10)", "series.tif, slice 2 (day 20)",
				"series.tif, slice 3 (day 30)"), labels(table));
			assertEquals(3, ResultsTable.getResultsTable().size());
			assertEquals(Double.NaN, done.getOutput("root_length_px"), "never a sum over slices");
			table = (ResultsTable) Calls.done(command, "mask", image, "slices", "current").getOutput("table");
			assertArrayEquals(new double[] { 20 }, table.getColumn("root_length_px"));
			table = (ResultsTable) Calls.done(command, "mask", image, "slices", "3, 1-1").getOutput("table");
			assertArrayEquals(new double[] { 10, 30 }, table.getColumn("root_length_px"));
			for (String wrong : List.of("4", "0", "2-1", "x")) {
				Calls.refused(List.of("\"" + wrong + "\"", "1 to 3"), command, "mask", image, "slices", wrong);
			}
			assertEquals(2, image.getCurrentSlice());
		}
	}

	@Test
	void tablesTellTheSlice() {
		ImagePlus image = new ImagePlus("series.tif", masks(10, 20));
		CommandModule done = Calls.done(MeasureRootTraits.class, "mask", image, "tables", true, "pixel_size", 0.5);
		ResultsTable branches = (ResultsTable) done.getOutput("branch_table");
		assertArrayEquals(new double[] { 1, 2 }, branches.getColumn("slice"));
		assertArrayEquals(new double[] { 5, 10 }, branches.getColumn("polyline_length_mm"), 1e-9);
	}

	@Test
	void hyperstacksAndVirtualStacks() {
		ImagePlus image = new ImagePlus("hyper.tif", masks(10, 20, 30, 40));
		image.setDimensions(1, 2, 2);
		image.setOpenAsHyperStack(true);
		ResultsTable table = (ResultsTable) Calls.done(MeasureRoots.class, "mask", image, "skeleton", true)
			.getOutput("table");
		assertArrayEquals(new double[] { 1, 1, 2, 2 }, table.getColumn("frame"));
		assertArrayEquals(new double[] { 1, 2, 1, 2 }, table.getColumn("slice"));
		assertArrayEquals(new double[] { 10, 20, 30, 40 }, table.getColumn("root_length_px"));
		assertEquals(4, image.getOverlay().size());
		assertEquals(2, image.getOverlay().get(3).getTPosition());
		Calls.done(MeasureRoots.class, "mask", image, "skeleton", true);
		assertEquals(4, image.getOverlay().size(), "in place of the former");
		ImageStack held = masks(5, 15);
		VirtualStack read = new VirtualStack(40, 60, null, null) {

			@Override
			public ImageProcessor getProcessor(int n) {
				return held.getProcessor(n);
			}

			@Override
			public int size() {
				return 2;
			}

			@Override
			public int getSize() {
				return 2;
			}

			@Override
			public String getSliceLabel(int n) {
				return held.getSliceLabel(n);
			}
		};
		table = (ResultsTable) Calls.done(MeasureRoots.class, "mask", new ImagePlus("virtual", read))
			.getOutput("table");
		assertArrayEquals(new double[] { 5, 15 }, table.getColumn("root_length_px"));
	}

	@Test
	void aStackOfPhotographsBecomesAStackOfMasks() throws IOException {
		Path model = Calls.model(temp);
		ImageStack stack = new ImageStack(64, 64);
		List<byte[]> alone = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			BufferedImage picture = Calls.noise(BufferedImage.TYPE_INT_RGB);
			for (int y = 0; y < 64; y++) picture.setRGB(9 + 20 * i, y, 0xffffff);
			stack.addSlice(i == 1 ? "second" : null, new ColorProcessor(picture));
			CommandModule done = Calls.done(SegmentRoots.class, "image",
				new ImagePlus("one", new ColorProcessor(picture)), "model", model.toFile(), "device", "cpu");
			alone.add((byte[]) ((ImagePlus) done.getOutput("mask")).getProcessor().getPixels());
		}
		ImagePlus image = new ImagePlus("series.tif", stack);
		image.getCalibration().setUnit("mm");
		image.getCalibration().pixelWidth = image.getCalibration().pixelHeight = 0.1;
		CommandModule done = Calls.done(SegmentRoots.class, "image", image, "model", model.toFile(), "device", "cpu",
			"probability", true);
		ImagePlus mask = (ImagePlus) done.getOutput("mask");
		assertEquals("Roots of series", mask.getTitle());
		assertEquals(3, mask.getStackSize());
		for (int i = 0; i < 3; i++) assertArrayEquals(alone.get(i), (byte[]) mask.getStack().getPixels(i + 1));
		assertEquals("second", mask.getStack().getSliceLabel(2));
		assertEquals("slice 3", mask.getStack().getSliceLabel(3));
		assertEquals(0.1, mask.getCalibration().pixelWidth);
		assertEquals(3, ((ImagePlus) done.getOutput("likelihood")).getStackSize());
		assertEquals(3, image.getOverlay().size());
		assertEquals(3, image.getOverlay().get(2).getPosition());
		ImagePlus second = (ImagePlus) Calls.done(SegmentRoots.class, "image", image, "model", model.toFile(), "device",
			"cpu", "slices", "2", "overlay", false).getOutput("mask");
		assertEquals("Roots of series, slice 2", second.getTitle());
		assertArrayEquals(alone.get(1), (byte[]) second.getProcessor().getPixels());
		ImagePlus frangi = (ImagePlus) Calls.done(SegmentRootsFrangi.class, "image", image).getOutput("mask");
		assertEquals(3, frangi.getStackSize());
		assertNull(frangi.getOverlay());
		assertTrue(frangi.getStack().getSliceLabel(2).equals("second"));
	}
}
