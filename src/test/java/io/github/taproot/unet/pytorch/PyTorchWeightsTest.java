// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.pytorch;

import static io.github.taproot.unet.pytorch.Pickles.dictionary;
import static io.github.taproot.unet.pytorch.Pickles.floats;
import static io.github.taproot.unet.pytorch.Pickles.tensor;
import static io.github.taproot.unet.pytorch.Pickles.text;
import static io.github.taproot.unet.pytorch.Pickles.tuple;
import static io.github.taproot.unet.pytorch.Pickles.whole;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.taproot.roots.skeleton.References;
import io.github.taproot.unet.DeviceChoice;
import io.github.taproot.unet.EngineLoader;
import io.github.taproot.unet.NetworkArchitecture;
import io.github.taproot.unet.RootPainterArchitecture;
import io.github.taproot.unet.UNetArchitecture;
import io.github.taproot.unet.UNetArchitecture.Head;
import io.github.taproot.unet.UNetModel;
import io.github.taproot.unet.UNetNetwork;
import io.github.taproot.unet.pytorch.StateDict.Tensor;

class PyTorchWeightsTest {

	@TempDir
	private Path temp;

	static Stream<NetworkArchitecture> architectures() {
		return Stream.of(new UNetArchitecture(1, Head.PAPER), new UNetArchitecture(2, Head.PLAIN),
			new UNetArchitecture(8, Head.PAPER), new RootPainterArchitecture(1), new RootPainterArchitecture(32));
	}

	/** Weights that differ from each other, and are those of no symmetric network. */
	private static PyTorchWeights random(NetworkArchitecture architecture) {
		Random random = new Random(4);
		Map<String, float[]> weights = architecture.initialWeights(3);
		weights.values().forEach(values -> {
			for (int i = 0; i < values.length; i++) values[i] += 0.3f * random.nextGaussian();
		});
		return new PyTorchWeights(architecture, weights);
	}

	@ParameterizedTest
	@MethodSource("architectures")
	void whatIsWrittenIsRecognisedAndReadAsItWas(NetworkArchitecture architecture) throws IOException {
		PyTorchWeights written = random(architecture);
		Path file = temp.resolve("weights \u00fc [1].pth");
		written.write(file);
		PyTorchWeights read = PyTorchWeights.read(file);
		assertEquals(architecture, read.architecture());
		written.weights().forEach((name, values) -> assertArrayEquals(values, read.weights().get(name), name));
		// A model of it goes through Taproot's own file as well.
		Path model = temp.resolve("model.zip");
		read.toModel(file).save(model);
		UNetModel loaded = UNetModel.load(model);
		assertEquals(architecture, loaded.architecture());
		written.weights().forEach((name, values) -> assertArrayEquals(values, loaded.weights().get(name), name));
	}

	@Test
	void axesOfKernelsAreTurned() throws IOException {
		// Of a network of one channel: (1, 3, 3, 3) to (row, column, input, output), and (2, 1, 2, 2).
		Map<String, Tensor> tensors = new LinkedHashMap<>();
		PyTorchWeights weights = random(new UNetArchitecture(1, Head.PLAIN));
		Path file = temp.resolve("weights.pth");
		weights.write(file);
		tensors.putAll(StateDict.read(file));
		float[] theirs = tensors.get("conv_in.0.weight").values();
		float[] ours = weights.weights().get("conv_in.0.weight");
		assertEquals(theirs[0], ours[0]);
		// input 1, row 0, column 2: 9 + 2 there, (2 * 3 + 1) here
		assertEquals(theirs[11], ours[7]);
		// input 2, row 2, column 1: 18 + 7 there, (7 * 3 + 2) here
		assertEquals(theirs[25], ours[23]);
		// input 3, output 1 (of 4), row 1, column 0: (3 * 4 + 1) * 4 + 2 there, (3 * 4 + 2) * 4 + 1 here
		assertEquals(tensors.get("up2.conv1.0.weight").values()[54], weights.weights().get("up2.conv1.0.weight")[57]);
		assertArrayEquals(new long[] { 8, 4, 2, 2 }, tensors.get("up2.conv1.0.weight").shape());
	}

	@Test
	void theReferencesAreRecognised() throws IOException {
		PyTorchWeights unet = PyTorchWeights.read(References.shared("reference/network/unet-w8-legacy.pth"));
		assertEquals(new UNetArchitecture(8, Head.PAPER), unet.architecture());
		PyTorchWeights rootPainter = PyTorchWeights.read(References.shared("reference/network/rootpainter-w64.pkl"));
		assertEquals(new RootPainterArchitecture(64), rootPainter.architecture());
		assertEquals(1_322_438, rootPainter.architecture().parameterCount());
	}

	private String refused(Path file) {
		String message = assertThrows(IOException.class, () -> PyTorchWeights.read(file)).getMessage();
		assertTrue(message.startsWith(file.toString()) && message.endsWith("."), message);
		return message;
	}

	@Test
	void otherNetworksAreRefusedWithWhatDiffers() throws IOException {
		Path file = temp.resolve("weights.pth");
		String stem = text("conv_in.0.weight") +
			tensor("Float", "0", whole(108), 0, tuple(4, 3, 3, 3), tuple(27, 9, 3, 1));
		Map<String, byte[]> storage = Map.of("0", floats(new float[108]));
		assertTrue(refused(Pickles.zip(file, dictionary(stem), storage))
			.contains("U-Net with a plain head of 4 channels, but lacks conv_in.0.bias"));
		String bias = text("conv_in.0.bias") + tensor("Float", "0", whole(108), 0, tuple(5), tuple(1));
		assertTrue(refused(Pickles.zip(file, dictionary(stem + bias), storage))
			.contains("has a conv_in.0.bias of 5 values instead of 4"));
		assertTrue(refused(Pickles.zip(file,
			dictionary(text("fc.weight") + Pickles.vector("Float", "0", 108)), storage))
			.contains("another network"));
		String three = text("conv_in.0.weight") +
			tensor("Float", "0", whole(108), 0, tuple(3, 3, 3, 3), tuple(27, 9, 3, 1));
		assertTrue(refused(Pickles.zip(file, dictionary(three), storage)).contains("network of 3 channels"));
	}

	@Test
	void aTensorTooManyAndAValueThatIsNoNumberAreRefused() throws IOException {
		Map<String, float[]> weights = random(new UNetArchitecture(1, Head.PAPER)).weights();
		weights.get("up4.conv3.0.bias")[0] = Float.NaN;
		Path file = temp.resolve("weights.pth");
		new PyTorchWeights(new UNetArchitecture(1, Head.PAPER), weights).write(file);
		assertTrue(refused(file).contains("not a number, in up4.conv3.0.bias"));
		Map<String, Tensor> tensors = new LinkedHashMap<>();
		random(new UNetArchitecture(1, Head.PAPER)).write(file);
		tensors.putAll(StateDict.read(file));
		tensors.put("down5.conv1.0.weight", new Tensor(new long[] { 1 }, new float[1]));
		StateDictWriter.write(file, tensors);
		assertTrue(refused(file).contains("has down5.conv1.0.weight, too"));
	}

	/** Runs a script where a Python has PyTorch; skips the test elsewhere. */
	private static void run(String script, Object... arguments) throws Exception {
		String python = python();
		assumeTrue(python != null, "skipped: no Python here has PyTorch (Debian: python3-torch)");
		List<String> command = new ArrayList<>(List.of(python, "src/test/python/" + script));
		for (Object argument : arguments) command.add(argument.toString());
		assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
	}

	private static String python() {
		for (String python : List.of("/usr/bin/python3", "python3")) {
			try {
				Process process = new ProcessBuilder(python, "-c", "import torch, numpy").redirectErrorStream(true)
					.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
				if (process.waitFor() == 0) return python;
			}
			catch (IOException | InterruptedException e) {
				// the next one
			}
		}
		return null;
	}

	@Test
	void everythingThatPyTorchSavesIsReadOrRefused() throws Exception {
		PyTorchWeights weights = random(new RootPainterArchitecture(2));
		weights.write(temp.resolve("weights.pth"));
		Path folder = Files.createDirectory(temp.resolve("saved"));
		run("save_variants.py", temp.resolve("weights.pth"), folder);
		List<Path> files;
		try (Stream<Path> saved = Files.list(folder)) {
			files = saved.sorted().toList();
		}
		assertEquals(17, files.size());
		for (Path file : files) {
			String name = file.getFileName().toString();
			if (name.startsWith("refused")) {
				assertTrue(refused(file).contains(" needs ") && refused(file).contains("torch"), refused(file));
				continue;
			}
			// binary16 has 11 bits, bfloat16 has 8.
			double relative = name.startsWith("half") ? 0x1p-11 : name.startsWith("bfloat16") ? 0x1p-8 : 0;
			PyTorchWeights read = PyTorchWeights.read(file);
			assertEquals(weights.architecture(), read.architecture(), name);
			weights.weights().forEach((parameter, values) -> {
				float[] actual = read.weights().get(parameter);
				for (int i = 0; i < values.length; i++) {
					assertEquals(values[i], actual[i], relative * Math.abs(values[i]) + (relative > 0 ? 0x1p-24 : 0),
						name + ": " + parameter);
				}
			});
		}
	}

	/** What was trained here gives the same there: PyTorch loads what is written, and predicts a tile with it. */
	@ParameterizedTest
	@MethodSource("architectures")
	void pyTorchPredictsTheSameWithWhatIsWritten(NetworkArchitecture architecture) throws Exception {
		assumeTrue(!architecture.title().contains("plain"), "skipped: the paper's code has no plain head");
		PyTorchWeights weights = random(architecture);
		weights.write(temp.resolve("weights.pth"));
		float[] tile = new float[572 * 572 * 3];
		Random random = new Random(2);
		for (int i = 0; i < tile.length; i++) {
			tile[i] = architecture.low() + (float) (0.5 + 0.3 * Math.sin(i * 1e-4) + 0.2 * (random.nextDouble() - 0.5));
		}
		Files.write(temp.resolve("tile"), floats(tile));
		run("predict_tile.py", architecture instanceof UNetArchitecture ? "unet" : "rootpainter",
			temp.resolve("weights.pth"), temp.resolve("tile"), temp.resolve("probability"));
		float[] expected = new float[architecture.outputSide(572) * architecture.outputSide(572)];
		ByteBuffer.wrap(Files.readAllBytes(temp.resolve("probability"))).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer()
			.get(expected);
		try (UNetNetwork network = EngineLoader.engine().open(architecture, weights.weights(), DeviceChoice.CPU)) {
			float[] actual = network.predict(tile, 1, 572);
			double worst = 0;
			for (int i = 0; i < expected.length; i++) worst = Math.max(worst, Math.abs(expected[i] - actual[i]));
			System.out.println(architecture + " in PyTorch: largest difference of probability " + worst);
			// A norm over a single channel magnifies float32's rounding: 1.4e-4 with oneDNN, 8e-5 without.
			assertTrue(worst < (architecture.width() == 1 ? 2e-4 : 1e-4), "differs by " + worst);
		}
	}
}
