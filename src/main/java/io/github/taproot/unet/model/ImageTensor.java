// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.model;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.github.taproot.unet.SavedNetwork.Values;

/**
 * An input or output of a package that is an image: its axes are batch, y, x and channel in any order.
 *
 * @param axes letters b, y, x, c in the tensor's order
 * @param sizes of its axes, in that order; the least where there are several
 * @param steps by how much sizes may grow; 0 for not at all
 * @param offsets of an output: how much smaller than the input it is, 0 or less; for an input 0
 * @param halo of an output: pixels on each side of y, x that are not to be used
 * @param channels names of channels, as far as they have some
 */
record ImageTensor(String axes, int[] sizes, int[] steps, int[] offsets, int[] halo, List<String> channels) {

	/** Largest side of an image, and most channels, that a package may ask for. */
	private static final int LARGEST = 1 << 13;

	/** Reads format 0.4 and 0.5. */
	static ImageTensor of(Rdf tensor, boolean isOutput) throws IOException {
		List<String> names = new ArrayList<>();
		List<Rdf> described = tensor.parts("axes");
		int n = described.isEmpty() ? tensor.letters("axes").size() : described.size();
		int[] sizes = new int[n];
		int[] steps = new int[n];
		int[] offsets = new int[n];
		int[] halo = new int[n];
		List<String> channels = new ArrayList<>();
		if (described.isEmpty()) {
			names.addAll(tensor.letters("axes"));
			double[] fixed = tensor.numbers("shape");
			Rdf shape = tensor.part("shape");
			double[] least = fixed != null ? fixed : shape.numbers("min");
			double[] step = shape.numbers("step");
			double[] offset = shape.numbers("offset");
			double[] scale = shape.numbers("scale");
			double[] halos = tensor.numbers("halo");
			for (int i = 0; i < n; i++) {
				sizes[i] = least == null ? 0 : size(at(least, i, n));
				steps[i] = step == null ? 0 : size(at(step, i, n));
				// In this format half of what is missing.
				offsets[i] = offset == null ? 0 : (int) Math.round(2 * at(offset, i, n));
				halo[i] = halos == null ? 0 : size(at(halos, i, n));
				if (scale != null && "yx".contains(names.get(i)) && at(scale, i, n) != 1) throw scaled();
			}
		}
		else {
			for (int i = 0; i < n; i++) {
				Rdf axis = described.get(i);
				String type = axis.text("type", "");
				names.add(type.equals("space") ? axis.text("id", "x") : type.isEmpty() ? "?" : type.substring(0, 1));
				Rdf size = axis.part("size");
				sizes[i] = size(axis.get("size") instanceof Number number ? number.doubleValue() :
					size.number("min", 0));
				steps[i] = size(size.number("step", 0));
				offsets[i] = (int) Math.round(size.number("offset", 0));
				halo[i] = size(axis.number("halo", 0));
				if (type.equals("space") && axis.number("scale", 1) != 1) throw scaled();
				if (type.equals("channel")) {
					channels.addAll(axis.letters("channel_names"));
					sizes[i] = channels.size();
				}
			}
		}
		String axes = String.join("", names);
		String sorted = axes.chars().sorted()
			.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
			.toString();
		if (!sorted.equals("bcxy")) {
			throw new IOException("Its " + (isOutput ? "output" : "input") + " has the axes " + names +
				": Taproot can only use networks for flat images, with the axes batch, y, x and channel.");
		}
		String type = tensor.text("data_type", tensor.part("data").text("type", "float32"));
		if (!isOutput && !type.equals("float32")) {
			throw new IOException("Its input is " + type + ": Taproot can only give float32.");
		}
		return new ImageTensor(axes, sizes, steps, offsets, halo, List.copyOf(channels));
	}

	private static IOException scaled() {
		return new IOException("Its output has another scale than its input: Taproot can only use networks that " +
			"keep it.");
	}

	private static double at(double[] values, int i, int n) throws IOException {
		if (values.length == n) return values[i];
		throw new IOException("Its description has " + values.length + " numbers for " + n + " axes: ask for a valid " +
			"package.");
	}

	private static int size(double value) throws IOException {
		if (value >= 0 && value <= LARGEST && value == Math.rint(value)) return (int) value;
		throw new IOException("Its description has a size of " + value + ": Taproot can use networks for up to " +
			LARGEST + " px.");
	}

	int axis(char letter) {
		return axes.indexOf(letter);
	}

	/** An image (row, column, channel) as this tensor; where it has fewer channels, the first. */
	Values arranged(float[] image, int width, int height, int imageChannels, int channelCount) {
		int[] strides = strides(width, height, channelCount);
		float[] values = new float[width * height * channelCount];
		for (int y = 0, from = 0; y < height; y++) {
			for (int x = 0; x < width; x++, from += imageChannels) {
				int to = y * strides[0] + x * strides[1];
				for (int c = 0; c < channelCount; c++) values[to + c * strides[2]] = image[from + c];
			}
		}
		long[] shape = new long[4];
		shape[axis('b')] = 1;
		shape[axis('y')] = height;
		shape[axis('x')] = width;
		shape[axis('c')] = channelCount;
		return new Values(values, shape);
	}

	/** One channel of a tensor, (row, column). */
	float[] channel(Values tensor, int channel) {
		int width = (int) tensor.shape()[axis('x')];
		int height = (int) tensor.shape()[axis('y')];
		int[] strides = strides(width, height, (int) tensor.shape()[axis('c')]);
		float[] values = new float[width * height];
		for (int y = 0, to = 0; y < height; y++) {
			for (int x = 0; x < width; x++, to++) {
				values[to] = tensor.values()[y * strides[0] + x * strides[1] + channel * strides[2]];
			}
		}
		return values;
	}

	/** Distances of rows, columns and channels in an array. */
	private int[] strides(int width, int height, int channelCount) {
		int[] strides = new int[3];
		int next = 1;
		for (int i = axes.length() - 1; i >= 0; i--) {
			switch (axes.charAt(i)) {
				case 'y' -> {
					strides[0] = next;
					next *= height;
				}
				case 'x' -> {
					strides[1] = next;
					next *= width;
				}
				case 'c' -> {
					strides[2] = next;
					next *= channelCount;
				}
				default -> {
					// one image at a time
				}
			}
		}
		return strides;
	}
}
