// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.scijava.command.CommandInfo;

import io.github.taproot.command.Calls.End;
import io.github.taproot.files.FolderLock;
import io.github.taproot.files.Sha256;

/** Runs in parts that are merged leave what one run leaves, and what cannot be merged is named. */
class PartsTest {

	@TempDir
	private static Path set;
	@TempDir
	private Path temp;

	/** Every command with an input part, with one damaged file among its inputs. */
	private enum Divided {

		SEGMENT("Segment Roots Folder", "input=SET/images,method=frangi,overlay=true", "", true),
		NETWORK("Segment Roots Folder", "input=SET/few,device=cpu", "", true),
		FRANGI("Segment Roots Frangi Folder", "input=SET/images", "", true),
		MEASURE("Measure Roots Folder", "input=SET/masks", "/lengths.csv", false),
		TRAITS("Measure Root Traits Folder", "input=SET/masks,names=(?<day>.)(?<rest>.*),classes=2,band_height=40",
			"", false),
		PANELS("Measure Root Traits Folder", "input=SET/masks,pixel_size=0.1,band_height=3,panels=SET/panels.csv", "",
			false),
		CROSSINGS("Count Line Intersections Folder", "input=SET/masks,unit=px,square=20", "/counts.csv", false),
		EXPORT("Export Roots Folder", "input=SET/masks", "", false),
		CORRECT("Correct Masks Folder", "input=SET/masks,annotations=SET/painted", "", false),
		RSML("RSML To Mask", "input=SET/rsml,width=200,height=160", "", false);

		private final String title;
		private final String values;
		private final String output;
		private final boolean resumes;

		Divided(String title, String values, String output, boolean resumes) {
			this.title = title;
			this.values = values;
			this.output = output;
			this.resumes = resumes;
		}

		String values(Path folder) {
			return values.replace("SET", set.toString()) + ",output=" + folder + output;
		}

		Calls.Outcome run(Path folder, String more) {
			return Calls.outcome(title, values(folder) + more);
		}

		Calls.Outcome merge(Path folder) {
			return Calls.outcome("Merge Results", "output=" + folder + output);
		}
	}

	@BeforeAll
	static void makeInputs() throws IOException {
		assertEquals(End.DONE, Calls.outcome("Simulate Rhizotron Images",
			"output=" + set + ",count=7,width=200,height=160").end());
		for (String folder : new String[] { "few", "painted", "rsml" }) Files.createDirectory(set.resolve(folder));
		StringBuilder panels = new StringBuilder("file,top_mm,rhizotron\n");
		int i = 0;
		for (Path mask : files(set.resolve("masks"))) {
			if (i > 2) Files.copy(mask, set.resolve("painted").resolve(mask.getFileName()));
			panels.append(mask.getFileName()).append(',').append(16 * (i / 2)).append(",box").append(i % 2)
				.append('\n');
			i++;
		}
		panels.append("damaged.png,0,box0\n");
		Files.writeString(set.resolve("panels.csv"), panels);
		for (Path image : files(set.resolve("images")).subList(0, 3)) {
			Files.copy(image, set.resolve("few").resolve(image.getFileName()));
		}
		Calls.outcome("Export Roots Folder", "input=" + set.resolve("masks") + ",output=" + set);
		Files.writeString(set.resolve("rsml/a-damaged.rsml"), "<rsml>");
		for (String folder : new String[] { "images", "few", "masks" }) {
			Files.writeString(set.resolve(folder).resolve("damaged.png"), "no image");
		}
	}

	private static List<Path> files(Path folder) throws IOException {
		try (Stream<Path> all = Files.walk(folder)) {
			return all.filter(Files::isRegularFile).sorted().toList();
		}
	}

	/** All that a run leaves but its parts, without times; RSML tells when it was written. */
	private static Map<String, String> results(Path folder) throws IOException {
		Map<String, String> results = new TreeMap<>();
		for (Path file : files(folder)) {
			String name = folder.relativize(file).toString();
			if (name.matches("(.*-)?parts/.*|results.jsonl")) continue;
			results.put(name, name.matches(".*\\.(csv|json|rsml)") ? Files.readString(file)
				.replace(folder.toString(), "OUTPUT").replaceAll(",(done|failed|skipped),[\\d.]+,", ",$1,SECONDS,")
				.replaceAll("(\"seconds\":) [\\d.E-]+", "$1").replaceFirst("<last-modified>[^<]*", "") :
				Sha256.of(file));
		}
		return results;
	}

	@ParameterizedTest
	@EnumSource
	void threePartsAreOneRun(Divided job) throws IOException {
		Path whole = temp.resolve("whole");
		Path parts = temp.resolve("parts-of-it");
		Calls.Outcome one = job.run(whole, "");
		assertEquals(End.FAILED, one.end());
		assertTrue(one.text().contains("damaged"), one.text());
		for (int number : new int[] { 2, 3, 1 }) {
			Calls.Outcome part = job.run(parts, ",part=" + number + "/3");
			assertEquals(part.text().contains("damaged") ? End.FAILED : End.DONE, part.end(), part.text());
			assertFalse(results(parts).keySet().stream().anyMatch(name -> name.endsWith(".csv")),
				results(parts).keySet().toString());
		}
		Calls.Outcome merged = job.merge(parts);
		// Where it was done is each part's own.
		assertEquals(one.text().replace(whole.toString(), "OUTPUT").replaceFirst(" (with frangi|on CPU[^:]*):", ":"),
			merged.text().replace(parts.toString(), "OUTPUT"));
		assertEquals(results(whole), results(parts));
		assertTrue(results(whole).size() > 0);
		if (job.resumes) {
			assertEquals(journal(whole), journal(parts));
			Calls.Outcome again = job.run(parts, ",resume=true,part=1/3");
			assertTrue(again.text().isEmpty() || again.text().contains("skipped as done before"), again.text());
		}
		// A run over all files replaces the parts, whose journals it takes over.
		assertEquals(one.text().replace(whole.toString(), ""), job.run(parts, "").text().replace(parts.toString(), ""));
		assertEquals(results(whole), results(parts));
		assertTrue(files(parts).stream().noneMatch(file -> file.toString().matches(".*parts/part-.*")));
		assertTrue(job.merge(parts).text().startsWith("There are no parts in "));
	}

	private static Map<String, String> journal(Path folder) throws IOException {
		Map<String, String> entries = new TreeMap<>();
		for (String line : Files.readAllLines(folder.resolve("results.jsonl"))) {
			entries.put(line.replaceAll("\\{\"file\":\"([^\"]+)\".*", "$1"), line);
		}
		return entries;
	}

	@Test
	void whatIsMissingOrDifferentIsNamedAndNothingIsWritten() throws IOException {
		Path out = temp.resolve("out");
		assertEquals("There are no parts in " + out.resolve("parts") + ": run a folder command with part=1/4, " +
			"2/4 and so on first, and give the same output here.", merge(Files.createDirectory(out)));
		String call = "input=" + set.resolve("images") + ",output=" + out + ",part=";
		Calls.outcome("Segment Roots Frangi Folder", call + "1/4");
		Calls.outcome("Segment Roots Frangi Folder", call + "4/4");
		assertEquals("Parts 2-3 of 4 have not finished.\nNothing was merged: submit again 2-3 (sbatch --array=2-3).",
			merge(out));
		Calls.outcome("Segment Roots Frangi Folder", call + "2/4");
		Calls.outcome("Segment Roots Frangi Folder", call + "3/4,beta=0.2");
		assertEquals("Part 3 was made with beta=0.2 instead of 0.0922.\nNothing was merged: submit again 3 (sbatch " +
			"--array=3).", merge(out).replaceAll("(0\\.0922)\\d*", "$1"));
		Calls.Outcome other = Calls.outcome("Segment Roots Frangi Folder", call + "3/5");
		assertEquals(out.resolve("parts") + " has results of a run in 4 parts: give part=3/4, or choose " +
			"another output.", other.text());
		Calls.outcome("Segment Roots Frangi Folder", call + "3/4");
		assertFalse(Files.exists(out.resolve("summary.csv")));
		Path mask = files(out.resolve("masks")).get(2);
		Files.move(mask, temp.resolve("mask.png"));
		assertTrue(merge(out).matches("The results of .*00003\\.\\w+ are missing: submit part . again\\."), merge(out));
		Files.move(temp.resolve("mask.png"), mask);
		assertTrue(merge(out).contains("1 failed"), merge(out));
		assertTrue(Files.exists(out.resolve("summary.csv")));
	}

	@Test
	void anotherModelAndChangedFilesAreNamed() throws IOException {
		Path out = temp.resolve("out");
		Path settings = temp.resolve("panels.csv");
		Path input = Files.createDirectory(temp.resolve("masks"));
		for (Path mask : files(set.resolve("masks"))) Files.copy(mask, input.resolve(mask.getFileName()));
		String panels = Files.readString(set.resolve("panels.csv"));
		String call = "input=" + input + ",pixel_size=0.1,panels=" + settings + ",output=" + out + ",part=";
		for (int part = 1; part <= 3; part++) {
			Files.writeString(settings, part == 2 ? panels.replace(",16,", ",17,") : panels);
			Calls.outcome("Measure Root Traits Folder", call + part + "/3");
		}
		assertEquals("Part 2 was made with another panels.\nNothing was merged: submit again 2 (sbatch --array=2).",
			merge(out));
		Calls.outcome("Measure Root Traits Folder", call + "2/3");
		Path first = files(input).get(1);
		Files.write(first, Files.readAllBytes(files(input).get(2)));
		assertTrue(merge(out).matches(".*00001.png was changed, added or removed after part . began: submit " +
			"that part again."), merge(out));
		Files.delete(first);
		assertEquals("The folder has 7 files now, but had 8 when the parts ran: submit all parts again.", merge(out));
		assertFalse(Files.exists(out.resolve("traits.csv")));
	}

	private static String merge(Path output) {
		return Calls.outcome("Merge Results", "output=" + output).text();
	}

	@Test
	void partsAreHeldAgainstOthersAndThemselves() throws IOException {
		Path out = Files.createDirectory(temp.resolve("out"));
		String call = "input=" + set.resolve("few") + ",output=" + out;
		try (FolderLock lock = FolderLock.ofPart(out, "another run", "part-2-of-3", "Segment", sentence -> {})) {
			for (String part : new String[] { "", ",part=1/3", ",part=2/3" }) {
				assertTrue(Calls.outcome("Segment Roots Frangi Folder", call + part).text()
					.contains("is in use"), part);
			}
		}
		assertTrue(files(out).isEmpty());
	}

	@Test
	void wrongPartsAreRefused() {
		for (String part : new String[] { "0/4", "5/4", "1of4", "1/0", "-1/4", "1/4/2", "4", "1.5/4",
			"9999999999/4" }) {
			assertEquals("The part must be of the form i/n with i from 1 to n, such as 2/8, but is \"" + part + "\".",
				Calls.outcome("Measure Roots Folder", "input=" + set.resolve("masks") + ",output=" + temp +
					"/t.csv,part=" + part).text());
		}
	}

	@Test
	void theListIsWhatSbatchTakes() throws IOException {
		Path out = temp.resolve("out");
		String call = "input=" + set.resolve("few") + ",output=" + out + ",part=";
		for (String part : new String[] { "2/9", "6/9" }) Calls.outcome("Segment Roots Frangi Folder", call + part);
		var merge = Calls.done(MergeResults.class, "output", out.toFile(), "list", true);
		assertEquals("1,3-5,7-9", merge.getOutput("missing"));
	}

	@Test
	void everyCommandOnAFolderIsDividedOrSaysWhyNot() {
		for (CommandInfo command : Calls.commands()) {
			boolean isDivided = command.getInput("part") != null;
			assertEquals(isDivided, Arrays.stream(Divided.values())
				.anyMatch(job -> job.title.equals(command.getTitle())), command.getTitle());
			boolean isFolder = command.getTitle().endsWith("Folder") || command.getTitle().equals("RSML To Mask");
			assertTrue(!isFolder || isDivided || Main.UNDIVIDED.containsKey(command.getTitle()), command.getTitle());
			assertFalse(isDivided && Main.UNDIVIDED.containsKey(command.getTitle()), command.getTitle());
			if (isDivided) assertEquals(File.class, command.getInput("output").getType());
		}
		CommandInfo growth = Calls.commands().stream().filter(info -> info.getTitle().contains("Growth")).findFirst()
			.orElseThrow();
		assertEquals("Measure Root Growth Folder cannot run in parts: all dates of a place must be aligned with each " +
			"other. Run it once on all masks.", assertThrows(
				IllegalArgumentException.class, () -> Main.quoted(growth, "part=1/2")).getMessage());
	}
}
