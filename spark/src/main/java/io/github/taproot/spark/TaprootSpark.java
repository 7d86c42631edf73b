// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.spark;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

import io.github.taproot.command.FileWork;

/**
 * Segments or measures any number of photographs on a cluster:
 *
 * <pre>
 * spark-submit ... taproot-spark.jar segment --input URI --output URI [--model URI] [--threshold 0.4 ...]
 * spark-submit ... taproot-spark.jar measure --input URI --output URI [--pixel_size 0.1 ...]
 * spark-submit ... taproot-spark.jar traits --input URI --output URI [--pixel_size 0.1 ...]
 * </pre>
 *
 * Further keys are those of Segment Roots Folder, Measure Roots Folder and Measure Root Traits Folder. The input is
 * searched with all folders in it. Masks go to {@code OUTPUT/masks} by the photographs' paths, tables as
 * {@link ResultTable} says. A run that is repeated does what is missing, has changed, has failed, or was made with
 * other settings. The exit code is 0, or 1 where anything failed, or 2 for invalid arguments.
 */
public final class TaprootSpark {

	private static final Map<String, String> COMMANDS = Map.of("segment", "Segment Roots Folder", "measure",
		"Measure Roots Folder", "traits", "Measure Root Traits Folder");
	private static final String SEGMENT = "segment";
	private static final Pattern LOCAL = Pattern.compile("local\\[(\\d+)(?:,\\d+)?]|local-cluster\\[\\d+,(\\d+),\\d+]");
	/** Photographs of a task at most, and of a wave, whose rows are committed together. */
	private static final int IN_TASK = 40;
	private static final int IN_WAVE = 40_000;
	/** Tasks for each core at least, so that none waits long for the last. */
	private static final int TASKS = 4;

	private final SparkSession spark;
	private final Path output;
	private final Configuration conf;

	/** What became of a run. */
	record Outcome(long done, long skipped, long failed) {}

	private TaprootSpark(SparkSession spark, Path output) {
		this.spark = spark;
		this.output = output;
		conf = spark.sparkContext().hadoopConfiguration();
	}

	public static void main(String[] args) {
		int code;
		try {
			Map<String, String> options = options(args);
			SparkSession spark = session(new SparkConf());
			try {
				Outcome outcome = run(spark, args[0], options);
				System.out.println(outcome.done + " done, " + outcome.skipped + " skipped as done before, " +
					outcome.failed + " failed: see " + options.get("output") + "/results.csv.");
				code = outcome.failed == 0 ? 0 : 1;
			}
			finally {
				spark.stop();
			}
		}
		catch (IllegalArgumentException e) {
			System.err.println(e.getMessage());
			code = 2;
		}
		catch (IOException e) {
			System.err.println(e.getMessage());
			code = 1;
		}
		System.exit(code);
	}

	private static Map<String, String> options(String[] args) {
		if (args.length == 0 || !COMMANDS.containsKey(args[0])) {
			throw new IllegalArgumentException("Begin with segment, measure or traits, followed by --input URI and " +
				"--output URI.");
		}
		Map<String, String> options = new LinkedHashMap<>();
		for (int i = 1; i < args.length; i += 2) {
			if (!args[i].startsWith("--") || i + 1 == args.length) {
				throw new IllegalArgumentException("\"" + args[i] + "\" is not of the form --key value.");
			}
			if (options.put(args[i].substring(2), args[i + 1]) != null) {
				throw new IllegalArgumentException(args[i] + " is given twice.");
			}
		}
		for (String key : List.of("input", "output")) {
			if (options.getOrDefault(key, "").isBlank()) throw new IllegalArgumentException("Give --" + key + " URI.");
		}
		return options;
	}

	/** A session in which TensorFlow uses as many threads as a task has cores. */
	static SparkSession session(SparkConf conf) {
		String cores = conf.get("spark.task.cpus", "1");
		conf.setIfMissing("spark.executorEnv.TF_NUM_INTRAOP_THREADS", cores);
		conf.setIfMissing("spark.executorEnv.TF_NUM_INTEROP_THREADS", "1");
		conf.set("spark.executor.extraJavaOptions",
			("-Djava.awt.headless=true -XX:ActiveProcessorCount=" + cores + " " +
			conf.get("spark.executor.extraJavaOptions", "")).strip());
		return SparkSession.builder().config(conf).appName("Taproot").getOrCreate();
	}

	/** Runs a command over all photographs or masks of a folder. */
	static Outcome run(SparkSession spark, String action, Map<String, String> options) throws IOException {
		Map<String, String> inputs = new LinkedHashMap<>(options);
		Path input = new Path(inputs.remove("input"));
		Path output = new Path(inputs.remove("output"));
		String model = inputs.remove("model");
		// By default, it depends on the processor, and executors may have different ones.
		if (action.equals(SEGMENT)) inputs.putIfAbsent("precision", "exact");
		TaprootSpark run = new TaprootSpark(spark, output);
		run.check(action, input);
		if (model != null) spark.sparkContext().addFile(model);
		String modelName = model == null ? "" : new Path(model).getName();
		Map<String, String> here = new LinkedHashMap<>(inputs);
		if (model != null) here.put("model", org.apache.spark.SparkFiles.get(modelName));
		String title = COMMANDS.get(action);
		Worker.Checksums checksums = new Worker.Checksums(model == null ? "" :
			io.github.taproot.files.Sha256.of(java.nio.file.Path.of(here.get("model"))),
			FileWork.settings(title, here));
		long started = System.currentTimeMillis();
		Map<String, String> hadoop = new HashMap<>();
		for (Map.Entry<String, String> entry : run.conf) if (entry.getKey().startsWith("fs.")) hadoop.put(
			entry.getKey(), entry.getValue());
		Step step = new Worker(title, inputs, modelName, qualified(input, run.conf), qualified(output, run.conf),
			action.equals(SEGMENT), hadoop, checksums, started);
		try {
			return run.run(RemoteFiles.list(input, run.conf), checksums.settings(), step, IN_TASK);
		}
		finally {
			run.output.getFileSystem(run.conf).delete(new Path(output, RemoteFiles.TEMPORARY + "/" + started), true);
		}
	}

	private static String qualified(Path path, Configuration conf) throws IOException {
		return path.getFileSystem(conf).makeQualified(path).toString();
	}

	private void check(String action, Path input) throws IOException {
		String in = qualified(input, conf) + "/";
		if ((qualified(output, conf) + "/").startsWith(in)) {
			throw new IllegalArgumentException("Results would be written to " + output + ", which lies in the input: " +
				"choose another output folder.");
		}
		FileSystem files = input.getFileSystem(conf);
		boolean isReviewed = !action.equals(SEGMENT) && input.getParent() != null &&
			(files.exists(new Path(input.getParent(), "reviewed.csv")) ||
				files.exists(new Path(input.getParent(), "exclude")));
		if (isReviewed) {
			throw new IllegalArgumentException(input.getParent() + " was reviewed, and what was rejected there would " +
				"be measured: use " + COMMANDS.get(action) + " instead, in parts if need be.");
		}
		if (action.equals(SEGMENT)) checkCores();
	}

	/** A network is one for all tasks of an executor, which would wait for each other. */
	private void checkCores() {
		SparkConf given = spark.sparkContext().getConf();
		int task = Integer.parseInt(given.get("spark.task.cpus", "1"));
		Matcher local = LOCAL.matcher(given.get("spark.master", ""));
		String cores = local.matches() ? local.group(1) != null ? local.group(1) : local.group(2) :
			given.get("spark.executor.cores", "");
		if (!cores.equals(String.valueOf(task))) {
			throw new IllegalArgumentException("An executor has one network, so give its tasks all of its cores: " +
				"spark.executor.cores is " + (cores.isEmpty() ? "not set" : cores) + " and spark.task.cpus " + task +
				", but both must be set to the same number.");
		}
	}

	/**
	 * The plan, whatever is done with each photograph.
	 *
	 * @param inTask photographs of a task at most
	 */
	Outcome run(List<Listed> listed, String settings, Step step, int inTask) throws IOException {
		ResultTable table = new ResultTable(spark, output);
		Set<List<Object>> done = table.done(settings);
		List<Listed> left = new ArrayList<>();
		for (Listed file : listed) {
			if (!done.contains(List.of(file.path(), file.bytes(), file.modified()))) left.add(file);
		}
		int skipped = listed.size() - left.size();
		JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
		int perTask = Math.max(1, Math.min(inTask, left.size() / (TASKS * context.defaultParallelism())));
		try {
			for (int from = 0; from < left.size(); from += IN_WAVE) {
				List<Listed> wave = new ArrayList<>(left.subList(from, Math.min(left.size(), from + IN_WAVE)));
				JavaRDD<Row> rows = context.parallelize(wave, (wave.size() + perTask - 1) / perTask)
					.mapPartitions(files -> new Rows(files, step));
				table.append(spark.createDataFrame(rows, ResultTable.SCHEMA));
			}
			List<String> paths = new ArrayList<>(listed.size());
			for (Listed file : listed) paths.add(file.path());
			long failed = table.publish(spark.createDataset(paths, Encoders.STRING()).toDF("path"), listed.size());
			return new Outcome(listed.size() - skipped - failed, skipped, failed);
		}
		catch (Exception e) {
			throw new IOException(sentence(e), e);
		}
	}

	/** The innermost message, which is a sentence where Taproot threw it. */
	private static String sentence(Throwable e) {
		Throwable inner = e;
		while (inner.getCause() != null) inner = inner.getCause();
		String message = String.valueOf(inner.getMessage());
		return inner instanceof SparkException ? message.lines().findFirst().orElse("") : message;
	}

	static TaprootSpark of(SparkSession spark, Path output) {
		return new TaprootSpark(spark, output);
	}

	/** The rows of a task's photographs, made one by one. */
	private static final class Rows implements Iterator<Row> {

		private final Iterator<Listed> files;
		private final Step step;
		private Iterator<Row> rows = List.<Row>of().iterator();

		Rows(Iterator<Listed> files, Step step) {
			this.files = files;
			this.step = step;
		}

		@Override
		public boolean hasNext() {
			while (!rows.hasNext() && files.hasNext()) {
				try {
					rows = step.of(files.next()).iterator();
				}
				catch (IOException e) {
					throw new java.io.UncheckedIOException(e);
				}
			}
			return rows.hasNext();
		}

		@Override
		public Row next() {
			return rows.next();
		}
	}
}
