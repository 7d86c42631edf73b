// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.taproot.image.Components;
import io.github.taproot.image.Mask;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.progress.Progress;
import io.github.taproot.roots.skeleton.Branch;
import io.github.taproot.roots.skeleton.Links;
import io.github.taproot.roots.skeleton.Skeleton;
import io.github.taproot.roots.skeleton.SkeletonGraph;
import io.github.taproot.roots.skeleton.SkeletonGraph.Edge;
import io.github.taproot.roots.skeleton.SkeletonGraph.Node;
import io.github.taproot.roots.tracing.TracedRoot;
import io.github.taproot.roots.tracing.Tracing;
import io.github.taproot.table.Quantity;
import io.github.taproot.table.Table;

/**
 * All that is measured of the roots in one mask: of the image, per depth band, per diameter class, and per branch.
 * <p>
 * Lengths that are divided among bands, classes and branches are those of smoothed branches, {@link Branch#length}.
 * Areas and volumes take roots for round: a step of length s and diameter d has the projected area s d, the surface
 * π s d and the volume π s d² / 4. Depths run along the image's rows, downwards. Where pixels are not square,
 * diameters take the side of a square of a pixel's area. Immutable.
 * </p>
 */
public final class RootTraits {

	private static final int MOST_BANDS = 10_000;
	private static final int MOST_ORDERS = 50;
	/** An end of a branch that is nearer to the image's border than its radius and this many px was cut by it. */
	private static final double CUT = 1.5;

	private final Mask mask;
	/** Null for nothing. */
	private final Mask excluded;
	private final PixelCalibration calibration;
	private final TraitSettings settings;
	/** Of the paper's skeleton. */
	private final int skeletonPixels;
	/** Of the complete skeleton, with its spurs, as all commands measure root length. */
	private final Links links;
	private final SkeletonGraph graph;
	private final RootSystem system;
	private final Steps steps;
	private final String unit;

	/**
	 * Measures a mask; on the calling thread and, for parts of it, on all cores.
	 *
	 * @param mask not changed
	 * @param calibration size of its pixels, {@link PixelCalibration#PIXELS} where unknown
	 * @throws java.util.concurrent.CancellationException where the user cancels
	 * @throws IllegalArgumentException where the settings make more than 10,000 depth bands, or need a scale that is
	 *           unknown
	 */
	public static RootTraits of(Mask mask, PixelCalibration calibration, TraitSettings settings, Progress progress) {
		return of(mask, null, calibration, settings, progress);
	}

	/**
	 * The same, where part of the image does not count: roots there are soil, roots that it cuts have no tip there, and
	 * its soil is no part of fractions and densities.
	 *
	 * @param excluded of the same size; null for nothing
	 * @throws IllegalArgumentException also where the sizes differ
	 */
	public static RootTraits of(Mask mask, Mask excluded, PixelCalibration calibration, TraitSettings settings,
		Progress progress)
	{
		if (!calibration.isCalibrated() && (settings.fieldDepth() > 0 || settings.soilVolume() > 0)) {
			throw new IllegalArgumentException(
				"Root length density needs the image's scale: enter the pixel size in mm (pixel_size=...).");
		}
		Mask roots = mask.without(excluded);
		Skeleton papers = Skeleton.of(roots, progress);
		return new RootTraits(roots, excluded, calibration, settings, papers, papers.completed(roots, progress),
			progress);
	}

	private RootTraits(Mask mask, Mask excluded, PixelCalibration calibration, TraitSettings settings,
		Skeleton papers, Skeleton complete, Progress progress)
	{
		this.mask = mask;
		this.excluded = excluded;
		this.calibration = calibration;
		this.settings = settings;
		skeletonPixels = papers.pixelCount();
		links = complete.links();
		graph = SkeletonGraph.of(mask, complete, settings.spurLength(), settings.spursByRadius(), progress);
		unit = calibration.unit();
		system = new RootSystem(graph);
		steps = new Steps(graph, system, calibration);
	}

	/** The roots, without what is excluded. */
	public Mask mask() {
		return mask;
	}

	/** The scale of the image. */
	public PixelCalibration calibration() {
		return calibration;
	}

	/** The mask's skeleton without spurs, as a graph. */
	public SkeletonGraph graph() {
		return graph;
	}

	/** The roots of the graph. */
	public RootSystem system() {
		return system;
	}

	/** What of an image lies above depth 0, by the middles of pixels; null for nothing. */
	public static Mask aboveSoil(Mask mask, PixelCalibration calibration, TraitSettings settings) {
		Mask above = null;
		double perRow = calibration.pixelHeight() * Math.sin(Math.toRadians(settings.slope()));
		double[] shifts = settings.shifts();
		for (int x = 0; x < mask.width(); x++) {
			double shift = settings.top() + (shifts.length == 0 ? 0 : shifts[x]);
			for (int y = 0; y < mask.height() && shift + (y + 0.5) * perRow < 0; y++) {
				if (above == null) above = new Mask(mask.width(), mask.height());
				above.pixels()[y * mask.width() + x] = Mask.ROOT;
			}
		}
		return above;
	}

	/** Depth of a place, where 0 is the middle of the first column and row. */
	private double depth(double column, double row) {
		return settings.top() + (row + 0.5) * perRow() + shift(column);
	}

	/** What is added to depths in a column. */
	private double shift(double column) {
		double[] shifts = settings.shifts();
		return shifts.length == 0 ? 0 : shifts[(int) Math.max(0, Math.min(shifts.length - 1, Math.round(column)))];
	}

	/** Depths of the image's uppermost and lowermost edge. */
	private double[] ends() {
		double[] shifts = settings.shifts();
		return new double[] { settings.top() + Arrays.stream(shifts).min().orElse(0),
			settings.top() + mask.height() * perRow() + Arrays.stream(shifts).max().orElse(0) };
	}

	/** Depths of the uppermost and lowermost edge of root pixels; NaN without roots. */
	private double[] rootEnds(Components components) {
		double upper = Double.NaN;
		double lower = Double.NaN;
		for (int run = 0; run < components.runs(); run++) {
			int row = components.start(run) / mask.width();
			int end = settings.shifts().length == 0 ? components.start(run) + 1 : components.end(run);
			for (int pixel = components.start(run); pixel < end; pixel++) {
				double depth = depth(pixel - row * mask.width(), row - 0.5);
				if (!(depth >= upper)) upper = depth;
				if (!(depth + perRow() <= lower)) lower = depth + perRow();
			}
		}
		return new double[] { upper, lower };
	}

	private double perRow() {
		return calibration.pixelHeight() * Math.sin(Math.toRadians(settings.slope()));
	}

	private boolean isCut(Node tip) {
		return isCut(tip, mask, excluded);
	}

	/** Whether the border of the image, or of what is excluded (null for nothing), cut a root here. */
	static boolean isCut(Node tip, Mask mask, Mask excluded) {
		double border =
			Math.min(Math.min(tip.x(), tip.y()), Math.min(mask.width() - 1 - tip.x(), mask.height() - 1 - tip.y()));
		double reach = tip.radius() + CUT;
		if (!(border > reach)) return true;
		if (excluded == null) return false;
		for (int y = (int) (tip.y() - reach); y <= tip.y() + reach; y++) {
			for (int x = (int) (tip.x() - reach); x <= tip.x() + reach; x++) {
				if (excluded.isRoot(x, y) && Math.hypot(x - tip.x(), y - tip.y()) <= reach) return true;
			}
		}
		return false;
	}

	/**
	 * The traits of the image, in the order of a table's columns: lengths, areas and counts are 0 without roots;
	 * diameters, ratios and depths are NaN. {@code root_length} is that of {@link RootMeasurement}, to the digit;
	 * {@code polyline_length} is that of the smoothed branches without spurs and up to the tips, which bands, classes
	 * and branches add up to.
	 */
	public List<Quantity> quantities() {
		Components components = new Components(mask, 8);
		MaskShape shape = MaskShape.of(mask, components.count());
		double pixelArea = calibration.pixelWidth() * calibration.pixelHeight();
		double area = components.pixels() * pixelArea;
		double length = sum(steps.length);
		double counted = mask.width() * (double) mask.height() - (excluded == null ? 0 : excluded.rootPixels());
		List<Quantity> all = new ArrayList<>();
		add(all, "root_length", unit, links.kimuraLength(calibration));
		add(all, "skeleton_length", unit, skeletonPixels * Math.sqrt(pixelArea));
		add(all, "polyline_length", unit, length);
		add(all, "root_area", unit + "²", area);
		add(all, "root_area_fraction", "", components.pixels() / counted);
		add(all, "imaged_area", unit + "²", counted * pixelArea);
		all.add(perArea("root_length", links.kimuraLength(calibration), counted * pixelArea));
		add(all, "components", "", components.count());
		add(all, "branches", "", graph.edges().stream().filter(edge -> !edge.isWithinNode()).count());
		add(all, "roots", "", system.roots().size());
		long junctions = graph.nodes().stream().filter(Node::isJunction).count();
		add(all, "junctions", "", junctions);
		add(all, "tips", "", graph.nodes().stream().filter(node -> node.isTip() && !isCut(node)).count());
		add(all, "cut_ends", "", graph.nodes().stream().filter(node -> node.isTip() && isCut(node)).count());
		add(all, "loops", "", graph.loops());
		add(all, "holes", "", shape.holes());
		DiameterStatistics diameters = DiameterStatistics.of(steps, 0, steps.count);
		add(all, "mean_diameter", unit, diameters.mean());
		add(all, "median_diameter", unit, diameters.median());
		add(all, "max_diameter", unit, diameters.max());
		StepSums sums = new StepSums();
		for (int i = 0; i < steps.count; i++) sums.add(steps, i);
		add(all, "projected_area", unit + "²", sums.area);
		add(all, "surface_area", unit + "²", Math.PI * sums.area);
		add(all, "volume", unit + "³", sums.volume);
		double width = (shape.right() - shape.left()) * calibration.pixelWidth();
		double[] depths = rootEnds(components);
		double depth = components.pixels() == 0 ? 0 : depths[1] - depths[0];
		add(all, "network_width", unit, width);
		add(all, "network_depth", unit, depth);
		add(all, "width_to_depth", "", depth == 0 ? Double.NaN : width / depth);
		add(all, "convex_hull_area", unit + "²", shape.hullArea() * pixelArea);
		add(all, "solidity", "", shape.hullArea() == 0 ? Double.NaN : components.pixels() / shape.hullArea());
		add(all, "deepest_root", unit, depths[1]);
		double[] shares = depthProfile().depthsOfShares();
		for (int i = 0; i < shares.length; i++) add(all, "d" + DepthProfile.SHARES[i], unit, shares[i]);
		add(all, "w50", unit, halfWidth());
		add(all, settings.rootsLeft() == 0 ? "rooting_depth" : "rooting_depth_without_deepest_" + settings.rootsLeft(),
			unit, depthWithRootsBelow());
		all.addAll(LateralTraits.of(graph, system, calibration));
		all.addAll(NetworkTraits.of(mask, components, shape, graph, steps, calibration, length, junctions));
		double volume = settings.soilVolume() > 0 ? settings.soilVolume()
			: counted * pixelArea * settings.fieldDepth() / 1000;
		if (volume > 0) {
			add(all, "root_length_density", "cm_per_cm3", links.kimuraLength(calibration) / 10 / volume);
		}
		if (settings.classes().length > 0) addLengthsOfClasses(all);
		return List.copyOf(all);
	}

	/** Length by area in the field's unit, cm/cm2, where the scale is in mm; NaN where all is excluded. */
	private Quantity perArea(String name, double length, double area) {
		boolean isMetric = unit.equals("mm");
		return new Quantity(name + "_per_area", isMetric ? "cm_per_cm2" : unit + "_per_" + unit + "2",
			area > 0 ? (isMetric ? 10 : 1) * length / area : Double.NaN);
	}

	/** Those of {@link #classes}, with the limits in the name. */
	private void addLengthsOfClasses(List<Quantity> all) {
		StepSums[] sums = sumsOfClasses();
		double[] limits = settings.classes();
		for (int c = 0; c <= limits.length; c++) {
			String name = "length_diameter_" + (c == limits.length ? "above_" + Table.text(limits[c - 1])
				: Table.text(c == 0 ? 0.0 : limits[c - 1]) + "_to_" + Table.text(limits[c]));
			add(all, name, unit, sums[c].length);
		}
	}

	/**
	 * Those of a mask whose skeletons are at hand, by {@link TraitSettings#DEFAULT}.
	 *
	 * @param papers its {@link Skeleton#of}
	 * @param complete its {@link Skeleton#complete}
	 * @throws IllegalArgumentException where the mask is noise, which has no graph
	 */
	static RootTraits of(Mask mask, Skeleton papers, Skeleton complete, PixelCalibration calibration,
		Progress progress)
	{
		return new RootTraits(mask, null, calibration, TraitSettings.DEFAULT, papers, complete, progress);
	}

	private static void add(List<Quantity> all, String name, String unit, double value) {
		all.add(new Quantity(name, unit, value));
	}

	private double sum(double[] values) {
		double sum = 0;
		for (int i = 0; i < steps.count; i++) sum += values[i];
		return sum;
	}

	/** Root length of each row of pixels; where depths differ within a row, of each depth as high as one. */
	public DepthProfile depthProfile() {
		double[] ends = ends();
		double[] rows = new double[(int) Math.max(1, Math.ceil((ends[1] - ends[0]) / perRow() - 1e-9))];
		for (int i = 0; i < steps.count; i++) {
			spread(steps.length[i], (depth(steps.fromColumn[i], steps.fromRow[i]) - ends[0]) / perRow(),
				(depth(steps.toColumn[i], steps.toRow[i]) - ends[0]) / perRow(), rows);
		}
		return new DepthProfile(ends[0], perRow(), rows);
	}

	private static void spread(double length, double a, double b, double[] places) {
		double from = Math.max(0, Math.min(a, b));
		double to = Math.max(a, b);
		int last = (int) Math.min(to, places.length - 1);
		for (int place = (int) from; place <= last; place++) {
			double part = to == from ? 1 : (Math.min(to, place + 1) - Math.max(from, place)) / (to - from);
			places[place] += part * length;
		}
	}

	/** Width of the middle half of all root length, from left to right; NaN without roots. */
	private double halfWidth() {
		double[] columns = new double[mask.width()];
		for (int i = 0; i < steps.count; i++) {
			spread(steps.length[i], steps.fromColumn[i] + 0.5, steps.toColumn[i] + 0.5, columns);
		}
		double[] places = new DepthProfile(0, calibration.pixelWidth(), columns).depthsOfShares();
		return places[2] - places[0];
	}

	/** The depth of the lowest point of the root that reaches deeper than all others but as many as are asked for. */
	private double depthWithRootsBelow() {
		double[] deepest = new double[system.roots().size()];
		Arrays.fill(deepest, Double.NEGATIVE_INFINITY);
		for (int r = 0; r < deepest.length; r++) {
			for (RootSystem.Part part : system.roots().get(r).parts()) {
				Branch branch = graph.edges().get(part.edge()).branch();
				for (int i = 0; i < branch.y().length; i++) {
					deepest[r] = Math.max(deepest[r], depth(branch.x()[i], branch.y()[i]));
				}
			}
		}
		Arrays.sort(deepest);
		int index = deepest.length - 1 - settings.rootsLeft();
		return index < 0 ? Double.NaN : deepest[index];
	}

	/**
	 * A row for each depth band, from the image's upper edge to its lower one, those without roots, too: depths,
	 * length, mean diameter, area, surface, volume, tips, the width from the leftmost to the rightmost root, the area
	 * of the image that counts, length by that area, and the root length density where the depth of field is known.
	 * Bands begin at multiples of their height; the first and the last may lie in the image in part only, and
	 * their density is that of the part, without what is excluded. No rows where bands are not asked for.
	 */
	public Table bands() {
		Table table = new Table();
		double height = settings.bandHeight();
		if (height == 0) return table;
		double upper = ends()[0];
		double lower = ends()[1];
		long first = (long) Math.floor(upper / height + 1e-9);
		long end = Math.max(first + 1, (long) Math.ceil(lower / height - 1e-9));
		if (end - first > MOST_BANDS) {
			throw new IllegalArgumentException("Depth bands of " + height + " " + unit + " would be " + (end - first) +
				": give a height that makes no more than " + MOST_BANDS + ".");
		}
		StepSums[] sums = new StepSums[(int) (end - first)];
		for (int i = 0; i < sums.length; i++) sums[i] = new StepSums();
		for (int i = 0; i < steps.count; i++) {
			sums[band(steps.middleColumn(i), steps.middleRow(i), first, sums.length)].add(steps, i);
		}
		long[] tips = new long[sums.length];
		for (Node node : graph.nodes()) {
			if (node.isTip() && !isCut(node)) tips[band(node.x(), node.y(), first, sums.length)]++;
		}
		double[] counted = countedPixels(first, sums.length);
		double[] widths = widths(first, sums.length);
		for (int i = 0; i < sums.length; i++) {
			Map<String, Object> row = new LinkedHashMap<>();
			double from = (first + i) * height;
			StepSums.put(row, "depth_from", unit, from);
			StepSums.put(row, "depth_to", unit, from + height);
			sums[i].describe(row, unit);
			row.put("tips", tips[i]);
			StepSums.put(row, "network_width", unit, widths[i]);
			double area = counted[i] * calibration.pixelHeight() * calibration.pixelWidth();
			StepSums.put(row, "imaged_area", unit + "²", area);
			Quantity perArea = perArea("polyline_length", sums[i].length, area);
			row.put(perArea.heading(), perArea.value());
			if (settings.fieldDepth() > 0) {
				double volume = area * settings.fieldDepth() / 1000;
				StepSums.put(row, "root_length_density", "cm_per_cm3", volume > 0 ? sums[i].length / 10 / volume :
					Double.NaN);
			}
			table.add(row);
		}
		return table;
	}

	/** From the leftmost to the rightmost root pixel of each band; 0 without roots. */
	private double[] widths(long first, int bands) {
		int[] left = new int[bands];
		int[] right = new int[bands];
		Arrays.fill(left, mask.width());
		Components components = new Components(mask, 8);
		boolean isLevel = settings.shifts().length == 0;
		for (int run = 0; run < components.runs(); run++) {
			int row = components.start(run) / mask.width();
			int end = components.end(run) - row * mask.width();
			for (int x = components.start(run) - row * mask.width(); x < end; x = isLevel ? end : x + 1) {
				int band = band(x, row, first, bands);
				left[band] = Math.min(left[band], x);
				right[band] = Math.max(right[band], isLevel ? end : x + 1);
			}
		}
		double[] widths = new double[bands];
		for (int i = 0; i < bands; i++) widths[i] = Math.max(0, right[i] - left[i]) * calibration.pixelWidth();
		return widths;
	}

	/** Pixels of each band that are not excluded; those that lie there in part count so. */
	private double[] countedPixels(long first, int bands) {
		double[] counted = new double[bands];
		boolean isLevel = settings.shifts().length == 0;
		for (int y = 0; y < mask.height(); y++) {
			for (int x = 0; x < mask.width(); x = isLevel ? mask.width() : x + 1) {
				double pixels = 1;
				if (isLevel) pixels = countedPixels(y);
				else if (excluded != null && excluded.isRoot(x, y)) continue;
				double from = depth(x, y - 0.5) / settings.bandHeight() - first;
				double to = depth(x, y + 0.5) / settings.bandHeight() - first;
				int last = (int) Math.min(bands - 1, Math.ceil(to - 1e-9) - 1);
				for (int band = (int) Math.max(0, Math.floor(from + 1e-9)); band <= last; band++) {
					counted[band] += pixels * (Math.min(to, band + 1) - Math.max(from, band)) / (to - from);
				}
			}
		}
		return counted;
	}

	/** Pixels of a row that are not excluded. */
	private int countedPixels(int y) {
		int counted = mask.width();
		if (excluded != null) for (int x = 0; x < mask.width(); x++) if (excluded.isRoot(x, y)) counted--;
		return counted;
	}

	private int band(double column, double row, long first, int count) {
		long band = (long) Math.floor(depth(column, row) / settings.bandHeight()) - first;
		return (int) Math.max(0, Math.min(count - 1, band));
	}

	/**
	 * A row for each diameter class, the thinnest first, those without roots, too, each with its upper limit: limits,
	 * length, mean diameter, area, surface, volume. The upper limit of the last is empty. Roots of unknown diameter, in
	 * an image without soil, have a last row of their own.
	 */
	public Table classes() {
		double[] limits = settings.classes();
		StepSums[] sums = sumsOfClasses();
		Table table = new Table();
		for (int c = 0; c < sums.length; c++) {
			if (c == limits.length + 1 && sums[c].length == 0) continue;
			Map<String, Object> row = new LinkedHashMap<>();
			StepSums.put(row, "diameter_from", unit, c == 0 ? 0 : c > limits.length ? Double.NaN : limits[c - 1]);
			StepSums.put(row, "diameter_to", unit, c < limits.length ? limits[c] : Double.NaN);
			sums[c].describe(row, unit);
			table.add(row);
		}
		return table;
	}

	/** Of each class, and last of roots whose diameter is unknown. */
	private StepSums[] sumsOfClasses() {
		double[] limits = settings.classes();
		StepSums[] sums = new StepSums[limits.length + 2];
		for (int i = 0; i < sums.length; i++) sums[i] = new StepSums();
		for (int i = 0; i < steps.count; i++) {
			int c = 0;
			// As in WinRHIZO and RhizoVision, limits belong to the thinner class; diameters are means of floats.
			while (c < limits.length && steps.diameter[i] > limits[c] * (1 + 1e-6)) c++;
			sums[steps.diameter[i] > 0 ? c : limits.length + 1].add(steps, i);
		}
		return sums;
	}

	/**
	 * A row for each branch: the root that it is of and that one's order, its ends in px, lengths by each estimator,
	 * diameters, area, volume; its orientation in degrees, from 0 (horizontal) to 90 (vertical) and on to 180; its
	 * length by the distance of its ends (tortuosity; empty for loops); and its curvature, the mean turn per length in
	 * radians. A straight branch has the tortuosity 1 and the curvature 0, a circle the curvature 1 by radius.
	 */
	public Table branches() {
		Table table = new Table();
		double pixelSide = Math.sqrt(calibration.pixelWidth() * calibration.pixelHeight());
		int number = 0;
		for (int e = 0; e < graph.edges().size(); e++) {
			Edge edge = graph.edges().get(e);
			if (edge.isWithinNode()) continue;
			Branch branch = edge.branch();
			int last = branch.x().length - 1;
			Map<String, Object> row = new LinkedHashMap<>();
			row.put("branch", ++number);
			row.put("root", system.rootOf(e) + 1);
			row.put("order", system.roots().get(system.rootOf(e)).order());
			row.put("from", kind(edge.from()));
			row.put("to", kind(edge.to()));
			row.put("from_x_px", branch.x()[0]);
			row.put("from_y_px", branch.y()[0]);
			row.put("to_x_px", branch.x()[last]);
			row.put("to_y_px", branch.y()[last]);
			// Both ends of a branch belong to it, as single pixels.
			StepSums.put(row, "skeleton_length", unit, (branch.closed() ? last : last + 1) * pixelSide);
			StepSums.put(row, "kimura_length", unit, branch.links().kimuraLength(calibration));
			StepSums sums = new StepSums();
			for (int i = steps.first[e]; i < steps.first[e + 1]; i++) sums.add(steps, i);
			DiameterStatistics diameters = DiameterStatistics.of(steps, steps.first[e], steps.first[e + 1]);
			sums.describe(row, unit);
			StepSums.put(row, "median_diameter", unit, diameters.median());
			StepSums.put(row, "max_diameter", unit, diameters.max());
			double dx = (branch.x()[last] - branch.x()[0]) * calibration.pixelWidth();
			double dy = (branch.y()[last] - branch.y()[0]) * calibration.pixelHeight();
			double chord = Math.hypot(dx, dy);
			double angle = Math.toDegrees(Math.atan2(dy, dx));
			row.put("orientation_deg", chord == 0 ? Double.NaN : (angle + 180) % 180);
			row.put("tortuosity", chord == 0 ? Double.NaN : sums.length / chord);
			row.put("curvature_per_" + unit, Curvature.of(branch, calibration));
			table.add(row);
		}
		return table;
	}

	private String kind(int node) {
		if (node < 0) return "ring";
		Node found = graph.nodes().get(node);
		return found.isJunction() ? "junction" : found.isTip() ? isCut(found) ? "cut" : "tip" : "passage";
	}

	/** The roots' centre lines with their diameters and laterals, as one plant. */
	public Tracing tracing() {
		List<RootSystem.Root> roots = system.roots();
		List<List<Integer>> laterals = new ArrayList<>();
		for (int i = 0; i < roots.size(); i++) laterals.add(new ArrayList<>());
		List<Integer> main = new ArrayList<>();
		for (int i = 0; i < roots.size(); i++) {
			// Files of more orders could not be read.
			boolean isMain = roots.get(i).parent() < 0 || roots.get(i).order() % MOST_ORDERS == 0;
			(isMain ? main : laterals.get(roots.get(i).parent())).add(i);
		}
		return new Tracing(List.of(main.stream().map(i -> trace(i, laterals)).toList()));
	}

	private TracedRoot trace(int root, List<List<Integer>> laterals) {
		List<double[]> points = new ArrayList<>();
		for (RootSystem.Part part : system.roots().get(root).parts()) {
			Edge edge = graph.edges().get(part.edge());
			double[][] line = edge.branch().points();
			int last = line[0].length - 1;
			for (int k = 0; k <= last; k++) {
				int i = part.isReversed() ? last - k : k;
				points.add(new double[] { line[0][i], line[1][i], edge.diameters()[i] });
			}
		}
		return new TracedRoot("root " + (root + 1), column(points, 0), column(points, 1), column(points, 2),
			laterals.get(root).stream().map(lateral -> trace(lateral, laterals)).toList());
	}

	private static double[] column(List<double[]> points, int column) {
		return points.stream().mapToDouble(point -> point[column]).toArray();
	}
}
