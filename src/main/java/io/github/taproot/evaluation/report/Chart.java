// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.evaluation.report;

import java.awt.AWTError;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.StandardChartTheme;
import org.jfree.chart.plot.DefaultDrawingSupplier;
import org.jfree.chart.renderer.category.StandardBarPainter;

import io.github.taproot.files.FileSet;

/**
 * A drawn chart, in one style for all.
 *
 * @param png the picture
 * @param svg the same as lines and letters, in UTF-8; null where there is no JFreeSVG, which Fiji brings
 * @param description what it shows, for those who cannot see it
 */
public record Chart(byte[] png, byte[] svg, String description) {

	/** Colours that people with any kind of colour vision can tell apart (Okabe and Ito 2008). */
	static final Color[] COLOURS = { new Color(0x0072B2), new Color(0xD55E00), new Color(0x009E73), new Color(0xCC79A7),
		new Color(0xE69F00), new Color(0x56B4E9), new Color(0x000000) };

	/** Drawn larger than shown, for sharp print. */
	private static final int SCALE = 2;

	/** The files of a chart: its name with .png, and with .svg. */
	public static List<String> files(String name) {
		return List.of(name + ".png", name + ".svg");
	}

	/** Writes {@link #files}, without that of lines and letters where there is no JFreeSVG. */
	public void write(String name, FileSet files) throws IOException {
		files.write(name + ".png", out -> out.write(png));
		if (svg != null) files.write(name + ".svg", out -> out.write(svg));
	}

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
			return new Chart(out.toByteArray(), svg(chart, width, height), description);
		}
		catch (RuntimeException e) {
			if (!isOfFonts(e)) throw e;
			throw noFonts(e);
		}
		catch (LinkageError | InternalError | AWTError e) {
			throw noFonts(e);
		}
	}

	/** JFreeSVG is asked by its name: Fiji brings it, and plain ImageJ does not. */
	private static byte[] svg(JFreeChart chart, int width, int height) {
		try {
			Class<?> type = Class.forName("org.jfree.graphics2d.svg.SVGGraphics2D");
			Graphics2D graphics = (Graphics2D) type.getConstructor(int.class, int.class).newInstance(width, height);
			// Otherwise of the clock, and no two files were the same.
			type.getMethod("setDefsKeyPrefix", String.class).invoke(graphics, "taproot");
			chart.draw(graphics, new Rectangle2D.Double(0, 0, width, height));
			return ((String) type.getMethod("getSVGDocument").invoke(graphics)).getBytes(StandardCharsets.UTF_8);
		}
		catch (ReflectiveOperationException | LinkageError e) {
			return null;
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
