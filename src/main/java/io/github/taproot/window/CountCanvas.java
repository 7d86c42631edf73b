// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.window;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Cursor;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.Point;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.awt.event.MouseWheelEvent;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Point2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.function.DoubleConsumer;

import javax.swing.JComponent;
import javax.swing.SwingUtilities;

/**
 * A photograph under a grid, with circles where crossings were marked. The wheel zooms around the pointer, dragging
 * moves or draws a line to be measured, a click marks, a right click takes away. All methods are called on the event
 * thread.
 */
final class CountCanvas extends JComponent {

	private static final long serialVersionUID = 1L;
	private static final double MOST_ZOOM = 16;
	private static final double WHEEL = 1.25;
	/** Screen px by which a hand may move while it clicks. */
	private static final int CLICK = 4;
	private static final double RADIUS = 6;

	/** Takes clicks, in px of the photograph from its upper left corner. */
	interface Marking {

		void mark(double x, double y);

		/** @param reach px of the photograph within which a mark is meant */
		void unmark(double x, double y, double reach);
	}

	private transient BufferedImage image;
	private double[] columns = new double[0];
	private double[] rows = new double[0];
	private transient List<double[]> points = List.of();
	private boolean isGridShown = true;
	private Color gridColour = new Color(0x56B4E9);
	/** Shown where there is no photograph. */
	private String text = "";
	/** Takes the length in px of the line that is drawn next; null where dragging moves. */
	private transient DoubleConsumer measuring;
	/** The line that is drawn, in px of the photograph: x, y of its ends; null for none. */
	private double[] line;
	/** Screen px for each of the photograph. */
	private double zoom = 1;
	/** Where the photograph's upper left corner is on the screen. */
	private double left;
	private double top;
	private boolean isFitted = true;

	CountCanvas(Marking marking) {
		setOpaque(true);
		setBackground(Color.DARK_GRAY);
		setCursor(Cursor.getPredefinedCursor(Cursor.CROSSHAIR_CURSOR));
		MouseAdapter mouse = new MouseAdapter() {

			private Point pressed;
			private boolean isDragged;
			private double startLeft;
			private double startTop;

			@Override
			public void mousePressed(MouseEvent event) {
				pressed = event.getPoint();
				isDragged = false;
				startLeft = left;
				startTop = top;
			}

			@Override
			public void mouseDragged(MouseEvent event) {
				if (pressed == null || image == null) return;
				if (measuring != null) {
					line = new double[] { (pressed.x - left) / zoom, (pressed.y - top) / zoom,
						(event.getX() - left) / zoom, (event.getY() - top) / zoom };
					repaint();
					return;
				}
				if (!isDragged && pressed.distance(event.getPoint()) <= CLICK) return;
				isDragged = true;
				isFitted = false;
				left = startLeft + event.getX() - pressed.x;
				top = startTop + event.getY() - pressed.y;
				repaint();
			}

			@Override
			public void mouseReleased(MouseEvent event) {
				if (pressed == null || isDragged || image == null) return;
				if (measuring != null) {
					if (line != null) measured();
					return;
				}
				double x = (event.getX() - left) / zoom;
				double y = (event.getY() - top) / zoom;
				if (x < 0 || y < 0 || x > image.getWidth() || y > image.getHeight()) return;
				if (SwingUtilities.isLeftMouseButton(event)) marking.mark(x, y);
				else marking.unmark(x, y, 2 * RADIUS / zoom);
			}

			@Override
			public void mouseWheelMoved(MouseWheelEvent event) {
				zoom(Math.pow(WHEEL, -event.getPreciseWheelRotation()), event.getX(), event.getY());
			}
		};
		addMouseListener(mouse);
		addMouseMotionListener(mouse);
		addMouseWheelListener(mouse);
	}

	/** Has the next line that is drawn measured instead of moving the photograph. */
	void measure(DoubleConsumer length) {
		measuring = length;
		line = null;
	}

	private void measured() {
		DoubleConsumer taker = measuring;
		double length = Math.hypot(line[2] - line[0], line[3] - line[1]);
		measuring = null;
		line = null;
		repaint();
		taker.accept(length);
	}

	void setGridColour(Color colour) {
		gridColour = colour;
		repaint();
	}

	/** Says something where there is no photograph. */
	void say(String sentence) {
		text = sentence;
		repaint();
	}

	/** Shows a photograph, all of it; null for none. */
	void show(BufferedImage photograph, double[] uprightLines, double[] levelLines) {
		image = photograph;
		columns = uprightLines;
		rows = levelLines;
		isFitted = true;
		repaint();
	}

	void setPoints(List<double[]> marked) {
		points = marked;
		repaint();
	}

	void setGridShown(boolean shown) {
		isGridShown = shown;
		repaint();
	}

	/** Zooms around the middle of what is seen. */
	void zoom(boolean in) {
		zoom(in ? WHEEL : 1 / WHEEL, getWidth() / 2.0, getHeight() / 2.0);
	}

	/** Shows all of the photograph. */
	void fit() {
		isFitted = true;
		repaint();
	}

	private void zoom(double factor, double x, double y) {
		if (image == null) return;
		double next = Math.max(fitting() / 2, Math.min(MOST_ZOOM, zoom * factor));
		left = x - (x - left) * next / zoom;
		top = y - (y - top) * next / zoom;
		zoom = next;
		isFitted = false;
		repaint();
	}

	private double fitting() {
		return Math.min((double) getWidth() / image.getWidth(), (double) getHeight() / image.getHeight());
	}

	/** Where the upright lines are, in px of the photograph. */
	double[] columns() {
		return columns.clone();
	}

	/** Where a place of the photograph is on the screen. */
	Point2D onScreen(double x, double y) {
		return new Point2D.Double(left + x * zoom, top + y * zoom);
	}

	@Override
	protected void paintComponent(Graphics graphics) {
		Graphics2D g = (Graphics2D) graphics.create();
		g.setColor(getBackground());
		g.fillRect(0, 0, getWidth(), getHeight());
		if (image == null) {
			g.setColor(Color.WHITE);
			g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
			g.drawString(text, Math.max(8, (getWidth() - g.getFontMetrics().stringWidth(text)) / 2), getHeight() / 2);
			g.dispose();
			return;
		}
		if (isFitted) {
			zoom = fitting();
			left = (getWidth() - zoom * image.getWidth()) / 2;
			top = (getHeight() - zoom * image.getHeight()) / 2;
		}
		g.setRenderingHint(RenderingHints.KEY_INTERPOLATION,
			zoom < 2 ? RenderingHints.VALUE_INTERPOLATION_BILINEAR :
			RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
		g.drawImage(image, new AffineTransform(zoom, 0, 0, zoom, left, top), null);
		g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
		if (isGridShown) {
			g.setColor(gridColour);
			g.setStroke(new BasicStroke(1.2f));
			double right = left + zoom * image.getWidth();
			double bottom = top + zoom * image.getHeight();
			for (double x : columns) g.draw(new Line2D.Double(left + x * zoom, top, left + x * zoom, bottom));
			for (double y : rows) g.draw(new Line2D.Double(left, top + y * zoom, right, top + y * zoom));
		}
		for (double[] point : points) {
			Point2D at = onScreen(point[0], point[1]);
			Ellipse2D circle = new Ellipse2D.Double(at.getX() - RADIUS, at.getY() - RADIUS, 2 * RADIUS, 2 * RADIUS);
			drawOnDark(g, circle, Color.MAGENTA);
		}
		if (line != null) {
			drawOnDark(g, new Line2D.Double(onScreen(line[0], line[1]), onScreen(line[2], line[3])), Color.YELLOW);
		}
		g.dispose();
	}

	/** Dark around, to be seen on pale roots, too. */
	private static void drawOnDark(Graphics2D g, Shape shape, Color colour) {
		g.setStroke(new BasicStroke(4));
		g.setColor(Color.BLACK);
		g.draw(shape);
		g.setStroke(new BasicStroke(2));
		g.setColor(colour);
		g.draw(shape);
	}
}
