// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.site;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** The index of an update site, {@code db.xml}, as Fiji's updater 2.0.3 reads and writes it. */
final class SiteIndex {

	/** The index's name on the site. */
	static final String NAME = "db.xml.gz";

	private static final String HEAD = """
		<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE pluginRecords [
		<!ELEMENT pluginRecords ((update-site | disabled-update-site)*, plugin*)>
		<!ELEMENT update-site EMPTY>
		<!ELEMENT disabled-update-site EMPTY>
		<!ELEMENT plugin (platform*, category*, version?, previous-version*)>
		<!ELEMENT version (description?, dependency*, link*, author*)>
		<!ELEMENT previous-version EMPTY>
		<!ELEMENT description (#PCDATA)>
		<!ELEMENT dependency EMPTY>
		<!ELEMENT link (#PCDATA)>
		<!ELEMENT author (#PCDATA)>
		<!ELEMENT platform (#PCDATA)>
		<!ELEMENT category (#PCDATA)>
		@SITE@<!ATTLIST plugin update-site CDATA #IMPLIED>
		<!ATTLIST plugin filename CDATA #REQUIRED>
		<!ATTLIST plugin executable CDATA #IMPLIED>
		<!ATTLIST dependency filename CDATA #REQUIRED>
		<!ATTLIST dependency timestamp CDATA #IMPLIED>
		<!ATTLIST dependency overrides CDATA #IMPLIED>
		<!ATTLIST version timestamp CDATA #REQUIRED>
		<!ATTLIST version checksum CDATA #REQUIRED>
		<!ATTLIST version filesize CDATA #REQUIRED>
		<!ATTLIST previous-version filename CDATA #IMPLIED>
		<!ATTLIST previous-version timestamp CDATA #REQUIRED>
		<!ATTLIST previous-version timestamp-obsolete CDATA #IMPLIED>
		<!ATTLIST previous-version checksum CDATA #REQUIRED>]>
		<pluginRecords>
		""".replace("@SITE@", ofSites("update-site") + ofSites("disabled-update-site"));

	private static final String ROOT = "pluginRecords";

	private SiteIndex() {}

	private static String ofSites(String element) {
		StringBuilder lines = new StringBuilder();
		for (String attribute : List.of("name CDATA #REQUIRED", "url CDATA #REQUIRED", "keep-url CDATA #IMPLIED",
			"official CDATA #IMPLIED", "ssh-host CDATA #IMPLIED", "upload-directory CDATA #IMPLIED",
			"description CDATA #IMPLIED", "maintainer CDATA #IMPLIED", "timestamp CDATA #REQUIRED"))
		{
			lines.append("<!ATTLIST ").append(element).append(' ').append(attribute).append(">\n");
		}
		return lines.toString();
	}

	private static final int LARGEST = 1 << 26;

	/**
	 * Reads an index that is unpacked.
	 *
	 * @param name of the index, for messages
	 * @throws IOException where it is no index, or lists a path outside the updater's folders
	 */
	static List<SiteFile> read(InputStream in, String name) throws IOException {
		List<SiteFile> files = new ArrayList<>();
		byte[] bytes = in.readNBytes(LARGEST + 1);
		if (bytes.length > LARGEST) {
			throw new IOException(name + " unpacks to more than an index has: get it from a copy of that site.");
		}
		try {
			Element root = parser().parse(new ByteArrayInputStream(bytes)).getDocumentElement();
			if (!root.getTagName().equals(ROOT)) throw new SAXException("its root is " + root.getTagName());
			for (Element plugin : children(root, "plugin")) files.add(file(plugin));
		}
		catch (SAXException | NumberFormatException e) {
			throw new IOException(name + " is no index of an update site (" + e.getMessage() + "): give the folder " +
				"or address that holds the site's " + NAME + ".", e);
		}
		return files;
	}

	private static DocumentBuilder parser() throws SAXException {
		// Someone else's index may not make us read other files or addresses, nor grow without end.
		DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
		try {
			factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
			factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
			factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
			factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
			DocumentBuilder parser = factory.newDocumentBuilder();
			parser.setEntityResolver((publicId, systemId) -> {
				throw new SAXException("it names the other file " + systemId);
			});
			parser.setErrorHandler(new Strict());
			return parser;
		}
		catch (ParserConfigurationException e) {
			throw new IllegalStateException(e);
		}
	}

	private static SiteFile file(Element plugin) throws IOException {
		String filename = plugin.getAttribute("filename");
		SiteFile.Current current = null;
		for (Element version : children(plugin, "version")) {
			List<SiteFile.Dependency> dependencies = new ArrayList<>();
			for (Element dependency : children(version, "dependency")) {
				dependencies.add(new SiteFile.Dependency(dependency.getAttribute("filename"),
					number(dependency, "timestamp")));
			}
			List<String> description = texts(version, "description");
			current = new SiteFile.Current(version.getAttribute("checksum"), number(version, "timestamp"),
				number(version, "filesize"), description.isEmpty() ? null : description.get(0), dependencies,
				texts(version, "link"), texts(version, "author"));
			SiteFile.check(filename, current.checksum(), current.timestamp());
			for (SiteFile.Dependency dependency : current.dependencies()) SiteFile.checkPath(dependency.filename());
			if (current.filesize() < 1) {
				throw new IOException(filename + " has a size of \"" + version.getAttribute("filesize") +
					"\" bytes in the index: get the index from a copy of that site.");
			}
		}
		List<SiteFile.Previous> previous = new ArrayList<>();
		for (Element version : children(plugin, "previous-version")) {
			String old = version.getAttribute("filename");
			previous.add(new SiteFile.Previous(old.isEmpty() ? filename : old, version.getAttribute("checksum"),
				number(version, "timestamp"), number(version, "timestamp-obsolete")));
			SiteFile.Previous last = previous.get(previous.size() - 1);
			SiteFile.check(last.filename(), last.checksum(), last.timestamp());
			if (last.obsolete() != 0) SiteFile.check(last.filename(), last.checksum(), last.obsolete());
		}
		return new SiteFile(filename, texts(plugin, "platform"), current, previous);
	}

	private static long number(Element element, String attribute) {
		String text = element.getAttribute(attribute);
		return text.isEmpty() ? 0 : Long.parseLong(text);
	}

	private static List<String> texts(Element parent, String tag) {
		return children(parent, tag).stream().map(Element::getTextContent).toList();
	}

	private static List<Element> children(Element parent, String tag) {
		List<Element> found = new ArrayList<>();
		NodeList nodes = parent.getChildNodes();
		for (int i = 0; i < nodes.getLength(); i++) {
			Node node = nodes.item(i);
			if (node instanceof Element element && element.getTagName().equals(tag)) found.add(element);
		}
		return found;
	}

	/** The index as the updater writes it, in the given order, line by line. */
	static String text(List<SiteFile> files) {
		StringBuilder xml = new StringBuilder(HEAD);
		for (SiteFile file : files) {
			xml.append("    <plugin").append(attribute("filename", file.filename())).append(">\n");
			file.platforms().forEach(platform -> xml.append(tag("        ", "platform", platform)));
			if (file.current() != null) version(xml, file.current());
			for (SiteFile.Previous old : file.previous()) {
				xml.append("        <previous-version").append(attribute("timestamp", old.timestamp()))
					.append(attribute("timestamp-obsolete", old.obsolete()))
						.append(attribute("checksum", old.checksum()))
					.append(attribute("filename", old.filename())).append("/>\n");
			}
			xml.append("    </plugin>\n");
		}
		return xml.append("</pluginRecords>\n").toString();
	}

	private static void version(StringBuilder xml, SiteFile.Current version) {
		xml.append("        <version").append(attribute("checksum", version.checksum()))
			.append(attribute("timestamp", version.timestamp())).append(attribute("filesize", version.filesize()));
		StringBuilder inner = new StringBuilder();
		String indent = "            ";
		if (version.description() != null) inner.append(tag(indent, "description", version.description()));
		for (SiteFile.Dependency dependency : version.dependencies()) {
			inner.append(indent).append("<dependency").append(attribute("filename", dependency.filename()))
				.append(attribute("timestamp", dependency.timestamp())).append("/>\n");
		}
		version.links().forEach(link -> inner.append(tag(indent, "link", link)));
		version.authors().forEach(author -> inner.append(tag(indent, "author", author)));
		xml.append(inner.isEmpty() ? "/>\n" : ">\n" + inner + "        </version>\n");
	}

	private static String attribute(String name, Object value) {
		return " " + name + "=\"" + escaped(value.toString()).replace("\"", "&quot;") + "\"";
	}

	private static String tag(String indent, String name, String text) {
		return indent + "<" + name + ">" + escaped(text) + "</" + name + ">\n";
	}

	private static String escaped(String text) {
		return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
	}

	/** Takes no damaged index, and prints nothing. */
	private static final class Strict implements ErrorHandler {

		@Override
		public void warning(SAXParseException e) {
			// no damage
		}

		@Override
		public void error(SAXParseException e) throws SAXException {
			throw e;
		}

		@Override
		public void fatalError(SAXParseException e) throws SAXException {
			throw e;
		}
	}
}
