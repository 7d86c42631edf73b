// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import com.google.gson.GsonBuilder;

/**
 * What a release says of itself: the changelog's part, and the metadata by which Zenodo gives it a DOI.
 *
 * @param changelog the text of CHANGELOG.md
 * @param citation CITATION.cff, whose keys are those of the Citation File Format 1.2.0
 */
record ReleaseNotes(String changelog, Map<String, Object> citation) {

	/**
	 * Reads a project's CHANGELOG.md and CITATION.cff.
	 *
	 * @throws IOException where one can't be read
	 */
	static ReleaseNotes read(Path project) throws IOException {
		Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
		return new ReleaseNotes(Files.readString(project.resolve("CHANGELOG.md")),
			yaml.load(Files.readString(project.resolve("CITATION.cff"))));
	}

	/**
	 * The changelog's part on a version; for a snapshot, on the version that it leads to.
	 *
	 * @throws IOException where there is none
	 */
	String of(String version) throws IOException {
		String number = version.replace("-SNAPSHOT", "");
		Matcher part = Pattern.compile("(?ms)^## " + Pattern.quote(number) + " .*?(?=^## |\\z)").matcher(changelog);
		if (part.find()) return part.group().strip() + "\n";
		throw new IOException("CHANGELOG.md has no part \"## " + number + " (date)\": write one.");
	}

	/** The metadata as {@code .zenodo.json}, see https://developers.zenodo.org. */
	String zenodo(String version) {
		Map<String, Object> metadata = new LinkedHashMap<>();
		metadata.put("title", citation.get("title") + " " + version);
		metadata.put("upload_type", "software");
		metadata.put("version", version);
		if (citation.containsKey("date-released")) {
			metadata.put("publication_date", citation.get("date-released").toString());
		}
		metadata.put("description", citation.get("abstract"));
		metadata.put("license", citation.get("license"));
		List<Map<String, String>> creators = new ArrayList<>();
		for (Map<?, ?> author : list(citation.get("authors"))) creators.add(Map.of("name", name(author)));
		metadata.put("creators", creators);
		List<Map<String, String>> related = new ArrayList<>();
		for (Map<?, ?> reference : list(citation.get("references"))) {
			related.add(Map.of("identifier", reference.get("doi").toString(), "relation", "references"));
		}
		metadata.put("related_identifiers", related);
		return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(metadata) + "\n";
	}

	private static List<Map<?, ?>> list(Object entries) {
		List<Map<?, ?>> found = new ArrayList<>();
		if (entries instanceof List<?> all) for (Object entry : all) found.add((Map<?, ?>) entry);
		return found;
	}

	/** Family name, given names; or the name of a group. */
	private static String name(Map<?, ?> author) {
		Object name = author.get("name");
		return name != null ? name.toString() : author.get("family-names") + ", " + author.get("given-names");
	}
}
