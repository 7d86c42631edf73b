// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.natives;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Native libraries unpacked from a jar, once for all processes of a user.
 *
 * @param root the cache's folder, made where it is missing
 */
public record NativeCache(Path root) {

	/** The user's cache: {@code TAPROOT_CACHE}, or the place that the system has for caches. */
	public static NativeCache ofUser() {
		String chosen = System.getProperty("taproot.cache", System.getenv("TAPROOT_CACHE"));
		if (chosen != null && !chosen.isBlank()) return new NativeCache(Path.of(chosen));
		Path home = Path.of(System.getProperty("user.home"));
		String os = System.getProperty("os.name");
		if (os.startsWith("Windows")) {
			String local = System.getenv("LOCALAPPDATA");
			return new NativeCache((local == null ? home : Path.of(local)).resolve("Taproot"));
		}
		if (os.startsWith("Mac")) return new NativeCache(home.resolve("Library/Caches/Taproot"));
		String xdg = System.getenv("XDG_CACHE_HOME");
		return new NativeCache((xdg == null || xdg.isBlank() ? home.resolve(".cache") : Path.of(xdg))
			.resolve("taproot"));
	}

	/**
	 * The folder with the files that a jar holds in one of its folders, unpacked now if no process has done so before.
	 *
	 * @param jar the jar
	 * @param inside folder in the jar, ending with "/"; its own files are taken, not those of folders in it
	 * @return a folder with these files
	 * @throws IOException in one sentence, where the jar is unreadable or the cache can't be written
	 */
	public Path unpack(Path jar, String inside) throws IOException {
		try (ZipFile zip = new ZipFile(jar.toFile())) {
			List<? extends ZipEntry> entries = zip.stream()
				.filter(entry -> entry.getName().startsWith(inside) && !entry.isDirectory() &&
					entry.getName().indexOf('/', inside.length()) < 0)
				.toList();
			if (entries.isEmpty()) throw new IOException("holds nothing in " + inside);
			Path unpacked = root.resolve(name(jar, entries));
			new WholeFolder(unpacked).make(folder -> isComplete(folder, entries), empty -> {
				for (ZipEntry entry : entries) {
					try (InputStream in = zip.getInputStream(entry)) {
						Files.copy(in, empty.resolve(fileName(entry)));
					}
				}
			});
			return unpacked;
		}
		catch (IOException e) {
			throw new IOException("The engine's libraries in " + jar.getFileName() + " could not be " +
				"unpacked into " + root +
				": " + e.getMessage() + ". They need 700 MB there: set TAPROOT_CACHE to a folder with " +
				"enough space.", e);
		}
	}

	/** Tells one build of a jar from another. */
	private static String name(Path jar, List<? extends ZipEntry> entries) {
		long check = 0;
		for (ZipEntry entry : entries) check = 31 * check + entry.getCrc();
		return jar.getFileName().toString().replaceFirst("\\.jar$", "") + "-" + Long.toHexString(check);
	}

	private static boolean isComplete(Path folder, List<? extends ZipEntry> entries) throws IOException {
		for (ZipEntry entry : entries) {
			Path file = folder.resolve(fileName(entry));
			if (!Files.isRegularFile(file) || Files.size(file) != entry.getSize()) return false;
		}
		return true;
	}

	private static String fileName(ZipEntry entry) {
		return entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
	}
}
