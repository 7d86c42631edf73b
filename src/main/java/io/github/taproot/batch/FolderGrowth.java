// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.batch;

import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsFirst;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.taproot.files.ExclusionFiles;
import io.github.taproot.files.FileNames;
import io.github.taproot.files.FileSet;
import io.github.taproot.files.ImageFiles;
import io.github.taproot.files.ImageFolder;
import io.github.taproot.files.ImageReader;
import io.github.taproot.files.NameMatch;
import io.github.taproot.files.OutputFiles;
import io.github.taproot.files.ResultFiles;
import io.github.taproot.files.SafeFile;
import io.github.taproot.image.Mask;
import io.github.taproot.image.Photograph;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.progress.Progress;
import io.github.taproot.roots.NamePattern;
import io.github.taproot.roots.RootChange;
import io.github.taproot.table.Quantity;
import io.github.taproot.table.Table;

/**
 * Compares the masks of each place at one date with those at the next one: {@code growth.csv}, a row for each mask but
 * a place's first, and {@code pictures} in three colours.
 *
 * @param names tells places and dates, see {@link NamePattern}; null for a single place, whose masks are in the order
 *          of the only date or number in which their names differ
 * @param tolerance px by which a root may have moved, as {@link RootChange}
 * @param isAligned whether images are aligned
 * @param photographs folder of photographs of the masks' names, by which they are aligned; null for the masks
 *           themselves
 * @param grouping which places are compared with which, into {@code groups.csv} and figures of {@link GroupResults}
 */
public record FolderGrowth(MaskInput masks, NamePattern names, double tolerance, boolean isAligned, Path photographs,
	Grouping grouping)
{

	/** Without groups. */
	public FolderGrowth(MaskInput masks, NamePattern names, double tolerance, boolean isAligned, Path photographs) {
		this(masks, names, tolerance, isAligned, photographs, Grouping.NONE);
	}

	/** A name with a date in it. */
	private static final NamePattern DATED =
		new NamePattern("(?<before>.*?)(?<!\\d)(?<date>\\d{4}[.-]\\d\\d[.-]\\d\\d|\\d{8}|" +
			"\\d\\d[.-]\\d\\d[.-](?:\\d{4}|\\d\\d))(?!\\d)(?<after>.*)");
	private static final String TABLE = "growth.csv";
	/** That a table of groups may not have. */
	private static final Set<String> COLUMNS = Set.of("file", "earlier_file", "earlier_date", "days");
	private static final Pattern DIGITS = Pattern.compile("\\d+");
	/** Cameras count photographs with four digits. */
	private static final BigInteger COUNTER = BigInteger.valueOf(10_000);
	/** Below it, a person should look. */
	private static final double GOOD_FIT = 0.75;

	public FolderGrowth {
		if (!(tolerance >= 0 && tolerance <= 100)) {
			throw new IllegalArgumentException("The tolerance must be 0 to 100 px, but is " + tolerance + ".");
		}
	}

	/**
	 * A mask and what its name tells.
	 *
	 * @param told as {@link NamePattern#read}
	 * @param date null for none in the form of a date
	 * @param number what orders masks without a date; null for nothing
	 */
	private record Visit(Path file, Map<String, String> told, LocalDate date, BigInteger number) {

		private static final Comparator<Visit> ORDER = Comparator.comparing(Visit::date, nullsFirst(naturalOrder()))
			.thenComparing(Visit::number, nullsFirst(naturalOrder()))
				.thenComparing(Visit::session, nullsFirst(naturalOrder()))
			.thenComparing(Visit::time, nullsFirst(naturalOrder()));

		LocalTime time() {
			try {
				return LocalTime.parse(told.getOrDefault("time", ""));
			}
			catch (DateTimeException e) {
				return null;
			}
		}

		BigInteger session() {
			String session = told.getOrDefault("session", "");
			return session.matches("\\d+") ? new BigInteger(session) : null;
		}

		@Override
		public String toString() {
			return file.getFileName().toString();
		}
	}

	/**
	 * Compares.
	 *
	 * @throws IOException where the input has fewer than two masks of a place, their order is not known, or the output
	 *           can't be written
	 * @throws IllegalArgumentException as {@link NamePattern#read}
	 */
	public FolderResult run(Path input, Path output, Progress progress, Consumer<String> log) throws IOException {
		FolderJob job = new FolderJob(progress, log);
		ImageFolder folder = job.listMasks(input);
		Map<Path, Visit> before = new LinkedHashMap<>();
		Map<Path, Visit> after = new LinkedHashMap<>();
		Map<Path, String> unordered = new LinkedHashMap<>();
		for (List<Visit> visits : names == null ? List.of(onePlace(folder)) : places(folder, job)) {
			String problem = sort(visits);
			if (!problem.isEmpty()) {
				unordered.put(visits.get(0).file, problem);
				continue;
			}
			for (int i = 1; i < visits.size(); i++) {
				before.put(visits.get(i).file, visits.get(i - 1));
				after.put(visits.get(i).file, visits.get(i));
			}
		}
		List<Path> files = new ArrayList<>(before.keySet());
		files.addAll(unordered.keySet());
		if (files.isEmpty()) {
			throw new IOException("No two masks in " + input + " show the same place: choose another folder, or " +
				"another file name pattern. Its groups other than date, time, session and user name the place.");
		}
		NameMatch<Path> named = new NameMatch<>(folder.names(),
			photographs == null ? List.of() : ImageFolder.of(photographs).images(), ImageReader::baseName,
				Path::toString);
		ExclusionFiles exclusions = job.exclusions(masks.excluded(), folder);
		job.reads(photographs, grouping.table());
		job.guard(output, output.resolve("pictures"));
		List<Map<String, String>> told = names == null ? folder.names().stream().map(name -> Map.<String, String>of())
			.toList() : names.read(folder.names());
		GroupResults groups = new GroupResults(grouping.read(folder.images().stream()
			.map(image -> image.getFileName().toString()).toList(), told, names == null ? List.of() : names.groups(),
			COLUMNS));
		// Pictures of this run are not shown beside the table of an earlier one.
		SafeFile.deleteOld(output, TABLE);
		SafeFile.deleteOld(output, GroupResults.files().toArray(String[]::new));
		OutputFiles pictures = new OutputFiles(output.resolve("pictures"), ".png", files);
		FileBatch.Summary summary = job.run("Comparing", files, file -> {
			if (unordered.containsKey(file)) throw new IOException(unordered.get(file));
			Map<String, Object> row =
				new LinkedHashMap<>(groups.read().told().get(folder.images().indexOf(file)));
			row.putAll(compare(before.get(file), after.get(file), named, exclusions, pictures, progress, log));
			return row;
		});
		groups.tell(log);
		Table table = summary.table();
		if (!job.writesTables(summary)) return new FolderResult(summary, table);
		try (FileSet results = new FileSet(output, TABLE, GroupResults.files().toArray(String[]::new))) {
			results.writeText(TABLE, table.csv());
			if (grouping.isAsked()) writeGroups(table, groups, results);
			results.publish();
		}
		return new FolderResult(summary, table);
	}

	private static void writeGroups(Table table, GroupResults groups, FileSet files) throws IOException {
		String unit = table.columns().contains("new_length_mm") ? "mm" : "px";
		boolean hasDays = Arrays.stream(table.numbers("new_length_per_day_" + unit)).anyMatch(Double::isFinite);
		String trait = hasDays ? "new_length_per_day_" + unit : "new_length_" + unit;
		groups.write(table, trait, "New root length", "New root length (" + unit + (hasDays ? "/day)" : ")"), files);
	}

	/** The masks of each place that has two or more, not yet in order; all others are left out. */
	private Collection<List<Visit>> places(ImageFolder folder, FolderJob job) {
		Map<String, List<Visit>> places = new LinkedHashMap<>();
		List<Map<String, String>> told = names.read(folder.names());
		for (int i = 0; i < told.size(); i++) {
			Path file = folder.images().get(i);
			if (told.get(i).isEmpty()) job.leaveOut(file.getFileName().toString(), "its name does not fit the pattern");
			else {
				places.computeIfAbsent(NamePattern.place(told.get(i)), place -> new ArrayList<>())
					.add(new Visit(file, told.get(i), date(told.get(i)), null));
			}
		}
		places.values().removeIf(place -> {
			if (place.size() > 1) return false;
			job.leaveOut(place.get(0).toString(), "the only mask of its place");
			return true;
		});
		return places.values();
	}

	/** All masks as those of one place, which differ in one date, or else in one number. */
	private static List<Visit> onePlace(ImageFolder folder) throws IOException {
		List<Map<String, String>> told = DATED.read(folder.names());
		boolean isDated = told.stream().allMatch(each -> !each.isEmpty() && date(each) != null) &&
			told.stream().map(NamePattern::place).distinct().count() == 1;
		List<BigInteger> numbers = isDated ? null : numbers(folder.names(), folder.folder());
		if (!isDated && numbers == null && told.size() > 1) {
			throw new IOException("The order of the masks in " + folder.folder() + " is not known: their names must " +
				"differ in one number or date only, such as box3_day1 and box3_day2. If they show several places, " +
				"give a file name pattern, such as names=date.");
		}
		List<Visit> visits = new ArrayList<>();
		for (int i = 0; i < told.size(); i++) {
			visits.add(new Visit(folder.images().get(i), Map.of(), isDated ? date(told.get(i)) : null,
				numbers == null ? null : numbers.get(i)));
		}
		return visits;
	}

	private static LocalDate date(Map<String, String> told) {
		try {
			return LocalDate.parse(told.getOrDefault("date", ""));
		}
		catch (DateTimeException e) {
			return null;
		}
	}

	/** The numbers of texts that differ in one number only; null for others. */
	private static List<BigInteger> numbers(List<String> texts) {
		List<String> digits = digits(texts);
		return digits == null ? null : digits.stream().map(BigInteger::new).toList();
	}

	/**
	 * The same of all masks of a folder.
	 *
	 * @throws IOException where the numbers may be in another order than by their size
	 */
	private static List<BigInteger> numbers(List<String> names, Path folder) throws IOException {
		List<String> digits = digits(names);
		if (digits == null) return null;
		if (NamePattern.areDatesInAnotherOrder(digits)) {
			throw new IOException("The numbers in the names of the masks in " + folder + " look like dates, such as " +
				digits.get(0) + ", whose order is not that of the numbers: write them as 2021-05-30.");
		}
		List<BigInteger> numbers = digits.stream().map(BigInteger::new).toList();
		if (!digits.stream().allMatch(text -> text.length() == COUNTER.toString().length() - 1)) return numbers;
		List<BigInteger> sorted = numbers.stream().sorted().toList();
		for (int i = 1; i < sorted.size(); i++) {
			if (sorted.get(i).subtract(sorted.get(i - 1)).compareTo(COUNTER.shiftRight(1)) <= 0) continue;
			throw new IOException("The numbers in the names of the masks in " + folder + " go from " +
				sorted.get(i - 1) + " to " +
				sorted.get(i) + ": a camera may have started again at 0001 after 9999. Rename them so that later " +
				"ones have larger numbers.");
		}
		return numbers;
	}

	/** The numbers as they are written; null where texts differ in more than one, or in one behind a decimal point. */
	private static List<String> digits(List<String> texts) {
		List<List<MatchResult>> all = texts.stream().map(text -> DIGITS.matcher(text).results().toList()).toList();
		Stream<String> rest = texts.stream().map(text -> FileNames.folded(DIGITS.matcher(text).replaceAll("0")));
		if (rest.distinct().count() > 1) return null;
		List<Integer> different = IntStream.range(0, all.get(0).size()).filter(i -> all.stream()
			.map(numbers -> new BigInteger(numbers.get(i).group())).distinct().count() > 1).boxed().toList();
		if (different.size() != 1) return null;
		int place = different.get(0);
		List<String> digits = all.stream().map(numbers -> numbers.get(place).group()).toList();
		MatchResult first = all.get(0).get(place);
		boolean isFraction = place > 0 && all.get(0).get(place - 1).end() == first.start() - 1 &&
			".,".indexOf(texts.get(0).charAt(first.start() - 1)) >= 0;
		// 1.5 is after 1.25.
		return isFraction && digits.stream().map(String::length).distinct().count() > 1 ? null : digits;
	}

	/** Sorts the masks of a place by date, time and session; returns why that is not possible, or nothing. */
	private static String sort(List<Visit> visits) {
		List<String> dates = visits.stream().map(visit -> visit.told.getOrDefault("date", "")).toList();
		for (int i = 0; i < dates.size(); i++) {
			String problem = NamePattern.dateProblem(dates.get(i));
			if (!problem.isEmpty()) {
				return visits.get(i) + ": the date " + dates.get(i) + " " + problem +
					". Write it with the year first, such as 2021-05-30.";
			}
		}
		if (dates.stream().distinct().count() > 1 && visits.stream().anyMatch(visit -> visit.date == null)) {
			List<BigInteger> numbers = visits.stream().allMatch(visit -> visit.session() != null)
				? visits.stream().map(Visit::session).toList() : numbers(dates);
			if (numbers == null) {
				return "The dates of " + visits.get(0) + " and of the other masks of its place cannot be put in " +
					"order: write them as 2021-05-30, or as one number.";
			}
			for (int i = 0; i < dates.size(); i++) {
				visits.set(i, new Visit(visits.get(i).file, visits.get(i).told, null, numbers.get(i)));
			}
		}
		visits.sort(Visit.ORDER);
		for (int i = 1; i < visits.size(); i++) {
			Visit first = visits.get(i - 1);
			Visit second = visits.get(i);
			for (Visit visit : List.of(first, second)) {
				String time = visit.told.getOrDefault("time", "");
				if (time.matches("\\d{5}") && Objects.equals(first.date, second.date)) {
					return visit + ": the time " + time + " has five digits, so the hour is not clear: write it with " +
						"six, such as 091057.";
				}
			}
			if (Visit.ORDER.compare(first, second) == 0) {
				return first + " and " + second + " show the same place and date: remove one, or give a file name " +
					"pattern (names=...) that shows which one is earlier.";
			}
			if (first.session() != null && second.session() != null && first.session()
				.compareTo(second.session()) > 0) {
				return first + " (" + first.told.get("date") + ") is before " + second + " (" +
					second.told.get("date") +
					") by its date, but after it by its session: correct one of the names.";
			}
		}
		return "";
	}

	private Map<String, Object> compare(Visit earlier, Visit later, NameMatch<Path> named, ExclusionFiles exclusions,
		OutputFiles pictures, Progress progress, Consumer<String> log) throws IOException
	{
		ImageFiles.ScaledMask first = masks.reader().readMask(earlier.file);
		ImageFiles.ScaledMask second = masks.reader().readMask(later.file);
		PixelCalibration calibration = masks.scale() != null ? masks.scale() : second.calibration();
		if (masks.scale() == null && !first.calibration().equals(calibration)) {
			throw new IOException(later.file + " has another scale than " + earlier.file.getFileName() +
				": enter the pixel size (pixel_size=...), or bring both to the same scale.");
		}
		RootChange change = RootChange.of(snapshot(earlier, first, named, exclusions, log),
			snapshot(later, second, named, exclusions, log), calibration, tolerance, isAligned, progress);
		if (!change.isSamePlace()) {
			throw new IOException(later.file + " does not fit " + earlier.file.getFileName() +
				": no shift, rotation or zoom brings their roots together. Remove one of the two, or switch " +
				"alignment off (align=false).");
		}
		if (change.fit() < GOOD_FIT) {
			log.accept(later.file.getFileName() + " fits " + earlier.file.getFileName() + " poorly. Check its " +
				"picture.");
		}
		ResultFiles.writeChange(change.picture(), second.mask().width(), pictures.of(later.file));
		Map<String, Object> row = new LinkedHashMap<>(later.told);
		row.put("earlier_file", earlier.file.getFileName().toString());
		double days = Double.NaN;
		if (later.told.containsKey("date")) {
			row.put("earlier_date", earlier.told.get("date"));
			if (earlier.date != null && later.date != null) days = ChronoUnit.DAYS.between(earlier.date, later.date);
			row.put("days", days);
		}
		row.putAll(Quantity.cells(change.quantities()));
		if (later.told.containsKey("date")) {
			row.put("new_length_per_day_" + calibration.unit(), days > 0 ? change.grown() / days : Double.NaN);
			row.put("lost_length_per_day_" + calibration.unit(), days > 0 ? change.lost() / days : Double.NaN);
		}
		row.putAll(second.columns(calibration));
		return row;
	}

	private RootChange.Snapshot snapshot(Visit visit, ImageFiles.ScaledMask read, NameMatch<Path> named,
		ExclusionFiles exclusions, Consumer<String> log) throws IOException
	{
		Mask mask = read.mask();
		float[] brightness = brightness(named, visit.file, read, log);
		return new RootChange.Snapshot(mask, exclusions.of(ImageReader.baseName(visit.file), mask.width(),
			mask.height()), brightness);
	}

	/** Of the photograph that belongs to a mask; null where masks are to be aligned, or nothing. */
	private float[] brightness(NameMatch<Path> named, Path file, ImageFiles.ScaledMask mask, Consumer<String> log)
		throws IOException
	{
		if (!isAligned || photographs == null) return null;
		Path photograph = named.get(ImageReader.baseName(file));
		if (photograph == null) {
			throw new IOException(file + " has no photograph of its name in " + photographs + ": add it, or align " +
				"by masks.");
		}
		Photograph read = new ImageFiles().readPhotograph(photograph);
		if (read.width() != mask.mask().width() || read.height() != mask.mask().height()) {
			throw new IOException(photograph + " has " + read.width() + "x" + read.height() + " pixels, but its mask " +
				mask.mask().width() + "x" + mask.mask().height() + ": choose the photographs of these masks.");
		}
		ImageReader.Turn turn = new ImageFiles().turn(photograph);
		boolean isOpen = turn == ImageReader.Turn.HALF || turn == ImageReader.Turn.QUARTER &&
			read.width() == read.height();
		if (isOpen && new ImageFiles().turn(file) != turn) {
			log.accept("The camera stored " + photograph + " turned (EXIF orientation): check that its mask " +
				file.getFileName() +
				" is turned as the photograph is seen, as Taproot's masks are, or align by masks.");
		}
		return ResultFiles.brightness(read);
	}
}
