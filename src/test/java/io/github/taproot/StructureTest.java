// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/** Holds the rooms: what each package may import. */
class StructureTest {

	private static final Path SOURCES = Path.of("src", "main", "java", "io", "github", "taproot");
	private static final Pattern IMPORT = Pattern.compile("(?m)^import (?:static )?([\\w.]+);");
	private static final String OURS = "io.github.taproot.";

	/** Comments and texts, which may name any class. */
	private static final Pattern PROSE =
		Pattern.compile("(?s)/\\*.*?\\*/|//[^\n]*|\"\"\".*?\"\"\"|" +
			"\"(?:\\\\.|[^\"\\\\\n])*+\"|'(?:\\\\.|[^'\\\\\n])++'");
	private static final Pattern TYPE = Pattern.compile("\\b[A-Z]\\w*");

	/** What writes, makes or moves a file. */
	private static final Pattern WRITING = Pattern.compile("new (FileOutputStream|FileWriter|PrintWriter|" +
		"FileImageOutputStream)\\b|\\bFiles\\.(write|writeString|newOutputStream|newBufferedWriter|move|createFile|" +
		"createTemp\\w+|createSymbolicLink|createLink)\\(|\\bImageIO\\.write\\(");
	/** The classes that may, and why others need not ask them. */
	private static final Map<String, String> WRITERS = Map.of(
		"files/SafeFile", "for all others: whole or not at all, and through symbolic links",
		"files/FolderLock", "its own file, by which processes know of each other",
		"files/TemporaryFolder", "folders that the next start deletes after a kill",
		"batch/ResultJournal", "adds to a file that SafeFile wrote; a line that was cut off does not count",
		"unet/model/NetworkServer", "standard output, and a setting of the process itself",
		"unet/natives/GpuLibraries", "into the empty folder of WholeFolder",
		"unet/natives/JarDownload", "a download that is continued, and verified in the end",
		"unet/natives/WholeFolder", "a folder that is whole or not there, tidied under its lock");

	/** Circles of classes that stay, with the reason. */
	/** What has no window, by first level. */
	private static final String DOMAIN = "progress image files table segmentation unet roots evaluation simulation " +
		"annotation ";

	/**
	 * Wings and rooms within them: what each may know beside itself, what stands in it or around it, and the JDK
	 * without windows. A wing's name stands for all its rooms but the two sealed ones, libraries end with a dot.
	 */
	private static final Map<String, String> ROOMS = new HashMap<>();

	private static final Set<String> SEALED = Set.of("unet.tensorflow", "unet.pytorch");

	static {
		ROOMS.put("progress", "");
		ROOMS.put("image", "net.imglib2.");
		ROOMS.put("files", "image progress net.imglib2. javax.imageio. java.awt.image. java.awt.color. " +
			"java.awt.Rectangle java.awt.Graphics2D java.awt.RenderingHints com.google.gson.");
		ROOMS.put("table", "");
		ROOMS.put("segmentation", "image progress net.imglib2.");
		ROOMS.put("segmentation.tiling", "image progress net.imglib2.");
		ROOMS.put("segmentation.frangi", "files image progress net.imglib2. com.google.gson. " +
			"org.apache.commons.math3. com.sun.management.");
		ROOMS.put("unet", "evaluation segmentation files image progress net.imglib2. com.google.gson.");
		ROOMS.put("unet.natives", "files progress com.sun.jna. com.sun.management.");
		ROOMS.put("unet.training", "files image progress net.imglib2.");
		ROOMS.put("unet.tensorflow", "segmentation files image progress ai.djl. org.tensorflow. org.bytedeco. " +
			"com.google.protobuf. com.sun.jna.");
		ROOMS.put("unet.model", "segmentation files image progress net.imglib2. org.yaml.snakeyaml.");
		ROOMS.put("unet.pytorch", "files image net.razorvine.");
		ROOMS.put("roots", "table files image progress org.apache.commons.math3.");
		ROOMS.put("roots.skeleton", "image progress");
		ROOMS.put("roots.tracing", "files image javax.xml.");
		ROOMS.put("evaluation", "roots table files segmentation image progress org.apache.commons.math3.");
		ROOMS.put("evaluation.report", "table files image org.jfree. java.awt.");
		ROOMS.put("annotation", "roots table files image progress");
		ROOMS.put("simulation", "files image progress");
		ROOMS.put("imagej", "segmentation roots table files image ij. net.imglib2. com.google.gson. java.awt.");
		ROOMS.put("plugin", "roots segmentation org.scijava.");
		ROOMS.put("batch", DOMAIN + "imagej net.imglib2. com.google.gson.");
		ROOMS.put("window", DOMAIN + "batch imagej ij. net.imglib2. java.awt. javax.swing.");
		ROOMS.put("command", DOMAIN + "unet.pytorch plugin batch imagej window ij. net.imglib2. com.google.gson. " +
			"org.scijava. java.awt. javax.swing.");
		ROOMS.put("fiji", "org.scijava. java.awt.GraphicsEnvironment");
		ROOMS.put("imagej1", "command window imagej progress ij. org.scijava. java.awt.");
	}

	private static String wing(String room) {
		return room.contains(".") ? room.substring(0, room.indexOf('.')) : room;
	}

	private record Import(String room, String file, String name) {

		/** The room of ours that the import leads to, or a library's name. */
		String target() {
			if (!name.startsWith(OURS)) return name;
			String target = name.substring(OURS.length());
			int type = Pattern.compile("[A-Z]").matcher(target).results().findFirst().map(MatchResult::start)
				.orElseThrow();
			return type == 0 ? "" : target.substring(0, type - 1);
		}

		boolean isAllowed(Set<String> known) {
			String target = target();
			if (target.equals(room) || known.contains(target)) return true;
			// Into its own wing, or another one by the front door.
			if (!SEALED.contains(target) && (wing(target).equals(wing(room)) || known.contains(wing(target)))) {
				return true;
			}
			if (known.stream().anyMatch(library -> library.endsWith(".") && target.startsWith(library))) return true;
			return target.startsWith("java.") && !target.startsWith("java.awt.");
		}
	}

	private static List<Import> imports() throws IOException {
		List<Import> imports = new ArrayList<>();
		try (Stream<Path> files = Files.walk(SOURCES)) {
			for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
				String room = SOURCES.relativize(file.getParent()).toString().replace('/', '.').replace('\\', '.');
				IMPORT.matcher(Files.readString(file)).results()
					.forEach(match -> imports.add(new Import(room, file.getFileName().toString(), match.group(1))));
			}
		}
		return imports;
	}

	@Test
	void everyRoomKnowsOnlyWhatItMay() throws IOException {
		List<Import> imports = imports();
		assertTrue(imports.size() > 200, "imports are found");
		List<String> wrong = new ArrayList<>();
		for (Import line : imports) {
			String known = ROOMS.get(line.room());
			if (known == null) wrong.add("The room " + line.room() + " is not in this test's table.");
			else if (!line.isAllowed(Set.of(known.split(" ")))) {
				wrong.add(line.room() + " may not know " + line.name() + " (" + line.file() + ")");
			}
		}
		assertEquals(List.of(), wrong);
	}

	@Test
	void onlyOneRoomKnowsTheEngine() throws IOException {
		for (Import line : imports()) {
			if (line.room().equals("unet.tensorflow")) continue;
			assertFalse(line.name().matches("(ai\\.djl|org\\.tensorflow|org\\.bytedeco)\\..*"), line.toString());
			assertFalse(line.target().equals("unet.tensorflow"), line.toString());
		}
	}

	@Test
	void filesAreWrittenWholeOrNotAtAll() throws IOException {
		Set<String> writers = new TreeSet<>();
		try (Stream<Path> files = Files.walk(SOURCES)) {
			for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
				if (WRITING.matcher(PROSE.matcher(Files.readString(file)).replaceAll("")).find()) {
					writers.add(SOURCES.relativize(file).toString().replace('\\', '/').replace(".java", ""));
				}
			}
		}
		assertEquals(new TreeSet<>(WRITERS.keySet()), writers);
	}

	@Test
	void roomsAreConceptsAndFormNoCircle() throws IOException {
		Map<String, Set<String>> known = new HashMap<>();
		Map<String, Set<String>> wings = new HashMap<>();
		for (Import line : imports()) {
			assertFalse(line.room().matches("(.*\\.)?(utils?|commons?|helpers?|managers?|misc)"), line.room());
			if (!line.name().startsWith(OURS)) continue;
			add(known, line.room(), line.target());
			add(wings, wing(line.room()), wing(line.target()));
		}
		assertEquals(Map.of(), circles(known), "rooms in a circle");
		assertEquals(Map.of(), circles(wings), "wings in a circle");
	}

	private static void add(Map<String, Set<String>> known, String room, String target) {
		if (!target.equals(room)) known.computeIfAbsent(room, key -> new TreeSet<>()).add(target);
	}

	/** What is left after all that know only rooms that are gone. */
	private static Map<String, Set<String>> circles(Map<String, Set<String>> known) {
		while (known.values().removeIf(targets -> targets.stream().noneMatch(known::containsKey))) {
			// until nothing goes any more
		}
		return known;
	}

	@Test
	void classesOfAWingFormNoCircle() throws IOException {
		Map<String, Set<String>> known = knownClasses();
		assertTrue(known.values().stream().mapToInt(Set::size).sum() > 400, "classes are found");
		Map<String, Set<String>> reached = new HashMap<>();
		for (String name : known.keySet()) reach(name, known, reached.computeIfAbsent(name, key -> new TreeSet<>()));
		Set<Set<String>> circles = new HashSet<>();
		reached.forEach((name, targets) -> {
			if (!targets.contains(name)) return;
			circles.add(targets.stream().filter(other -> reached.get(other).contains(name))
				.collect(Collectors.toSet()));
		});
		assertEquals(Set.of(), circles, "circles of classes");
	}

	private static void reach(String name, Map<String, Set<String>> known, Set<String> reached) {
		for (String target : known.get(name)) if (reached.add(target)) reach(target, known, reached);
	}

	/** The classes of its wing that each knows, by its file; nested ones are their file's. */
	private static Map<String, Set<String>> knownClasses() throws IOException {
		Map<String, String> sources = new HashMap<>();
		try (Stream<Path> files = Files.walk(SOURCES)) {
			for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
				String name = SOURCES.relativize(file).toString().replaceAll("[/\\\\]", ".")
					.replaceFirst("\\.java$", "");
				sources.put(name, PROSE.matcher(Files.readString(file)).replaceAll(""));
			}
		}
		Map<String, Set<String>> known = new HashMap<>();
		sources.forEach((name, source) -> {
			Set<String> targets = known.computeIfAbsent(name, key -> new TreeSet<>());
			Set<String> imported = new HashSet<>();
			IMPORT.matcher(source).results().map(match -> match.group(1)).forEach(path -> {
				imported.add(path.substring(path.lastIndexOf('.') + 1));
				if (!path.startsWith(OURS)) return;
				Matcher type = TYPE.matcher(path);
				if (type.find()) targets.add(path.substring(OURS.length(), type.end()));
			});
			String room = name.substring(0, name.lastIndexOf('.') + 1);
			TYPE.matcher(source).results().map(MatchResult::group).filter(type -> !imported.contains(type))
				.forEach(type -> targets.add(room + type));
			targets.removeIf(target -> target.equals(name) || !sources.containsKey(target) ||
				!wing(target).equals(wing(name)));
		});
		return known;
	}
}
