package io.github.taproot.site;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;

/** Builds the update site; run by the profile update-site. */
public final class BuildUpdateSite {

	private BuildUpdateSite() {}

	/**
	 * Builds {@code target/update-site}.
	 *
	 * @param args the project's folder, the suite's jar, and the folder or address of an older site, which may be empty
	 * @throws IOException where the site can't be built, with what to do
	 */
	public static void main(String[] args) throws IOException {
		Path project = Path.of(args[0]);
		Path target = project.resolve("target");
		List<Staged> staged = new Staging(project, Path.of(args[1]), target.resolve("lib"), target.resolve("natives")).files();
		Path folder = target.resolve("update-site");
		long now = UpdateSite.timestamp(LocalDateTime.now(ZoneOffset.UTC));
		List<String> changed = new UpdateSite(folder).build(staged, args.length > 2 ? address(args[2]) : null, now);
		System.out.println(folder + ": " + staged.size() + " files" +
			(changed.isEmpty() ? ", none of them new" : ", new, changed or removed are " + String.join(", ", changed)));
	}

	/** The address of a folder or web site, ending in /; null for an empty text. */
	static URI address(String text) {
		if (text.isBlank()) return null;
		if (text.matches("https?://.*")) return URI.create(text.endsWith("/") ? text : text + "/");
		String folder = Path.of(text).toUri().toString();
		return URI.create(folder.endsWith("/") ? folder : folder + "/");
	}
}
