// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.spark.SparkConf;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;
import org.scijava.app.StatusService;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;

import io.github.taproot.files.Sha256;
import io.github.taproot.table.Table;

/** Two executors, processes of their own, against the folder commands on the same files. */
class TaprootSparkTest {

	private static final int PHOTOGRAPHS = Integer.getInteger("taproot.photographs");
	private static final int ROWS = Integer.getInteger("taproot.rows");
	private static final Context CONTEXT = new Context(CommandService.class, StatusService.class);
	private static final String JAR = System.getProperty("taproot.jar");

	@TempDir
	private static Path temp;
	private static Path input;
	private static SparkSession spark;

	/** Runs a folder command as Fiji does. */
	private static void command(String title, Object... inputs) throws Exception {
		CommandService commands = CONTEXT.service(CommandService.class);
		CommandInfo info = commands.getCommands().stream().filter(each -> each.getTitle().equals(title)).findFirst()
			.orElseThrow();
		commands.run(info, true, inputs).get();
	}

	@BeforeAll
	static void start() throws Exception {
		command("Simulate Rhizotron Images", "output", temp.resolve("set").toFile(), "count", PHOTOGRAPHS, "width", 300,
			"height", 240);
		input = temp.resolve("photographs ä");
		Path deep = Files.createDirectories(input.resolve("2026/tube 1"));
		int i = 0;
		for (Path image : files(temp.resolve("set/images"))) {
			Files.move(image, (i++ % 2 == 0 ? input : deep).resolve(image.getFileName()));
		}
		Files.writeString(deep.resolve("damaged.png"), "not an image");
		Files.writeString(input.resolve("notes.txt"), "not an image");
		Files.writeString(input.resolve(".hidden.png"), "hidden");
		String ours = System.getProperty("taproot.spark.jar");
		String jars = Stream.concat(Stream.of(Path.of(ours), Path.of(ours.replace(".jar", "-tests.jar")), Path.of(JAR)),
			Stream.concat(jars("lib"), jars("lib/taproot"))).map(jar -> jar.toUri().toString())
			.collect(Collectors.joining(","));
		SparkConf conf = new SparkConf().setMaster("local-cluster[2,1,1024]").set("spark.jars", jars)
			.set("spark.speculation", "true").set("spark.speculation.interval", "100ms")
			.set("spark.speculation.multiplier", "1.5").set("spark.ui.enabled", "false")
			.set("spark.sql.shuffle.partitions", "4");
		spark = TaprootSpark.session(conf);
		spark.sparkContext().setLogLevel("OFF");
	}

	@AfterAll
	static void stop() {
		if (spark != null) spark.stop();
	}

	private static Stream<Path> jars(String folder) throws IOException {
		return files(Path.of(JAR).resolveSibling(folder)).stream().filter(jar -> jar.toString().endsWith(".jar") &&
			jar.getParent().endsWith(folder) && !jar.toString().contains("slf4j"));
	}

	private static List<Path> files(Path folder) throws IOException {
		try (Stream<Path> all = Files.walk(folder)) {
			return all.filter(Files::isRegularFile).sorted().toList();
		}
	}

	private static Map<String, String> options(Path in, Path out, String... more) {
		Map<String, String> options = new LinkedHashMap<>(Map.of("input", "file:" + in, "output",
			"file:" + out));
		for (int i = 0; i < more.length; i += 2) options.put(more[i], more[i + 1]);
		return options;
	}

	/** Rows of both folders by path, as a folder command writes them. */
	private static Map<String, Map<String, ?>> expected(String title, Path in, String table, Path out, Object... more)
		throws Exception
	{
		Map<String, Map<String, ?>> rows = new TreeMap<>();
		for (String folder : List.of("", "2026/tube 1/")) {
			Path results = out.resolve(folder.isEmpty() ? "top" : "deep");
			String output = table.equals("lengths.csv") ? Files.createDirectories(results).resolve(table).toString() :
				results.toString();
			List<Object> inputs = new ArrayList<>(List.of("input", in.resolve(folder).toFile(), "output",
				new File(output)));
			inputs.addAll(List.of(more));
			command(title, inputs.toArray());
			for (Map<String, ?> row : Table.read(results.resolve(table)).rows()) {
				if (!"left_out".equals(row.get("status"))) rows.put(folder + row.get("file"), row);
			}
		}
		return rows;
	}

	private static void assertSameRows(Map<String, Map<String, ?>> expected, Path out) throws IOException {
		Map<String, Map<String, ?>> found = new TreeMap<>();
		for (Map<String, ?> row : Table.read(out.resolve("results.csv")).rows()) {
			assertTrue(found.put((String) row.get("path"), row) == null, row.get("path") + " is there twice");
		}
		assertTrue(found.keySet().containsAll(expected.keySet()), found.keySet() + " of " + expected.keySet());
		expected.forEach((path, row) -> row.forEach((column, cell) -> {
			if (List.of("file", "seconds", "message", "status").contains(column)) return;
			Object there = found.get(path).get(column);
			assertEquals(cell, there == null ? "" : there, path + ", " + column);
		}));
	}

	/** Of the processes that this one has started, those that run tasks. */
	private static List<ProcessHandle> executors() {
		return ProcessHandle.current().descendants().filter(process -> process.info().commandLine().orElse("")
			.contains("CoarseGrainedExecutorBackend") || Stream.of(process.info().arguments().orElse(new String[0]))
			.anyMatch(argument -> argument.contains("CoarseGrainedExecutorBackend"))).toList();
	}

	@Test
	void everyPhotographIsDoneOnceWhateverHappens() throws Exception {
		Path out = temp.resolve("out");
		CompletableFuture<Map<String, Map<String, ?>>> folder = new CompletableFuture<>();
		folder.complete(expected("Segment Roots Folder", input, "summary.csv", temp.resolve("folder"),
			"tile_side", 572, "device", "cpu", "precision", "exact"));
		CompletableFuture<TaprootSpark.Outcome> run = CompletableFuture.supplyAsync(() -> {
			try {
				return TaprootSpark.run(spark, "segment", options(input, out, "tile_side", "572", "device", "cpu"));
			}
			catch (IOException e) {
				throw new java.io.UncheckedIOException(e);
			}
		});
		while (!run.isDone() && (!Files.exists(out.resolve("masks")) || files(out.resolve("masks")).size() < 3)) {
			Thread.sleep(20);
		}
		List<ProcessHandle> before = executors();
		assertEquals(2, before.size());
		before.get(0).destroyForcibly();
		assertEquals(new TaprootSpark.Outcome(PHOTOGRAPHS, 0, 1), run.get(5, TimeUnit.MINUTES));
		assertTrue(executors().stream().anyMatch(process -> !before.contains(process)), "nothing was killed");

		assertSameRows(folder.get(), out);
		assertEquals(masks(temp.resolve("folder")), masks(out));
		Map<String, Map<String, ?>> rows = new TreeMap<>();
		for (Map<String, ?> row : Table.read(out.resolve("results.csv")).rows()) {
			rows.put((String) row.get("path"), row);
		}
		Map<String, ?> damaged = rows.remove("2026/tube 1/damaged.png");
		assertEquals("failed", damaged.get("status"));
		assertTrue(((String) damaged.get("message")).startsWith("2026/tube 1/damaged.png "), damaged.toString());
		for (Map.Entry<String, Map<String, ?>> row : rows.entrySet()) {
			assertEquals("done", row.getValue().get("status"));
			assertEquals(Sha256.of(input.resolve(row.getKey())), row.getValue().get("photograph_sha256"));
		}
		// Parquet has every digit of the numbers.
		for (Row row : spark.read().parquet(out.resolve("results").toString()).collectAsList()) {
			if (row.getAs("status").equals("failed")) continue;
			Map<String, ?> told = rows.get(row.<String>getAs("path"));
			for (String column : List.of("root_length_px", "confidence", "root_fraction", "root_pixels")) {
				assertEquals(told.get(column), Table.text(row.getAs(column)), column);
			}
		}

		// Run again, it does what failed and what was replaced, and with other settings all.
		Path replaced = files(input).stream().filter(file -> file.toString().endsWith("jpg") || file.toString()
			.endsWith("png")).skip(3).findFirst().orElseThrow();
		Path source = files(input).stream().filter(file -> file.toString().matches(".*simulated.*")).findFirst()
			.orElseThrow();
		Files.copy(source, replaced, StandardCopyOption.REPLACE_EXISTING);
		TaprootSpark.Outcome again =
			TaprootSpark.run(spark, "segment", options(input, out, "tile_side", "572", "device",
			"cpu"));
		assertEquals(new TaprootSpark.Outcome(1, PHOTOGRAPHS - 1, 1), again);
		Map<String, Map<String, ?>> now = new TreeMap<>(folder.get());
		now.put(input.relativize(replaced).toString(), now.get(input.relativize(source).toString()));
		assertSameRows(now, out);
		Map<String, String> masks = masks(temp.resolve("folder"));
		masks.put(mask(replaced), masks.get(mask(source)));
		assertEquals(masks, masks(out));
		assertEquals(PHOTOGRAPHS, TaprootSpark.run(spark, "segment", options(input, out, "tile_side", "572", "device",
			"cpu", "threshold", "0.4")).done());

		measured("measure", "Measure Roots Folder", "lengths.csv", out.resolve("masks"));
		measured("traits", "Measure Root Traits Folder", "traits.csv", out.resolve("masks"));
	}

	private static String mask(Path photograph) {
		return input.relativize(photograph).toString().replaceAll("\\.\\w+$", ".png");
	}

	private static void measured(String action, String title, String table, Path masks) throws Exception {
		Path out = temp.resolve(action);
		TaprootSpark.Outcome outcome = TaprootSpark.run(spark, action, options(masks, out, "pixel_size", "0.1"));
		assertEquals(new TaprootSpark.Outcome(PHOTOGRAPHS, 0, 0), outcome);
		assertSameRows(expected(title, masks, table, temp.resolve(action + "-folder"), "pixel_size", 0.1), out);
	}

	/** Checksums of the masks by path: of two runs of a folder command, or of one on Spark. */
	private static Map<String, String> masks(Path out) throws IOException {
		Map<String, String> masks = new TreeMap<>();
		boolean isFolder = Files.exists(out.resolve("top"));
		for (Path root : isFolder ? List.of(out.resolve("top/masks"), out.resolve("deep/masks")) :
			List.of(out.resolve("masks")))
		{
			for (Path file : files(root)) {
				if (file.getFileName().toString().endsWith(".crc")) continue;
				masks.put((root.startsWith(out.resolve("deep")) ? "2026/tube 1/" : "") + root.relativize(file),
					Sha256.of(file));
			}
		}
		return masks;
	}

	@Test
	void manyRowsPassThroughTheSamePlan() throws Exception {
		Path out = temp.resolve("many");
		List<Listed> listed = new ArrayList<>();
		for (int i = 0; i < ROWS; i++) listed.add(new Listed("tube/IMG_" + i + ".jpg", 5_000_000, i, ""));
		TaprootSpark plan = TaprootSpark.of(spark, new org.apache.hadoop.fs.Path(out.toUri()));
		long start = System.nanoTime();
		TaprootSpark.Outcome outcome = plan.run(listed, "settings", new Empty(), 1000);
		double seconds = (System.nanoTime() - start) / 1e9;
		System.gc();
		System.out.printf("%d empty rows: %.0f s; the driver holds %.0f MB%n", ROWS, seconds,
			(Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) / 1e6);
		assertEquals(new TaprootSpark.Outcome(ROWS, 0, 0), outcome);
		assertEquals(ROWS, spark.read().parquet(out.resolve("results").toString()).select("path").distinct()
			.count());
	}

	/** Makes rows of nothing. */
	private static final class Empty implements Step {

		private static final long serialVersionUID = 1L;

		@Override
		public List<Row> of(Listed file) {
			return List.of(RowFactory.create(file.path(), 0, file.bytes(), file.modified(), "done", "", new String[0],
				new String[0], scala.jdk.javaapi.CollectionConverters.asScala(new LinkedHashMap<String, Double>()), 0.0,
				"", "", "", "settings", 1L));
		}
	}

	@Test
	void whatMakesNoSenseIsSaidBeforeAnythingRuns() throws IOException {
		Path out = temp.resolve("refused");
		for (String[] wrong : new String[][] { { "threshold", "much" }, { "colour", "red" }, { "resume", "true" } }) {
			String message = assertThrows(IllegalArgumentException.class, () -> TaprootSpark.run(spark, "segment",
				options(input, out, wrong))).getMessage();
			assertTrue(message.contains(wrong[0]) && message.endsWith("."), message);
		}
		assertTrue(assertThrows(IllegalArgumentException.class, () -> TaprootSpark.run(spark, "segment",
			options(input, input.resolve("out")))).getMessage().contains("lies in the input"));
		assertTrue(assertThrows(IOException.class, () -> TaprootSpark.run(spark, "segment",
			options(temp.resolve("nowhere"), out))).getMessage().startsWith("There is no folder "));
		assertTrue(!new File(out.toString()).exists());
	}
}
