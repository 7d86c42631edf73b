// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.FloatType;

import io.github.taproot.files.ImageFiles;
import io.github.taproot.files.ImageReader;
import io.github.taproot.files.Json;
import io.github.taproot.files.OutputFiles;
import io.github.taproot.files.ResultFiles;
import io.github.taproot.files.SafeFile;
import io.github.taproot.files.ScanFile;
import io.github.taproot.files.Sha256;
import io.github.taproot.image.Mask;
import io.github.taproot.image.Photograph;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.imagej.ImagePlusFiles;
import io.github.taproot.imagej.RootDrawing;
import io.github.taproot.progress.Progress;
import io.github.taproot.roots.skeleton.Diameters;
import io.github.taproot.roots.skeleton.Links;
import io.github.taproot.roots.skeleton.Skeleton;
import io.github.taproot.segmentation.Appearance;
import io.github.taproot.segmentation.BandSegmenter;
import io.github.taproot.segmentation.ComponentFilter;
import io.github.taproot.segmentation.Confidence;
import io.github.taproot.segmentation.Reliability;
import io.github.taproot.segmentation.RootSegmenter;
import io.github.taproot.segmentation.Threshold;

/**
 * Segments a folder of photographs. The output folder gets {@code masks/NAME.png}, where asked for
 * {@code probabilities/NAME.tif} and {@code overlays/NAME.jpg}, and a summary. Of a scan that does not fit into memory,
 * which must be a TIFF, only a mask is written, {@code masks/NAME.tif}. What made each result is kept in a
 * {@link ResultJournal}: results that this run would not make again the same are deleted before it begins.
 *
 * @param threshold root above it
 * @param specks what of it is too small
 * @param probability whether to write probabilities
 * @param overlay whether to write overlays
 * @param calibrated whether probabilities are written calibrated; masks are the same
 * @param resume whether to skip photographs whose results are all there, made of the same photograph with these
 *          settings
 */
public record FolderSegmentation(Threshold threshold, ComponentFilter specks, boolean probability, boolean overlay,
	boolean calibrated, boolean resume)
{

	/** Folder of masks in the output folder. */
	public static final String MASKS = "masks";
	public static final String PROBABILITIES = "probabilities";
	public static final String OVERLAYS = "overlays";
	private static final String SETTINGS = FolderJob.SETTINGS;
	private static final String AUTO = "auto";
	/**
	 * Columns of {@code summary.csv}: root length of the whole photograph in px, as all commands measure it, and
	 * {@link Confidence} where there are probabilities.
	 */
	static final String LENGTH = "root_length_px";
	static final String CONFIDENCE = "confidence";
	/** Column: {@link Appearance#sharpness}. */
	static final String SHARPNESS = "sharpness";
	/** Column: yes where a photograph is unlike those that the model was calibrated on; then nothing is expected. */
	static final String UNLIKE = "unlike_calibration";
	/**
	 * Columns where the model tells its {@link Reliability}: F1 that the mask should have; length of the roots that are
	 * there, and the interval that holds it in 90 of 100 photographs, in px.
	 */
	static final String EXPECTED_F1 = "expected_f1";
	static final String EXPECTED_LENGTH = "expected_length_px";
	static final String EXPECTED_LENGTH_LOW = "expected_length_low_px";
	static final String EXPECTED_LENGTH_HIGH = "expected_length_high_px";
	/** Column: the largest side of a photograph's tiles in px. */
	private static final String TILE_SIDE = "tile_side";
	/** The same in the settings: that of the first photograph, which later runs keep. */
	private static final String TILE_SIDE_USED = "tile_side_used";
	/** Key of {@code summary.json}: where the photographs are. */
	static final String INPUT = "input";

	/**
	 * Segments.
	 *
	 * @param input folder of photographs
	 * @param output folder for results, made where it is missing
	 * @param settings what decides the results beside the threshold, such as the model's checksum: kept in the output
	 *          folder, so that a run that resumes with others is refused
	 * @param about what else the summary should tell, asked for at the end
	 * @throws IOException where the input has no photographs or the summary can't be written
	 */
	public FileBatch.Summary run(Path input, Path output, RootSegmenter segmenter, Map<String, Object> settings,
		Supplier<Map<String, Object>> about, Progress progress, Consumer<String> log) throws IOException
	{
		return run(input, output, segmenter, settings, about, FolderPart.WHOLE, progress, log);
	}

	/** The same for a part of the photographs. */
	public FileBatch.Summary run(Path input, Path output, RootSegmenter segmenter, Map<String, Object> settings,
		Supplier<Map<String, Object>> about, FolderPart part, Progress progress, Consumer<String> log)
		throws IOException
	{
		checkCalibrated(segmenter);
		FolderJob job = new FolderJob(part, progress, log);
		List<Path> photographs = job.list(input, "photographs").images();
		for (String made : FOLDERS.keySet()) job.guard(output.resolve(made));
		SafeFile.makeFolder(output.resolve(MASKS));
		if (probability) SafeFile.makeFolder(output.resolve(PROBABILITIES));
		if (overlay) SafeFile.makeFolder(output.resolve(OVERLAYS));

		String made = settings(output.resolve(SETTINGS), settings, segmenter);
		EarlierResults earlier = new EarlierResults(output, FOLDERS, photographs, part, Sha256.of(made));
		if (resume) earlier.keep(part.of(photographs), photograph -> isComplete(photograph, output), progress);
		int others = earlier.removeAllButKept();
		if (others > 0) {
			log.accept("Removed the results of photographs that are not in " + input + " (" + others +
				"), since another model or other settings made them.");
		}
		SafeFile.writeText(output.resolve(SETTINGS), made);
		if (!part.isPart()) earlier.others(input, MASKS).ifPresent(log);
		FileBatch.Summary summary = job.run("Segmenting", photographs,
			photograph -> earlier.kept().containsKey(name(photograph)), new Stages(output, segmenter, earlier, log));
		Map<String, Object> all = new LinkedHashMap<>(about.get());
		all.put(INPUT, input.toAbsolutePath().normalize().toString());
		List<FileBatch.Outcome> outcomes = summary.outcomes().stream()
			.map(outcome -> outcome.status() == FileBatch.Status.SKIPPED
				? new FileBatch.Outcome(outcome.file(), outcome.status(), "", 0,
				earlier.kept().get(outcome.file()).values())
				: outcome)
			.toList();
		FileBatch.Summary told = new FileBatch.Summary(outcomes, summary.cancelled());
		tell(outcomes, log);
		if (!part.isPart()) told.write(output, all);
		else if (!summary.cancelled()) part.record(told, settings, all);
		return summary;
	}

	/**
	 * Segments one photograph, as {@link #run} does.
	 *
	 * @param output folder for its results, made where it is missing
	 * @return its row of the summary
	 * @throws IOException where it cannot be read, or its results not be written
	 */
	public Map<String, Object> segment(Path photograph, Path output, RootSegmenter segmenter, Progress within,
		Consumer<String> log) throws IOException
	{
		checkCalibrated(segmenter);
		for (Path result : results(photograph, output)) SafeFile.makeFolder(result.getParent());
		Stages stages = new Stages(output, segmenter, null, log);
		return stages.finish(stages.work(stages.read(photograph), within));
	}

	/**
	 * Makes the summary that one run over all photographs would have made of those of its parts.
	 *
	 * @throws IOException where a result of a part is missing, or as {@link #run}
	 */
	public FileBatch.Summary merge(Path input, Path output, FolderPart part, Progress progress, Consumer<String> log)
		throws IOException
	{
		FolderJob job = new FolderJob(part, progress, log);
		List<Path> photographs = job.list(input, "photographs").images();
		FileBatch.Summary summary = job.merge(photographs, (table, head, more) -> {});
		for (int i = 0; i < photographs.size(); i++) {
			boolean isDone = summary.outcomes().get(i).status() != FileBatch.Status.FAILED;
			if (isDone && !isComplete(photographs.get(i), output)) {
				throw new IOException("The results of " + photographs.get(i) + " are missing: submit part " +
					part.merged().numberOf(i) + " again.");
			}
		}
		tell(summary.outcomes(), log);
		ResultJournal journal = new ResultJournal(output, part);
		journal.write(journal.read().values());
		summary.write(output, part.merged().about());
		return summary;
	}

	private static void tell(List<FileBatch.Outcome> outcomes, Consumer<String> log) {
		tellTileSides(outcomes, log);
		long unlike = outcomes.stream().filter(outcome -> "yes".equals(outcome.values().get(UNLIKE))).count();
		if (unlike > 0) {
			log.accept("Unlike the photographs of the calibration: " + unlike + " of " +
				outcomes.size() + " (" + UNLIKE + " in " + FileBatch.SUMMARY + "). Check their masks. For " +
				"expected F1 and lengths, run Calibrate Model on some of them.");
		}
	}

	private void checkCalibrated(RootSegmenter segmenter) {
		if (calibrated && segmenter.reliability() == null) {
			throw new IllegalArgumentException("The model is not calibrated: run Calibrate Model on it first, or " +
				"leave out calibrated=true.");
		}
	}

	/**
	 * The precision to segment with: a run that resumes and leaves the choice to Taproot takes that of the results
	 * that are there.
	 *
	 * @param wanted auto, exact or fast
	 * @param output the folder of results, which may be missing
	 */
	public static String precision(String wanted, boolean resume, Path output) throws IOException {
		Path file = output.resolve(SETTINGS);
		if (!resume || !wanted.equals(AUTO) || !Files.exists(file)) return wanted;
		try {
			JsonElement precision = JsonParser.parseString(Files.readString(file)).getAsJsonObject().get("precision");
			return precision == null ? "exact" : precision.getAsString();
		}
		catch (JsonParseException | IllegalStateException | UnsupportedOperationException e) {
			return AUTO;
		}
	}

	/** Where memory ran out, later photographs had smaller tiles, which changes results a little. */
	private static void tellTileSides(List<FileBatch.Outcome> outcomes, Consumer<String> log) {
		Map<Integer, Integer> photographs = new TreeMap<>();
		for (FileBatch.Outcome outcome : outcomes) {
			if (outcome.values().get(TILE_SIDE) instanceof Number side) {
				photographs.merge(side.intValue(), 1, Integer::sum);
			}
		}
		if (photographs.size() < 2) return;
		StringBuilder text = new StringBuilder();
		photographs.forEach((side, count) -> text.append(text.isEmpty() ? "" : ", ").append(count).append(" with ")
			.append(side)
			.append(" px"));
		log.accept("The photographs were segmented with tiles of different sizes, since memory ran out (" + text +
			"): see " + TILE_SIDE + " in " + FileBatch.SUMMARY + ". This changes results slightly. For the same " +
			"tiles everywhere, run again with " + TILE_SIDE + "=" + photographs.keySet().iterator().next() +
			" and resume=false.");
	}

	/**
	 * All that decides the results, as {@code settings.json} has it.
	 *
	 * @throws IOException where a run that resumes has others than the results that are there
	 */
	private String settings(Path file, Map<String, Object> settings, RootSegmenter segmenter) throws IOException {
		Map<String, Object> all = new TreeMap<>(settings);
		all.put("threshold", threshold.value());
		all.put("min_component", specks.pixels());
		if (calibrated) all.put("calibrated", true);
		if (resume && Files.exists(file)) {
			Integer side = null;
			boolean isEqual;
			try {
				JsonObject kept = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
				JsonElement used = kept.remove(TILE_SIDE_USED);
				isEqual = kept.equals(JsonParser.parseString(Json.PRETTY.toJson(all)));
				if (used != null) side = used.getAsInt();
			}
			catch (JsonParseException | IllegalStateException | UnsupportedOperationException |
				NumberFormatException e)
			{
				isEqual = false;
			}
			if (!isEqual) {
				throw new IOException("The results in " + file.getParent() + " were made with another model or other " +
					"settings: choose an empty folder, or switch Resume off (resume=false) to segment all again.");
			}
			if (side != null && segmenter instanceof BandSegmenter bands) {
				bands.keepSide(side);
				all.put(TILE_SIDE_USED, side);
			}
		}
		if (segmenter instanceof BandSegmenter bands) all.putIfAbsent(TILE_SIDE_USED, bands.side());
		return Json.PRETTY.toJson(all) + "\n";
	}

	/** Folders of results in the output folder, and the endings of what is written to them. */
	private static final Map<String, List<String>> FOLDERS =
		Map.of(MASKS, List.of(".png", ".tif"), PROBABILITIES, List.of(".tif"), OVERLAYS, List.of(".jpg"));

	private static String name(Path file) {
		return file.getFileName().toString();
	}

	/**
	 * A photograph to be segmented.
	 *
	 * @param sha256 of its file
	 * @param pixels null for one that does not fit into memory, or not beside its neighbours
	 */
	private record Read(Path file, String sha256, Photograph pixels) {}

	/**
	 * A photograph that is segmented.
	 *
	 * @param tileSide largest side of its tiles in px; 0 for none
	 * @param row what the summary tells of a scan, which is all done; null for another
	 */
	private record Segmented(Read read, int tileSide, RandomAccessibleInterval<FloatType> probability,
		Map<String, Object> row) {}

	private final class Stages implements FileBatch.Stages<Read, Segmented> {

		/**
		 * Bytes for each pixel of a photograph that is segmented: samples, probability, mask, skeleton and what passes.
		 */
		private static final long BYTES = 20;

		private final Path output;
		private final RootSegmenter segmenter;
		/** Null for a single photograph. */
		private final EarlierResults earlier;
		private final Consumer<String> log;

		Stages(Path output, RootSegmenter segmenter, EarlierResults earlier, Consumer<String> log) {
			this.output = output;
			this.segmenter = segmenter;
			this.earlier = earlier;
			this.log = log;
		}

		@Override
		public Read read(Path photograph) throws IOException {
			Path first = earlier == null ? photograph : earlier.first(photograph);
			if (!first.equals(photograph)) throw OutputFiles.sameName(photograph, first);
			String sha256 = Sha256.of(photograph);
			// Three photographs are in memory at a time.
			boolean isAlone = ImageFiles.pixels(photograph) * BYTES * 3 > Runtime.getRuntime().maxMemory();
			return new Read(photograph, sha256, isAlone ? null : new ImageFiles().readPhotograph(photograph));
		}

		@Override
		public Segmented work(Read read, Progress within) throws IOException {
			if (read.pixels != null) {
				RandomAccessibleInterval<FloatType> values = segmenter.probability(read.pixels, within);
				return new Segmented(read, tileSide(), values, null);
			}
			long pixels = ImageFiles.pixels(read.file);
			boolean isScan = pixels > Integer.MAX_VALUE / 3 || pixels * BYTES > Runtime.getRuntime().maxMemory();
			if (isScan && segmenter instanceof BandSegmenter bands) {
				Map<String, Object> row = segmentScan(read.file, bands, within);
				return new Segmented(read, tileSide(), null, row);
			}
			Photograph whole = new ImageFiles().readPhotograph(read.file);
			// At once, since there is no room for two.
			Map<String, Object> row = write(read.file, whole, segmenter.probability(whole, within));
			return new Segmented(read, tileSide(), null, row);
		}

		private int tileSide() {
			return segmenter instanceof BandSegmenter bands ? bands.side() : 0;
		}

		private Map<String, Object> segmentScan(Path file, BandSegmenter bands, Progress within) throws IOException {
			if (probability || overlay) {
				log.accept(file.getFileName() + " does not fit into memory: only its mask is written, as TIFF.");
			}
			try (ScanFile scan = new ScanFile(file)) {
				ScanSegmentation segmentation = new ScanSegmentation(scan, bands, threshold, specks, within);
				ResultFiles.writeMask(scan.width(), scan.height(), scan.calibration(), segmentation::read,
					scanMask(file, output));
				return row(scan.width(), scan.height(), segmentation.rootPixels(), segmentation.links(),
					segmentation.confidence());
			}
		}

		@Override
		public Map<String, Object> finish(Segmented segmented) throws IOException {
			Read read = segmented.read;
			Map<String, Object> row =
				segmented.row != null ? segmented.row : write(read.file, read.pixels, segmented.probability);
			if (segmented.tileSide > 0) row.put(TILE_SIDE, segmented.tileSide);
			if (earlier == null) return row;
			try {
				earlier.add(name(read.file), read.sha256, row);
			}
			catch (IOException e) {
				remove(read.file);
				throw e;
			}
			return row;
		}

		/** Writes all results of a photograph, or none. */
		private Map<String, Object> write(Path file, Photograph photograph, RandomAccessibleInterval<FloatType> values)
			throws IOException
		{
			List<Path> results = results(file, output);
			try {
				Mask mask = specks.apply(threshold.apply(values));
				Skeleton skeleton = Skeleton.complete(mask, Progress.NONE);
				int next = 1;
				if (probability) {
					ImagePlusFiles.writeProbability(calibrated ? segmenter.reliability().calibration().of(values) :
						values, photograph.calibration(), results.get(next++));
				}
				Map<String, Object> row = row(mask.width(), mask.height(), mask.rootPixels(), skeleton.links(),
					segmenter.givesProbabilities() ? Confidence.of(values) : Double.NaN);
				Appearance appearance = Appearance.of(photograph);
				row.put(SHARPNESS, appearance.sharpness());
				if (segmenter.reliability() != null) {
					boolean isUnlike = !segmenter.reliability().usual().fits(appearance);
					row.put(UNLIKE, isUnlike ? "yes" : "no");
					if (!isUnlike) expect(segmenter.reliability(), values, mask, skeleton, row);
				}
				if (overlay) {
					RootDrawing.writeOverlay(photograph, mask, Diameters.of(mask, skeleton), note(row),
						results.get(next));
				}
				ResultFiles.writeMask(mask, photograph.calibration(), results.get(0));
				return row;
			}
			catch (IOException | RuntimeException | Error e) {
				remove(file);
				throw e;
			}
		}

		private void expect(Reliability reliability, RandomAccessibleInterval<FloatType> values, Mask mask,
			Skeleton skeleton, Map<String, Object> row)
		{
			double overlap = Reliability.overlap(values, mask);
			if (mask.rootPixels() > 0) row.put(EXPECTED_F1, reliability.f1(overlap));
			// Lengths were compared at this threshold, with all specks.
			Mask usual = Threshold.PAPER.apply(values);
			boolean isUsual = Arrays.equals(usual.pixels(), mask.pixels());
			Skeleton measured = isUsual ? skeleton : Skeleton.complete(usual, Progress.NONE);
			Reliability.Length length =
				reliability.length(measured.links().kimuraLength(PixelCalibration.PIXELS),
					isUsual ? overlap : Reliability.overlap(values, usual));
			row.put(EXPECTED_LENGTH, length.expected());
			row.put(EXPECTED_LENGTH_LOW, length.low());
			row.put(EXPECTED_LENGTH_HIGH, length.high());
		}

		/** What can be expected of a result, for people who look at it; null where nothing is known. */
		private static String note(Map<String, Object> row) {
			if ("yes".equals(row.get(UNLIKE))) return "Unlike the photographs that the model was calibrated on";
			if (!row.containsKey(EXPECTED_LENGTH)) return null;
			String length = String.format(Locale.ROOT, "%.0f px (%.0f to %.0f)", row.get(EXPECTED_LENGTH),
				row.get(EXPECTED_LENGTH_LOW), row.get(EXPECTED_LENGTH_HIGH));
			Object f1 = row.get(EXPECTED_F1);
			return (f1 == null ? "Expected length " : String.format(Locale.ROOT, "Expected F1 %.2f, length ", f1)) +
				length;
		}

		private void remove(Path file) throws IOException {
			for (Path result : results(file, output)) SafeFile.deleteOld(result.getParent(), name(result));
			SafeFile.deleteOld(output.resolve(MASKS), name(scanMask(file, output)));
		}
	}

	private static Map<String, Object> row(int width, int height, long rootPixels, Links links, double confidence) {
		Map<String, Object> row = new LinkedHashMap<>();
		row.put("width", width);
		row.put("height", height);
		row.put("root_pixels", rootPixels);
		row.put("root_fraction", rootPixels / ((double) width * height));
		row.put(LENGTH, links.kimuraLength(PixelCalibration.PIXELS));
		if (!Double.isNaN(confidence)) row.put(CONFIDENCE, confidence);
		return row;
	}

	private static Path scanMask(Path photograph, Path output) {
		return output.resolve(MASKS).resolve(ImageReader.baseName(photograph) + ".tif");
	}

	private boolean isComplete(Path photograph, Path output) {
		return results(photograph, output).stream().allMatch(Files::exists) ||
			Files.exists(scanMask(photograph, output));
	}

	private List<Path> results(Path photograph, Path output) {
		String name = ImageReader.baseName(photograph);
		List<Path> results = new ArrayList<>();
		results.add(output.resolve(MASKS).resolve(name + ".png"));
		if (probability) results.add(output.resolve(PROBABILITIES).resolve(name + ".tif"));
		if (overlay) results.add(output.resolve(OVERLAYS).resolve(name + ".jpg"));
		return results;
	}
}
