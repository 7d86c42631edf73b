// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.imagej;

import java.awt.Rectangle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import ij.gui.Roi;
import ij.gui.ShapeRoi;
import ij.io.RoiEncoder;
import ij.plugin.RoiScaler;

import io.github.taproot.files.ExclusionFiles;
import io.github.taproot.files.FolderLock;
import io.github.taproot.files.SafeFile;

/**
 * Areas of a photograph that people leave out of measurements: selections in a folder in which {@link ExclusionFiles}
 * finds them, in a zip for each photograph. Any thread may use it.
 *
 * @param folder made with the first area
 * @param name of the photograph without extension
 * @param width of the photograph in px
 * @param height of the photograph in px
 */
public record ExcludedAreas(Path folder, String name, int width, int height) {

	/** The areas, in px of the photograph, in the order in which they were added; none where there is no file. */
	public List<Roi> read() throws IOException {
		Path file = file();
		return file == null ? List.of() : SelectionFiles.rois(file);
	}

	/**
	 * Adds an area.
	 *
	 * @param selection on the photograph, or on a picture of it that is smaller
	 * @param factor px of the photograph for one of the picture
	 * @return the file that has it
	 * @throws IOException where nothing is selected, the selection is not an area or lies outside, the photograph has a
	 *           file of another kind, or it can't be written, in one sentence
	 */
	public Path add(Roi selection, int factor) throws IOException {
		if (selection == null || !selection.isArea()) {
			throw new IOException("Nothing was left out: draw a rectangle, polygon or oval on " + name + " first.");
		}
		Roi area = RoiScaler.scale(selection, factor, factor, false);
		Rectangle all = new Rectangle(width, height);
		if (!all.contains(area.getBounds())) area = new ShapeRoi(area).and(new ShapeRoi(all));
		Rectangle box = area.getBounds();
		if (box.isEmpty()) throw new IOException("Nothing was left out: the selection lies outside of " + name + ".");
		area.setName(String.format(Locale.ROOT, "left-out-%05d-%05d", box.y, box.x));
		return change(area);
	}

	/**
	 * Takes the area away that was added last; nothing where there is none.
	 *
	 * @return the file; null where there is none any more
	 */
	public Path removeLast() throws IOException {
		return change(null);
	}

	/** @param added null to take the last one away */
	private Path change(Roi added) throws IOException {
		SafeFile.makeFolder(folder);
		Path target = folder.resolve(name + ".zip");
		try (FolderLock lock = FolderLock.ofFile(target, "Review Segmentation", sentence -> {})) {
			Path before = file();
			List<Roi> areas = new ArrayList<>(read());
			if (added != null) areas.add(added);
			else if (!areas.isEmpty()) areas.remove(areas.size() - 1);
			if (areas.isEmpty()) {
				if (before != null) Files.delete(before);
				return null;
			}
			byte[] zip = zip(areas);
			SafeFile.write(target, out -> out.write(zip));
			// Two files of one photograph would be refused.
			if (before != null && !Files.isSameFile(before, target)) Files.delete(before);
			return target;
		}
	}

	private static byte[] zip(List<Roi> areas) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
			for (int i = 0; i < areas.size(); i++) {
				zip.putNextEntry(new ZipEntry(String.format(Locale.ROOT, "%04d.roi", i + 1)));
				zip.write(RoiEncoder.saveAsByteArray(areas.get(i)));
			}
		}
		return bytes.toByteArray();
	}

	/** Null where there is none. */
	private Path file() throws IOException {
		if (!Files.isDirectory(folder)) return null;
		Path file = new ExclusionFiles(folder, List.of(name)).file(name);
		if (file == null || file.toString().toLowerCase(Locale.ROOT).matches(".*\\.(roi|zip)")) return file;
		throw new IOException(file + " already has areas to leave out of " + name + ": edit this file, or remove it.");
	}
}
