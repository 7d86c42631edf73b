// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.evaluation.report;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;

import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;

/** A bar of root length for each depth band, the soil's surface above. */
public final class ProfilePlot {

	private static final int WIDTH = 560;
	private static final int HEIGHT = 640;

	private ProfilePlot() {}

	/**
	 * Draws a depth profile.
	 *
	 * @param unit of lengths and depths
	 * @param profile lengths by the upper limit of their band
	 * @param height of the bands
	 * @throws IOException as {@link Chart#draw}
	 */
	public static Chart draw(String title, String unit, Map<Double, Double> profile, double height) throws IOException {
		XYIntervalSeries bars = new XYIntervalSeries("length");
		profile.forEach((from, length) -> bars.add(from + height / 2, from, from + height, length, 0, length));
		XYIntervalSeriesCollection data = new XYIntervalSeriesCollection();
		data.addSeries(bars);
		NumberAxis depth = new NumberAxis("Depth (" + unit + ")");
		depth.setStandardTickUnits(NumberAxis.createStandardTickUnits(Locale.ROOT));
		depth.setInverted(true);
		depth.setAutoRangeIncludesZero(false);
		depth.setLowerMargin(0);
		depth.setUpperMargin(0);
		NumberAxis length = new NumberAxis("Root length (" + unit + ")");
		length.setStandardTickUnits(NumberAxis.createStandardTickUnits(Locale.ROOT));
		XYBarRenderer renderer = new XYBarRenderer(0.08);
		renderer.setUseYInterval(true);
		renderer.setBarPainter(new StandardXYBarPainter());
		renderer.setShadowVisible(false);
		XYPlot plot = new XYPlot(data, depth, length, renderer);
		plot.setOrientation(PlotOrientation.HORIZONTAL);
		plot.setRangeAxisLocation(AxisLocation.TOP_OR_LEFT);
		double total = profile.values().stream().mapToDouble(Double::doubleValue).sum();
		return Chart.draw(new JFreeChart(title, JFreeChart.DEFAULT_TITLE_FONT, plot, false), WIDTH, HEIGHT,
			"Bars of root length for " + profile.size() + " depth bands, " + Math.round(total) + " " + unit +
			" in all.");
	}
}
