package io.github.taproot.traits;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What the name of a photograph tells: tube, window, date and so on. Immutable.
 * <p>
 * Dates with points, hyphens or without anything between are written as 2018-11-13, whether the year stands first
 * (2018.11.13, 20181113) or last with two or four digits (13.11.18); times of six or four digits as 09:10:57. Numbers
 * lose zeros in front.
 * </p>
 */
public final class NamePattern {

	/** Names of minirhizotron and rhizotron photographs that are usual. */
	private static final Map<String, String> PRESETS = new LinkedHashMap<>();

	static {
		// CID's CI-600 and CI-602: EXPERIMENT_T002_L004_2018.11.13_091057_015_USER, also with 13.11.18.
		PRESETS.put("ci-600", "(?:(?<experiment>.+)_)?T(?<tube>\\d+)_L(?<window>\\d+)_(?<date>[\\d.]+)_(?<time>\\d{4,6})_" +
			"(?<session>\\d+)(?:_(?<user>.*))?");
		// Bartz' cameras: tube, window, session, in any case, such as site1_T3_W012_S2 or T003W012S002.
		PRESETS.put("bartz", "(?i)(?:(?<experiment>.+)_)?T(?<tube>\\d+)_?W(?<window>\\d+)_?(?:D|S)(?<session>\\d+)" +
			"(?:_(?<date>[\\d.-]{6,10}))?");
		// Rhizotrons of several panels: box7_P2_2021-05-30 or box7_panel02_20210530_left.
		PRESETS.put("panels", "(?i)(?<rhizotron>.+?)_(?:P|panel)_?(?<panel>\\d+)_(?<date>[\\d.-]{6,10})" +
			"(?:_(?<direction>.*))?");
		// Anything with a date at its end: box7_2021-05-30.
		PRESETS.put("date", "(?<rhizotron>.+?)_(?<date>\\d{4}[.-]?\\d\\d[.-]?\\d\\d|\\d\\d[.-]\\d\\d[.-]\\d{2,4})" +
			"(?:_(?<time>\\d{4,6}))?");
	}

	private static final Pattern GROUP = Pattern.compile("(?<!\\\\)\\(\\?<([a-zA-Z][a-zA-Z0-9]*)>");
	private static final Pattern YEAR_FIRST = Pattern.compile("(\\d{4})[.-]?(\\d\\d)[.-]?(\\d\\d)");
	private static final Pattern YEAR_LAST = Pattern.compile("(\\d\\d)[.-](\\d\\d)[.-](\\d{4}|\\d\\d)");
	private static final Pattern TIME = Pattern.compile("(\\d\\d)(\\d\\d)(\\d\\d)?");

	private final Pattern pattern;
	private final List<String> groups = new ArrayList<>();

	/**
	 * A preset by its name, or a regular expression with named groups.
	 *
	 * @param text {@code ci-600}, {@code bartz}, {@code panels}, {@code date}, or an expression for the whole name without
	 *          its ending, such as {@code (?<tube>.+)-(?<date>\d+)}
	 * @throws IllegalArgumentException where it is neither, or has no named group
	 */
	public NamePattern(String text) {
		String expression = PRESETS.getOrDefault(text.strip().toLowerCase(Locale.ROOT), text.strip());
		try {
			pattern = Pattern.compile(expression);
		}
		catch (PatternSyntaxException e) {
			throw new IllegalArgumentException("The pattern of names \"" + text + "\" is none of " +
				String.join(", ", PRESETS.keySet()) + " and no regular expression: " + e.getDescription() + ".", e);
		}
		Matcher group = GROUP.matcher(expression);
		while (group.find()) groups.add(group.group(1));
		if (groups.isEmpty()) {
			throw new IllegalArgumentException("The pattern of names \"" + text + "\" is none of " +
				String.join(", ", PRESETS.keySet()) + " and has no named group such as (?<tube>.+).");
		}
	}

	/** The names of the groups, in their order. */
	public List<String> groups() {
		return List.copyOf(groups);
	}

	/**
	 * Reads a name.
	 *
	 * @param name without folder and ending
	 * @return what each group matched, tidied, "" for groups that are absent; empty where the name does not fit
	 */
	public Map<String, String> read(String name) {
		Map<String, String> found = new LinkedHashMap<>();
		Matcher matcher = pattern.matcher(name);
		if (!matcher.matches()) return found;
		for (String group : groups) {
			String text = matcher.group(group);
			found.put(group, text == null ? "" : switch (group) {
				case "date" -> date(text);
				case "time" -> time(text);
				default -> text.matches("0+\\d+") ? text.replaceFirst("^0+(?=\\d)", "") : text;
			});
		}
		return found;
	}

	/** As it is where it is no date. */
	private static String date(String text) {
		Matcher first = YEAR_FIRST.matcher(text);
		Matcher last = YEAR_LAST.matcher(text);
		try {
			if (first.matches()) return date(first.group(1), first.group(2), first.group(3));
			if (!last.matches()) return text;
			return date(last.group(3).length() == 2 ? "20" + last.group(3) : last.group(3), last.group(2), last.group(1));
		}
		catch (DateTimeException e) {
			return text;
		}
	}

	private static String date(String year, String month, String day) {
		return LocalDate.of(Integer.parseInt(year), Integer.parseInt(month), Integer.parseInt(day)).toString();
	}

	private static String time(String text) {
		Matcher time = TIME.matcher(text);
		if (!time.matches()) return text;
		return time.group(1) + ":" + time.group(2) + (time.group(3) == null ? "" : ":" + time.group(3));
	}
}
