// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The images of a folder, and what else lies in it. Both are in {@link FileNames#NATURAL_ORDER}, whatever order the
 * file system has. An image is known by its extension, in any case; whether it can be read turns out when it is. Hidden
 * files and folders without images are not mentioned.
 *
 * @param folder as it was given
 * @param images files with the extension of an image
 * @param leftOut everything else by its name, with the reason, such as "not an image" or "a folder with 3 images"
 */
public record ImageFolder(Path folder, List<Path> images, Map<String, String> leftOut) {

	/** In a subfolder, so that nobody waits for a whole disk. */
	private static final int MOST_VISITED = 100_000;
	private static final Pattern HIDDEN = Pattern.compile("(?i)\\..*|thumbs\\.db|desktop\\.ini");
	private static final Comparator<Path> ORDER = Comparator.comparing(ImageFolder::name, FileNames.NATURAL_ORDER);

	/**
	 * Lists a folder.
	 *
	 * @param more extensions of other files that are listed with the images, in lower case without a point
	 * @throws IOException where it is missing, a file, or may not be read, with one sentence that names it
	 */
	public static ImageFolder of(Path folder, String... more) throws IOException {
		String extensions = FileNames.IMAGE_EXTENSIONS + (more.length == 0 ? "" : "|" + String.join("|", more));
		Predicate<String> isListed = Pattern.compile("(?i).*\\.(" + extensions + ")").asMatchPredicate();
		if (!Files.exists(folder)) throw new IOException("The folder " + folder + " does not exist: check its name.");
		if (!Files.isDirectory(folder)) {
			throw new IOException(folder + " is a file: give the folder that it lies in.");
		}
		List<Path> all;
		try (Stream<Path> files = Files.list(folder)) {
			all = files.filter(file -> !HIDDEN.matcher(name(file)).matches()).sorted(ORDER).toList();
		}
		catch (IOException | RuntimeException e) {
			throw new IOException("The folder " + folder + " may not be read: ask for permission, or choose " +
				"another one.", e);
		}
		List<Path> images = new ArrayList<>();
		Map<String, String> leftOut = new LinkedHashMap<>();
		for (Path file : all) {
			if (isListed.test(name(file)) && Files.isRegularFile(file)) images.add(file);
			else if (Files.isDirectory(file)) leftOut.put(name(file), count(file, isListed));
			else leftOut.put(name(file), Files.exists(file) ? "not an image" : "a link to a missing file");
		}
		leftOut.values().removeIf(String::isEmpty);
		return new ImageFolder(folder, List.copyOf(images), leftOut);
	}

	/** The names of the images without folder and extension, in their order. */
	public List<String> names() {
		return images.stream().map(ImageReader::baseName).toList();
	}

	/** What a message says of a subfolder with images at any depth, as far as it can be walked soon; empty for none. */
	private static String count(Path subfolder, Predicate<String> isListed) {
		try (Stream<Path> files = Files.walk(subfolder.toRealPath())) {
			long count = files.limit(MOST_VISITED).filter(Files::isRegularFile).map(ImageFolder::name)
				.filter(name -> isListed.test(name) && !HIDDEN.matcher(name).matches()).count();
			return count == 0 ? "" : "a folder with " + count + (count == 1 ? " image" : " images");
		}
		catch (IOException | UncheckedIOException e) {
			return "a folder that may not be read";
		}
	}

	/**
	 * Refuses a folder without images.
	 *
	 * @param what should be in it, such as "masks"
	 * @return this
	 * @throws IOException with one sentence that names the folder, and what is in it instead
	 */
	public ImageFolder require(String what) throws IOException {
		if (!images.isEmpty()) return this;
		throw new IOException("The folder " + folder + " has no " + what + ": choose one with PNG, JPEG or " +
			"TIFF files." +
			(leftOut.isEmpty() ? "" : " " + leftOutText(leftOut)));
	}

	/** A sentence that names what was left out and why: the first 20, and how many more; empty for nothing. */
	public static String leftOutText(Map<String, String> leftOut) {
		if (leftOut.isEmpty()) return "";
		List<String> named = leftOut.entrySet().stream().limit(20)
			.map(entry -> entry.getKey() + " (" + entry.getValue() + ")").toList();
		return "Left out: " + String.join(", ", named) +
			(leftOut.size() > named.size() ? " and " + (leftOut.size() - named.size()) + " more." : ".");
	}

	private static String name(Path file) {
		return String.valueOf(file.getFileName());
	}
}
