// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.taproot.progress.Progress;
import io.github.taproot.unet.natives.GpuLibraries;

/**
 * TensorFlow's build for GPUs computes on the CPU of a machine without CUDA, with all its libraries from our folder.
 * Not among the usual tests, since it needs 2.5 GB: the profile gpu fetches them.
 */
class GpuLibrariesOnCpu {

	private static final Path JARS = Path.of("target", "gpu-jars");
	private static final Path CACHE = Path.of("target", "gpu-cache").toAbsolutePath();

	@TempDir
	private Path temp;

	/** Predicts a tile, and tells which of the GPU's libraries are mapped, and from where. */
	public static void main(String[] args) throws IOException {
		UNetArchitecture architecture = new UNetArchitecture(8, UNetArchitecture.Head.PAPER);
		float[] tile = new float[572 * 572 * 3];
		Random random = new Random(1);
		for (int i = 0; i < tile.length; i++) tile[i] = random.nextFloat() - 0.5f;
		UNetEngine engine = EngineLoader.engine();
		try (UNetNetwork network = engine.open(architecture, architecture.initialWeights(1), DeviceChoice.AUTO)) {
			float[] values = network.predict(tile, 1, 572);
			System.out.println("device " + network.device());
			System.out.println("natives " + engine.info().natives());
			System.out.println("values " + values[0] + " " + values[1000] + " " + values[150_000]);
		}
		try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
			maps.filter(line -> line.matches(".*/lib(cu|nv|nccl|tensorflow|jnitensorflow).*\\.so.*"))
				.map(line -> line.substring(line.indexOf('/')))
				.distinct().forEach(line -> System.out.println("mapped " + line));
		}
		System.exit(0);
	}

	private List<String> run(String gpu) throws Exception {
		Path out = Files.createTempFile(temp, "out", ".txt");
		start(gpu, out);
		return Files.readAllLines(out);
	}

	private Process begin(String gpu, Path out) throws IOException {
		ProcessBuilder java = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
			"-Dtaproot.gpu=" + gpu, "-Dtaproot.cache=" + CACHE, "-cp",
			System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
			GpuLibrariesOnCpu.class.getName());
		java.environment().remove("LD_LIBRARY_PATH");
		return java.redirectErrorStream(true).redirectOutput(out.toFile()).start();
	}

	private void start(String gpu, Path out) throws Exception {
		Process process = begin(gpu, out);
		assertTrue(process.waitFor(300, TimeUnit.SECONDS), "it ends");
		assertEquals(0, process.exitValue(), Files.readString(out));
	}

	private static String line(List<String> lines, String word) {
		return lines.stream().filter(line -> line.startsWith(word + " ")).findFirst().orElseThrow()
			.substring(word.length() + 1);
	}

	@Test
	void computesOnTheCpuWithoutCuda() throws Exception {
		assumeTrue(Files.isDirectory(JARS), "the profile gpu fetches the jars");
		Path folder = CACHE.resolve("gpu");
		new GpuLibraries(folder).install(JARS.toString(), Progress.NONE);
		List<String> cpu = run("off");
		List<String> gpu = run("always");
		assertEquals(folder.toString(), line(gpu, "natives"));
		assertTrue(gpu.stream().noneMatch(line -> line.contains("WARN") || line.contains("rror")), gpu.toString());
		double[] expected = numbers(cpu);
		double[] found = numbers(gpu);
		for (int i = 0; i < 3; i++) assertEquals(expected[i], found[i], 1e-5);

		TreeSet<String> mapped = new TreeSet<>();
		for (String line : gpu) if (line.startsWith("mapped ")) mapped.add(line.substring(7));
		System.out.println(String.join(System.lineSeparator(), mapped));
		TreeSet<String> installed = new TreeSet<>();
		try (Stream<Path> files = Files.list(folder)) {
			files.forEach(file -> installed.add(file.toString()));
		}
		assertEquals(installed, mapped, "all of our folder, and nothing from elsewhere");

		List<Process> together = new ArrayList<>();
		List<Path> outs = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			outs.add(temp.resolve("together-" + i));
			together.add(begin("always", outs.get(i)));
		}
		for (Process process : together) assertTrue(process.waitFor(600, TimeUnit.SECONDS));
		for (Path out : outs) assertEquals(line(gpu, "values"), line(Files.readAllLines(out), "values"));
	}

	private static double[] numbers(List<String> lines) {
		return Arrays.stream(line(lines, "values").split(" ")).mapToDouble(Double::parseDouble).toArray();
	}
}
