// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.github.taproot.roots.skeleton.References;
import io.github.taproot.table.Table;

/** What belongs together in folders, what does not, and that this is said. */
class FolderContentsTest {

	@TempDir
	private Path temp;
	private Path masks;
	private Path output;

	@BeforeEach
	void folders() {
		masks = temp.resolve("masks");
		output = temp.resolve("out");
	}

	/** A root of so many rows in 60x100 pixels. */
	private static BufferedImage upright(int rows) {
		BufferedImage image = new BufferedImage(60, 100, BufferedImage.TYPE_BYTE_GRAY);
		for (int y = 10; y < 10 + rows; y++) image.setRGB(30, y, 0xffffff);
		return image;
	}

	@Test
	void exclusionsBelongToMasksWhateverTheirEnding() throws IOException {
		Path exclude = References.shared("cases/exclude-endings/exclude");
		Path input = References.shared("cases/exclude-endings/masks");
		Calls.done(MeasureRootTraitsFolder.class, "input", input.toFile(), "output", output.toFile(), "exclude",
			exclude.toString());
		double[] pixels = Table.read(output.resolve("traits.csv")).numbers("skeleton_length_px");
		assertArrayEquals(new double[] { 498, 498, 498, 498 }, pixels);
	}

	@Test
	void exclusionsOfNoMaskAreNamed() throws IOException {
		Calls.write(upright(80), masks.resolve("Wu\u0308rzel.png"));
		Calls.write(upright(80), masks.resolve("b.png"));
		Path exclude = temp.resolve("exclude");
		Calls.write(Calls.mask(60, 100, 0, 50), exclude.resolve("W\u00dcRZEL_excluded.PNG"));
		Calls.write(Calls.mask(60, 100, 0, 50), exclude.resolve("B.png"));
		Calls.write(Calls.mask(60, 100, 0, 50), exclude.resolve("c.png"));
		Files.writeString(exclude.resolve("notes.txt"), "notes");
		String said = Calls.logged(() ->
			Calls.done(MeasureRootTraitsFolder.class, "input", masks.toFile(), "output", output.toFile(),
			"exclude", exclude.toString()));
		assertTrue(said.contains("Left out: exclude/notes.txt (not an image), exclude/c.png (belongs to none of the " +
			"images)."), said);
		assertArrayEquals(new double[] { 39, 39 }, Table.read(output.resolve("traits.csv"))
			.numbers("polyline_length_px"));
		said = Calls.logged(() -> Calls.done(CountLineIntersectionsFolder.class, "input", masks.toFile(), "output",
			output.resolve("counts.csv").toFile(), "unit", "px", "square", 20, "exclude", exclude.toString()));
		assertTrue(said.contains("exclude/c.png (belongs to none of the images)"), said);

		Calls.write(Calls.mask(60, 100, 0, 50), exclude.resolve("B.bmp"));
		Calls.refused(List.of("exclude/B.bmp and exclude/B.png belong to b", "1 done, 1 failed"),
			MeasureRootTraitsFolder.class, "input", masks.toFile(), "output", output.toFile(), "exclude",
			exclude.toString());
	}

	@Test
	void resultsOfFilesOfOneNameAreNotOverwritten() throws IOException {
		Path input = References.shared("cases/export-same-name/masks");
		for (String format : List.of("rsml", "swc", "rhizovision", "rootpainter")) {
			Calls.refused(List.of("plot1.tif would overwrite the results of plot1.png", "1 done, 1 failed"),
				ExportRootsFolder.class, "input", input.toFile(), "output", output.toFile(), "format", format);
		}
		assertEquals(4, Calls.files(output).size());
		Calls.refused(List.of("plot1.tif would overwrite", "1 done, 1 failed"), MeasureRootsFolder.class, "input",
			input.toFile(), "output", temp.resolve("t.csv").toFile(), "skeletons", output.toString());
		Calls.done(MeasureRootsFolder.class, "input", input.toFile(), "output", temp.resolve("t.csv").toFile());
		assertEquals(2, Table.read(temp.resolve("t.csv")).rows().size());
		Calls.refused(List.of("plot1.tif would overwrite", "1 done, 1 failed"), SegmentRootsFrangiFolder.class, "input",
			input.toFile(), "output", temp.resolve("frangi").toFile());
	}

	@Test
	void whatIsNotAnImageIsNamed() throws IOException {
		Calls.write(upright(80), masks.resolve("a.png"));
		Calls.write(upright(80), masks.resolve("site 2/b.png"));
		Calls.write(upright(80), masks.resolve("site 2/c.png"));
		Files.writeString(masks.resolve("notes.txt"), "notes");
		String expected = "Left out: notes.txt (not an image), site 2 (a folder with 2 images).";
		String said = Calls.logged(() -> Calls.done(MeasureRootsFolder.class, "input", masks.toFile(), "output",
			temp.resolve("t.csv").toFile()));
		assertTrue(said.contains(expected), said);
		said = Calls.logged(() ->
			Calls.done(SegmentRootsFrangiFolder.class, "input", masks.toFile(), "output", output.toFile()));
		assertTrue(said.contains(expected), said);
		JsonObject summary =
			JsonParser.parseString(Files.readString(output.resolve("summary.json"))).getAsJsonObject();
		assertEquals(2, summary.get("left_out").getAsInt());
		String table = Files.readString(output.resolve("summary.csv"));
		assertTrue(table.contains("site 2,left_out,") && table.contains(",a folder with 2 images\n"), table);

		Files.writeString(masks.resolve("d.heic"), "a photograph of a telephone");
		Calls.refused(List.of("d.heic", "1 done, 1 failed", expected), MeasureRootsFolder.class, "input",
			masks.toFile(), "output", temp.resolve("t.csv").toFile());
		Files.delete(masks.resolve("a.png"));
		Files.delete(masks.resolve("d.heic"));
		Calls.refused(List.of("has no masks", expected), MeasureRootsFolder.class, "input", masks.toFile(), "output",
			temp.resolve("t.csv").toFile());
	}

	/** 42 micrometres, 600 dots in an inch. */
	@ParameterizedTest
	@ValueSource(doubles = { 42, 600, -0.1, 10.5 })
	void pixelSizesInOtherUnitsAreRefused(double size) throws IOException {
		Calls.write(upright(80), masks.resolve("a.png"));
		Calls.refused(List.of("at most 10 mm", "not in micrometres, nor pixels in an inch"),
			MeasureRootsFolder.class, "input", masks.toFile(), "output", temp.resolve("t.csv").toFile(),
			"pixel_size", size);
	}

	private Object[] growth(Object... more) {
		List<Object> call = new ArrayList<>(
			List.of("input", masks.toFile(), "output", output.toFile(), "align", false));
		call.addAll(List.of(more));
		return call.toArray();
	}

	/** What was compared, as "earlier later, earlier later". */
	private String compared() throws IOException {
		return Table.read(output.resolve("growth.csv")).rows().stream()
			.map(row -> row.get("earlier_file") + " " + row.get("file")).collect(Collectors.joining(", "));
	}

	@Test
	void masksGrowInTheOrderOfTheNumberInTheirNames() throws IOException {
		masks = References.shared("cases/growth-order/masks");
		Calls.done(MeasureRootGrowthFolder.class, growth());
		assertEquals("box3_day1.png box3_day2.png, box3_day2.png box3_day3.png, box3_day3.png box3_day10.png",
			compared());
		for (double lost : Table.read(output.resolve("growth.csv")).numbers("lost_length_px")) assertEquals(0, lost);
	}

	@Test
	void aPlaceIsOneWhateverTheCase() throws IOException {
		masks = References.shared("cases/growth-case/masks");
		Calls.done(MeasureRootGrowthFolder.class, growth("names", "date"));
		assertEquals("me_2015-02-25.png me_2015-04-09.png, me_2015-04-09.png ME_2015-06-03.png, " +
			"ME_2015-06-03.png me_2015-07-30.png", compared());
		masks = References.shared("cases/date-first/masks");
		Calls.done(MeasureRootGrowthFolder.class, growth("names", "date-first"));
		assertEquals("2017-08-16-RZ-0001.png 2017-08-17-RZ-0001.png", compared());
	}

	@Test
	void placesWithOneMaskAndOtherNamesAreNamed() throws IOException {
		for (String name : List.of("A_2021-05-01", "A_2021-05-10", "B_2021-05-01", "odd")) {
			Calls.write(upright(80), masks.resolve(name + ".png"));
		}
		String said = Calls.logged(() -> Calls.done(MeasureRootGrowthFolder.class, growth("names", "date")));
		assertTrue(said.contains("Left out: odd.png (its name does not fit the pattern), B_2021-05-01.png (the only " +
			"mask of its place)."), said);
		assertEquals(9, Table.read(output.resolve("growth.csv")).numbers("days")[0]);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
		value = { "before after||The order of the masks in", "box1_day1 box2_day2||The order of the",
		"day1 day01||The order of the masks", "day1||No two masks", "a_01.05.21 a_03.06.21||The order of the masks",
		"a_13.05.21 a_05.14.21||can only have the day first (2021-05-13), but 05.14.21 only the month (2021-05-14)",
		"a_01.05.21 a_03.06.21|date|a_01.05.21.png: the date 01.05.21 may be 2021-05-01 or 2021-01-05.",
		"a_2021-02-28 a_2021-02-30|date|a_2021-02-30.png: the date 2021-02-30 is not in the calendar.",
		"T1_W1_S2_2021-05-01 T1_W1_S1_2021-06-01|bartz|T1_W1_S2_2021-05-01.png (2021-05-01) is before T1_W1_S1",
		"a_21-05-12 a_21-06-10||The date 21-05-12 may be 2012-05-21 or 2021-05-12: write years with four digits",
		"a_21.05.12 a_21.06.10|date|may be 2012-05-21 or 2021-05-12", "a_300521 a_010621||look like dates, such " +
		"as 010621", "a_30052021 a_01062021||look like dates, such as 01062021", "a_12312020 a_01022021||look " +
		"like dates", "w1.25 w1.5||The order of the masks", "IMG_9998 IMG_9999 IMG_0001||a camera may have started " +
		"again at 0001", "a_2021-05-01_93015 a_2021-05-01_081500|date|the time 93015 has five digits",
		"a-x a-y|(?<box>.)-(?<date>.)|cannot be put in order", "a_2021-05-01 A_20210501|date|show the same place " +
		"and date" })
	void masksWithoutAnOrderAreRefused(String names, String pattern, String part) throws IOException {
		for (String name : names.split(" ")) Calls.write(upright(80), masks.resolve(name + ".png"));
		Calls.refused(List.of(part), MeasureRootGrowthFolder.class, growth("names", pattern == null ? "" : pattern));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "IMG_9 IMG_10||IMG_9.png IMG_10.png",
		"a_2021-12-31 a_2022-01-01||a_2021-12-31.png a_2022-01-01.png",
		"a_02.12.21 a_13.11.21||a_13.11.21.png a_02.12.21.png", "a_210601 a_210530||a_210530.png a_210601.png",
		"t_000010 t_000002||t_000002.png t_000010.png", "t_00000010 t_00000002||t_00000002.png t_00000010.png",
		"IMG_1000 IMG_0999||IMG_0999.png IMG_1000.png", "w1.5 w1.0||w1.0.png w1.5.png",
		"a_13.03.20 a_13.02.20||a_13.02.20.png a_13.03.20.png", "a-day10 a-day9|(?<box>.)-(?<date>.*)|a-day9.png " +
		"a-day10.png", "T1W1S10 T1W1S9|bartz|T1W1S9.png T1W1S10.png",
		"T1W1S2 T1W1S1_2021-06-01|bartz|T1W1S1_2021-06-01.png T1W1S2.png",
		"a_2021-05-01_1000 a_2021-05-01_0930|date|a_2021-05-01_0930.png a_2021-05-01_1000.png" })
	void masksWithOneOrderAreCompared(String names, String pattern, String expected) throws IOException {
		for (String name : names.split(" ")) Calls.write(upright(80), masks.resolve(name + ".png"));
		Calls.done(MeasureRootGrowthFolder.class, growth("names", pattern == null ? "" : pattern));
		assertEquals(expected, compared());
	}

	private String drawn(String name, Object... more) throws IOException {
		List<Object> call = new ArrayList<>(List.of("input", References.shared("cases/rsml/" + name).toFile(), "output",
			output.toFile(), "width", 400, "height", 300));
		call.addAll(List.of(more));
		return Calls.logged(() -> Calls.done(RsmlToMask.class, call.toArray()));
	}

	@Test
	void tracingsAreDrawnWithWhatTheyLackNamed() throws IOException {
		drawn("smartroot-inch");
		Table table = Table.read(output.resolve("tracings.csv"));
		assertEquals(250, table.numbers("traced_length_px")[0]);
		assertEquals(250 * 25.4 / 300, table.numbers("traced_length_mm")[0], 1e-3);
		drawn("smartroot-inch", "pixel_size", 0.1);
		assertEquals(25, Table.read(output.resolve("tracings.csv")).numbers("traced_length_mm")[0], 1e-9);
		String said = drawn("3d-pixel");
		assertTrue(said.contains("a.rsml (its third dimension, since the mask shows x and y only)"), said);
		said = drawn("latin1-cm");
		assertTrue(said.contains("a.rsml (its scale, since a resolution of 1 in cm"), said);
		Calls.refused(List.of("a.rsml lies outside of an image of 400x300 pixels"), RsmlToMask.class, "input",
			References.shared("cases/rsml/outside").toFile(), "output", output.toFile(), "width", 400, "height", 300);
		drawn("uniform-domain");
		BufferedImage mask = ImageIO.read(output.resolve("a.png").toFile());
		int width = 0;
		for (int x = 0; x < 400; x++) if (mask.getRaster().getSample(x, 145, 0) > 0) width++;
		assertEquals(13, width, "12 px about the middle of a pixel");
	}

	@Test
	void aTracingsPhotographMayHaveAnotherName() throws IOException {
		Path photographs = temp.resolve("photographs");
		Calls.write(upright(80), photographs.resolve("p1.png"));
		Calls.write(Calls.mask(70, 300, 0, 0), photographs.resolve("a.png"));
		for (String name : List.of("image-name-differs", "image-name-jpg-rsml")) {
			Calls.done(RsmlToMask.class, "input", References.shared("cases/rsml/" + name).toFile(), "output",
				output.toFile(), "photographs", photographs.toString());
		}
		assertEquals(60, ImageIO.read(output.resolve("exp1-tracing.png").toFile()).getWidth());
		assertEquals(70, ImageIO.read(output.resolve("a.jpg.png").toFile()).getWidth());
	}

	@Test
	void tracingsKeepTheScaleOfTheirMask() throws IOException {
		Path input = References.shared("cases/rsml-scale/masks");
		String said = Calls.logged(() -> Calls.done(ExportRootsFolder.class, "input", input.toFile(), "output",
			output.toFile()));
		assertTrue(said.contains("vertical200px.tif (its scale, since RSML has no place for pixels that are " +
			"not square)"), said);
		Calls.done(RsmlToMask.class, "input", output.resolve("rsml").toFile(), "output", temp.resolve("drawn").toFile(),
			"photographs", input.toString());
		Table drawn = Table.read(temp.resolve("drawn/tracings.csv"));
		assertEquals(drawn.numbers("traced_length_px")[0] * 0.1, drawn.numbers("traced_length_mm")[0], 1e-3);
		assertEquals(Double.NaN, drawn.numbers("traced_length_mm")[1]);
		Calls.done(ExportRootsFolder.class, "input", input.toFile(), "output", output.toFile(), "pixel_size", 0.5);
		assertTrue(Files.readString(output.resolve("rsml/mm.rsml")).contains("<resolution>2.0</resolution>"));
	}
}
