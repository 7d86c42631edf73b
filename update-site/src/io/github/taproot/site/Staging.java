// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.scijava.util.FileUtils;

/** Lays a build's files out as Fiji's folder has them, and takes none that is not allowed. */
final class Staging {

	private static final String NATIVE = "tensorflow-core-native";
	private static final String VERSION = "<version>";
	private static final String THIRD_PARTY = "third-party.txt";

	/** Libraries that the suite uses and Fiji lacks, by their names without version: they go beside its own jar. */
	private static final Set<String> LACKING = Set.of("pickle");

	/** The end of a native jar's name, and the updater's name of the system that it is for. */
	private static final Map<String,
		String> SYSTEMS = Map.of("-linux-x86_64.jar", "linux64", "-windows-x86_64.jar", "win64",
		"-macosx-x86_64.jar", "macos64", "-macosx-arm64.jar", "macos-arm64");

	private final Path project;
	private final Path jar;
	private final Path libraries;
	private final Path natives;
	private final boolean draft;

	/**
	 * @param project the folder of the checkout, which has macros, resources, update-site
	 * @param jar the suite's jar
	 * @param libraries what Fiji brings and what it lacks, and in its folder taproot the engine
	 * @param natives a folder with TensorFlow's library for each system
	 * @param draft whether systems may be missing
	 */
	Staging(Path project, Path jar, Path libraries, Path natives, boolean draft) {
		this.project = project;
		this.jar = jar;
		this.libraries = libraries;
		this.natives = natives;
		this.draft = draft;
	}

	/**
	 * The files of the site, in the order of their paths.
	 *
	 * @throws IOException where one is missing, or is there without being in update-site/allowed.txt, is Fiji's own, or
	 *           has no licence in update-site/licenses/third-party.txt, naming all such files
	 */
	List<Staged> files() throws IOException {
		Map<String, Path> sources = new TreeMap<>();
		sources.put("jars/" + jar.getFileName(), jar);
		for (Path file : files(libraries)) if (isLacking(file)) sources.put("jars/" + file.getFileName(), file);
		for (Path file : files(libraries.resolve("taproot"))) {
			if (!file.getFileName().toString().startsWith(NATIVE)) {
				sources.put("lib/taproot/" + file.getFileName(), file);
			}
		}
		for (Path file : files(natives)) {
			String name = file.getFileName().toString();
			if (!draft || name.startsWith(NATIVE)) sources.put(nativePath(name), file);
		}
		for (Path file : files(project.resolve("macros"))) {
			String name = file.getFileName().toString();
			// In macros the updater sees ImageJ's own language only.
			sources.put((name.endsWith(".ijm") ? "macros/" : "scripts/") + name, file);
		}
		tree("models/taproot/", project.resolve("resources").resolve("models"), sources);
		tree("models/taproot/sample/", project.resolve("resources").resolve("sample"), sources);
		sources.put("licenses/taproot.txt", project.resolve("LICENSE.txt"));
		for (Path file : files(licenses())) sources.put("licenses/taproot-" + file.getFileName(), file);

		Map<String, String> descriptions = checkAllowed(sources.keySet());
		checkLicences(sources.keySet());
		Map<String, Set<String>> ofFiji = ofFiji();
		Map<String, Set<String>> staged = new TreeMap<>();
		for (Map.Entry<String, Path> file : sources.entrySet()) {
			if (file.getKey().endsWith(".jar")) staged.put(file.getKey(), JarClasses.held(file.getValue()));
		}
		checkClasses(staged, ofFiji);
		checkMenus(sources);
		Map<String, Set<String>> classes = new TreeMap<>(ofFiji);
		staged.forEach((path, held) -> classes.put(FileUtils.stripFilenameVersion(path), held));
		List<Staged> files = new ArrayList<>();
		for (Map.Entry<String, Path> file : sources.entrySet()) {
			String path = file.getKey();
			List<String> needed = path.endsWith(".jar") ? JarClasses.dependencies(file.getValue(), classes) : List.of();
			files.add(new Staged(path, file.getValue(), descriptions.get(path), needed));
		}
		return files;
	}

	private Path licenses() {
		return project.resolve("update-site").resolve("licenses");
	}

	private static boolean isLacking(Path library) {
		return LACKING.contains(name(library.getFileName().toString()));
	}

	private static String nativePath(String name) throws IOException {
		for (Map.Entry<String, String> system : SYSTEMS.entrySet()) {
			if (name.startsWith(NATIVE) && name.endsWith(system.getKey())) {
				return "lib/" + system.getValue() + "/taproot/" + name;
			}
		}
		throw new IOException(name + " is TensorFlow's library for no system that the updater knows: remove it.");
	}

	/** The files in a folder that are not hidden, in the order of their names; none where there is no such folder. */
	static List<Path> files(Path folder) throws IOException {
		if (!Files.isDirectory(folder)) return List.of();
		try (Stream<Path> files = Files.list(folder)) {
			return files.filter(file -> Files.isRegularFile(file) && !file.getFileName().toString().startsWith("."))
				.sorted()
				.toList();
		}
	}

	private static void tree(String prefix, Path folder, Map<String, Path> sources) throws IOException {
		if (!Files.isDirectory(folder)) return;
		try (Stream<Path> files = Files.walk(folder)) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				sources.put(prefix + folder.relativize(file).toString().replace('\\', '/'), file);
			}
		}
	}

	/** What update-site/allowed.txt says of each path, which must be exactly its own. */
	private Map<String, String> checkAllowed(Set<String> paths) throws IOException {
		Path list = project.resolve("update-site").resolve("allowed.txt");
		Map<String, String> descriptions = new TreeMap<>();
		List<String> missing = new ArrayList<>();
		for (String line : lines(list)) {
			String[] parts = line.split("\\s+", 2);
			String pattern = Pattern.quote(parts[0]).replace(VERSION, "\\E\\d+(\\.\\d+)*(-SNAPSHOT)?\\Q");
			List<String> found = paths.stream().filter(path -> path.matches(pattern)).toList();
			boolean left = draft && found.isEmpty() && parts[0].contains(NATIVE);
			if (found.size() != 1 && !left) missing.add(parts[0]);
			for (String path : found) descriptions.put(path, parts.length > 1 ? parts[1] : null);
		}
		Set<String> others = new TreeSet<>(paths);
		others.removeAll(descriptions.keySet());
		if (!missing.isEmpty() || !others.isEmpty()) {
			throw new IOException("The update site's files differ from " + list + ", not there exactly " +
				"once are " + missing +
				" and not allowed are " + others + ": build it with the profile update-site, or change the list.");
		}
		return descriptions;
	}

	private static List<String> lines(Path list) throws IOException {
		return Files.readAllLines(list).stream().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
	}

	private void checkLicences(Set<String> paths) throws IOException {
		Path list = licenses().resolve(THIRD_PARTY);
		Set<String> named = new TreeSet<>();
		for (String line : lines(list)) {
			String[] parts = line.split("\\s*\\|\\s*");
			named.add(parts[0]);
			if (parts.length != 4 || !Files.isRegularFile(licenses().resolve(parts[3]))) {
				throw new IOException("\"" + line + "\" in " + list +
					" needs the jar, what it is, its licence and a file beside the list with its text, divided by |.");
			}
		}
		String own = "jars/" + jar.getFileName();
		List<String> without = paths.stream().filter(path -> path.endsWith(".jar") && !path.equals(own))
			.filter(path -> !named.contains(name(path))).toList();
		if (!without.isEmpty()) {
			throw new IOException("These jars of others have no licence in " + list + ", add lines for them: " +
				without + ".");
		}
	}

	/** A jar's name without its version and its system. */
	private static String name(String path) {
		String name = FileUtils.stripFilenameVersion(path.substring(path.lastIndexOf('/') + 1)).replace(".jar", "");
		return name.startsWith(NATIVE) ? NATIVE : name;
	}

	/**
	 * The classes that Fiji brings, by jar without version: all that the suite uses, but the engine and what it lacks.
	 */
	private Map<String, Set<String>> ofFiji() throws IOException {
		Map<String, Set<String>> classes = new TreeMap<>();
		for (Path file : files(libraries)) {
			if (isLacking(file)) continue;
			classes.put(FileUtils.stripFilenameVersion("jars/" + file.getFileName()), JarClasses.held(file));
		}
		if (classes.isEmpty()) {
			throw new IOException("There are no jars in " + libraries + ", by which to know what Fiji has: build the " +
				"suite first.");
		}
		return classes;
	}

	private static void checkClasses(Map<String, Set<String>> staged, Map<String, Set<String>> ofFiji)
		throws IOException
	{
		Set<String> fijis = new HashSet<>();
		ofFiji.values().forEach(fijis::addAll);
		Set<String> names = new HashSet<>();
		ofFiji.keySet().forEach(path -> names.add(name(path)));
		Set<String> engine = new HashSet<>();
		staged.forEach((path, held) -> {
			if (!isOnClassPath(path)) engine.addAll(held);
		});
		for (Map.Entry<String, Set<String>> jar : staged.entrySet()) {
			if (names.contains(name(jar.getKey())) || !Collections.disjoint(jar.getValue(), fijis)) {
				throw new IOException(jar.getKey() + " holds what Fiji brings itself: remove it, or all other " +
					"plugins get it too.");
			}
			if (isOnClassPath(jar.getKey()) && !Collections.disjoint(jar.getValue(), engine)) {
				throw new IOException(jar.getKey() + " holds classes of the engine, which must be under lib/ only: " +
					"remove them.");
			}
		}
	}

	private static void checkMenus(Map<String, Path> sources) throws IOException {
		for (Map.Entry<String, Path> source : sources.entrySet()) {
			if (!isOnClassPath(source.getKey())) continue;
			if (JarClasses.entries(source.getValue()).contains("plugins.config")) {
				throw new IOException(source.getKey() +
					" holds plugins.config, so Fiji would show every command twice: remove it from the jar.");
			}
		}
	}

	private static boolean isOnClassPath(String path) {
		return path.startsWith("jars/") || path.startsWith("plugins/");
	}
}
