// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.site;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;

/** Builds the update site; run by the profile update-site. */
public final class BuildUpdateSite {

	/** System property with the folder or address of the site as it is now, whose versions are kept. */
	private static final String PREVIOUS = "taproot.site.previous";

	private BuildUpdateSite() {}

	/**
	 * Builds {@code target/update-site}.
	 *
	 * @param args the project's folder and the suite's jar
	 * @throws IOException where the site can't be built, with what to do
	 */
	public static void main(String[] args) throws IOException {
		Path project = Path.of(args[0]);
		Path target = project.resolve("target");
		List<Staged> staged = new Staging(project, Path.of(args[1]), target.resolve("lib"), target.resolve("natives"))
			.files();
		Path folder = target.resolve("update-site");
		long now = UpdateSite.timestamp(LocalDateTime.now(ZoneOffset.UTC));
		List<String> changed = new UpdateSite(folder).build(staged, address(System.getProperty(PREVIOUS, "")), now);
		System.out.println(folder + ": " + staged.size() + " files; " + (changed.isEmpty() ? "nothing new"
			: "new, changed or removed are " + changed.size() + ": " + String.join(", ", changed)));
	}

	/**
	 * The address of a folder or web site, ending in /; null for an empty text.
	 *
	 * @throws IOException where it is neither, with what to give
	 */
	static URI address(String text) throws IOException {
		if (text.isBlank()) return null;
		try {
			String address = text.matches("https?://.*") ? new URI(text).toString() : Path.of(text).toUri().toString();
			return new URI(address.endsWith("/") ? address : address + "/");
		}
		catch (URISyntaxException | InvalidPathException e) {
			throw new IOException("-D" + PREVIOUS + "=" + text + " is no folder or web address (" + e.getMessage() +
				"): give the older site's folder, or its address with a space written as %20.", e);
		}
	}
}
