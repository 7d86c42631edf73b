package io.github.taproot.batch;

import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

import io.github.taproot.image.ImageReader;
import io.github.taproot.image.Mask;
import io.github.taproot.image.Photograph;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.image.SafeFile;
import io.github.taproot.imagej.ExclusionFiles;
import io.github.taproot.imagej.ImageFiles;
import io.github.taproot.imagej.ResultFiles;
import io.github.taproot.measurement.Quantity;
import io.github.taproot.progress.Progress;
import io.github.taproot.traits.NamePattern;
import io.github.taproot.traits.RootChange;

/**
 * Compares the masks of each place at one date with those at the next one: {@code growth.csv}, a row for each mask but a
 * place's first, and {@code pictures} in three colours.
 *
 * @param names tells places and dates: groups other than date, time, session and user are the place; null for a single
 *          place whose masks follow each other by name
 * @param scale the masks' scale; null for the one that each file has
 * @param tolerance px by which a root may have moved, as {@link RootChange}
 * @param isAligned whether images are aligned
 * @param photographs folder of photographs of the masks' names, by which they are aligned; null for the masks themselves
 * @param excluded file or folder as {@link ExclusionFiles}; null for nothing
 */
public record FolderGrowth(NamePattern names, PixelCalibration scale, double tolerance, boolean isAligned,
	Path photographs, Path excluded)
{

	private static final Set<String> NO_PLACE = Set.of("date", "time", "session", "user");
	/** Below it, a shift is a guess. */
	private static final double CERTAIN = 1.2;

	/**
	 * What was compared.
	 *
	 * @param table {@code growth.csv} as it was written
	 */
	public record Result(FileBatch.Summary summary, String table) {}

	/** A mask and what its name tells. */
	private record Visit(Path file, Map<String, String> told) {

		String place() {
			Map<String, String> place = new TreeMap<>(told);
			place.keySet().removeAll(NO_PLACE);
			return place.toString();
		}

		/** Dates, times and sessions sort as texts, but for numbers of sessions. */
		String when() {
			String session = told.getOrDefault("session", "");
			return told.getOrDefault("date", "") + " " + told.getOrDefault("time", "") + " " +
				(session.matches("\\d{1,9}") ? String.format("%09d", Integer.parseInt(session)) : session) + " " +
				file.getFileName();
		}
	}

	/**
	 * Compares.
	 *
	 * @throws IOException where the input has fewer than two masks of a place or the output can't be written
	 */
	public Result run(Path input, Path output, Progress progress, Consumer<String> log) throws IOException {
		Map<String, List<Visit>> places = new LinkedHashMap<>();
		for (Path file : ImageFiles.list(input)) {
			Map<String, String> told = names == null ? Map.of() : names.read(ImageReader.baseName(file));
			if (names != null && told.isEmpty()) {
				log.accept(file.getFileName() + " was left out, since its name does not fit the pattern of names.");
				continue;
			}
			Visit visit = new Visit(file, told);
			places.computeIfAbsent(visit.place(), place -> new ArrayList<>()).add(visit);
		}
		Map<Path, Visit> before = new LinkedHashMap<>();
		Map<Path, Visit> after = new LinkedHashMap<>();
		for (List<Visit> visits : places.values()) {
			visits.sort(Comparator.comparing(Visit::when));
			for (int i = 1; i < visits.size(); i++) {
				before.put(visits.get(i).file, visits.get(i - 1));
				after.put(visits.get(i).file, visits.get(i));
			}
		}
		if (before.isEmpty()) {
			throw new IOException("No two masks in " + input + " are of one place: choose another folder, or another pattern of " +
				"names whose groups other than date, time, session and user tell the place.");
		}
		Map<String, Path> named = photographs == null ? Map.of() : Pairing.byName(ImageFiles.list(photographs), "");
		ExclusionFiles exclusions = new ExclusionFiles(excluded);
		for (Path folder : List.of(output, output.resolve("pictures"))) {
			OutputFiles.requireNoInput(folder, Arrays.asList(input, photographs, excluded));
		}
		OutputFiles pictures = new OutputFiles(output.resolve("pictures"), ".png", before.keySet());
		FileBatch.Summary summary = FileBatch.run(List.copyOf(before.keySet()), file -> false,
			file -> compare(before.get(file), after.get(file), named, exclusions, pictures, progress, log),
			"Comparing", progress, log);
		String table = summary.table().csv();
		if (!summary.cancelled()) SafeFile.writeText(output.resolve("growth.csv"), table);
		return new Result(summary, table);
	}

	private Map<String, Object> compare(Visit earlier, Visit later, Map<String, Path> named, ExclusionFiles exclusions,
		OutputFiles pictures, Progress progress, Consumer<String> log) throws IOException
	{
		ImageFiles.ScaledMask first = new ImageFiles().readMask(earlier.file);
		ImageFiles.ScaledMask second = new ImageFiles().readMask(later.file);
		PixelCalibration calibration = scale != null ? scale : second.calibration();
		if (scale == null && !first.calibration().equals(calibration)) {
			throw new IOException(later.file + " has another scale than " + earlier.file.getFileName() +
				": give the side of a pixel (pixel_size=...), or bring both to one scale.");
		}
		float[] firstImage = brightness(named, earlier.file, first);
		float[] secondImage = brightness(named, later.file, second);
		RootChange change = RootChange.of(first.mask(), second.mask(),
			excluded(exclusions, earlier, first), excluded(exclusions, later, second), calibration, tolerance, firstImage, secondImage,
			isAligned, progress);
		if (change.certainty() < CERTAIN) {
			log.accept(later.file.getFileName() + " may be aligned wrongly: look at its picture.");
		}
		ResultFiles.writeChange(change, second.mask().width(), pictures.of(later.file));
		Map<String, Object> row = new LinkedHashMap<>(later.told);
		row.put("earlier_file", earlier.file.getFileName().toString());
		double days = Double.NaN;
		if (later.told.containsKey("date")) {
			row.put("earlier_date", earlier.told.get("date"));
			try {
				days = ChronoUnit.DAYS.between(LocalDate.parse(earlier.told.get("date")), LocalDate.parse(later.told.get("date")));
			}
			catch (DateTimeException e) {
				// Not in the form of a date: then there are no days.
			}
			row.put("days", days);
		}
		for (Quantity quantity : change.quantities()) row.put(quantity.heading(), quantity.value());
		if (later.told.containsKey("date")) {
			row.put("new_length_per_day_" + calibration.unit(), days > 0 ? change.grown() / days : Double.NaN);
		}
		return row;
	}

	private static Mask excluded(ExclusionFiles exclusions, Visit visit, ImageFiles.ScaledMask read) throws IOException {
		return exclusions.of(ImageReader.baseName(visit.file), read.mask().width(), read.mask().height());
	}

	/** Of the photograph that belongs to a mask; null where masks are to be aligned, or nothing. */
	private float[] brightness(Map<String, Path> named, Path file, ImageFiles.ScaledMask mask) throws IOException {
		if (!isAligned || photographs == null) return null;
		Path photograph = named.get(ImageReader.baseName(file));
		if (photograph == null) {
			throw new IOException(file + " has no photograph of its name in " + photographs + ": add it, or align by masks.");
		}
		Photograph read = new ImageFiles().readPhotograph(photograph);
		if (read.width() != mask.mask().width() || read.height() != mask.mask().height()) {
			throw new IOException(photograph + " has " + read.width() + "x" + read.height() + " pixels, but its mask " +
				mask.mask().width() + "x" + mask.mask().height() + ": choose the photographs of these masks.");
		}
		return ResultFiles.brightness(read);
	}
}
