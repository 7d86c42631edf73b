// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.evaluation.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.text.SimpleDateFormat;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.stream.IntStream;

import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.CategoryLabelPositions;
import org.jfree.chart.axis.DateAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.DatasetRenderingOrder;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.AbstractRenderer;
import org.jfree.chart.renderer.category.BoxAndWhiskerRenderer;
import org.jfree.chart.renderer.category.ScatterRenderer;
import org.jfree.chart.renderer.xy.DeviationRenderer;
import org.jfree.chart.renderer.xy.XYErrorRenderer;
import org.jfree.data.statistics.BoxAndWhiskerItem;
import org.jfree.data.statistics.DefaultBoxAndWhiskerCategoryDataset;
import org.jfree.data.statistics.DefaultMultiValueCategoryDataset;
import org.jfree.data.xy.YIntervalSeries;
import org.jfree.data.xy.YIntervalSeriesCollection;

import io.github.taproot.table.Sample;

/** Figures of groups: boxes with points, means over time, and profiles of depth, with standard errors. */
public final class GroupPlots {

	/**
	 * Means of a group along an axis.
	 *
	 * @param name as the legend has it
	 * @param x depths, or days since 1970; rising
	 * @param mean at each
	 * @param se standard error of each; NaN where there is none
	 * @param n replicates of each
	 */
	public record Means(String name, double[] x, double[] mean, double[] se, int[] n) {}

	/** A name with the least and the greatest n. */
	private static String label(String name, IntStream counts) {
		IntSummaryStatistics n = counts.summaryStatistics();
		String text = "n = " + n.getMin() + (n.getMax() > n.getMin() ? " to " + n.getMax() : "");
		return name.isEmpty() ? text : name + " (" + text + ")";
	}

	private static final int SIDE = 640;
	private static final int PANEL = 300;
	private static final int HEIGHT = 480;
	private static final double DAY = 86_400_000;

	/** Dashes and shapes beside colours, for prints in grey. */
	private static final float[][] DASHES = { null, { 8, 4 }, { 2, 3 }, { 8, 3, 2, 3 } };
	private static final Shape[] SHAPES =
		{ new Ellipse2D.Double(-4, -4, 8, 8), new Rectangle2D.Double(-3.5, -3.5, 7, 7),
		polygon(-4.5, 3.5, 4.5, 3.5, 0, -4.5), polygon(-5, 0, 0, 5, 5, 0, 0, -5) };

	private GroupPlots() {}

	private static Shape polygon(double... points) {
		Path2D path = new Path2D.Double();
		path.moveTo(points[0], points[1]);
		for (int i = 2; i < points.length; i += 2) path.lineTo(points[i], points[i + 1]);
		path.closePath();
		return path;
	}

	/**
	 * Draws a box for each group and category: median, quartiles, whiskers to the least and the greatest value, and all
	 * values as points.
	 *
	 * @param values of each group by category, such as a date; with one category, groups stand side by side
	 * @throws IOException as {@link Chart#draw}
	 */
	public static Chart boxes(String title, String label, Map<String, Map<String, double[]>> values)
		throws IOException
	{
		List<String> categories = values.values().stream().flatMap(each -> each.keySet().stream()).distinct().sorted()
			.toList();
		boolean isSingle = categories.size() < 2;
		DefaultBoxAndWhiskerCategoryDataset boxes = new DefaultBoxAndWhiskerCategoryDataset();
		DefaultMultiValueCategoryDataset points = new DefaultMultiValueCategoryDataset();
		for (String category : categories) {
			values.forEach((group, all) -> {
				double[] of = all.getOrDefault(category, new double[0]);
				String series = isSingle ? "" : label(group, all.values().stream().mapToInt(each -> each.length));
				String place = isSingle ? group + "\n(n = " + of.length + ")" : category;
				points.add(Arrays.stream(of).boxed().toList(), series, place);
				if (of.length == 0) return;
				Sample sample = Sample.of(of);
				double[] q = sample.quartiles();
				boxes.add(new BoxAndWhiskerItem(null, q[2], q[1], q[3], q[0], q[4], null, null, null), series, place);
			});
		}
		CategoryAxis across = new CategoryAxis();
		across.setMaximumCategoryLabelLines(3);
		if (!isSingle && categories.size() > 4) across.setCategoryLabelPositions(CategoryLabelPositions.UP_45);
		BoxAndWhiskerRenderer box = new BoxAndWhiskerRenderer();
		box.setMeanVisible(false);
		box.setUseOutlinePaintForWhiskers(true);
		box.setMaximumBarWidth(0.15);
		box.setItemMargin(0.15);
		ScatterRenderer dots = new ScatterRenderer();
		// Boxes take it of the whole plot, dots of what the axis' margins leave.
		dots.setItemMargin(0.15 / (isSingle && values.size() < 2 ? 0.9 : 0.7));
		// Their shapes tell groups apart in grey prints, too.
		box.setDefaultSeriesVisibleInLegend(false);
		keepColours(box);
		keepColours(dots);
		for (int i = 0; i < Math.max(1, values.size()); i++) {
			box.setSeriesPaint(i, pale(i));
			box.setSeriesOutlinePaint(i, Color.BLACK);
			box.setSeriesOutlineStroke(i, new BasicStroke(1.2f));
			box.setSeriesStroke(i, new BasicStroke(1.2f));
			dots.setSeriesPaint(i, colour(i));
			dots.setSeriesFillPaint(i, colour(i));
			dots.setSeriesShape(i, SHAPES[i % SHAPES.length]);
			dots.setSeriesShapesFilled(i, true);
		}
		CategoryPlot plot = new CategoryPlot(boxes, across, axis(label, true), box);
		plot.setDataset(1, points);
		plot.setRenderer(1, dots);
		plot.setDatasetRenderingOrder(DatasetRenderingOrder.FORWARD);
		return draw(title, plot, !isSingle, Math.max(SIDE, 160 + 90 * (isSingle ? values.size() : categories.size() *
			values.size())), HEIGHT, "Boxes: median and quartiles; whiskers: least and greatest value; points: " +
			"replicates.");
	}

	/**
	 * Draws means over time, with a bar of one standard error to each side.
	 *
	 * @throws IOException as {@link Chart#draw}
	 */
	public static Chart overTime(String title, String label, List<Means> groups) throws IOException {
		YIntervalSeriesCollection data = new YIntervalSeriesCollection();
		for (Means group : groups) {
			YIntervalSeries series = new YIntervalSeries(label(group.name, IntStream.of(group.n)));
			for (int i = 0; i < group.x.length; i++) add(series, group.x[i] * DAY, group, i);
			data.addSeries(series);
		}
		XYErrorRenderer renderer = new XYErrorRenderer();
		renderer.setDefaultLinesVisible(true);
		renderer.setDrawXError(false);
		renderer.setCapLength(6);
		renderer.setErrorStroke(new BasicStroke(1.2f));
		keepColours(renderer);
		style(renderer, groups.size());
		DateAxis time = new DateAxis("Date", TimeZone.getTimeZone("UTC"), Locale.ROOT);
		time.setDateFormatOverride(utc());
		time.setLowerMargin(0.06);
		time.setUpperMargin(0.06);
		XYPlot plot = new XYPlot(data, time, axis(label, true), renderer);
		return draw(title, plot, true, SIDE + 80, HEIGHT, "Means of replicates; bars: one standard error to " +
			"each side.");
	}

	private static SimpleDateFormat utc() {
		SimpleDateFormat format = new SimpleDateFormat("yyyy-MM-dd", Locale.ROOT);
		format.setTimeZone(TimeZone.getTimeZone("UTC"));
		return format;
	}

	/** Days since 1970 of a date such as 2018-11-13. */
	public static double day(String date) {
		return LocalDate.parse(date).toEpochDay();
	}

	/**
	 * Draws profiles of depth, the soil's surface above, with bands of one standard error to each side.
	 *
	 * @param panels groups by the title of their panel, such as a date; one panel may have the title ""
	 * @throws IOException as {@link Chart#draw}
	 */
	public static Chart profiles(String title, String depthLabel, String label, Map<String, List<Means>> panels)
		throws IOException
	{
		NumberAxis depth = axis(depthLabel, false);
		depth.setInverted(true);
		depth.setLowerMargin(0.02);
		depth.setUpperMargin(0.02);
		CombinedDomainXYPlot all = new CombinedDomainXYPlot(depth);
		all.setGap(14);
		List<String> names =
			panels.values().stream().flatMap(List::stream).map(Means::name).distinct().sorted().toList();
		double most = 0;
		List<NumberAxis> axes = new ArrayList<>();
		for (Map.Entry<String, List<Means>> panel : panels.entrySet()) {
			YIntervalSeriesCollection data = new YIntervalSeriesCollection();
			for (String name : names) {
				YIntervalSeries series = new YIntervalSeries(label(name, panels.values().stream().flatMap(List::stream)
					.filter(group -> group.name.equals(name)).flatMapToInt(group -> IntStream.of(group.n))));
				for (Means group : panel.getValue()) {
					if (!group.name.equals(name)) continue;
					for (int i = 0; i < group.x.length; i++) {
						most = Math.max(most, add(series, group.x[i], group, i));
					}
				}
				data.addSeries(series);
			}
			DeviationRenderer renderer = new DeviationRenderer(true, true);
			renderer.setAlpha(0.2f);
			keepColours(renderer);
			style(renderer, names.size());
			NumberAxis length = axis(panel.getKey().isEmpty() ? label : label + ", " + panel.getKey(), true);
			axes.add(length);
			XYPlot plot = new XYPlot(data, null, length, renderer);
			plot.setRangeAxisLocation(AxisLocation.TOP_OR_LEFT);
			all.add(plot);
		}
		all.setOrientation(PlotOrientation.HORIZONTAL);
		// Once for all panels.
		all.setFixedLegendItems(((XYPlot) all.getSubplots().get(0)).getLegendItems());
		for (NumberAxis axis : axes) axis.setRange(0, most > 0 ? most * 1.05 : 1);
		return draw(title, all, true, Math.max(SIDE, 80 + PANEL * panels.size()),
			SIDE, "Means of replicates by depth; bands: one standard error to each side.");
	}

	/** Adds a mean with its interval; returns the interval's upper end. */
	private static double add(YIntervalSeries series, double x, Means group, int i) {
		if (Double.isNaN(group.mean[i])) return 0;
		double se = Double.isNaN(group.se[i]) ? 0 : group.se[i];
		series.add(x, group.mean[i], Math.max(0, group.mean[i] - se), group.mean[i] + se);
		return group.mean[i] + se;
	}

	private static void style(AbstractRenderer renderer, int groups) {
		for (int i = 0; i < groups; i++) {
			float[] dash = DASHES[i % DASHES.length];
			renderer.setSeriesPaint(i, colour(i));
			renderer.setSeriesFillPaint(i, colour(i));
			renderer.setSeriesStroke(i, dash == null ? new BasicStroke(1.8f)
				: new BasicStroke(1.8f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, dash, 0));
			renderer.setSeriesShape(i, SHAPES[i % SHAPES.length]);
		}
	}

	private static Color colour(int i) {
		return Chart.COLOURS[i % Chart.COLOURS.length];
	}

	private static Color pale(int i) {
		Color colour = colour(i);
		int tenths = 2 + 2 * (i % 3);
		return new Color(255 - (255 - colour.getRed()) * tenths / 10, 255 - (255 - colour.getGreen()) * tenths / 10,
			255 - (255 - colour.getBlue()) * tenths / 10);
	}

	private static NumberAxis axis(String label, boolean isFromZero) {
		NumberAxis axis = new NumberAxis(label);
		axis.setStandardTickUnits(NumberAxis.createStandardTickUnits(Locale.ROOT));
		axis.setAutoRangeIncludesZero(isFromZero);
		return axis;
	}

	private static void keepColours(AbstractRenderer renderer) {
		renderer.setAutoPopulateSeriesPaint(false);
		renderer.setAutoPopulateSeriesFillPaint(false);
		renderer.setAutoPopulateSeriesOutlinePaint(false);
		renderer.setAutoPopulateSeriesStroke(false);
		renderer.setAutoPopulateSeriesOutlineStroke(false);
		renderer.setAutoPopulateSeriesShape(false);
	}

	private static Chart draw(String title, Plot plot, boolean hasLegend, int width, int height, String description)
		throws IOException
	{
		return Chart.draw(new JFreeChart(title, JFreeChart.DEFAULT_TITLE_FONT, plot, hasLegend), width, height,
			description);
	}
}
