// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.batch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

import io.github.taproot.evaluation.Bootstrap;
import io.github.taproot.evaluation.EvaluationSummary;
import io.github.taproot.evaluation.ImageEvaluation;
import io.github.taproot.evaluation.Score;
import io.github.taproot.evaluation.Tolerances;
import io.github.taproot.evaluation.report.EvaluationReport;
import io.github.taproot.files.AnnotatedFolder;
import io.github.taproot.files.FileNames;
import io.github.taproot.files.FileSet;
import io.github.taproot.files.ImageFiles;
import io.github.taproot.files.ImageFolder;
import io.github.taproot.files.ImageReader;
import io.github.taproot.files.NameAffix;
import io.github.taproot.files.NameMatch;
import io.github.taproot.files.OutputFiles;
import io.github.taproot.files.PredictionFiles.Prediction;
import io.github.taproot.files.PredictionFiles;
import io.github.taproot.files.ResultFiles;
import io.github.taproot.image.Annotation;
import io.github.taproot.image.Mask;
import io.github.taproot.image.Photograph;
import io.github.taproot.image.RootMarks;
import io.github.taproot.progress.Progress;
import io.github.taproot.segmentation.Threshold;
import io.github.taproot.table.Quantity;
import io.github.taproot.table.Table;

/**
 * Compares a folder of predictions with one of annotations. The output folder gets {@code evaluation.csv} with a row
 * for each image, {@code evaluation-summary.csv}, {@code errors/NAME.jpg} and {@code evaluation.html}.
 *
 * @param reader reads annotations
 * @param predicted what is root in predictions that are masks
 * @param affix what a prediction's name has beside its annotation's
 * @param threshold of predictions that are probabilities
 * @param tolerances of centre lines
 * @param bootstrap for the intervals
 * @param photographs folder of photographs, named as the annotations, to draw errors on; null for none
 */
public record FolderEvaluation(ImageFiles reader, RootMarks predicted, NameAffix affix, Threshold threshold,
	Tolerances tolerances, Bootstrap bootstrap, Path photographs)
{

	public static final String TABLE = "evaluation.csv";
	public static final String SUMMARY = "evaluation-summary.csv";
	public static final String REPORT = "evaluation.html";

	/**
	 * What was found.
	 *
	 * @param files what became of each annotation; failed where it has no prediction
	 * @param sentence the result in words
	 * @param table evaluation-summary.csv; without rows, and the sentence empty, where the user cancelled
	 */
	public record Result(FileBatch.Summary files, String sentence, Table table) {}

	/**
	 * Evaluates.
	 *
	 * @param output made where it is missing, none of the other folders; without tables and report, those of an earlier
	 *          run as well, where the user cancels
	 * @throws IOException where nothing can be compared, or a result can't be written
	 * @throws java.util.concurrent.CancellationException where the user cancels once all images are compared
	 */
	public Result run(Path predictions, Path annotations, Path output, Progress progress, Consumer<String> log)
		throws IOException
	{
		FolderJob job = new FolderJob(progress, log);
		Pairing pairing = Pairing.of(annotations, reader.outlines(), List.of(predictions), affix);
		job.leaveOut(pairing.leftOut());
		job.reads(predictions, annotations, photographs);
		Path pictures = output.resolve(EvaluationReport.PICTURES);
		job.guard(output, pictures);
		NameMatch<Path> backgrounds = photographs == null ? null : backgrounds(pairing.annotations().keySet(), job);
		OutputFiles errors = new OutputFiles(pictures, ".jpg", pairing.annotations().values());
		job.makeFolder(output, TABLE, SUMMARY, REPORT);
		Map<String, ImageEvaluation> images = new TreeMap<>();
		Set<String> onBlack = new HashSet<>();
		ReadAs readAs = new ReadAs(predictions);
		FileBatch.Summary files =
			job.run("Evaluating", List.copyOf(pairing.annotations().values()), annotation -> {
				String name = ImageReader.baseName(annotation);
				Path predicted = pairing.predictions().get(0).get(name);
				if (predicted == null) {
					throw new IOException(annotation.getFileName() + " has no prediction in " + predictions +
						". Without it, results may look better than they are: segment this photograph, too, or " +
						"remove its annotation.");
				}
				Prediction prediction = read(predicted, readAs);
				Annotation truth = truth(annotation, List.of(prediction), List.of(predicted));
				Mask roots = prediction.labels().roots();
				ImageEvaluation evaluation = ImageEvaluation.of(roots, truth, tolerances, progress);
				Photograph background =
					photographs == null ? null : background(name, backgrounds, truth, log);
				ResultFiles.writeErrors(background, roots, truth, errors.of(annotation));
				images.put(name, evaluation);
				if (background == null) onBlack.add(name);
				Map<String, Object> row = new LinkedHashMap<>();
				row.put("image", name);
				row.put("read_as", prediction.kind().toString());
				row.putAll(Quantity.cells(Score.quantities(evaluation)));
				return row;
			});
		if (files.cancelled()) return new Result(files, "", new Table());
		if (images.isEmpty()) throw new IOException("Nothing could be evaluated: " + files.text());
		readAs.requireRange();
		Table table = new Table();
		for (FileBatch.Outcome outcome : files.outcomes()) {
			if (outcome.status() == FileBatch.Status.DONE) table.add(outcome.values());
		}
		EvaluationSummary summary = EvaluationSummary.of(List.copyOf(images.values()), bootstrap, progress);
		EvaluationReport report = new EvaluationReport(images, summary, onBlack);
		for (String name : pairing.extra().get(0)) log.accept(name + " has no annotation and was left out.");
		readAs.doubts().forEach(job::note);
		String kinds = "Predictions were read as: " + readAs.text() + ".";
		log.accept(kinds);
		Table summaryTable = summary.table();
		try (FileSet results = new FileSet(output, TABLE, SUMMARY, REPORT)) {
			results.writeText(TABLE, table.csv());
			results.writeText(SUMMARY, summaryTable.csv());
			results.writeText(REPORT, report.page(predictions, annotations, kinds + " " + settings(),
				files.isIncomplete() ? files.text() : "", pairing.extra().get(0), job.notes()).html());
			results.publish();
		}
		return new Result(files, report.sentence(), summaryTable);
	}

	/** Reads a prediction. */
	Prediction read(Path file, ReadAs readAs) throws IOException {
		Prediction prediction = PredictionFiles.read(file, predicted, threshold.value());
		readAs.add(file, prediction);
		return prediction;
	}

	/** An annotation that training would take, unknown also where one of the predictions is. */
	Annotation truth(Path file, List<Prediction> predictions, List<Path> predicted) throws IOException {
		Annotation first = predictions.get(0).labels();
		Annotation truth = reader.readAnnotation(file, first.width(), first.height());
		String flaw = AnnotatedFolder.flaw(truth);
		if (!flaw.isEmpty()) throw new IOException(file + ": " + flaw);
		for (int i = 0; i < predicted.size(); i++) {
			Annotation labels = predictions.get(i).labels();
			if (labels.width() != truth.width() || labels.height() != truth.height()) {
				throw new IOException(predicted.get(i) + " has " + labels.width() + "x" + labels.height() +
					" px, but its annotation " + file.getFileName() + " has " + truth.width() + "x" + truth.height() +
					": segment at the size of the annotation.");
			}
			truth = truth.whereKnownIn(labels);
		}
		if (truth.count(Annotation.UNKNOWN) == truth.labels().length) {
			throw new IOException(file + " and its predictions have no labelled pixel in common, so nothing can be " +
				"compared: paint the same part of the image, or remove it.");
		}
		return truth;
	}

	/** The settings in words. */
	String settings() {
		return "Predictions that are probabilities are root above " + threshold.value() + ". Intervals are 95 " +
			"%, from " +
			bootstrap.resamples() + " draws of images with replacement (bootstrap, seed " + bootstrap.seed() +
			"); from fewer than about ten images they are too narrow.";
	}

	/** The photographs; of two that differ in their extension or case only, the first. */
	private NameMatch<Path> backgrounds(Set<String> names, FolderJob job) throws IOException {
		List<Path> files = new ArrayList<>(ImageFolder.of(photographs).images());
		FileNames.clashes(files).forEach((file, first) -> {
			files.remove(file);
			job.note(file + " was not drawn on, since " + first.getFileName() +
				" has its name except for the extension.");
		});
		return new NameMatch<>(names, files, ImageReader::baseName, Path::toString);
	}

	/** The photograph; null where there is none of the image's size: that spoils the picture only, not the numbers. */
	private Photograph background(String name, NameMatch<Path> backgrounds, Annotation truth, Consumer<String> log) {
		try {
			Path file = backgrounds.get(name);
			if (file == null) throw new IOException(name + " has no photograph in " + photographs + ".");
			Photograph photograph = new ImageFiles().readPhotograph(file);
			if (photograph.width() == truth.width() && photograph.height() == truth.height()) return photograph;
			throw new IOException(file + " has another size than its annotation.");
		}
		catch (IOException e) {
			log.accept(e.getMessage() + " The errors of this image are drawn on black.");
		}
		return null;
	}
}
