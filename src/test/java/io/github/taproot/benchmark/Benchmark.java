// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.taproot.batch.FolderSegmentation;
import io.github.taproot.batch.FolderSimulation;
import io.github.taproot.batch.ScanSegmentation;
import io.github.taproot.files.AnnotatedFolder;
import io.github.taproot.files.ImageFiles;
import io.github.taproot.files.NameAffix;
import io.github.taproot.files.ResultFiles;
import io.github.taproot.files.SafeFile;
import io.github.taproot.files.ScanFile;
import io.github.taproot.image.Luminance;
import io.github.taproot.image.Mask;
import io.github.taproot.image.Photograph;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.image.Polarity;
import io.github.taproot.progress.Progress;
import io.github.taproot.roots.RootMeasurement;
import io.github.taproot.segmentation.ComponentFilter;
import io.github.taproot.segmentation.Threshold;
import io.github.taproot.segmentation.frangi.FrangiForm;
import io.github.taproot.segmentation.frangi.FrangiSegmenter;
import io.github.taproot.segmentation.frangi.FrangiSettings;
import io.github.taproot.simulation.RhizotronSimulator;
import io.github.taproot.simulation.SimulationSettings;
import io.github.taproot.table.Table;
import io.github.taproot.unet.DeviceChoice;
import io.github.taproot.unet.EngineLoader;
import io.github.taproot.unet.NetworkArchitecture;
import io.github.taproot.unet.Optimiser;
import io.github.taproot.unet.Precision;
import io.github.taproot.unet.TrainingContext;
import io.github.taproot.unet.TrainingListener;
import io.github.taproot.unet.TrainingSettings;
import io.github.taproot.unet.UNetArchitecture;
import io.github.taproot.unet.UNetEngine;
import io.github.taproot.unet.UNetModel;
import io.github.taproot.unet.UNetNetwork;
import io.github.taproot.unet.UNetSegmenter;
import io.github.taproot.unet.UNetTrainer;
import io.github.taproot.unet.natives.FreeMemory;
import io.github.taproot.unet.training.Split;

/**
 * Measures how fast Taproot is on this computer, in turn with PyTorch and scikit-image where a Python has them, and
 * what the computer can do at most. Networks have random weights, which take as long as trained ones. All runs on the
 * processor.
 */
public final class Benchmark {

	/** What can be measured, in the order of the table. */
	public static final List<String> ROWS =
		List.of("limits", "tile", "photograph", "step", "folder", "thinning", "frangi", "scan", "start");

	/** 10^9 operations of the paper's network for a tile of 572 px. */
	private static final double TILE_GFLOP = 301.5;
	/** Tiles of the paper's grid on its photographs. */
	private static final int PAPER_TILES = 55;
	private static final UNetArchitecture PLAIN = new UNetArchitecture(64, UNetArchitecture.Head.PLAIN);
	private static final int MATRIX = 4096;
	private static final int FOLDER = 6;
	private static final double TRAINING_MINUTES = 1;
	/** At 0.5, random weights take half of all soil for root. */
	private static final Threshold RARE = new Threshold(0.9);

	/** Starts Taproot. */
	@FunctionalInterface
	public interface Start {

		/** @return seconds from its start to its end with these arguments; NaN where it can't be started */
		double seconds(String... arguments) throws IOException;
	}

	/**
	 * What to measure.
	 *
	 * @param runs of each row, at least 1
	 * @param python a program
	 * @param scanMegapixels of the large scan; one of a quarter is measured, too
	 * @param start of this program
	 */
	public record Wanted(List<String> rows, int runs, String python, double scanMegapixels, Start start) {

		public Wanted {
			for (String row : rows) {
				if (!ROWS.contains(row)) {
					throw new IllegalArgumentException(
						"The parameter rows can have " + String.join(", ", ROWS) + ", but has \"" + row + "\".");
				}
			}
			if (runs < 1 || runs > 100) {
				throw new IllegalArgumentException("The runs must be 1 to 100, but are " + runs + ".");
			}
			if (!(scanMegapixels >= 1 && scanMegapixels <= 2400)) {
				throw new IllegalArgumentException("The scan must have 1 to 2400 megapixels, but has " +
					scanMegapixels + ".");
			}
		}
	}

	/** One run of something, in seconds. */
	@FunctionalInterface
	private interface Timed {

		void run() throws IOException;
	}

	private final UNetEngine engine;
	private final Wanted wanted;
	private final Path folder;
	private final Progress progress;
	private final Consumer<String> log;
	private final List<Measured> measured = new ArrayList<>();
	private final Map<String, String> about = new LinkedHashMap<>();
	private double gigaflops = Double.NaN;

	/** @param folder gets {@code benchmark.md} and {@code benchmark.csv}, written after every row */
	public Benchmark(UNetEngine engine, Wanted wanted, Path folder, Progress progress, Consumer<String> log) {
		this.engine = engine;
		this.wanted = wanted;
		this.folder = folder;
		this.progress = progress;
		this.log = log;
	}

	/**
	 * One text of keys and values, such as
	 * {@code output=FOLDER,rows=tile;step,runs=5,python=python3,scan_megapixels=96}.
	 */
	public static void main(String[] args) throws IOException {
		Map<String, String> keys =
			new LinkedHashMap<>(Map.of("output", "benchmark", "rows", String.join(";", ROWS), "runs", "5",
			"python", "python3", "scan_megapixels", "96"));
		for (String key : String.join(",", args).split(",")) {
			String[] parts = key.strip().split("=", 2);
			if (parts.length < 2 || keys.put(parts[0], parts[1]) == null) {
				throw new IllegalArgumentException("The keys are " + keys.keySet() + ", with values after =, " +
					"but one is " + key + ".");
			}
		}
		Wanted wanted = new Wanted(List.of(keys.get("rows").split(";")), Integer.parseInt(keys.get("runs")),
			keys.get("python"), Double.parseDouble(keys.get("scan_megapixels")), Benchmark::started);
		System.out.println(new Benchmark(EngineLoader.engine(), wanted, Path.of(keys.get("output")),
			(done, total, message) -> System.out.println(message), System.out::println).run());
		System.exit(0);
	}

	/** Taproot by its jar, or by the class path where it is none. */
	private static double started(String... arguments) throws IOException {
		try {
			Path code = Path.of(UNetModel.class.getProtectionDomain().getCodeSource().getLocation().toURI());
			List<String> line = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
			line.addAll(code.toString().endsWith(".jar") ? List.of("-jar", code.toString())
				: List.of("-cp", System.getProperty("java.class.path"), "io.github.taproot.command.Main"));
			line.addAll(List.of(arguments));
			long start = System.nanoTime();
			Process process = new ProcessBuilder(line).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
			return process.waitFor() == 0 ? (System.nanoTime() - start) / 1e9 : Double.NaN;
		}
		catch (URISyntaxException e) {
			throw new IOException(e);
		}
		catch (InterruptedException e) {
			Thread.currentThread().interrupt();
			throw new IOException("The benchmark was interrupted.", e);
		}
	}

	/**
	 * Measures.
	 *
	 * @return the table in Markdown
	 * @throws java.util.concurrent.CancellationException where the user cancels; rows that are done are kept
	 * @throws IOException where a file can't be written, or, in the end, where a row could not be measured
	 */
	public String run() throws IOException {
		SafeFile.makeFolder(folder);
		Path temporary = Files.createTempDirectory("taproot-benchmark");
		List<String> failed = new ArrayList<>();
		try (Peer peer = Peer.start(wanted.python, Runtime.getRuntime().availableProcessors())) {
			describe(peer);
			for (int i = 0; i < wanted.rows.size(); i++) {
				String row = wanted.rows.get(i);
				progress.report(i, wanted.rows.size(), "Measuring: " + row);
				progress.throwIfCancelled();
				try {
					measure(row, peer, temporary);
				}
				catch (CancellationException e) {
					throw e;
				}
				catch (IOException | RuntimeException | OutOfMemoryError e) {
					failed.add("The row " + row + " could not be measured. " +
						(e instanceof UncheckedIOException ? e.getCause() : e).getMessage());
					log.accept(failed.get(failed.size() - 1));
				}
				SafeFile.writeText(folder.resolve("benchmark.md"), markdown());
				SafeFile.writeText(folder.resolve("benchmark.csv"), csv());
			}
		}
		finally {
			SafeFile.deleteFolder(temporary);
		}
		progress.report(1, 1, "Measuring");
		if (!failed.isEmpty()) {
			throw new IOException(String.join("\n", failed) + "\nAll else is in " +
				folder.resolve("benchmark.md") + ".");
		}
		return markdown();
	}

	private void describe(Peer peer) throws IOException {
		about.put("date", LocalDate.now().toString());
		about.put("processor", processor());
		about.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
		about.put("memory", (FreeMemory.total() >> 20) + " MB");
		about.put("java memory", (Runtime.getRuntime().maxMemory() >> 20) + " MB");
		about.put("java", System.getProperty("java.version"));
		about.put("tensorflow", engine.info().tensorflow());
		about.put("peers", peer == null ? "none: there is no " + wanted.python : peer.ask("versions"));
	}

	private static String processor() {
		try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
			List<String> all = lines.toList();
			String name = all.stream().filter(line -> line.startsWith("model name")).findFirst()
				.map(line -> line.replaceFirst(".*: ", "")).orElse(System.getProperty("os.arch"));
			String flags = all.stream().filter(line -> line.startsWith("flags")).findFirst().orElse("");
			for (String flag : List.of("avx2", "avx512f", "avx512_bf16", "amx_bf16")) {
				if (flags.matches(".*\\b" + flag + "\\b.*")) name += " " + flag;
			}
			return name;
		}
		catch (IOException | RuntimeException e) {
			return System.getProperty("os.arch");
		}
	}

	private void measure(String row, Peer peer, Path temporary) throws IOException {
		switch (row) {
			case "limits" -> limits();
			case "tile" -> tile(peer);
			case "photograph" -> photograph(peer);
			case "step" -> step(peer, temporary);
			case "folder" -> folder(temporary);
			case "thinning" -> thinning(peer, temporary);
			case "frangi" -> frangi(peer, temporary);
			case "scan" -> scan(temporary);
			case "start" -> start(temporary);
			default -> throw new IllegalArgumentException(row);
		}
	}

	private double seconds(Timed work) throws IOException {
		progress.throwIfCancelled();
		long start = System.nanoTime();
		work.run();
		return (System.nanoTime() - start) / 1e9;
	}

	/** Runs, after one that does not count, in turn with a peer where there is one. */
	private Measured pairs(String what, String note, Timed ours, Peer peer, String name, double factor, String... words)
		throws IOException
	{
		ours.run();
		boolean isCompared = peer != null && !Double.isNaN(peer.seconds(words));
		double[] mine = new double[wanted.runs];
		double[] theirs = new double[isCompared ? wanted.runs : 0];
		for (int run = 0; run < wanted.runs; run++) {
			mine[run] = seconds(ours);
			if (!isCompared) continue;
			theirs[run] = factor * peer.seconds(words);
			if (Double.isNaN(theirs[run])) throw new IOException(name + " failed while it was measured.");
		}
		return new Measured(what, "s", mine, isCompared ? name : "", theirs, isCompared || name.isEmpty() ? note
			: (note + " " + name + " is not there.").strip());
	}

	private void limits() {
		gigaflops = engine.gigaflops(MATRIX, Precision.EXACT);
		String product = "product of two matrices of " + MATRIX + "x" + MATRIX + " in TensorFlow, ";
		measured.add(new Measured(product + "float32", "GFLOP/s", new double[] { gigaflops },
			"what networks can reach where TensorFlow uses oneDNN"));
		double fast = engine.gigaflops(MATRIX, Precision.FAST);
		if (!Double.isNaN(fast)) {
			measured.add(new Measured(product + "bfloat16", "GFLOP/s", new double[] { fast },
				"the same for precision=fast"));
		}
		int n = 1 << 24;
		float[] from = new float[n];
		float[] to = new float[n];
		double[] rates = new double[wanted.runs];
		int parts = Runtime.getRuntime().availableProcessors();
		for (int run = -1; run < rates.length; run++) {
			long start = System.nanoTime();
			IntStream.range(0, parts).parallel().forEach(part -> {
				int begin = (int) ((long) n * part / parts);
				System.arraycopy(from, begin, to, begin, (int) ((long) n * (part + 1) / parts) - begin);
			});
			if (run >= 0) rates[run] = 2.0 * 4 * n / (System.nanoTime() - start);
		}
		measured.add(new Measured("copying memory, read and written", "GB/s", rates, ""));
	}

	private UNetNetwork open(NetworkArchitecture network, Precision precision, Optimiser optimiser) {
		return engine.open(network, network.initialWeights(1), DeviceChoice.CPU, precision, optimiser);
	}

	private static float[] noise(int side) {
		float[] tile = new float[side * side * 3];
		Random random = new Random(1);
		for (int i = 0; i < tile.length; i++) tile[i] = random.nextFloat() - 0.5f;
		return tile;
	}

	private void tile(Peer peer) throws IOException {
		float[] tile = noise(UNetArchitecture.PAPER_SIDE);
		for (Precision precision : Precision.values()) {
			try (UNetNetwork network = open(UNetArchitecture.PAPER, precision, null)) {
				Measured row = pairs("a tile of 572 px, the paper's network, " + words(precision, network), "",
					() -> network.predict(tile, 1, UNetArchitecture.PAPER_SIDE), peer, "PyTorch, float32", 1, "tile",
					"64", "paper");
				double reached = TILE_GFLOP / Measured.median(row.ours());
				String note = String.format(Locale.ROOT, "%.0f GFLOP/s", reached);
				if (precision == Precision.EXACT && !Double.isNaN(gigaflops)) {
					note += String.format(Locale.ROOT, ", %.0f %% of the matrix product's", 100 * reached / gigaflops);
				}
				measured.add(row.noting(note));
			}
		}
	}

	private static String words(Precision precision, UNetNetwork network) {
		String device = network.device();
		return precision == Precision.EXACT ? "exact"
			: device.contains("float16") ? "fast (bfloat16)" : "fast (float32)";
	}

	private void photograph(Peer peer) throws IOException {
		Photograph photograph = RhizotronSimulator.simulate(SimulationSettings.of(3991, 1842, 1), 0).photograph();
		for (UNetArchitecture architecture : new UNetArchitecture[] { PLAIN, UNetArchitecture.FAST }) {
			for (Precision precision : Precision.values()) {
				try (UNetNetwork network = open(architecture, precision, null)) {
					UNetSegmenter segmenter = new UNetSegmenter(network, 0, 0, log);
					Timed work = () -> segmenter.probability(photograph, cancelling());
					String what = "a photograph of 3991x1842 px, width " + architecture.width() +
						" with a plain head, " +
						words(precision, network);
					String head = architecture == PLAIN ? "paper" : "plain";
					measured.add(pairs(what, "PyTorch: " + PAPER_TILES + " times its time for a tile, as the " +
						"paper tiles.", work, peer, "PyTorch, width " + architecture.width() + ", " + head + " head",
						PAPER_TILES, "tile", Integer.toString(architecture.width()), head));
				}
			}
		}
	}

	private void step(Peer peer, Path temporary) throws IOException {
		int side = UNetArchitecture.PAPER_SIDE;
		float[] tile = noise(side);
		byte[] labels = labels(UNetArchitecture.PAPER.outputSide(side));
		for (Precision precision : Precision.values()) {
			try (UNetNetwork network = open(UNetArchitecture.PAPER, precision, Optimiser.PAPER)) {
				measured.add(pairs("a training step of one tile of 572 px, the paper's network, " +
					words(precision, network), "", () -> network.train(tile, labels, 1, side, 1e-9), peer,
					"PyTorch, float32", 1, "step"));
			}
		}
		int small = 412;
		float[] four = new float[4 * small * small * 3];
		System.arraycopy(noise(small), 0, four, 0, small * small * 3);
		byte[] fourLabels = labels(2 * UNetArchitecture.FAST.outputSide(small));
		for (Precision precision : Precision.values()) {
			try (UNetNetwork network =
				open(UNetArchitecture.FAST, precision, new Optimiser(Optimiser.Method.ADAMW, 0, 1e-4)))
			{
				measured.add(pairs("a training step of 4 tiles of 412 px, width 16, " + words(precision, network), "",
					() -> network.train(four, fourLabels, 4, small, 1e-9), null, "", 1));
			}
		}
		waiting(temporary);
	}

	/** Of a training that reads simulated photographs. */
	private void waiting(Path temporary) throws IOException {
		Path photographs = photographs(temporary);
		Split split = Split.byRootPixels(
			new AnnotatedFolder(photographs.resolve("images"), photographs.resolve("masks"), NameAffix.of(""))
			.check(new ImageFiles(), cancelling())
				.usable(false), 1);
		TrainingContext context =
			new TrainingContext(engine, DeviceChoice.CPU, Precision.FAST, TrainingListener.NONE, log);
		UNetTrainer.Outcome outcome = new UNetTrainer(context, new ImageFiles()).train(null, split,
			TrainingSettings.fast(TRAINING_MINUTES, 1), temporary.resolve("trained"), false, cancelling());
		progress.throwIfCancelled();
		if (outcome.end() != UNetTrainer.End.FINISHED) throw new IOException("The training diverged.");
		measured.add(new Measured("training by preset fast on photographs of 2000x1500 px: waits for tiles",
			"% of the time", new double[] { 100 * outcome.waited() }, "a minute; precision=fast"));
	}

	/** A folder of simulated photographs, made once. */
	private Path photographs(Path temporary) throws IOException {
		Path photographs = temporary.resolve("photographs");
		if (!Files.exists(photographs.resolve("lengths.csv"))) {
			new FolderSimulation(SimulationSettings.of(2000, 1500, 2), FOLDER, true).run(photographs, cancelling());
		}
		return photographs;
	}

	/** Of side times side pixels, one in a hundred of them root. */
	private static byte[] labels(int side) {
		byte[] labels = new byte[side * side];
		for (int i = 0; i < labels.length; i += 100) labels[i] = 1;
		return labels;
	}

	private void folder(Path temporary) throws IOException {
		Path photographs = photographs(temporary);
		double[] shares = new double[wanted.runs];
		double[] seconds = new double[wanted.runs];
		try (UNetNetwork network = open(UNetArchitecture.FAST, Precision.EXACT, null)) {
			long[] computing = { 0 };
			UNetNetwork watched = (UNetNetwork) Proxy.newProxyInstance(Benchmark.class.getClassLoader(),
				new Class<?>[] { UNetNetwork.class }, (proxy, method, arguments) -> {
					long start = System.nanoTime();
					try {
						return method.invoke(network, arguments);
					}
					catch (InvocationTargetException e) {
						// Otherwise whoever halves tiles would not know that memory ran out.
						throw e.getCause();
					}
					finally {
						if (method.getName().equals("predict")) computing[0] += System.nanoTime() - start;
					}
				});
			for (int run = -1; run < wanted.runs; run++) {
				computing[0] = 0;
				double all = seconds(() -> new FolderSegmentation(RARE, new ComponentFilter(0), false, false, false,
					false)
					.run(photographs.resolve("images"), temporary.resolve("segmented"),
						new UNetSegmenter(watched, 0, 0, log), Map.of(), Map::of, cancelling(), log));
				if (run < 0) continue;
				seconds[run] = all;
				shares[run] = 100 * computing[0] / 1e9 / all;
			}
		}
		measured.add(new Measured("a folder of " + FOLDER + " photographs of 2000x1500 px, width 16, exact", "s",
			seconds, ""));
		measured.add(new Measured("of that, TensorFlow computes", "%", shares, "reading, writing and measuring go on " +
			"meanwhile"));
	}

	private void thinning(Peer peer, Path temporary) throws IOException {
		Mask mask = RhizotronSimulator.simulate(SimulationSettings.of(2550, 2273, 3), 0).mask();
		Path file = Files.write(temporary.resolve("mask"), mask.pixels());
		measured.add(pairs("thinning and measuring a mask of 2550x2273 px", "scikit-image: skeletonize alone.",
			() -> RootMeasurement.of(mask, PixelCalibration.PIXELS, Progress.NONE), peer, "scikit-image", 1, "thin",
			file.toString(), "2550", "2273"));
	}

	private void frangi(Peer peer, Path temporary) throws IOException {
		Photograph photograph = RhizotronSimulator.simulate(SimulationSettings.of(2550, 2273, 3), 0).photograph();
		double[] grey = Luminance.darkRoots(photograph, Polarity.BRIGHT);
		ByteBuffer bytes = ByteBuffer.allocate(grey.length * 8).order(ByteOrder.LITTLE_ENDIAN);
		bytes.asDoubleBuffer().put(grey);
		Path file = Files.write(temporary.resolve("grey"), bytes.array());
		for (FrangiForm form : new FrangiForm[] { FrangiForm.EXACT, FrangiForm.DEFAULT }) {
			FrangiSettings settings =
				new FrangiSettings(form, Polarity.BRIGHT, 4, 0.5, 15, new Threshold(1e-5), new ComponentFilter(40, 4));
			measured.add(pairs("Frangi filter, sigma 1, 2, 4, 8, 2550x2273 px, " + form.label(), "",
				() -> new FrangiSegmenter(settings, null).probability(photograph, Progress.NONE), peer, "scikit-image",
				1, "frangi", file.toString(), "2550", "2273"));
		}
	}

	private void scan(Path temporary) throws IOException {
		Photograph soil = RhizotronSimulator.simulate(SimulationSettings.of(1000, 1000, 4), 0).photograph();
		float[] samples = new float[soil.channels() * 1_000_000];
		soil.source().read(0, 0, 1000, 1000, samples);
		NetworkArchitecture narrow = new UNetArchitecture(8, UNetArchitecture.Head.PLAIN);
		double[] perMegapixel = new double[2];
		for (int i = 0; i < 2; i++) {
			int width = (int) Math.round(Math.sqrt(wanted.scanMegapixels * 1e6 * 1.5) / (2 - i));
			int height = width * 2 / 3;
			Path file = temporary.resolve("scan.tif");
			int[] row = { 0 };
			ResultFiles.writeMask(width, height, PixelCalibration.PIXELS, (pixels, count) -> {
				for (int y = 0; y < count; y++, row[0]++) {
					for (int x = 0; x < width; x++) {
						pixels[y * width + x] = (byte) samples[row[0] % 1000 * 1000 + x % 1000];
					}
				}
			}, file);
			MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
			long[] heap = { 0 };
			Progress watching = watching(() -> heap[0] = Math.max(heap[0], memory.getHeapMemoryUsage().getUsed()));
			double seconds;
			try (UNetNetwork network = open(narrow, Precision.EXACT, null); ScanFile scan = new ScanFile(file)) {
				seconds = seconds(() -> {
					ScanSegmentation work = new ScanSegmentation(scan, new UNetSegmenter(network, 0, 0, log), RARE,
						new ComponentFilter(0), watching);
					ResultFiles.writeMask(width, height, PixelCalibration.PIXELS, work::read,
						temporary.resolve("scan-mask.tif"));
				});
			}
			perMegapixel[i] = seconds / (width * (double) height / 1e6);
			String note = String.format(Locale.ROOT, "%.4f s a megapixel; Java's heap at most %d MB of %d",
				perMegapixel[i], heap[0] >> 20, Runtime.getRuntime().maxMemory() >> 20);
			if (i == 1) {
				note += String.format(Locale.ROOT, "; %+.1f %% a megapixel against the smaller one",
					100 * (perMegapixel[1] / perMegapixel[0] - 1));
			}
			measured.add(new Measured("a grey scan of " + width + "x" + height +
				" px, read, segmented (width 8), measured and written", "s", new double[] { seconds }, note));
		}
	}

	/** Rows are counted, not what is within them. */
	private Progress cancelling() {
		return watching(() -> {});
	}

	private Progress watching(Runnable onReport) {
		return new Progress() {

			@Override
			public void report(long done, long total, String message) {
				onReport.run();
			}

			@Override
			public boolean isCancelled() {
				return progress.isCancelled();
			}
		};
	}

	private void start(Path temporary) throws IOException {
		Path image = temporary.resolve("tile.png");
		ResultFiles.writePhotograph(RhizotronSimulator.simulate(SimulationSettings.of(388, 388, 1), 0)
			.photograph(), image);
		Path model = temporary.resolve("model.zip");
		UNetModel.untrained(TrainingSettings.fast(1, 1), UNetArchitecture.FAST.initialWeights(1), "none").save(model);
		String[][] calls = { { "--help" }, { "--run", "Taproot Device Info" }, { "--run", "Segment Roots Folder",
			"input=" + Files.createDirectory(temporary.resolve("one")) + ",model=" + model + ",output=" +
				temporary.resolve("started") } };
		Files.copy(image, temporary.resolve("one").resolve("tile.png"));
		String[] names = { "start: Java and the list of commands", "start: the same and TensorFlow",
			"start: the same, a model, and a tile of 572 px" };
		for (int i = 0; i < calls.length; i++) {
			double[] seconds = new double[wanted.runs];
			for (int run = -1; run < wanted.runs; run++) {
				double took = wanted.start.seconds(calls[i]);
				if (Double.isNaN(took)) throw new IOException("Taproot could not be started: use its jar.");
				if (run >= 0) seconds[run] = took;
			}
			measured.add(new Measured(names[i], "s", seconds, ""));
		}
	}

	private String markdown() {
		StringBuilder text = new StringBuilder("# Benchmark of Taproot\n\n");
		about.forEach((name, value) -> text.append("- ").append(name).append(": ").append(value).append('\n'));
		text.append("\nMedians, lowest and highest of ").append(wanted.runs)
			.append(" runs, in turn with the peer's.\n\n")
			.append("| what | Taproot | peer | times as fast | note |\n|---|---|---|---|---|\n");
		measured.forEach(row -> text.append(row.line()).append('\n'));
		return text.toString();
	}

	private String csv() {
		Table table = new Table("what", "unit", "runs", "taproot_median", "taproot_lowest", "taproot_highest", "peer",
			"peer_median", "peer_lowest", "peer_highest", "ratio_median", "ratio_lowest", "ratio_highest", "note");
		measured.forEach(row -> table.add(row.row()));
		return table.csv();
	}
}
