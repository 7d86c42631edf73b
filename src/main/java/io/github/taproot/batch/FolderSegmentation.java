package io.github.taproot.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

import com.google.gson.GsonBuilder;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.FloatType;

import io.github.taproot.image.ImageReader;
import io.github.taproot.image.Mask;
import io.github.taproot.image.Photograph;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.image.SafeFile;
import io.github.taproot.imagej.ImageFiles;
import io.github.taproot.imagej.ResultFiles;
import io.github.taproot.measurement.Table;
import io.github.taproot.progress.Progress;
import io.github.taproot.segmentation.ComponentFilter;
import io.github.taproot.segmentation.Confidence;
import io.github.taproot.segmentation.RootSegmenter;
import io.github.taproot.segmentation.Threshold;
import io.github.taproot.skeleton.Diameters;
import io.github.taproot.skeleton.Skeleton;

/**
 * Segments a folder of photographs. The output folder gets {@code masks/NAME.png}, where asked for
 * {@code probabilities/NAME.tif} and {@code overlays/NAME.jpg}, and a summary.
 *
 * @param threshold root above it
 * @param specks what of it is too small
 * @param probability whether to write probabilities
 * @param overlay whether to write overlays
 * @param resume whether to skip photographs whose results are all there
 */
public record FolderSegmentation(Threshold threshold, ComponentFilter specks, boolean probability, boolean overlay, boolean resume) {

	/** Folder of masks in the output folder. */
	public static final String MASKS = "masks";
	public static final String PROBABILITIES = "probabilities";
	public static final String OVERLAYS = "overlays";
	private static final String SETTINGS = "settings.json";
	/** Columns of {@code summary.csv}: length after Kimura in px, and {@link Confidence} where there are probabilities. */
	static final String LENGTH = "root_length_px";
	static final String CONFIDENCE = "confidence";
	private static final List<String> MEASURED =
		List.of("width", "height", "root_pixels", "root_fraction", LENGTH, CONFIDENCE);
	/** Key of {@code summary.json}: where the photographs are. */
	static final String INPUT = "input";

	/**
	 * Segments.
	 *
	 * @param input folder of photographs
	 * @param output folder for results, made where it is missing
	 * @param settings what decides the results beside the threshold, such as the model's checksum: kept in the output folder,
	 *          so that a run that resumes with others is refused
	 * @param about what else the summary should tell, asked for at the end
	 * @throws IOException where the input has no photographs or the summary can't be written
	 */
	public FileBatch.Summary run(Path input, Path output, RootSegmenter segmenter, Map<String, Object> settings,
		Supplier<Map<String, Object>> about, Progress progress, Consumer<String> log) throws IOException
	{
		List<Path> photographs = ImageFiles.list(input);
		if (photographs.isEmpty()) {
			throw new IOException("The folder " + input + " has no photographs: choose one with PNG, JPEG or TIFF files.");
		}
		SafeFile.makeFolder(output.resolve(MASKS));
		if (probability) SafeFile.makeFolder(output.resolve(PROBABILITIES));
		if (overlay) SafeFile.makeFolder(output.resolve(OVERLAYS));

		keepSettings(output.resolve(SETTINGS), settings);
		ImageFiles files = new ImageFiles();
		Map<String, Map<String, Object>> earlier = resume ? earlier(output.resolve(FileBatch.SUMMARY)) : Map.of();
		Map<String, Path> taken = new HashMap<>();
		for (Path photograph : photographs) taken.putIfAbsent(key(photograph), photograph);
		FileBatch.Summary summary =
			FileBatch.run(photographs, photograph -> resume && taken.get(key(photograph)).equals(photograph) &&
				results(photograph, output).stream().allMatch(Files::exists), photograph -> {
					Path first = taken.get(key(photograph));
					if (!first.equals(photograph)) {
						throw new IOException(photograph.getFileName() + " would overwrite the results of " + first.getFileName() +
							": give one of them another name.");
					}
					return segment(files.readPhotograph(photograph), results(photograph, output), segmenter, progress);
				}, "Segmenting", progress, log);
		Map<String, Object> all = new LinkedHashMap<>(about.get());
		all.put(INPUT, input.toAbsolutePath().normalize().toString());
		List<FileBatch.Outcome> outcomes = summary.outcomes().stream()
			.map(outcome -> outcome.status() == FileBatch.Status.SKIPPED && earlier.containsKey(outcome.file())
				? new FileBatch.Outcome(outcome.file(), outcome.status(), "", 0, earlier.get(outcome.file())) : outcome)
			.toList();
		new FileBatch.Summary(outcomes, summary.cancelled()).write(output, all);
		return summary;
	}

	/** What an earlier run measured of each photograph, so that a summary tells of those that are skipped, too. */
	private static Map<String, Map<String, Object>> earlier(Path summary) throws IOException {
		Map<String, Map<String, Object>> values = new HashMap<>();
		if (Files.notExists(summary)) return values;
		Table table = Table.read(summary);
		for (String column : MEASURED) {
			double[] numbers = table.numbers(column);
			for (int i = 0; i < numbers.length; i++) {
				if (Double.isNaN(numbers[i])) continue;
				String file = Table.text(table.rows().get(i).get("file"));
				values.computeIfAbsent(file, name -> new LinkedHashMap<>()).put(column, numbers[i]);
			}
		}
		return values;
	}

	private void keepSettings(Path file, Map<String, Object> settings) throws IOException {
		Map<String, Object> all = new TreeMap<>(settings);
		all.put("threshold", threshold.value());
		all.put("min_component", specks.pixels());
		String text = new GsonBuilder().setPrettyPrinting().create().toJson(all) + "\n";
		if (resume && Files.exists(file) && !Files.readString(file).equals(text)) {
			throw new IOException("The results in " + file.getParent() + " were made with another model or other settings: " +
				"choose an empty folder, or resume=false to make them all anew.");
		}
		SafeFile.writeText(file, text);
	}

	private Map<String, Object> segment(Photograph photograph, List<Path> results, RootSegmenter segmenter,
		Progress progress) throws IOException
	{
		Progress cancelling = new Progress() {

			@Override
			public void report(long done, long total, String message) {
				// The folder's progress counts files.
			}

			@Override
			public boolean isCancelled() {
				return progress.isCancelled();
			}
		};
		RandomAccessibleInterval<FloatType> values = segmenter.probability(photograph, cancelling);
		Mask mask = specks.apply(threshold.apply(values));
		Skeleton skeleton = Skeleton.of(mask, cancelling);
		int next = 1;
		if (probability) ResultFiles.writeProbability(values, photograph.calibration(), results.get(next++));
		if (overlay) ResultFiles.writeOverlay(photograph, mask, Diameters.of(mask, skeleton), results.get(next));
		// The mask last: it tells that the photograph is done.
		ResultFiles.writeMask(mask, results.get(0));
		Map<String, Object> row = new LinkedHashMap<>();
		row.put("width", mask.width());
		row.put("height", mask.height());
		row.put("root_pixels", mask.rootPixels());
		row.put("root_fraction", mask.rootPixels() / ((double) mask.width() * mask.height()));
		row.put(LENGTH, skeleton.links().kimuraLength(PixelCalibration.PIXELS));
		if (segmenter.givesProbabilities()) row.put(CONFIDENCE, Confidence.of(values));
		return row;
	}

	private List<Path> results(Path photograph, Path output) {
		String name = ImageReader.baseName(photograph);
		List<Path> results = new ArrayList<>();
		results.add(output.resolve(MASKS).resolve(name + ".png"));
		if (probability) results.add(output.resolve(PROBABILITIES).resolve(name + ".tif"));
		if (overlay) results.add(output.resolve(OVERLAYS).resolve(name + ".jpg"));
		return results;
	}

	/** Equal for photographs whose results would have the same names, on systems that ignore case, too. */
	private static String key(Path photograph) {
		return ImageReader.baseName(photograph).toLowerCase(Locale.ROOT);
	}
}
