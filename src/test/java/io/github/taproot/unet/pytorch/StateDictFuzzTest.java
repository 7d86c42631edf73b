// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.pytorch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.taproot.roots.skeleton.References;

/** Thousands of files that are a little wrong: each is read, or refused in a sentence, in memory that fits its size. */
class StateDictFuzzTest {

	private static final int FILES = 1500;
	/** Lists of contents: the pickles at the start, the zip's directory at the end. */
	private static final int START = 14_000;
	private static final int END = 9_000;
	/** Most bytes that a change changes. */
	private static final int LONGEST = 40;

	@TempDir
	private Path temp;

	@ParameterizedTest
	@ValueSource(strings = { "unet-w8.pth", "unet-w8-legacy.pth" })
	void damagedFilesAreReadOrRefused(String name) throws Exception {
		byte[] whole = Files.readAllBytes(References.shared("reference/network/" + name));
		Path file = Files.write(temp.resolve(name), whole);
		Random random = new Random(6);
		var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
		int read = 0;
		long most = 0;
		for (int i = 0; i < FILES; i++) {
			Damage damage = damage(file, whole, random);
			long before = threads.getCurrentThreadAllocatedBytes();
			try {
				PyTorchWeights.read(file);
				read++;
			}
			catch (IOException e) {
				String message = e.getMessage();
				assertTrue(message.startsWith(file.toString()) && message.endsWith("."), i + ": " + message);
				assertFalse(message.contains("Exception"), i + ": " + message);
			}
			catch (RuntimeException | Error e) {
				throw new AssertionError("file " + i, e);
			}
			most = Math.max(most, threads.getCurrentThreadAllocatedBytes() - before);
			restore(file, whole, damage);
		}
		System.out.println(name + ": of " + FILES + " damaged files " + read + " were read, with at most " +
			(most >> 20) + " MB");
		assertArrayEquals(whole, Files.readAllBytes(file), "the file is whole again after each");
		assertTrue(read > 0 && read < FILES, read + " were read");
		assertTrue(most < 64 << 20, most + " bytes for a file of " + whole.length);
	}

	/**
	 * What differs from the whole file.
	 *
	 * @param places where changes begin
	 * @param end where the file was cut
	 */
	private record Damage(int[] places, int end) {}

	/** Changes some bytes, a number to a huge one, a run of bytes by another, or the length. */
	private static Damage damage(Path file, byte[] whole, Random random) throws IOException {
		try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
			int[] places = new int[1 + random.nextInt(3)];
			int end = whole.length;
			for (int change = 0; change < places.length; change++) {
				int at = random.nextBoolean() ? random.nextInt(START) :
					random.nextInt(4) > 0 ? whole.length - 1 - random.nextInt(END) : random.nextInt(whole.length);
				places[change] = at;
				out.seek(at);
				switch (random.nextInt(5)) {
					case 0 -> out.write(random.nextInt(256));
					case 1 -> out.write(whole[at] ^ 1 << random.nextInt(8));
					case 2 -> out.write(new byte[] { -1, -1, -1, (byte) random.nextInt(256) });
					case 3 -> {
						byte[] run = new byte[1 + random.nextInt(LONGEST)];
						System.arraycopy(whole, random.nextInt(START), run, 0, run.length);
						out.write(run);
					}
					default -> {
						if (random.nextInt(4) == 0) {
							out.setLength(at);
							end = Math.min(end, at);
						}
						else out.write(random.nextInt(256));
					}
				}
			}
			return new Damage(places, end);
		}
	}

	private static void restore(Path file, byte[] whole, Damage damage) throws IOException {
		try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
			out.setLength(whole.length);
			out.seek(damage.end);
			out.write(whole, damage.end, whole.length - damage.end);
			for (int at : damage.places) {
				out.seek(at);
				out.write(whole, at, Math.min(LONGEST, whole.length - at));
			}
		}
	}
}
