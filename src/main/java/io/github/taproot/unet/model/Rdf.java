// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.representer.Representer;

/**
 * The description in a package, {@code rdf.yaml}: maps, lists, texts and numbers; nothing in it makes another object.
 */
final class Rdf {

	private static final int LARGEST = 1 << 22;
	private static final int DEEPEST = 40;

	private final Map<?, ?> values;
	private final String where;

	private Rdf(Map<?, ?> values, String where) {
		this.values = values;
		this.where = where;
	}

	/** @throws IOException where it is no description of a model, in words that follow "Its description" */
	static Rdf parse(byte[] text) throws IOException {
		LoaderOptions limits = new LoaderOptions();
		limits.setCodePointLimit(LARGEST);
		limits.setMaxAliasesForCollections(20);
		limits.setNestingDepthLimit(DEEPEST);
		limits.setAllowDuplicateKeys(false);
		try {
			Object parsed = new Yaml(new SafeConstructor(limits)).load(new String(text, StandardCharsets.UTF_8));
			if (parsed instanceof Map<?, ?> map) return new Rdf(map, "");
		}
		catch (YAMLException | ClassCastException | StackOverflowError e) {
			throw new IOException("Its description, rdf.yaml, is damaged: copy the package again.", e);
		}
		throw new IOException("Its description, rdf.yaml, describes nothing: copy the package again.");
	}

	/** Maps, lists, texts and numbers as YAML. */
	static String write(Map<String, Object> values) {
		DumperOptions style = new DumperOptions();
		style.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
		style.setAllowUnicode(true);
		style.setWidth(120);
		return new Yaml(new SafeConstructor(new LoaderOptions()), new Representer(style), style).dump(values);
	}

	boolean has(String key) {
		return values.get(key) != null;
	}

	Object get(String key) {
		return values.get(key);
	}

	String text(String key) throws IOException {
		Object value = values.get(key);
		if (value instanceof String || value instanceof Number) return value.toString();
		throw new IOException("Its description lacks " + where + key + ": ask for a complete package.");
	}

	/** A text, or another where there is none. */
	String text(String key, String otherwise) {
		Object value = values.get(key);
		return value instanceof String || value instanceof Number ? value.toString() : otherwise;
	}

	double number(String key, double otherwise) throws IOException {
		Object value = values.get(key);
		if (value == null) return otherwise;
		if (value instanceof Number number && Double.isFinite(number.doubleValue())) return number.doubleValue();
		throw new IOException("Its description has no number for " + where + key + ", but " + value +
			": ask for a valid package.");
	}

	/** A part of the description; empty where it is missing. */
	Rdf part(String key) {
		return values.get(key) instanceof Map<?, ?> map ? new Rdf(map, where + key + ".") :
			new Rdf(Map.of(), where + key + ".");
	}

	/** A list's parts; those that are no maps are left out. */
	List<Rdf> parts(String key) {
		List<Rdf> parts = new ArrayList<>();
		if (values.get(key) instanceof List<?> list) {
			for (Object element : list) {
				if (element instanceof Map<?, ?> map) parts.add(new Rdf(map, where + key + "."));
			}
		}
		return parts;
	}

	/** A list of numbers; null where there is none. */
	double[] numbers(String key) throws IOException {
		if (!(values.get(key) instanceof List<?> list)) return null;
		double[] numbers = new double[list.size()];
		for (int i = 0; i < numbers.length; i++) {
			if (!(list.get(i) instanceof Number number)) {
				throw new IOException("Its description has no numbers for " + where + key + ": ask for a valid " +
					"package.");
			}
			numbers[i] = number.doubleValue();
		}
		return numbers;
	}

	/** A list of numbers that may be infinite, or missing at an open end; null where there is none. */
	double[] limits(String key) {
		if (!(values.get(key) instanceof List<?> list)) return null;
		double[] limits = new double[list.size()];
		for (int i = 0; i < limits.length; i++) {
			String text = String.valueOf(list.get(i));
			boolean isOpen = !(list.get(i) instanceof Number number) || !Double.isFinite(number.doubleValue());
			limits[i] = isOpen ? (i == 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY) :
				Double.parseDouble(text);
		}
		return limits;
	}

	/** A list of texts, or a text of which each letter is one. */
	List<String> letters(String key) {
		Object value = values.get(key);
		if (value instanceof String text) return text.chars().mapToObj(c -> String.valueOf((char) c)).toList();
		return value instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
	}
}
