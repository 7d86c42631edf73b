// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.site;

import java.nio.file.Path;
import java.util.List;

/**
 * A file that is to be on the site.
 *
 * @param path where it goes in Fiji's folder, divided by /
 * @param source where it lies now
 * @param description what it is, for the updater's window
 * @param dependencies the paths of other jars that it needs, without versions
 */
record Staged(String path, Path source, String description, List<String> dependencies) {

	private static final List<String> PLATFORMS = List.of("linux64", "win64", "macos64", "macos-arm64");

	/** The systems that get the file: that of its folder {@code lib/SYSTEM}, or none, which stands for all. */
	List<String> platforms() {
		return PLATFORMS.stream().filter(platform -> path.startsWith("lib/" + platform + "/")).toList();
	}
}
