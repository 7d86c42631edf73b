// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Roi;
import ij.io.FileSaver;
import ij.io.Opener;
import ij.io.RoiEncoder;
import ij.measure.ResultsTable;
import ij.process.ByteProcessor;

import net.imglib2.img.array.ArrayImgs;

import io.github.taproot.files.ImageFiles;
import io.github.taproot.image.Annotation;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.imagej.ImagePlusFiles;
import io.github.taproot.roots.tracing.Rsml;
import io.github.taproot.table.Table;

/** The commands that measure traits as the user calls them, headless. */
class TraitsCommandsTest {

	@TempDir
	private Path temp;

	private Path masks;
	private Path output;

	@BeforeEach
	void folders() {
		masks = temp.resolve("my masks [1]");
		output = temp.resolve("traits ä");
	}

	/** A root of one pixel's width and 80 rows from row 10 on, in 60x100 pixels. */
	private Path upright(String name) throws IOException {
		BufferedImage image = new BufferedImage(60, 100, BufferedImage.TYPE_BYTE_GRAY);
		for (int y = 10; y < 90; y++) image.setRGB(30, y, 0xffffff);
		return Calls.write(image, masks.resolve(name));
	}

	private static ImagePlus upright() {
		ByteProcessor pixels = new ByteProcessor(60, 100);
		for (int y = 10; y < 90; y++) pixels.set(30, y, 255);
		return new ImagePlus("line.png", pixels);
	}

	private Table read(String name) throws IOException {
		return Table.read(output.resolve(name));
	}

	@Test
	void measuresTheActiveMask() {
		ResultsTable table = ResultsTable.getResultsTable();
		table.reset();
		Calls.done(MeasureRootTraits.class, "mask", upright(), "pixel_size", 0.5, "classes", "0.2, 1",
			"band_height", 10, "tables", true);
		assertEquals(1, table.size());
		assertEquals("line.png", table.getLabel(0));
		assertEquals(39.5, table.getValue("polyline_length_mm", 0), 1e-9);
		assertEquals(0.5, table.getValue("mean_diameter_mm", 0), 1e-6);
		assertEquals(45, table.getValue("deepest_root_mm", 0), 1e-9);
		Calls.done(MeasureRootTraits.class, "mask", new ImagePlus("soil", new ByteProcessor(5, 5)));
		assertEquals(0, table.getValue("polyline_length_px", 1));
		assertEquals(Double.NaN, table.getValue("mean_diameter_px", 1));
		Calls.refused(List.of("diameter classes"), MeasureRootTraits.class, "mask", upright(), "classes", "thick");
		Calls.refused(List.of("scale", "pixel_size"), MeasureRootTraits.class, "mask", upright(), "field_depth", 2);
		Calls.refused(List.of("not both"), MeasureRootTraits.class, "mask", upright(), "field_depth", 2,
			"soil_volume", 3, "pixel_size", 1);
		Calls.refused(List.of("10000"), MeasureRootTraits.class, "mask", upright(), "band_height", 0.001);
	}

	@Test
	void measuresAFolderIntoTidyTables() throws IOException {
		upright("PD_T088_L004_13.11.18_091057_015.png");
		upright("other.png");
		Calls.done(MeasureRootTraitsFolder.class, "input", masks.toFile(), "output", output.toFile(), "pixel_size", 0.5,
			"names", "ci-600", "band_height", 20, "classes", "0.4");
		assertEquals(List.of("bands.csv", "branches.csv", "classes.csv", "depth-profile.csv", "depth-profile.png",
			"depth-profile.svg", "traits.csv", "traits.json"), Calls.files(output));
		Table traits = read("traits.csv");
		assertEquals(List.of("file", "experiment", "tube", "window", "date", "time", "session", "user"),
			traits.columns().subList(0, 8));
		Map<String, ?> row = traits.rows().get(0);
		assertEquals("PD 88 4 2018-11-13 09:10:57 15",
			String.join(" ", List.of("experiment", "tube", "window", "date", "time",
			"session").stream().map(column -> Table.text(row.get(column))).toList()));
		assertEquals("", Table.text(traits.rows().get(1).get("tube")));
		assertEquals(39.5, traits.numbers("polyline_length_mm")[1], 1e-4);
		Table bands = read("bands.csv");
		assertEquals(6, bands.rows().size());
		assertEquals("PD", bands.rows().get(0).get("experiment"));
		assertEquals(79, Arrays.stream(bands.numbers("polyline_length_mm")).sum(), 1e-3);
		assertEquals(4, read("classes.csv").rows().size());
		assertEquals(2, read("branches.csv").rows().size());
		assertEquals(1280, ImageIO.read(output.resolve("depth-profile.png").toFile()).getHeight());

		// Without bands, those of the earlier run are gone.
		Calls.done(MeasureRootTraitsFolder.class, "input", masks.toFile(), "output", output.toFile());
		assertEquals(List.of("branches.csv", "classes.csv", "traits.csv", "traits.json"), Calls.files(output));
	}

	@Test
	void panelsAreStackedAndWindowsOfTubesTilted() throws IOException {
		upright("upper.png");
		upright("lower.png");
		Path panels = Files.writeString(temp.resolve("panels.csv"),
			"file;top_mm;rhizotron\nupper.jpg;0;A\nlower;50,5;A\n");
		Calls.done(MeasureRootTraitsFolder.class, "input", masks.toFile(), "output", output.toFile(), "pixel_size", 0.5,
			"band_height", 20, "panels", panels.toString());
		Table stacked = read("panels.csv");
		assertEquals(6, stacked.rows().size());
		assertEquals("A", stacked.rows().get(0).get("rhizotron"));
		assertEquals(79, Arrays.stream(stacked.numbers("polyline_length_mm")).sum(), 1e-3);
		// The root's centre line runs from 5.25 to 44.75 mm in the upper panel, and from 55.75 to 95.25 mm in the lower
		// one.
		Table rhizotrons = read("rhizotrons.csv");
		assertEquals(1, rhizotrons.rows().size());
		assertEquals(2, rhizotrons.numbers("panels")[0]);
		assertEquals(79, rhizotrons.numbers("polyline_length_mm")[0], 1e-3);
		assertEquals(25, rhizotrons.numbers("d25_mm")[0], 0.01);
		assertEquals(44.75, rhizotrons.numbers("d50_mm")[0], 0.26, "within half a pixel");
		assertEquals(75.5, rhizotrons.numbers("d75_mm")[0], 0.01);
		assertEquals(91.3, rhizotrons.numbers("d95_mm")[0], 0.01);
		// Lower edge of the root: row 90 of the lower panel.
		assertEquals(95.5, read("traits.csv").numbers("deepest_root_mm")[0], 1e-3);
		upright("third.png");
		String reason = Calls.refused(List.of("third.png", "panels.csv", "2 done, 1 failed"),
			MeasureRootTraitsFolder.class, "input", masks.toFile(), "output", output.toFile(), "pixel_size", 0.5,
			"panels", panels.toString());
		assertFalse(reason.contains("upper"), reason);

		Path tubes = temp.resolve("tubes");
		masks = tubes;
		upright("T3_W003_S2.png");
		Calls.done(MeasureRootTraitsFolder.class, "input", masks.toFile(), "output", output.toFile(), "pixel_size", 0.5,
			"names", "bartz", "window_height", 50, "tube_diameter", 20, "slope", 30);
		// Two windows of 50 mm at 30 degrees are 50 mm, less 10 mm by the cosine; the root ends 45 mm down the window.
		assertEquals(50 - 10 * Math.sqrt(3) / 2 + 22.5, read("traits.csv").numbers("deepest_root_mm")[0], 1e-3);
		Calls.refused(List.of("names=ci-600"), MeasureRootTraitsFolder.class, "input", masks.toFile(), "output",
			output.toFile(), "window_height", 50);
	}

	@Test
	void excludesSelectionsAndImages() throws IOException {
		upright("a.png");
		upright("b.png");
		Path roi = temp.resolve("upper half.roi");
		RoiEncoder.save(new Roi(0, 0, 60, 50), roi.toString());
		Calls.done(MeasureRootTraitsFolder.class, "input", masks.toFile(), "output", output.toFile(), "exclude",
			roi.toString());
		Table traits = read("traits.csv");
		assertEquals(39, traits.numbers("polyline_length_px")[0], 1e-9);
		assertEquals(1, traits.numbers("tips")[0]);
		assertEquals(1, traits.numbers("cut_ends")[0]);
		assertEquals(40 / 3000.0, traits.numbers("root_area_fraction")[0], 1e-6);

		Path folder = temp.resolve("excluded");
		Calls.write(Calls.mask(60, 100, 60, 40), folder.resolve("b.png"));
		Calls.done(MeasureRootTraitsFolder.class, "input", masks.toFile(), "output", output.toFile(), "exclude",
			folder.toString());
		assertEquals(79, read("traits.csv").numbers("polyline_length_px")[0], 1e-9);
		assertEquals(49, read("traits.csv").numbers("polyline_length_px")[1], 1e-9);

		Calls.write(Calls.mask(30, 30, 0, 5), folder.resolve("a.png"));
		Calls.refused(List.of("a.png", "30x30", "1 done, 1 failed"), MeasureRootTraitsFolder.class, "input",
			masks.toFile(), "output", output.toFile(), "exclude", folder.toString());
		Files.writeString(roi, "no selection");
		Calls.refused(List.of("upper half.roi", "2 failed"), MeasureRootTraitsFolder.class, "input",
			masks.toFile(), "output", output.toFile(), "exclude", roi.toString());
		Calls.refused(List.of("nowhere"), MeasureRootTraitsFolder.class, "input", masks.toFile(), "output",
			output.toFile(), "exclude", temp.resolve("nowhere").toString());
	}

	@Test
	void badInputIsNamed() throws IOException {
		Calls.refused(List.of(masks.toString()), MeasureRootTraitsFolder.class, "input", masks.toFile(), "output",
			output.toFile());
		upright("good.png");
		Files.writeString(masks.resolve("bad.png"), "no image");
		Calls.refused(List.of("bad.png", "1 done, 1 failed"), MeasureRootTraitsFolder.class, "input",
			masks.toFile(), "output", output.toFile());
		assertEquals(1, read("traits.csv").rows().size());
		Calls.refused(List.of("file name pattern", "ci-600"), MeasureRootTraitsFolder.class, "input",
			masks.toFile(), "output", output.toFile(), "names", "(unclosed");
		Path panels = Files.writeString(temp.resolve("panels.csv"), "file,depth\na,1\n");
		String reason = Calls.refused(List.of("top_mm"), MeasureRootTraitsFolder.class, "input",
			masks.toFile(), "output", output.toFile(), "panels", panels.toString());
		assertTrue(reason.contains("panels.csv"), reason);
	}

	/** Every page is a mask; none is left out without a word. */
	@Test
	void pagesOfOneFileAreRows() throws IOException {
		ImageStack pages = new ImageStack(60, 100);
		for (int length : new int[] { 30, 60 }) {
			ByteProcessor page = new ByteProcessor(60, 100);
			for (int y = 10; y < 10 + length; y++) for (int x = 20; x < 23; x++) page.set(x, y, 255);
			pages.addSlice(page);
		}
		Files.createDirectories(masks);
		new FileSaver(new ImagePlus("pages", pages)).saveAsTiffStack(masks.resolve("pages.tif").toString());
		upright("single.png");
		Path csv = temp.resolve("lengths.csv");
		Calls.done(MeasureRootsFolder.class, "input", masks.toFile(), "output", csv.toFile());
		Table lengths = Table.read(csv);
		assertEquals(List.of("pages.tif", "pages.tif", "single.png"),
			lengths.rows().stream().map(row -> row.get("file")).toList());
		assertEquals(1, lengths.numbers("page")[0]);
		assertEquals(2, lengths.numbers("page")[1]);
		assertEquals(30, lengths.numbers("skeleton_length_px")[1] - lengths.numbers("skeleton_length_px")[0]);
		Calls.done(MeasureRootTraitsFolder.class, "input", masks.toFile(), "output", temp.resolve("traits").toFile());
		Table traits = Table.read(temp.resolve("traits/traits.csv"));
		assertEquals(3, traits.rows().size());
		assertEquals(2, traits.numbers("page")[1]);
		Path two = masks.resolve("pages.tif");
		Calls.refused(List.of(two.toString(), "2 pages", "1 done, 1 failed"),
			CountLineIntersectionsFolder.class, "input", masks.toFile(), "output", csv.toFile(), "unit", "px");
		Calls.refused(List.of(two.toString(), "2 pages"), MeasureRootsFolder.class, "input", masks.toFile(), "output",
			csv.toFile(), "skeletons", temp.resolve("pictures").toString());
	}

	@Test
	void countsLineIntersections() throws IOException {
		ResultsTable table = ResultsTable.getResultsTable();
		table.reset();
		ImagePlus mask = upright();
		Calls.done(CountLineIntersections.class, "mask", mask, "unit", "px", "square", 20);
		// Rows 20, 40, 60, 80.
		assertEquals(4, table.getValue("intersections", 0));
		assertEquals(4 * 60 + 2 * 100, table.getValue("line_length_px", 0));
		assertEquals(2, mask.getOverlay().size());
		assertEquals(4, mask.getOverlay().get(1).getContainedPoints().length);
		Calls.done(CountLineIntersections.class, "mask", mask, "square", 20, "pixel_size", 0.5, "lines", "horizontal",
			"offset_y", 5);
		// Lines at rows 10, 50 and 90; the root begins and ends at the middles of rows 10 and 89.
		assertEquals(1, table.getValue("intersections", 1));
		assertEquals(1 / 0.09, table.getValue("root_intensity_per_m", 1), 1e-9);
		assertEquals(2, mask.getOverlay().size());
		Calls.refused(List.of("scale", "unit=px"), CountLineIntersections.class, "mask", upright());
		Calls.refused(List.of("lines", "both"), CountLineIntersections.class, "mask", upright(), "lines", "all",
			"unit", "px");
		Calls.refused(List.of("unit", "mm or px"), CountLineIntersections.class, "mask", upright(), "unit", "cm");

		upright("a.png");
		Files.writeString(masks.resolve("b.png"), "no image");
		Path csv = temp.resolve("counts").resolve("counts.csv");
		Calls.refused(List.of("b.png", "1 done, 1 failed"), CountLineIntersectionsFolder.class, "input", masks.toFile(),
			"output", csv.toFile(), "unit", "px");
		assertEquals("file,intersections,line_length_px,root_intensity_per_px," +
			"newman_length_px,tennant_length_px,read_as",
			Files.readAllLines(csv).get(0));
		assertEquals(4, Table.read(csv).numbers("intersections")[0]);
	}

	/** SmartRoot wants dark roots on light in a TIFF that ImageJ opens, with its scale, and RSML of the same name. */
	@Test
	void picturesForSmartRootAreOfProbabilities() throws IOException {
		upright("a.png");
		Object[] call = { "input", masks.toFile(), "output", output.toFile(), "format", "smartroot",
			"pixel_size", 0.5 };
		String said = Calls.logged(() -> Calls.done(ExportRootsFolder.class, call));
		assertTrue(said.contains("probabilities") && said.contains("probability=true"), said);
		ImagePlus picture = new Opener().openImage(output.resolve("smartroot/a.tif").toString());
		assertEquals(8, picture.getBitDepth());
		assertEquals("60x100", picture.getWidth() + "x" + picture.getHeight());
		assertEquals(0, picture.getProcessor().get(30, 50));
		assertEquals(255, picture.getProcessor().get(29, 50));
		assertEquals(0.5, picture.getCalibration().pixelWidth, 1e-6);
		assertEquals("mm", picture.getCalibration().getUnit());
		assertEquals(79 * 0.5, Rsml.content(output.resolve("smartroot/a.rsml")).tracing().length() * 0.5, 1e-9);

		float[] values = new float[6000];
		values[50 * 60 + 30] = 1;
		values[50 * 60 + 29] = 0.4f;
		Path probabilities = Files.createDirectory(masks.resolveSibling("probabilities"));
		ImagePlusFiles.writeProbability(ArrayImgs.floats(values, 60, 100), PixelCalibration.PIXELS,
			probabilities.resolve("a.tif"));
		assertFalse(Calls.logged(() -> Calls.done(ExportRootsFolder.class, call)).contains("probability=true"));
		picture = new Opener().openImage(output.resolve("smartroot/a.tif").toString());
		assertEquals(0, picture.getProcessor().get(30, 50));
		assertEquals(153, picture.getProcessor().get(29, 50));
		assertEquals(255, picture.getProcessor().get(0, 0));
		ImagePlusFiles.writeProbability(ArrayImgs.floats(values, 100, 60), PixelCalibration.PIXELS,
			probabilities.resolve("a.tif"));
		Calls.refused(List.of("a.tif has 100x60 px", "60x100 px"), ExportRootsFolder.class, call);
	}

	@Test
	void masksAreAnnotationsForRootPainter() throws IOException {
		upright("a.png");
		Calls.done(ExportRootsFolder.class, "input", masks.toFile(), "output", output.toFile(), "format",
			"rootpainter_annotations");
		Path file = output.resolve("rootpainter_annotations/a.png");
		BufferedImage annotation = ImageIO.read(file.toFile());
		assertEquals(0xb4ff0000, annotation.getRGB(30, 50));
		assertEquals(0xb400ff00, annotation.getRGB(29, 50));
		assertEquals(80, new ImageFiles().readAnnotation(file).count(Annotation.ROOT));
	}

	@Test
	void exportsForOtherProgramsAndReadsTheirTracings() throws IOException {
		upright("ä b.png");
		Object[] call = { "input", masks.toFile(), "output", output.toFile(), "format", "rsml" };
		for (String format : List.of("rsml", "swc", "rhizovision", "rootpainter")) {
			call[5] = format;
			Calls.done(ExportRootsFolder.class, call);
		}
		assertEquals(List.of("rhizovision/ä b.png", "rootpainter/ä b.png", "rsml/ä b.rsml", "swc/ä b.swc"),
			Calls.files(output));
		BufferedImage black = ImageIO.read(output.resolve("rhizovision/ä b.png").toFile());
		assertEquals(0, black.getRaster().getSample(30, 50, 0));
		assertEquals(255, black.getRaster().getSample(31, 50, 0));
		assertEquals(0, ImageIO.read(output.resolve("rootpainter/ä b.png").toFile()).getRGB(31, 50) >>> 24);
		Calls.refused(List.of("format", "rsml, swc, rhizovision, rootpainter"), ExportRootsFolder.class, "input",
			masks.toFile(), "output", output.toFile(), "format", "dart");

		Path drawn = temp.resolve("drawn");
		Calls.done(RsmlToMask.class, "input", output.resolve("rsml").toFile(), "output", drawn.toFile(), "photographs",
			masks.toString());
		BufferedImage mask = ImageIO.read(drawn.resolve("ä b.png").toFile());
		assertEquals("60x100", mask.getWidth() + "x" + mask.getHeight());
		for (int i = 0; i < 6000; i++) {
			boolean isRoot = i % 60 == 30 && i / 60 >= 10 && i / 60 < 90;
			assertEquals(isRoot ? 255 : 0, mask.getRaster().getSample(i % 60, i / 60, 0), "pixel " + i);
		}
		Calls.done(RsmlToMask.class, "input", output.resolve("rsml").toFile(), "output", drawn.toFile(), "width", 70,
			"height", 110);
		assertEquals(70, ImageIO.read(drawn.resolve("ä b.png").toFile()).getWidth());
		Calls.refused(List.of("ä b.rsml", "photographs"), RsmlToMask.class, "input", output.resolve("rsml")
			.toFile(), "output", drawn.toFile());
		Files.writeString(output.resolve("rsml/bad.rsml"), "<!DOCTYPE x><rsml/>");
		Calls.refused(List.of("bad.rsml", "1 done, 1 failed"), RsmlToMask.class, "input",
			output.resolve("rsml").toFile(), "output", drawn.toFile(), "width", 70, "height", 110);
		Calls.refused(List.of("no RSML files"), RsmlToMask.class, "input", masks.toFile(), "output", drawn.toFile());
	}

	/** A root of one pixel's width that grows down from row 10, moved to the right. */
	private void growing(String name, int rows, int moved) throws IOException {
		BufferedImage image = new BufferedImage(128, 128, BufferedImage.TYPE_BYTE_GRAY);
		for (int y = 10; y <= 10 + rows; y++) image.setRGB(50 + moved, y, 0xffffff);
		for (int i = 0; i < 40; i++) image.setRGB(70 + i + moved, 60 + i / 2, 0xffffff);
		Calls.write(image, masks.resolve(name));
	}

	@Test
	void comparesDatesOfEachPlace() throws IOException {
		growing("A_T1_L1_01.05.21_100000_001.png", 40, 0);
		growing("A_T1_L1_11.05.21_100000_002.png", 90, 6);
		growing("A_T1_L2_01.05.21_100000_001.png", 90, 0);
		growing("A_T1_L2_02.06.21_100000_003.png", 40, 0);
		growing("A_T2_L1_01.05.21_100000_001.png", 40, 0);
		growing("odd.png", 40, 0);
		Calls.done(MeasureRootGrowthFolder.class, "input", masks.toFile(), "output", output.toFile(), "names", "ci-600",
			"tolerance", 2, "pixel_size", 0.1);
		Table growth = read("growth.csv");
		assertEquals(List.of("A_T1_L1_11.05.21_100000_002.png", "A_T1_L2_02.06.21_100000_003.png"),
			growth.rows().stream().map(row -> row.get("file")).toList());
		assertEquals("A_T1_L1_01.05.21_100000_001.png", growth.rows().get(0).get("earlier_file"));
		assertEquals(10, growth.numbers("days")[0]);
		assertEquals(6, growth.numbers("shift_x_px")[0]);
		assertEquals(0, growth.numbers("shift_y_px")[0]);
		assertEquals(5, growth.numbers("new_length_mm")[0], 0.35);
		assertEquals(0, growth.numbers("lost_length_mm")[0]);
		assertEquals(5, growth.numbers("lost_length_mm")[1], 0.35);
		assertEquals(growth.numbers("new_length_mm")[0] / 10, growth.numbers("new_length_per_day_mm")[0], 1e-6);
		BufferedImage picture = ImageIO.read(output.resolve("pictures/A_T1_L1_11.05.21_100000_002.png").toFile());
		assertEquals(0xffffff, picture.getRGB(56, 20) & 0xffffff);
		assertEquals(0x009e73, picture.getRGB(56, 95) & 0xffffff);
		picture = ImageIO.read(output.resolve("pictures/A_T1_L2_02.06.21_100000_003.png").toFile());
		assertEquals(0xd55e00, picture.getRGB(50, 95) & 0xffffff);

		BufferedImage elsewhere = new BufferedImage(128, 128, BufferedImage.TYPE_BYTE_GRAY);
		for (int i = 0; i < 60; i++) for (int k = 0; k < 4; k++) elsewhere.setRGB(5 + i, 5 + 30 * k + i / 3, 0xffffff);
		Path two = Files.createDirectory(temp.resolve("two"));
		Files.copy(masks.resolve("A_T1_L1_01.05.21_100000_001.png"), two.resolve("box_1.png"));
		Calls.write(elsewhere, two.resolve("box_2.png"));
		Calls.refused(List.of("box_1.png", "box_2.png", "does not fit", "align=false"), MeasureRootGrowthFolder.class,
			"input", two.toFile(), "output", output.toFile());
		Calls.done(MeasureRootGrowthFolder.class, "input", two.toFile(), "output", output.toFile(), "align", false);

		Calls.refused(List.of("no photograph of its name"), MeasureRootGrowthFolder.class, "input",
			masks.toFile(), "output", temp.resolve("other").toFile(), "names", "ci-600", "photographs",
			output.resolve("pictures").toString());
		Calls.refused(List.of("the same place"), MeasureRootGrowthFolder.class, "input", masks.toFile(), "output",
			output.toFile(), "names", "(?<name>.*)");
		Calls.refused(List.of("tolerance"), MeasureRootGrowthFolder.class, "input", masks.toFile(), "output",
			output.toFile(), "tolerance", -1);
	}

	@Test
	void tabulatesNames() throws IOException {
		upright("T3_W012_S2.png");
		upright("site1_T3_W1_S10_2021-05-03.png");
		Path csv = temp.resolve("names.csv");
		Calls.done(TabulateFileNames.class, "input", masks.toFile(), "output", csv.toFile(), "names", "bartz");
		assertEquals("file,experiment,tube,window,session,date\nT3_W012_S2.png,,3,12,2,\n" +
			"site1_T3_W1_S10_2021-05-03.png,site1,3,1,10,2021-05-03\n", Files.readString(csv));
		upright("odd.png");
		Calls.refused(List.of("odd.png"), TabulateFileNames.class, "input", masks.toFile(), "output",
			csv.toFile(), "names", "bartz");
		assertEquals(4, Files.readAllLines(csv).size());
	}

	@Test
	void suggestsScratchesThatAreExcluded() throws IOException {
		ResultsTable.getResultsTable().reset();
		ByteProcessor pixels = new ByteProcessor(300, 300);
		double arc = 0;
		for (int i = 0; i < 300 * 300; i++) {
			int x = i % 300;
			int y = i / 300;
			boolean isScratch = Math.abs(y - 250 + 0.5 * x) <= 1 && x >= 20 && x < 280;
			boolean isRoot = Math.abs(Math.hypot(x - 20, y - 280) - 200) <= 2;
			if (isScratch || isRoot) pixels.set(i, 255);
			if (isRoot) arc++;
		}
		ImagePlus mask = new ImagePlus("scratched.png", pixels);
		Path zip = temp.resolve("scratches ä.zip");
		Calls.done(SuggestScratches.class, "mask", mask, "selections", zip.toString());
		assertEquals(1, ResultsTable.getResultsTable().getValue("suggested_scratches", 0));
		assertEquals(1, mask.getOverlay().size());
		Calls.done(MeasureRootTraits.class, "mask", mask, "exclude", zip.toString());
		// What is left is the bent root, but where the scratch crosses it.
		assertEquals(arc, ResultsTable.getResultsTable().getValue("root_area_px2", 1), 0.05 * arc);
		assertEquals(2, ResultsTable.getResultsTable().getValue("components", 1));
		Calls.done(SuggestScratches.class, "mask", mask, "shortest", 400);
		assertEquals(0, ResultsTable.getResultsTable().getValue("suggested_scratches", 2));
		assertEquals(null, mask.getOverlay());
		Calls.refused(List.of(".zip"), SuggestScratches.class, "mask", mask, "selections", "lines.txt");
		Calls.refused(List.of("at least 20"), SuggestScratches.class, "mask", mask, "shortest", 1);
	}
}
