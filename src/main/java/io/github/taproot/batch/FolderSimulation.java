// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.batch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

import io.github.taproot.files.ImageFolder;
import io.github.taproot.files.ResultFiles;
import io.github.taproot.files.SafeFile;
import io.github.taproot.progress.Progress;
import io.github.taproot.simulation.RhizotronSimulator;
import io.github.taproot.simulation.SimulatedPhotograph;
import io.github.taproot.simulation.SimulationSettings;
import io.github.taproot.simulation.SoilPhotograph;
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

	/** The table of true lengths in the output folder. */
	public static final String TABLE = "lengths.csv";

	public FolderSimulation {
		if (count < 1 || count > 100_000) {
			throw new IllegalArgumentException("The number of images must be 1 to 100000, but is " + count + ".");
		}
	}

	/**
	 * Simulates soil and roots.
	 *
	 * @throws IOException where a file can't be written
	 */
	public void run(Path folder, Progress progress) throws IOException {
		prepare(folder);
		Table table = new Table();
		for (int i = 0; i < count; i++) {
			progress.report(i, count, "Simulating");
			progress.throwIfCancelled();
			table.add(write(RhizotronSimulator.simulate(settings, i), i, folder));
		}
		SafeFile.writeText(folder.resolve(TABLE), table.csv());
	}

	/**
	 * Draws roots on photographs of soil, each of which is used as often as the others. {@code lengths.csv} then tells
	 * which, in column {@code soil}.
	 *
	 * @param soil its scale is that of the simulated photographs
	 * @param log takes a sentence for each file that can't be used; the others are
	 * @return what became of the photographs of soil
	 * @throws IOException where no photograph can be used, or a file can't be written
	 * @throws java.util.concurrent.CancellationException where cancelled
	 */
	public FileBatch.Summary run(Path folder, SoilFolder soil, Progress progress, Consumer<String> log)
		throws IOException
	{
		FolderJob job = new FolderJob(progress, log);
		SoilFolder.Usable usable = soil.check(settings, job, progress, log);
		progress.throwIfCancelled();
		if (usable.annotations().isEmpty()) {
			throw new IOException("No photograph of soil can be used: " + usable.summary().text());
		}
		job.guard(folder, folder.resolve("images"), folder.resolve("masks"));
		prepare(folder);
		List<Path> photographs = List.copyOf(usable.annotations().keySet());
		List<Map<String, Object>> rows = new ArrayList<>(Collections.nCopies(count, null));
		int done = 0;
		for (int k = 0; k < Math.min(count, photographs.size()); k++) {
			Path file = photographs.get(k);
			SoilPhotograph bare = soil.read(file, usable.annotations().get(file), silent(progress));
			for (int i = k; i < count; i += photographs.size()) {
				progress.report(done++, count, "Simulating");
				progress.throwIfCancelled();
				Map<String, Object> row = write(bare.withRoots(settings, i, silent(progress)), i, folder);
				row.put("soil", file.getFileName().toString());
				rows.set(i, row);
			}
		}
		Table table = new Table();
		rows.forEach(table::add);
		SafeFile.writeText(folder.resolve(TABLE), table.csv());
		return usable.summary();
	}

	/** Is cancelled by the same, and reports nothing. */
	private static Progress silent(Progress progress) {
		return Progress.NONE.until(progress::isCancelled);
	}

	private static void prepare(Path folder) throws IOException {
		SafeFile.deleteOld(folder, TABLE);
		for (String made : List.of("images", "masks")) {
			SafeFile.makeFolder(folder.resolve(made));
			deleteOld(folder.resolve(made));
		}
	}

	/** Writes a photograph and its mask; returns its row of the table. */
	private Map<String, Object> write(SimulatedPhotograph simulated, int index, Path folder) throws IOException {
		String name = String.format(Locale.ROOT, "simulated-%05d", index + 1);
		ResultFiles.writePhotograph(simulated.photograph(),
			folder.resolve("images").resolve(name + (jpeg ? ".jpg" : ".png")));
		ResultFiles.writeMask(simulated.mask(), folder.resolve("masks").resolve(name + ".png"));
		Map<String, Object> row = new LinkedHashMap<>();
		row.put("file", name);
		row.put("root_length_px", simulated.rootLengthPx());
		row.put("roots", simulated.rootCount());
		row.put("root_pixels", simulated.mask().rootPixels());
		return row;
	}

	/** Deletes images of an earlier run, of which there may have been more, or with other endings. */
	private static void deleteOld(Path folder) throws IOException {
		for (Path file : ImageFolder.of(folder).images()) {
			if (isSimulated(file)) SafeFile.deleteOld(folder, file.getFileName().toString());
		}
	}

	/** Whether a file has the name of a simulated photograph. */
	public static boolean isSimulated(Path file) {
		return file.getFileName().toString().matches("simulated-\\d{5,6}\\.(png|jpg)");
	}
}
