// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.github.taproot.roots.ExportedRoots;

/** A file format; in a jar of your own it has the annotation {@code @Plugin(type = ExporterPlugin.class)}. */
public final class CentreLines implements ExporterPlugin {

	@Override
	public String name() {
		return "lines";
	}

	@Override
	public String description() {
		return "A table of the points of all centre lines, in px.";
	}

	@Override
	public String extension() {
		return ".csv";
	}

	@Override
	public void write(ExportedRoots roots, Path file) throws IOException {
		List<String> lines = new ArrayList<>(List.of("root,x,y,diameter"));
		roots.tracing().roots().forEach(root -> {
			for (int i = 0; i < root.x().length; i++) {
				lines.add(root.label() + "," + root.x()[i] + "," + root.y()[i] + "," + root.diameters()[i]);
			}
		});
		Files.write(file, lines);
	}
}
