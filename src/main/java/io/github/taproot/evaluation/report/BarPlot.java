// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.evaluation.report;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import org.jfree.chart.ChartFactory;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.category.DefaultCategoryDataset;

/** Bars that run from left to right, since names of images are long: a line for each name, a bar for each series. */
public final class BarPlot {

	private static final int WIDTH = 900;
	private static final int BAR = 11;
	private static final int GAP = 9;

	private BarPlot() {}

	/**
	 * Draws bars.
	 *
	 * @param label of the axis of values
	 * @param largest where that axis ends; it begins at 0
	 * @param names from top to bottom, each once
	 * @param series values in the order of the names, by the series' name; NaN for no bar. With one series there is no
	 *          legend
	 * @param description what the chart shows
	 * @throws IOException as {@link Chart#draw}
	 */
	public static Chart draw(String title, String label, double largest, List<String> names, Map<String,
		double[]> series, String description) throws IOException
	{
		DefaultCategoryDataset bars = new DefaultCategoryDataset();
		series.forEach((name, values) -> {
			for (int i = 0; i < names.size(); i++) {
				bars.addValue(Double.isNaN(values[i]) ? null : values[i], name, names.get(i));
			}
		});
		JFreeChart chart =
			ChartFactory.createBarChart(title, null, label, bars, PlotOrientation.HORIZONTAL, series.size() > 1,
			false, false);
		// The last number of the axis stands half beside it.
		chart.setPadding(new RectangleInsets(0, 0, 0, 25));
		CategoryPlot plot = chart.getCategoryPlot();
		NumberAxis values = (NumberAxis) plot.getRangeAxis();
		values.setRange(0, largest);
		values.setTickUnit(new NumberTickUnit(largest / 10));
		plot.setRangeAxisLocation(AxisLocation.BOTTOM_OR_LEFT);
		CategoryAxis axis = plot.getDomainAxis();
		axis.setMaximumCategoryLabelWidthRatio(0.4f);
		axis.setLowerMargin(0.01);
		axis.setUpperMargin(0.01);
		((BarRenderer) plot.getRenderer()).setItemMargin(0);
		return Chart.draw(chart, WIDTH, 110 + names.size() * (BAR * series.size() + GAP), description);
	}
}
