// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.batch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.github.taproot.batch.FileBatch.Outcome;
import io.github.taproot.batch.FileBatch.Status;
import io.github.taproot.files.AnnotatedFolder;
import io.github.taproot.files.AnnotatedImage;
import io.github.taproot.files.DataReport;
import io.github.taproot.files.DataReport.Problem;
import io.github.taproot.files.ImageReader;
import io.github.taproot.files.NameAffix;
import io.github.taproot.image.Mask;
import io.github.taproot.image.Photograph;
import io.github.taproot.progress.Progress;
import io.github.taproot.simulation.SimulationSettings;
import io.github.taproot.simulation.SoilPhotograph;

/**
 * A folder of photographs of soil to draw roots on.
 *
 * @param photographs of bare soil, or of soil with annotated roots
 * @param annotations of their roots, which are painted out, as {@link AnnotatedFolder#parts}; null for bare soil
 * @param affix what an annotation's name has beside its photograph's
 */
public record SoilFolder(Path photographs, Path annotations, NameAffix affix, ImageReader reader) {

	/**
	 * What can be used.
	 *
	 * @param annotations of the photographs that can be used, in natural order; null for bare soil
	 * @param summary what became of each file
	 */
	record Usable(Map<Path, Path> annotations, FileBatch.Summary summary) {}

	/** Reads all files, and tells which can be used for photographs of this size. */
	Usable check(SimulationSettings settings, FolderJob job, Progress progress, Consumer<String> log)
		throws IOException
	{
		return annotations == null ? checkBare(settings, job) : checkAnnotated(settings, job, progress, log);
	}

	private Usable checkBare(SimulationSettings settings, FolderJob job) throws IOException {
		Map<Path, Path> usable = new LinkedHashMap<>();
		FileBatch.Summary summary =
			job.run("Checking", job.list(photographs, "photographs of soil").images(), file -> {
				Photograph photograph = reader.readPhotograph(file);
				SoilPhotograph.check(photograph.width(), photograph.height(), 0, settings);
				usable.put(file, null);
				return Map.of();
			});
		return new Usable(usable, summary);
	}

	private Usable checkAnnotated(SimulationSettings settings, FolderJob job, Progress progress, Consumer<String> log) {
		job.reads(photographs, annotations);
		Map<Path, Path> usable = new LinkedHashMap<>();
		List<Outcome> outcomes = new ArrayList<>();
		int unlabelled = 0;
		for (AnnotatedFolder part : AnnotatedFolder.parts(photographs, annotations, affix)) {
			DataReport report = part.check(reader, progress);
			for (AnnotatedImage image : report.images()) {
				String failure = "";
				try {
					SoilPhotograph.check(image.width(), image.height(), image.rootPixels(), settings);
					usable.put(image.photograph(), image.annotation());
					if (image.rootPixels() + image.soilPixels() < (long) image.width() * image.height()) unlabelled++;
				}
				catch (IllegalArgumentException e) {
					failure = e.getMessage();
				}
				add(outcomes, image.photograph(), failure, log);
			}
			for (Problem problem : report.problems()) {
				// That no annotation has roots is no problem here: then it is bare soil.
				boolean isBare = problem.file().equals(part.annotations()) && !report.images().isEmpty();
				if (!isBare && problem.error()) add(outcomes, problem.file(), problem.sentence(), log);
			}
		}
		if (unlabelled > 0) {
			log.accept(unlabelled + " of " + usable.size() + " annotations have unlabelled pixels. Roots there are " +
				"not painted out and count as soil: annotate all roots.");
		}
		return new Usable(usable, new FileBatch.Summary(List.copyOf(outcomes), false));
	}

	private static void add(List<Outcome> outcomes, Path file, String failure, Consumer<String> log) {
		Status status = failure.isEmpty() ? Status.DONE : Status.FAILED;
		Outcome outcome = new Outcome(file.getFileName().toString(), status, failure, 0, Map.of());
		outcomes.add(outcome);
		if (status == Status.FAILED) log.accept(outcome.sentence());
	}

	/** Reads a photograph, and paints its roots out. */
	SoilPhotograph read(Path photograph, Path annotation, Progress progress) throws IOException {
		Photograph soil = reader.readPhotograph(photograph);
		Mask roots =
			annotation == null ? null : reader.readAnnotation(annotation, soil.width(), soil.height()).roots();
		return SoilPhotograph.of(soil, roots, progress);
	}
}
