// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.taproot.progress.CancelledProgress;
import io.github.taproot.progress.Progress;
import io.github.taproot.unet.training.PngFiles;
import io.github.taproot.unet.training.Split;

class AnnotatedFolderTest {

	private static final int NOTHING = 0;
	private static final int ROOT = 0xffff0000;
	private static final int SOIL = 0xff00ff00;

	@TempDir
	Path folder;
	private Path photos;
	private Path masks;

	@BeforeEach
	void makeFolders() throws IOException {
		photos = Files.createDirectory(folder.resolve("photos"));
		masks = Files.createDirectory(folder.resolve("masks"));
	}

	/** Writes an image of 8 rows; the first columns have one colour, the others another. */
	private static void write(Path file, int width, int columns, int first, int other) throws IOException {
		BufferedImage image = new BufferedImage(width, 8, BufferedImage.TYPE_INT_ARGB);
		for (int i = 0; i < 8 * width; i++) image.setRGB(i % width, i / width, i % width < columns ? first : other);
		ImageIO.write(image, "png", file.toFile());
	}

	private void pair(String name, int rootColumns) throws IOException {
		write(photos.resolve(name + ".png"), 10, 5, 0xff123456, 0xff654321);
		write(masks.resolve(name + "_mask.png"), 10, rootColumns, ROOT, SOIL);
	}

	private DataReport check(String suffix) {
		return new AnnotatedFolder(photos, masks, NameAffix.of(suffix)).check(new PngFiles(), Progress.NONE);
	}

	private static String problems(DataReport report) {
		return report.problems().stream()
			.map(p -> p.file().getFileName() + (p.error() ? " error " : " note ") + p.sentence())
			.collect(Collectors.joining("\n"));
	}

	@Test
	void pairsFilesByBaseName() throws IOException {
		pair("b", 1);
		pair("a.2020", 2);
		Files.writeString(photos.resolve(".hidden.png"), "");
		Files.writeString(photos.resolve("notes.txt"), "");
		Files.move(photos.resolve("b.png"), photos.resolve("b.PNG"));
		DataReport report = check("_mask");
		assertEquals("notes.txt note Left out: not an image.", problems(report));
		assertEquals(List.of("a.2020", "b"), report.images().stream().map(AnnotatedImage::name).toList());
		assertEquals(new AnnotatedImage("b", photos.resolve("b.PNG"), masks.resolve("b_mask.png"), 10, 8, 8, 72),
			report.usable(false).get(1));
	}

	@Test
	void pairsFilesInOneFolder() throws IOException {
		pair("a", 1);
		masks = photos;
		write(photos.resolve("a_mask.png"), 10, 1, ROOT, SOIL);
		DataReport report = check("_mask");
		assertEquals("", problems(report));
		assertEquals(1, report.images().size());
		assertThrows(IllegalArgumentException.class, () -> check(""));
	}

	@Test
	void reportsEveryFileAtOnce() throws IOException {
		pair("good", 1);
		pair("soil", 0);
		pair("size", 1);
		write(masks.resolve("size_mask.png"), 9, 1, ROOT, SOIL);
		pair("unknown", 1);
		write(masks.resolve("unknown_mask.png"), 10, 0, NOTHING, NOTHING);
		pair("broken", 1);
		Files.writeString(photos.resolve("broken.png"), "no image");
		pair("torn", 1);
		Files.writeString(masks.resolve("torn_mask.png"), "no image");
		pair("lonely", 1);
		Files.delete(masks.resolve("lonely_mask.png"));
		pair("gone", 1);
		Files.delete(photos.resolve("gone.png"));
		pair("twice", 1);
		Files.copy(photos.resolve("good.png"), photos.resolve("twice.tif"));
		Files.copy(photos.resolve("good.png"), masks.resolve("other.png"));
		DataReport report = check("_mask");
		String[] expected = {
			"gone_mask.png error It has no photograph",
			"other.png note Ignored: its name does not fit _mask.",
			"size_mask.png error It has 9x8 pixels, but its photograph size.png has 10x8",
			"soil_mask.png note No roots annotated",
			"torn_mask.png error torn_mask.png is no image.",
			"unknown_mask.png error Nothing is annotated in it",
			"broken.png error broken.png is no image.",
			"lonely.png error It has no annotation",
			"twice.tif error Same name as twice.png except for the extension or case" };
		String[] actual = problems(report).split("\n");
		for (int i = 0; i < expected.length; i++) assertTrue(actual[i].startsWith(expected[i]), actual[i]);
		assertEquals(expected.length, actual.length);
		String message = assertThrows(IllegalArgumentException.class, () -> report.usable(false)).getMessage();
		for (String line : expected) assertTrue(message.contains(line.substring(0, line.indexOf(' '))), message);
		assertEquals(List.of("good", "soil", "twice"), report.usable(true).stream().map(AnnotatedImage::name).toList());
	}

	@Test
	void saysInOneSentenceThatFoldersAreWrong() throws IOException {
		assertEquals("photos error The folder has no photographs (png, jpg, tif).", problems(check("")));
		write(photos.resolve("a.png"), 10, 1, ROOT, SOIL);
		assertEquals("masks error The folder has no annotations (png, jpg, tif).", problems(check("")));
		write(masks.resolve("b.png"), 10, 1, ROOT, SOIL);
		assertTrue(problems(check("")).contains("expected a.png or the like"));
		masks = folder.resolve("nowhere");
		assertEquals("nowhere error The folder " + masks + " does not exist: check its name.", problems(check("")));
		assertThrows(IllegalArgumentException.class, () -> check("").usable(true));
	}

	@Test
	void takesStrokesThatLeaveTheRestUnknown() throws IOException {
		pair("roots", 1);
		write(masks.resolve("roots_mask.png"), 10, 9, ROOT, NOTHING);
		pair("soil", 1);
		write(masks.resolve("soil_mask.png"), 10, 2, SOIL, NOTHING);
		DataReport report = check("_mask");
		assertEquals("soil_mask.png note No roots annotated: used as bare soil.", problems(report));
		assertEquals(List.of(72L, 0L), report.images().stream().map(AnnotatedImage::rootPixels).toList());
		assertEquals(List.of(0L, 16L), report.images().stream().map(AnnotatedImage::soilPixels).toList());
	}

	@Test
	void needsARootInSomeAnnotation() throws IOException {
		pair("a", 0);
		pair("b", 0);
		DataReport report = check("_mask");
		assertTrue(report.hasErrors());
		assertTrue(problems(report).contains("No annotation has a root pixel"));
	}

	@Test
	void oneListHasEachFileOnceAndThoseOfTheValidation() {
		Path a = Path.of("a.png");
		DataReport trained = new DataReport(List.of(), List.of(new DataReport.Problem(a, "It is torn.", true),
			new DataReport.Problem(a, "It is small.", true)));
		DataReport validation = new DataReport(List.of(), List.of(
			new DataReport.Problem(Path.of("v.png"), "It has no photograph.", true),
			new DataReport.Problem(a, "It is torn.", true)));
		String message = assertThrows(IllegalArgumentException.class, () -> trained.usableWith(validation))
			.getMessage();
		assertEquals("These files cannot be used. Please fix them:\na.png: It is torn. It is small.\n" +
			"v.png: It has no photograph.", message);
	}

	@Test
	void stopsWhenCancelled() throws IOException {
		pair("a", 1);
		Progress cancelled = CancelledProgress.AT_ONCE;
		assertThrows(CancellationException.class,
			() -> new AnnotatedFolder(photos, masks, NameAffix.of("_mask")).check(new PngFiles(), cancelled));
	}

	@Test
	void namesMayHaveAPrefixOrAnotherCase() throws IOException {
		write(photos.resolve("IMG_1.png"), 10, 1, ROOT, SOIL);
		write(masks.resolve("GTimg_1_m.PNG"), 10, 1, ROOT, SOIL);
		assertEquals(1, check("GT*_m").images().size());
		assertTrue(problems(check("")).endsWith("Their names begin with GT and end with _m. All names fit with " +
			"suffix=GT*_m."), problems(check("")));
	}

	/** As other programs lay out and draw annotations. */
	@Test
	void takesAnnotationsFromPractice() {
		Path cases = Path.of("../shared/cases");
		Assumptions.assumeTrue(Files.isDirectory(cases), "The files from practice are not there.");
		DataReport prefix = new AnnotatedFolder(cases.resolve("prefix-gt/photographs"),
			cases.resolve("prefix-gt/annotations"), NameAffix.of("GT*")).check(new ImageFiles(), Progress.NONE);
		assertEquals(2, prefix.usable(false).size());
		DataReport none = new AnnotatedFolder(cases.resolve("prefix-gt/photographs"),
			cases.resolve("prefix-gt/annotations"), NameAffix.of("")).check(new ImageFiles(), Progress.NONE);
		assertTrue(none.text().contains("suffix=GT*"), none.text());
		Path project = cases.resolve("rootpainter-project/project");
		for (Path given : List.of(project, project.resolve("annotations"))) {
			List<AnnotatedFolder> parts =
				AnnotatedFolder.parts(cases.resolve("rootpainter-project/dataset"), given, NameAffix.of(""));
			DataReport train = parts.get(0).check(new ImageFiles(), Progress.NONE);
			assertEquals(List.of("IMG_0000", "IMG_0002"), train.usable(false).stream()
				.map(AnnotatedImage::name).toList());
			assertTrue(train.text().contains("1 of 3 photographs have no annotation"), train.text());
			DataReport validation = parts.get(1).check(new ImageFiles(), Progress.NONE);
			assertEquals(List.of("IMG_0001"), validation.usable(false).stream().map(AnnotatedImage::name).toList());
		}
		// A rectangle of 150x300 px, one of macOS's shadow files beside it.
		DataReport rois = new AnnotatedFolder(cases.resolve("roi-annotations/photographs"),
			cases.resolve("roi-annotations/annotations"), NameAffix.of("")).check(new ImageFiles(), Progress.NONE);
		assertEquals(150 * 300, rois.usable(false).get(0).rootPixels(), rois.text());
		assertEquals(250 * 300, rois.usable(false).get(0).soilPixels(), rois.text());
		DataReport polygons = new AnnotatedFolder(cases.resolve("roi-annotations/photographs"),
			cases.resolve("labelme/annotations"), NameAffix.of("")).check(new ImageFiles(), Progress.NONE);
		// Half of 40x10 px.
		assertEquals(200, polygons.usable(false).get(0).rootPixels(), 25);
	}

	@Test
	void acceptsRealAnnotations() {
		Path real = Path.of("../shared/data/segroot/val");
		Assumptions.assumeTrue(Files.isDirectory(real), "no real photographs here");
		DataReport report = new AnnotatedFolder(real.resolve("images"), real.resolve("masks"), NameAffix.of(""))
			.check(new PngFiles(), Progress.NONE);
		assertFalse(report.hasErrors(), report.text());
		assertEquals(9, report.images().size());
		assertEquals(2, Split.byRootPixels(report.images(), Split.defaultValidationCount(9)).validation().size());
	}
}
