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
import java.util.concurrent.CancellationException;

import io.github.taproot.evaluation.report.Chart;
import io.github.taproot.evaluation.report.ScatterPlot;
import io.github.taproot.files.AnnotatedImage;
import io.github.taproot.files.ImageFiles;
import io.github.taproot.files.OutputFiles;
import io.github.taproot.files.SafeFile;
import io.github.taproot.progress.Progress;
import io.github.taproot.segmentation.frangi.FrangiSettings;
import io.github.taproot.segmentation.frangi.FrangiSettingsFile;
import io.github.taproot.segmentation.frangi.FrangiTuner;
import io.github.taproot.table.Table;

/**
 * Tunes a Frangi filter on annotated photographs. The output folder gets {@code frangi.json}, whenever settings are the
 * best so far, {@code evaluations.csv} after every evaluation, and in the end {@code evaluations.png}.
 *
 * @param reader reads photographs and annotations
 * @param start where the search begins; its filter, polarity and connectivity stay
 * @param evaluations how many at most
 * @param seed of the search
 * @param about what else the settings file should tell: versions
 */
public record FrangiTuning(ImageFiles reader, FrangiSettings start, int evaluations, long seed, Map<String,
	Object> about)
{

	public static final String SETTINGS = "frangi.json";
	public static final String EVALUATIONS = "evaluations.csv";
	public static final String PLOT = "evaluations.png";

	/**
	 * Tunes; stopping keeps the best.
	 *
	 * @throws CancellationException where {@code progress} is cancelled before the first evaluation
	 * @throws IOException where an image can't be read or a file not written
	 */
	public FrangiTuner.Result run(List<AnnotatedImage> images, Path output, Progress progress) throws IOException {
		Set<Path> folders = new HashSet<>();
		for (AnnotatedImage image : images) {
			folders.add(image.photograph().toAbsolutePath().getParent());
			folders.add(image.annotation().toAbsolutePath().getParent());
		}
		OutputFiles.requireNoInput(output, folders);
		SafeFile.makeFolder(output);
		Table table = new Table();
		long began = System.nanoTime();
		List<Double> scores = new ArrayList<>();
		FrangiTuner tuner =
			new FrangiTuner(images, reader, FrangiTuner.budget(images, Runtime.getRuntime().maxMemory()));
		FrangiTuner.Result result = tuner.tune(start, evaluations, seed, progress, evaluation -> {
			if (scores.isEmpty()) SafeFile.deleteOld(output, SETTINGS, EVALUATIONS, PLOT);
			boolean best = scores.stream().allMatch(earlier -> earlier < evaluation.f1());
			scores.add(evaluation.f1());
			Map<String, Object> row = row(evaluation);
			row.put("seconds", (System.nanoTime() - began) / 1e9);
			table.add(row);
			if (best) write(evaluation.settings(), images, evaluation.f1(), scores.size(), output);
			SafeFile.writeText(output.resolve(EVALUATIONS), table.csv());
		});
		write(result.best(), images, result.f1(), scores.size(), output);
		Chart chart = plot(scores);
		SafeFile.write(output.resolve(PLOT), out -> out.write(chart.png()));
		return result;
	}

	private void write(FrangiSettings best, List<AnnotatedImage> images, double f1, int done, Path output)
		throws IOException
	{
		Map<String, Object> tuning = new LinkedHashMap<>(about);
		tuning.put("mean_f1", f1);
		tuning.put("evaluations", done);
		tuning.put("seed", seed);
		tuning.put("photographs", images.stream().map(AnnotatedImage::name).toList());
		FrangiSettingsFile.write(best, tuning, output.resolve(SETTINGS));
	}

	private static Map<String, Object> row(FrangiTuner.Evaluation evaluation) {
		FrangiSettings settings = evaluation.settings();
		Map<String, Object> row = new LinkedHashMap<>();
		row.put("evaluation", evaluation.number());
		row.put("scales", settings.scales());
		row.put("beta", settings.beta());
		row.put("c", settings.c());
		row.put("threshold", settings.threshold().value());
		row.put("min_component", settings.components().pixels());
		row.put("mean_f1", evaluation.f1());
		return row;
	}

	private static Chart plot(List<Double> scores) throws IOException {
		int n = scores.size();
		double[] numbers = new double[n];
		double[] each = new double[n];
		double[] best = new double[n];
		for (int i = 0; i < n; i++) {
			numbers[i] = i + 1;
			each[i] = scores.get(i);
			best[i] = i == 0 ? each[0] : Math.max(best[i - 1], each[i]);
		}
		return ScatterPlot.drawWithLines("Tuning the Frangi filter", "", "Evaluation", "Mean F1", numbers, each, null,
			List.of(new ScatterPlot.Line(numbers, best, best, best)),
			"The mean F1 of each evaluation. The line is the best so far.");
	}
}
