// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.evaluation.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.AbstractRenderer;
import org.jfree.chart.renderer.xy.DeviationRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.Range;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.jfree.data.xy.YIntervalSeries;
import org.jfree.data.xy.YIntervalSeriesCollection;

/** Dots of pairs, some with a name, and lines between them. */
public final class ScatterPlot {

	/**
	 * A line from left to right, with a band around it.
	 *
	 * @param x at least 2 values
	 * @param low the band's lower edge; y where there is no band
	 * @param high its upper edge
	 */
	public record Line(double[] x, double[] y, double[] low, double[] high) {}

	private static final int WIDTH = 760;
	private static final int HEIGHT = 520;
	private static final int LONGEST_NAME = 28;
	/** About, in px of the chart, with room to spare. */
	private static final int LETTER_WIDTH = 9;
	private static final int LINE_HEIGHT = 18;

	private ScatterPlot() {}

	/**
	 * Draws pairs and a straight line through them.
	 *
	 * @param names a text beside each dot, which then has another colour, or "" for none; null for none at all
	 * @param line intercept and slope; null for no line
	 * @throws IOException as {@link Chart#draw}
	 */
	public static Chart draw(String title, String xLabel, String yLabel, double[] x, double[] y, List<String> names,
		double[] line, String description) throws IOException
	{
		List<Line> lines = List.of();
		if (line != null && x.length > 0) {
			double[] ends = { DoubleStream.of(x).min().getAsDouble(), DoubleStream.of(x).max().getAsDouble() };
			double[] values = { line[0] + line[1] * ends[0], line[0] + line[1] * ends[1] };
			lines = List.of(new Line(ends, values, values, values));
		}
		return drawWithLines(title, "", xLabel, yLabel, x, y, names, lines, description);
	}

	/**
	 * Draws pairs and any lines.
	 *
	 * @param numbers below the title; "" for nothing
	 * @param names a text beside each dot, which then has another colour, or "" for none; null for none at all
	 * @throws IOException as {@link Chart#draw}
	 */
	public static Chart drawWithLines(String title, String numbers, String xLabel, String yLabel, double[] x,
		double[] y, List<String> names, List<Line> lines, String description) throws IOException
	{
		NumberAxis across = axis(xLabel);
		NumberAxis up = axis(yLabel);
		XYPlot plot = new XYPlot(points(x, y, names), across, up, dots());
		YIntervalSeriesCollection drawn = new YIntervalSeriesCollection();
		DeviationRenderer renderer = new DeviationRenderer(true, false);
		renderer.setAlpha(0.15f);
		keepColours(renderer);
		for (int i = 0; i < lines.size(); i++) {
			Line line = lines.get(i);
			YIntervalSeries series = new YIntervalSeries(i);
			for (int k = 0; k < line.x.length; k++) series.add(line.x[k], line.y[k], line.low[k], line.high[k]);
			drawn.addSeries(series);
			renderer.setSeriesPaint(i, Color.DARK_GRAY);
			renderer.setSeriesFillPaint(i, Color.DARK_GRAY);
			renderer.setSeriesStroke(i, new BasicStroke(1.5f));
		}
		plot.setDataset(1, drawn);
		plot.setRenderer(1, renderer);
		List<Rectangle2D> taken = new ArrayList<>();
		for (int i = 0; names != null && i < x.length; i++) {
			if (!names.get(i).isEmpty()) {
				plot.addAnnotation(name(names.get(i), x[i], y[i], across.getRange(), up.getRange(), taken));
			}
		}
		JFreeChart chart = new JFreeChart(title, JFreeChart.DEFAULT_TITLE_FONT, plot, false);
		if (!numbers.isEmpty()) chart.addSubtitle(new TextTitle(numbers));
		return Chart.draw(chart, WIDTH, HEIGHT, description);
	}

	private static NumberAxis axis(String label) {
		NumberAxis axis = new NumberAxis(label);
		axis.setAutoRangeIncludesZero(false);
		axis.setAutoRangeStickyZero(false);
		axis.setStandardTickUnits(NumberAxis.createStandardTickUnits(Locale.ROOT));
		axis.setLowerMargin(0.04);
		axis.setUpperMargin(0.04);
		return axis;
	}

	private static XYSeriesCollection points(double[] x, double[] y, List<String> names) {
		XYSeriesCollection points = new XYSeriesCollection();
		for (boolean named : new boolean[] { false, true }) {
			XYSeries series = new XYSeries(named, false);
			for (int i = 0; i < x.length; i++) {
				if (named == (names != null && !names.get(i).isEmpty())) series.add(x[i], y[i]);
			}
			points.addSeries(series);
		}
		return points;
	}

	/** See-through, so that dots above each other are darker. */
	private static XYLineAndShapeRenderer dots() {
		XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(false, true);
		keepColours(renderer);
		Shape dot = new Ellipse2D.Double(-3, -3, 6, 6);
		for (int i = 0; i < 2; i++) {
			Color colour = Chart.COLOURS[i];
			renderer.setSeriesShape(i, dot);
			renderer.setSeriesPaint(i,
				new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), i == 0 ? 120 : 220));
		}
		return renderer;
	}

	/** A theme gives series that it may populate colours of its own. */
	private static void keepColours(AbstractRenderer renderer) {
		renderer.setAutoPopulateSeriesPaint(false);
		renderer.setAutoPopulateSeriesFillPaint(false);
		renderer.setAutoPopulateSeriesStroke(false);
	}

	/** Beside the dot where names that are there already leave room, or else a little above or below. */
	private static XYTextAnnotation name(String name, double x, double y, Range across, Range up,
		List<Rectangle2D> taken)
	{
		String text = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME - 1) + "…" : name;
		double width = text.length() * LETTER_WIDTH * across.getLength() / WIDTH;
		double height = LINE_HEIGHT * up.getLength() / HEIGHT;
		boolean right = true;
		Rectangle2D box = null;
		for (int k = 0; box == null || !across.contains(box.getMinX()) || !across.contains(box.getMaxX()) ||
			taken.stream().anyMatch(box::intersects); k++)
		{
			right = x < across.getCentralValue() == (k % 2 == 0);
			double shift = (k % 4 < 2 ? -1 : 1) * ((k / 2 + 1) / 2) * height;
			box = new Rectangle2D.Double(right ? x : x - width, y + shift - height / 2, width, height);
		}
		taken.add(box);
		XYTextAnnotation annotation = new XYTextAnnotation(right ? "  " + text : text + "  ", x, box.getCenterY());
		annotation.setTextAnchor(right ? TextAnchor.CENTER_LEFT : TextAnchor.CENTER_RIGHT);
		return annotation;
	}
}
