// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots.tracing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

import io.github.taproot.image.Mask;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.roots.skeleton.References;
import io.github.taproot.roots.skeleton.Shapes;

class RsmlTest {

	@TempDir
	private Path folder;

	private static TracedRoot root(double[] x, double[] y, double diameter, TracedRoot... laterals) {
		double[] diameters = new double[x.length];
		java.util.Arrays.fill(diameters, diameter);
		return new TracedRoot("a \"<&", x, y, diameters, List.of(laterals));
	}

	private Path write(String name, String text) throws IOException {
		return Files.writeString(folder.resolve(name), text);
	}

	@Test
	void writesAndReads() throws IOException {
		TracedRoot lateral = root(new double[] { 20, 40 }, new double[] { 10, 30 }, Double.NaN);
		TracedRoot main = root(new double[] { 10, 20, 30 }, new double[] { 10, 10, 20 }, 4.25, lateral);
		Path file = folder.resolve("ä [1].rsml");
		RsmlWriter.write(new Tracing(List.of(List.of(main), List.of(lateral))), "soil <1>.png",
			PixelCalibration.PIXELS, file);
		Tracing read = Rsml.read(file);
		assertEquals(2, read.plants().size());
		TracedRoot back = read.plants().get(0).get(0);
		assertEquals("a \"<&", back.label());
		assertArrayEquals(main.x(), back.x());
		assertArrayEquals(main.y(), back.y());
		assertArrayEquals(main.diameters(), back.diameters());
		assertArrayEquals(new double[] { Double.NaN, Double.NaN }, back.laterals().get(0).diameters());
		assertEquals(10 + 10 * Math.sqrt(2) + 2 * 20 * Math.sqrt(2), read.length(), 1e-9);
		assertTrue(Files.readString(file).contains("soil &lt;1&gt;.png"));
	}

	/** What the schema of RSML requires, and what SmartRoot, rhizoTrak and the readers in Python and R look for. */
	@Test
	void otherReadersFindWhatTheyNeed() throws Exception {
		TracedRoot main = root(new double[] { 10, 20 }, new double[] { 10, 10 }, 1.02,
			root(new double[] { 5 }, new double[] { 6 }, 3));
		Path file = folder.resolve("a.rsml");
		RsmlWriter.write(new Tracing(List.of(List.of(main))), "a.png",
			PixelCalibration.millimetres(1e-4), file);
		Element rsml = DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(file.toFile())
			.getDocumentElement();
		Map<String, String> metadata = new LinkedHashMap<>();
		NodeList described = ((Element) rsml.getElementsByTagName("metadata").item(0)).getElementsByTagName("*");
		for (int i = 0; i < described.getLength(); i++) {
			metadata.put(described.item(i).getNodeName(), described.item(i).getTextContent().strip());
		}
		assertEquals(List.of("version", "unit", "resolution", "last-modified", "software", "user", "file-key", "image",
			"name"), List.copyOf(metadata.keySet()));
		assertEquals("mm", metadata.get("unit"));
		assertEquals("10000.0", metadata.get("resolution"));
		assertTrue(Duration.between(LocalDateTime.parse(metadata.get("last-modified")), LocalDateTime.now()).abs()
			.toMinutes() < 60 * 24);
		assertFalse(metadata.get("user").isEmpty());
		NodeList samples = rsml.getElementsByTagName("sample");
		assertEquals(4, samples.getLength());
		for (int i = 0; i < 4; i++) {
			String expected = i < 2 ? "1.02" : "3.00";
			assertEquals(expected, ((Element) samples.item(i)).getAttribute("value"));
			assertEquals(expected, samples.item(i).getTextContent());
		}
		NodeList lines = rsml.getElementsByTagName("polyline");
		for (int i = 0; i < 2; i++) {
			assertEquals(2, ((Element) lines.item(i)).getElementsByTagName("point").getLength());
			Element line = (Element) lines.item(i);
			Element diameters = (Element) rsml.getElementsByTagName("function").item(i);
			assertEquals(line.getChildNodes().getLength(), diameters.getChildNodes().getLength(),
				"SmartRoot steps through points and samples together");
		}
		assertEquals("1.1", ((Element) rsml.getElementsByTagName("root").item(0)).getAttribute("id"));
		Rsml.Content back = Rsml.content(file);
		assertEquals(10, back.tracing().length(), 0);
		assertArrayEquals(new double[] { 1.02, 1.02 }, back.tracing().plants().get(0).get(0).diameters());
		assertEquals(1e-4, back.scale().pixelWidth(), 1e-12);
	}

	@Test
	void leavesOutPointsOfStraightLines() throws IOException {
		double[] x = new double[101];
		double[] y = new double[101];
		for (int i = 0; i <= 100; i++) {
			x[i] = i;
			y[i] = i <= 60 ? 5 : i - 55;
		}
		Path file = folder.resolve("a.rsml");
		RsmlWriter.write(new Tracing(List.of(List.of(root(x, y, 3)))), "a.png", PixelCalibration.PIXELS, file);
		assertArrayEquals(new double[] { 0, 60, 100 }, Rsml.read(file).plants().get(0).get(0).x());
	}

	@Test
	void readsWhatOtherProgramsWrite() throws IOException {
		Tracing read = Rsml.read(write("a.rsml", """
			<?xml version="1.0"?><rsml xmlns:po="http://x"><metadata><unit>px</unit></metadata><scene><plant>
			<root><properties><po:x value="3"/></properties><geometry><polyline><point x="1" y="2"/><point x="4" \
			y="6"/></polyline>
			<rootnavspline><point x="9" y="9"/></rootnavspline></geometry>
			<functions><function name="diameter"><sample value="2"/><sample>3.5</sample></function>
			<function name="orientation"><sample>7</sample></function></functions></root></plant></scene></rsml>"""));
		TracedRoot root = read.plants().get(0).get(0);
		assertEquals(5, root.length());
		assertArrayEquals(new double[] { 2, 3.5 }, root.diameters());
	}

	private void assertRefused(String part, String text) throws IOException {
		Path file = write("bad.rsml", text);
		String message = assertThrows(IOException.class, () -> Rsml.read(file)).getMessage();
		assertTrue(message.contains("bad.rsml") && message.contains(part), message);
		assertTrue(message.matches("(?s).*\\."), message);
	}

	@Test
	void readsNothingOutsideOfTheFile() throws IOException {
		Path secret = write("secret.txt", "secret");
		assertRefused("safety", "<!DOCTYPE rsml [<!ENTITY x SYSTEM \"" + secret.toUri() +
			"\">]><rsml><metadata><unit>&x;</unit></metadata></rsml>");
		assertRefused("safety", "<!DOCTYPE rsml SYSTEM \"http://example.invalid/x.dtd\"><rsml/>");
		assertRefused("", "<rsml><metadata><unit>&x;</unit></metadata></rsml>");
	}

	@Test
	void badFilesAreNamed() throws IOException {
		assertRefused("not RSML", "");
		assertRefused("not RSML", "<svg/>");
		assertRefused("cut short", "<rsml><scene><plant><root>");
		assertRefused("damaged", "<rsml><scene><plant><root><geometry><polyline><point " +
			"x=\"1\"/></polyline></geometry></root></plant></scene></rsml>");
		assertRefused("damaged", "<rsml><scene><plant><root><geometry><polyline><point x=\"NaN\" " +
			"y=\"1\"/></polyline></geometry></root></plant></scene></rsml>");
		assertRefused("as a spline", Files.readString(References.shared("cases/rsml/spline-only/a.rsml")));
		assertRefused("100 orders", "<rsml><scene>" + "<root>".repeat(101) + "</root>".repeat(101) + "</scene></rsml>");
		assertThrows(IOException.class, () -> Rsml.read(folder.resolve("none.rsml")));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "inch|300.0|0.0846667", "inch|300,0|0.0846667", "cm|118.11|0.0846667",
		"mm|0.0423|0.0423", "um|42.3|0.0423", "pixel|1|1", "''|600|1", "cm|1|1", "cubit|7|1", "mm|''|1", "mm|1|1" })
	void theScaleIsOfTheImage(String unit, String resolution, double side) throws IOException {
		Rsml.Content read = Rsml.content(write("a.rsml", "<rsml><metadata><unit>" + unit + "</unit><resolution>" +
			resolution +
			"</resolution></metadata><scene><plant/></scene></rsml>"));
		assertEquals(side, read.scale().pixelWidth(), 1e-6);
		assertEquals(side != 1 || unit.equals("mm") && resolution.equals("1"), read.scale().isCalibrated());
		boolean isClear = read.scale().isCalibrated() || unit.isEmpty() || unit.equals("pixel");
		assertEquals(isClear, read.doubts().isEmpty(), read.doubts().toString());
	}

	@Test
	void writesTheScale() throws IOException {
		Path file = folder.resolve("a.rsml");
		Tracing tracing = new Tracing(List.of(List.of(root(new double[] { 0, 9 }, new double[] { 0, 0 }, 3))));
		RsmlWriter.write(tracing, "a.png", PixelCalibration.millimetres(0.05), file);
		assertEquals(PixelCalibration.millimetres(0.05), Rsml.content(file).scale());
		RsmlWriter.write(tracing, "a.png", new PixelCalibration(0.05, 0.06, "mm"), file);
		assertEquals(PixelCalibration.PIXELS, Rsml.content(file).scale());
	}

	private static Rsml.Content practice(String name) throws IOException {
		return Rsml.content(References.shared("cases/rsml/" + name));
	}

	private static TracedRoot only(Rsml.Content content) {
		return content.tracing().plants().get(0).get(0);
	}

	@Test
	void readsFilesFromPractice() throws IOException {
		for (String name : List.of("smartroot-inch", "property-unit", "point-x-only-inches", "latin1-cm", "bom",
			"default-namespace"))
		{
			assertEquals(250, practice(name + "/a.rsml").tracing().length(), name);
		}
		assertEquals(25.4 / 300, practice("smartroot-inch/a.rsml").scale().pixelWidth(), 1e-12);
		assertEquals(PixelCalibration.PIXELS, practice("property-unit/a.rsml").scale());
		assertArrayEquals(new double[] { 6, 5, 3 }, only(practice("smartroot-inch/a.rsml")).diameters());
		assertArrayEquals(new double[] { 50.5, 50.5 }, only(practice("comma-decimals/a.rsml")).x());
		assertEquals(List.of("p1.jpg"), practice("image-name-differs/exp1-tracing.rsml").images());
		Rsml.Content spatial = practice("3d-pixel/a.rsml");
		assertTrue(spatial.isSpatial());
		assertEquals(Math.hypot(40, 300) + Math.hypot(40, 600), spatial.spatialLength(), 1e-9);
		assertEquals(80, spatial.tracing().length());
		// Written in Windows-1252, whatever it says of itself.
		Path wrong = folder.resolve("wrong.rsml");
		Files.write(wrong, ("<?xml version='1.0' " +
			"encoding='UTF-8'?><rsml><metadata><user>J\u00fcrgen</user></metadata><scene></scene></rsml>")
			.getBytes(Charset.forName("windows-1252")));
		assertEquals(0, Rsml.read(wrong).length());
	}

	@Test
	void diametersLieWhereTheFunctionsDomainSays() throws IOException {
		TracedRoot uniform = only(practice("uniform-domain/a.rsml"));
		assertArrayEquals(new double[] { 20, 30, 145, 270 }, uniform.y());
		assertArrayEquals(new double[] { 2, 2.8, 12, 2 }, uniform.diameters(), 1e-9);
		TracedRoot along = only(practice("length-domain/a.rsml"));
		assertArrayEquals(new double[] { 20, 30, 260, 270 }, along.y(), 1e-9);
		assertArrayEquals(new double[] { 2, 2 + 10 / 24.0, 12, 2 }, along.diameters(), 1e-9);
		Rsml.Content fewer = practice("fewer-samples/a.rsml");
		assertArrayEquals(new double[] { 9, 9, 9 }, only(fewer).diameters());
		assertEquals(1, fewer.doubts().size());
		String text = Files.readString(References.shared("cases/rsml/uniform-domain/a.rsml"));
		TracedRoot tip = only(Rsml.content(write("tip.rsml", text.replace("origin='base'", "origin='apex'")
			.replace("<sample>2</sample></function>", "<sample>4</sample></function>"))));
		assertArrayEquals(new double[] { 4, 4.64, 12, 2 }, tip.diameters(), 1e-9);
		Rsml.Content beyond = Rsml.content(write("beyond.rsml", Files.readString(
			References.shared("cases/rsml/length-domain/a.rsml")).replace("position='250'", "position='900'")));
		assertTrue(Double.isNaN(only(beyond).diameters()[0]));
		assertEquals(1, beyond.doubts().size());
	}

	@Test
	void lengthsWithinAnImage() {
		Tracing tracing = new Tracing(
			List.of(List.of(root(new double[] { 5, 5, 25, 25 }, new double[] { -10, 4, 4, 40 }, 3))));
		// From the upper edge at -0.5 to 4, then to the right edge at 19.5.
		assertEquals(4.5 + 14.5, tracing.lengthWithin(20, 30), 1e-9);
		assertEquals(tracing.length() - 9.5 - 10.5, tracing.lengthWithin(100, 30), 1e-9);
		assertEquals(0, tracing.lengthWithin(4, 4), 1e-9);
	}

	@Test
	void drawsRootsWithTheirWidths() {
		Mask drawn = new Tracing(List.of(List.of(root(new double[] { 10, 80 }, new double[] { 20, 45 }, 7))))
			.toMask(100, 60, 3);
		assertArrayEquals(Shapes.draw(100, 60, Shapes.line(10, 20, 80, 45, 7)).pixels(), drawn.pixels());
		Mask given = new Tracing(List.of(List.of(root(new double[] { 10, 80 }, new double[] { 20, 45 }, Double.NaN))))
			.toMask(100, 60, 3);
		assertArrayEquals(Shapes.draw(100, 60, Shapes.line(10, 20, 80, 45, 3)).pixels(), given.pixels());
		Mask outside = new Tracing(List.of(List.of(root(new double[] { -50, 500 }, new double[] { -9e6, 9e6 }, 7))))
			.toMask(10, 10, 3);
		assertEquals(10, outside.height());
	}

	@Test
	void swcLinksPoints() throws IOException {
		TracedRoot lateral = root(new double[] { 21, 40 }, new double[] { 10, 30 }, 2);
		TracedRoot main = root(new double[] { 10, 20, 30 }, new double[] { 10, 10, 20 }, 4, lateral);
		Swc.write(new Tracing(List.of(List.of(main))), folder.resolve("a.swc"));
		assertEquals(List.of("1 0 10.00 10.00 0 2.00 -1", "2 0 20.00 10.00 0 2.00 1", "3 0 30.00 20.00 0 2.00 2",
			"4 0 21.00 10.00 0 1.00 2", "5 0 40.00 30.00 0 1.00 4"), Files.readAllLines(folder.resolve("a.swc"))
			.subList(1, 6));
	}

	@Test
	void lengthsOfRootNavsTracingsAreTheirs() throws IOException {
		Path data = References.shared("data/rootnav2_osr");
		for (String line : Files.readAllLines(data.resolve("lengths.csv")).subList(1, 16)) {
			String[] cells = line.split(",");
			Tracing tracing = Rsml.read(data.resolve(cells[0].replace(".jpg", ".rsml")));
			assertEquals(Integer.parseInt(cells[1]), tracing.roots().count(), cells[0]);
			assertEquals(Double.parseDouble(cells[2]), tracing.length(), 0.06, cells[0]);
		}
	}
}
