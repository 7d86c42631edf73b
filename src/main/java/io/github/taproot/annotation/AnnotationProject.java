// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.annotation;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.taproot.files.FileNames;
import io.github.taproot.files.FolderLock;
import io.github.taproot.files.ImageReader;
import io.github.taproot.files.SafeFile;
import io.github.taproot.image.Annotation;

/**
 * A folder with the annotations of a folder of photographs, laid out as RootPainter's:
 * {@code annotations/train/NAME.png} to learn from, {@code annotations/val/NAME.png} to choose the best model by,
 * {@code segmentations/NAME.png}, and {@code models}. What is on the disk counts, whoever wrote it.
 * <p>
 * Files are replaced whole, so that others may read them at any time. One thread saves; any number may ask.
 * </p>
 */
public final class AnnotationProject implements Closeable {

	/** What an annotation is for. */
	public enum Part {

		/** Training learns from it. */
		TRAINING("train"),
		/** It chooses the best model. */
		VALIDATION("val");

		private final String folder;

		Part(String folder) {
			this.folder = folder;
		}

		/** The name of its subfolder. */
		public String folder() {
			return folder;
		}
	}

	private static final String ENDING = ".png";
	/** The name of the photograph that was looked at last. */
	private static final String PLACE = "place.txt";
	private static final int LONGEST_NAME = 4096;

	private final Path folder;
	private final List<Path> photographs;
	private final List<String> problems;
	private final ImageReader reader;
	private final AnnotationWriter writer;
	private FolderLock lock;

	private AnnotationProject(Path folder, List<Path> photographs, List<String> problems, ImageReader reader,
		AnnotationWriter writer)
	{
		this.folder = folder;
		this.photographs = List.copyOf(photographs);
		this.problems = List.copyOf(problems);
		this.reader = reader;
		this.writer = writer;
	}

	/**
	 * Opens a project, or begins it.
	 *
	 * @param folder the project's, made where it is missing
	 * @param photographs files to annotate, in the order in which they are shown
	 * @throws IOException where a folder can't be made
	 * @throws IllegalArgumentException where there is no photograph
	 */
	public static AnnotationProject open(Path folder, List<Path> photographs, ImageReader reader,
		AnnotationWriter writer)
		throws IOException
	{
		if (photographs.isEmpty()) {
			throw new IllegalArgumentException(
				"There is no photograph to annotate: choose a folder with PNG, JPEG or TIFF files.");
		}
		Map<Path, Path> clashes = FileNames.clashes(photographs);
		List<Path> kept = new ArrayList<>(photographs);
		kept.removeAll(clashes.keySet());
		List<String> problems = new ArrayList<>();
		clashes.forEach((photograph, first) -> problems.add(photograph + " is left out, since " + first.getFileName() +
			" has the same name except for the extension: rename one."));
		AnnotationProject project = new AnnotationProject(folder, kept, problems, reader, writer);
		for (Part part : Part.values()) SafeFile.makeFolder(project.folder(part));
		SafeFile.makeFolder(project.segmentations());
		SafeFile.makeFolder(project.models());
		return project;
	}

	/**
	 * Keeps others from the project until it is closed: two that save at a time would put an annotation both where
	 * training learns from it and where it validates.
	 *
	 * @param log takes a sentence where the folder cannot be locked
	 * @throws IOException where another process, or window, has the project
	 */
	public void lock(Consumer<String> log) throws IOException {
		lock = FolderLock.of(folder, "Annotate Roots", log);
	}

	/** Lets others have the project; nothing happens where it was not locked. */
	@Override
	public void close() {
		if (lock != null) lock.close();
	}

	/** The photographs, no two of them with the same base name. */
	public List<Path> photographs() {
		return photographs;
	}

	/** One sentence for each photograph that is left out. */
	public List<String> problems() {
		return problems;
	}

	/** The index of the photograph that was looked at last; -1 where that is not known, or it is not there any more. */
	public int place() {
		Path file = folder.resolve(PLACE);
		try {
			if (!Files.exists(file) || Files.size(file) > LONGEST_NAME) return -1;
			String name = Files.readString(file).strip();
			for (int i = 0; i < photographs.size(); i++) {
				if (photographs.get(i).getFileName().toString().equals(name)) return i;
			}
		}
		catch (IOException e) {
			// Then it is not known.
		}
		return -1;
	}

	/** Remembers which photograph is looked at. */
	public void remember(Path photograph) throws IOException {
		SafeFile.writeText(folder.resolve(PLACE), photograph.getFileName() + "\n");
	}

	/** The folder that has the subfolders of annotations. */
	public Path annotations() {
		return folder.resolve("annotations");
	}

	/** The folder of models. */
	public Path models() {
		return folder.resolve("models");
	}

	/** The file of a photograph's segmentation, which may be missing. */
	public Path segmentation(Path photograph) {
		return FileNames.existing(segmentations().resolve(ImageReader.baseName(photograph) + ENDING));
	}

	private Path segmentations() {
		return folder.resolve("segmentations");
	}

	private Path folder(Part part) {
		return annotations().resolve(part.folder());
	}

	Path file(Path photograph, Part part) {
		return FileNames.existing(folder(part).resolve(ImageReader.baseName(photograph) + ENDING));
	}

	/** What a photograph's annotation is for; null where it is not annotated. */
	public Part part(Path photograph) {
		for (Part part : Part.values()) if (Files.exists(file(photograph, part))) return part;
		return null;
	}

	/** How many annotations a part has; 0 where its folder can't be read. */
	public int count(Part part) {
		try (Stream<Path> files = Files.list(folder(part))) {
			return (int) files.map(file -> file.getFileName().toString())
				.filter(name -> !name.startsWith(".") && name.toLowerCase(Locale.ROOT).endsWith(ENDING)).count();
		}
		catch (IOException e) {
			return 0;
		}
	}

	/**
	 * Where the next annotated image goes, so that one in five validates: the first to training, and those after it to
	 * validation where five times as many as validate are not more than all that there are. These are images 2, 6, 11,
	 * 16 and so on.
	 */
	static Part next(int training, int validation) {
		int annotated = training + validation;
		return training > 0 && 5 * validation <= annotated ? Part.VALIDATION : Part.TRAINING;
	}

	/**
	 * Reads a photograph's annotation.
	 *
	 * @param width the photograph's, in px
	 * @param height the photograph's
	 * @return all unknown where there is none
	 * @throws IOException where the file is unreadable or has another size, with what to do
	 */
	public Annotation read(Path photograph, int width, int height) throws IOException {
		Part part = part(photograph);
		if (part == null) return Painting.blank(width, height).annotation();
		Path file = file(photograph, part);
		Annotation annotation = reader.readAnnotation(file);
		if (annotation.width() != width || annotation.height() != height) {
			throw new IOException(wrongSize(file, annotation, photograph, width, height));
		}
		return annotation;
	}

	static String wrongSize(Path file, Annotation annotation, Path photograph, int width, int height) {
		return file + " has " + annotation.width() + "x" + annotation.height() + " px, but its photograph " +
			photograph.getFileName() + " has " + width + "x" + height + ": resize it, or remove it.";
	}

	/**
	 * Saves a photograph's annotation: where it already is, or else where the next one goes. One in which nothing is
	 * annotated is deleted.
	 *
	 * @throws IOException where it can't be written or deleted, with what to do
	 */
	public void save(Path photograph, Annotation annotation) throws IOException {
		Part part = part(photograph);
		boolean isBlank = annotation.count(Annotation.UNKNOWN) == annotation.labels().length;
		if (!isBlank) {
			if (part == null) part = next(count(Part.TRAINING), count(Part.VALIDATION));
			writer.write(annotation, file(photograph, part));
		}
		else if (part != null) SafeFile.deleteOld(folder(part), file(photograph, part).getFileName().toString());
	}

	ImageReader reader() {
		return reader;
	}
}
