// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.imagej;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import ij.ImagePlus;
import ij.gui.Line;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.io.RoiEncoder;

import io.github.taproot.files.SafeFile;
import io.github.taproot.roots.Scratch;

/** Scratches as ImageJ's selections: what people leave of them can be excluded. */
public final class ScratchSelections {

	/** Name of what {@link #show} shows. */
	private static final String SCRATCH = "Taproot scratch";
	private static final Color SEEN_THROUGH = new Color(255, 140, 0, 150);

	private ScratchSelections() {}

	/** Shows lines over an image in place of those shown before. */
	public static void show(ImagePlus image, List<Scratch> lines) {
		Overlay overlay = image.getOverlay() == null ? new Overlay() : image.getOverlay();
		overlay.remove(SCRATCH);
		for (Roi roi : rois(lines)) overlay.add(roi);
		image.setOverlay(overlay.size() == 0 ? null : overlay);
	}

	/**
	 * Writes lines, at least one, as ImageJ's selections.
	 *
	 * @throws IOException as {@link SafeFile#write}
	 */
	public static void write(List<Scratch> lines, Path zip) throws IOException {
		SafeFile.write(zip, out -> {
			ZipOutputStream entries = new ZipOutputStream(out);
			int number = 0;
			for (Roi roi : rois(lines)) {
				entries.putNextEntry(new ZipEntry("scratch " + ++number + ".roi"));
				entries.write(RoiEncoder.saveAsByteArray(roi));
			}
			entries.finish();
		});
	}

	private static List<Roi> rois(List<Scratch> lines) {
		List<Roi> rois = new ArrayList<>();
		for (Scratch line : lines) {
			Roi roi = new Line(line.x0(), line.y0(), line.x1(), line.y1());
			roi.setStrokeWidth(line.width());
			roi.setStrokeColor(SEEN_THROUGH);
			roi.setName(SCRATCH);
			rois.add(roi);
		}
		return rois;
	}
}
