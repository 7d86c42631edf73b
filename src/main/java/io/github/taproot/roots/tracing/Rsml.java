// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots.tracing;

import java.io.ByteArrayInputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

import io.github.taproot.files.FileException;
import io.github.taproot.image.PixelCalibration;

/**
 * Root System Markup Language (Lobet et al. 2015, doi:10.1104/pp.114.253625): files of traced roots that programs for
 * root systems exchange.
 * <p>
 * Read are the polylines of all roots with their laterals, and the function {@code diameter} over them. All coordinates
 * and diameters are in pixels, as RSML says; its unit and resolution are the scale of the image only.
 * {@link RsmlWriter} writes the same.
 * </p>
 */
public final class Rsml {

	private static final long LARGEST = 64L << 20;
	private static final int MOST_POINTS = 5_000_000;
	private static final int DEEPEST = 100;
	/** Mm: no photograph, scan or micrograph of roots has smaller or larger pixels. */
	private static final double SMALLEST_PIXEL = 1e-4;
	private static final double LARGEST_PIXEL = 2;

	private Rsml() {}

	/**
	 * What a file holds.
	 *
	 * @param tracing x and y of the roots
	 * @param scale of the image; {@link PixelCalibration#PIXELS} where the file has none
	 * @param images names of the image, at least one where the file has any, without folder and extension
	 * @param spatialLength length of all roots in px, in three dimensions where points have z
	 * @param isSpatial whether z differs between points of a root
	 * @param doubts what was not clear in the file, one clause each, such as "its scale, since ..."
	 */
	public record Content(Tracing tracing, PixelCalibration scale, List<String> images, double spatialLength,
		boolean isSpatial, List<String> doubts)
	{}

	/**
	 * Reads the roots of a file.
	 *
	 * @throws IOException as {@link #content}
	 */
	public static Tracing read(Path file) throws IOException {
		return content(file).tracing;
	}

	/**
	 * Reads a file. Nothing outside of it is read: a document type declaration is refused, and so are entities. Text is
	 * in the encoding that the file names, or in Windows-1252 where it is not.
	 *
	 * @throws IOException where the file is missing, not RSML, larger than 64 MB, has roots without a polyline, more
	 *           than 5 million points or 100 orders of laterals, in one sentence
	 */
	public static Content content(Path file) throws IOException {
		if (!Files.isRegularFile(file)) throw new IOException("There is no file " + file + ": check its name.");
		if (Files.size(file) > LARGEST) throw new IOException(file + " has more than 64 MB: split it by plants.");
		XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
		factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
		factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
		factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
		try {
			byte[] bytes = Files.readAllBytes(file);
			try {
				return read(factory.createXMLStreamReader(new ByteArrayInputStream(bytes)), file);
			}
			catch (XMLStreamException | RuntimeException e) {
				if (!isOfEncoding(e)) throw e;
				Reader text = new InputStreamReader(new ByteArrayInputStream(bytes), Charset.forName("windows-1252"));
				return read(factory.createXMLStreamReader(text), file);
			}
		}
		catch (FileException e) {
			throw e;
		}
		catch (XMLStreamException | RuntimeException e) {
			throw new IOException(file + " is not RSML, or is damaged or cut short: export it again.", e);
		}
		catch (IOException e) {
			throw new IOException(file + " cannot be read: ask for permission, or copy it again.", e);
		}
	}

	/** Whether bytes are not in the encoding that a file names. */
	private static boolean isOfEncoding(Throwable e) {
		for (Throwable cause = e; cause != null; cause = cause.getCause()) {
			if (cause instanceof CharConversionException) return true;
			if (cause instanceof XMLStreamException stream &&
				stream.getNestedException() instanceof CharConversionException) {
				return true;
			}
		}
		return false;
	}

	private static Content read(XMLStreamReader xml, Path file) throws XMLStreamException, FileException {
		List<List<TracedRoot>> plants = new ArrayList<>();
		Deque<OpenRoot> open = new ArrayDeque<>();
		Deque<String> elements = new ArrayDeque<>();
		List<TracedRoot> plant = null;
		Set<String> images = new LinkedHashSet<>();
		Set<String> doubts = new LinkedHashSet<>();
		String unit = "";
		String resolution = "";
		boolean isRsml = false;
		boolean inDiameters = false;
		boolean isSpatial = false;
		double spatialLength = 0;
		int points = 0;
		while (xml.hasNext()) {
			int event = xml.next();
			refuseEntity(event, file);
			if (event == XMLStreamConstants.END_ELEMENT) {
				elements.pop();
				switch (xml.getLocalName()) {
					case "function" -> inDiameters = false;
					case "plant" -> {
						if (plant != null) plants.add(List.copyOf(plant));
						plant = null;
					}
					case "root" -> {
						OpenRoot done = open.pop();
						List<TracedRoot> parent = open.isEmpty() ? plant : open.peek().laterals;
						if (done.points.isEmpty()) {
							if (done.hasOtherPoints) {
								throw new FileException(file, "has a root" +
									(done.label.isEmpty() ? "" : ", " + done.label + ",") +
									" as a spline without a polyline: export it with polylines.");
							}
							parent.addAll(done.laterals);
							break;
						}
						spatialLength += done.spatialLength();
						isSpatial |= done.isSpatial();
						parent.add(done.close(doubts));
					}
					default -> {
						// Nothing else has an end that matters.
					}
				}
			}
			if (event != XMLStreamConstants.START_ELEMENT) continue;
			String parent = elements.isEmpty() ? "" : elements.peek();
			switch (xml.getLocalName()) {
				case "rsml" -> isRsml = true;
				case "unit", "resolution", "file-key", "name" -> {
					String of = xml.getLocalName();
					if (!parent.equals(of.equals("name") ? "image" : "metadata")) break;
					String text = text(xml, file).strip();
					if (of.equals("unit")) unit = text;
					else if (of.equals("resolution")) resolution = text;
					else if (!text.isEmpty()) images.add(text.replaceFirst("^.*[/\\\\]", ""));
					// Its end is read.
					continue;
				}
				case "plant" -> plant = new ArrayList<>();
				case "root" -> {
					if (plant == null) plant = new ArrayList<>();
					if (open.size() == DEEPEST) {
						throw new FileException(file, "has more than " + DEEPEST + " orders of laterals: check it.");
					}
					String label = xml.getAttributeValue(null, "label");
					open.push(new OpenRoot(label == null ? "" : label));
				}
				case "point" -> {
					if (open.isEmpty()) break;
					requireFew(++points, file);
					if (!parent.equals("polyline")) open.peek().hasOtherPoints = true;
					else {
						open.peek().points.add(new double[] { number(xml, "x"), number(xml, "y"),
							xml.getAttributeValue(null, "z") == null ? 0 : number(xml, "z") });
					}
				}
				case "function" -> {
					inDiameters = !open.isEmpty() && "diameter".equals(xml.getAttributeValue(null, "name"));
					if (!inDiameters) break;
					String domain = xml.getAttributeValue(null, "domain");
					open.peek().domain = domain == null ? "" : domain.toLowerCase(Locale.ROOT);
					open.peek().isFromTip = "apex".equalsIgnoreCase(xml.getAttributeValue(null, "origin"));
				}
				case "sample" -> {
					if (!inDiameters) break;
					requireFew(++points, file);
					String value = xml.getAttributeValue(null, "value");
					String position = xml.getAttributeValue(null, "position");
					open.peek().samples.add(new double[] { position == null ? Double.NaN : number(position),
						number(value != null ? value : text(xml, file)) });
					if (value == null) continue;
				}
				default -> {
					// Splines and properties are not needed.
				}
			}
			elements.push(xml.getLocalName());
		}
		if (!isRsml) {
			throw new FileException(file, "is not RSML: choose a file that a program for roots exported as RSML.");
		}
		if (plant != null) plants.add(List.copyOf(plant));
		PixelCalibration scale = scale(unit, resolution, doubts);
		return new Content(new Tracing(List.copyOf(plants)), scale, List.copyOf(images), spatialLength, isSpatial,
			List.copyOf(doubts));
	}

	/** The text of the element that has just begun, up to its end. */
	private static String text(XMLStreamReader xml, Path file) throws XMLStreamException, FileException {
		StringBuilder text = new StringBuilder();
		for (int event; (event = xml.next()) != XMLStreamConstants.END_ELEMENT;) {
			refuseEntity(event, file);
			if (event == XMLStreamConstants.START_ELEMENT) {
				throw new XMLStreamException("an element where a text should be");
			}
			if (xml.hasText() && event != XMLStreamConstants.COMMENT) text.append(xml.getText());
		}
		return text.toString();
	}

	private static void refuseEntity(int event, Path file) throws FileException {
		if (event != XMLStreamConstants.DTD && event != XMLStreamConstants.ENTITY_REFERENCE) return;
		throw new FileException(file, "has a document type declaration or entities, which are not read for safety: " +
			"export " +
			"it again without them.");
	}

	/**
	 * The side of a pixel. RSML leaves open whether the resolution is pixels per unit, as SmartRoot writes it, or units
	 * per pixel, as rhizoTrak does: the first counts, unless only the second makes pixels of 0.0001 to 2 mm.
	 */
	private static PixelCalibration scale(String unit, String resolution, Set<String> doubts) {
		double millimetres = switch (unit.toLowerCase(Locale.ROOT)) {
			case "um", "\u00b5m", "\u03bcm", "micron", "microns", "micrometer", "micrometre" -> 1e-3;
			case "mm", "millimeter", "millimeters", "millimetre", "millimetres" -> 1;
			case "cm", "centimeter", "centimeters", "centimetre", "centimetres" -> 10;
			case "m", "meter", "meters", "metre", "metres" -> 1000;
			case "in", "inch", "inches", "dpi" -> 25.4;
			default -> 0;
		};
		if (unit.isEmpty() || List.of("pixel", "pixels", "px").contains(unit.toLowerCase(Locale.ROOT))) {
			return PixelCalibration.PIXELS;
		}
		double rate = resolution.isEmpty() ? Double.NaN : number(resolution);
		for (double side : new double[] { millimetres / rate, millimetres * rate }) {
			if (side >= SMALLEST_PIXEL && side <= LARGEST_PIXEL) return PixelCalibration.millimetres(side);
		}
		doubts.add("its scale, since a resolution of " + (resolution.isEmpty() ? "nothing" : resolution) +
			" in " + unit +
			" is not possible for an image of roots");
		return PixelCalibration.PIXELS;
	}

	private static void requireFew(int points, Path file) throws FileException {
		if (points <= MOST_POINTS) return;
		throw new FileException(file, "has more than " + MOST_POINTS + " points: split it by plants.");
	}

	private static double number(XMLStreamReader xml, String attribute) {
		double value = number(xml.getAttributeValue(null, attribute));
		// Far outside of any image; a sum of such lengths would overflow.
		if (!(Math.abs(value) < 1e7)) throw new NumberFormatException(attribute + " of a point");
		return value;
	}

	/** With a decimal point or comma. */
	private static double number(String text) {
		return Double.parseDouble(text.strip().replace(',', '.'));
	}
}
