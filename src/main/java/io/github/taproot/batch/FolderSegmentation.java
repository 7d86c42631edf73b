package io.github.taproot.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

import com.google.gson.GsonBuilder;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.FloatType;

import io.github.taproot.image.FileNames;
import io.github.taproot.image.ImageFolder;
import io.github.taproot.image.ImageReader;
import io.github.taproot.image.Mask;
import io.github.taproot.image.Photograph;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.image.SafeFile;
import io.github.taproot.imagej.ImageFiles;
import io.github.taproot.imagej.ResultFiles;
import io.github.taproot.imagej.ScanFile;
import io.github.taproot.measurement.Table;
import io.github.taproot.progress.Progress;
import io.github.taproot.segmentation.BandSegmenter;
import io.github.taproot.segmentation.ComponentFilter;
import io.github.taproot.segmentation.Confidence;
import io.github.taproot.segmentation.RootSegmenter;
import io.github.taproot.segmentation.Threshold;
import io.github.taproot.skeleton.Diameters;
import io.github.taproot.skeleton.Links;
import io.github.taproot.skeleton.Skeleton;

/**
 * Segments a folder of photographs. The output folder gets {@code masks/NAME.png}, where asked for
 * {@code probabilities/NAME.tif} and {@code overlays/NAME.jpg}, and a summary. Of a scan that does not fit into memory,
 * which must be a TIFF, only a mask is written, {@code masks/NAME.tif}.
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
		ImageFolder folder = ImageFolder.of(input).require("photographs");
		List<Path> photographs = folder.images();
		SafeFile.makeFolder(output.resolve(MASKS));
		if (probability) SafeFile.makeFolder(output.resolve(PROBABILITIES));
		if (overlay) SafeFile.makeFolder(output.resolve(OVERLAYS));

		keepSettings(output.resolve(SETTINGS), settings);
		Map<String, Map<String, Object>> earlier = resume ? earlier(output.resolve(FileBatch.SUMMARY)) : Map.of();
		Map<Path, Path> clashes = FileNames.clashes(photographs);
		FileBatch.Summary summary =
			FileBatch.run(photographs, photograph -> resume && !clashes.containsKey(photograph) &&
				(results(photograph, output).stream().allMatch(Files::exists) || Files.exists(scanMask(photograph, output))),
				new Stages(output, segmenter, clashes, log), "Segmenting", progress, log).leavingOut(folder.leftOut());
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

	/**
	 * A photograph to be segmented.
	 *
	 * @param pixels null for one that does not fit into memory, or not beside its neighbours
	 */
	private record Read(Path file, Photograph pixels) {}

	/**
	 * A photograph that is segmented.
	 *
	 * @param row what the summary tells of a scan, which is all done; null for another
	 */
	private record Segmented(Read read, RandomAccessibleInterval<FloatType> probability, Map<String, Object> row) {}

	private final class Stages implements FileBatch.Stages<Read, Segmented> {

		/** Bytes for each pixel of a photograph that is segmented: samples, probability, mask, skeleton and what passes. */
		private static final long BYTES = 20;

		private final Path output;
		private final RootSegmenter segmenter;
		private final Map<Path, Path> clashes;
		private final Consumer<String> log;

		Stages(Path output, RootSegmenter segmenter, Map<Path, Path> clashes, Consumer<String> log) {
			this.output = output;
			this.segmenter = segmenter;
			this.clashes = clashes;
			this.log = log;
		}

		@Override
		public Read read(Path photograph) throws IOException {
			FileBatch.refuseClash(photograph, clashes);
			// Three photographs are in memory at a time.
			boolean isAlone = ImageFiles.pixels(photograph) * BYTES * 3 > Runtime.getRuntime().maxMemory();
			return new Read(photograph, isAlone ? null : new ImageFiles().readPhotograph(photograph));
		}

		@Override
		public Segmented work(Read read, Progress within) throws IOException {
			if (read.pixels != null) return new Segmented(read, segmenter.probability(read.pixels, within), null);
			long pixels = ImageFiles.pixels(read.file);
			boolean isScan = pixels > Integer.MAX_VALUE / 3 || pixels * BYTES > Runtime.getRuntime().maxMemory();
			if (isScan && segmenter instanceof BandSegmenter bands) {
				return new Segmented(read, null, segmentScan(read.file, bands, within));
			}
			Read whole = new Read(read.file, new ImageFiles().readPhotograph(read.file));
			// At once, since there is no room for two.
			return new Segmented(read, null, finish(new Segmented(whole, segmenter.probability(whole.pixels, within), null)));
		}

		private Map<String, Object> segmentScan(Path file, BandSegmenter bands, Progress within) throws IOException {
			if (probability || overlay) {
				log.accept(file.getFileName() + " does not fit into memory: only its mask is written, as TIFF.");
			}
			try (ScanFile scan = new ScanFile(file)) {
				ScanSegmentation segmentation = new ScanSegmentation(scan, bands, threshold, specks, within);
				ResultFiles.writeMask(scan.width(), scan.height(), scan.calibration(), segmentation::read, scanMask(file, output));
				return row(scan.width(), scan.height(), segmentation.rootPixels(), segmentation.links(),
					segmentation.confidence());
			}
		}

		@Override
		public Map<String, Object> finish(Segmented segmented) throws IOException {
			if (segmented.row != null) return segmented.row;
			Photograph photograph = segmented.read.pixels;
			RandomAccessibleInterval<FloatType> values = segmented.probability;
			List<Path> results = results(segmented.read.file, output);
			Mask mask = specks.apply(threshold.apply(values));
			Skeleton skeleton = Skeleton.of(mask, Progress.NONE);
			int next = 1;
			if (probability) ResultFiles.writeProbability(values, photograph.calibration(), results.get(next++));
			if (overlay) ResultFiles.writeOverlay(photograph, mask, Diameters.of(mask, skeleton), results.get(next));
			// The mask last: it tells that the photograph is done.
			ResultFiles.writeMask(mask, photograph.calibration(), results.get(0));
			return row(mask.width(), mask.height(), mask.rootPixels(), skeleton.links(),
				segmenter.givesProbabilities() ? Confidence.of(values) : Double.NaN);
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

	private List<Path> results(Path photograph, Path output) {
		String name = ImageReader.baseName(photograph);
		List<Path> results = new ArrayList<>();
		results.add(output.resolve(MASKS).resolve(name + ".png"));
		if (probability) results.add(output.resolve(PROBABILITIES).resolve(name + ".tif"));
		if (overlay) results.add(output.resolve(OVERLAYS).resolve(name + ".jpg"));
		return results;
	}
}
