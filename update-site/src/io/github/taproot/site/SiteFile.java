// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.site;

import java.io.IOException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.regex.Pattern;

import org.scijava.util.FileUtils;

/**
 * A file of an update site, with all of its versions.
 *
 * @param filename where its newest version lies in Fiji's folder, divided by /
 * @param platforms the systems that get it, by the updater's names; empty for all of them
 * @param current the version that users get, or null where the file has been removed
 * @param previous older versions, by which the updater tells an old file from one that the user has changed
 */
record SiteFile(String filename, List<String> platforms, Current current, List<Previous> previous) {

	/** Folders of which the updater's files are in; a path is plain, relative, and has no hidden or parent folder. */
	private static final Pattern PATH = Pattern.compile(
		"(jars|plugins|macros|scripts|models|lib|images|luts|licenses|config)(/\\w[\\w.+-]*)+");
	private static final DateTimeFormatter TIME =
		DateTimeFormatter.ofPattern("uuuuMMddHHmmss").withResolverStyle(ResolverStyle.STRICT);
	private static final Pattern CHECKSUM = Pattern.compile("[0-9a-f]{40}");

	/**
	 * A version that users get.
	 *
	 * @param checksum as of {@link Checksum}
	 * @param timestamp yyyyMMddHHmmss, when it was put on the site
	 * @param filesize in bytes
	 * @param description what the file is, or null
	 * @param dependencies files that it needs, without versions
	 */
	record Current(String checksum, long timestamp, long filesize, String description, List<Dependency> dependencies,
		List<String> links, List<String> authors)
	{}

	/** A file that another one needs: its path without a version, and when that was found. */
	record Dependency(String filename, long timestamp) {}

	/** An older version; {@code obsolete} is when it was replaced or removed, 0 where unknown. */
	record Previous(String filename, String checksum, long timestamp, long obsolete) {}

	/** The name by which the updater knows a file in all of its versions. */
	String key() {
		return FileUtils.stripFilenameVersion(filename);
	}

	/** The current version as an older one, replaced at a time. */
	Previous replaced(long time) {
		return new Previous(filename, current.checksum, current.timestamp, time);
	}

	/** Where a version lies on the site. */
	static String stored(String filename, long timestamp) {
		return filename + "-" + timestamp;
	}

	/**
	 * Checks what an index says about where a version lies.
	 *
	 * @throws IOException where that is outside the updater's folders, or no version
	 */
	static void check(String filename, String checksum, long timestamp) throws IOException {
		checkPath(filename);
		if (!CHECKSUM.matcher(checksum).matches() || !isTime(timestamp)) {
			throw new IOException("The version " + timestamp + " of " + filename + " has the checksum \"" + checksum +
				"\": an update site needs yyyyMMddHHmmss and 40 hexadecimal digits.");
		}
	}

	/** Likewise the path of another file. */
	static void checkPath(String filename) throws IOException {
		if (PATH.matcher(filename).matches()) return;
		throw new IOException("\"" + filename + "\" is no path of an update site: it must start with jars/, lib/ " +
			"or another folder of the updater and be of letters, digits, and - _ + . within names.");
	}

	/** Whether a number is a time as {@link Current#timestamp}. */
	static boolean isTime(long timestamp) {
		try {
			LocalDateTime.parse(Long.toString(timestamp), TIME);
			return true;
		}
		catch (DateTimeParseException e) {
			return false;
		}
	}
}
