// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

import io.github.taproot.image.Mask;

/**
 * What does not count in photographs: tape, frames, labels, scratches. One file for all of them, or a folder with one
 * for each by its name, to which a suffix such as {@code _mask} or {@code _excluded} may be added; photographs without
 * one are measured whole. Files are ImageJ's selections ({@code .roi}, or {@code .zip} for several), of which areas
 * and, with their width, lines count, or images of the photographs' size whose pixels above 0 are excluded.
 */
public final class ExclusionFiles {

	/** What people add to the name of the photograph. */
	private static final Pattern SUFFIX =
		Pattern.compile("(?i)[ _.-]+(masks?|rois?|roiset|excluded?|exclusions?)$|\\.(" +
			FileNames.IMAGE_EXTENSIONS + ")$");
	private static final ImageReader READER = new ImageFiles();

	private final Path source;
	/** Null for a single file, or none. */
	private final NameMatch<Path> byName;
	/** Those of which {@link #byName} knows none: by a name with a suffix. */
	private final NameMatch<Path> bySuffix;
	private final Map<String, String> leftOut = new LinkedHashMap<>();

	/**
	 * @param source file or folder; null for nothing
	 * @param names of all photographs that are measured, without folder and extension
	 * @throws IOException where it does not exist or cannot be listed
	 */
	public ExclusionFiles(Path source, Collection<String> names) throws IOException {
		if (source != null && !Files.exists(source)) {
			throw new IOException("There is no file or folder " + source + " of areas to leave out: check its name.");
		}
		this.source = source;
		if (source == null || !Files.isDirectory(source)) {
			byName = null;
			bySuffix = null;
			return;
		}
		ImageFolder folder = ImageFolder.of(source, READER.outlines());
		folder.leftOut().forEach((name, reason) -> leftOut.put(source.getFileName() + "/" + name, reason));
		Function<Path, String> label = file -> source.getFileName() + "/" + file.getFileName();
		byName = new NameMatch<>(names, folder.images(), ImageReader::baseName, label);
		List<String> without = new ArrayList<>();
		for (String name : names) if (!byName.has(name)) without.add(name);
		bySuffix = new NameMatch<>(without, byName.strangers(),
			file -> SUFFIX.matcher(ImageReader.baseName(file)).replaceFirst(""), label);
		for (Path file : bySuffix.strangers()) leftOut.put(label.apply(file), "belongs to none of the images");
	}

	/**
	 * What is excluded of a photograph.
	 *
	 * @param name of the photograph without folder and extension, one of those that were given
	 * @return root where it is excluded; null where nothing is
	 * @throws IOException where the file can't be read, has another size, or is one of several, in one sentence
	 */
	public Mask of(String name, int width, int height) throws IOException {
		if (byName == null) return source == null ? null : read(source, width, height);
		Path file = file(name);
		return file == null ? null : read(file, width, height);
	}

	/**
	 * The file of a photograph, by its name as {@link #of}; null where there is none.
	 *
	 * @throws IOException where several have its name
	 */
	public Path file(String name) throws IOException {
		if (byName == null) return source;
		return byName.has(name) ? byName.get(name) : bySuffix.get(name);
	}

	/** Files of the folder that belong to none of the names, by their own, and why: as {@link ImageFolder#leftOut}. */
	public Map<String, String> leftOut() {
		return Collections.unmodifiableMap(leftOut);
	}

	private static Mask read(Path file, int width, int height) throws IOException {
		Mask mask = READER.readAnnotation(file, width, height).roots();
		if (mask.width() == width && mask.height() == height) return mask;
		throw new IOException(file + " has " + mask.width() + "x" + mask.height() + " pixels, but the image " +
			width + "x" +
			height + ": give the areas to leave out as an image of the same size, or as an ImageJ selection.");
	}
}
