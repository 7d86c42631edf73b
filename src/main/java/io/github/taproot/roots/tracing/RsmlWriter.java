// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots.tracing;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

import io.github.taproot.files.SafeFile;
import io.github.taproot.image.PixelCalibration;

/**
 * Writes traced roots as Root System Markup Language (Lobet et al. 2015, doi:10.1104/pp.114.253625), with points less
 * than a fifth of a pixel off left out. {@link Rsml} reads them.
 * <p>
 * Files have all that the format's schema (github.com/RootSystemML/RSMLValidator) requires. They deviate from it in one
 * place: samples have their value as an attribute, as the schema and the rsml package of Python have it, and as text,
 * too, where SmartRoot and rhizoTrak look for it. Samples and points are indented alike, since SmartRoot steps through
 * both together. A mask without roots gives a plant without roots, which the schema does not allow.
 * </p>
 */
public final class RsmlWriter {

	/** Px by which a polyline may be off where points are left out. */
	private static final double TOLERANCE = 0.2;

	private RsmlWriter() {}

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
				element(xml, "resolution", isScaled ? resolution(scale) : "1");
				element(xml, "last-modified", LocalDateTime.now().truncatedTo(ChronoUnit.SECONDS)
					.format(DateTimeFormatter.ISO_LOCAL_DATE_TIME));
				element(xml, "software", "Taproot");
				element(xml, "user", System.getProperty("user.name", "unknown"));
				element(xml, "file-key", image);
				start(xml, 2, "image");
				element(xml, "name", image);
				end(xml, 2);
				end(xml, 1);
				start(xml, 1, "scene");
				for (int p = 0; p < tracing.plants().size(); p++) {
					start(xml, 2, "plant");
					xml.writeAttribute("id", String.valueOf(p + 1));
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

	/** Pixels in a unit, without an exponent, which the schema's decimals don't have. */
	private static String resolution(PixelCalibration scale) {
		return new BigDecimal(String.valueOf(1 / scale.pixelWidth())).toPlainString();
	}

	private static void write(XMLStreamWriter xml, TracedRoot root, String id, int depth) throws XMLStreamException {
		start(xml, depth, "root");
		xml.writeAttribute("id", id);
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
				String diameter = String.format(Locale.ROOT, "%.2f", root.diameters()[i]);
				xml.writeStartElement("sample");
				xml.writeAttribute("value", diameter);
				xml.writeCharacters(diameter);
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

	/** Points that are needed to stay within the tolerance (Douglas and Peucker 1973); a single one twice. */
	private static int[] kept(TracedRoot root) {
		int last = root.x().length - 1;
		if (last == 0) return new int[2];
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
