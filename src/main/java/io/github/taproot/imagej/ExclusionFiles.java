package io.github.taproot.imagej;

import java.awt.Color;
import java.awt.Rectangle;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

import ij.ImagePlus;
import ij.gui.Line;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.io.RoiDecoder;
import ij.io.RoiEncoder;
import ij.process.ImageProcessor;

import io.github.taproot.image.Mask;
import io.github.taproot.image.SafeFile;
import io.github.taproot.traits.Scratch;

/**
 * What does not count in photographs: tape, frames, labels, scratches. One file for all of them, or a folder with one
 * for each by its name; photographs without one are measured whole. Files are ImageJ's selections ({@code .roi}, or
 * {@code .zip} for several), of which areas and, with their width, lines count, or images of the photographs' size
 * whose pixels above 0 are excluded.
 */
public final class ExclusionFiles {

	private static final List<String> ENDINGS = List.of(".roi", ".zip", ".png", ".tif", ".tiff");
	/** Name of what {@link #show} shows. */
	private static final String SCRATCH = "Taproot scratch";
	private static final Color SEEN_THROUGH = new Color(255, 140, 0, 150);
	private static final int LARGEST_ROI = 16 << 20;
	private static final int MOST_ROIS = 10_000;

	private final Path source;
	private final boolean isFolder;

	/**
	 * @param source file or folder; null for nothing
	 * @throws IOException where it does not exist
	 */
	public ExclusionFiles(Path source) throws IOException {
		if (source != null && !Files.exists(source)) {
			throw new IOException("There is no file or folder " + source + " of what is to be excluded: check its name.");
		}
		this.source = source;
		isFolder = source != null && Files.isDirectory(source);
	}

	/**
	 * What is excluded of a photograph.
	 *
	 * @param name of the photograph without folder and ending
	 * @return root where it is excluded; null where nothing is
	 * @throws IOException where the file can't be read, or has another size, in one sentence
	 */
	public Mask of(String name, int width, int height) throws IOException {
		if (source == null) return null;
		if (!isFolder) return read(source, width, height);
		for (String ending : ENDINGS) {
			Path file = source.resolve(name + ending);
			if (Files.isRegularFile(file)) return read(file, width, height);
		}
		return null;
	}

	private static Mask read(Path file, int width, int height) throws IOException {
		String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
		if (name.endsWith(".roi") || name.endsWith(".zip")) {
			Mask mask = new Mask(width, height);
			for (Roi roi : rois(file)) fill(roi, mask);
			return mask;
		}
		Mask mask = new ImageFiles().readAnnotation(file).roots();
		if (mask.width() == width && mask.height() == height) return mask;
		throw new IOException(file + " has " + mask.width() + "x" + mask.height() + " pixels, but the image " + width + "x" +
			height + ": give what is to be excluded as an image of the same size, or as an ImageJ selection.");
	}

	/** @throws IOException where it holds no selection */
	static List<Roi> rois(Path file) throws IOException {
		List<Roi> rois = new ArrayList<>();
		try {
			if (!file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".zip")) {
				if (Files.size(file) <= LARGEST_ROI) add(RoiDecoder.openFromByteArray(Files.readAllBytes(file)), rois);
			}
			else {
				try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))) {
					for (ZipEntry entry; (entry = zip.getNextEntry()) != null && rois.size() < MOST_ROIS;) {
						if (entry.getName().endsWith(".roi")) add(RoiDecoder.openFromByteArray(zip.readNBytes(LARGEST_ROI)), rois);
					}
				}
			}
		}
		catch (IOException | RuntimeException e) {
			throw new IOException(file + " cannot be read as ImageJ selections: save them again from the ROI Manager.", e);
		}
		if (rois.isEmpty()) throw new IOException(file + " has no ImageJ selection: save one from the ROI Manager.");
		return rois;
	}

	private static void add(Roi roi, List<Roi> rois) {
		if (roi != null) rois.add(roi);
	}

	private static void fill(Roi roi, Mask mask) {
		Roi area = roi.isLine() ? Roi.convertLineToArea(roi) : roi;
		if (area == null || !area.isArea()) return;
		Rectangle box = area.getBounds();
		ImageProcessor inside = area.getMask();
		for (int y = Math.max(0, box.y); y < Math.min(mask.height(), box.y + box.height); y++) {
			for (int x = Math.max(0, box.x); x < Math.min(mask.width(), box.x + box.width); x++) {
				if (inside == null || inside.get(x - box.x, y - box.y) != 0) mask.pixels()[y * mask.width() + x] = Mask.ROOT;
			}
		}
	}

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
