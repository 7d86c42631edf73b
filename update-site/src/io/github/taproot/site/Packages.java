// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.site;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import io.github.taproot.files.SafeFile;
import io.github.taproot.files.Sha256;

/**
 * The packages for computers without internet: for each system one to unpack into Fiji's folder, laid out as the update
 * site installs it, and one to unpack into plain ImageJ's.
 */
final class Packages {

	private final Path folder;
	private final String name;

	/**
	 * @param folder where the packages go
	 * @param name their names' beginning, with the version
	 */
	Packages(Path folder, String name) {
		this.folder = folder;
		this.name = name;
	}

	/**
	 * Writes the packages of every system of which the engine's library is staged, and SHA256SUMS of all that is then
	 * in the folder.
	 *
	 * @param libraries what plain ImageJ needs beside the suite's jar
	 * @param menus the jar with plain ImageJ's menus
	 * @throws IOException where a file can't be read or written, or a package read back is not what went into it
	 */
	void write(List<Staged> staged, Path libraries, Path menus) throws IOException {
		Set<String> systems = new TreeSet<>();
		for (Staged file : staged) systems.addAll(file.platforms());
		for (String system : systems) {
			Map<String, Path> fiji = new TreeMap<>();
			Map<String, Path> plain = new TreeMap<>();
			for (Staged file : staged) {
				if (!file.platforms().isEmpty() && !file.platforms().contains(system)) continue;
				fiji.put(file.path(), file.source());
				plain.put(inPlainImageJ(file.path(), system), file.source());
			}
			for (Path library : Staging.files(libraries)) plain.put("plugins/lib/" + library.getFileName(), library);
			plain.put("plugins/" + menus.getFileName(), menus);
			write(folder.resolve(name + "-fiji-" + system + ".zip"), fiji);
			write(folder.resolve(name + "-imagej-" + system + ".zip"), plain);
		}
		StringBuilder sums = new StringBuilder();
		for (Path file : Staging.files(folder)) {
			sums.append(Sha256.of(file)).append("  ").append(file.getFileName()).append('\n');
		}
		SafeFile.writeText(folder.resolve("SHA256SUMS"), sums.toString());
	}

	/** Plain ImageJ takes jars from its folder plugins alone. */
	private static String inPlainImageJ(String path, String system) {
		if (path.startsWith("jars/taproot-")) return path.replace("jars/", "plugins/");
		return path.replace("jars/", "plugins/lib/").replaceFirst("^lib/(" + system + "/)?", "plugins/lib/");
	}

	private static void write(Path file, Map<String, Path> entries) throws IOException {
		SafeFile.write(file, out -> {
			ZipOutputStream zip = new ZipOutputStream(out);
			for (Map.Entry<String, Path> entry : entries.entrySet()) {
				zip.setLevel(isPacked(entry.getKey()) ? Deflater.NO_COMPRESSION : Deflater.DEFAULT_COMPRESSION);
				ZipEntry header = new ZipEntry(entry.getKey());
				header.setLastModifiedTime(Files.getLastModifiedTime(entry.getValue()));
				zip.putNextEntry(header);
				Files.copy(entry.getValue(), zip);
			}
			zip.finish();
		});
		check(file, entries);
	}

	private static boolean isPacked(String path) {
		return path.endsWith(".jar") || path.endsWith(".zip") || path.endsWith(".jpg") || path.endsWith(".png");
	}

	private static void check(Path file, Map<String, Path> entries) throws IOException {
		List<String> wrong = new ArrayList<>();
		try (FileSystem zip = FileSystems.newFileSystem(file)) {
			for (Map.Entry<String, Path> entry : entries.entrySet()) {
				Path packed = zip.getPath(entry.getKey());
				if (!Files.isRegularFile(packed) || Files.mismatch(packed, entry.getValue()) >= 0) {
					wrong.add(entry.getKey());
				}
			}
		}
		if (!wrong.isEmpty()) throw new IOException(file + " was written, but differs when it is read back: " + wrong);
	}
}
