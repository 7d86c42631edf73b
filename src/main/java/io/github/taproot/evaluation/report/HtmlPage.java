// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.evaluation.report;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import io.github.taproot.table.Table;

/**
 * A report as one HTML file that any browser opens from the disk: texts, tables, charts (inside the file), and pictures
 * (files beside it). All texts are escaped. Not for several threads at once.
 */
public final class HtmlPage {

	private static final String STYLE = """
		body { font: 15px/1.5 system-ui, sans-serif; max-width: 1100px; margin: 2em auto; padding: 0 1em; color: #222; }
		table { border-collapse: collapse; font-size: 13px; display: block; overflow-x: auto; }
		th, td { border-bottom: 1px solid #ddd; padding: 4px 9px; text-align: right; white-space: nowrap; }
		th { background: #f3f3f3; vertical-align: bottom; white-space: normal; }
		th:first-child, td:first-child { text-align: left; }
		figure { margin: 1.5em 0; }
		figure img { max-width: 100%; height: auto; }
		.row { display: flex; flex-wrap: wrap; gap: 8px; align-items: flex-start; }
		.row img { flex: 1 1 400px; min-width: 0; }
		figcaption { color: #555; }
		.warning { border-left: 5px solid #d55e00; background: #fdf1e8; padding: 8px 14px; white-space: pre-line; }
		.swatch { display: inline-block; width: 1em; height: 1em; margin: 0 6px 0 18px; vertical-align: -2px; }
		.swatch:first-child { margin-left: 0; }
		""";

	private final StringBuilder body = new StringBuilder();
	private final String title;

	public HtmlPage(String title) {
		this.title = title;
		body.append("<h1>").append(escaped(title)).append("</h1>\n");
	}

	public HtmlPage heading(String text) {
		body.append("<h2>").append(escaped(text)).append("</h2>\n");
		return this;
	}

	/** A heading within the part that the last {@link #heading} began. */
	public HtmlPage subheading(String text) {
		body.append("<h3>").append(escaped(text)).append("</h3>\n");
		return this;
	}

	public HtmlPage paragraph(String text) {
		body.append("<p>").append(escaped(text)).append("</p>\n");
		return this;
	}

	/** Adds a text that nobody may overlook; its lines stay lines. */
	public HtmlPage warning(String text) {
		body.append("<p class=\"warning\">").append(escaped(text)).append("</p>\n");
		return this;
	}

	/**
	 * Adds what colours mean.
	 *
	 * @param meanings by colour, in CSS, such as "#ff0000"
	 */
	public HtmlPage legend(Map<String, String> meanings) {
		body.append("<p>");
		meanings.forEach((colour, meaning) -> body.append("<span class=\"swatch\" style=\"background: ")
			.append(escaped(colour)).append("\"></span>").append(escaped(meaning)));
		body.append("</p>\n");
		return this;
	}

	/** Adds a table: its headings with blanks for underscores, its cells as {@link Table#text}. */
	public HtmlPage table(Table table) {
		return table(table, heading -> heading.replace('_', ' '));
	}

	/** Adds a table whose headings are names that people gave, which stay as they are. */
	public HtmlPage tableOfNames(Table table) {
		return table(table, UnaryOperator.identity());
	}

	private HtmlPage table(Table table, UnaryOperator<String> headings) {
		body.append("<table>\n<tr>");
		for (String column : table.columns()) {
			body.append("<th>").append(escaped(headings.apply(column))).append("</th>");
		}
		body.append("</tr>\n");
		for (Map<String, ?> row : table.rows()) {
			body.append("<tr>");
			for (String column : table.columns()) {
				body.append("<td>").append(escaped(Table.text(row.get(column)))).append("</td>");
			}
			body.append("</tr>\n");
		}
		body.append("</table>\n");
		return this;
	}

	/** Adds a chart, which becomes part of the file. */
	public HtmlPage chart(Chart chart) {
		return figure(image(inside("png", chart.png()), chart.description()), chart.description());
	}

	/** Adds pictures that become part of the file, side by side where there is room. */
	public HtmlPage jpegs(List<byte[]> jpegs, String caption) {
		StringBuilder images = new StringBuilder();
		for (byte[] jpeg : jpegs) images.append(image(inside("jpeg", jpeg), caption)).append('\n');
		return figure("<div class=\"row\">" + images + "</div>", caption);
	}

	private static String inside(String type, byte[] picture) {
		return "data:image/" + type + ";base64," + Base64.getEncoder().encodeToString(picture);
	}

	/**
	 * Adds a picture that lies in a file, which a click opens at its full size.
	 *
	 * @param file its path from the page's folder
	 */
	public HtmlPage picture(Path file, String caption) {
		StringBuilder address = new StringBuilder();
		for (Path part : file) address.append(address.isEmpty() ? "" : "/").append(percentEncoded(part.toString()));
		return figure("<a href=\"" + address + "\">" + image(address.toString(), caption) + "</a>", caption);
	}

	private static String image(String address, String text) {
		return "<img loading=\"lazy\" src=\"" + address + "\" alt=\"" + escaped(text) + "\">";
	}

	private HtmlPage figure(String image, String caption) {
		body.append("<figure>").append(image).append("<figcaption>").append(escaped(caption))
			.append("</figcaption></figure>\n");
		return this;
	}

	/** The page, whole. */
	public String html() {
		return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>" + escaped(title) +
			"</title>\n<style>\n" + STYLE + "</style>\n</head>\n<body>\n" + body + "</body>\n</html>\n";
	}

	private static String escaped(String text) {
		return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
	}

	private static String percentEncoded(String name) {
		return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
	}
}
