// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.window;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.util.Locale;

import javax.swing.JComponent;
import javax.swing.JLabel;

/** A small curve of F1, from 0 to 1, by minutes. For the event thread only. */
final class ScoreCurve extends JComponent {

	private static final long serialVersionUID = 1L;
	private static final int HEIGHT = 70;
	private static final Color LINE = new Color(0, 110, 180);

	private double[] minutes = {};
	private double[] scores = {};

	ScoreCurve() {
		setFont(new JLabel().getFont().deriveFont(10f));
		setPreferredSize(new Dimension(100, HEIGHT));
		setToolTipText("F1 on your validation strokes, by minutes of training.");
	}

	/** Shows other points, of which there may be none. */
	void show(double[] newMinutes, double[] newScores) {
		minutes = newMinutes;
		scores = newScores;
		repaint();
	}

	@Override
	protected void paintComponent(Graphics g) {
		if (minutes.length == 0) return;
		Graphics2D g2 = (Graphics2D) g.create();
		g2.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
		int left = 26;
		int top = 6;
		int width = getWidth() - left - 6;
		int height = getHeight() - top - 16;
		double longest = Math.max(1, minutes[minutes.length - 1]);
		g2.setColor(Color.GRAY);
		g2.drawRect(left, top, width, height);
		g2.drawString("F1 1", 0, top + 8);
		g2.drawString("0", left - 9, top + height);
		String end = String.format(Locale.ROOT, "%.0f min", longest);
		g2.drawString(end, left + width - g2.getFontMetrics().stringWidth(end), top + height + 13);
		Path2D line = new Path2D.Double();
		for (int i = 0; i < minutes.length; i++) {
			double x = left + minutes[i] / longest * width;
			double y = top + (1 - scores[i]) * height;
			if (i == 0) line.moveTo(x, y);
			else line.lineTo(x, y);
			g2.setColor(LINE);
			g2.fillOval((int) x - 2, (int) y - 2, 5, 5);
		}
		g2.setStroke(new BasicStroke(1.5f));
		g2.draw(line);
		g2.dispose();
	}
}
