// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.evaluation.report;

import java.awt.AWTError;
import java.awt.Color;
import java.awt.Font;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;

import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.StandardChartTheme;
import org.jfree.chart.plot.DefaultDrawingSupplier;
import org.jfree.chart.renderer.category.StandardBarPainter;

/**
 * A drawn chart, in one style for all.
 *
 * @param png the picture
 * @param description what it shows, for those who cannot see it
 */
public record Chart(byte[] png, String description) {

	/** Colours that people with any kind of colour vision can tell apart (Okabe and Ito 2008). */
	static final Color[] COLOURS = { new Color(0x0072B2), new Color(0xD55E00), new Color(0x009E73), new Color(0xCC79A7),
		new Color(0xE69F00), new Color(0x56B4E9), new Color(0x000000) };

	/** Drawn larger than shown, for sharp print. */
	private static final int SCALE = 2;

	/**
	 * Draws a chart.
	 *
	 * @param width width in px as it is shown; the picture has twice as many
	 * @throws IOException where this computer has no fonts, which a server may lack, with what to do
	 */
	static Chart draw(JFreeChart chart, int width, int height, String description) throws IOException {
		try {
			StandardChartTheme theme = new StandardChartTheme("Taproot");
			theme.setExtraLargeFont(new Font(Font.SANS_SERIF, Font.BOLD, 15));
			theme.setLargeFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
			theme.setRegularFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
			theme.setPlotBackgroundPaint(Color.WHITE);
			theme.setChartBackgroundPaint(Color.WHITE);
			theme.setDomainGridlinePaint(Color.LIGHT_GRAY);
			theme.setRangeGridlinePaint(Color.LIGHT_GRAY);
			theme.setDrawingSupplier(
				new DefaultDrawingSupplier(COLOURS, DefaultDrawingSupplier.DEFAULT_OUTLINE_PAINT_SEQUENCE,
				DefaultDrawingSupplier.DEFAULT_STROKE_SEQUENCE, DefaultDrawingSupplier.DEFAULT_OUTLINE_STROKE_SEQUENCE,
				DefaultDrawingSupplier.DEFAULT_SHAPE_SEQUENCE));
			theme.setBarPainter(new StandardBarPainter());
			theme.setShadowVisible(false);
			theme.apply(chart);
			ByteArrayOutputStream out = new ByteArrayOutputStream();
			ChartUtils.writeScaledChartAsPNG(out, chart, width, height, SCALE, SCALE);
			return new Chart(out.toByteArray(), description);
		}
		catch (RuntimeException e) {
			if (!isOfFonts(e)) throw e;
			throw noFonts(e);
		}
		catch (LinkageError | InternalError | AWTError e) {
			throw noFonts(e);
		}
	}

	/** Java's classes for fonts throw null pointers and bare RuntimeExceptions where there are none. */
	private static boolean isOfFonts(RuntimeException e) {
		return Arrays.stream(e.getStackTrace()).map(StackTraceElement::getClassName)
			.anyMatch(name -> name.startsWith("sun.font.") || name.matches("sun\\.awt\\..*FontConfig.*"));
	}

	private static IOException noFonts(Throwable cause) {
		return new IOException("The plots cannot be drawn, since Java finds no fonts here: install some (Debian: apt " +
			"install fontconfig fonts-dejavu-core).", cause);
	}
}
