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
import io.github.taproot.imagej.ExcludedAreas;
import io.github.taproot.table.Sample;
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
		/** Those whose expected length has the widest 90 % interval for its length first; those without any last. */
		EXPECTED_LENGTH,
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
	 * @param lengthError half the width of the 90 % interval of the expected length, divided by that length; 0 or more,
	 *            NaN where the model gives none
	 * @param confidence 0 to 1; NaN where unknown
	 * @param length of its roots in px; NaN where unknown
	 * @param outlier by how many robust standard deviations the length is above (or, negative, below) the median of the
	 *          batch: the difference by 1.4826 times the median of all absolute differences. Infinite for any
	 *          difference where most lengths are equal, NaN where the length is unknown
	 */
	public record Entry(String file, String failure, boolean isUnlike, double expectedF1, double lengthError,
		double confidence, double length, double outlier)
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
			throw new IOException((input == null ? folder + " does not contain the folder of its photographs"
				: "The folder of photographs " + input + " does not exist") + ": give it as photographs=...");
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
		double[] lengthErrors = lengthErrors(table);
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
				message, Table.text(row.get(FolderSegmentation.UNLIKE)).equals("yes"), expected[i],
				lengthErrors[i], confidences[i], lengths[i], outliers[i]));
		}
		return entries;
	}

	private static double[] lengthErrors(Table table) {
		double[] low = table.numbers(FolderSegmentation.EXPECTED_LENGTH_LOW);
		double[] high = table.numbers(FolderSegmentation.EXPECTED_LENGTH_HIGH);
		double[] errors = table.numbers(FolderSegmentation.EXPECTED_LENGTH);
		for (int i = 0; i < errors.length; i++) {
			double half = (high[i] - low[i]) / 2;
			errors[i] = half == 0 ? 0 : half / errors[i];
		}
		return errors;
	}

	private static double[] outliers(double[] values) {
		double median = Sample.of(values).median();
		double spread = 1.4826 *
			Sample.of(Arrays.stream(values).map(value -> Math.abs(value - median)).toArray()).median();
		return Arrays.stream(values).map(value -> value == median ? 0 : (value - median) / spread).toArray();
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
	 * @param onlyOpen whether to leave out those looked at or rejected
	 */
	public List<Entry> entries(Order order, boolean onlyOpen) {
		Comparator<Entry> failedFirst = Comparator.comparing(entry -> !entry.hasFailed());
		Comparator<Entry> worstFirst = switch (order) {
			// NaN comes last.
			case CONFIDENCE -> Comparator.comparing((Entry entry) -> !entry.isUnlike())
				.thenComparingDouble(Entry::expectedF1).thenComparingDouble(Entry::confidence);
			case EXPECTED_LENGTH -> Comparator.comparing((Entry entry) -> !entry.isUnlike())
				.thenComparing(entry -> Double.isNaN(entry.lengthError()))
				.thenComparingDouble(entry -> -entry.lengthError());
			case LENGTH -> Comparator.comparingDouble(entry -> -Math.abs(entry.outlier()));
			case NAME -> Comparator.comparing(Entry::file);
		};
		return entries.stream()
			.filter(entry -> !(onlyOpen && (isReviewed(entry) || !rejection(entry).isEmpty())))
			.sorted(failedFirst.thenComparing(worstFirst).thenComparing(Entry::file)).toList();
	}

	/** Whether the model tells the error of any photograph's length. */
	public boolean hasExpectedLength() {
		return entries.stream().anyMatch(entry -> !Double.isNaN(entry.lengthError()));
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

	/** Why a photograph was rejected; empty where it was not. */
	public String rejection(Entry entry) {
		return ticks.rejected().getOrDefault(entry.file(), "");
	}

	/** How many were rejected. */
	public int rejectedCount() {
		return (int) entries.stream().filter(entry -> !rejection(entry).isEmpty()).count();
	}

	/**
	 * Rejects a photograph, or takes that back with an empty reason; kept on the disk by {@link #saveRejection} only.
	 */
	public void setRejection(Entry entry, String reason) {
		if (reason.isEmpty()) ticks.rejected().remove(entry.file());
		else ticks.rejected().put(entry.file(), reason);
	}

	/**
	 * What is on the disk.
	 *
	 * @param reviewed names of the photographs that were looked at
	 * @param rejected reasons by the names of those that were rejected
	 */
	public record Saved(Set<String> reviewed, Map<String, String> rejected) {

		private static Saved of(ReviewTicks ticks) {
			return new Saved(Set.copyOf(ticks.files()), Map.copyOf(ticks.rejected()));
		}
	}

	/**
	 * Keeps a tick, or that there is none, in the batch's folder, with all that others have ticked there meanwhile. Any
	 * thread may call it.
	 *
	 * @return what all have ticked and rejected by now, for {@link #show}
	 * @throws IOException where it can't be written
	 */
	public Saved save(Entry entry, boolean isReviewed) throws IOException {
		return Saved.of(ReviewTicks.set(folder, entry.file(), isReviewed));
	}

	/**
	 * Keeps that a photograph is rejected, as {@link #save}: commands that measure its mask leave it out.
	 *
	 * @param reason empty to take it back
	 */
	public Saved saveRejection(Entry entry, String reason) throws IOException {
		return Saved.of(ReviewTicks.reject(folder, entry.file(), reason));
	}

	/** Shows the ticks and rejections of a {@link #save}. */
	public void show(Saved saved) {
		ticks.files().clear();
		ticks.files().addAll(saved.reviewed);
		ticks.rejected().clear();
		ticks.rejected().putAll(saved.rejected);
	}

	/** The areas of a photograph that are left out, which commands that measure its mask find. */
	public ExcludedAreas areas(Entry entry, int width, int height) {
		return new ExcludedAreas(folder.resolve(ReviewTicks.EXCLUDED), ImageReader.baseName(Path.of(entry.file())),
			width, height);
	}

	/** The folder of the photographs. */
	public Path photographs() {
		return photographs;
	}

	/** The folder of their masks. */
	public Path masks() {
		return folder.resolve(FolderSegmentation.MASKS);
	}

	public Path folder() {
		return folder;
	}

	/** Where the photograph is, or was. */
	public Path photograph(Entry entry) {
		return FileNames.existing(photographs.resolve(entry.file()));
	}

	/** Whether it is a scan that did not fit into memory, with a mask as TIFF. */
	public boolean isScan(Entry entry) {
		return mask(entry).toString().endsWith(".tif");
	}

	/** Where its mask is: a PNG, or a TIFF of a scan that did not fit into memory. */
	public Path mask(Entry entry) {
		Path masks = masks();
		String name = ImageReader.baseName(Path.of(entry.file()));
		Path scan = FileNames.existing(masks.resolve(name + ".tif"));
		return Files.exists(scan) ? scan : FileNames.existing(masks.resolve(name + ".png"));
	}
}
