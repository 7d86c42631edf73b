// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.imagej;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

import io.github.taproot.files.ResultFiles;
import io.github.taproot.files.SafeFile;
import io.github.taproot.image.Mask;
import io.github.taproot.image.Photograph;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.roots.skeleton.Diameters;

/**
 * Draws what was found, to lie over a photograph: a magenta line around each root, and its centre line coloured by the
 * root's diameter, with a legend in the lower left corner. Lines are as wide as they must be to be seen where the whole
 * photograph fits on a screen, so that centre lines cover the thinnest roots. Sizes must be equal.
 */
public final class RootDrawing {

	static final int OUTLINE = ResultFiles.ROOT_COLOUR;
	/** Black behind the legend; not 0, which is transparent. */
	private static final int BLACK = 0x010101;

	/**
	 * Viridis (van der Walt and Smith 2015), perceptually even and readable with any kind of colour vision, in equal
	 * steps; from 0.3 on, since soil would hide what is darker.
	 */
	private static final int[] VIRIDIS =
		{ 0x35608d, 0x2a788e, 0x21918c, 0x22a884, 0x44bf70, 0x7ad151, 0xbddf26, 0xfde725 };

	/** Rows and columns of a screen of usual size, about: one more pixel of line for as many of the photograph. */
	private static final int SCREEN = 1000;
	/** Where fewer are left, a legend would hide what it explains. */
	private static final int SMALLEST_WITH_LEGEND = 200;
	/** Part of the diameters that have a colour of their own; blobs where roots cross would take most of the scale. */
	private static final double COLOURED = 0.98;

	private RootDrawing() {}

	/**
	 * Writes a photograph with the roots that were found in it, for people to look at: a JPEG in which a magenta line
	 * runs around each root, so that the root itself stays visible, and the centre lines are coloured by diameter, with
	 * a legend. Values are shown as in {@link ResultFiles#displayed}.
	 *
	 * @param roots to be outlined; null for none
	 * @param diameters along the centre lines; null for none
	 * @param note a line of text for the upper left corner, left out on small photographs; null for none
	 * @throws IllegalArgumentException where the sizes differ
	 * @throws IOException as {@link SafeFile#write}
	 */
	public static void writeOverlay(Photograph photograph, Mask roots, Diameters diameters, String note, Path jpg)
		throws IOException
	{
		int width = photograph.width();
		int height = photograph.height();
		if (roots != null) requireSize(width, height, roots.width(), roots.height());
		if (diameters != null) requireSize(width, height, diameters.width(), diameters.height());
		int[] rgb = ResultFiles.displayed(photograph);
		if (roots != null || diameters != null) {
			BufferedImage drawn = draw(roots, diameters, photograph.calibration());
			if (note != null && Math.min(width, height) >= SMALLEST_WITH_LEGEND) note(drawn, note);
			int[] over = ((DataBufferInt) drawn.getRaster().getDataBuffer()).getData();
			for (int i = 0; i < rgb.length; i++) if ((over[i] & 0xffffff) != 0) rgb[i] = over[i];
		}
		ResultFiles.writeJpeg(rgb, width, height, jpg);
	}

	private static void requireSize(int width, int height, int maskWidth, int maskHeight) {
		if (maskWidth == width && maskHeight == height) return;
		throw new IllegalArgumentException("The photograph has " + width + "x" + height + " pixels, but its mask has " +
			maskWidth + "x" + maskHeight + ".");
	}

	/**
	 * The colour of a diameter.
	 *
	 * @param share of the scale, 0 (blue) to 1 (yellow) and beyond, where it stays yellow
	 * @return red, green and blue
	 */
	static int colour(double share) {
		double place = Math.max(0, Math.min(1, share)) * (VIRIDIS.length - 1);
		int below = Math.min((int) place, VIRIDIS.length - 2);
		int colour = 0;
		for (int shift = 16; shift >= 0; shift -= 8) {
			int low = VIRIDIS[below] >> shift & 0xff;
			int high = VIRIDIS[below + 1] >> shift & 0xff;
			colour |= (int) Math.round(low + (place - below) * (high - low)) << shift;
		}
		return colour;
	}

	/**
	 * Draws roots.
	 *
	 * @param roots to be outlined; null for none
	 * @param diameters of their skeleton; null for none
	 * @param scale gives the legend's unit
	 * @return an image of type INT_RGB, 0 where nothing is drawn
	 */
	static BufferedImage draw(Mask roots, Diameters diameters, PixelCalibration scale) {
		int width = roots != null ? roots.width() : diameters.width();
		int height = roots != null ? roots.height() : diameters.height();
		BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
		int[] rgb = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
		int more = Math.max(width, height) / SCREEN;
		// Thin beside coloured lines, whose colours it would drown.
		if (roots != null) outline(roots, diameters == null ? more : more / 4, rgb);
		if (diameters == null) return image;
		float[] sorted = diameters.sorted();
		if (sorted.length == 0) return image;
		double top = nice(sorted[(int) (COLOURED * (sorted.length - 1))]);
		float[] pixels = diameters.pixels();
		for (int i = 0; i < rgb.length; i++) if (pixels[i] > 0) disc(rgb, width, i, more, colour(pixels[i] / top));
		if (Math.min(width, height) >= SMALLEST_WITH_LEGEND) legend(image, top, sorted[sorted.length - 1] > top, scale);
		return image;
	}

	private static void outline(Mask roots, int more, int[] rgb) {
		int width = roots.width();
		for (int y = 0; y < roots.height(); y++) {
			for (int x = 0; x < width; x++) {
				if (!roots.isRoot(x, y) && touchesRoot(roots, x, y)) disc(rgb, width, y * width + x, more, OUTLINE);
			}
		}
		if (more > 0) for (int i = 0; i < rgb.length; i++) if (roots.pixels()[i] != Mask.SOIL) rgb[i] = 0;
	}

	private static boolean touchesRoot(Mask mask, int x, int y) {
		return mask.isRoot(x - 1, y) || mask.isRoot(x + 1, y) || mask.isRoot(x, y - 1) || mask.isRoot(x, y + 1);
	}

	private static void disc(int[] rgb, int width, int middle, int radius, int colour) {
		int x = middle % width;
		for (int dy = -radius; dy <= radius; dy++) {
			for (int dx = -radius; dx <= radius; dx++) {
				int i = middle + dy * width + dx;
				boolean inside = x + dx >= 0 && x + dx < width && i >= 0 && i < rgb.length;
				if (inside && dx * dx + dy * dy <= radius * radius + 1) rgb[i] = colour;
			}
		}
	}

	/** The least of 1, 2, 5, 10, 20, 50 and so on that is at least the value. */
	static double nice(double value) {
		double power = Math.pow(10, Math.floor(Math.log10(value)));
		for (int step : new int[] { 1, 2, 5 }) if (step * power >= value) return step * power;
		return 10 * power;
	}

	/** A bar of colours from 0 to the top, on black. */
	private static void legend(BufferedImage image, double top, boolean isExceeded, PixelCalibration scale) {
		Graphics2D g = writing(image);
		FontMetrics metrics = g.getFontMetrics();
		int type = metrics.getFont().getSize();
		String unit = scale.isCalibrated() ? scale.unit() : "px";
		double side = scale.isCalibrated() ? Math.sqrt(scale.pixelWidth() * scale.pixelHeight()) : 1;
		String title = "Root diameter (" + unit + ")";
		String end = (isExceeded ? "\u2265 " : "") + number(top * side);
		String middle = number(top * side / 2);
		int bar = Math.max(metrics.stringWidth(title), 8 * type);
		int left = type;
		int boxHeight = 4 * type + type / 2;
		int boxTop = image.getHeight() - boxHeight - type / 2;
		g.setColor(new Color(BLACK));
		g.fillRect(left - type / 2, boxTop, bar + type, boxHeight);
		for (int x = 0; x < bar; x++) {
			g.setColor(new Color(colour((x + 0.5) / bar)));
			g.fillRect(left + x, boxTop + type * 7 / 4, 1, type);
		}
		g.setColor(Color.WHITE);
		int base = boxTop + type * 15 / 4 + type / 4;
		g.drawString(title, left, boxTop + type + type / 4);
		g.drawString("0", left, base);
		g.drawString(middle, left + (bar - metrics.stringWidth(middle)) / 2, base);
		g.drawString(end, left + bar - metrics.stringWidth(end), base);
		g.dispose();
	}

	/** White on black, in smaller letters where the photograph is too narrow. */
	private static void note(BufferedImage image, String text) {
		Graphics2D g = writing(image);
		int room = image.getWidth() - 2 * g.getFont().getSize();
		int wide = g.getFontMetrics().stringWidth(text);
		if (wide > room) g.setFont(g.getFont().deriveFont(g.getFont().getSize2D() * room / wide));
		int type = g.getFont().getSize();
		g.setColor(new Color(BLACK));
		g.fillRect(type / 2, type / 2, g.getFontMetrics().stringWidth(text) + type, 2 * type);
		g.setColor(Color.WHITE);
		g.drawString(text, type, type * 7 / 4);
		g.dispose();
	}

	/** Letters that can be read where the whole image fits on a screen. */
	private static Graphics2D writing(BufferedImage image) {
		int type = Math.max(10, Math.min(image.getWidth(), image.getHeight()) / 45);
		Graphics2D g = image.createGraphics();
		g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
		g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, type));
		return g;
	}

	/** Two significant digits at most. */
	private static String number(double value) {
		return value >= 10 ? String.valueOf(Math.round(value))
			: String.format(Locale.ROOT, "%.2g", value).replaceAll("(\\.\\d*?)0+$", "$1").replaceAll("\\.$", "");
	}
}
