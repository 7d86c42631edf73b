// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

import io.github.taproot.image.Photograph;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.progress.Progress;
import io.github.taproot.unet.SavedNetwork;

/** What a network of strangers gives is taken for probabilities of root only where it is. */
class PackageSegmenterTest {

	/** Gives each channel its own value everywhere. */
	private record Constant(float... channels) implements SavedNetwork {

		@Override
		public Values run(Values input) {
			long[] shape = input.shape().clone();
			shape[3] = channels.length;
			float[] values = new float[(int) (shape[1] * shape[2] * shape[3])];
			for (int i = 0; i < values.length; i++) values[i] = channels[i % channels.length];
			return new Values(values, shape);
		}

		@Override
		public String device() {
			return "test";
		}

		@Override
		public void close() {
			// nothing
		}
	}

	private static final String BYTES =
		"preprocessing: [{name: scale_linear, kwargs: {gain: 0.00392156862745098}}], ";

	/** Gives a tile's first channel without 8 px on each side. */
	private record Middle() implements SavedNetwork {

		@Override
		public Values run(Values input) {
			int width = (int) input.shape()[2];
			int inner = width - 16;
			float[] values = new float[inner * inner];
			for (int i = 0; i < values.length; i++) {
				values[i] = input.values()[((i / inner + 8) * width + i % inner + 8) * 3];
			}
			return new Values(values, 1, inner, inner, 1);
		}

		@Override
		public String device() {
			return "test";
		}

		@Override
		public void close() {
			// nothing
		}
	}

	@ParameterizedTest
	@ValueSource(strings = {
		"inputs: [{name: raw, " + BYTES + "axes: byxc, shape: {min: [1, 48, 48, 3], step: [0, 16, 16, 0]}}]\n" +
		"outputs: [{name: p, axes: byxc, shape: {reference_tensor: raw, scale: [1, 1, 1, 0], offset: [0, -8, " +
		"-8, 0.5]}}]", "inputs: [{id: raw, " + BYTES + "axes: [{type: batch}, {type: space, id: y, size: {min: 48, " +
		"step: 16}}, {type: space, id: x, " +
		"size: {min: 48, step: 16}}, {type: channel, channel_names: [r, g, b]}]}]\n" +
		"outputs: [{id: p, axes: [{type: batch}, {type: space, id: y, size: {tensor_id: raw, axis_id: y, " +
		"offset: -16}}, {type: space, id: x, size: {tensor_id: raw, axis_id: x, offset: -16}}, {type: channel, " +
		"channel_names: [root]}]}]" })
	void outputsSmallerThanTheirInputAreItsMiddle(String description) throws IOException {
		byte[] grey = new byte[600 * 500];
		for (int i = 0; i < grey.length; i++) grey[i] = (byte) (i * 31 % 251);
		Photograph photograph = Photograph.ofBytes(grey, 600, 500, 1, PixelCalibration.PIXELS);
		PackageSegmenter segmenter = new PackageSegmenter(Path.of("a.zip"), new Middle(), Rdf.parse(
			description.getBytes(StandardCharsets.UTF_8)));
		int i = 0;
		for (FloatType value : Views.flatIterable(segmenter.probability(photograph, Progress.NONE))) {
			assertEquals((grey[i++] & 0xff) / 255f, value.get(), 1e-6f);
		}
	}

	private static Rdf rdf(String output) throws IOException {
		return Rdf.parse(("""
			inputs:
			- {name: raw, axes: byxc, data_type: float32, shape: [1, 64, 64, 3]}
			outputs:
			- {id: p, %s}
			""").formatted(output).getBytes(StandardCharsets.UTF_8));
	}

	/** An output with named channels, in the newer format. */
	private static String named(String names, String more) {
		return "axes: [{type: batch}, {type: space, id: y, size: 64}, {type: space, id: x, size: 64}, " +
			"{type: channel, channel_names: [" + names + "]}], " + more;
	}

	private static final String OLD = "axes: byxc, shape: [1, 64, 64, 1]";

	private static float root(String output, float... channels) throws IOException {
		PackageSegmenter segmenter = new PackageSegmenter(Path.of("a.zip"), new Constant(channels), rdf(output));
		Photograph photograph = Photograph.ofBytes(new byte[64 * 64], 64, 64, 1, PixelCalibration.PIXELS);
		RandomAccessibleInterval<FloatType> values = segmenter.probability(photograph, Progress.NONE);
		return Views.flatIterable(values).firstElement().get();
	}

	@ParameterizedTest
	@CsvSource({ "0.7, 0.7", "1.0000001, 1", "-0.0000001, 0" })
	void probabilitiesAreTaken(float value, float expected) throws IOException {
		assertEquals(expected, root(OLD, value), 0);
	}

	@Test
	void whatIsNotANumberIsNotSoil() {
		String message = assertThrows(IllegalArgumentException.class, () -> root(OLD, Float.NaN)).getMessage();
		assertTrue(message.contains("not numbers (NaN)"), message);
	}

	@ParameterizedTest
	@ValueSource(floats = { -4.2f, 7.1f, 255, Float.POSITIVE_INFINITY })
	void logitsAreNotProbabilities(float value) {
		String message = assertThrows(IllegalArgumentException.class, () -> root(OLD, value)).getMessage();
		assertTrue(message.contains(value + (value < 0 ? " to 0.0" : "")) &&
			message.contains("expected 0 to 1"), message);
	}

	@Test
	void logitsWithASigmoidAre() throws IOException {
		assertEquals(1 / (1 + Math.exp(-2)), root(OLD + ", postprocessing: [{name: sigmoid}]", 2), 1e-6);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "root | 0.1", "'background, root' | 0.2", "'root, background' | 0.1",
		"'foreground, background' | 0.1", "'background, foreground' | 0.2", "'non-root, root' | 0.2",
		"'not root, roots' | 0.2", "'soil, Root, nodule' | 0.2", "channel0 | 0.1", "'channel0, channel1' | 0.2",
		"probability | 0.1" })
	void theChannelOfRootsIsFoundByItsName(String names, float expected) throws IOException {
		float[] channels = { 0.1f, 0.2f, 0.3f };
		assertEquals(expected, root(named(names, "data: {type: float32}"),
			java.util.Arrays.copyOf(channels, names.split(",").length)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "background", "Background", "'cells, nuclei'", "'main root, lateral root'", "'c0, c1, c2'",
		"'soil, stone, shoot'" })
	void anotherChannelIsNotTakenForRoots(String names) {
		String list = names.replace("'", "");
		String message = assertThrows(IOException.class,
			() -> root(named(list, "data: {type: float32}"), new float[list.split(",").length])).getMessage();
		assertTrue(message.contains(list) && message.contains("which of them shows roots"), message);
	}

	@Test
	void moreChannelsThanAreNamedAreRefused() {
		String message = assertThrows(IllegalArgumentException.class,
			() -> root(named("background, root", "data: {type: float32}"), 0, 0, 0)).getMessage();
		assertTrue(message.contains("has 3 channels, but its description names 2"), message);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
		value = { "data_type: uint8 | Its output is uint8", "data: {type: int32} | Its output is int32",
		"data: [{type: uint16}] | Its output is uint16", "data_range: [0, 255] | values from 0.0 to 255.0",
		"data_range: [-1.0, 1.0] | values from -1.0 to 1.0", "'data: {type: float32, range: [null, 5]}' | to 5.0" })
	void whatIsDescribedAsNoProbabilitiesIsRefused(String more, String part) {
		String message = assertThrows(IOException.class, () -> root(OLD + ", " + more, 0.5f)).getMessage();
		assertTrue(message.contains(part), message);
	}

	@ParameterizedTest
	@ValueSource(strings = { "data_range: [-.inf, .inf]", "data_range: [0.0, 1.0]", "data: {type: float32, range: " +
		"[null, null]}", "data_range: ['-inf', 'inf']", "'data_range: [0, 255], postprocessing: [{name: " +
		"scale_linear, kwargs: {gain: 0.5, offset: 0}}]'" })
	void otherDescriptionsAreTaken(String more) throws IOException {
		String text = more.startsWith("'") ? more.substring(1, more.length() - 1) : more;
		assertFalse(Float.isNaN(root(OLD + ", " + text, 0.5f)));
	}
}
