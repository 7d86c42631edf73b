// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import java.io.IOException;
import java.nio.file.Path;

import org.scijava.Priority;
import org.scijava.plugin.Plugin;

import io.github.taproot.files.ImageFiles;
import io.github.taproot.files.ResultFiles;
import io.github.taproot.image.Annotation;
import io.github.taproot.image.Mask;
import io.github.taproot.image.Picture;
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

	/** Roots red and soil green, as RootPainter has annotations. */
	@Plugin(type = ExporterPlugin.class, priority = Priority.FIRST / 2)
	public static final class RootPainterAnnotations implements ExporterPlugin {

		@Override
		public String name() {
			return "rootpainter_annotations";
		}

		@Override
		public String description() {
			return "Annotations of whole photographs, for a RootPainter project.";
		}

		@Override
		public String extension() {
			return ".png";
		}

		@Override
		public void write(ExportedRoots roots, Path file) throws IOException {
			Mask mask = roots.mask();
			byte[] labels = new byte[mask.pixels().length];
			for (int i = 0; i < labels.length; i++) {
				labels[i] = mask.pixels()[i] == Mask.SOIL ? Annotation.SOIL : Annotation.ROOT;
			}
			ResultFiles.writeAnnotation(new Annotation(mask.width(), mask.height(), labels), file);
		}
	}

	/** Dark roots on light, and the same roots as RSML, which SmartRoot opens with the picture. */
	@Plugin(type = ExporterPlugin.class, priority = Priority.FIRST / 4)
	public static final class SmartRoot implements ExporterPlugin {

		@Override
		public String name() {
			return "smartroot";
		}

		@Override
		public String description() {
			return "Pictures with dark roots on light, and RSML, for SmartRoot.";
		}

		@Override
		public String extension() {
			return ".tif";
		}

		@Override
		public String lacks(ExportedRoots roots) {
			if (roots.probability() == null) {
				return "its probabilities, since there is no file of them: the mask was written instead. Segment " +
					"Roots Folder writes them beside the masks (probability=true)";
			}
			return RsmlWriter.canHold(roots.scale()) ? "" :
				"its scale in the RSML, which has no place for pixels that are not square";
		}

		@Override
		public void write(ExportedRoots roots, Path file) throws IOException {
			String name = file.getFileName().toString();
			Path rsml = file.resolveSibling(name.substring(0, name.length() - extension().length()) + ".rsml");
			RsmlWriter.write(roots.tracing(), name, roots.scale(), rsml);
			ResultFiles.writeGrey(dark(roots), roots.mask().width(), roots.mask().height(), roots.scale(), file);
		}

		/** Brightness from 255 for soil to 0 for what is certainly root. */
		private static byte[] dark(ExportedRoots roots) throws IOException {
			Mask mask = roots.mask();
			byte[] grey = new byte[mask.pixels().length];
			if (roots.probability() == null) {
				for (int i = 0; i < grey.length; i++) grey[i] = (byte) (mask.pixels()[i] == Mask.SOIL ? 255 : 0);
				return grey;
			}
			Picture picture = ImageFiles.read(roots.probability());
			if (picture.width() != mask.width() || picture.height() != mask.height()) {
				throw new IOException(roots.probability() + " has " + picture.width() + "x" + picture.height() +
					" px, but the mask " + roots.image() + " has " + mask.width() + "x" + mask.height() +
					" px: segment the photograph again.");
			}
			float white = picture.white();
			picture.forEach((place, value, green, blue) -> {
				float share = Math.max(0, Math.min(1, value / white));
				grey[place] = (byte) Math.round(255 * (1 - share));
			});
			return grey;
		}
	}
}
