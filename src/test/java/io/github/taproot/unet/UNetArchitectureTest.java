package io.github.taproot.unet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;

import org.junit.jupiter.api.Test;

import io.github.taproot.unet.UNetArchitecture.Head;

class UNetArchitectureTest {

	@Test
	void hasThePapersNumberOfParameters() {
		assertEquals(31_045_510, UNetArchitecture.PAPER.parameterCount());
	}

	@Test
	void plainHeadLacksItsNormAlone() {
		assertEquals(31_045_510 - 4, new UNetArchitecture(64, Head.PLAIN).parameterCount());
	}

	@Test
	void refusesOtherWidths() {
		assertThrows(IllegalArgumentException.class, () -> new UNetArchitecture(12, Head.PLAIN));
	}

	@Test
	void startsFromHeNormalKernels() {
		UNetArchitecture architecture = new UNetArchitecture(16, Head.PAPER);
		Map<String, float[]> weights = architecture.initialWeights(3);
		architecture.check(weights);
		float[] kernel = weights.get("down4.conv2.0.weight");
		double squares = 0;
		for (float value : kernel) squares += value * value;
		assertEquals(Math.sqrt(2.0 / (9 * 256)), Math.sqrt(squares / kernel.length), 1e-4);
		assertArrayEquals(kernel, architecture.initialWeights(3).get("down4.conv2.0.weight"));
		assertEquals(1, weights.get("conv_in.2.weight")[0]);
		assertEquals(0, weights.get("conv_in.0.bias")[0]);
	}
}
