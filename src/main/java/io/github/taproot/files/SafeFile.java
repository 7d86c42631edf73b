// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.files;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Writes a file whole or not at all: whoever looks finds the old content or the new one, never a part. Any number of
 * threads may call it; of two that write the same file, the last one wins.
 */
public final class SafeFile {

	/** Produces the content of a file. */
	@FunctionalInterface
	public interface Content {

		/** Writes the content to {@code out}, which is buffered, and which the caller closes. */
		void writeTo(OutputStream out) throws IOException;
	}

	private static final String PART = ".taproot-part";
	/** Folders in which this process has deleted what others left. */
	private static final Set<Path> TIDIED = ConcurrentHashMap.newKeySet();

	private SafeFile() {}

	/**
	 * Writes a text in UTF-8.
	 *
	 * @throws IOException as {@link #write}
	 */
	public static void writeText(Path file, String text) throws IOException {
		write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
	}

	/**
	 * Writes a file, or replaces it; of a symbolic link, what it leads to. The content goes to a hidden neighbour
	 * first, which takes the file's name once all of it is on the disk, and is deleted where anything fails.
	 *
	 * @param file the file; its folder exists
	 * @throws IOException where the folder is missing or read-only, the disk is full, or {@code content} fails, with
	 *           one sentence that names the file and what to do
	 */
	public static void write(Path file, Content content) throws IOException {
		Path target = target(file);
		try {
			Path part = writePart(target, content);
			try {
				move(part, target);
			}
			finally {
				Files.deleteIfExists(part);
			}
		}
		catch (IOException e) {
			throw cannotWrite(file, e);
		}
	}

	/**
	 * Where a file of this name is written: the file itself, or what a symbolic link leads to.
	 *
	 * @throws IOException where no file can be there, with what to do
	 */
	static Path target(Path file) throws IOException {
		Path target = file.toAbsolutePath();
		if (Files.isSymbolicLink(file)) {
			try {
				target = file.toRealPath();
			}
			catch (IOException e) {
				throw new IOException("Cannot write " + file + ", which is a symbolic link to a missing file: remove " +
					"the link, or choose another name.", e);
			}
		}
		Path folder = target.getParent();
		if (folder == null || Files.isDirectory(target)) {
			throw new IOException("Cannot write " + file + ", which is a folder: choose the name of a file.");
		}
		if (Files.exists(folder) && !Files.isDirectory(folder)) {
			throw new IOException("Cannot write " + file + ": " + folder + " is not a folder: choose another one.");
		}
		return target;
	}

	/** A hidden neighbour of a file, which {@link #deleteLeftovers} knows; not made. */
	static Path part(Path target) {
		return target.resolveSibling("." + TemporaryName.create() + PART);
	}

	/** Writes all of a file to a hidden neighbour, which {@link #move} gives its name. */
	static Path writePart(Path target, Content content) throws IOException {
		if (!TIDIED.contains(target.getParent())) deleteLeftovers(target.getParent());
		Path part = part(target);
		try {
			Files.createFile(part);
			// Not a channel: an interrupted thread would close it half-way.
			try (FileOutputStream out = new FileOutputStream(part.toFile())) {
				OutputStream buffer = new BufferedOutputStream(out, 1 << 16);
				content.writeTo(buffer);
				buffer.flush();
				out.getFD().sync();
			}
			return part;
		}
		catch (IOException | RuntimeException | Error e) {
			Files.deleteIfExists(part);
			throw e;
		}
	}

	/** What tells that a file can't be written. */
	static IOException cannotWrite(Path file, IOException e) {
		if (e instanceof NoSuchFileException) {
			return new IOException("Cannot write " + file + ": the folder " + file.toAbsolutePath().getParent() +
				" does not exist, create it first.", e);
		}
		return new IOException("Cannot write " + file + " (" + reason(e) +
			"): check that the disk has space left and the folder may be written to, or choose another folder.", e);
	}

	/**
	 * Makes a folder that results go to, or tidies it after processes that were killed.
	 *
	 * @throws IOException where it can't be made, with what to do
	 */
	public static void makeFolder(Path folder) throws IOException {
		try {
			Files.createDirectories(folder);
		}
		catch (IOException e) {
			throw new IOException("The folder " + folder + " cannot be made: choose another output folder.", e);
		}
		deleteLeftovers(folder);
	}

	/**
	 * Deletes files of an earlier run, which would say something else than those of the one that begins.
	 *
	 * @param names of files in the folder; any of them may be missing
	 * @throws IOException where one can't be deleted, with what to do
	 */
	public static void deleteOld(Path folder, String... names) throws IOException {
		for (String name : names) {
			Path file = folder.resolve(name);
			if (Files.isSymbolicLink(file)) {
				throw new IOException(file + " is a symbolic link, which a result would replace: remove it, " +
					"or choose another output folder.");
			}
			try {
				// On a read-only disk deleting what is not there fails, too.
				if (Files.exists(file)) Files.deleteIfExists(file);
			}
			catch (IOException e) {
				throw new IOException("Cannot delete " + file + " of an earlier run (" + reason(e) +
					"): close what has it open, or choose another output folder.", e);
			}
		}
	}

	/** Deletes a folder and all in it; nothing happens where it is missing. */
	public static void deleteFolder(Path folder) throws IOException {
		if (!Files.exists(folder)) return;
		try (Stream<Path> all = Files.walk(folder)) {
			for (Path path : all.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(path);
		}
	}

	/**
	 * Deletes what processes that were killed while they wrote have left in a folder, but nothing of a living one. What
	 * was written from another computer is left alone for a day.
	 *
	 * @param folder not searched deeper; nothing happens where it is missing
	 */
	private static void deleteLeftovers(Path folder) {
		TIDIED.add(folder.toAbsolutePath());
		try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, ".*" + PART)) {
			for (Path part : parts) {
				String name = part.getFileName().toString();
				if (TemporaryName.isLeftover(part, name.substring(1, name.length() - PART.length()))) {
					Files.deleteIfExists(part);
				}
			}
		}
		catch (IOException | DirectoryIteratorException e) {
			// Another process tidies it, or the next one may.
		}
	}

	static void move(Path part, Path file) throws IOException {
		try {
			Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (AtomicMoveNotSupportedException e) {
			Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
		}
	}

	static String reason(IOException e) {
		if (e instanceof FileSystemException f && f.getReason() != null) return f.getReason();
		return e instanceof FileSystemException || e.getMessage() == null ? e.getClass().getSimpleName() :
			e.getMessage();
	}
}
