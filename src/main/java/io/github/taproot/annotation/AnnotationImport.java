// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.annotation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.regex.Pattern;

import io.github.taproot.annotation.AnnotationProject.Part;
import io.github.taproot.files.AnnotatedFolder;
import io.github.taproot.files.ImageFolder;
import io.github.taproot.files.ImageReader;
import io.github.taproot.files.NameMatch;
import io.github.taproot.files.SafeFile;
import io.github.taproot.image.Annotation;
import io.github.taproot.image.Photograph;
import io.github.taproot.progress.Progress;

/**
 * What became of annotations that were taken over from another folder.
 *
 * @param imported how many were
 * @param problems one sentence for each reason why others were not
 */
public record AnnotationImport(int imported, List<String> problems) {

	private static final Pattern PNG = Pattern.compile("(?i).*\\.png");
	/** So many names are told, then how many more there are. */
	private static final int NAMES = 5;

	public AnnotationImport {
		problems = List.copyOf(problems);
	}

	/**
	 * Copies annotations into a project, byte by byte. Those in subfolders train and val remain what they are for;
	 * those of a folder without are shared out as if they were painted in the order of their names. What the project
	 * has is not overwritten.
	 *
	 * @param source RootPainter's project, its folder of annotations, or any folder of PNG files
	 * @throws IOException where the folder is missing or has no PNG, or a file can't be written
	 * @throws CancellationException where {@code progress} is cancelled, between two files
	 */
	public static AnnotationImport run(Path source, AnnotationProject project, Progress progress) throws IOException {
		Path folder = Files.isDirectory(source.resolve("annotations")) ? source.resolve("annotations") : source;
		Map<Path, Part> files = new LinkedHashMap<>();
		List<String> others = new ArrayList<>();
		for (Part part : Part.values()) {
			Path subfolder = folder.resolve(part.folder());
			if (Files.isDirectory(subfolder)) for (Path file : list(subfolder, others)) files.put(file, part);
		}
		if (files.isEmpty()) for (Path file : list(folder, others)) files.put(file, null);
		if (files.isEmpty()) {
			throw new IOException("The folder " + source + " has no annotations to import: choose one with PNG " +
				"files, or with the subfolders train and val.");
		}
		NameMatch<Path> photographs = new NameMatch<>(files.keySet().stream().map(ImageReader::baseName).toList(),
			project.photographs(), ImageReader::baseName, Path::toString);
		List<String> problems = new ArrayList<>();
		if (!others.isEmpty()) problems.add("Not imported, since they are not PNG files: " + names(others) + ".");
		List<String> strangers = new ArrayList<>();
		List<String> present = new ArrayList<>();
		int imported = 0;
		int looked = 0;
		for (Map.Entry<Path, Part> entry : files.entrySet()) {
			progress.report(looked++, files.size(), "Importing annotations");
			progress.throwIfCancelled();
			Path file = entry.getKey();
			Path photograph = photographs.get(ImageReader.baseName(file));
			if (photograph == null) strangers.add(file.getFileName().toString());
			else if (project.part(photograph) != null) present.add(file.getFileName().toString());
			else {
				String flaw = flaw(file, photograph, project.reader());
				if (flaw.isEmpty()) {
					copy(file, photograph, entry.getValue(), project);
					imported++;
				}
				else problems.add(flaw);
			}
		}
		if (!strangers.isEmpty()) {
			problems.add("No photograph is named like " + names(strangers) + " in " + folder + ": not imported.");
		}
		if (!present.isEmpty()) {
			problems.add("The project has annotations of its own for " + names(present) + ", which are kept.");
		}
		return new AnnotationImport(imported, problems);
	}

	/** What was done, and each problem on a line of its own. */
	public String text() {
		String done = "Imported " + imported + " annotation" + (imported == 1 ? "" : "s") + ".";
		return problems.isEmpty() ? done : done + "\n" + String.join("\n", problems);
	}

	private static void copy(Path file, Path photograph, Part part, AnnotationProject project) throws IOException {
		Part where = part != null ? part :
			AnnotationProject.next(project.count(Part.TRAINING), project.count(Part.VALIDATION));
		SafeFile.write(project.file(photograph, where), out -> Files.copy(file, out));
	}

	/** Why a file can't be imported, in one sentence; empty where it can. */
	private static String flaw(Path file, Path photograph, ImageReader reader) {
		try {
			Annotation annotation = reader.readAnnotation(file);
			Photograph pixels = reader.readPhotograph(photograph);
			if (annotation.width() != pixels.width() || annotation.height() != pixels.height()) {
				return AnnotationProject.wrongSize(file, annotation, photograph, pixels.width(), pixels.height());
			}
			String flaw = AnnotatedFolder.flaw(annotation);
			return flaw.isEmpty() ? "" : file + " is not imported. " + flaw;
		}
		catch (IOException e) {
			return e.getMessage();
		}
	}

	/** The PNG files of a folder; takes the names of other images. */
	private static List<Path> list(Path folder, List<String> others) throws IOException {
		List<Path> files = new ArrayList<>();
		for (Path file : ImageFolder.of(folder).images()) {
			if (PNG.matcher(file.getFileName().toString()).matches()) files.add(file);
			else others.add(file.getFileName().toString());
		}
		return files;
	}

	private static String names(List<String> names) {
		String text = String.join(", ", names.subList(0, Math.min(NAMES, names.size())));
		return names.size() > NAMES ? text + " and " + (names.size() - NAMES) + " more" : text;
	}
}
