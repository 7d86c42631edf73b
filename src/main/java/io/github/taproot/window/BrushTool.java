// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.window;

import java.awt.event.MouseEvent;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.ImageCanvas;
import ij.gui.Toolbar;
import ij.plugin.tool.PlugInTool;

/** The brush in ImageJ's toolbar; paints only in the image that is annotated. */
final class BrushTool extends PlugInTool {

	/** Takes the brush's moves, in px of the image: 0.5 is the middle of the leftmost pixel. */
	interface Brush {

		void press(double x, double y);

		void drag(double x, double y);

		void release();

		/** The pointer is there, or outside the image where {@code inside} is false. */
		void hover(double x, double y, boolean inside);
	}

	private final ImagePlus image;
	private final Brush brush;
	private boolean isDown;

	BrushTool(ImagePlus image, Brush brush) {
		this.image = image;
		this.brush = brush;
	}

	/** Chooses this tool in ImageJ's toolbar, and puts it there where it is missing. */
	void choose() {
		if (Toolbar.getInstance() == null || Toolbar.getPlugInTool() == this) return;
		Toolbar.addPlugInTool(this);
	}

	boolean isChosen() {
		return Toolbar.getPlugInTool() == this;
	}

	@Override
	public String getToolName() {
		return "Root Brush";
	}

	/** A red brush with a brown handle. */
	@Override
	public String getToolIcon() {
		return "C840L68e0L78f0L69f1L79f2Cd00V1966C060L0fff";
	}

	private static double x(ImageCanvas canvas, MouseEvent e) {
		return canvas.offScreenXD(e.getX());
	}

	private static double y(ImageCanvas canvas, MouseEvent e) {
		return canvas.offScreenYD(e.getY());
	}

	@Override
	public void mousePressed(ImagePlus where, MouseEvent e) {
		if (where != image || e.getButton() != MouseEvent.BUTTON1) return;
		isDown = true;
		brush.press(x(where.getCanvas(), e), y(where.getCanvas(), e));
		e.consume();
	}

	@Override
	public void mouseDragged(ImagePlus where, MouseEvent e) {
		if (where != image || !isDown) return;
		brush.drag(x(where.getCanvas(), e), y(where.getCanvas(), e));
		e.consume();
	}

	@Override
	public void mouseReleased(ImagePlus where, MouseEvent e) {
		if (where != image || !isDown) return;
		isDown = false;
		brush.release();
		e.consume();
	}

	@Override
	public void mouseMoved(ImagePlus where, MouseEvent e) {
		if (where != image) return;
		brush.hover(x(where.getCanvas(), e), y(where.getCanvas(), e), !IJ.spaceBarDown());
		e.consume();
	}

	@Override
	public void mouseExited(ImagePlus where, MouseEvent e) {
		if (where == image) brush.hover(0, 0, false);
	}
}
