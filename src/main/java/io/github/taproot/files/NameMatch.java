// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.files;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which files belong to which names: those of the same name, in whichever Unicode form; failing that, the only one
 * whose name differs just in case.
 *
 * @param <T> a file, or a line of a table
 */
public final class NameMatch<T> {

	private final Map<String, List<T>> byName = new HashMap<>();
	/** Names that differ just in case and would share a file. */
	private final Map<String, Set<String>> rivals = new HashMap<>();
	private final Set<T> strangers;
	private final Function<T, String> label;

	/**
	 * Matches.
	 *
	 * @param names of which the same one may be there several times
	 * @param items what may belong to them
	 * @param name of an item
	 * @param label of an item in messages
	 */
	public NameMatch(Collection<String> names, Collection<T> items, Function<T, String> name, Function<T,
		String> label)
	{
		this.label = label;
		strangers = new LinkedHashSet<>(items);
		Set<String> lonely = new TreeSet<>();
		Map<String, List<T>> exact = grouped(items, item -> FileNames.composed(name.apply(item)));
		for (String each : names) {
			String composed = FileNames.composed(each);
			List<T> found = exact.get(composed);
			if (found == null) lonely.add(composed);
			else byName.put(composed, found);
		}
		byName.values().forEach(strangers::removeAll);
		Map<String, List<T>> loose = grouped(strangers, item -> FileNames.folded(name.apply(item)));
		for (Map.Entry<String, List<String>> entry : grouped(lonely, FileNames::folded).entrySet()) {
			List<T> found = loose.get(entry.getKey());
			if (found == null) continue;
			for (String each : entry.getValue()) {
				byName.put(each, found);
				if (entry.getValue().size() > 1) rivals.put(each, new TreeSet<>(entry.getValue()));
			}
			found.forEach(strangers::remove);
		}
	}

	private static <K> Map<String, List<K>> grouped(Collection<K> items, Function<K, String> key) {
		return items.stream().collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList()));
	}

	/**
	 * What belongs to one of the names.
	 *
	 * @return null where nothing does
	 * @throws IOException where several items do, or other names claim the same one, in one sentence
	 */
	public T get(String name) throws IOException {
		String composed = FileNames.composed(name);
		List<T> found = byName.get(composed);
		if (found == null) return null;
		if (found.size() > 1) {
			throw new IOException(listed(found.stream().map(label).toList()) + " belong to " + name +
				": remove or rename all but one.");
		}
		if (rivals.containsKey(composed)) {
			throw new IOException(label.apply(found.get(0)) + " may belong to " +
				String.join(" or to ", rivals.get(composed)) +
				": rename it.");
		}
		return found.get(0);
	}

	/** Whether something belongs to one of the names, or several things do. */
	public boolean has(String name) {
		return byName.containsKey(FileNames.composed(name));
	}

	private static String listed(List<String> labels) {
		int last = labels.size() - 1;
		return String.join(", ", labels.subList(0, last)) + " and " + labels.get(last);
	}

	/** Items that belong to none of the names, in their order. */
	public List<T> strangers() {
		return new ArrayList<>(strangers);
	}
}
