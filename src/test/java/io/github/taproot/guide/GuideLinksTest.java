// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

/** Links in the texts of the project lead somewhere, and every page of the guide can be reached. */
class GuideLinksTest {

	private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
	private static final Pattern CODE = Pattern.compile("(?s)```.*?```|`[^`\n]*`|(?m)^ {4}[^\n]*$");
	private static final Path ENTRY = Path.of("resources", "guide", "guide.md");

	/** A heading's anchors as GitHub makes them. */
	private static Set<String> anchors(Path page) throws IOException {
		Map<String, Integer> seen = new HashMap<>();
		Set<String> anchors = new TreeSet<>();
		String text = Files.readString(page).replaceAll("(?s)```.*?```", "");
		for (String line : text.lines().toList()) {
			if (!line.matches("#+ .*")) continue;
			String plain = line.replaceFirst("#+ ", "").replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
				.toLowerCase(Locale.ROOT);
			String anchor = plain.replaceAll("[^\\p{L}\\p{N}_ -]", "").strip().replace(' ', '-');
			int before = seen.merge(anchor, 1, Integer::sum) - 1;
			anchors.add(before == 0 ? anchor : anchor + "-" + before);
		}
		return anchors;
	}

	private static List<String> links(Path page) throws IOException {
		String text = CODE.matcher(Files.readString(page)).replaceAll("");
		return LINK.matcher(text).results().map(match -> match.group(1)).filter(link -> !link.matches("\\w+:.*"))
			.toList();
	}

	private static Path target(Path page, String link) {
		String path = link.replaceFirst("#.*", "");
		Path folder = page.toAbsolutePath().getParent();
		return path.isEmpty() ? page.toAbsolutePath() : folder.resolve(path).normalize();
	}

	@Test
	void everyLinkLeadsToAFileAndAHeading() throws IOException {
		List<String> broken = new ArrayList<>();
		int checked = 0;
		for (Path page : Texts.pages()) {
			for (String link : links(page)) {
				checked++;
				Path target = target(page, link);
				if (Files.notExists(target)) broken.add(page + ": " + link);
				else if (link.contains("#") && !anchors(target).contains(link.replaceFirst(".*#", ""))) {
					broken.add(page + ": " + link + " (there are " + anchors(target) + ")");
				}
			}
		}
		assertEquals("", String.join("\n", broken));
		assertTrue(checked > 100, checked + " links");
	}

	@Test
	void everyPageOfTheGuideIsInItsIndex() throws IOException {
		Set<String> listed = new TreeSet<>();
		for (String link : links(ENTRY)) listed.add(target(ENTRY, link).toString());
		List<String> missing = Texts.pages().stream().filter(page -> page.startsWith(ENTRY.getParent()) &&
			!page.equals(ENTRY)).map(page -> page.toAbsolutePath().toString()).filter(page -> !listed.contains(page))
			.toList();
		assertEquals(List.of(), missing);
	}

	@Test
	void everyPictureOfTheGuideIsShown() throws IOException {
		Set<String> shown = new TreeSet<>();
		for (Path page : Texts.pages()) {
			for (String link : links(page)) shown.add(target(page, link).toString());
		}
		try (var pictures = Files.walk(Path.of("resources"))) {
			List<String> unused = pictures.filter(file -> file.toString().contains("pictures") &&
				Files.isRegularFile(file))
				.map(file -> file.toAbsolutePath().toString()).filter(file -> !shown.contains(file))
				.collect(Collectors.toList());
			assertEquals(List.of(), unused);
		}
	}

	@Test
	void readmeIsShortAndHasTheTwoCommandsThatTheProjectIsTestedBy() throws IOException {
		List<String> lines = Files.readAllLines(Path.of("README.md"));
		assertTrue(lines.size() <= 120, lines.size() + " lines");
		for (String command : List.of("mvn -B verify", "--demo taproot-demo")) {
			String first = lines.stream().filter(line -> line.contains(command)).findFirst().orElseThrow();
			assertTrue(first.matches(" {4}(mvn|java) .*"), first);
		}
	}

	/** Messages in the table of troubleshooting are those of the program. */
	@Test
	void messagesThatAreExplainedAreGiven() throws IOException {
		String said = Texts.literals().stream().map(Texts.Line::text).collect(Collectors.joining("\n"));
		List<String> unknown = new ArrayList<>();
		for (String line : Files.readAllLines(ENTRY.resolveSibling("how-to").resolve("troubleshooting.md"))) {
			if (!line.startsWith("|")) continue;
			String cell = line.split("\\|")[1];
			Pattern.compile("`([^`]+)`").matcher(cell).results().map(match -> match.group(1))
				.filter(message -> !said.contains(message)).forEach(unknown::add);
		}
		assertEquals(List.of(), unknown);
	}
}
