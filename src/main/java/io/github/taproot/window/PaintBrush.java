// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.window;

import java.awt.Point;
import java.awt.Rectangle;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.gui.Toolbar;
import ij.plugin.frame.RoiManager;
import ij.process.FloatPolygon;
import ij.process.ImageProcessor;

import io.github.taproot.annotation.Area;
import io.github.taproot.annotation.Painting;
import io.github.taproot.image.Annotation;
import io.github.taproot.image.Mask;

/** The brush of the annotation window, and what it has painted on the photograph that is shown; the event thread's. */
final class PaintBrush implements BrushTool.Brush {

	/** Strokes may be narrower than their root by so much on each side, in px. */
	private static final int GAP = 2;
	private static final int NARROWEST_HALO = 4;

	private final ImagePlus image;
	private final AnnotationCanvas canvas;
	private final AnnotationPanel panel;
	private final Runnable painted;
	private final BrushTool tool;
	private Painting painting;
	private byte label = Annotation.ROOT;
	private int diameter = 15;
	private boolean hasHalo = AnnotationPanel.HALO;
	private double lastX;
	private double lastY;
	private boolean isPainting;
	private boolean isFrozen;

	/** @param painted called when a stroke ended, or was undone */
	PaintBrush(ImagePlus image, AnnotationCanvas canvas, AnnotationPanel panel, Runnable painted) {
		this.image = image;
		this.canvas = canvas;
		this.panel = panel;
		this.painted = painted;
		tool = new BrushTool(image, this);
	}

	/** Paints on another photograph from now on. */
	void paintOn(Annotation annotation) {
		painting = new Painting(annotation);
	}

	Painting painting() {
		return painting;
	}

	/** Takes no stroke any more. */
	void freeze() {
		keepStroke();
		isFrozen = true;
	}

	/** Gives ImageJ's toolbar another tool, where this one is chosen. */
	void leave() {
		if (tool.isChosen()) Toolbar.getInstance().setTool(Toolbar.RECTANGLE);
	}

	@Override
	public void press(double x, double y) {
		if (isFrozen) return;
		if (hasHalo && label == Annotation.ROOT) {
			painting.begin(label, GAP, GAP + Math.max(NARROWEST_HALO, diameter / 2));
		}
		else painting.begin(label);
		isPainting = true;
		move(x, y, x, y);
	}

	@Override
	public void drag(double x, double y) {
		if (isPainting) move(lastX, lastY, x, y);
	}

	@Override
	public void release() {
		keepStroke();
	}

	@Override
	public void hover(double x, double y, boolean inside) {
		canvas.setBrush(x, y, diameter, inside ? AnnotationPanel.colour(label).brighter() : null);
	}

	private void move(double x0, double y0, double x1, double y1) {
		canvas.repaint(painting.line(x0, y0, x1, y1, diameter));
		lastX = x1;
		lastY = y1;
		hover(x1, y1, true);
	}

	/** Ends the stroke that is being painted, if there is one. */
	void keepStroke() {
		if (!isPainting) return;
		isPainting = false;
		canvas.repaint(painting.end());
		painted.run();
	}

	/** Whether strokes of root get a halo of soil from now on. */
	void setHalo(boolean halo) {
		hasHalo = halo;
	}

	/** Fills what is not painted around the pointer, up to the strokes. */
	void flood(byte newLabel) {
		keepStroke();
		if (isFrozen || !canvas.cursorOverImage()) return;
		Point pointer = canvas.getCursorLoc();
		apply(painting.flood(pointer.x, pointer.y, newLabel));
	}

	/** Labels all that is not painted as what was found, or as soil where that is null. */
	void complete(Mask found) {
		keepStroke();
		if (!isFrozen) apply(painting.complete(found));
	}

	private void apply(Area area) {
		if (area.isEmpty()) return;
		canvas.repaint(area);
		painted.run();
	}

	void undo(boolean back) {
		keepStroke();
		apply(back ? painting.undo() : painting.redo());
	}

	void choose() {
		choose(label);
	}

	void choose(byte newLabel) {
		label = newLabel;
		tool.choose();
		panel.setBrush(newLabel);
		if (canvas.cursorOverImage()) hover();
	}

	/** As it was. */
	void setDiameter() {
		setDiameter(diameter);
	}

	void setDiameter(int newDiameter) {
		diameter = Math.max(1, Math.min(panel.largestBrush(), newDiameter));
		panel.setBrushSize(diameter);
		if (canvas.cursorOverImage() && tool.isChosen()) hover();
	}

	private void hover() {
		Point pointer = canvas.getCursorLoc();
		hover(pointer.x + 0.5, pointer.y + 0.5, true);
	}

	/** Larger or smaller by about a seventh. */
	void resize(int steps) {
		setDiameter(diameter + steps * Math.max(1, diameter / 7));
	}

	/** Shows whether it is chosen in ImageJ's toolbar. */
	void refresh() {
		boolean isChosen = tool.isChosen();
		panel.setBrush(isChosen ? label : -1);
		if (!isChosen) canvas.setBrush(0, 0, 1, null);
	}

	void fillSelections(byte newLabel, boolean fromManager) {
		keepStroke();
		RoiManager manager = RoiManager.getInstance();
		Roi selected = image.getRoi();
		Roi[] rois = fromManager ? manager == null ? new Roi[0] : manager.getSelectedRoisAsArray()
			: selected == null ? new Roi[0] : new Roi[] { selected };
		if (rois.length == 0) {
			panel.say(fromManager ?
				"The ROI Manager has no selections: draw them with ImageJ's tools, and add each by the key T." :
				"Nothing is selected: draw a selection with ImageJ's tools.");
			return;
		}
		painting.begin(newLabel);
		Area area = Area.NOTHING;
		for (Roi roi : rois) area = area.and(fill(roi));
		painting.end();
		image.deleteRoi();
		canvas.repaint(area);
		painted.run();
	}

	private Area fill(Roi roi) {
		if (roi.isArea()) {
			Rectangle bounds = roi.getBounds();
			ImageProcessor mask = roi.getMask();
			return painting.fill(bounds.x, bounds.y, bounds.width, bounds.height,
				mask == null ? null : (byte[]) mask.getPixels());
		}
		// ImageJ's lines and points have whole numbers in the middle of pixels.
		FloatPolygon points = roi.getType() == Roi.POINT ? roi.getFloatPolygon() : roi.getInterpolatedPolygon(1, false);
		Area area = Area.NOTHING;
		for (int i = 0; i < points.npoints; i++) {
			int from = roi.getType() == Roi.POINT ? i : Math.max(0, i - 1);
			area = area.and(painting.line(points.xpoints[from] + 0.5, points.ypoints[from] + 0.5,
				points.xpoints[i] + 0.5, points.ypoints[i] + 0.5, diameter));
		}
		return area;
	}
}
