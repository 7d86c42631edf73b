// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.natives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.sun.jna.NativeLibrary;

import io.github.taproot.unet.natives.GpuJar.Library;
import io.github.taproot.unet.natives.GpuStatus.State;
import io.github.taproot.unet.natives.NvidiaDriver.Card;

class GpuStatusTest {

	private static final Card CARD = new Card("NVIDIA GeForce RTX 3060", 12_000_000_000L, "8.6");

	@TempDir
	private Path temp;

	private GpuLibraries libraries(int size) throws IOException {
		Path folder = Files.createDirectories(temp.resolve("gpu"));
		Files.write(folder.resolve("libcudart.so.12"), new byte[size]);
		return new GpuLibraries(folder,
			List.of(new GpuJar("a.jar", 1, "", "", "", List.of(new Library("libcudart.so.12", 3)), true)));
	}

	private static void check(State state, String words, GpuStatus status) {
		assertEquals(state, status.state());
		assertTrue(status.words().contains(words), status.words());
		assertTrue(status.words().endsWith("."), status.words());
	}

	@Test
	void tellsTheCasesApart() throws IOException {
		GpuLibraries none = new GpuLibraries(temp.resolve("none"));
		check(State.NO_CARD, "no NVIDIA card", GpuStatus.of(null, false, none));
		check(State.NO_DRIVER, "version 525", GpuStatus.of(null, true, none));
		check(State.BROKEN_DRIVER, "CUDA error 803", GpuStatus.of(new NvidiaDriver(12040, 803, List.of()), true, none));
		check(State.NO_CARD, "CUDA_VISIBLE_DEVICES", GpuStatus.of(new NvidiaDriver(12040, 0, List.of()), true, none));
		check(State.OLD_DRIVER, "for CUDA 11.4, and 12",
			GpuStatus.of(new NvidiaDriver(11040, 0, List.of(CARD)), true, none));
		Card small = new Card("NVIDIA GeForce GT 1030", 1_000_000_000, "6.1");
		check(State.SMALL_CARD, "has 1000 MB", GpuStatus.of(new NvidiaDriver(12040, 0, List.of(small)), true, none));
		NvidiaDriver driver = new NvidiaDriver(12000, 0, List.of(CARD));
		check(State.NO_LIBRARIES, "Install GPU Support", GpuStatus.of(driver, true, none));
		check(State.BROKEN_LIBRARIES, "(libcudart.so.12 has 2 bytes instead of 3)",
			GpuStatus.of(driver, true, libraries(2)));
		GpuStatus ready = GpuStatus.of(driver, true, libraries(3));
		check(State.READY, CARD.name(), ready);
		check(State.BROKEN_LIBRARIES, "(wrong ELF class)", ready.with(libraries(3), "wrong ELF class"));
		assertEquals(List.of(CARD), ready.cards());
	}

	@Test
	void seesCardsWithoutADriver() throws IOException {
		assertFalse(NvidiaDriver.hasCard(temp.resolve("nowhere")));
		device("0000:00:02.0", "0x8086", "0x030000");
		device("0000:01:00.1", "0x10de", "0x040300");
		assertFalse(NvidiaDriver.hasCard(temp), "another maker's card, and the sound of one");
		device("0000:01:00.0", "0x10de", "0x030200");
		assertTrue(NvidiaDriver.hasCard(temp));
	}

	private void device(String name, String vendor, String type) throws IOException {
		Path folder = Files.createDirectories(temp.resolve(name));
		Files.writeString(folder.resolve("vendor"), vendor + "\n");
		Files.writeString(folder.resolve("class"), type + "\n");
	}

	@Test
	void asksTheDriver() throws Exception {
		assertEquals(new NvidiaDriver(12040, 0, List.of(CARD, new Card("Other", 4L << 30, "7.5"))), ask(0));
		assertEquals(new NvidiaDriver(12040, 0, List.of()), ask(100));
		assertEquals(new NvidiaDriver(12040, 803, List.of()), ask(803));
	}

	/** Asks a driver of two cards that a C compiler makes from its published interface. */
	private NvidiaDriver ask(int result) throws Exception {
		Path source = temp.resolve("cuda.c");
		Files.writeString(source, """
			#include <string.h>
			#include <stddef.h>
			int cuDriverGetVersion(int *v) { *v = 12040; return 0; }
			int cuInit(unsigned flags) { return RESULT; }
			int cuDeviceGetCount(int *n) { *n = 2; return 0; }
			int cuDeviceGet(int *device, int ordinal) { *device = ordinal + 10; return 0; }
			int cuDeviceGetName(char *name, int size, int device) {
			  strncpy(name, device == 10 ? "NVIDIA GeForce RTX 3060" : "Other", size); return 0; }
			int cuDeviceTotalMem_v2(size_t *bytes, int device) {
			  *bytes = device == 10 ? 12000000000ul : 4ul << 30; return 0; }
			int cuDeviceGetAttribute(int *value, int attribute, int device) {
			  if (attribute == 75) *value = device == 10 ? 8 : 7;
			  else if (attribute == 76) *value = device == 10 ? 6 : 5;
			  else return 1;
			  return 0; }
			""");
		Path library = temp.resolve("libcuda" + result + ".so.1");
		Process compiler;
		try {
			compiler = new ProcessBuilder("cc", "-shared", "-fPIC", "-DRESULT=" + result, "-o", library.toString(),
				source.toString()).inheritIO().start();
		}
		catch (IOException e) {
			assumeTrue(false, "there is no C compiler here");
			throw e;
		}
		assertTrue(compiler.waitFor(60, TimeUnit.SECONDS) && compiler.exitValue() == 0);
		return NvidiaDriver.ask(NativeLibrary.getInstance(library.toString()));
	}
}
