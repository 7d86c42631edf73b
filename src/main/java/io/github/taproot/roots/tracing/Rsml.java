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
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;

import io.github.taproot.files.SafeFile;
import io.github.taproot.image.PixelCalibration;

/**
 * Root System Markup Language (Lobet et al. 2015, doi:10.1104/pp.114.253625): files of traced roots that programs for
 * root systems exchange.
 * <p>
 * Read are the polylines of all roots with their laterals, and the function {@code diameter} over them. All coordinates
 * and diameters are in pixels, as RSML says; its unit and resolution are the scale of the image only. Written are the
 * same, with points less than a fifth of a pixel off left out.
 * </p>
 */
public final class Rsml {

	private static final long LARGEST = 64L << 20;
	private static final int MOST_POINTS = 5_000_000;
	private static final int DEEPEST = 100;
	/** Mm: no photograph, scan or micrograph of roots has smaller or larger pixels. */
	private static final double SMALLEST_PIXEL = 1e-4;
	private static final double LARGEST_PIXEL = 2;
	/** Px by which a polyline may be off where points are left out. */
	private static final double TOLERANCE = 0.2;

	private Rsml() {}

	/** Says no to a file that is sound XML. */
	private static final class Refusal extends IOException {

		private static final long serialVersionUID = 1L;

		Refusal(String message) {
			super(message);
		}
	}

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

	/** A root that is being read. */
	private static final class Open {

		private final String label;
		private final List<double[]> points = new ArrayList<>();
		/** Position along the root, NaN where the file has none, and diameter. */
		private final List<double[]> samples = new ArrayList<>();
		private String domain = "";
		private boolean isFromTip;
		private boolean hasOtherPoints;
		private final List<TracedRoot> laterals = new ArrayList<>();

		Open(String label) {
			this.label = label;
		}

		double spatialLength() {
			double length = 0;
			for (int i = 1; i < points.size(); i++) {
				double[] a = points.get(i - 1);
				double[] b = points.get(i);
				length += Math.hypot(Math.hypot(b[0] - a[0], b[1] - a[1]), b[2] - a[2]);
			}
			return length;
		}

		boolean isSpatial() {
			return points.stream().anyMatch(point -> point[2] != points.get(0)[2]);
		}

		/** @param doubts takes what is wrong with the diameters */
		TracedRoot close(Set<String> doubts) {
			double[] x = points.stream().mapToDouble(point -> point[0]).toArray();
			double[] y = points.stream().mapToDouble(point -> point[1]).toArray();
			double[] widths = new double[x.length];
			Arrays.fill(widths, Double.NaN);
			TracedRoot bare = new TracedRoot(label, x, y, widths, List.copyOf(laterals));
			int n = samples.size();
			if (n == 0) return bare;
			if (domain.equals("length") || domain.equals("uniform")) {
				double length = bare.length();
				double[] at = new double[n];
				for (int i = 0; i < n; i++) {
					double from = domain.equals("length") ? samples.get(i)[0] : n == 1 ? 0 : i * length / (n - 1);
					at[i] = isFromTip ? length - from : from;
				}
				if (isFromTip) {
					Collections.reverse(samples);
					for (int i = 0; i < n / 2; i++) {
						double swapped = at[i];
						at[i] = at[n - 1 - i];
						at[n - 1 - i] = swapped;
					}
				}
				boolean isInOrder = at[0] >= -1 && at[n - 1] <= 1.01 * length + 1;
				for (int i = 1; i < n; i++) isInOrder &= at[i] >= at[i - 1];
				if (isInOrder) return withDiametersAt(bare, at, samples.stream().mapToDouble(sample -> sample[1]).toArray());
				doubts.add("diameters whose positions are not along the root");
				return bare;
			}
			if (n > widths.length) doubts.add("diameters of roots that have more of them than points");
			else {
				if (n < widths.length) doubts.add("diameters of the last points, for which the one before is taken");
				for (int i = 0; i < widths.length; i++) widths[i] = samples.get(Math.min(i, n - 1))[1];
			}
			return bare;
		}
	}

	/** A root with a point more at each place where a diameter is given; between them diameters change evenly. */
	private static TracedRoot withDiametersAt(TracedRoot root, double[] at, double[] diameters) {
		List<double[]> points = new ArrayList<>();
		double before = 0;
		int next = 0;
		for (int i = 0; i < root.x().length; i++) {
			double step = i == 0 ? 0 : Math.hypot(root.x()[i] - root.x()[i - 1], root.y()[i] - root.y()[i - 1]);
			for (; next < at.length && at[next] < before + step; next++) {
				double part = step == 0 ? 0 : (at[next] - before) / step;
				if (part <= 0) continue;
				points.add(new double[] { root.x()[i - 1] + part * (root.x()[i] - root.x()[i - 1]),
					root.y()[i - 1] + part * (root.y()[i] - root.y()[i - 1]), diameters[next] });
			}
			before += step;
			points.add(new double[] { root.x()[i], root.y()[i], interpolated(at, diameters, before) });
		}
		return new TracedRoot(root.label(), points.stream().mapToDouble(point -> point[0]).toArray(),
			points.stream().mapToDouble(point -> point[1]).toArray(), points.stream().mapToDouble(point -> point[2]).toArray(),
			root.laterals());
	}

	private static double interpolated(double[] at, double[] values, double x) {
		int i = 0;
		while (i < at.length && at[i] < x) i++;
		if (i == 0) return values[0];
		if (i == at.length) return values[i - 1];
		return at[i] == x ? values[i] : values[i - 1] + (values[i] - values[i - 1]) * (x - at[i - 1]) / (at[i] - at[i - 1]);
	}

	/**
	 * Reads the roots of a file.
	 *
	 * @throws IOException as {@link #content}
	 */
	public static Tracing read(Path file) throws IOException {
		return content(file).tracing;
	}

	/**
	 * Reads a file. Nothing outside of it is read: a document type declaration is refused, and so are entities. Text is in
	 * the encoding that the file names, or in Windows-1252 where it is not.
	 *
	 * @throws IOException where the file is missing, not RSML, larger than 64 MB, has roots without a polyline, more than
	 *           5 million points or 100 orders of laterals, in one sentence
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
		catch (Refusal e) {
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
			if (cause instanceof XMLStreamException stream && stream.getNestedException() instanceof CharConversionException) {
				return true;
			}
		}
		return false;
	}

	private static Content read(XMLStreamReader xml, Path file) throws XMLStreamException, Refusal {
		List<List<TracedRoot>> plants = new ArrayList<>();
		Deque<Open> open = new ArrayDeque<>();
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
						Open done = open.pop();
						List<TracedRoot> parent = open.isEmpty() ? plant : open.peek().laterals;
						if (done.points.isEmpty()) {
							if (done.hasOtherPoints) {
								throw new Refusal(file + " has a root" + (done.label.isEmpty() ? "" : ", " + done.label + ",") +
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
						throw new Refusal(file + " has more than " + DEEPEST + " orders of laterals: check it.");
					}
					String label = xml.getAttributeValue(null, "label");
					open.push(new Open(label == null ? "" : label));
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
		if (!isRsml) throw new Refusal(file + " is not RSML: choose a file that a program for roots exported as RSML.");
		if (plant != null) plants.add(List.copyOf(plant));
		PixelCalibration scale = scale(unit, resolution, doubts);
		return new Content(new Tracing(List.copyOf(plants)), scale, List.copyOf(images), spatialLength, isSpatial,
			List.copyOf(doubts));
	}

	/** The text of the element that has just begun, up to its end. */
	private static String text(XMLStreamReader xml, Path file) throws XMLStreamException, Refusal {
		StringBuilder text = new StringBuilder();
		for (int event; (event = xml.next()) != XMLStreamConstants.END_ELEMENT;) {
			refuseEntity(event, file);
			if (event == XMLStreamConstants.START_ELEMENT) throw new XMLStreamException("an element where a text should be");
			if (xml.hasText() && event != XMLStreamConstants.COMMENT) text.append(xml.getText());
		}
		return text.toString();
	}

	private static void refuseEntity(int event, Path file) throws Refusal {
		if (event != XMLStreamConstants.DTD && event != XMLStreamConstants.ENTITY_REFERENCE) return;
		throw new Refusal(file + " has a document type declaration or entities, which are not read for safety: export " +
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
		doubts.add("its scale, since a resolution of " + (resolution.isEmpty() ? "nothing" : resolution) + " in " + unit +
			" is not possible for an image of roots");
		return PixelCalibration.PIXELS;
	}

	private static void requireFew(int points, Path file) throws Refusal {
		if (points <= MOST_POINTS) return;
		throw new Refusal(file + " has more than " + MOST_POINTS + " points: split it by plants.");
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

	/** Whether pixels are square: RSML has one resolution for both sides. */
	public static boolean canHold(PixelCalibration scale) {
		return Math.abs(scale.pixelWidth() - scale.pixelHeight()) <= 1e-3 * scale.pixelWidth();
	}

	/**
	 * Writes a file, or replaces it.
	 *
	 * @param image the name of the image's file
	 * @param scale of the image; left out where a file {@link #canHold can't hold} it
	 * @throws IOException as {@link SafeFile#write}
	 */
	public static void write(Tracing tracing, String image, PixelCalibration scale, Path file) throws IOException {
		boolean isScaled = scale.isCalibrated() && canHold(scale);
		SafeFile.write(file, out -> {
			try {
				XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out, "UTF-8");
				xml.writeStartDocument("UTF-8", "1.0");
				start(xml, 0, "rsml");
				start(xml, 1, "metadata");
				element(xml, "version", "1");
				element(xml, "unit", isScaled ? scale.unit() : "pixel");
				element(xml, "resolution", isScaled ? String.valueOf(1 / scale.pixelWidth()) : "1");
				element(xml, "software", "Taproot");
				element(xml, "file-key", image);
				start(xml, 2, "image");
				element(xml, "name", image);
				end(xml, 2);
				end(xml, 1);
				start(xml, 1, "scene");
				for (int p = 0; p < tracing.plants().size(); p++) {
					start(xml, 2, "plant");
					xml.writeAttribute("ID", String.valueOf(p + 1));
					xml.writeAttribute("label", "");
					int number = 0;
					for (TracedRoot root : tracing.plants().get(p)) write(xml, root, p + 1 + "." + ++number, 3);
					end(xml, 2);
				}
				end(xml, 1);
				end(xml, 0);
				xml.writeEndDocument();
				xml.close();
			}
			catch (XMLStreamException e) {
				throw e.getNestedException() instanceof IOException cause ? cause : new IOException(e.getMessage(), e);
			}
		});
	}

	private static void write(XMLStreamWriter xml, TracedRoot root, String id, int depth) throws XMLStreamException {
		start(xml, depth, "root");
		xml.writeAttribute("ID", id);
		xml.writeAttribute("label", root.label());
		int[] kept = kept(root);
		start(xml, depth + 1, "geometry");
		start(xml, depth + 2, "polyline");
		for (int i : kept) {
			indent(xml, depth + 3);
			xml.writeEmptyElement("point");
			xml.writeAttribute("x", String.format(Locale.ROOT, "%.2f", root.x()[i]));
			xml.writeAttribute("y", String.format(Locale.ROOT, "%.2f", root.y()[i]));
		}
		end(xml, depth + 2);
		end(xml, depth + 1);
		if (Arrays.stream(kept).mapToDouble(i -> root.diameters()[i]).allMatch(Double::isFinite)) {
			start(xml, depth + 1, "functions");
			start(xml, depth + 2, "function");
			xml.writeAttribute("name", "diameter");
			xml.writeAttribute("domain", "polyline");
			for (int i : kept) {
				indent(xml, depth + 3);
				xml.writeStartElement("sample");
				xml.writeCharacters(String.format(Locale.ROOT, "%.2f", root.diameters()[i]));
				xml.writeEndElement();
			}
			end(xml, depth + 2);
			end(xml, depth + 1);
		}
		int number = 0;
		for (TracedRoot lateral : root.laterals()) write(xml, lateral, id + "." + ++number, depth + 1);
		end(xml, depth);
	}

	private static void indent(XMLStreamWriter xml, int depth) throws XMLStreamException {
		xml.writeCharacters("\n" + "  ".repeat(depth));
	}

	private static void start(XMLStreamWriter xml, int depth, String name) throws XMLStreamException {
		indent(xml, depth);
		xml.writeStartElement(name);
	}

	private static void end(XMLStreamWriter xml, int depth) throws XMLStreamException {
		indent(xml, depth);
		xml.writeEndElement();
	}

	private static void element(XMLStreamWriter xml, String name, String text) throws XMLStreamException {
		indent(xml, 2);
		xml.writeStartElement(name);
		xml.writeCharacters(text);
		xml.writeEndElement();
	}

	/** Points that are needed to stay within the tolerance (Douglas and Peucker 1973). */
	private static int[] kept(TracedRoot root) {
		int last = root.x().length - 1;
		boolean[] kept = new boolean[last + 1];
		kept[0] = kept[last] = true;
		Deque<int[]> parts = new ArrayDeque<>(List.of(new int[] { 0, last }));
		while (!parts.isEmpty()) {
			int[] part = parts.pop();
			int furthest = -1;
			double most = TOLERANCE;
			for (int i = part[0] + 1; i < part[1]; i++) {
				double distance = Math.max(aside(root, part[0], part[1], i), diameterError(root, part[0], part[1], i));
				if (distance > most) {
					most = distance;
					furthest = i;
				}
			}
			if (furthest < 0) continue;
			kept[furthest] = true;
			parts.push(new int[] { part[0], furthest });
			parts.push(new int[] { furthest, part[1] });
		}
		return IntStream.rangeClosed(0, last).filter(i -> kept[i]).toArray();
	}

	private static double aside(TracedRoot root, int a, int b, int i) {
		double dx = root.x()[b] - root.x()[a];
		double dy = root.y()[b] - root.y()[a];
		double px = root.x()[i] - root.x()[a];
		double py = root.y()[i] - root.y()[a];
		double size = Math.hypot(dx, dy);
		return size == 0 ? Math.hypot(px, py) : Math.abs(dx * py - dy * px) / size;
	}

	/** By how much a diameter differs from what a straight change between two points gives; diameters weigh half. */
	private static double diameterError(TracedRoot root, int a, int b, int i) {
		double[] d = root.diameters();
		double error = Math.abs(d[i] - d[a] - (d[b] - d[a]) * (i - a) / (b - a)) / 2;
		return Double.isNaN(error) ? 0 : error;
	}
}
