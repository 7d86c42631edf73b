// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.taproot.roots.Tube;
import io.github.taproot.table.Table;

/** Depths of tubes as they stand in the field, by hand. */
class TubesTest {

	private static final double ROOT2 = Math.sqrt(2);
	private static final double ROOT3 = Math.sqrt(3);

	@TempDir
	private Path temp;

	@Test
	void camerasLookAtOneSide() {
		// Window 3 begins 30 mm down the tube; the upper side lies 30 cos 45 above the axis.
		assertEquals(0, new Tube(45, 60, 0, 15, false, 0).top(3), 1e-12);
		assertEquals(30 * ROOT2, new Tube(45, 60, 0, 15, false, 180).top(3), 1e-12);
		assertEquals(15 * ROOT2, new Tube(45, 60, 0, 15, false, -90).top(3), 1e-12);
		// The tube sticks out by 30 mm: there begins window 3.
		assertEquals(0, new Tube(45, 60, 30, 15, false, 90).top(3), 1e-12);
		assertEquals(-7.5, new Tube(30, 0, 45, 15, false, 0).top(3), 1e-12);
		assertEquals(40, new Tube(90, 60, 0, 20, false, 0).top(3), 1e-12);
		assertEquals(0, new Tube(45, 60, 0, 15, false, 0).shifts(50).length);
		assertThrows(IllegalArgumentException.class, () -> new Tube(0, 60, 0, 15, false, 0));
		assertThrows(IllegalArgumentException.class, () -> new Tube(45, 60, 0, 0, false, 0));
	}

	@Test
	void scansGoAroundTheTubeAlongAShiftedSine() {
		// Middles of four columns: 45, 135, 225 and 315 degrees from the upper side.
		double most = 15 * ROOT3 / ROOT2;
		assertArrayEquals(new double[] { -most, most, most, -most }, new Tube(30, 60, 0, 20, true, 0).shifts(4), 1e-12);
		assertArrayEquals(new double[] { most, most, -most, -most }, new Tube(30, 60, 0, 20, true, 90)
			.shifts(4), 1e-12);
		assertArrayEquals(new double[4], new Tube(90, 60, 0, 20, true, 0).shifts(4), 1e-12);
		double[] around = new Tube(30, 60, 0, 20, true, 0).shifts(3600);
		assertEquals(60 * ROOT3 / 2, Arrays.stream(around).max().getAsDouble() -
			Arrays.stream(around).min().getAsDouble(), 1e-3, "the diameter by the cosine of the slope");
		assertEquals(20, new Tube(30, 60, 0, 20, true, 0).top(3), 1e-12);
	}

	/** An upright root of one pixel's width, rows 10 to 89 of 100, in 60 columns. */
	private void upright(String name, int column) throws IOException {
		BufferedImage image = new BufferedImage(60, 100, BufferedImage.TYPE_BYTE_GRAY);
		for (int y = 10; y < 90; y++) image.setRGB(column, y, 0xffffff);
		Calls.write(image, temp.resolve("masks").resolve(name));
	}

	private Object[] call(String table, Object... more) throws IOException {
		Path tubes = Files.writeString(temp.resolve("tubes.csv"), table);
		List<Object> all = new ArrayList<>(List.of("input", temp.resolve("masks").toFile(), "output",
			temp.resolve("out").toFile(), "pixel_size", 0.5, "names", "ci-600", "tubes", tubes.toFile()));
		all.addAll(Arrays.asList(more));
		return all.toArray();
	}

	@Test
	void depthsOfAScanAndOfACamera() throws IOException {
		upright("T001_L001_2021.05.30_091057_001.png", 1);
		upright("T001_L002_2021.05.30_091057_001.png", 30);
		upright("T002_L003_2021.05.30_091057_001.png", 30);
		upright("T003_L001_2021.05.30_091057_001.png", 30);
		String table = "tube,angle_deg,diameter_mm,window_mm,overlap_mm,surface_mm,picture,rotation_deg\n" +
			"01,30,20,50,10,10,scan,0\n2,45,60,15,0,30,camera,90\n3,45,60,15,0,3000,camera,0\n";
		String said = Calls.logged(() -> {
			try {
				Calls.done(MeasureRootTraitsFolder.class, call(table, "band_height", 10));
			}
			catch (IOException e) {
				throw new IllegalStateException(e);
			}
		});
		Table traits = Table.read(temp.resolve("out/traits.csv"));
		assertEquals(3, traits.rows().size(), "all of the third tube's window lies above the soil");
		assertTrue(said.contains("T003_L001_2021.05.30_091057_001.png: 100.0 % of it lies above"), said);
		// Column 1 looks 9 degrees from the upper side: at row y it is -5 - 10 cos 30 cos 9 + (y + 0.5) / 4 deep, so
		// that the first row in the soil is 54.
		double upper = -5 - 5 * ROOT3 * Math.cos(Math.toRadians(9));
		assertEquals(35 * 0.5, traits.numbers("root_length_mm")[0], 1e-4);
		assertEquals(upper + 90 / 4.0, traits.numbers("deepest_root_mm")[0], 1e-4);
		assertTrue(said.matches("(?s).*T001_L001_2021.05.30_091057_001.png: \\d+\\.\\d % of it lies above the soil.*"),
			said);
		// Window 2 begins 40 mm down, 30 below the surface; column 30 looks 183 degrees from the upper side.
		double lower = 15 - 5 * ROOT3 * Math.cos(Math.toRadians(183));
		assertEquals(lower + 90 / 4.0, traits.numbers("deepest_root_mm")[1], 1e-4);
		// The middle of rows 10 to 89.
		assertEquals(lower + 50 / 4.0, traits.numbers("d50_mm")[1], 0.13, "within half a pixel");
		assertEquals(39.5, traits.numbers("root_length_mm")[1], 1e-4);
		// A camera that looks to the side, where window 3 begins at the surface.
		assertEquals(45 / ROOT2, traits.numbers("deepest_root_mm")[2], 1e-4);
		Table bands = Table.read(temp.resolve("out/bands.csv"));
		double imaged = 0;
		double length = 0;
		for (int i = 0; i < bands.rows().size(); i++) {
			assertTrue(bands.numbers("depth_from_mm")[i] >= 0);
			if (!bands.rows().get(i).get("window").equals("2")) continue;
			imaged += bands.numbers("imaged_area_mm2")[i];
			length += bands.numbers("polyline_length_mm")[i];
		}
		assertEquals(60 * 100 / 4.0, imaged, 0.01);
		assertEquals(39.5, length, 1e-3);
	}

	@Test
	void whatATableLacksIsTold() throws IOException {
		upright("T001_L001_2021.05.30_091057_001.png", 30);
		Calls.refused(List.of("tubes.csv", "column window_mm"), MeasureRootTraitsFolder.class,
			call("tube,angle_deg\n"));
		String head = "tube,angle_deg,window_mm,overlap_mm,picture\n";
		Calls.refused(List.of("tube 1", "add a line"), MeasureRootTraitsFolder.class, call(head + "2,45,20,0,scan\n"));
		Calls.refused(List.of("Line 2", "above 0 and at most 90"), MeasureRootTraitsFolder.class,
			call(head + "1,0,20,0,scan\n"));
		Calls.refused(List.of("Line 2", "overlap"), MeasureRootTraitsFolder.class, call(head + "1,45,20,20,scan\n"));
		Calls.refused(List.of("Line 2", "camera or scan"), MeasureRootTraitsFolder.class,
			call(head + "1,45,20,0,film\n"));
		Calls.refused(List.of("Line 3", "second one"), MeasureRootTraitsFolder.class,
			call(head + "1,45,20,0,scan\n01,45,20,0,scan\n"));
		Calls.refused(List.of("slope"), MeasureRootTraitsFolder.class, call(head + "1,45,20,0,scan\n", "slope", 30));
		Calls.refused(List.of("names=ci-600"), MeasureRootTraitsFolder.class, call(head + "1,45,20,0,scan\n", "names",
			"date"));
	}
}
