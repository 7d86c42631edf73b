// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import io.github.taproot.evaluation.EvaluationSummary;
import io.github.taproot.evaluation.ImageEvaluation;
import io.github.taproot.evaluation.PairedDifference;
import io.github.taproot.evaluation.Score;
import io.github.taproot.evaluation.report.Chart;
import io.github.taproot.evaluation.report.ComparisonReport;
import io.github.taproot.files.FileSet;
import io.github.taproot.files.ImageReader;
import io.github.taproot.files.PredictionFiles.Prediction;
import io.github.taproot.image.Annotation;
import io.github.taproot.progress.Progress;
import io.github.taproot.table.Quantity;
import io.github.taproot.table.Table;

/**
 * Compares several folders of predictions with one of annotations, and with each other, on the images that all of them
 * have. Pixels that one of an image's files leaves unknown are left out for all methods. The output folder gets
 * {@code comparison.csv}, {@code differences.csv}, {@code per-image.csv}, {@code f1-per-image.png} and
 * {@code comparison.html}.
 *
 * @param methods at least two
 * @param evaluation how each is compared with the annotations
 */
public record FolderComparison(List<Method> methods, FolderEvaluation evaluation) {

	/**
	 * What found roots.
	 *
	 * @param name for tables and plots
	 * @param folder its predictions
	 */
	public record Method(String name, Path folder) {

		/** Names that say nothing of what made the folder's images. */
		private static final Pattern VAGUE =
			Pattern.compile("(?i)masks?|probabilities|segmentations?|predictions?|annotations?");

		/**
		 * Reads {@code FOLDER;NAME=FOLDER}: any number of folders, each with a name or that of the folder, preceded by
		 * its parent's where that is equal to another one's or vague. Quotes around any part do not count: Windows'
		 * "Copy as path" makes them.
		 *
		 * @throws IllegalArgumentException where there are fewer than two, two of one name, or one that is no path
		 */
		public static List<Method> list(String text) {
			List<Method> given = new ArrayList<>();
			for (String part : text.split(";")) {
				String folder = unquoted(part);
				if (folder.isEmpty()) continue;
				int equals = isFolder(folder) ? -1 : folder.indexOf('=');
				String name = folder.substring(0, Math.max(equals, 0)).strip();
				given.add(new Method(part.strip().startsWith("\"") ? unquoted(name) : name,
					path(unquoted(folder.substring(equals + 1)))));
			}
			if (given.size() < 2) {
				throw new IllegalArgumentException("Give at least two folders of predictions, separated by " +
					"semicolons (predictions=unet/masks;frangi/masks), but there are " + given.size() + ".");
			}
			List<Method> methods = new ArrayList<>();
			Set<String> names = new HashSet<>();
			for (Method method : given) {
				String name = method.name.isEmpty() ? name(method.folder, given) : method.name;
				if (!names.add(name.toLowerCase(Locale.ROOT))) {
					throw new IllegalArgumentException("Two methods are called " + name +
						": give them different names, such as predictions=first=" + method.folder + ";second=...");
				}
				methods.add(new Method(name, method.folder));
			}
			return methods;
		}

		private static String unquoted(String text) {
			return text.strip().replaceAll("^\"|\"$", "").strip();
		}

		private static Path path(String text) {
			try {
				return Path.of(text).toAbsolutePath().normalize();
			}
			catch (InvalidPathException e) {
				throw new IllegalArgumentException("No folder of predictions can be named \"" + text +
					"\": give folders separated by semicolons (predictions=unet/masks;frangi/masks).", e);
			}
		}

		private static boolean isFolder(String text) {
			try {
				return Files.isDirectory(Path.of(text));
			}
			catch (InvalidPathException e) {
				// Windows allows no second colon: NAME=C:/folder
				return false;
			}
		}

		private static String name(Path folder, List<Method> all) {
			long equal = all.stream().filter(method -> name(method.folder).equalsIgnoreCase(name(folder))).count();
			boolean isClear = equal == 1 && !VAGUE.matcher(name(folder)).matches();
			return isClear || folder.getParent() == null ? name(folder) : name(folder.getParent()) + "/" + name(folder);
		}

		private static String name(Path folder) {
			return folder.getFileName() == null ? folder.toString() : folder.getFileName().toString();
		}
	}

	/** The chart in the output folder. */
	public static final String CHART = "f1-per-image";
	public static final String TABLE = "comparison.csv";
	public static final String DIFFERENCES = "differences.csv";
	public static final String PER_IMAGE = "per-image.csv";
	public static final String REPORT = "comparison.html";

	public FolderComparison {
		methods = List.copyOf(methods);
	}

	/**
	 * Compares.
	 *
	 * @return what became of each annotation that all methods have a prediction for, and comparison.csv, without rows
	 *         where the user cancelled
	 * @param output made where it is missing, none of the other folders; without results, those of an earlier run as
	 *          well, where the user cancels
	 * @throws IOException where nothing can be compared, or a result can't be written
	 * @throws java.util.concurrent.CancellationException where the user cancels once all images are compared
	 */
	public FolderResult run(Path annotations, Path output, Progress progress, Consumer<String> log) throws IOException {
		List<Path> folders = methods.stream().map(Method::folder).toList();
		Pairing pairing = Pairing.of(annotations, evaluation.reader().outlines(), folders, evaluation.affix());
		FolderJob job = new FolderJob(progress, log);
		job.leaveOut(pairing.leftOut());
		job.reads(annotations);
		job.reads(folders.toArray(Path[]::new));
		job.makeFolder(output, TABLE, DIFFERENCES, PER_IMAGE, CHART + ".png", CHART + ".svg", REPORT);
		notes(pairing).forEach(job::note);
		Map<String, List<ImageEvaluation>> images = new TreeMap<>();
		List<ReadAs> readAs = folders.stream().map(ReadAs::new).toList();
		FileBatch.Summary files = job.run("Comparing", pairing.complete(), annotation -> {
			String name = ImageReader.baseName(annotation);
			List<Path> predicted = pairing.predictions().stream().map(all -> all.get(name)).toList();
			List<Prediction> predictions = new ArrayList<>();
			for (int i = 0; i < predicted.size(); i++) {
				predictions.add(evaluation.read(predicted.get(i), readAs.get(i)));
			}
			Annotation truth = evaluation.truth(annotation, predictions, predicted);
			List<ImageEvaluation> evaluations = new ArrayList<>();
			for (Prediction prediction : predictions) {
				evaluations.add(ImageEvaluation.of(prediction.labels().roots(), truth,
					evaluation.tolerances(), progress));
			}
			images.put(name, evaluations);
			return Map.of();
		});
		if (files.cancelled()) return new FolderResult(files, new Table());
		if (images.isEmpty()) throw new IOException("Nothing could be compared: " + files.text());
		for (ReadAs each : readAs) each.requireRange();
		Table perImage = new Table("image", "method");
		images.forEach((name, evaluations) -> {
			for (int i = 0; i < methods.size(); i++) {
				Map<String, Object> row = Quantity.cells(Score.quantities(evaluations.get(i)));
				row.put("image", name);
				row.put("method", methods.get(i).name());
				perImage.add(row);
			}
		});
		List<ComparisonReport.Compared> compared = new ArrayList<>();
		for (int i = 0; i < methods.size(); i++) {
			int method = i;
			compared.add(new ComparisonReport.Compared(methods.get(i).name(), methods.get(i).folder(),
				readAs.get(i).text(), EvaluationSummary.of(
					images.values().stream().map(all -> all.get(method)).toList(), evaluation.bootstrap(), progress)));
		}
		for (int i = 0; i < methods.size(); i++) {
			readAs.get(i).doubts().forEach(job::note);
			log.accept(methods.get(i).name() + " was read as: " + readAs.get(i).text() + ".");
		}
		ComparisonReport report = new ComparisonReport(compared, images, differences(images, progress));
		Table table = report.table();
		Chart chart = report.chart();
		try (FileSet results = new FileSet(output, TABLE, DIFFERENCES, PER_IMAGE, CHART + ".png", CHART + ".svg",
			REPORT))
		{
			results.writeText(TABLE, table.csv());
			results.writeText(PER_IMAGE, perImage.csv());
			results.writeText(DIFFERENCES, report.differenceTable().csv());
			if (chart != null) chart.write(CHART, results);
			results.writeText(REPORT, report.page(chart, annotations, evaluation.settings(),
				files.isIncomplete() ? files.text() : "", job.notes()).html());
			results.publish();
		}
		return new FolderResult(files, table);
	}

	/** What is not compared. */
	private List<String> notes(Pairing pairing) {
		List<String> notes = new ArrayList<>();
		for (int i = 0; i < methods.size(); i++) {
			String method = methods.get(i).name();
			List<String> missing = pairing.missing(i);
			if (!missing.isEmpty()) {
				notes.add(method + " has no prediction of " + String.join(", ", missing) + ", left out for all " +
					"methods.");
			}
			List<String> extra = pairing.extra().get(i);
			if (!extra.isEmpty()) {
				notes.add(method + " has files without an annotation, which were left out: " +
					String.join(", ", extra) + ".");
			}
		}
		return notes;
	}

	/** F1 of each method and each one after it. */
	private List<ComparisonReport.Difference> differences(Map<String, List<ImageEvaluation>> images,
		Progress progress)
	{
		List<ComparisonReport.Difference> differences = new ArrayList<>();
		for (int a = 0; a < methods.size(); a++) {
			for (int b = a + 1; b < methods.size(); b++) {
				PairedDifference f1 = PairedDifference.of(ComparisonReport.f1(images.values(), a),
					ComparisonReport.f1(images.values(), b), evaluation.bootstrap(), progress);
				differences.add(new ComparisonReport.Difference(methods.get(a).name(), methods.get(b).name(), f1));
			}
		}
		return differences;
	}
}
