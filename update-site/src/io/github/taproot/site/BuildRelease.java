// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.site;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;

import io.github.taproot.files.SafeFile;

/** Builds the update site and all else that a release consists of; run by the profile update-site. */
public final class BuildRelease {

	/** System property with the folder or address of the site as it is now, whose versions are kept. */
	private static final String PREVIOUS = "taproot.site.previous";

	private BuildRelease() {}

	/**
	 * Builds {@code target/update-site} and {@code target/release}, and reads both back.
	 *
	 * @param args the project's folder, the suite's version, and whether it is a draft: then systems whose engine was
	 *            not fetched are left out
	 * @throws IOException where something can't be built, with what to do
	 */
	public static void main(String[] args) throws IOException {
		Path project = Path.of(args[0]);
		String version = args[1];
		boolean draft = Boolean.parseBoolean(args[2]);
		Path target = project.resolve("target");
		Path libraries = target.resolve("lib");
		List<Staged> staged = new Staging(project, target.resolve("taproot-" + version + ".jar"), libraries,
			draft ? libraries.resolve("taproot") : target.resolve("natives"), draft).files();

		UpdateSite site = new UpdateSite(target.resolve("update-site"));
		long now = UpdateSite.timestamp(LocalDateTime.now(ZoneOffset.UTC));
		List<String> changed = site.build(staged, address(System.getProperty(PREVIOUS, "")), now);
		List<String> changes = site.check(changed);

		Path folder = target.resolve("release");
		SafeFile.deleteFolder(folder);
		Files.createDirectories(folder);
		ReleaseNotes notes = ReleaseNotes.read(project);
		SafeFile.writeText(folder.resolve("release-notes.md"), notes.of(version));
		SafeFile.writeText(folder.resolve("zenodo.json"), notes.zenodo(version));
		SafeFile.writeText(folder.resolve("update-site-changes.txt"), String.join("\n", changes) + "\n");
		new Packages(folder, "taproot-" + version).write(staged, libraries, target.resolve("Taproot_ImageJ1.jar"));

		System.out.println((draft ? "A draft, not to be uploaded: " : "") + "the update site has " + staged.size() +
			" files, of which " + changes.size() + " are new, changed or removed; packages and notes are in " + folder);
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
			throw new IOException("-D" + PREVIOUS + "=" + text + " is not a folder or a web address (" +
				e.getMessage() + "): give the older site's folder, or its address with a space written as %20.", e);
		}
	}
}
