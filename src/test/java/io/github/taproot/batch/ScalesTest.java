// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.taproot.image.PixelCalibration;

class ScalesTest {

	private static final PixelCalibration TENTH = PixelCalibration.millimetres(0.1);

	private static List<String> told(PixelCalibration given, PixelCalibration... files) {
		Scales scales = new Scales(given);
		FileRows rows = new FileRows();
		for (PixelCalibration file : files) assertEquals(given == null ? file : given, scales.of(file, rows));
		rows.into((table, row, more) -> scales.add(row));
		List<String> said = new ArrayList<>();
		scales.tell(said::add);
		return said;
	}

	@Test
	void whatIsUsedAndWhatContradictsItIsSaid() {
		assertEquals(List.of(), told(null, PixelCalibration.PIXELS));
		assertEquals(List.of("Scale: 0.1000 mm per pixel, from the files."), told(null, TENTH, TENTH));
		assertEquals(List.of("The masks have different scales: 0.1000 mm per pixel (2), none (1)."),
			told(null, TENTH, PixelCalibration.PIXELS, TENTH));
		assertEquals(List.of("Scale: 0.1000 mm per pixel, as given."), told(TENTH, TENTH, PixelCalibration.PIXELS));
		assertEquals(List.of("Scale: 0.1000 mm per pixel, as given. Some files have another: 0.1000 x 0.2000 mm per " +
			"pixel (1)."), told(TENTH, new PixelCalibration(0.1, 0.2, "mm")));
	}
}
