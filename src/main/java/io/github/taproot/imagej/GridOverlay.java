// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.imagej;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.geom.Path2D;
import java.util.List;

import ij.ImagePlus;
import ij.gui.PointRoi;
import ij.gui.Roi;
import ij.gui.ShapeRoi;

import io.github.taproot.roots.LineIntersections;

/** Shows a grid and the crossings of roots with its lines over an image. */
public final class GridOverlay {

	private static final String GRID = "Taproot grid";
	private static final String CROSSINGS = "Taproot crossings";
	/** Seen on soil and roots alike; crossings in the colour that outlines have elsewhere. */
	private static final Color GRID_COLOUR = new Color(0x56B4E9);
	private static final Color CROSSING_COLOUR = new Color(RootDrawing.OUTLINE);
	/** ImageJ's circles of middle size. */
	private static final int CIRCLE = 3;
	private static final int MEDIUM = 3;

	private GridOverlay() {}

	/** Adds both to the image's overlay, in place of those shown before. */
	public static void show(ImagePlus image, LineIntersections found) {
		ImagePlusConversion.overlay(image, GRID, grid(found));
		ImagePlusConversion.overlay(image, CROSSINGS, crossings(found.points()));
	}

	private static Roi grid(LineIntersections found) {
		Path2D lines = new Path2D.Double();
		for (double x : found.columns()) {
			lines.moveTo(x, 0);
			lines.lineTo(x, found.height());
		}
		for (double y : found.rows()) {
			lines.moveTo(0, y);
			lines.lineTo(found.width(), y);
		}
		if (lines.getCurrentPoint() == null) return null;
		ShapeRoi roi = new ShapeRoi(lines);
		roi.setStroke(new BasicStroke(Math.max(1, Math.max(found.width(), found.height()) / 1500)));
		roi.setStrokeColor(GRID_COLOUR);
		return roi;
	}

	private static Roi crossings(List<double[]> points) {
		if (points.isEmpty()) return null;
		float[] x = new float[points.size()];
		float[] y = new float[points.size()];
		for (int i = 0; i < x.length; i++) {
			x[i] = (float) points.get(i)[0];
			y[i] = (float) points.get(i)[1];
		}
		PointRoi roi = new PointRoi(x, y);
		roi.setPointType(CIRCLE);
		roi.setSize(MEDIUM);
		roi.setStrokeColor(CROSSING_COLOUR);
		roi.setShowLabels(false);
		return roi;
	}
}
