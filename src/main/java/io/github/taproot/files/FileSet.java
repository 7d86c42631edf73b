// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The files of one run in a folder, which appear together: all are written under hidden names, and take their own at
 * the end. The main file is the first to go of an earlier run and the last to come of this one, so that wherever it is,
 * all others are of its run. One thread at a time.
 */
public final class FileSet implements AutoCloseable {

	private final Path folder;
	/** Where each file goes, the main one first; may be a symbolic link's target. */
	private final Map<String, Path> targets = new LinkedHashMap<>();
	private final Map<String, Path> parts = new LinkedHashMap<>();

	/**
	 * Nothing is written yet.
	 *
	 * @param folder exists
	 * @param main name of the file that stands for the set; must be written
	 * @param others names of all other files that any run may write; those that this one does not write are deleted
	 * @throws IOException where one of them cannot be written, as {@link SafeFile#write}
	 */
	public FileSet(Path folder, String main, String... others) throws IOException {
		this.folder = folder;
		targets.put(main, SafeFile.target(folder.resolve(main)));
		for (String other : others) targets.put(other, SafeFile.target(folder.resolve(other)));
	}

	/**
	 * Writes a file under a hidden name.
	 *
	 * @param name one of those of the set
	 * @throws IOException as {@link SafeFile#write}
	 */
	public void write(String name, SafeFile.Content content) throws IOException {
		Path target = targets.get(name);
		if (target == null || parts.containsKey(name)) throw new IllegalArgumentException(name);
		try {
			parts.put(name, SafeFile.writePart(target, content));
		}
		catch (IOException e) {
			throw SafeFile.cannotWrite(folder.resolve(name), e);
		}
	}

	/** Writes a text in UTF-8 under a hidden name, as {@link #write}. */
	public void writeText(String name, String text) throws IOException {
		write(name, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
	}

	/**
	 * Replaces the files of an earlier run by those that were written.
	 *
	 * @throws IOException where one of them can't be replaced, as it is open in another program: then all are as they
	 *             were
	 */
	public void publish() throws IOException {
		List<String> mainFirst = new ArrayList<>(targets.keySet());
		List<String> mainLast = new ArrayList<>(mainFirst);
		Collections.rotate(mainLast, -1);
		if (!parts.containsKey(mainFirst.get(0))) throw new IllegalStateException(mainFirst.get(0));
		Map<String, Path> earlier = new LinkedHashMap<>();
		Set<String> published = new HashSet<>();
		String current = "";
		try {
			for (String name : mainFirst) {
				current = name;
				Path target = targets.get(name);
				if (Files.notExists(target)) continue;
				Path aside = SafeFile.part(target);
				SafeFile.move(target, aside);
				earlier.put(name, aside);
			}
			for (String name : mainLast) {
				current = name;
				if (!parts.containsKey(name)) continue;
				SafeFile.move(parts.get(name), targets.get(name));
				published.add(name);
			}
		}
		catch (IOException e) {
			for (String name : mainLast) {
				try {
					if (earlier.containsKey(name)) SafeFile.move(earlier.get(name), targets.get(name));
					else if (published.contains(name)) Files.deleteIfExists(targets.get(name));
				}
				catch (IOException again) {
					e.addSuppressed(again);
				}
			}
			throw SafeFile.cannotWrite(folder.resolve(current), e);
		}
		for (Path aside : earlier.values()) Files.deleteIfExists(aside);
	}

	/** Deletes what was not published. */
	@Override
	public void close() throws IOException {
		for (Path part : parts.values()) Files.deleteIfExists(part);
	}
}
