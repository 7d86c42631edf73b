// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.evaluation.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.AWTError;
import java.awt.Graphics2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.util.List;

import org.jfree.chart.ChartRenderingInfo;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.plot.XYPlot;
import org.junit.jupiter.api.Test;

class ChartTest {

	/** A chart that fails when it is drawn. */
	private static final class Failing extends JFreeChart {

		private final transient Throwable failure;

		private Failing(Throwable failure) {
			super(new XYPlot());
			this.failure = failure;
		}

		@Override
		public void draw(Graphics2D graphics, Rectangle2D area, Point2D anchor, ChartRenderingInfo info) {
			if (failure instanceof Error error) throw error;
			throw (RuntimeException) failure;
		}
	}

	private static <T extends Throwable> T thrown(Class<T> type, Throwable failure) {
		return assertThrows(type, () -> Chart.draw(new Failing(failure), 10, 10, ""));
	}

	/** As if a class of Java's had thrown it. */
	private static RuntimeException from(String className) {
		RuntimeException failure = new NullPointerException();
		failure.setStackTrace(new StackTraceElement[] { new StackTraceElement(className, "head", null, 1),
			new StackTraceElement("java.awt.Font", "getFont2D", null, 1) });
		return failure;
	}

	@Test
	void missingFontsAreASentence() {
		for (Throwable failure : List.of(new NoClassDefFoundError("sun.font.SunFontManager"), new InternalError(),
			new AWTError("no toolkit"), from("sun.awt.FontConfiguration"), from("sun.awt.FcFontConfiguration"),
			from("sun.font.FontUtilities"), from("sun.awt.X11FontManager$FontConfig")))
		{
			IOException told = thrown(IOException.class, failure);
			assertTrue(told.getMessage().contains("finds no fonts") && told.getMessage().endsWith("."),
				told.getMessage());
			assertSame(failure, told.getCause());
		}
	}

	@Test
	void otherFailuresAreNotBlamedOnFonts() {
		RuntimeException failure = new IllegalArgumentException("a range without end");
		assertSame(failure, thrown(IllegalArgumentException.class, failure));
		assertEquals("full", thrown(OutOfMemoryError.class, new OutOfMemoryError("full")).getMessage());
		assertSame(NullPointerException.class, thrown(RuntimeException.class, from("org.jfree.chart.Axis")).getClass());
	}
}
