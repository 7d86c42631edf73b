// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How names are ordered, matched, and listed. */
class FileNamesTest {

	private static final String COMPOSED = "W\u00fcrzel";
	private static final String DECOMPOSED = "Wu\u0308rzel";

	@TempDir
	private Path folder;

	private void make(String... names) throws IOException {
		for (String name : names) {
			Path file = folder.resolve(name);
			Files.createDirectories(file.getParent());
			Files.createFile(file);
		}
	}

	@Test
	void numbersAreOrderedByTheirValue() {
		List<String> ordered = List.of("Box3_day1", "a", "box2_day1", "box2_day2", "box2_day02b", "box2_day10",
			"box10_day1", "box010_day2", "c9", "c00000000000000000000010", "c20000000000000000000000",
			"c20000000000000000000001", "\u00fcber");
		List<String> names = new ArrayList<>(ordered);
		for (int seed = 0; seed < 20; seed++) {
			Collections.shuffle(names, new Random(seed));
			names.sort(FileNames.NATURAL_ORDER);
			assertEquals(ordered, names);
		}
		assertTrue(FileNames.NATURAL_ORDER.compare("day01", "day1") != 0, "different names are never equal");
		assertTrue(FileNames.NATURAL_ORDER.compare(COMPOSED + 2, DECOMPOSED + 10) < 0);
	}

	@Test
	void filesThatWouldOverwriteEachOthersResults() {
		List<Path> files = List.of(Path.of("a.png"), Path.of("A.tif"), Path.of("b.png"), Path.of(COMPOSED + ".png"),
			Path.of(DECOMPOSED + ".jpg"));
		assertEquals(Map.of(files.get(1), files.get(0), files.get(4), files.get(3)), FileNames.clashes(files));
	}

	@Test
	void aFileIsFoundInEitherUnicodeForm() throws IOException {
		make(DECOMPOSED + ".png");
		assertEquals(folder.resolve(DECOMPOSED + ".png"), FileNames.existing(folder.resolve(COMPOSED + ".png")));
		assertEquals(folder.resolve(COMPOSED + ".jpg"), FileNames.existing(folder.resolve(COMPOSED + ".jpg")));
	}

	private static NameMatch<String> match(List<String> names, String... items) {
		return new NameMatch<>(names, List.of(items), item -> item.substring(0, item.lastIndexOf('.')), item -> item);
	}

	@Test
	void namesMatchExactlyOrElseWithoutCase() throws IOException {
		NameMatch<String> match =
			match(List.of("a", "B", COMPOSED, "d"), "A.png", "a.png", "b.tif", DECOMPOSED + ".png", "x.png");
		assertEquals("a.png", match.get("a"));
		assertEquals("b.tif", match.get("B"));
		assertEquals(DECOMPOSED + ".png", match.get(DECOMPOSED));
		assertEquals(null, match.get("d"));
		assertFalse(match.has("d"));
		assertEquals(List.of("A.png", "x.png"), match.strangers());
		// What belongs to a is not taken for A as well.
		assertEquals(null, match(List.of("a", "A"), "a.png").get("A"));
	}

	@Test
	void namesThatFitSeveralThingsAreRefused() {
		assertEquals("a.png and a.tif belong to a: remove or rename all but one.",
			assertThrows(IOException.class, () -> match(List.of("a"), "a.png", "a.tif").get("a")).getMessage());
		assertEquals("Ab.png and aB.png belong to ab: remove or rename all but one.",
			assertThrows(IOException.class, () -> match(List.of("ab"), "Ab.png", "aB.png").get("ab")).getMessage());
		assertEquals("ab.png may belong to AB or to Ab: rename it.",
			assertThrows(IOException.class, () -> match(List.of("Ab", "AB"), "ab.png").get("AB")).getMessage());
	}

	@Test
	void aFolderIsListedWithWhatIsLeftOut() throws IOException {
		make("day10.PNG", "day2.jpg", "c [2] x.TIFF", "d.heic", "e.bmp", ".hidden.png", "._a.jpg", "Thumbs.db",
			"f.txt", "png", "sub.png/deep/a.png", "sub.png/b.tif", "empty/notes.txt");
		ImageFolder listed = ImageFolder.of(folder);
		assertEquals(List.of("c [2] x.TIFF", "d.heic", "day2.jpg", "day10.PNG", "e.bmp"),
			listed.images().stream().map(file -> file.getFileName().toString()).toList());
		assertEquals("{f.txt=not an image, png=not an image, sub.png=a folder with 2 images}", listed.leftOut()
			.toString());
		assertEquals("Left out: f.txt (not an image), png (not an image), sub.png (a folder with 2 images).",
			ImageFolder.leftOutText(listed.leftOut()));
		assertEquals(List.of("c [2] x", "d", "day2", "day10", "e"), listed.names());
		assertEquals(6, ImageFolder.of(folder, "txt").images().size());
		ImageFolder sub = ImageFolder.of(folder.resolve("sub.png/deep/..").normalize());
		assertEquals("a folder with 1 image", sub.leftOut().get("deep"));
		String message = assertThrows(IOException.class, () -> ImageFolder.of(folder.resolve("empty")).require("masks"))
			.getMessage();
		assertTrue(message.endsWith("empty has no masks: choose one with PNG, JPEG or TIFF files. Left out: " +
			"notes.txt (not an image)."), message);
		assertThrows(IOException.class, () -> ImageFolder.of(folder.resolve("none")));
		assertThrows(IOException.class, () -> ImageFolder.of(folder.resolve("f.txt")));
	}

	@Test
	void manyOtherFilesAreCounted() throws IOException {
		for (int i = 1; i <= 25; i++) make("notes" + i + ".txt");
		String text = ImageFolder.leftOutText(ImageFolder.of(folder).leftOut());
		assertTrue(text.endsWith("notes20.txt (not an image) and 5 more."), text);
	}
}
