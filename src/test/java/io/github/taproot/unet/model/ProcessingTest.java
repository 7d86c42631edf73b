// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

class ProcessingTest {

	private static float[] apply(String steps, int channels, float... values) throws IOException {
		Rdf rdf = Rdf.parse(("steps: " + steps).getBytes(StandardCharsets.UTF_8));
		Processing.of(rdf.parts("steps")).apply(values, 0, values.length, channels);
		return values;
	}

	@Test
	void stepsAreThoseOfTheSpecification() throws IOException {
		assertArrayEquals(new float[] { 1, 2, 3 }, apply("[{id: ensure_dtype, kwargs: {dtype: float32}}]", 1, 1, 2, 3));
		assertArrayEquals(new float[] { 1, 5, 8 },
			apply("[{name: scale_linear, kwargs: {gain: 2, offset: -1}}, {id: clip, kwargs: {min: 1, max: 8}}]",
			1, 0, 3, 9));
		assertArrayEquals(new float[] { 1, 20, 2, 40 },
			apply("[{id: scale_linear, kwargs: {gain: [1, 10], axis: channel}}]", 2, 1, 2, 2, 4));
		assertArrayEquals(new float[] { 0, 0.5f, 1 },
			apply("[{id: scale_range, kwargs: {max_percentile: 100, eps: 1e-12}}]", 1, 10, 20, 30), 1e-6f);
		// Percentiles of 0, 10, 20: the fifth of a hundred is 1, the 95th 19.
		assertArrayEquals(new float[] { -1 / 18f, 0.5f, 19 / 18f },
			apply("[{id: scale_range, kwargs: {min_percentile: 5, max_percentile: 95, eps: 1e-12}}]", 1, 0, 10, 20),
			1e-6f);
		float root = (float) Math.sqrt(1.5);
		assertArrayEquals(new float[] { -root, 0, root },
			apply("[{id: zero_mean_unit_variance, kwargs: {eps: 1e-12}}]", 1, 1, 2, 3), 1e-5f);
		// Each channel on its own, without channel among the axes, and together, with it.
		assertArrayEquals(new float[] { -1, -1, 1, 1 },
			apply("[{id: zero_mean_unit_variance, kwargs: {axes: [y, x], eps: 1e-12}}]", 2, 1, 10, 3, 30), 1e-5f);
		assertArrayEquals(new float[] { 0, 9 / 29f, 2 / 29f, 1 },
			apply("[{name: scale_range, kwargs: {axes: xyc, mode: per_sample, eps: 1e-12}}]", 2, 1, 10, 3, 30), 1e-5f);
		assertArrayEquals(new float[] { 0, 2 },
			apply("[{id: fixed_zero_mean_unit_variance, kwargs: {mean: 5, std: 2.5, eps: 0}}]", 1, 5, 10), 1e-5f);
		assertArrayEquals(new float[] { 0.5f, 1 }, apply("[{id: sigmoid}]", 1, 0, 100), 1e-6f);
		assertArrayEquals(new float[] { 0, 1 }, apply("[{id: binarize, kwargs: {threshold: 0.3}}]", 1, 0.3f, 0.4f));
	}

	@Test
	void othersAreRefusedByName() {
		for (String step : new String[] { "{id: cellpose_flow_dynamics}", "{name: scale_range, kwargs: {mode: " +
			"per_dataset}}", "{id: clip, kwargs: {min: low}}", "{id: clip, kwargs: {min: .nan}}" })
		{
			String message = assertThrows(IOException.class, () -> apply("[" + step + "]", 1, 1)).getMessage();
			assertTrue(message.matches(".*(cellpose_flow_dynamics|per_dataset|kwargs\\.min).*"), message);
		}
	}
}
