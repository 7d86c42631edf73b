// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TileLimitsTest {

	@TempDir
	private Path temp;

	@Test
	void halvesTheBatchThenTheTile() {
		Tiles tiles = Tiles.of(572, 0, "GPU 0: NVIDIA GeForce RTX 3060");
		assertEquals(new Tiles(572, 8), tiles);
		assertEquals(new Tiles(572, 1), Tiles.of(572, 0, "CPU, 2 threads"));
		assertEquals(new Tiles(572, 3), Tiles.of(572, 3, "CPU, 2 threads"));
		for (int batch : new int[] { 4, 2, 1 }) {
			tiles = tiles.smaller();
			assertEquals(new Tiles(572, batch), tiles);
		}
		tiles = tiles.smaller();
		assertEquals(1, tiles.batch());
		assertEquals(284, tiles.side(), 16);
		assertNull(new Tiles(188, 1).smaller());
	}

	@Test
	void remembersWhatACardHasRoomFor() throws IOException {
		Path file = temp.resolve("cache").resolve("gpu-memory.properties");
		TileLimits limits = new TileLimits(file, "GPU 0: a card, width 64, prediction");
		assertEquals(new Tiles(572, 8), limits.fitting(new Tiles(572, 8)));
		limits.note(new Tiles(572, 2));
		assertEquals(new Tiles(572, 2), limits.fitting(new Tiles(572, 8)));
		assertEquals(new Tiles(572, 1), limits.fitting(new Tiles(572, 1)));
		assertEquals(new Tiles(572, 8), new TileLimits(file, "GPU 0: another card, width 64, prediction")
			.fitting(new Tiles(572, 8)));
		assertEquals(new Tiles(572, 8), new TileLimits(file, null).fitting(new Tiles(572, 8)));
		new TileLimits(temp.resolve("other"), null).note(new Tiles(572, 2));
		assertFalse(Files.exists(temp.resolve("other")));
		Files.writeString(file, "GPU\\u00zz");
		assertEquals(new Tiles(572, 8), limits.fitting(new Tiles(572, 8)), "a damaged file is as none");
	}
}
