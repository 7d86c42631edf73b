package io.github.taproot.tracing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;

import io.github.taproot.image.SafeFile;

/**
 * Root System Markup Language (Lobet et al. 2015, doi:10.1104/pp.114.253625): files of traced roots that programs for
 * root systems exchange.
 * <p>
 * Read are the polylines of all roots with their laterals, and the function {@code diameter} over a polyline. The unit
 * must be the pixel. Written are the same, with points less than a fifth of a pixel off left out.
 * </p>
 */
public final class Rsml {

	private static final long LARGEST = 64L << 20;
	private static final int MOST_POINTS = 5_000_000;
	private static final int DEEPEST = 100;
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

	/** A root that is being read. */
	private static final class Open {

		private final String label;
		private final List<double[]> points = new ArrayList<>();
		private final List<Double> diameters = new ArrayList<>();
		private final List<TracedRoot> laterals = new ArrayList<>();

		Open(String label) {
			this.label = label;
		}

		TracedRoot close() {
			double[] widths = new double[points.size()];
			for (int i = 0; i < widths.length; i++) {
				widths[i] = diameters.size() == widths.length ? diameters.get(i) : Double.NaN;
			}
			return new TracedRoot(label, points.stream().mapToDouble(point -> point[0]).toArray(),
				points.stream().mapToDouble(point -> point[1]).toArray(), widths, List.copyOf(laterals));
		}
	}

	/**
	 * Reads a file. Nothing outside of it is read: a document type declaration is refused, and so are entities.
	 *
	 * @throws IOException where the file is missing, no RSML, larger than 64 MB, has another unit than pixels, more than
	 *           5 million points or 100 orders of laterals, in one sentence
	 */
	public static Tracing read(Path file) throws IOException {
		if (!Files.isRegularFile(file)) throw new IOException("There is no file " + file + ": check its name.");
		if (Files.size(file) > LARGEST) throw new IOException(file + " has more than 64 MB: split it by plants.");
		XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
		factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
		factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
		factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
		try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
			XMLStreamReader xml = factory.createXMLStreamReader(in);
			try {
				return read(xml, file);
			}
			finally {
				xml.close();
			}
		}
		catch (Refusal e) {
			throw e;
		}
		catch (XMLStreamException | RuntimeException e) {
			throw new IOException(file + " is no RSML, or is damaged or cut short: export it again.", e);
		}
		catch (IOException e) {
			throw new IOException(file + " cannot be read: ask for permission, or copy it again.", e);
		}
	}

	private static Tracing read(XMLStreamReader xml, Path file) throws XMLStreamException, Refusal {
		List<List<TracedRoot>> plants = new ArrayList<>();
		Deque<Open> open = new ArrayDeque<>();
		List<TracedRoot> plant = null;
		boolean isRsml = false;
		boolean inPolyline = false;
		boolean inDiameters = false;
		int points = 0;
		while (xml.hasNext()) {
			int event = xml.next();
			if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
				throw new Refusal(file + " has a document type declaration or entities, which are not read for safety: export " +
					"it again without them.");
			}
			if (event == XMLStreamConstants.END_ELEMENT) {
				switch (xml.getLocalName()) {
					case "polyline" -> inPolyline = false;
					case "function" -> inDiameters = false;
					case "plant" -> {
						if (plant != null) plants.add(List.copyOf(plant));
						plant = null;
					}
					case "root" -> {
						Open done = open.pop();
						if (!done.points.isEmpty()) (open.isEmpty() ? plant : open.peek().laterals).add(done.close());
						else if (!done.laterals.isEmpty()) (open.isEmpty() ? plant : open.peek().laterals).addAll(done.laterals);
					}
					default -> {
						// Nothing else has an end that matters.
					}
				}
			}
			if (event != XMLStreamConstants.START_ELEMENT) continue;
			switch (xml.getLocalName()) {
				case "rsml" -> isRsml = true;
				case "unit" -> requirePixels(xml.getElementText(), file);
				case "plant" -> plant = new ArrayList<>();
				case "root" -> {
					if (plant == null) plant = new ArrayList<>();
					if (open.size() == DEEPEST) {
						throw new Refusal(file + " has more than " + DEEPEST + " orders of laterals: check it.");
					}
					String label = xml.getAttributeValue(null, "label");
					open.push(new Open(label == null ? "" : label));
				}
				case "polyline" -> inPolyline = true;
				case "point" -> {
					if (!inPolyline || open.isEmpty()) break;
					requireFew(++points, file);
					open.peek().points.add(new double[] { number(xml, "x"), number(xml, "y") });
				}
				case "function" -> inDiameters = !open.isEmpty() && "diameter".equals(xml.getAttributeValue(null, "name"));
				case "sample" -> {
					if (!inDiameters) break;
					requireFew(++points, file);
					String value = xml.getAttributeValue(null, "value");
					open.peek().diameters.add(Double.parseDouble(value != null ? value : xml.getElementText()));
				}
				default -> {
					// Splines and properties are not needed.
				}
			}
		}
		if (!isRsml) throw new Refusal(file + " is no RSML: choose a file that a program for roots exported as RSML.");
		if (plant != null) plants.add(List.copyOf(plant));
		return new Tracing(List.copyOf(plants));
	}

	private static void requireFew(int points, Path file) throws Refusal {
		if (points <= MOST_POINTS) return;
		throw new Refusal(file + " has more than " + MOST_POINTS + " points: split it by plants.");
	}

	private static void requirePixels(String unit, Path file) throws Refusal {
		String name = unit.strip().toLowerCase(Locale.ROOT);
		if (name.isEmpty() || List.of("pixel", "pixels", "px").contains(name)) return;
		throw new Refusal(file + " has coordinates in " + unit.strip() + ": export it in pixels.");
	}

	private static double number(XMLStreamReader xml, String attribute) {
		double value = Double.parseDouble(xml.getAttributeValue(null, attribute));
		// Far outside of any image; a sum of such lengths would overflow.
		if (!(Math.abs(value) < 1e7)) throw new NumberFormatException(attribute + " of a point");
		return value;
	}

	/**
	 * Writes a file, or replaces it.
	 *
	 * @param image the name of the image's file
	 * @throws IOException as {@link SafeFile#write}
	 */
	public static void write(Tracing tracing, String image, Path file) throws IOException {
		SafeFile.write(file, out -> {
			try {
				XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out, "UTF-8");
				xml.writeStartDocument("UTF-8", "1.0");
				start(xml, 0, "rsml");
				start(xml, 1, "metadata");
				element(xml, "version", "1");
				element(xml, "unit", "pixel");
				element(xml, "resolution", "1");
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
