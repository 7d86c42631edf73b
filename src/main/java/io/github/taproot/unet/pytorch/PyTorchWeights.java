// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.pytorch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import io.github.taproot.unet.ModelDetails;
import io.github.taproot.unet.NetworkArchitecture;
import io.github.taproot.unet.NetworkArchitecture.Parameter;
import io.github.taproot.unet.RootPainterArchitecture;
import io.github.taproot.unet.TrainingSettings;
import io.github.taproot.unet.UNetArchitecture;
import io.github.taproot.unet.UNetModel;
import io.github.taproot.unet.pytorch.StateDict.Tensor;

/**
 * Networks as their own PyTorch code saves them: the U-Net of Smith et al. 2020, and RootPainter's. Names are the same
 * there and here, the order of a kernel's axes is not.
 *
 * @param architecture what the weights are of
 * @param weights by name; held, not copied
 */
public record PyTorchWeights(NetworkArchitecture architecture, Map<String, float[]> weights) {

	private static final String STEM = "conv_in.0.weight";
	private static final String RESIDUAL = "down1.conv1x1.0.weight";
	private static final String HEAD_NORM = "conv_out.2.weight";

	/** @throws IllegalArgumentException where they don't fit */
	public PyTorchWeights {
		architecture.check(weights);
	}

	/**
	 * Reads a state dict, of PyTorch's zip format or of the one before 1.6, and recognises the network by its names and
	 * shapes. Nothing in the file is run.
	 *
	 * @throws IOException where the file is missing, damaged, more than weights, or of another network, in one sentence
	 */
	public static PyTorchWeights read(Path file) throws IOException {
		Map<String, Tensor> tensors = StateDict.read(file);
		NetworkArchitecture architecture = recognise(file, tensors);
		Map<String, float[]> weights = new LinkedHashMap<>();
		for (Parameter parameter : architecture.parameters()) {
			Tensor tensor = tensors.remove(parameter.name());
			if (tensor == null) throw unlike(file, architecture, "lacks " + parameter.name());
			if (!Arrays.equals(tensor.shape(), shape(parameter))) {
				throw unlike(file, architecture, "has a " + parameter.name() + " of " + text(tensor.shape()) +
					" values instead of " + text(shape(parameter)));
			}
			for (float value : tensor.values()) {
				if (!Float.isFinite(value)) {
					throw new IOException(file + " has a value that is not a number, in " + parameter.name() +
						": its training has failed, choose the file of an earlier epoch.");
				}
			}
			weights.put(parameter.name(), ours(parameter, tensor.values()));
		}
		if (!tensors.isEmpty()) throw unlike(file, architecture, "has " + tensors.keySet().iterator().next() + ", too");
		return new PyTorchWeights(architecture, weights);
	}

	/** What the file's own names and the shape of its first layer say. */
	private static NetworkArchitecture recognise(Path file, Map<String, Tensor> tensors) throws IOException {
		Tensor stem = tensors.get(STEM);
		if (stem == null || stem.shape().length != 4) {
			throw new IOException(file + " holds the weights of another network: Taproot knows the U-Net of Smith et " +
				"al. 2020 and RootPainter's network, which begin with a kernel named " + STEM + ".");
		}
		try {
			int width = Math.toIntExact(stem.shape()[0]);
			if (tensors.containsKey(RESIDUAL)) return new RootPainterArchitecture(width);
			return new UNetArchitecture(width,
				tensors.containsKey(HEAD_NORM) ? UNetArchitecture.Head.PAPER : UNetArchitecture.Head.PLAIN);
		}
		catch (ArithmeticException | IllegalArgumentException e) {
			throw new IOException(file + " holds a network of " + stem.shape()[0] + " channels, which Taproot " +
				"cannot run. " +
				e.getMessage(), e);
		}
	}

	private static IOException unlike(Path file, NetworkArchitecture architecture, String difference) {
		return new IOException(file + " looks like the " + architecture.title() + " of " + architecture.width() +
			" channels, but " + difference + ": it comes from a changed network, which Taproot does not know.");
	}

	private static String text(long[] shape) {
		return Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining("x"));
	}

	/**
	 * Writes the weights as a state dict in PyTorch's zip format, which the network's own code loads.
	 *
	 * @throws IOException where the file can't be written
	 */
	public void write(Path file) throws IOException {
		Map<String, Tensor> tensors = new LinkedHashMap<>();
		for (Parameter parameter : architecture.parameters()) {
			tensors.put(parameter.name(),
				new Tensor(shape(parameter), theirs(parameter, weights.get(parameter.name()))));
		}
		StateDictWriter.write(file, tensors);
	}

	/**
	 * The weights as a model that segments and can be trained further. How it was trained is not known: its settings
	 * are the paper's, and its history is empty.
	 *
	 * @param source the file they came from, to be named in the model
	 */
	public UNetModel toModel(Path source) {
		return UNetModel.untrained(TrainingSettings.paper(1).of(architecture), weights,
			ModelDetails.importedFrom(source.getFileName().toString()));
	}

	/**
	 * A parameter's shape in PyTorch: (out, in, row, column) of a kernel, (in, out, row, column) of a transposed one.
	 */
	private static long[] shape(Parameter parameter) {
		long[] ours = parameter.shape();
		return switch (parameter.role()) {
			case KERNEL -> new long[] { ours[3], ours[2], ours[0], ours[1] };
			case TRANSPOSED_KERNEL -> new long[] { ours[2], ours[3] / 4, 2, 2 };
			case BIAS, SCALE, SHIFT -> ours;
		};
	}

	private static float[] ours(Parameter parameter, float[] theirs) {
		float[] ours = new float[theirs.length];
		for (int i = 0; i < theirs.length; i++) ours[index(parameter, i)] = theirs[i];
		return ours;
	}

	private static float[] theirs(Parameter parameter, float[] ours) {
		float[] theirs = new float[ours.length];
		for (int i = 0; i < ours.length; i++) theirs[i] = ours[index(parameter, i)];
		return theirs;
	}

	/** Where the value at an index in PyTorch's order lies in ours. */
	private static int index(Parameter parameter, int theirs) {
		long[] shape = parameter.shape();
		int inputs = shape.length < 4 ? 0 : (int) shape[2];
		int outputs = shape.length < 4 ? 0 : (int) shape[3];
		switch (parameter.role()) {
			case KERNEL:
				int pixels = (int) (shape[0] * shape[1]);
				int pixel = theirs % pixels;
				int pair = theirs / pixels;
				return (pixel * inputs + pair % inputs) * outputs + pair / inputs;
			case TRANSPOSED_KERNEL:
				int channels = outputs / 4;
				return (theirs / 4 / channels * 4 + theirs % 4) * channels + theirs / 4 % channels;
			default:
				return theirs;
		}
	}
}
