// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

import io.github.taproot.evaluation.report.Chart;
import io.github.taproot.evaluation.report.GroupPlots;
import io.github.taproot.evaluation.report.GroupPlots.Means;
import io.github.taproot.files.FileSet;
import io.github.taproot.roots.NamePattern;
import io.github.taproot.table.Groups;
import io.github.taproot.table.Sample;
import io.github.taproot.table.Table;

/**
 * Tables and figures of groups: {@code groups.csv} with the statistics of each trait, boxes and, over several dates,
 * means over time of one trait, and {@code depth-profile.csv} with its figure. Nothing is ever added up over tubes or
 * dates: replicates have means, and dates groups of their own.
 *
 * @param read what is known of the photographs
 */
record GroupResults(Grouping.Read read) {

	static final String STATISTICS = "groups.csv";
	private static final String BOXES = "by-group";
	private static final String TIME = "over-time";
	private static final String PROFILE = "depth-profile";
	private static final Map<String, String> FIGURES = new LinkedHashMap<>();

	static {
		FIGURES.put(BOXES, "Boxes: median and quartiles; whiskers: least and greatest value; points: replicates.");
		FIGURES.put(TIME, "Means of replicates over time; bars: one standard error to each side.");
		FIGURES.put(PROFILE, "Means of replicates by depth; bands: one standard error to each side.");
	}

	private static final Set<String> NO_TRAITS = Set.of("page", "pixel_width_mm", "pixel_height_mm");

	/** All files that may be written. */
	static List<String> files() {
		List<String> files = new ArrayList<>(List.of(STATISTICS, PROFILE + ".csv"));
		for (String figure : FIGURES.keySet()) files.addAll(Chart.files(figure));
		return files;
	}

	/** What was written to a folder; no rows where nothing was. */
	static Table statistics(Path folder) throws IOException {
		Path written = folder.resolve(STATISTICS);
		return Files.exists(written) ? Table.read(written) : new Table();
	}

	/** The figures that were written to a folder. */
	static List<Chart> figures(Path folder) throws IOException {
		List<Chart> figures = new ArrayList<>();
		for (Map.Entry<String, String> figure : FIGURES.entrySet()) {
			Path written = folder.resolve(figure.getKey() + ".png");
			if (Files.exists(written)) {
				figures.add(new Chart(Files.readAllBytes(written), null, figure.getValue() + " The folder traits has " +
					"it as " + figure.getKey() + ".png and, from Fiji, .svg."));
			}
		}
		return figures;
	}

	/**
	 * Says which photographs are in no group, and which lines of the table have no photograph.
	 *
	 * @param say takes sentences
	 */
	void tell(Consumer<String> say) {
		if (!read.by().isEmpty() && !read.without().isEmpty()) {
			List<String> named = new ArrayList<>();
			read.without().forEach((file, reason) -> named.add(file + " (" + reason + ")"));
			say.accept("In no group, so in none of the means: " + String.join(", ", named) + ".");
		}
		if (!read.strangers().isEmpty()) {
			say.accept("The table of groups has lines without a photograph: " + String.join("; ", read.strangers()) +
				".");
		}
	}

	/**
	 * Writes statistics and figures of a table.
	 *
	 * @param trait heading of the trait that figures show, without its unit
	 * @param label of its axis, with the unit
	 */
	void write(Table table, String trait, String title, String label, FileSet files) throws IOException {
		Groups groups = new Groups(table.rows(), read.by(), read.replicates());
		if (groups.names().isEmpty()) return;
		Set<String> without = new LinkedHashSet<>(NO_TRAITS);
		without.addAll(read.replicates());
		files.writeText(STATISTICS, groups.statistics(without).csv());
		if (!table.columns().contains(trait)) return;
		Map<String, Map<String, double[]>> values = new LinkedHashMap<>();
		for (List<String> group : groups.names()) {
			double[] numbers = groups.values(group, trait);
			if (numbers.length == 0) continue;
			values.computeIfAbsent(name(group), key -> new LinkedHashMap<>()).put(date(group), numbers);
		}
		if (values.isEmpty()) return;
		GroupPlots.boxes(title, label, values).write(BOXES, files);
		List<Means> means = new ArrayList<>();
		values.forEach((name, dates) -> {
			Map<String, double[]> sorted = new TreeMap<>(dates);
			sorted.keySet().removeIf(date -> !isDate(date));
			means.add(means(name, sorted.keySet().stream().mapToDouble(GroupPlots::day).toArray(),
				sorted.values().stream().map(Sample::of).toList()));
		});
		if (means.stream().anyMatch(group -> group.x().length > 1)) {
			GroupPlots.overTime(title, label, means).write(TIME, files);
		}
	}

	private static boolean isDate(String text) {
		return text.matches("\\d{4}-\\d\\d-\\d\\d") && NamePattern.dateProblem(text).isEmpty();
	}

	/** A group's name without its date. */
	private String name(List<String> group) {
		List<String> cells = new ArrayList<>(group);
		if (read.by().contains("date")) cells.remove(read.by().indexOf("date"));
		return String.join(", ", cells);
	}

	private String date(List<String> group) {
		return read.by().contains("date") ? group.get(read.by().indexOf("date")) : "";
	}

	private static Means means(String name, double[] x, List<Sample> samples) {
		return new Means(name, x, samples.stream().mapToDouble(Sample::mean).toArray(),
			samples.stream().mapToDouble(Sample::se).toArray(), samples.stream().mapToInt(Sample::n).toArray());
	}

	/**
	 * Writes the profile of depth: for each replicate the length in a band by the area of its images there, and for
	 * each group and date the mean over replicates.
	 *
	 * @param bands rows of depth bands, all in one unit
	 */
	void writeProfile(Table bands, String unit, FileSet files) throws IOException {
		Groups groups = new Groups(bands.rows(), read.by(), read.replicates());
		if (groups.names().isEmpty()) return;
		boolean isMetric = unit.equals("mm");
		String from = "depth_from_" + unit;
		String to = "depth_to_" + unit;
		Table table = new Table(read.by().toArray(String[]::new));
		Map<String, List<Means>> panels = new TreeMap<>();
		for (List<String> group : groups.names()) {
			Map<Double, double[]> ends = new TreeMap<>();
			Map<Double, List<Double>> densities = new TreeMap<>();
			for (List<Map<String, ?>> replicate : groups.replicates(group)) {
				Map<Double, double[]> sums = new TreeMap<>();
				for (Map<String, ?> row : replicate) {
					double[] sum = sums.computeIfAbsent((Double) row.get(from), key -> new double[2]);
					sum[0] += (Double) row.get("polyline_length_" + unit);
					sum[1] += (Double) row.get("imaged_area_" + unit + "2");
					ends.put((Double) row.get(from), new double[] { (Double) row.get(from), (Double) row.get(to) });
				}
				sums.forEach((depth, sum) -> {
					if (sum[1] > 0) {
						densities.computeIfAbsent(depth, key -> new ArrayList<>())
							.add((isMetric ? 10 : 1) * sum[0] / sum[1]);
					}
				});
			}
			List<Sample> samples = new ArrayList<>();
			double[] middles = densities.keySet().stream()
				.mapToDouble(depth -> (ends.get(depth)[0] + ends.get(depth)[1]) / 2).toArray();
			densities.forEach((depth, each) -> {
				Sample sample = Sample.of(each.stream().mapToDouble(Double::doubleValue).toArray());
				samples.add(sample);
				Map<String, Object> row = groups.head(group);
				row.put(from, ends.get(depth)[0]);
				row.put(to, ends.get(depth)[1]);
				row.put("trait", "polyline_length_per_area_" + (isMetric ? "cm_per_cm2" : "px_per_px2"));
				Groups.describe(row, sample);
				table.add(row);
			});
			if (!samples.isEmpty()) {
				panels.computeIfAbsent(date(group), key -> new ArrayList<>()).add(means(name(group), middles, samples));
			}
		}
		files.writeText(PROFILE + ".csv", table.csv());
		if (panels.isEmpty()) return;
		GroupPlots.profiles("Root length by depth", "Depth (" + unit + ")", "Root length (" +
			(isMetric ? "cm/cm²" : "px/px²") + ")", panels).write(PROFILE, files);
	}
}
