// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.window;

import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Cursor;
import java.awt.Dimension;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.Window;
import java.awt.event.InputEvent;
import java.awt.event.MouseEvent;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferInt;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.GUI;
import ij.gui.ImageCanvas;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;

import io.github.taproot.annotation.Area;
import io.github.taproot.annotation.Painting;
import io.github.taproot.image.Annotation;
import io.github.taproot.image.Mask;

/**
 * Shows a photograph with the roots that a model found, what is painted, and the brush's outline. Labels and masks are
 * drawn from their own arrays, so that a stroke repaints its rectangle and copies nothing.
 */
final class AnnotationCanvas extends ImageCanvas {

	private static final long serialVersionUID = 1L;

	/** Orange-red, blue-green and cyan: people who confuse red and green tell them apart, too. */
	static final Color ROOT = new Color(255, 60, 0, 130);
	static final Color SOIL = new Color(0, 190, 130, 110);
	static final Color SEGMENTATION = new Color(0, 255, 255);
	/** Of what was found, in percent. */
	static final int OPACITY = 45;

	/** What can be hidden. */
	enum Layer {
		SEGMENTATION, ANNOTATION, PHOTOGRAPH
	}

	private final boolean[] hidden = new boolean[Layer.values().length];
	private transient BufferedImage annotation;
	/** What was found, of the image's size; null for nothing. */
	private transient Mask found;
	private transient BufferedImage segmentation;
	private int opacity = OPACITY;
	private boolean hasOutlines;
	/** The photograph in other brightness; null as it is. */
	private transient BufferedImage adjusted;
	private int brightness;
	private int contrast;
	private transient BufferedImage buffer;
	/** In the image's pixels. */
	private double brushX;
	private double brushY;
	private double brushDiameter;
	private Color brushColour;
	/** Columns of the screen from here on are the panel's. */
	private int rightmost = Integer.MAX_VALUE;
	private boolean isPanning;

	AnnotationCanvas(ImagePlus image) {
		super(image);
	}

	/** Windows don't grow beyond this column of the screen. */
	void keepLeftOf(int column) {
		rightmost = column;
	}

	void show(Painting painting) {
		Color[] colours = new Color[256];
		colours[Annotation.ROOT] = ROOT;
		colours[Annotation.SOIL] = SOIL;
		annotation = layer(painting.width(), painting.height(), painting.labels(), colours);
		repaint();
	}

	/** Shows nothing as found. */
	void clearFound() {
		found = null;
		segmentation = null;
		repaint();
	}

	/**
	 * Shows what was found in a part of the image, or in all of it.
	 *
	 * @param x column where the part begins
	 * @param y row where it begins
	 */
	void show(Mask roots, int x, int y) {
		int width = getImage().getWidth();
		int height = getImage().getHeight();
		if (x < 0 || y < 0 || x + roots.width() > width || y + roots.height() > height) return;
		if (found == null || found.width() != width || found.height() != height) found = new Mask(width, height);
		for (int row = 0; row < roots.height(); row++) {
			System.arraycopy(roots.pixels(), row * roots.width(), found.pixels(), (y + row) * width + x, roots.width());
		}
		showFound();
	}

	/** What is shown as found; null for nothing. */
	Mask found() {
		return found;
	}

	/**
	 * Changes how it looks.
	 *
	 * @param percent 0 to 100; of outlines, too
	 * @param outlines whether only the outlines of roots are drawn
	 */
	void setFoundLook(int percent, boolean outlines) {
		opacity = percent;
		hasOutlines = outlines;
		showFound();
	}

	private void showFound() {
		if (found == null) return;
		Color[] colours = new Color[256];
		colours[Mask.ROOT & 0xff] = new Color(SEGMENTATION.getRed(), SEGMENTATION.getGreen(), SEGMENTATION.getBlue(),
			(hasOutlines ? Math.max(opacity, 80) : opacity) * 255 / 100);
		segmentation = layer(found.width(), found.height(), hasOutlines ? outlines(found) : found.pixels(), colours);
		repaint();
	}

	private static byte[] outlines(Mask mask) {
		int width = mask.width();
		byte[] edge = new byte[mask.pixels().length];
		for (int i = 0; i < edge.length; i++) if (mask.isEdge(i % width, i / width)) edge[i] = Mask.ROOT;
		return edge;
	}

	/**
	 * Shows the photograph brighter or darker, with more or less contrast. Its pixels stay as they are.
	 *
	 * @param newBrightness -100 to 100, 0 for as it is
	 * @param newContrast -80 to 80, 0 for as it is
	 */
	void setPhotoLook(int newBrightness, int newContrast) {
		brightness = newBrightness;
		contrast = newContrast;
		showPhoto();
	}

	/** Takes the image's pixels, which may be new. */
	void showPhoto() {
		ImageProcessor pixels = getImage().getProcessor();
		adjusted = null;
		if ((brightness != 0 || contrast != 0) && pixels instanceof ColorProcessor) {
			int[] table = new int[256];
			double slope = Math.tan((contrast / 100.0 + 1) * Math.PI / 4);
			for (int i = 0; i < 256; i++) {
				double value = (i - 128) * slope + 128 + brightness * 1.28;
				table[i] = (int) Math.max(0, Math.min(255, Math.round(value)));
			}
			int[] from = (int[]) pixels.getPixels();
			adjusted = new BufferedImage(pixels.getWidth(), pixels.getHeight(), BufferedImage.TYPE_INT_RGB);
			int[] to = ((DataBufferInt) adjusted.getRaster().getDataBuffer()).getData();
			for (int i = 0; i < to.length; i++) {
				int rgb = from[i];
				to[i] = table[rgb >> 16 & 0xff] << 16 | table[rgb >> 8 & 0xff] << 8 | table[rgb & 0xff];
			}
		}
		repaint();
	}

	/** An image of an array that goes on changing. */
	private static BufferedImage layer(int width, int height, byte[] values, Color[] colours) {
		byte[][] table = new byte[4][256];
		for (int i = 0; i < 256; i++) {
			if (colours[i] == null) continue;
			table[0][i] = (byte) colours[i].getRed();
			table[1][i] = (byte) colours[i].getGreen();
			table[2][i] = (byte) colours[i].getBlue();
			table[3][i] = (byte) colours[i].getAlpha();
		}
		DataBufferByte data = new DataBufferByte(values, values.length);
		WritableRaster raster = Raster.createInterleavedRaster(data, width, height, width, 1, new int[1], null);
		return new BufferedImage(new IndexColorModel(8, 256, table[0], table[1], table[2], table[3]), raster,
			false, null);
	}

	void setVisible(Layer layer, boolean visible) {
		hidden[layer.ordinal()] = !visible;
		repaint();
	}

	/** Repaints part of the image. */
	void repaint(Area area) {
		if (area.isEmpty()) return;
		double scale = getMagnification();
		Rectangle source = getSrcRect();
		int x = (int) Math.floor((area.x() - source.x) * scale) - 1;
		int y = (int) Math.floor((area.y() - source.y) * scale) - 1;
		repaint(x, y, (int) Math.ceil(area.width() * scale) + 3, (int) Math.ceil(area.height() * scale) + 3);
	}

	/** Moves the brush's outline; a null colour hides it. */
	void setBrush(double x, double y, double diameter, Color colour) {
		repaintBrush();
		brushX = x;
		brushY = y;
		brushDiameter = diameter;
		brushColour = colour;
		repaintBrush();
	}

	private Ellipse2D outline() {
		double scale = getMagnification();
		double size = brushDiameter * scale;
		return new Ellipse2D.Double((brushX - getSrcRect().x) * scale - size / 2,
			(brushY - getSrcRect().y) * scale - size / 2, size, size);
	}

	private void repaintBrush() {
		if (brushColour == null) return;
		Rectangle bounds = outline().getBounds();
		repaint(bounds.x - 3, bounds.y - 3, bounds.width + 6, bounds.height + 6);
	}

	/** Paints what is asked for into a buffer first: layers one after the other would flicker. */
	@Override
	public void paint(Graphics g) {
		Rectangle clip = g.getClipBounds();
		if (clip == null) clip = new Rectangle(0, 0, getWidth(), getHeight());
		clip = clip.intersection(new Rectangle(0, 0, getWidth(), getHeight()));
		if (clip.isEmpty()) return;
		Graphics2D screen = (Graphics2D) g;
		double density = Math.max(1, screen.getTransform().getScaleX());
		int width = (int) Math.ceil(getWidth() * density);
		int height = (int) Math.ceil(getHeight() * density);
		if (buffer == null || buffer.getWidth() < width || buffer.getHeight() < height) {
			buffer = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
		}
		Graphics2D g2 = buffer.createGraphics();
		try {
			g2.scale(density, density);
			g2.setClip(clip);
			paintLayers(g2);
		}
		finally {
			g2.dispose();
		}
		Graphics2D copy = (Graphics2D) screen.create();
		copy.clip(clip);
		copy.scale(1 / density, 1 / density);
		copy.drawImage(buffer, 0, 0, null);
		copy.dispose();
	}

	private void paintLayers(Graphics2D g) {
		super.paint(g);
		Rectangle source = getSrcRect();
		int width = (int) (source.width * getMagnification() + 0.5);
		int height = (int) (source.height * getMagnification() + 0.5);
		if (hidden[Layer.PHOTOGRAPH.ordinal()]) {
			g.setColor(Color.BLACK);
			g.fillRect(0, 0, width, height);
		}
		else if (adjusted != null) {
			g.drawImage(adjusted, 0, 0, width, height, source.x, source.y, source.x + source.width,
				source.y + source.height, null);
		}
		g.setComposite(AlphaComposite.SrcOver);
		for (Layer layer : new Layer[] { Layer.SEGMENTATION, Layer.ANNOTATION }) {
			BufferedImage image = layer == Layer.SEGMENTATION ? segmentation : annotation;
			if (image == null || hidden[layer.ordinal()]) continue;
			g.drawImage(image, 0, 0, width, height, source.x, source.y, source.x + source.width, source.y +
				source.height, null);
		}
		if (brushColour == null) return;
		g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
		g.setStroke(new BasicStroke(3));
		g.setColor(Color.BLACK);
		g.draw(outline());
		g.setStroke(new BasicStroke(1.5f));
		g.setColor(brushColour);
		g.draw(outline());
	}

	/** The largest drawing that fits on the screen left of the panel, with the window where it is. */
	Dimension room() {
		Window window = getImage().getWindow();
		Rectangle screen = GUI.getMaxWindowBounds(window);
		int right = Math.min(rightmost, screen.x + screen.width);
		return new Dimension(Math.max(200, right - window.getX() - window.getWidth() + getWidth()),
			Math.max(200, screen.y + screen.height - window.getY() - window.getHeight() + getHeight()));
	}

	/** Grows with the zoom in both directions as far as there is room: ImageJ would stop at the first edge. */
	@Override
	protected Dimension canEnlarge(int newWidth, int newHeight) {
		if (getImage().getWindow() == null) return null;
		Dimension room = room();
		return new Dimension(Math.min(newWidth, Math.max(getWidth(), room.width)),
			Math.min(newHeight, Math.max(getHeight(), room.height)));
	}

	/** The cursor of the brush; ImageJ's own for all other tools, and while the space bar is down. */
	@Override
	public void setCursor(int screenX, int screenY, int x, int y) {
		if (brushColour != null && !IJ.spaceBarDown()) setCursor(Cursor.getPredefinedCursor(Cursor.CROSSHAIR_CURSOR));
		else super.setCursor(screenX, screenY, x, y);
	}

	/** Whether a button moves the image: the middle one, and, as in RootPainter, the right one while painting. */
	private boolean pans(MouseEvent e) {
		return (e.getModifiersEx() & InputEvent.BUTTON2_DOWN_MASK) != 0 ||
			brushColour != null && (e.getModifiersEx() & InputEvent.BUTTON3_DOWN_MASK) != 0;
	}

	@Override
	public void mousePressed(MouseEvent e) {
		isPanning = pans(e);
		if (isPanning) setupScroll(offScreenX(e.getX()), offScreenY(e.getY()));
		else super.mousePressed(e);
	}

	@Override
	public void mouseDragged(MouseEvent e) {
		if (isPanning) scroll(e.getX(), e.getY());
		else super.mouseDragged(e);
	}

	@Override
	public void mouseReleased(MouseEvent e) {
		if (isPanning) isPanning = false;
		else super.mouseReleased(e);
	}
}
