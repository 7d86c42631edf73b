package io.github.taproot.command;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import io.github.taproot.benchmark.Benchmark;
import io.github.taproot.unet.EngineLoader;

/** Measures how fast everything is here. */
@Plugin(type = Command.class, headless = true, menu = { @Menu(label = "Plugins"), @Menu(label = "Taproot"),
	@Menu(label = "Models and Tools", weight = 60), @Menu(label = "Taproot Benchmark", weight = 67) },
	description = "Measures how fast networks, filters and measurements are on this computer, beside PyTorch and scikit-image " +
		"where a Python has them. Takes half an hour; nothing else should run.")
public class TaprootBenchmark extends TaprootCommand {

	@Parameter(label = "Output (folder)", style = "directory", description = "Folder for benchmark.md and benchmark.csv.")
	private File output;

	@Parameter(label = "Rows", required = false, persist = false, description = "What to measure, divided by semicolons: limits, tile, " +
		"photograph, step, folder, thinning, frangi, scan, start. Default: all.")
	private String rows = "";

	@Parameter(label = "Runs", min = "1", max = "100", persist = false, description = "Of each row; medians are told. Default 5.")
	private int runs = 5;

	@Parameter(label = "Python", required = false, persist = false,
		description = "A Python with torch and scikit-image to compare with; without, there is nothing to compare. Default: python3.")
	private String python = "python3";

	@Parameter(label = "Large scan (megapixels)", min = "1", max = "2400", persist = false,
		description = "Size of the stitched scan, of which one of a quarter is measured, too. Default 96.")
	private double scan_megapixels = 96;

	@Parameter(type = ItemIO.OUTPUT, label = "Taproot Benchmark")
	private String table;

	@Override
	void work() throws IOException {
		Path folder = path(output, "output", "an output folder");
		List<String> wanted =
			rows.isBlank() ? Benchmark.ROWS : Arrays.stream(rows.split("[;,\\s]+")).filter(row -> !row.isEmpty()).toList();
		table = new Benchmark(EngineLoader.engine(),
			new Benchmark.Wanted(wanted, runs, python.isBlank() ? "python3" : python.strip(), scan_megapixels, TaprootBenchmark::start),
			folder, progress(), this::say).run();
	}

	/** Starts this program anew, by its jar, or by the class path where it is none. */
	private static double start(String... arguments) throws IOException {
		try {
			Path code = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
			List<String> line = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
			line.addAll(code.toString().endsWith(".jar") ? List.of("-jar", code.toString())
				: List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
			line.addAll(List.of(arguments));
			long start = System.nanoTime();
			Process process = new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
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
}
