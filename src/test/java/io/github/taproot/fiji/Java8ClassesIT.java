// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.fiji;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/** Reads the class files of the jar that users get. */
class Java8ClassesIT {

	private static final int JAVA_8 = 52;

	@Test
	void whatEveryFijiLoadsIsForJava8() throws IOException {
		Path jar;
		try (Stream<Path> files = Files.list(Path.of("target"))) {
			jar = files.filter(file -> file.getFileName().toString().matches("taproot-[\\d.]+(-SNAPSHOT)?\\.jar"))
				.findFirst().orElseThrow();
		}
		Map<String, Integer> found = new TreeMap<>();
		Map<String, Integer> expected = new TreeMap<>();
		try (JarFile classes = new JarFile(jar.toFile())) {
			for (String name : List.of("fiji/JavaCheck", "fiji/NewerJavaNeeded", "plugin/NamedPlugin",
				"plugin/SegmenterPlugin", "plugin/TraitPlugin", "plugin/ExporterPlugin", "roots/Trait",
				"roots/RootExporter"))
			{
				JarEntry entry = classes.getJarEntry("io/github/taproot/" + name + ".class");
				try (DataInputStream in = new DataInputStream(classes.getInputStream(entry))) {
					in.readInt();
					in.readUnsignedShort();
					found.put(name, in.readUnsignedShort());
				}
				expected.put(name, JAVA_8);
			}
		}
		assertEquals(expected, found);
	}
}
