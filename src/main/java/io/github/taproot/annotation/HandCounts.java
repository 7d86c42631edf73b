// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.annotation;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import io.github.taproot.files.FileNames;
import io.github.taproot.files.FolderLock;
import io.github.taproot.files.ImageFiles;
import io.github.taproot.files.ImageFolder;
import io.github.taproot.files.SafeFile;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.roots.LineGrid;
import io.github.taproot.table.Table;

/**
 * Crossings of roots with the lines of a grid that a person marks on the photographs of a folder. Kept in
 * {@code counts.csv}, a row for each photograph that was begun or finished, and {@code crossings.csv}, a row for each
 * crossing; {@code grid.csv}, written with them, tells the grid, since counts with different ones can't be compared.
 * The grid can be changed until the first crossing is marked. Not for several threads at once.
 */
public final class HandCounts implements Closeable {

	private static final String COUNTS = "counts.csv";
	private static final String CROSSINGS = "crossings.csv";
	private static final String GRID = "grid.csv";
	private static final String PIXEL_SIZE = "pixel_size_mm";

	private final Path output;
	private final List<Path> photographs;
	private LineGrid grid;
	private PixelCalibration scale;
	/** By the file's name, in composed Unicode. */
	private final Map<String, List<double[]>> points = new LinkedHashMap<>();
	private final Set<String> finished = new LinkedHashSet<>();

	private FolderLock lock;

	private HandCounts(Path output, List<Path> photographs, LineGrid grid, PixelCalibration scale) {
		this.output = output;
		this.photographs = photographs;
		this.grid = grid;
		this.scale = scale;
	}

	/**
	 * Begins, or continues the counts in the output folder.
	 *
	 * @param scale the photographs' scale; null for the one that each file has, or that counts in the folder have
	 * @throws IOException where there are no photographs, counts with another grid are in the output, or it can't be
	 *           written
	 */
	public static HandCounts open(Path photographs, Path output, LineGrid grid, PixelCalibration scale)
		throws IOException
	{
		List<Path> files = ImageFolder.of(photographs).require("photographs").images();
		HandCounts counts = new HandCounts(output, files, grid, scale);
		SafeFile.makeFolder(output);
		counts.read();
		return counts;
	}

	/**
	 * Keeps others from the output folder until it is closed: of two that save, one would lose what it marked.
	 *
	 * @param log takes a sentence where the folder cannot be locked
	 * @throws IOException where another process, or window, has the counts
	 */
	public void lock(Consumer<String> log) throws IOException {
		lock = FolderLock.of(output, "Count Intersections By Hand", log);
		// Others may have saved since it was opened.
		points.clear();
		finished.clear();
		read();
		// Of a process that was killed while it saved, the crossings are the newer table.
		Path counts = output.resolve(COUNTS);
		if (!Files.exists(output.resolve(CROSSINGS)) || !Files.exists(counts)) return;
		String newer = counts().csv();
		if (!Files.readString(counts).equals(newer)) SafeFile.writeText(counts, newer);
	}

	/** Lets others have the counts; nothing happens where they were not locked. */
	@Override
	public void close() {
		if (lock != null) lock.close();
	}

	private Table gridTable() {
		Map<String, Object> row = new LinkedHashMap<>();
		row.put("square", grid.square());
		row.put("unit", grid.inPixels() ? "px" : "mm");
		row.put("lines", grid.lines().name().toLowerCase(Locale.ROOT));
		row.put("offset_x", grid.offsetX());
		row.put("offset_y", grid.offsetY());
		row.put(PIXEL_SIZE, scale == null ? "" : scale.pixelWidth());
		Table table = new Table();
		table.add(row);
		return table;
	}

	/** Refuses another grid than that of the counts in the folder, or takes their scale where none was given. */
	private void checkGrid() throws IOException {
		Path file = output.resolve(GRID);
		// Without counts, it binds nobody.
		if (isUnmarked() || Files.notExists(file)) return;
		Table known = Table.read(file);
		if (scale == null && known.rows().size() == 1 && known.numbers(PIXEL_SIZE)[0] > 0) {
			scale = PixelCalibration.millimetres(known.numbers(PIXEL_SIZE)[0]);
		}
		if (known.csv().equals(gridTable().csv())) return;
		throw new IOException(output + " has counts with another grid: " + text(known) + ". Use that grid, or choose " +
			"another folder.");
	}

	/** A grid's table in words. */
	private static String text(Table grid) {
		if (grid.rows().size() != 1) return "see " + GRID + " in it";
		Map<String, ?> row = grid.rows().get(0);
		String scale = Table.text(row.get(PIXEL_SIZE));
		return Table.text(row.get("square")) + " " + Table.text(row.get("unit")) + ", lines " +
			Table.text(row.get("lines")) + ", moved by " + Table.text(row.get("offset_x")) + " and " +
			Table.text(row.get("offset_y")) + ", " +
			(scale.isEmpty() ? "with each photograph's own scale" : "with pixels of " + scale + " mm");
	}

	/** Whether no crossing is marked and no photograph finished, so that the grid can be changed. */
	public boolean isUnmarked() {
		return finished.isEmpty() && points.values().stream().allMatch(List::isEmpty);
	}

	/**
	 * Changes the grid and the scale.
	 *
	 * @param pixelScale of all photographs; null for the one that each file has
	 * @throws IllegalStateException where something is marked already
	 */
	public void setGrid(LineGrid lines, PixelCalibration pixelScale) {
		if (!isUnmarked()) throw new IllegalStateException("Crossings are marked already.");
		grid = lines;
		// As the table has it, or it would be another scale when it is read again.
		scale = pixelScale == null ? null
			: PixelCalibration.millimetres(Double.parseDouble(Table.text(pixelScale.pixelWidth())));
	}

	/** The table of counts in a folder of counts; any other file or folder as it is. */
	public static Path table(Path fileOrFolder) {
		Path table = fileOrFolder.resolve(COUNTS);
		return Files.exists(table) ? table : fileOrFolder;
	}

	/**
	 * Refuses two tables of counts that were made with different grids, as far as the folders they lie in tell.
	 *
	 * @throws IOException in one sentence that names both
	 */
	public static void requireSameGrid(Path one, Path other) throws IOException {
		Path first = one.resolveSibling(GRID);
		Path second = other.resolveSibling(GRID);
		boolean areCounts = one.endsWith(COUNTS) && other.endsWith(COUNTS);
		if (!areCounts || Files.notExists(first) || Files.notExists(second)) return;
		Table grid = Table.read(first);
		Table another = Table.read(second);
		if (grid.csv().equals(another.csv())) return;
		throw new IOException("The counts in " + one.getParent() + " and " + other.getParent() + " were made with " +
			"different grids (" + text(grid) + "; " + text(another) + "): compare counts with the same grid.");
	}

	/**
	 * Refuses photographs of which none can be opened, before a window is shown for them.
	 *
	 * @throws IOException with the first one's reason
	 */
	public void requireReadable() throws IOException {
		IOException first = null;
		for (Path photograph : photographs) {
			try {
				ImageFiles.pixels(photograph);
				return;
			}
			catch (IOException e) {
				if (first == null) first = e;
			}
		}
		throw new IOException("No photograph in this folder can be opened. " + first.getMessage(), first);
	}

	private void read() throws IOException {
		if (Files.exists(output.resolve(CROSSINGS))) {
			Table table = Table.read(output.resolve(CROSSINGS));
			double[] x = table.numbers("x_px");
			double[] y = table.numbers("y_px");
			for (int i = 0; i < x.length; i++) {
				if (Double.isNaN(x[i] + y[i])) {
					throw new IOException("Line " + table.line(i) + " of " + output.resolve(CROSSINGS) +
						" has no numbers x_px and y_px: correct it or remove the file.");
				}
				of(Table.text(table.rows().get(i).get("file"))).add(new double[] { x[i], y[i] });
			}
		}
		if (Files.exists(output.resolve(COUNTS))) {
			for (Map<String, ?> row : Table.read(output.resolve(COUNTS)).rows()) {
				if ("yes".equals(row.get("finished"))) finished.add(FileNames.composed(Table.text(row.get("file"))));
			}
		}
		checkGrid();
	}

	private List<double[]> of(String name) {
		return points.computeIfAbsent(FileNames.composed(name), key -> new ArrayList<>());
	}

	private static String name(Path photograph) {
		return FileNames.composed(photograph.getFileName().toString());
	}

	/** By name. */
	public List<Path> photographs() {
		return photographs;
	}

	public Path output() {
		return output;
	}

	public LineGrid grid() {
		return grid;
	}

	/** The scale that was given; null for each file's own. */
	public PixelCalibration scale() {
		return scale;
	}

	/**
	 * The crossings of a photograph, {x, y} in px from its upper left corner, in the order in which they were marked.
	 */
	public List<double[]> points(Path photograph) {
		return List.copyOf(points.getOrDefault(name(photograph), List.of()));
	}

	/** Marks a crossing. */
	public void add(Path photograph, double x, double y) {
		of(name(photograph)).add(new double[] { x, y });
	}

	/** Takes away the crossing that was marked last; nothing where there is none. */
	public void undo(Path photograph) {
		List<double[]> marked = of(name(photograph));
		if (!marked.isEmpty()) marked.remove(marked.size() - 1);
	}

	/**
	 * Takes away the crossing nearest to a place.
	 *
	 * @param reach how far it may be, in px
	 * @return whether there was one
	 */
	public boolean remove(Path photograph, double x, double y, double reach) {
		List<double[]> marked = of(name(photograph));
		double[] nearest = null;
		double least = reach;
		for (double[] point : marked) {
			double distance = Math.hypot(point[0] - x, point[1] - y);
			if (distance > least) continue;
			least = distance;
			nearest = point;
		}
		return nearest != null && marked.remove(nearest);
	}

	/** Whether a person said that all crossings of a photograph are marked. */
	public boolean isFinished(Path photograph) {
		return finished.contains(name(photograph));
	}

	/** Says so, or takes it back. */
	public void setFinished(Path photograph, boolean isFinished) {
		if (isFinished) finished.add(name(photograph));
		else finished.remove(name(photograph));
	}

	public long finishedCount() {
		return photographs.stream().filter(this::isFinished).count();
	}

	/** All tables as they are now, to be saved by another thread. */
	public record Tables(String counts, String crossings, String grid) {}

	/**
	 * The tables as they are now. {@code counts.csv} has the columns file, intersections and finished; it is a table
	 * that <i>Compare With Counts</i> reads.
	 */
	public Tables tables() {
		Table crossings = new Table("file", "x_px", "y_px");
		begun().forEach(file -> {
			for (double[] point : points.getOrDefault(file, List.of())) {
				crossings.add(Map.of("file", file, "x_px", point[0], "y_px", point[1]));
			}
		});
		return new Tables(counts().csv(), crossings.csv(), gridTable().csv());
	}

	private Table counts() {
		Table counts = new Table("file", "intersections", "finished");
		begun().forEach(file -> {
			List<double[]> marked = points.getOrDefault(file, List.of());
			if (marked.isEmpty() && !finished.contains(file)) return;
			counts.add(Map.of("file", file, "intersections", marked.size(), "finished", finished.contains(file) ?
				"yes" : "no"));
		});
		return counts;
	}

	/** By name. */
	private List<String> begun() {
		Set<String> begun = new LinkedHashSet<>(points.keySet());
		begun.addAll(finished);
		return begun.stream().sorted().toList();
	}

	/**
	 * Saves tables; one thread at a time.
	 *
	 * @throws IOException as {@link SafeFile#write}
	 */
	public void save(Tables tables) throws IOException {
		// First: counts without their grid could be taken for those of another.
		SafeFile.writeText(output.resolve(GRID), tables.grid);
		SafeFile.writeText(output.resolve(CROSSINGS), tables.crossings);
		SafeFile.writeText(output.resolve(COUNTS), tables.counts);
	}
}
