// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files that a batch writes to a folder, one for each of its inputs, of the input's name. Files of an earlier run
 * are deleted when the batch begins, so that none stands for an input that fails.
 */
public final class OutputFiles {

	private final Path folder;
	private final String extension;
	private final Map<String, Path> first = new HashMap<>();

	/** As {@link #OutputFiles(Path, String, Collection, Collection)}, where all files are this run's. */
	public OutputFiles(Path folder, String extension, Collection<Path> files) throws IOException {
		this(folder, extension, files, files);
	}

	/**
	 * Makes the folder, and deletes what an earlier run wrote for these files.
	 *
	 * @param extension of what is written, with its dot
	 * @param files what the batch reads; of two that would be written to one file, the second is refused by {@link #of}
	 * @param mine those of them that this run does: what was written for others stays
	 * @throws IOException where an input lies in the folder, or as {@link SafeFile#makeFolder} and
	 *           {@link SafeFile#deleteOld}
	 */
	public OutputFiles(Path folder, String extension, Collection<Path> files, Collection<Path> mine)
		throws IOException
	{
		this.folder = folder;
		this.extension = extension;
		for (Path file : files) first.putIfAbsent(key(file), file);
		for (Path parent : files.stream().map(Path::toAbsolutePath).map(Path::getParent).distinct().toList()) {
			requireNoInput(folder, List.of(parent));
		}
		SafeFile.makeFolder(folder);
		Set<Path> ours = new HashSet<>(mine);
		for (Path old : earlier(ours)) SafeFile.deleteOld(folder, old.getFileName().toString());
	}

	/** What the folder has of this extension with the inputs' names, whatever their case and Unicode form. */
	private List<Path> earlier(Set<Path> ours) throws IOException {
		try (Stream<Path> all = Files.list(folder)) {
			return all.filter(file -> file.toString().endsWith(extension) && ours.contains(first.get(key(file))))
				.toList();
		}
	}

	/**
	 * Where to write what becomes of an input.
	 *
	 * @throws IOException where another input is written there
	 */
	public Path of(Path file) throws IOException {
		Path other = first.get(key(file));
		if (!file.equals(other)) throw sameName(file, other);
		return folder.resolve(ImageReader.baseName(file) + extension);
	}

	/** What tells that the results of two files would have one name. */
	public static IOException sameName(Path file, Path other) {
		return new IOException(file.getFileName() + " would overwrite the results of " + other.getFileName() +
			": give one of them another name.");
	}

	/** Equal for files whose results would have the same names, on systems that ignore case, too. */
	public static String key(Path file) {
		return FileNames.folded(ImageReader.baseName(file));
	}

	/**
	 * Makes the folder of a file that is made of others, unless it is one of them.
	 *
	 * @throws IOException as {@link #requireNoInput} and {@link SafeFile#makeFolder}
	 */
	public static void makeFolderOf(Path output, Collection<Path> inputs) throws IOException {
		requireNoInput(output, inputs);
		Path parent = output.toAbsolutePath().getParent();
		if (parent != null) SafeFile.makeFolder(parent);
	}

	/**
	 * Refuses to write to a folder or file that is read, too: results must not overwrite what they come from, nor be
	 * taken for it by the next run.
	 *
	 * @param inputs folders and files; null for none, as some are optional
	 */
	public static void requireNoInput(Path output, Collection<Path> inputs) throws IOException {
		if (!Files.exists(output)) return;
		for (Path input : inputs) {
			if (input != null && Files.exists(input) && Files.isSameFile(output, input)) {
				throw new IOException("Results would be written to " + output + ", which is also an input: choose " +
					"another output" +
					(Files.isDirectory(output) ? " folder." : " file."));
			}
		}
	}
}
