// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.batch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.github.taproot.evaluation.report.AnalysisMethods;
import io.github.taproot.evaluation.report.AnalysisReport;
import io.github.taproot.evaluation.report.AnalysisReport.Measured;
import io.github.taproot.evaluation.report.AnalysisReport.Picture;
import io.github.taproot.files.ImageFiles;
import io.github.taproot.files.ImageReader;
import io.github.taproot.files.OutputFiles;
import io.github.taproot.files.SafeFile;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.progress.Progress;
import io.github.taproot.segmentation.RootSegmenter;
import io.github.taproot.table.Sample;
import io.github.taproot.table.Table;

/**
 * From photographs to a report: segments a folder of photographs, measures the traits of the masks into the folder
 * {@code traits} of the output, and tells all of it in {@code report.html}.
 *
 * @param segmentation with overlays
 * @param traits of the masks of this segmentation
 */
public record FolderAnalysis(FolderSegmentation segmentation, FolderTraits traits) {

	/** Fewer photographs do not tell how sharp they should be. */
	private static final int FEW = 5;

	/**
	 * What came of a folder.
	 *
	 * @param summary what became of each photograph, and of the masks that failed or were left out
	 * @param table traits.csv; without rows where the user cancelled
	 * @param report null where the user cancelled
	 */
	public record Result(FileBatch.Summary summary, Table table, Path report) {}

	/**
	 * A sentence where the first photograph has no scale, and none is given; "" otherwise, also where it can't be read.
	 *
	 * @throws IOException where the folder has no photographs
	 */
	public String scaleProblem(Path photographs) throws IOException {
		if (traits.masks().scale() != null) return "";
		Path first = new FolderJob(Progress.NONE, sentence -> {}).list(photographs, "photographs").images().get(0);
		try {
			if (new ImageFiles().readPhotograph(first).calibration().isCalibrated()) return "";
		}
		catch (IOException | RuntimeException e) {
			return "";
		}
		return first.getFileName() + " has no scale: lengths will be in pixels. For mm, give the pixel size, or set " +
			"the scale in ImageJ (Analyze > Set Scale) and save the photographs as TIFF.";
	}

	/**
	 * Analyses. Results of an earlier run are kept where the segmentation resumes; an earlier report and its table of
	 * traits are deleted once the segmentation begins.
	 *
	 * @param settings as {@link FolderSegmentation#run}
	 * @param about likewise
	 * @throws IOException where the input has no photographs, none could be segmented, or a result can't be written
	 */
	public Result run(Path photographs, Path output, RootSegmenter segmenter, Map<String, Object> settings,
		Supplier<Map<String, Object>> about, Progress progress, Consumer<String> log) throws IOException
	{
		FolderJob job = new FolderJob(progress, log);
		Set<String> keys =
			job.list(photographs, "photographs").images().stream().map(OutputFiles::key).collect(Collectors.toSet());
		Path tables = output.resolve(EarlierResults.TRAITS);
		job.guard(output, tables);
		FileBatch.Summary segmented =
			segmentation.run(photographs, output, segmenter, settings, about, progress, log);
		if (segmented.cancelled()) return new Result(segmented, new Table(), null);
		if (segmented.count(FileBatch.Status.DONE) + segmented.count(FileBatch.Status.SKIPPED) == 0) {
			throw new IOException("No photograph could be segmented: " + segmented.text());
		}
		Function<Path, String> reason = mask -> keys.contains(OutputFiles.key(mask)) ? ""
			: "made of a photograph that is not in " + photographs;
		List<String> said = new ArrayList<>();
		FolderResult measured = traits.run(output.resolve(FolderSegmentation.MASKS), reason, tables,
			FolderPart.WHOLE, progress, sentence -> {
				said.add(sentence);
				log.accept(sentence);
			});
		if (measured.summary().cancelled()) return new Result(measured.summary(), new Table(), null);
		FileBatch.Summary all = together(segmented, measured.summary());
		AnalysisReport report = report(photographs, output, measured.table(), settings, about.get(), all, said);
		SafeFile.writeText(output.resolve(EarlierResults.REPORT), report.page().html());
		return new Result(all, measured.table(), output.resolve(EarlierResults.REPORT));
	}

	/** The photographs, and masks that were not measured. */
	private static FileBatch.Summary together(FileBatch.Summary photographs, FileBatch.Summary masks) {
		List<FileBatch.Outcome> all = new ArrayList<>(photographs.outcomes());
		for (FileBatch.Outcome mask : masks.outcomes()) {
			if (mask.status() == FileBatch.Status.FAILED || mask.status() == FileBatch.Status.LEFT_OUT) all.add(mask);
		}
		return new FileBatch.Summary(List.copyOf(all), false);
	}

	private AnalysisReport report(Path photographs, Path output, Table table, Map<String, Object> settings,
		Map<String, Object> about, FileBatch.Summary all, List<String> said) throws IOException
	{
		Map<String, Map<String, ?>> rows = new HashMap<>();
		for (Map<String, ?> row : table.rows()) rows.put(OutputFiles.key(Path.of(row.get("file").toString())), row);
		SegmentationReview review = SegmentationReview.read(output, photographs);
		Table summary = Table.read(output.resolve(FileBatch.SUMMARY));
		double[][] expected = { summary.numbers(FolderSegmentation.EXPECTED_LENGTH),
			summary.numbers(FolderSegmentation.EXPECTED_LENGTH_LOW),
			summary.numbers(FolderSegmentation.EXPECTED_LENGTH_HIGH) };
		double[] sharpness = summary.numbers(FolderSegmentation.SHARPNESS);
		Map<String, Double> sharp = new LinkedHashMap<>();
		Map<String, double[]> lengths = new HashMap<>();
		for (int i = 0; i < summary.rows().size(); i++) {
			lengths.put(Table.text(summary.rows().get(i).get("file")),
				new double[] { expected[0][i], expected[1][i], expected[2][i] });
			sharp.put(Table.text(summary.rows().get(i).get("file")), sharpness[i]);
		}
		Map<String, Measured> measured = new LinkedHashMap<>();
		List<String> unlike = new ArrayList<>();
		for (SegmentationReview.Entry entry : review.entries(SegmentationReview.Order.NAME, false)) {
			Map<String, ?> row = rows.get(OutputFiles.key(Path.of(entry.file())));
			if (entry.hasFailed() || row == null) continue;
			if (entry.isUnlike()) unlike.add(entry.file());
			measured.put(entry.file(), measured(entry, row, lengths.get(entry.file())));
		}
		List<Measured> best = review.entries(SegmentationReview.Order.CONFIDENCE, false).stream()
			.map(entry -> measured.get(entry.file())).filter(each -> each != null && each.length() > 0).toList();
		return new AnalysisReport(photographs, List.copyOf(measured.values()), methods(settings, about,
			measured.values().stream().anyMatch(each -> each.unit().equals("mm"))),
			doubts(List.copyOf(measured.values()), unlike, blurred(sharp), all), notes(all, said),
			pictures(best, photographs, output), GroupResults.statistics(output.resolve(EarlierResults.TRAITS)),
			GroupResults.figures(output.resolve(EarlierResults.TRAITS)));
	}

	private static Measured measured(SegmentationReview.Entry entry, Map<String, ?> row, double[] expected) {
		String unit = row.containsKey(FolderTraits.LENGTH + "mm") ? "mm" : "px";
		Map<String, Object> told = new LinkedHashMap<>();
		for (Map.Entry<String, ?> cell : row.entrySet()) {
			if (cell.getKey().startsWith(FolderTraits.LENGTH)) break;
			if (!cell.getKey().equals("file")) told.put(cell.getKey(), cell.getValue());
		}
		double width = unit.equals("mm") ? number(row, "pixel_width_mm") : 1;
		double height = unit.equals("mm") ? number(row, "pixel_height_mm") : 1;
		// Lengths by pixels that are not square depend on the roots' directions.
		double scale = width == height ? width : Double.NaN;
		double fraction = number(row, "root_area_fraction");
		return new Measured(entry.file(), told, unit, number(row, FolderTraits.LENGTH + unit),
			fraction == 0 ? Double.POSITIVE_INFINITY : number(row, "root_area_" + unit + "2") / fraction,
			number(row, "mean_diameter_" + unit), entry.confidence(), entry.expectedF1(), scale * expected[0],
			scale * expected[1], scale * expected[2]);
	}

	private static double number(Map<String, ?> row, String column) {
		return row.get(column) instanceof Number number ? number.doubleValue() : Double.NaN;
	}

	private AnalysisMethods methods(Map<String, Object> settings, Map<String, Object> about, boolean isScaled) {
		String model = String.valueOf(about.getOrDefault("model", ""));
		String names = List.of(model.split(";")).stream().map(name -> name.strip().replaceAll(".*[/\\\\]", ""))
			.collect(Collectors.joining(", "));
		int side = about.get("tile_side") instanceof Number number ? number.intValue() : 0;
		PixelCalibration scale = traits.masks().scale();
		return new AnalysisMethods(String.valueOf(about.getOrDefault("taproot", "")), names,
			String.valueOf(settings.getOrDefault("model_sha256", "")), String.valueOf(about.get("device")), side,
			segmentation.threshold().value(), segmentation.specks().pixels(), scale == null ? 0 :
			scale.pixelWidth(), isScaled, traits.masks().excluded() != null);
	}

	private static List<Picture> pictures(List<Measured> worstFirst, Path photographs, Path output) {
		List<Picture> pictures = new ArrayList<>();
		int n = worstFirst.size();
		if (n > 0) pictures.add(picture("Most certain", worstFirst.get(n - 1), photographs, output));
		if (n > 2) pictures.add(picture("In the middle", worstFirst.get((n - 1) / 2), photographs, output));
		if (n > 1) pictures.add(picture("Least certain", worstFirst.get(0), photographs, output));
		return pictures;
	}

	private static Picture picture(String heading, Measured measured, Path photographs, Path output) {
		return new Picture(heading, measured, photographs.resolve(measured.file()),
			output.resolve(FolderSegmentation.OVERLAYS)
			.resolve(ImageReader.baseName(Path.of(measured.file())) + ".jpg"));
	}

	/**
	 * Photographs that are much less sharp than the others of their folder: by three standard deviations, as the median
	 * deviation tells them, and by a third at least. None of fewer than {@value #FEW}.
	 */
	static List<String> blurred(Map<String, Double> sharpness) {
		Map<String, Double> logs = new LinkedHashMap<>();
		sharpness.forEach((file, value) -> {
			if (value > 0) logs.put(file, Math.log(value));
		});
		if (logs.size() < FEW) return List.of();
		double[] values = logs.values().stream().mapToDouble(Double::doubleValue).toArray();
		double median = Sample.of(values).median();
		double deviation =
			Sample.of(Arrays.stream(values).map(value -> Math.abs(value - median)).toArray()).median();
		double limit = median - Math.max(Math.log(1.5), 3 * 1.4826 * deviation);
		return logs.entrySet().stream().filter(entry -> entry.getValue() < limit).map(Map.Entry::getKey).toList();
	}

	private static List<String> doubts(List<Measured> measured, List<String> unlike, List<String> blurred,
		FileBatch.Summary all)
	{
		List<String> doubts = new ArrayList<>();
		for (FileBatch.Outcome outcome : all.outcomes()) {
			if (outcome.status() == FileBatch.Status.FAILED) doubts.add("Failed: " + outcome.sentence());
			if (outcome.status() == FileBatch.Status.LEFT_OUT) {
				doubts.add("Left out: " + outcome.file() + " (" + outcome.message() + ").");
			}
		}
		int n = measured.size();
		add(doubts, unlike, n, "Unlike the photographs of the calibration: check these masks");
		add(doubts, blurred, n, "Much less sharp than the other photographs, perhaps out of focus or fogged");
		add(doubts, measured.stream().filter(each -> each.unit().equals("px")).map(Measured::file).toList(), n,
			"No scale, so lengths are in pixels");
		add(doubts, measured.stream().filter(each -> each.length() == 0).map(Measured::file).toList(), n,
			"No roots found");
		return doubts;
	}

	private static void add(List<String> doubts, List<String> files, int of, String what) {
		if (files.isEmpty()) return;
		doubts.add(what + ": " + (files.size() == of && of > 1 ? "all " + of + " photographs" :
			String.join(", ", files)) + ".");
	}

	/** What the measurement said, without the failures, which are doubts. */
	private static List<String> notes(FileBatch.Summary all, List<String> said) {
		return said.stream().filter(sentence -> all.outcomes().stream().noneMatch(
			outcome -> outcome.status() == FileBatch.Status.FAILED && outcome.sentence().equals(sentence))).toList();
	}
}
