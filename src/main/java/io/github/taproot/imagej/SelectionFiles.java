// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.imagej;

import java.awt.Rectangle;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import com.google.gson.JsonParseException;

import ij.gui.OvalRoi;
import ij.gui.PolygonRoi;
import ij.gui.Roi;
import ij.io.RoiDecoder;
import ij.process.ImageProcessor;

import io.github.taproot.files.BoundedZip;
import io.github.taproot.files.Json;
import io.github.taproot.files.OutlineReader;
import io.github.taproot.image.Annotation;

/**
 * Areas that people drew as outlines: ImageJ's selections ({@code .roi}, or {@code .zip} for several), of which areas
 * and, with their width, lines count; and LabelMe's polygons, rectangles and circles ({@code .json}). Those called soil
 * or background are soil, and then all else is unlabelled; all others are root.
 */
public final class SelectionFiles implements OutlineReader {

	private static final int LARGEST_ROI = 16 << 20;
	/** ImageJ's types of selections without a list of coordinates: rectangle, oval, line. */
	private static final Set<Byte> WITHOUT_COORDINATES = Set.of((byte) 1, (byte) 2, (byte) 3);
	/** Where a text's lengths are after its header. */
	private static final int[] TEXT_LENGTHS = { 8, 12 };
	/** Where the second header has lengths. */
	private static final int[] LENGTHS = { RoiDecoder.NAME_LENGTH, RoiDecoder.IMAGE_SIZE, RoiDecoder.ROI_PROPS_LENGTH };
	/** LabelMe's files may hold the photograph as well. */
	private static final long LARGEST_JSON = 256L << 20;

	@Override
	public String[] extensions() {
		return new String[] { "roi", "zip", "json" };
	}

	@Override
	public Annotation read(Path file, int width, int height) throws IOException {
		boolean isLabelMe = file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".json");
		List<Roi> areas = new ArrayList<>();
		for (Roi roi : isLabelMe ? labelMe(file, width, height) : rois(file)) {
			// It would be drawn as wide, before anybody looks where.
			if (roi.isLine() && !(roi.getStrokeWidth() <= Math.max(width, height))) {
				throw new IOException(file + " has a line that is " + roi.getStrokeWidth() + " pixels wide, wider " +
					"than the image of " + width + "x" + height + " pixels: draw it with the width of a root.");
			}
			if (roi.isLine()) requireInside(roi, width, height, file);
			Roi area = roi.isLine() ? Roi.convertLineToArea(roi) : roi;
			if (area == null || !area.isArea()) continue;
			area.setName(roi.getName());
			areas.add(area);
		}
		if (areas.isEmpty()) {
			throw new IOException(file + " has no areas or lines: draw roots as areas, or as lines with their width.");
		}
		for (Roi area : areas) requireInside(area, width, height, file);
		byte[] labels = new byte[width * height];
		boolean hasSoil = areas.stream().anyMatch(SelectionFiles::isSoil);
		if (hasSoil) Arrays.fill(labels, Annotation.UNKNOWN);
		for (Roi area : areas) if (isSoil(area)) fill(area, labels, width, height, Annotation.SOIL);
		for (Roi area : areas) if (!isSoil(area)) fill(area, labels, width, height, Annotation.ROOT);
		return new Annotation(width, height, labels);
	}

	/** Selections do not tell which image they were drawn on; of another size, they lie elsewhere. */
	private static void requireInside(Roi area, int width, int height, Path file) throws IOException {
		Rectangle box = area.getBounds();
		Rectangle seen = box.intersection(new Rectangle(width, height));
		boolean isOutside = seen.isEmpty() || 2L * seen.width * seen.height < (long) box.width * box.height;
		if (!isOutside || box.isEmpty()) return;
		throw new IOException(file + " has an area outside of the image of " + width + "x" + height +
			" pixels (from x " + box.x +
			", y " + box.y + " to " + (box.x + box.width) + ", " + (box.y + box.height) + "): draw it on an image of " +
			"this size.");
	}

	private static boolean isSoil(Roi area) {
		String name = area.getName() == null ? "" : area.getName().toLowerCase(Locale.ROOT);
		return name.startsWith("soil") || name.startsWith("background");
	}

	/** @throws IOException where it holds no selection */
	static List<Roi> rois(Path file) throws IOException {
		List<Roi> rois = new ArrayList<>();
		try {
			if (!file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".zip")) {
				if (Files.size(file) <= LARGEST_ROI) add(Files.readAllBytes(file), rois);
			}
			else {
				try (BoundedZip zip = new BoundedZip(file)) {
					for (String name : zip.names()) {
						// Beside it, macOS stores an entry ._NAME.roi that is none.
						boolean isRoi = name.endsWith(".roi") && !name.matches("(.*/)?\\._[^/]*");
						if (isRoi) add(zip.bytes(name, LARGEST_ROI, null), rois);
					}
				}
			}
		}
		catch (IOException | RuntimeException e) {
			throw new IOException(file + " cannot be read as ImageJ selections: save them again from the ROI " +
				"Manager.", e);
		}
		if (rois.isEmpty()) throw new IOException(file + " has no ImageJ selection: save one from the ROI Manager.");
		return rois;
	}

	private static void add(byte[] bytes, List<Roi> rois) throws IOException {
		requireWhole(bytes);
		Roi roi = RoiDecoder.openFromByteArray(bytes);
		if (roi != null) rois.add(roi);
	}

	/** ImageJ allocates what a selection claims to have before it looks whether it is there. */
	private static void requireWhole(byte[] bytes) throws IOException {
		if (bytes.length < RoiDecoder.COORDINATES) throw new IOException("too short");
		ByteBuffer roi = ByteBuffer.wrap(bytes);
		long coordinates = roi.getShort(RoiDecoder.N_COORDINATES) & 0xffff;
		boolean hasCoordinates = !WITHOUT_COORDINATES.contains(roi.get(RoiDecoder.TYPE));
		// Where others have a sub-pixel rectangle.
		if (coordinates == 0 && hasCoordinates) coordinates = roi.getInt(RoiDecoder.SIZE);
		List<Long> claimed = new ArrayList<>(List.of(4 * coordinates, 4L * roi.getInt(RoiDecoder.SHAPE_ROI_SIZE)));
		if (roi.getShort(RoiDecoder.SUBTYPE) == RoiDecoder.TEXT) {
			for (int place : TEXT_LENGTHS) claimed.add(2L * intAt(roi, RoiDecoder.COORDINATES + place));
		}
		int more = roi.getInt(RoiDecoder.HEADER2_OFFSET);
		for (int place : LENGTHS) if (more > 0) claimed.add((long) intAt(roi, more + place));
		for (long size : claimed) if (size < 0 || size > bytes.length) throw new IOException("cut short");
	}

	private static int intAt(ByteBuffer bytes, int place) {
		return place < 0 || place > bytes.limit() - Integer.BYTES ? 0 : bytes.getInt(place);
	}

	/** As LabelMe names its fields. */
	private static final class LabelMe {

		private Shape[] shapes;
		private int imageHeight;
		private int imageWidth;

		private static final class Shape {

			private String label;
			private float[][] points;
			private String shape_type;
		}
	}

	private static List<Roi> labelMe(Path file, int width, int height) throws IOException {
		LabelMe read;
		if (Files.size(file) > LARGEST_JSON) throw new IOException(file + " is too large for a LabelMe file.");
		try {
			read = Json.read(Files.readString(file, StandardCharsets.UTF_8), LabelMe.class);
		}
		catch (IOException | JsonParseException e) {
			throw new IOException(file + " cannot be read as polygons of LabelMe: save it there again.", e);
		}
		if (read == null || read.shapes == null) throw new IOException(file + " has no polygons of LabelMe.");
		if (read.imageWidth != width || read.imageHeight != height) {
			throw new IOException(file + " was drawn on " + read.imageWidth + "x" + read.imageHeight +
				" pixels, but its photograph has " + width + "x" + height + ": annotate at the photograph's size.");
		}
		List<Roi> rois = new ArrayList<>();
		List<String> roots = new ArrayList<>();
		for (LabelMe.Shape shape : read.shapes) {
			Roi roi = shape == null || shape.points == null ? null : roi(shape);
			if (roi == null) {
				throw new IOException(file + " has a shape that is neither a polygon, a rectangle nor a circle: draw " +
					"roots as polygons.");
			}
			roi.setName(shape.label == null ? "" : shape.label);
			rois.add(roi);
			if (!isSoil(roi) && !roots.contains(roi.getName())) roots.add(roi.getName());
		}
		if (roots.size() > 1) {
			throw new IOException(file + " has several labels, " + String.join(", ", roots) + ", so it is not clear " +
				"which are roots: keep one of them, beside soil or background.");
		}
		return rois;
	}

	/** Null for what is no area. */
	private static Roi roi(LabelMe.Shape shape) {
		float[] x = new float[shape.points.length];
		float[] y = new float[shape.points.length];
		for (int i = 0; i < x.length; i++) {
			if (shape.points[i] == null || shape.points[i].length != 2) return null;
			x[i] = shape.points[i][0];
			y[i] = shape.points[i][1];
		}
		String type = shape.shape_type == null ? "polygon" : shape.shape_type;
		if (type.equals("polygon") && x.length > 2) return new PolygonRoi(x, y, Roi.POLYGON);
		if (x.length != 2) return null;
		double dx = x[1] - x[0];
		double dy = y[1] - y[0];
		if (type.equals("rectangle")) {
			return new Roi(Math.min(x[0], x[1]), Math.min(y[0], y[1]), Math.abs(dx), Math.abs(dy));
		}
		if (!type.equals("circle")) return null;
		double radius = Math.hypot(dx, dy);
		return new OvalRoi(x[0] - radius, y[0] - radius, 2 * radius, 2 * radius);
	}

	private static void fill(Roi area, byte[] labels, int width, int height, byte label) {
		Rectangle box = area.getBounds();
		Rectangle seen = box.intersection(new Rectangle(width, height));
		if (seen.isEmpty()) return;
		ImageProcessor inside = area.getMask();
		for (int y = seen.y; y < seen.y + seen.height; y++) {
			for (int x = seen.x; x < seen.x + seen.width; x++) {
				if (inside == null || inside.get(x - box.x, y - box.y) != 0) labels[y * width + x] = label;
			}
		}
	}
}
