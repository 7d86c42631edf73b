// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.batch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.github.taproot.files.ImageFolder;
import io.github.taproot.files.ResultFiles;
import io.github.taproot.files.SafeFile;
import io.github.taproot.progress.Progress;
import io.github.taproot.simulation.RhizotronSimulator;
import io.github.taproot.simulation.SimulatedPhotograph;
import io.github.taproot.simulation.SimulationSettings;
import io.github.taproot.table.Table;

/**
 * Writes simulated photographs to {@code images}, their masks to {@code masks}, and the exact lengths of their centre
 * lines to {@code lengths.csv}.
 *
 * @param settings what they look like
 * @param count how many, 1 to 100,000
 * @param jpeg whether photographs are JPEG, as from a camera; PNG otherwise
 */
public record FolderSimulation(SimulationSettings settings, int count, boolean jpeg) {

	public FolderSimulation {
		if (count < 1 || count > 100_000) {
			throw new IllegalArgumentException("The number of images must be 1 to 100000, but is " + count + ".");
		}
	}

	/** @throws IOException where a file can't be written */
	public void run(Path folder, Progress progress) throws IOException {
		Path images = folder.resolve("images");
		Path masks = folder.resolve("masks");
		for (Path made : List.of(images, masks)) {
			SafeFile.makeFolder(made);
			deleteOld(made);
		}
		Table table = new Table();
		for (int i = 0; i < count; i++) {
			progress.report(i, count, "Simulating");
			progress.throwIfCancelled();
			SimulatedPhotograph simulated = RhizotronSimulator.simulate(settings, i);
			String name = String.format(Locale.ROOT, "simulated-%05d", i + 1);
			ResultFiles.writePhotograph(simulated.photograph(), images.resolve(name + (jpeg ? ".jpg" : ".png")));
			ResultFiles.writeMask(simulated.mask(), masks.resolve(name + ".png"));
			Map<String, Object> row = new LinkedHashMap<>();
			row.put("file", name);
			row.put("root_length_px", simulated.rootLengthPx());
			row.put("roots", simulated.rootCount());
			row.put("root_pixels", simulated.mask().rootPixels());
			table.add(row);
		}
		SafeFile.writeText(folder.resolve("lengths.csv"), table.csv());
	}

	/** Deletes images of an earlier run, of which there may have been more, or with other endings. */
	private static void deleteOld(Path folder) throws IOException {
		for (Path file : ImageFolder.of(folder).images()) {
			String name = file.getFileName().toString();
			if (name.matches("simulated-\\d{5,6}\\.(png|jpg)")) SafeFile.deleteOld(folder, name);
		}
	}
}
