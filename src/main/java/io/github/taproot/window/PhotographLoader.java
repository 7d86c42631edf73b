// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.window;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;

import ij.process.ColorProcessor;

import io.github.taproot.annotation.AnnotationProject;
import io.github.taproot.annotation.AnnotationProject.Part;
import io.github.taproot.annotation.AutoSave;
import io.github.taproot.files.ImageReader;
import io.github.taproot.image.Annotation;
import io.github.taproot.imagej.ImagePlusConversion;
import io.github.taproot.progress.Background;
import io.github.taproot.progress.UnexpectedError;

/** Reads the photographs of a project and what is painted on them, in a thread of its own, and the next one ahead. */
final class PhotographLoader {

	/**
	 * A photograph as it is shown.
	 *
	 * @param index its place in the project
	 * @param part what it is for; null where nothing is painted
	 */
	record Opened(int index, Path file, ColorProcessor colours, Annotation annotation, Part part) {}

	private final AnnotationProject project;
	private final ImageReader reader;
	private final AutoSave save;
	private final ExecutorService thread = Background.threads(1, "taproot-photographs");
	/** The one that probably comes next; the thread's. */
	private Opened ahead;

	/** @param save knows what is painted, but not in files yet */
	PhotographLoader(AnnotationProject project, ImageReader reader, AutoSave save) {
		this.project = project;
		this.reader = reader;
		this.save = save;
	}

	/** Does something in the thread that reads. */
	void execute(Runnable task) {
		thread.execute(task);
	}

	/** The first photograph that is not annotated, from an index on; another one where all are. */
	int firstBlank(int from, int otherwise) {
		List<Path> files = project.photographs();
		for (int i = from; i < files.size(); i++) if (isBlank(files.get(i))) return i;
		return otherwise;
	}

	private boolean isBlank(Path photograph) {
		return project.part(photograph) == null && save.waiting(photograph) == null;
	}

	/**
	 * Reads a photograph, or the nearest one in a direction that can be read.
	 *
	 * @param step 1 or -1
	 * @param problems gets a sentence for each that can't be read
	 * @return null where none can be read
	 */
	Opened read(int index, int step, List<String> problems) {
		List<Path> files = project.photographs();
		for (int i = index; i >= 0 && i < files.size(); i += step) {
			try {
				return read(i);
			}
			catch (IOException | IllegalArgumentException e) {
				problems.add("Skipped. " + e.getMessage());
			}
			catch (OutOfMemoryError e) {
				problems.add("Skipped. " + files.get(i) + " does not fit into memory: give Fiji more.");
			}
			catch (RuntimeException | Error e) {
				problems.add("Skipped. " + files.get(i) + " could not be read because of an " +
					UnexpectedError.told(e));
			}
		}
		return null;
	}

	private Opened read(int index) throws IOException {
		Path file = project.photographs().get(index);
		Opened before = ahead;
		ColorProcessor colours = before != null && before.index == index ? before.colours
			: ImagePlusConversion.toColours(reader.readPhotograph(file));
		Annotation annotation = save.waiting(file);
		if (annotation == null) annotation = project.read(file, colours.getWidth(), colours.getHeight());
		return new Opened(index, file, colours, annotation, project.part(file));
	}

	/** Reads one for later; nothing beyond the last. */
	void readAhead(int index) {
		thread.execute(() -> {
			ahead = null;
			if (index >= project.photographs().size()) return;
			try {
				ahead = read(index);
			}
			catch (IOException | RuntimeException | Error e) {
				// It is told when the user comes there.
				ahead = null;
			}
		});
	}

	void close() {
		thread.shutdown();
	}
}
