// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.taproot.table.Table;

/** Groups by a table and by names, on a made data set whose means and errors are known. */
class GroupsTest {

	private static final String FIRST = "2021-05-30";
	private static final String SECOND = "2021-07-04";

	@TempDir
	private Path temp;
	private Path masks;
	private Path output;
	private Path groups;

	/** Four tubes, two windows each, on two dates: lengths in px of upright roots in images of 60x100 px. */
	@BeforeEach
	void write() throws IOException {
		masks = temp.resolve("masks");
		output = temp.resolve("out");
		int[][][] lengths = { { { 20, 40 }, { 44, 44 }, { 10, 10 }, { 14, 18 } },
			{ { 40, 40 }, { 44, 46 }, { 12, 12 }, { 20, 12 } } };
		for (int d = 0; d < 2; d++) {
			for (int tube = 0; tube < 4; tube++) {
				for (int window = 0; window < 2; window++) {
					upright("T00" + (tube + 1) + "_L00" + (window + 1) + (d == 0 ? "_2021.05.30" : "_2021.07.04") +
						"_091057_00" + (d + 1) + ".png", lengths[d][tube][window]);
				}
			}
		}
		groups = Files.writeString(temp.resolve("treatments.csv"),
			"tube;treatment\n1;control\n002;control\n3;drought\n4;drought\n");
	}

	private void upright(String name, int length) throws IOException {
		BufferedImage image = new BufferedImage(60, 100, BufferedImage.TYPE_BYTE_GRAY);
		for (int y = 2; y <= 2 + length; y++) image.setRGB(30, y, 0xffffff);
		Calls.write(image, masks.resolve(name));
	}

	private Object[] call(Object... more) {
		List<Object> all = new ArrayList<>(List.of("input", masks.toFile(), "output", output.toFile(), "pixel_size",
			0.5, "names", "ci-600", "root_value", "255"));
		all.addAll(Arrays.asList(more));
		return all.toArray();
	}

	/** The only row of a table that has these cells. */
	private Map<String, ?> row(String table, String... cells) throws IOException {
		List<Map<String, ?>> found = new ArrayList<>();
		for (Map<String, ?> row : Table.read(output.resolve(table)).rows()) {
			boolean fits = true;
			for (int i = 0; i < cells.length; i += 2) fits &= cells[i + 1].equals(row.get(cells[i]));
			if (fits) found.add(row);
		}
		assertEquals(1, found.size(), String.join(" ", cells));
		return found.get(0);
	}

	private static void assertStatistics(Map<String, ?> row, int n, double mean, double sd) {
		assertEquals(String.valueOf(n), row.get("n"));
		assertEquals(Table.text(mean), row.get("mean"));
		assertEquals(Table.text(sd), row.get("sd"));
		assertEquals(Table.text(sd / Math.sqrt(n)), row.get("se"));
	}

	@Test
	void meansAndErrorsAreRightToTheDigit() throws IOException {
		String said = Calls.logged(() -> Calls.done(MeasureRootTraitsFolder.class, call("groups", groups.toFile(),
			"band_height", 25)));
		assertFalse(said.contains("In no group"), said);
		assertEquals("control", Table.read(output.resolve("traits.csv")).rows().get(0).get("treatment"));
		double root2 = Math.sqrt(2);
		// Means of tubes: 30 and 44 px, 10 and 16 px; 40 and 45 px, 12 and 16 px. SD of two numbers: difference / √2.
		assertStatistics(row("groups.csv", "treatment", "control", "date", FIRST, "trait", "root_length_mm"), 2, 18.5,
			7 / root2);
		assertStatistics(row("groups.csv", "treatment", "drought", "date", FIRST, "trait", "root_length_mm"), 2, 6.5,
			3 / root2);
		assertStatistics(row("groups.csv", "treatment", "control", "date", SECOND, "trait", "root_length_mm"), 2, 21.25,
			2.5 / root2);
		// 15 cm² of image.
		assertStatistics(row("groups.csv", "treatment", "drought", "date", SECOND, "trait",
			"root_length_per_area_cm_per_cm2"), 2, 0.7 / 15, 0.2 / root2 / 15);
		// The upper 25 mm are 7.5 cm² of each photograph: 3.0 and 4.4 cm of root in 15 cm² of two photographs.
		assertStatistics(row("depth-profile.csv", "treatment", "control", "date", FIRST, "depth_from_mm", "0"), 2,
			3.7 / 15, 1.4 / root2 / 15);
		assertStatistics(row("depth-profile.csv", "treatment", "control", "date", FIRST, "depth_from_mm", "25"), 2, 0,
			0);
		for (String figure : List.of("by-group", "over-time", "depth-profile")) {
			assertTrue(Files.exists(output.resolve(figure + ".png")), figure);
			assertTrue(Files.readString(output.resolve(figure + ".svg")).contains("<svg"), figure);
		}
		// A group for each window, each photograph a replicate.
		Calls.done(MeasureRootTraitsFolder.class, call("group_by", "Window", "replicate", "file"));
		assertStatistics(row("groups.csv", "window", "1", "date", FIRST, "trait", "root_length_mm"), 4, 11,
			Math.sqrt((1 + 121 + 36 + 16) / 3.0));
		assertFalse(Files.exists(output.resolve("depth-profile.csv")));
	}

	@Test
	void aProfileWithoutGroupsIsAMeanOfTubesOnEachDate() throws IOException {
		Calls.done(MeasureRootTraitsFolder.class, call("band_height", 25));
		Map<String, ?> row = row("depth-profile.csv", "date", FIRST, "depth_from_mm", "0");
		assertEquals("4", row.get("n"));
		assertEquals(Table.text((3 + 4.4 + 1 + 1.6) / 4 / 15), row.get("mean"));
		assertFalse(Files.exists(output.resolve("groups.csv")));
	}

	@Test
	void photographsInNoGroupAreNamed() throws IOException {
		upright("T009_L001_2021.05.30_091057_001.png", 30);
		Files.writeString(groups, "tube;treatment\n1;control\n2;control\n3;drought\n4;NA\n12;drought\n");
		String said = Calls.logged(() -> Calls.done(MeasureRootTraitsFolder.class, call("groups", groups.toFile())));
		assertTrue(said.contains("T009_L001_2021.05.30_091057_001.png (no treatment)"), said);
		assertTrue(said.contains("T004_L002_2021.07.04_091057_002.png (no treatment)"), said);
		assertTrue(said.contains("lines without a photograph: 12."), said);
		assertEquals(17, Table.read(output.resolve("traits.csv")).rows().size());
		assertEquals("1", row("groups.csv", "treatment", "drought", "date", FIRST, "trait", "root_length_mm").get("n"));
		// By the names of photographs.
		Path files = Files.writeString(temp.resolve("files.csv"),
			"Image,plot\nT001_L001_2021.05.30_091057_001.JPG,A\n" +
			"t001_l002_2021.05.30_091057_001,B\n");
		said = Calls.logged(() ->
			Calls.done(MeasureRootTraitsFolder.class, call("groups", files.toFile(), "names", "")));
		assertTrue(said.contains("T001_L001_2021.07.04_091057_002.png (no plot)"), said);
		assertEquals("20", row("groups.csv", "plot", "B", "trait", "root_length_mm").get("mean"));
	}

	@Test
	void whatIsUnclearIsRefusedBeforeAnythingIsWritten() throws IOException {
		refused("", List.of("treatmnt", "treatment", "tube", "group_by"), "group_by", "treatmnt", "groups",
			groups.toFile());
		refused("tube;treatment\n1;Control\n2;control\n", List.of("\"Control\" (line 2)", "\"control\" (line 3)"));
		refused("tube;treatment\n1;control\n01;drought\n", List.of("two lines", "2 and 3"));
		refused("plant;treatment\n1;control\n", List.of("treatments.csv", "column file", "tube"));
		refused("tube;treatment;plot\n1;control;a\n", List.of("several columns", "treatment, plot"));
		refused("file;tube\nx;1\n", List.of("column tube", "rename"));
		refused("tube;root_length_mm\n1;1\n", List.of("root_length_mm", "rename"));
		refused("tube;treatment\n1;control\n", List.of("tub", "replicate"), "replicate", "tub");
	}

	private void refused(String table, List<String> parts, Object... more) throws IOException {
		if (!table.isEmpty()) Files.writeString(groups, table);
		List<Object> all = new ArrayList<>(Arrays.asList(more));
		if (!all.contains("groups")) all.addAll(List.of("groups", groups.toFile()));
		Calls.refused(parts, MeasureRootTraitsFolder.class, call(all.toArray()));
		assertFalse(Files.exists(output), "nothing is written");
	}

	@Test
	void growthAndLossByGroup() throws IOException {
		Calls.done(MeasureRootGrowthFolder.class, call("groups", groups.toFile(), "align", false, "tolerance", 2));
		Map<String, ?> row = row("groups.csv", "treatment", "control", "trait", "new_length_per_day_mm");
		assertEquals("2", row.get("n"));
		// 35 days. Tubes grew 20 and 0, 0 and 2 px in their windows; the tolerance takes some of it.
		assertEquals((20 + 2) / 2.0 / 2 * 0.5 / 35, Double.parseDouble(row.get("mean").toString()), 2.0 / 35);
		row("groups.csv", "treatment", "drought", "trait", "lost_length_mm");
		assertTrue(Files.exists(output.resolve("by-group.png")));
	}
}
