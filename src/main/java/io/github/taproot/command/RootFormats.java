// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import java.io.IOException;
import java.nio.file.Path;

import org.scijava.Priority;
import org.scijava.plugin.Plugin;

import io.github.taproot.files.ResultFiles;
import io.github.taproot.plugin.ExporterPlugin;
import io.github.taproot.roots.ExportedRoots;
import io.github.taproot.roots.tracing.RsmlWriter;
import io.github.taproot.roots.tracing.Swc;

/** The formats of other programs that Taproot itself writes. */
public final class RootFormats {

	private RootFormats() {}

	/** Root System Markup Language: {@link RsmlWriter}. */
	@Plugin(type = ExporterPlugin.class, priority = 4 * Priority.FIRST)
	public static final class Rsml implements ExporterPlugin {

		@Override
		public String name() {
			return "rsml";
		}

		@Override
		public String description() {
			return "Centre lines with diameters and laterals, for programs for root systems.";
		}

		@Override
		public String extension() {
			return ".rsml";
		}

		@Override
		public String lacks(ExportedRoots roots) {
			return RsmlWriter.canHold(roots.scale()) ? "" :
				"its scale, since RSML has no place for pixels that are not square";
		}

		@Override
		public void write(ExportedRoots roots, Path file) throws IOException {
			RsmlWriter.write(roots.tracing(), roots.image(), roots.scale(), file);
		}
	}

	/** Linked points: {@link io.github.taproot.roots.tracing.Swc}. */
	@Plugin(type = ExporterPlugin.class, priority = 3 * Priority.FIRST)
	public static final class LinkedPoints implements ExporterPlugin {

		@Override
		public String name() {
			return "swc";
		}

		@Override
		public String description() {
			return "Centre lines with diameters and laterals as linked points, for SNT.";
		}

		@Override
		public String extension() {
			return ".swc";
		}

		@Override
		public void write(ExportedRoots roots, Path file) throws IOException {
			Swc.write(roots.tracing(), file);
		}
	}

	/** Black roots on white, as RhizoVision Explorer wants segmented images. */
	@Plugin(type = ExporterPlugin.class, priority = 2 * Priority.FIRST)
	public static final class RhizoVision implements ExporterPlugin {

		@Override
		public String name() {
			return "rhizovision";
		}

		@Override
		public String description() {
			return "Black roots on white, for RhizoVision Explorer.";
		}

		@Override
		public String extension() {
			return ".png";
		}

		@Override
		public void write(ExportedRoots roots, Path file) throws IOException {
			ResultFiles.writeBlackOnWhite(roots.mask(), file);
		}
	}

	/** Cyan roots on nothing, as RootPainter segments. */
	@Plugin(type = ExporterPlugin.class, priority = Priority.FIRST)
	public static final class RootPainter implements ExporterPlugin {

		@Override
		public String name() {
			return "rootpainter";
		}

		@Override
		public String description() {
			return "RootPainter's segmentations.";
		}

		@Override
		public String extension() {
			return ".png";
		}

		@Override
		public void write(ExportedRoots roots, Path file) throws IOException {
			ResultFiles.writeSegmentation(roots.mask(), file);
		}
	}
}
