// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.files;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of temporary files and folders that tell which process made them, {@code PID-START-HOST-RANDOM}, so that what a
 * dead one left is known from what a living one writes.
 */
final class TemporaryName {

	private static final Pattern FORM = Pattern.compile("(\\d{1,10})-(\\d{1,15})-([0-9a-f]{12})-[0-9a-f]{12}");
	/** What another computer wrote is left alone for so long. */
	private static final Duration OF_OTHERS = Duration.ofDays(1);
	/** A process's start is computed from the clock, which may be set. */
	private static final Duration SAME_START = Duration.ofSeconds(10);

	private static final String HOST = Sha256.of(host()).substring(0, 12);
	private static final String OWNER = ProcessHandle.current().pid() + "-" + start(ProcessHandle.current()) + "-" +
		HOST + "-";

	private TemporaryName() {}

	/** A name of this process that no other file has. */
	static String create() {
		return OWNER + UUID.randomUUID().toString().substring(24);
	}

	/**
	 * Whether nobody needs a file any more: the process that made it has ended, or another computer made it more than a
	 * day ago. Of others it is not known.
	 *
	 * @param name the part of its name that {@link #create} made
	 */
	static boolean isLeftover(Path file, String name) throws IOException {
		Matcher matcher = FORM.matcher(name);
		if (!matcher.matches()) return false;
		if (matcher.group(3).equals(HOST)) {
			long start = Long.parseLong(matcher.group(2));
			return ProcessHandle.of(Long.parseLong(matcher.group(1))).filter(ProcessHandle::isAlive)
				.filter(process -> isSame(start, start(process))).isEmpty();
		}
		Instant modified = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
		return modified.isBefore(Instant.now().minus(OF_OTHERS));
	}

	/** In ms since 1970; 0 where the system does not tell. */
	private static long start(ProcessHandle process) {
		return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
	}

	private static boolean isSame(long start, long other) {
		return start == 0 || other == 0 || Math.abs(start - other) <= SAME_START.toMillis();
	}

	/** Tells computers apart, and containers of one. */
	private static String host() {
		try {
			return hostName() + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
		}
		catch (IOException | RuntimeException e) {
			return hostName();
		}
	}

	/** This computer's name. */
	static String hostName() {
		String name = System.getenv("COMPUTERNAME");
		if (name != null) return name;
		try {
			// Asks nobody on the network, as InetAddress may.
			return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
		}
		catch (IOException e) {
			// Not Linux.
		}
		try {
			return InetAddress.getLocalHost().getHostName();
		}
		catch (IOException e) {
			return "unknown";
		}
	}
}
