// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;

import io.github.taproot.files.FileNames;
import io.github.taproot.files.ImageReader;
import io.github.taproot.table.Table;

/**
 * A folder that {@link FolderSegmentation} wrote, for a person to look through, worst first. Which photographs were
 * looked at is kept in its {@link ReviewTicks}. Not for several threads at once.
 */
public final class SegmentationReview {

	/** What comes first; failed photographs come before all others in each. */
	public enum Order {
		/**
		 * Those unlike the model's calibration first, then lowest expected F1, then lowest confidence; those without
		 * any last.
		 */
		CONFIDENCE,
		/** Those whose length is furthest from the median first. */
		LENGTH,
		NAME
	}

	/**
	 * A photograph of the batch.
	 *
	 * @param file its name
	 * @param failure why there is no result; empty where there is one
	 * @param isUnlike whether it is unlike the photographs that the model was calibrated on
	 * @param expectedF1 0 to 1; NaN where the model gives none
	 * @param confidence 0 to 1; NaN where unknown
	 * @param length of its roots in px; NaN where unknown
	 * @param outlier by how many robust standard deviations the length is above (or, negative, below) the median of the
	 *          batch: the difference by 1.4826 times the median of all absolute differences. Infinite for any
	 *          difference where most lengths are equal, NaN where the length is unknown
	 */
	public record Entry(String file, String failure, boolean isUnlike, double expectedF1, double confidence,
		double length, double outlier)
	{

		public boolean hasFailed() {
			return !failure.isEmpty();
		}
	}

	private final Path folder;
	private final Path photographs;
	private final List<Entry> entries;
	private final ReviewTicks ticks;

	private SegmentationReview(Path folder, Path photographs, List<Entry> entries, ReviewTicks ticks) {
		this.folder = folder;
		this.photographs = photographs;
		this.entries = entries;
		this.ticks = ticks;
	}

	/**
	 * Reads what a batch left.
	 *
	 * @param folder the batch's output
	 * @param photographs the folder of its photographs; null for the one that {@code summary.json} names
	 * @throws IOException where there is no batch in the folder, or its photographs are elsewhere, in one sentence
	 */
	public static SegmentationReview read(Path folder, Path photographs) throws IOException {
		Path summary = folder.resolve(FileBatch.SUMMARY);
		if (!Files.isDirectory(folder) || Files.notExists(summary)) {
			throw new IOException("There is no " + FileBatch.SUMMARY + " in " + folder +
				": choose the output folder of Segment Roots Folder.");
		}
		List<Entry> entries = entries(Table.read(summary), summary);
		Path input = photographs != null ? photographs : input(folder.resolve(FileBatch.JSON));
		if (input == null || !Files.isDirectory(input)) {
			throw new IOException((input == null ? folder + " does not tell where its photographs are"
				: "The folder of the photographs, " + input + ", is not there") + ": give it as photographs=...");
		}
		return new SegmentationReview(folder, input, entries, ReviewTicks.read(folder));
	}

	private static List<Entry> entries(Table table, Path summary) throws IOException {
		if (!table.columns().containsAll(List.of("file", "status"))) {
			throw new IOException(summary +
				" has no columns file and status: choose the output folder of Segment Roots Folder.");
		}
		if (table.rows().isEmpty()) {
			throw new IOException(summary + " has no photographs: run Segment Roots Folder on some first.");
		}
		double[] lengths = table.numbers(FolderSegmentation.LENGTH);
		double[] expected = table.numbers(FolderSegmentation.EXPECTED_F1);
		double[] confidences = table.numbers(FolderSegmentation.CONFIDENCE);
		double[] outliers = outliers(lengths);
		List<Entry> entries = new ArrayList<>();
		Set<String> seen = new HashSet<>();
		for (int i = 0; i < lengths.length; i++) {
			Map<String, ?> row = table.rows().get(i);
			String file = Table.text(row.get("file"));
			String message = Table.text(row.get("message"));
			boolean failed = Table.text(row.get("status"))
				.equals(FileBatch.Status.FAILED.name().toLowerCase(Locale.ROOT));
			boolean leftOut = Table.text(row.get("status"))
				.equals(FileBatch.Status.LEFT_OUT.name().toLowerCase(Locale.ROOT));
			if (file.isEmpty() || leftOut || !seen.add(file)) continue;
			entries.add(new Entry(file, !failed ? "" : message.isEmpty() ? "It failed." :
				message, Table.text(row.get(FolderSegmentation.UNLIKE)).equals("yes"), expected[i], confidences[i],
				lengths[i], outliers[i]));
		}
		return entries;
	}

	private static double[] outliers(double[] values) {
		double median = median(values);
		double spread = 1.4826 * median(Arrays.stream(values).map(value -> Math.abs(value - median)).toArray());
		return Arrays.stream(values).map(value -> value == median ? 0 : (value - median) / spread).toArray();
	}

	/** Of the values that are numbers; NaN where there are none. */
	private static double median(double[] values) {
		double[] sorted = Arrays.stream(values).filter(value -> !Double.isNaN(value)).sorted().toArray();
		int n = sorted.length;
		return n == 0 ? Double.NaN : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
	}

	private static Path input(Path json) throws IOException {
		if (Files.notExists(json)) return null;
		try {
			JsonElement all = JsonParser.parseString(Files.readString(json));
			JsonElement input = all instanceof JsonObject object ? object.get(FolderSegmentation.INPUT) : null;
			return input == null ? null : Path.of(input.getAsString());
		}
		catch (JsonParseException | IllegalStateException | UnsupportedOperationException | InvalidPathException e) {
			throw new IOException(json + " is damaged: give the folder of the photographs as photographs=...", e);
		}
		catch (IOException e) {
			throw new IOException(json + " cannot be read: ask for permission, or give photographs=...", e);
		}
	}

	/** How many photographs there are. */
	public int size() {
		return entries.size();
	}

	/** How many of them were looked at. */
	public int reviewedCount() {
		return (int) entries.stream().filter(this::isReviewed).count();
	}

	/**
	 * The photographs in order.
	 *
	 * @param onlyOpen whether to leave out those looked at
	 */
	public List<Entry> entries(Order order, boolean onlyOpen) {
		Comparator<Entry> failedFirst = Comparator.comparing(entry -> !entry.hasFailed());
		Comparator<Entry> worstFirst = switch (order) {
			// NaN comes last.
			case CONFIDENCE -> Comparator.comparing((Entry entry) -> !entry.isUnlike())
				.thenComparingDouble(Entry::expectedF1).thenComparingDouble(Entry::confidence);
			case LENGTH -> Comparator.comparingDouble(entry -> -Math.abs(entry.outlier()));
			case NAME -> Comparator.comparing(Entry::file);
		};
		return entries.stream().filter(entry -> !(onlyOpen && isReviewed(entry)))
			.sorted(failedFirst.thenComparing(worstFirst).thenComparing(Entry::file)).toList();
	}

	/** Whether any photograph has an expected F1 or a confidence. */
	public boolean hasConfidence() {
		return entries.stream()
			.anyMatch(entry -> !Double.isNaN(entry.expectedF1()) || !Double.isNaN(entry.confidence()));
	}

	public boolean isReviewed(Entry entry) {
		return ticks.files().contains(entry.file());
	}

	/** Ticks a photograph as looked at, or not; kept on the disk by {@link #save} only. */
	public void setReviewed(Entry entry, boolean isReviewed) {
		if (isReviewed) ticks.files().add(entry.file());
		else ticks.files().remove(entry.file());
	}

	/**
	 * Keeps a tick, or that there is none, in the batch's folder, with all that others have ticked there meanwhile. Any
	 * thread may call it.
	 *
	 * @return the names of all photographs that are ticked now, for {@link #setReviewed(Set)}
	 * @throws IOException where it can't be written
	 */
	public Set<String> save(Entry entry, boolean isReviewed) throws IOException {
		return Set.copyOf(ReviewTicks.set(folder, entry.file(), isReviewed).files());
	}

	/** Shows the ticks of a {@link #save}. */
	public void setReviewed(Set<String> files) {
		ticks.files().clear();
		ticks.files().addAll(files);
	}

	public Path folder() {
		return folder;
	}

	/** Where the photograph is, or was. */
	public Path photograph(Entry entry) {
		return FileNames.existing(photographs.resolve(entry.file()));
	}

	/** Where its mask is: a PNG, or a TIFF of a scan that did not fit into memory. */
	public Path mask(Entry entry) {
		Path masks = folder.resolve(FolderSegmentation.MASKS);
		String name = ImageReader.baseName(Path.of(entry.file()));
		Path scan = FileNames.existing(masks.resolve(name + ".tif"));
		return Files.exists(scan) ? scan : FileNames.existing(masks.resolve(name + ".png"));
	}
}
