// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.taproot.segmentation.Reliability;
import io.github.taproot.table.Table;
import io.github.taproot.unet.UNetModel;

class CalibrateModelTest {

	@TempDir
	private Path temp;
	private Path model;
	private Path calibrated;

	@BeforeEach
	void simulate() throws IOException {
		model = Calls.model(temp);
		calibrated = temp.resolve("calibrated.zip");
		Calls.done(SimulateRhizotronImages.class, "output", temp.toFile(), "count", 4, "width", 96, "height", 96);
	}

	private Object[] call(Path photographs) {
		return new Object[] { "model", model.toFile(), "images", photographs.toFile(), "annotations",
			temp.resolve("masks").toFile(), "output", calibrated.toFile(), "device", "cpu" };
	}

	@Test
	void theSummaryTellsWhatToExpect() throws IOException {
		byte[] before = Files.readAllBytes(model);
		Calls.done(CalibrateModel.class, call(temp.resolve("images")));
		assertArrayEquals(before, Files.readAllBytes(model));
		assertNull(UNetModel.load(model).details().reliability());
		Reliability learnt = UNetModel.load(calibrated).details().reliability();
		assertEquals(4, learnt.photographs());
		for (Path file : new Path[] { model, calibrated }) {
			Path output = temp.resolve("out");
			Calls.done(SegmentRootsFolder.class, "input", temp.resolve("images").toFile(), "model", file.toFile(),
				"output", output.toFile(), "device", "cpu");
			Table table = Table.read(output.resolve("summary.csv"));
			assertEquals(file == calibrated, table.columns().containsAll(List.of("expected_length_px",
				"expected_length_low_px", "expected_length_high_px")));
		}
		String info = (String) Calls.done(ModelInfo.class, "model", calibrated.toFile()).getOutput("info");
		assertTrue(info.contains("4 photographs"), info);
	}

	@Test
	void tooFewPhotographsAreRefused() throws IOException {
		for (String left : List.of("2", "3")) {
			try (var files = Files.list(temp.resolve("images"))) {
				Path last = files.sorted().reduce((a, b) -> b).orElseThrow();
				Files.delete(last);
				String name = last.getFileName().toString();
				Files.delete(temp.resolve("masks").resolve(name.substring(0, name.lastIndexOf('.')) + ".png"));
			}
		}
		Calls.refused(List.of("at least 3"), CalibrateModel.class, call(temp.resolve("images")));
		assertFalse(Files.exists(calibrated));
	}

	@Test
	void theModelIsNotReplaced() throws IOException {
		calibrated = model;
		Calls.refused(List.of("another file name"), CalibrateModel.class, call(temp.resolve("images")));
	}

	/** A stranger's file may say anything. */
	@Test
	void impossibleNumbersInAFileAreRefused() throws IOException {
		Calls.done(CalibrateModel.class, call(temp.resolve("images")));
		Path changed = temp.resolve("changed.zip");
		for (String wrong : new String[] { "\"lengthSpread\": 1e300", "\"lengthSpread\": NaN",
			"\"lengthSpread\": -1.0" })
		{
			try (ZipFile from = new ZipFile(calibrated.toFile());
				ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(changed)))
			{
				for (ZipEntry entry : from.stream().toList()) {
					byte[] bytes = from.getInputStream(entry).readAllBytes();
					if (entry.getName().equals(UNetModel.ENTRY)) {
						String text = new String(bytes, StandardCharsets.UTF_8);
						String other = text.replaceAll("\"lengthSpread\": [^,\\s}]+", wrong);
						assertFalse(other.equals(text));
						bytes = other.getBytes(StandardCharsets.UTF_8);
					}
					to.putNextEntry(new ZipEntry(entry.getName()));
					to.write(bytes);
				}
			}
			assertThrows(IOException.class, () -> UNetModel.load(changed), wrong);
		}
	}
}
