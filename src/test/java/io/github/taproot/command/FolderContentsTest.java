package io.github.taproot.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.github.taproot.measurement.Table;
import io.github.taproot.skeleton.References;

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
		String said = Calls.logged(() -> Calls.done(MeasureRootTraitsFolder.class, "input", masks.toFile(), "output", output.toFile(),
			"exclude", exclude.toString()));
		assertTrue(said.contains("Left out: exclude/notes.txt (not an image), exclude/c.png (belongs to none of the images)."),
			said);
		assertArrayEquals(new double[] { 39, 39 }, Table.read(output.resolve("traits.csv")).numbers("polyline_length_px"));
		said = Calls.logged(() -> Calls.done(CountLineIntersectionsFolder.class, "input", masks.toFile(), "output",
			output.resolve("counts.csv").toFile(), "unit", "px", "square", 20, "exclude", exclude.toString()));
		assertTrue(said.contains("exclude/c.png (belongs to none of the images)"), said);

		Calls.write(Calls.mask(60, 100, 0, 50), exclude.resolve("B.bmp"));
		Calls.refused(List.of("exclude/B.bmp and exclude/B.png belong to b", "1 done, 1 failed"), MeasureRootTraitsFolder.class,
			"input", masks.toFile(), "output", output.toFile(), "exclude", exclude.toString());
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
		said = Calls.logged(() -> Calls.done(SegmentRootsFrangiFolder.class, "input", masks.toFile(), "output", output.toFile()));
		assertTrue(said.contains(expected), said);
		JsonObject summary =
			JsonParser.parseString(Files.readString(output.resolve("summary.json"))).getAsJsonObject();
		assertEquals(2, summary.get("left_out").getAsInt());
		String table = Files.readString(output.resolve("summary.csv"));
		assertTrue(table.contains("site 2,left_out,") && table.contains(",a folder with 2 images\n"), table);

		Files.writeString(masks.resolve("d.heic"), "a photograph of a telephone");
		Calls.refused(List.of("d.heic", "1 done, 1 failed", expected), MeasureRootsFolder.class, "input", masks.toFile(),
			"output", temp.resolve("t.csv").toFile());
		Files.delete(masks.resolve("a.png"));
		Files.delete(masks.resolve("d.heic"));
		Calls.refused(List.of("has no masks", expected), MeasureRootsFolder.class, "input", masks.toFile(), "output",
			temp.resolve("t.csv").toFile());
	}
}
