// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.segmentation.frangi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.taproot.image.Polarity;
import io.github.taproot.segmentation.ComponentFilter;
import io.github.taproot.segmentation.Threshold;

class FrangiSettingsFileTest {

	@TempDir
	private Path temp;

	@Test
	void readsWhatItWrote() throws IOException {
		Path file = temp.resolve("ä [1].json");
		FrangiSettings settings = new FrangiSettings(FrangiForm.IMAGEJ_OPS, Polarity.DARK, 3, 0.1234567890123, 15,
			new Threshold(1e-7), new ComponentFilter(17, 8));
		FrangiSettingsFile.write(settings, Map.of("mean_f1", 0.5), file);
		assertEquals(settings, FrangiSettingsFile.read(file));
		FrangiSettingsFile.write(FrangiSettings.PAPER, Map.of(), file);
		assertEquals(FrangiSettings.PAPER, FrangiSettingsFile.read(file));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '#', value = { "\"scales\": 2 | \"scales\": 2.5 | scales",
		"\"scales\": 2 | \"scales\": 1e12 | scales", "\"scales\": 2 | \"scales\": 7 | scales",
		"\"beta\" | \"bet\" | beta", "0.0922 | NaN | beta", "0.0922 | \"wide\" | beta", "0.0922 | -1 | beta",
		"\"exact\" | \"gabor\" | gabor", "\"bright\" | null | roots", "3.76E-5 | 0 | threshold", "4 | 5 | connectivity",
		"192 | [] | min_component", "{ | [{ | is not a settings file", "} | ## | is not a settings file" })
	void whatIsWrongIsNamed(String text, String instead, String named) throws IOException {
		Path file = temp.resolve("frangi.json");
		FrangiSettingsFile.write(FrangiSettings.PAPER, Map.of(), file);
		String json = Files.readString(file);
		assertTrue(json.contains(text), json);
		Files.writeString(file, json.replace(text, instead));
		String message = assertThrows(IOException.class, () -> FrangiSettingsFile.read(file)).getMessage();
		assertTrue(message.contains(named) && message.contains("frangi.json") && message.endsWith("."), message);
	}

	@Test
	void whatIsNoTextOrMissingIsNamed() throws IOException {
		Path file = temp.resolve("frangi.json");
		assertTrue(assertThrows(IOException.class, () -> FrangiSettingsFile.read(file)).getMessage()
			.contains("no file"));
		Files.write(file, new byte[] { (byte) 0x89, 'P', 'N', 'G', (byte) 0xff, 0, 1 });
		assertTrue(assertThrows(IOException.class, () -> FrangiSettingsFile.read(file)).getMessage()
			.contains("frangi.json"));
		Files.writeString(file, "[".repeat(100_000));
		assertThrows(IOException.class, () -> FrangiSettingsFile.read(file));
	}
}
