// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.natives;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import com.sun.management.OperatingSystemMXBean;

/** Memory that other programs leave. */
public final class FreeMemory {

	private FreeMemory() {}

	/**
	 * Bytes that can be had without slowing the computer down, outside of Java's heap. Linux tells; elsewhere what is
	 * free, but at least a quarter of all memory, since systems fill what nobody needs with files.
	 */
	public static long bytes() {
		try (Stream<String> lines = Files.lines(Path.of("/proc/meminfo"))) {
			return lines.filter(line -> line.startsWith("MemAvailable:")).findFirst()
				.map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024).orElseGet(FreeMemory::ofSystem);
		}
		catch (IOException | UncheckedIOException e) {
			return ofSystem();
		}
	}

	private static long ofSystem() {
		return Math.max(system().getFreeMemorySize(), total() / 4);
	}

	/** Bytes of memory that the computer, or the container that this runs in, has. */
	public static long total() {
		return system().getTotalMemorySize();
	}

	private static OperatingSystemMXBean system() {
		return (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
	}
}
