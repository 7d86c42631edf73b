// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.taproot.files.AnnotatedImage;

class FineTuningTest {

	@Test
	void theRateGrowsWithWhatIsAnnotated() {
		assertEquals(5e-4, FineTuning.rate(List.of()));
		assertEquals(5e-4, rate(20_000));
		assertEquals(5e-4, rate(250_000, 250_000, 250_000), 1e-9);
		// 0.0005 (2.5 / 0.75)^(ln 6 / ln (232 / 0.75))
		assertEquals(7.284e-4, rate(2_500_000), 1e-7);
		assertEquals(3e-3, rate(232_000_000), 1e-9);
		assertEquals(3e-3, rate(1_000_000_000_000L));
	}

	private static double rate(long... annotated) {
		return FineTuning.rate(Arrays.stream(annotated)
			.mapToObj(pixels -> new AnnotatedImage("a", null, null, 10_000_000, 1_000_000, pixels / 4,
				pixels - pixels / 4))
			.toList());
	}
}
