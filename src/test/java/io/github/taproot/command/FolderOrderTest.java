// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.scijava.command.CommandModule;

import io.github.taproot.table.Table;

/**
 * Every command that reads a folder gives the same numbers for the same files, in whichever order they were made,
 * whatever else lies beside them, and in whichever case and Unicode form their partners are named; and it names what it
 * left out.
 */
class FolderOrderTest {

	/** Two places on three dates; one name with an accent in its decomposed form. */
	private static final List<String> NAMES = List.of("A_2021-05-02", "A_2021-05-10", "A_2021-06-01",
		"Wu\u0308rzel_2021-05-02", "Wu\u0308rzel_2021-05-10");
	/** Fit all patterns, but can't be read. */
	private static final List<String> UNREADABLE = List.of("C_2021-05-01.png", "C_2021-05-02.png");

	@TempDir
	private Path temp;

	/** A command with its parameters for the folders images and partners, and the table or files that it writes. */
	private enum Job {

		MEASURE(MeasureRootsFolder.class, "t.csv", "output", "t.csv"),
		TRAITS(MeasureRootTraitsFolder.class, "traits.csv", "output", "", "names", "date", "exclude", "partners"),
		BRANCHES(MeasureRootTraitsFolder.class, "branches.csv", "output", ""),
		GROWTH(MeasureRootGrowthFolder.class, "growth.csv", "output", "", "names", "date", "align", false),
		CROSSINGS(CountLineIntersectionsFolder.class, "t.csv", "output", "t.csv", "unit", "px", "square", 9, "exclude",
			"partners"),
		EXPORT(ExportRootsFolder.class, "rsml", "output", ""),
		SEGMENT(SegmentRootsFrangiFolder.class, "summary.csv", "output", "", "scales", "2"),
		ANALYSE(AnalyseRootPhotographs.class, "traits/traits.csv", "output", "", "names", "date", "device", "cpu",
			"resume", false),
		MASKS(SegmentRootsFrangiFolder.class, "masks", "output", "", "scales", "2"),
		EVALUATE(EvaluateSegmentation.class, "evaluation.csv", "output", "", "predictions", "partners"),
		COMPARE(CompareMethods.class, "per-image.csv", "output", "", "predictions", "partners;images");

		private final Class<? extends TaprootCommand> command;
		private final String result;
		private final List<Object> parameters;

		Job(Class<? extends TaprootCommand> command, String result, Object... parameters) {
			this.command = command;
			this.result = result;
			this.parameters = List.of(parameters);
		}

		boolean comparesWithAnnotations() {
			return command == EvaluateSegmentation.class || command == CompareMethods.class;
		}

		CommandModule run(Path folder) {
			String key = comparesWithAnnotations() ? "annotations" :
				command == AnalyseRootPhotographs.class ? "photographs" : "input";
			List<Object> call = new ArrayList<>(List.of(key, folder.resolve("images").toFile()));
			for (int i = 0; i < parameters.size(); i += 2) {
				Object value = parameters.get(i + 1);
				if (parameters.get(i).equals("output")) {
					value = folder.resolve("out").resolve(value.toString()).toFile();
				}
				else if (value.toString().startsWith("partners")) {
					value = value.toString().replace("images", folder.resolve("copies").toString())
						.replace("partners", folder.resolve("partners").toString());
				}
				call.addAll(List.of(parameters.get(i), value));
			}
			return Calls.run(command, call.toArray());
		}

		/** Rows by their files, or contents by names of files. */
		Map<String, String> result(Path folder) throws IOException {
			Path written = folder.resolve("out").resolve(result);
			Map<String, String> found = new TreeMap<>();
			if (Files.isDirectory(written)) {
				for (String name : Calls.files(written)) {
					String text = new String(Files.readAllBytes(written.resolve(name)), StandardCharsets.ISO_8859_1);
					// RSML tells when it was written.
					found.put(name, text.replaceFirst("<last-modified>[^<]*</last-modified>", ""));
				}
				return found;
			}
			for (Map<String, ?> row : Table.read(written).rows()) {
				Map<String, Object> numbers = new LinkedHashMap<>(row);
				numbers.keySet().removeAll(List.of("seconds", "message", "earlier_file"));
				Object file = row.get(comparesWithAnnotations() ? "image" : "file");
				found.merge(file.toString(), numbers.values().toString(), String::concat);
			}
			return found;
		}
	}

	private static BufferedImage image(int seed, int rows) {
		BufferedImage image = new BufferedImage(80, 90, BufferedImage.TYPE_BYTE_GRAY);
		for (int y = 5; y < rows; y++) for (int x = 0; x < 3; x++) image.setRGB(10 + 9 * seed + x, y, 0xffffff);
		for (int i = 0; i < 20; i++) image.setRGB(50 + i, 20 + 9 * seed + i / 2, 0xffffff);
		return image;
	}

	private static String otherCase(String name) {
		String text = name.replace("u\u0308", "\u00fc");
		return text.equals(text.toUpperCase(Locale.ROOT)) ? text.toLowerCase(Locale.ROOT) :
			text.toUpperCase(Locale.ROOT);
	}

	/** Makes the folders; {@code seed} 0 is the plain case. */
	private Path folders(int seed) throws IOException {
		Path folder = temp.resolve("folders" + seed);
		List<String> names = new ArrayList<>(NAMES);
		Collections.shuffle(names, new Random(seed));
		if (seed > 0) {
			for (String part : List.of("images", "partners", "copies")) {
				Calls.write(image(0, 50), folder.resolve(part).resolve("old site/x.png"));
				Files.writeString(folder.resolve(part).resolve("notes.txt"), "notes");
				Files.writeString(folder.resolve(part).resolve(".hidden.png"), "hidden");
			}
			for (String name : UNREADABLE) Files.writeString(folder.resolve("images").resolve(name), "not an image");
		}
		for (String name : names) {
			int number = NAMES.indexOf(name);
			String partner = seed == 0 ? name : otherCase(name);
			Calls.write(image(number, 40 + 5 * number), folder.resolve("images").resolve(name + ".png"));
			Calls.write(image(number, 30 + 7 * number), folder.resolve("partners")
				.resolve(partner + (seed % 2 == 0 ? ".png" : ".PNG")));
			Calls.write(image(number, 44 + number), folder.resolve("copies").resolve(partner + ".png"));
		}
		return folder;
	}

	@ParameterizedTest
	@EnumSource
	void theSameFilesGiveTheSameNumbers(Job job) throws IOException {
		Path plain = folders(0);
		CommandModule done = job.run(plain);
		assertFalse(done.isCanceled(), done.getCancelReason());
		Map<String, String> expected = job.result(plain);
		assertTrue(expected.size() >= NAMES.size() - 2, Arrays.toString(expected.keySet().toArray()));
		for (int seed = 1; seed < 4; seed++) {
			Path folder = folders(seed);
			StringBuilder said = new StringBuilder();
			said.append(Calls.logged(() -> said.append(job.run(folder).getCancelReason())));
			Map<String, String> found = job.result(folder);
			found.keySet().removeIf(file -> !expected.containsKey(file));
			assertEquals(expected, found);
			for (String part : List.of("notes.txt (not an image)", "old site (a folder with 1 image)", "C_2021-05-01",
				"failed")) {
				assertTrue(said.toString().contains(part), part + " is not in: " + said);
			}
			assertFalse(said.toString().contains("hidden"), said.toString());
		}
	}
}
