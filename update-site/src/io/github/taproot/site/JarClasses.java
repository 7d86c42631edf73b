// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.site;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Classes that a jar holds, and those that they use. Names are those of class files, such as {@code ij/ImagePlus}. */
final class JarClasses {

	private static final String SUFFIX = ".class";

	private JarClasses() {}

	/** The names of a jar's entries. */
	static Set<String> entries(Path jar) throws IOException {
		try (ZipFile zip = new ZipFile(jar.toFile())) {
			Set<String> names = new HashSet<>();
			zip.stream().forEach(entry -> names.add(entry.getName()));
			return names;
		}
	}

	/** The classes in a jar, without those for some versions of Java only, and module descriptions. */
	static Set<String> held(Path jar) throws IOException {
		Set<String> classes = new HashSet<>();
		for (String name : entries(jar)) {
			if (!name.endsWith(SUFFIX) || name.startsWith("META-INF/") || name.endsWith("-info.class")) continue;
			classes.add(name.substring(0, name.length() - SUFFIX.length()));
		}
		return classes;
	}

	/**
	 * The jars that hold a class that {@code jar} uses, in the order of their paths.
	 *
	 * @param classes what other jars hold, by their paths in Fiji without versions
	 */
	static List<String> dependencies(Path jar, Map<String, Set<String>> classes) throws IOException {
		Set<String> used = used(jar);
		return classes.keySet().stream().filter(other -> !Collections.disjoint(used, classes.get(other)))
			.sorted().toList();
	}

	private static Set<String> used(Path jar) throws IOException {
		Set<String> used = new HashSet<>();
		try (ZipFile zip = new ZipFile(jar.toFile())) {
			for (ZipEntry entry : Collections.list(zip.entries())) {
				if (!entry.getName().endsWith(SUFFIX)) continue;
				try (InputStream in = zip.getInputStream(entry)) {
					addUsed(new DataInputStream(in), used);
				}
			}
		}
		used.removeAll(held(jar));
		return used;
	}

	/** Reads a class file's constants (JVM specification, 4.4). */
	private static void addUsed(DataInputStream in, Set<String> used) throws IOException {
		in.skipNBytes(8);
		int count = in.readUnsignedShort();
		String[] texts = new String[count];
		List<Integer> classes = new ArrayList<>();
		for (int i = 1; i < count; i++) {
			int kind = in.readUnsignedByte();
			switch (kind) {
				case 1 -> texts[i] = in.readUTF();
				case 7 -> classes.add(in.readUnsignedShort());
				case 8, 16, 19, 20 -> in.skipNBytes(2);
				case 15 -> in.skipNBytes(3);
				case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
				case 5, 6 -> {
					in.skipNBytes(8);
					i++;
				}
				default -> throw new IOException("A class has a constant of the unknown kind " + kind + ".");
			}
		}
		for (int index : classes) used.add(texts[index]);
	}
}
