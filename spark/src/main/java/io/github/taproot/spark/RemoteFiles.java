// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Options.CreateOpts;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

import io.github.taproot.files.FileNames;
import io.github.taproot.files.OutputFiles;

/** Files of any file system that Hadoop knows: listed, fetched, and put where they are whole or not at all. */
final class RemoteFiles {

	/** Folder for files that are being written, in the output folder; hidden from listings. */
	static final String TEMPORARY = ".temporary";

	private RemoteFiles() {}

	/**
	 * All images of a folder and of those in it, by path in the order in which people read names. Hidden files and
	 * folders are left out.
	 *
	 * @throws IOException where it is missing, or has none, in one sentence
	 */
	static List<Listed> list(Path folder, Configuration conf) throws IOException {
		FileSystem system = folder.getFileSystem(conf);
		if (!system.exists(folder)) throw new IOException("There is no folder " + folder + ": check its name.");
		String root = system.makeQualified(folder).toUri().getPath();
		String prefix = root.endsWith("/") ? root : root + "/";
		String images = "(?i).*\\.(" + FileNames.IMAGE_EXTENSIONS + ")";
		List<Listed> found = new ArrayList<>();
		for (RemoteIterator<LocatedFileStatus> all = system.listFiles(folder, true); all.hasNext();) {
			FileStatus file = all.next();
			String path = file.getPath().toUri().getPath().substring(prefix.length());
			if (!path.matches(images) || path.startsWith(".") || path.contains("/.")) continue;
			found.add(new Listed(path, file.getLen(), file.getModificationTime(), ""));
		}
		if (found.isEmpty()) {
			throw new IOException("The folder " + folder + " has no PNG, JPEG or TIFF files: choose another one.");
		}
		found.sort(Comparator.comparing(Listed::path, FileNames.NATURAL_ORDER));
		return withoutDoubles(found);
	}

	/** Of files whose results would have one name, the first is done, as in a folder command. */
	private static List<Listed> withoutDoubles(List<Listed> files) {
		Map<String, String> taken = new HashMap<>();
		List<Listed> marked = new ArrayList<>(files.size());
		for (Listed file : files) {
			String key = file.folder() + OutputFiles.key(java.nio.file.Path.of(file.name()));
			String first = taken.putIfAbsent(key, file.path());
			marked.add(first == null ? file : new Listed(file.path(), file.bytes(), file.modified(), first));
		}
		return marked;
	}

	/** Copies a file here. */
	static void fetch(Path from, java.nio.file.Path to, Configuration conf) throws IOException {
		try (InputStream in = from.getFileSystem(conf).open(from)) {
			Files.copy(in, to);
		}
	}

	/**
	 * Copies a file to its place, which it takes once it is whole; another one there is replaced.
	 *
	 * @param attempt names what is tried here as nothing else does
	 */
	static void put(java.nio.file.Path from, Path output, String path, String attempt, Configuration conf)
		throws IOException
	{
		FileContext files = FileContext.getFileContext(output.toUri(), conf);
		Path part = new Path(output, TEMPORARY + "/" + attempt);
		Path target = new Path(output, path);
		try {
			try (OutputStream out = files.create(part, EnumSet.of(CreateFlag.CREATE, CreateFlag.OVERWRITE),
				CreateOpts.createParent()))
			{
				Files.copy(from, out);
			}
			files.mkdir(target.getParent(), null, true);
			files.rename(part, target, Rename.OVERWRITE);
		}
		finally {
			files.delete(part, false);
		}
	}
}
