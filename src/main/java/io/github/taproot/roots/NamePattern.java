// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import io.github.taproot.files.FileNames;

/**
 * What the name of a photograph tells: tube, window, date and so on. Immutable.
 * <p>
 * Dates become 2018-11-13. They may have points, hyphens or, with the year first, nothing between: 2018.11.13,
 * 20181113, 13.11.2018, 13.11.18. A year of two digits is last, and of this century (20yy); names whose dates would be
 * much closer together with the year first are refused. Where the year is last, all names of
 * a folder decide together whether the day or the month is first: a number above 12 is a day; otherwise the order
 * counts in which later sessions have no earlier dates, in the whole folder or else in each place. Where names still
 * leave it open, and where the calendar has no such day (2021-02-30), the date stays as it is written, and
 * {@link #dateProblem} says why. </p>
 * <p>
 * Times of six or four digits become 09:10:57 or 09:10. They are those of the camera's clock; time zones are not read.
 * Numbers lose zeros in front.
 * </p>
 */
public final class NamePattern {

	/** Groups that tell when a photograph was taken, and by whom; all others together are its place. */
	private static final Set<String> NO_PLACE = Set.of("date", "time", "session", "user");

	/** Names of minirhizotron and rhizotron photographs that are usual. */
	private static final Map<String, String> PRESETS = new LinkedHashMap<>();

	static {
		// CID's CI-600 and CI-602: EXPERIMENT_T002_L004_2018.11.13_091057_015_USER, also with 13.11.18.
		PRESETS.put("ci-600", "(?:(?<experiment>.+)_)?T(?<tube>\\d+)_L(?<window>\\d+)_(?<date>[\\d.]+)_" +
			"(?<time>\\d{4,6})_(?<session>\\d+)(?:_(?<user>.*))?");
		// PRMI: the same, and the number of a tile of the image at the end: T312_L2_09.08.17_114706_1_01.
		PRESETS.put("prmi", "(?:(?<experiment>.+)_)?T(?<tube>\\d+)_L(?<window>\\d+)_(?<date>[\\d.]+)_" +
			"(?<time>\\d{4,6})_(?<session>\\d+)(?:_(?<tile>\\d+))?(?:_(?<user>\\D.*))?");
		// rhizoTrak: me_T23_001_25.02.15_000000_1_njo.
		PRESETS.put("rhizotrak", "(?:(?<experiment>.+)_)?T(?<tube>\\d+)_(?<window>\\d+)_(?<date>[\\d.]+)_" +
			"(?<time>\\d{4,6})_(?<session>\\d+)(?:_(?<user>.*))?");
		// Bartz' cameras: tube, window, session, in any case, such as site1_T3_W012_S2 or T003W012S002.
		PRESETS.put("bartz", "(?i)(?:(?<experiment>.+)_)?T(?<tube>\\d+)_?W(?<window>\\d+)_?(?:D|S)(?<session>\\d+)" +
			"(?:_(?<date>[\\d.-]{6,10}))?");
		// Rhizotrons of several panels: box7_P2_2021-05-30 or box7_panel02_20210530_left.
		PRESETS.put("panels", "(?i)(?<rhizotron>.+?)_(?:P|panel)_?(?<panel>\\d+)_(?<date>[\\d.-]{6,10})" +
			"(?:_(?<direction>.*))?");
		// Anything with a date at its end: box7_2021-05-30.
		PRESETS.put("date", "(?<rhizotron>.+?)_(?<date>\\d{4}[.-]?\\d\\d[.-]?\\d\\d|\\d\\d[.-]\\d\\d[.-]\\d{2,4})" +
			"(?:_(?<time>\\d{4,6}))?");
		// Anything with a date in front: 2017-08-16-RZ-0001.
		PRESETS.put("date-first", "(?<date>\\d{4}[.-]?\\d\\d[.-]?\\d\\d|\\d\\d[.-]\\d\\d[.-]\\d{2,4})" +
			"(?:[T_](?<time>\\d{6}))?[ _-](?<rhizotron>.+)");
	}

	private static final Pattern GROUP = Pattern.compile("(?<!\\\\)\\(\\?<([a-zA-Z][a-zA-Z0-9]*)>");
	private static final Pattern YEAR_FIRST = Pattern.compile("(\\d{4})[.-]?(\\d\\d)[.-]?(\\d\\d)");
	private static final Pattern YEAR_LAST = Pattern.compile("(\\d\\d)[.-](\\d\\d)[.-](\\d{4}|\\d\\d)");
	private static final Pattern SIX_DIGITS = Pattern.compile("\\d{6}");
	private static final Pattern SHORT_YEAR = Pattern.compile("\\d\\d[.-]\\d\\d[.-]\\d\\d");
	private static final int EARLIEST = 1900;
	private static final DateTimeFormatter YEAR_FIRST_DIGITS = strict("uuMMdd");
	/** What six or eight digits may be, the usual first. */
	private static final List<DateTimeFormatter> DIGITS =
		List.of(strict("uuuuMMdd"), YEAR_FIRST_DIGITS, strict("ddMMuuuu"),
		strict("MMdduuuu"), strict("ddMMuu"), strict("MMdduu"));
	private static final Pattern TIME = Pattern.compile("(\\d\\d)(\\d\\d)(\\d\\d)?");

	private final Pattern pattern;
	private final List<String> groups = new ArrayList<>();

	/**
	 * A preset by its name, or a regular expression with named groups.
	 *
	 * @param text {@code ci-600}, {@code prmi}, {@code rhizotrak}, {@code bartz}, {@code panels}, {@code date},
	 *          {@code date-first}, or an expression for the whole name without its extension, such as
	 *          {@code (?<tube>.+)-(?<date>\d+)}
	 * @throws IllegalArgumentException where it is neither, or has no named group
	 */
	public NamePattern(String text) {
		String expression = PRESETS.getOrDefault(text.strip().toLowerCase(Locale.ROOT), text.strip());
		try {
			pattern = Pattern.compile(expression);
		}
		catch (PatternSyntaxException e) {
			throw new IllegalArgumentException("The file name pattern \"" + text + "\" is not one of " +
				String.join(", ", PRESETS.keySet()) + " and is not a regular expression: " +
				e.getDescription() + ".", e);
		}
		Matcher group = GROUP.matcher(expression);
		while (group.find()) groups.add(group.group(1));
		if (groups.isEmpty()) {
			throw new IllegalArgumentException("The file name pattern \"" + text + "\" is not one of " +
				String.join(", ", PRESETS.keySet()) + " and has no named group such as (?<tube>.+).");
		}
	}

	/** The names of the groups, in their order. */
	public List<String> groups() {
		return List.copyOf(groups);
	}

	/**
	 * Reads a name whose date no other one helps to read.
	 *
	 * @param name without folder and extension
	 * @return what each group matched, tidied, "" for groups that are absent; empty where the name does not fit
	 */
	public Map<String, String> read(String name) {
		return read(List.of(name)).get(0);
	}

	/**
	 * Reads the names of a folder.
	 *
	 * @param names without folder and extension
	 * @return for each name what {@link #read(String)} says
	 * @throws IllegalArgumentException where one date has the day and another the month first, with both, or where
	 *           years of two digits are more likely first
	 */
	public List<Map<String, String>> read(List<String> names) {
		List<Map<String, String>> all = new ArrayList<>();
		for (String name : names) {
			Map<String, String> found = new LinkedHashMap<>();
			Matcher matcher = pattern.matcher(FileNames.composed(name));
			if (matcher.matches()) for (String group : groups) found.put(group, tidied(group, matcher.group(group)));
			all.add(found);
		}
		if (!groups.contains("date")) return all;
		Function<String, LocalDate> reading = settle(all);
		refuseYearFirst(all.stream().map(found -> found.getOrDefault("date", "")).distinct().toList(), reading);
		for (Map<String, String> found : all) {
			if (found.isEmpty()) continue;
			LocalDate date = reading.apply(found.get("date"));
			if (date != null) found.put("date", date.toString());
		}
		return all;
	}

	private static DateTimeFormatter strict(String pattern) {
		return DateTimeFormatter.ofPattern(pattern).withResolverStyle(ResolverStyle.STRICT);
	}

	private static String tidied(String group, String text) {
		return text == null ? "" : switch (group) {
			case "date" -> text;
			case "time" -> time(text);
			default -> FileNames.withoutZeros(text);
		};
	}

	/**
	 * The place that a name tells, the same for both cases of a letter; two photographs of one place differ in date,
	 * time, session or user only.
	 *
	 * @param told as {@link #read}
	 */
	public static String place(Map<String, String> told) {
		Map<String, String> place = new TreeMap<>(told);
		place.keySet().removeAll(NO_PLACE);
		return FileNames.folded(place.toString());
	}

	/**
	 * Why a text is not a date of the form 2018-11-13, after "the date ... "; empty for one that is, and for a text
	 * that does not look like a date, such as day 3.
	 */
	public static String dateProblem(String text) {
		LocalDate dayFirst = date(text, true);
		LocalDate monthFirst = date(text, false);
		if (dayFirst != null && monthFirst != null) {
			return dayFirst.equals(monthFirst) ? "" : "may be " + dayFirst + " or " + monthFirst;
		}
		if (SIX_DIGITS.matcher(text).matches()) return "does not say which digits are the year";
		return YEAR_FIRST.matcher(text).matches() || YEAR_LAST.matcher(text).matches() ? "is not in the calendar" : "";
	}

	/** The reading of all dates: null for texts that stay as they are. */
	private static Function<String, LocalDate> settle(List<Map<String, String>> all) {
		String day = null;
		String month = null;
		for (Map<String, String> found : all) {
			String text = found.getOrDefault("date", "");
			LocalDate dayFirst = date(text, true);
			LocalDate monthFirst = date(text, false);
			if (dayFirst != null && monthFirst == null) day = text;
			if (dayFirst == null && monthFirst != null) month = text;
		}
		if (day != null && month != null) {
			throw new IllegalArgumentException("The date " + day + " can only have the day first (" + date(day, true) +
				"), but " + month + " only the month (" + date(month, false) + "): write all dates in one order, " +
				"such as " +
				date(day, true) + ".");
		}
		if (day != null) return text -> date(text, true);
		if (month != null) return text -> date(text, false);
		for (Function<Map<String, String>, String> whole : List.<Function<Map<String, String>, String>>of(found -> "",
			NamePattern::place))
		{
			boolean dayFits = sessionsFit(all, true, whole);
			if (dayFits != sessionsFit(all, false, whole)) return text -> date(text, dayFits);
		}
		return text -> dateProblem(text).isEmpty() ? date(text, true) : null;
	}

	/** Refuses years of two digits that are more likely first: then all dates are much closer together. */
	private static void refuseYearFirst(List<String> texts, Function<String, LocalDate> reading) {
		List<String> short2 = texts.stream().filter(text -> SHORT_YEAR.matcher(text).matches()).toList();
		Function<String, LocalDate> yearFirst = text -> parsed(text.replaceAll("\\D", ""), YEAR_FIRST_DIGITS);
		long span = days(short2, reading);
		long other = days(short2, yearFirst);
		if (other < 0 || other >= span / 2) return;
		throw new IllegalArgumentException("The date " + short2.get(0) + " may be " +
			reading.apply(short2.get(0)) + " or " +
			yearFirst.apply(short2.get(0)) + ": write years with four digits, such as " +
			yearFirst.apply(short2.get(0)) + ".");
	}

	/**
	 * Whether whole numbers look like dates whose order is another one than that of the numbers: 30052021 and 01062021,
	 * or 300521 and 010621. Of several readings the one counts that brings the dates closest together.
	 */
	public static boolean areDatesInAnotherOrder(List<String> numbers) {
		DateTimeFormatter best = null;
		long least = Long.MAX_VALUE;
		for (DateTimeFormatter format : DIGITS) {
			long days = days(numbers, text -> parsed(text, format));
			if (days < 0 || days >= least) continue;
			least = days;
			best = format;
		}
		if (best == null) return false;
		DateTimeFormatter format = best;
		List<LocalDate> dates =
			numbers.stream().sorted(Comparator.comparing(BigInteger::new)).map(text -> parsed(text, format)).toList();
		return !dates.equals(dates.stream().sorted().toList());
	}

	/** Days between the first and the last date; -1 where there is none, or a text is none. */
	private static long days(List<String> texts, Function<String, LocalDate> reading) {
		LocalDate first = LocalDate.MAX;
		LocalDate last = LocalDate.MIN;
		for (String text : texts) {
			LocalDate date = reading.apply(text);
			if (date == null) return -1;
			if (date.isBefore(first)) first = date;
			if (date.isAfter(last)) last = date;
		}
		return texts.isEmpty() ? -1 : ChronoUnit.DAYS.between(first, last);
	}

	/** Null where it is no date, or none of a photograph. */
	private static LocalDate parsed(String digits, DateTimeFormatter format) {
		try {
			LocalDate date = LocalDate.parse(digits, format);
			return date.getYear() < EARLIEST || date.getYear() >= EARLIEST + 200 ? null : date;
		}
		catch (DateTimeException e) {
			return null;
		}
	}

	/** Whether later sessions of what belongs together have no earlier dates. */
	private static boolean sessionsFit(List<Map<String, String>> all, boolean dayFirst,
		Function<Map<String, String>, String> whole)
	{
		Map<String, TreeMap<BigInteger, List<LocalDate>>> sessions = new HashMap<>();
		for (Map<String, String> found : all) {
			LocalDate date = date(found.getOrDefault("date", ""), dayFirst);
			String session = found.getOrDefault("session", "");
			if (date == null || !session.matches("\\d+")) continue;
			sessions.computeIfAbsent(whole.apply(found), key -> new TreeMap<>())
				.computeIfAbsent(new BigInteger(session), key -> new ArrayList<>()).add(date);
		}
		for (TreeMap<BigInteger, List<LocalDate>> each : sessions.values()) {
			LocalDate latest = LocalDate.MIN;
			for (List<LocalDate> dates : each.values()) {
				if (Collections.min(dates).isBefore(latest)) return false;
				latest = Collections.max(dates);
			}
		}
		return true;
	}

	/** Null where it is no date. */
	private static LocalDate date(String text, boolean dayFirst) {
		Matcher first = YEAR_FIRST.matcher(text);
		Matcher last = YEAR_LAST.matcher(text);
		try {
			if (first.matches()) return date(first.group(1), first.group(2), first.group(3));
			if (!last.matches()) return null;
			String year = last.group(3).length() == 2 ? "20" + last.group(3) : last.group(3);
			return date(year, last.group(dayFirst ? 2 : 1), last.group(dayFirst ? 1 : 2));
		}
		catch (DateTimeException e) {
			return null;
		}
	}

	private static LocalDate date(String year, String month, String day) {
		return LocalDate.of(Integer.parseInt(year), Integer.parseInt(month), Integer.parseInt(day));
	}

	private static String time(String text) {
		Matcher time = TIME.matcher(text);
		if (!time.matches()) return text;
		return time.group(1) + ":" + time.group(2) + (time.group(3) == null ? "" : ":" + time.group(3));
	}
}
