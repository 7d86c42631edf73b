// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.spark;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.SparkFiles;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

import io.github.taproot.command.FileWork;
import io.github.taproot.files.ImageFiles;
import io.github.taproot.files.OutputFiles;
import io.github.taproot.files.SafeFile;
import io.github.taproot.files.Sha256;
import io.github.taproot.table.Table;

/**
 * What an executor does: fetches a photograph, has a folder command work on it, and puts what that writes into the
 * output. A process has one network, which all its tasks take in turn.
 */
final class Worker implements Step {

	private static final long serialVersionUID = 1L;
	private static final int TRIES = 3;
	/** Of memory for each pixel of a mask that is measured; photographs that are too large are segmented in bands. */
	private static final long BYTES = 64;

	private static final Map<String, FileWork> OPEN = new HashMap<>();

	private final String title;
	private final Map<String, String> inputs;
	private final String modelName;
	private final String input;
	private final String output;
	private final boolean writesFiles;
	private final Map<String, String> hadoop;
	private final Checksums checksums;
	private final long run;

	/**
	 * What made a row.
	 *
	 * @param model of its file; "" for the one that comes with Taproot, or none
	 * @param settings of all that decides the numbers
	 */
	record Checksums(String model, String settings) implements java.io.Serializable {}

	/**
	 * @param modelName of the file that Spark hands to executors; "" for none
	 * @param hadoop settings of Hadoop's file systems
	 */
	Worker(String title, Map<String, String> inputs, String modelName, String input, String output,
		boolean writesFiles, Map<String, String> hadoop, Checksums checksums, long run)
	{
		this.title = title;
		this.inputs = new LinkedHashMap<>(inputs);
		this.modelName = modelName;
		this.input = input;
		this.output = output;
		this.writesFiles = writesFiles;
		this.hadoop = new HashMap<>(hadoop);
		this.checksums = checksums;
		this.run = run;
	}

	private FileWork open() throws IOException {
		FileWork work = OPEN.get(checksums.settings);
		if (work == null) {
			Map<String, String> all = new LinkedHashMap<>(inputs);
			if (!modelName.isEmpty()) all.put("model", SparkFiles.get(modelName));
			work = FileWork.open(title, all);
			OPEN.put(checksums.settings, work);
		}
		return work;
	}

	@Override
	public List<Row> of(Listed file) throws IOException {
		try {
			return done(file);
		}
		catch (FileNotFoundException e) {
			return rows(file, "", failed(file.path() + " was removed after the run began."), Path.of(file.name()));
		}
	}

	private List<Row> done(Listed file) throws IOException {
		Configuration conf = new Configuration();
		hadoop.forEach(conf::set);
		Path folder = Files.createTempDirectory("taproot-spark");
		try {
			Path local = folder.resolve(file.name());
			Path results = Files.createDirectory(folder.resolve("results"));
			Listed read = fetch(file, local, conf);
			String sha256 = read == null ? "" : Sha256.of(local);
			FileWork.Result result;
			if (read == null) {
				result = failed(file.path() + " changed while it was read: run again once it is complete.");
			}
			else if (!file.sameAs().isEmpty()) {
				result = failed(OutputFiles.sameName(Path.of(file.path()), Path.of(file.sameAs())).getMessage());
			}
			else if (!writesFiles && ImageFiles.pixels(local) * BYTES > Runtime.getRuntime().maxMemory()) {
				result = failed(file.path() + " is too large for the memory of an executor: give executors more " +
					"(--executor-memory), or use " + title + ".");
			}
			else {
				synchronized (OPEN) {
					result = open().of(local, results);
				}
				if (writesFiles && result.failure().isEmpty()) put(file, results, conf);
			}
			return rows(read == null ? file : read, sha256, result, local);
		}
		finally {
			SafeFile.deleteFolder(folder);
		}
	}

	private static FileWork.Result failed(String sentence) {
		return new FileWork.Result(List.of(), sentence, 0);
	}

	/** Copies the file here as it is at one moment; null where it keeps changing. */
	private Listed fetch(Listed file, Path local, Configuration conf) throws IOException {
		org.apache.hadoop.fs.Path remote = new org.apache.hadoop.fs.Path(input + "/" + file.path());
		for (int i = 0; i < TRIES; i++) {
			Files.deleteIfExists(local);
			FileStatus before = remote.getFileSystem(conf).getFileStatus(remote);
			RemoteFiles.fetch(remote, local, conf);
			FileStatus after = remote.getFileSystem(conf).getFileStatus(remote);
			if (before.getModificationTime() == after.getModificationTime() && Files.size(local) == after.getLen()) {
				return new Listed(file.path(), after.getLen(), after.getModificationTime(), file.sameAs());
			}
		}
		return null;
	}

	private void put(Listed file, Path results, Configuration conf) throws IOException {
		List<Path> written;
		try (Stream<Path> all = Files.walk(results)) {
			written = all.filter(Files::isRegularFile).toList();
		}
		for (Path each : written) {
			Path place = results.relativize(each);
			RemoteFiles.put(each, new org.apache.hadoop.fs.Path(output), place.getParent() + "/" + file.folder() +
				place.getFileName(), run + "/" + UUID.randomUUID(), conf);
		}
	}

	private List<Row> rows(Listed file, String sha256, FileWork.Result result, Path local) {
		List<Row> rows = new ArrayList<>();
		// Sentences name the file by its place here, which nobody can look at.
		String failure = result.failure().replace(local.toString(), file.path());
		boolean isFailed = !failure.isEmpty();
		List<Map<String, Object>> tables = isFailed ? List.of(Map.of()) : result.rows();
		for (Map<String, Object> table : tables) {
			List<String> columns = new ArrayList<>();
			List<String> cells = new ArrayList<>();
			Map<String, Double> numbers = new LinkedHashMap<>();
			table.forEach((column, cell) -> {
				if (column.equals("file")) return;
				columns.add(column);
				cells.add(Table.text(cell));
				if (cell instanceof Number number) numbers.put(column, number.doubleValue());
			});
			rows.add(RowFactory.create(file.path(), rows.size(), file.bytes(), file.modified(), isFailed ? "failed" :
				"done", failure, columns.toArray(String[]::new), cells.toArray(String[]::new), scala(numbers),
				result.seconds(), host(), sha256, checksums.model, checksums.settings, run));
		}
		return rows;
	}

	private static scala.collection.Map<String, Double> scala(Map<String, Double> map) {
		return scala.jdk.javaapi.CollectionConverters.asScala(map);
	}

	private static String host() {
		try {
			return InetAddress.getLocalHost().getHostName();
		}
		catch (UnknownHostException e) {
			return "";
		}
	}
}
