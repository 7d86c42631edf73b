// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.imagej;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import ij.IJ;
import ij.ImagePlus;

import io.github.taproot.files.ImageFiles;
import io.github.taproot.files.ImageFilesTest;
import io.github.taproot.image.Annotation;
import io.github.taproot.image.Photograph;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.image.RootMarks;
import io.github.taproot.progress.Progress;
import io.github.taproot.roots.RootMeasurement;

/** Files as people who measure roots have them. */
class PracticeFilesTest {

	private static final Path CASES = Path.of("../shared/cases");

	private final ImageFiles files = new ImageFiles();

	@BeforeEach
	void requireCases() {
		assumeTrue(Files.isDirectory(CASES), "The files from practice are not there.");
	}

	private static List<Path> list(String folder) throws IOException {
		try (Stream<Path> all = Files.list(CASES.resolve(folder))) {
			return all.sorted().toList();
		}
	}

	/** One mask in 28 codings: right to the pixel, or refused with what was seen; never a wrong number. */
	@Test
	void masksAreRightOrRefused() throws IOException {
		Set<String> right = new TreeSet<>();
		for (Path file : list("mask-codings/masks")) {
			ImageFiles.ScaledMask read;
			try {
				read = files.readMask(file);
			}
			catch (IOException e) {
				String why = e.getMessage();
				assertTrue(why.startsWith(file.toString()) &&
					(why.contains("root_value=") || why.contains("pages")), why);
				continue;
			}
			RootMeasurement measured = RootMeasurement.of(read.mask(), PixelCalibration.PIXELS, Progress.NONE);
			assertEquals(587, measured.skeletonPixels(), file + " as " + read.readAs());
			assertEquals(618.238, measured.links().kimuraLength(PixelCalibration.PIXELS), 5e-4, file.toString());
			assertEquals(3090, measured.rootPixels(), file.toString());
			right.add(file.getFileName().toString().substring(0, 2));
		}
		assertTrue(right.containsAll(List.of("a0", "a1", "d2", "d3", "d4", "d5", "f2", "g1", "g2", "h1", "h2",
			"h5", "i1", "i2", "i3", "i4")), right.toString());
	}

	@Test
	void whatIsRootCanBeGiven() throws IOException {
		Object[][] given = { { "b1-labels-1-2.png", "2" }, { "b2-labels-2-1.png", "1" },
			{ "b3-renorm-127-255.png", "255" }, { "c1-inverted.png", "0" }, { "c2-red-on-white.png", "red" },
			{ "f1-palette-black-on-white.png", "black" },
			{ "h3-black-on-transparent.png", "#000000" }, { "h4-rootpainter-seg-green.png", "green" } };
		for (Object[] one : given) {
			Path file = CASES.resolve("mask-codings/masks").resolve((String) one[0]);
			ImageFiles.ScaledMask read = new ImageFiles(RootMarks.of((String) one[1], "")).readMask(file);
			assertEquals(3090, read.mask().rootPixels(), file.toString());
			assertEquals("root where " + one[1], read.readAs());
		}
	}

	@Test
	void photographsOverlaysAndInvertedMasksAreNoMasks() throws IOException {
		List<Path> all = new ArrayList<>(list("photograph-as-mask/in"));
		all.addAll(list("inverted/masks"));
		for (Path file : all) {
			String why = assertThrows(IOException.class, () -> files.readMask(file)).getMessage();
			assertTrue(why.startsWith(file.toString()) && why.contains("root_value="), why);
		}
	}

	@Test
	void labelsOfSeveralClassesAreAskedFor() throws IOException {
		for (String folder : List.of("label-strokes", "two-colours", "multi-class")) {
			for (Path file : list(folder + "/annotations")) {
				String why = assertThrows(IOException.class, () -> files.readAnnotation(file)).getMessage();
				assertTrue(why.startsWith(file.toString()) && why.contains("root_value="), why);
			}
		}
		Annotation strokes =
			new ImageFiles(RootMarks.of("2", "1")).readAnnotation(CASES.resolve("label-strokes/annotations/p0.png"));
		assertEquals(List.of(3090L, 6955L, 109955L), counts(strokes));
		Annotation classes =
			new ImageFiles(RootMarks.of("1", "")).readAnnotation(CASES.resolve("multi-class/annotations/p0.png"));
		assertEquals(List.of(3090L, 116910L, 0L), counts(classes));
		Annotation colours =
			new ImageFiles(RootMarks.of("red", "blue")).readAnnotation(CASES.resolve("two-colours/annotations/p0.png"));
		assertEquals(List.of(3090L, 6955L, 109955L), counts(colours));
	}

	private static List<Long> counts(Annotation annotation) {
		return List.of(annotation.count(Annotation.ROOT), annotation.count(Annotation.SOIL),
			annotation.count(Annotation.UNKNOWN));
	}

	@Test
	void pagesAreReadOrNamed() throws IOException {
		assertEquals(4, files.readMasks(CASES.resolve("stack-of-masks/masks/series.tif")).size());
		Path empty = CASES.resolve("mask-codings/masks/j1-4-pages-first-empty.tif");
		assertTrue(assertThrows(IOException.class, () -> files.readMasks(empty)).getMessage().contains("page 1 of 4"));
		Photograph colours = files.readPhotograph(CASES.resolve("four-channels/photographs/reference.png"));
		Photograph channels = files.readPhotograph(CASES.resolve("four-channels/photographs/rgb.tif"));
		assertArrayEquals(ImageFilesTest.values(colours), ImageFilesTest.values(channels));
		for (String name : List.of("rgbn.tif", "rgb-pages-not-imagej.tif")) {
			Path file = CASES.resolve("four-channels/photographs").resolve(name);
			String why = assertThrows(IOException.class, () -> files.readPhotograph(file)).getMessage();
			assertTrue(why.startsWith(file.toString()) &&
				why.contains(name.startsWith("rgbn") ? "4 pages" : "3 pages"), why);
		}
	}

	@Test
	void sixteenBitsWithDifferencesAreReadAsWithout() throws IOException {
		Photograph plain = files.readPhotograph(CASES.resolve("sixteen-bit/16bit.tif"));
		Photograph stored = files.readPhotograph(CASES.resolve("sixteen-bit/16bit-lzw-pred2.tif"));
		assertArrayEquals(ImageFilesTest.values(plain), ImageFilesTest.values(stored));
	}

	/** Every photograph that both open. */
	@Test
	void openImagesAreThePixelsOfFiles() throws IOException {
		for (String folder : List.of("four-channels/photographs", "sixteen-bit", "scale-lost/photographs",
			"photograph-as-mask/in", "mask-codings/masks"))
		{
			for (Path file : list(folder)) {
				Photograph read;
				try {
					read = files.readPhotograph(file);
				}
				catch (IOException e) {
					continue;
				}
				// ImageJ takes its pages for one block, which they are not.
				if (file.endsWith("rgb.tif")) continue;
				ImagePlus image = IJ.openImage(file.toString());
				if (image == null) continue;
				Photograph opened = ImagePlusConversion.toPhotograph(image);
				float[] inFile = ImageFilesTest.values(read);
				float[] inWindow = ImageFilesTest.values(opened);
				if (inWindow.length == 3 * inFile.length) {
					// ImageJ shows black and white as colours.
					for (int i = 0; i < inWindow.length; i++) {
						assertEquals(inFile[i % inFile.length], inWindow[i], file.toString());
					}
				}
				else assertArrayEquals(inFile, inWindow, file.toString());
				assertEquals(read.calibration(), opened.calibration(), file.toString());
			}
		}
	}

	/** What a command without windows opens by a path is what a folder of files gives. */
	@Test
	void filesAreOpenedAsFoldersAreRead() throws IOException {
		for (String folder : List.of("four-channels/photographs", "sixteen-bit", "scale-lost/photographs",
			"photograph-as-mask/in", "mask-codings/masks"))
		{
			for (Path file : list(folder)) {
				Object expected = attempt(() -> files.readMask(file).mask().rootPixels());
				Object found =
					attempt(() -> ImagePlusConversion.toMask(ImagePlusFiles.open(file), RootMarks.AUTOMATIC).mask()
					.rootPixels());
				assertEquals(expected, found, file.toString());
				Object photograph = attempt(() -> hash(files.readPhotograph(file)));
				assertEquals(photograph,
					attempt(() -> hash(ImagePlusConversion.toPhotograph(ImagePlusFiles.open(file)))));
				if (photograph.equals("refused")) continue;
				ImagePlus image = ImagePlusFiles.open(file);
				image.getProperties().clear();
				assertEquals(photograph, hash(ImagePlusConversion.toPhotograph(image)), "its pixels as well");
			}
		}
	}

	private static int hash(Photograph photograph) {
		return Arrays.hashCode(ImageFilesTest.values(photograph));
	}

	private static Object attempt(Callable<?> read) {
		try {
			return read.call();
		}
		catch (Exception e) {
			return "refused";
		}
	}
}
