// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.function.Consumer;

import io.github.taproot.files.SafeFile;
import io.github.taproot.unet.natives.NativeCache;

/**
 * The most tiles that a GPU had memory for, found by trying, and remembered for each card. Memory of other devices
 * differs from day to day, and is not remembered.
 *
 * @param file where it is kept
 * @param key the card, the network and what is done with it; null for what is not remembered
 */
record TileLimits(Path file, String key) {

	private static final String FILE = "gpu-memory.properties";

	static TileLimits of(UNetNetwork network, String purpose) {
		boolean isCard = network.device().startsWith("GPU");
		return new TileLimits(NativeCache.ofUser().root().resolve(FILE),
			isCard ? network.device() + ", " + network.memoryClass() + ", " + purpose : null);
	}

	/** These tiles, or smaller ones that are known to fit. */
	Tiles fitting(Tiles wanted) {
		String known = key == null ? null : read().getProperty(key);
		if (known == null || !known.matches("\\d{1,18}")) return wanted;
		Tiles fitting = wanted;
		while (fitting.pixels() > Long.parseLong(known) && fitting.smaller() != null) fitting = fitting.smaller();
		return fitting;
	}

	/** Remembers tiles that are tried next since larger ones did not fit. */
	void note(Tiles next) {
		if (key == null) return;
		Properties all = read();
		all.setProperty(key, Long.toString(next.pixels()));
		try {
			Files.createDirectories(file.getParent());
			SafeFile.write(file, out ->
				all.store(out, "Pixels of tiles that fit into a GPU's memory; delete to try again."));
		}
		catch (IOException e) {
			// It is found out anew then.
		}
	}

	/**
	 * The same training with smaller tiles, after a step did not fit; remembered.
	 *
	 * @throws IOException where tiles can't be smaller
	 */
	TrainingSettings afterTooLarge(TrainingSettings settings, OutOfMemoryError cause, Consumer<String> log)
		throws IOException
	{
		Tiles smaller = settings.tiles().smaller();
		if (smaller == null) {
			throw new IOException(
				"Training does not fit into memory, even with one small tile: choose a smaller width.", cause);
		}
		note(smaller);
		log.accept("Not enough memory: training continues with " + smaller + ".");
		return settings.of(smaller);
	}

	private Properties read() {
		Properties all = new Properties();
		if (!Files.isRegularFile(file)) return all;
		try (InputStream in = Files.newInputStream(file)) {
			all.load(in);
		}
		catch (IOException | IllegalArgumentException e) {
			all.clear();
		}
		return all;
	}
}
