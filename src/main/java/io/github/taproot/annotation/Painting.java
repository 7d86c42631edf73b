// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.annotation;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

import io.github.taproot.image.Annotation;

/**
 * An annotation while it is painted, with undo and redo. A pixel is painted where its middle is at most half the
 * brush's diameter away from the stroke, and where the stroke begins or ends in it. What lies outside the image is left
 * out.
 * <p>
 * A change costs time for the pixels that it changes, not for the image. Steps are remembered in at most 32 MB (the
 * last one in any case); the oldest are forgotten beyond that. Not for several threads.
 * </p>
 */
public final class Painting {

	/** Runs of pixels that are remembered for undo; 8 bytes each. */
	private static final int MEMORY = 4_000_000;

	/**
	 * What a step changed.
	 *
	 * @param runs pixels that had the same label before: {@link #run}, ordered by pixel, apart from each other
	 * @param label what all of them became
	 */
	private record Step(long[] runs, byte label, Area area) {}

	private final int width;
	private final int height;
	private final byte[] labels;
	private final Deque<Step> done = new ArrayDeque<>();
	private final Deque<Step> undone = new ArrayDeque<>();

	/** The step that is being painted. */
	private long[] runs = new long[256];
	private int count;
	private Area changed = Area.NOTHING;
	private boolean isPainting;
	private byte label;

	/** Goes on with an annotation, whose labels are copied. */
	public Painting(Annotation start) {
		width = start.width();
		height = start.height();
		labels = start.labels().clone();
	}

	/** A painting of which everything is unknown. */
	public static Painting blank(int width, int height) {
		byte[] labels = new byte[Math.multiplyExact(width, height)];
		Arrays.fill(labels, Annotation.UNKNOWN);
		return new Painting(new Annotation(width, height, labels));
	}

	public int width() {
		return width;
	}

	public int height() {
		return height;
	}

	/** The labels themselves, as {@link Annotation} orders them, which go on changing: to look at, not to change. */
	public byte[] labels() {
		return labels;
	}

	/** A copy as it is now. */
	public Annotation annotation() {
		return new Annotation(width, height, labels.clone());
	}

	/** Paints a whole stroke, as one step for undo. */
	public Area paint(Stroke stroke) {
		begin(stroke.label());
		Area area = Area.NOTHING;
		for (int i = 0; i < stroke.xs().length; i++) {
			int from = Math.max(0, i - 1);
			area = area.and(line(stroke.xs()[from], stroke.ys()[from], stroke.xs()[i], stroke.ys()[i],
				stroke.diameter()));
		}
		end();
		return area;
	}

	/** Begins a step for undo, in which everything gets the same label; ends the one before. */
	public void begin(byte newLabel) {
		Stroke.check(newLabel, 1);
		end();
		label = newLabel;
		isPainting = true;
	}

	/**
	 * Moves the brush of the step that was begun.
	 *
	 * @param x0 column where the move begins, in px; 0.5 is the middle of the leftmost pixel
	 * @param y0 row where it begins
	 * @param x1 column where it ends; that of its beginning for a dot
	 * @param diameter of the brush in px, as for {@link Stroke}
	 * @return where pixels may have changed
	 * @throws IllegalStateException where no step was begun
	 */
	public Area line(double x0, double y0, double x1, double y1, double diameter) {
		requireStep();
		Stroke.check(label, diameter);
		double radius = diameter / 2;
		int first = Math.max(0, (int) Math.ceil(Math.min(y0, y1) - radius - 0.5));
		int last = Math.min(height - 1, (int) Math.floor(Math.max(y0, y1) + radius - 0.5));
		Area area = dot(x0, y0).and(dot(x1, y1));
		for (int y = first; y <= last; y++) area = area.and(row(y, x0, y0, x1, y1, radius));
		changed = changed.and(area);
		return area;
	}

	/** Paints those pixels of a row that are near enough to a line: they are neighbours, since the brush is round. */
	private Area row(int y, double x0, double y0, double x1, double y1, double radius) {
		double row = y + 0.5;
		double from = Double.POSITIVE_INFINITY;
		double to = Double.NEGATIVE_INFINITY;
		for (int end = 0; end < 2; end++) {
			double x = end == 0 ? x0 : x1;
			double away = row - (end == 0 ? y0 : y1);
			if (Math.abs(away) > radius) continue;
			double reach = Math.sqrt(radius * radius - away * away);
			from = Math.min(from, x - reach);
			to = Math.max(to, x + reach);
		}
		double length = Math.hypot(x1 - x0, y1 - y0);
		if (length > 0) {
			// Beside the line: at most the radius away from it, and between its ends. Both are ranges of x.
			double dx = (x1 - x0) / length;
			double dy = (y1 - y0) / length;
			double[] near = range(-dy, (row - y0) * dx, -radius, radius);
			double[] between = range(dx, (row - y0) * dy, 0, length);
			double left = x0 + Math.max(near[0], between[0]);
			double right = x0 + Math.min(near[1], between[1]);
			if (left <= right) {
				from = Math.min(from, left);
				to = Math.max(to, right);
			}
		}
		if (from > to) return Area.NOTHING;
		int left = (int) Math.max(0, Math.ceil(from - 0.5));
		int right = (int) Math.min(width - 1, Math.floor(to - 0.5));
		if (left > right) return Area.NOTHING;
		set(y * width + left, y * width + right + 1);
		return new Area(left, y, right - left + 1, 1);
	}

	/** Where {@code least <= factor * x + constant <= most}; the first above the second where nowhere. */
	private static double[] range(double factor, double constant, double least, double most) {
		if (Math.abs(factor) < 1e-12) {
			boolean everywhere = least <= constant && constant <= most;
			return new double[] { everywhere ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY,
				everywhere ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY };
		}
		double a = (least - constant) / factor;
		double b = (most - constant) / factor;
		return new double[] { Math.min(a, b), Math.max(a, b) };
	}

	/** Paints the pixel that a point lies in. */
	private Area dot(double x, double y) {
		if (!(x >= 0 && y >= 0 && x < width && y < height)) return Area.NOTHING;
		int pixel = (int) y * width + (int) x;
		set(pixel, pixel + 1);
		return new Area((int) x, (int) y, 1, 1);
	}

	/**
	 * Fills part of a rectangle in the step that was begun.
	 *
	 * @param x left column, may lie outside the image, as may all others
	 * @param y top row
	 * @param shape {@code columns * rows} values, row by row, of which those that are not 0 are filled; null for all
	 * @return where pixels may have changed
	 * @throws IllegalStateException where no step was begun
	 */
	public Area fill(int x, int y, int columns, int rows, byte[] shape) {
		requireStep();
		int left = Math.max(0, x);
		int top = Math.max(0, y);
		int right = Math.min(width, x + columns);
		int bottom = Math.min(height, y + rows);
		if (left >= right || top >= bottom) return Area.NOTHING;
		for (int row = top; row < bottom; row++) {
			for (int column = left; column < right; column++) {
				int start = column;
				while (column < right && (shape == null || shape[(row - y) * columns + column - x] != 0)) column++;
				if (column > start) set(row * width + start, row * width + column);
			}
		}
		Area area = new Area(left, top, right - left, bottom - top);
		changed = changed.and(area);
		return area;
	}

	private void requireStep() {
		if (!isPainting) throw new IllegalStateException("No step was begun.");
	}

	private void set(int from, int to) {
		for (int i = from; i < to; i++) {
			byte before = labels[i];
			if (before == label) continue;
			int start = i;
			while (i < to && labels[i] == before) labels[i++] = label;
			if (count == runs.length) runs = Arrays.copyOf(runs, 2 * count);
			runs[count++] = run(start, i - start, before);
			i--;
		}
	}

	/** A run in one number, so that runs are ordered as their first pixels. */
	private static long run(int start, int length, byte before) {
		return (long) start << 32 | (long) length << 2 | before;
	}

	private static int start(long run) {
		return (int) (run >> 32);
	}

	private static int end(long run) {
		return start(run) + ((int) run >>> 2);
	}

	private static byte before(long run) {
		return (byte) (run & 3);
	}

	/** Ends the step; one that changed nothing is none. What was undone can't be redone after one that did. */
	public void end() {
		if (isPainting && count > 0) {
			done.addLast(new Step(joined(), label, changed));
			undone.clear();
			long remembered = done.stream().mapToLong(step -> step.runs.length).sum();
			while (remembered > MEMORY && done.size() > 1) remembered -= done.removeFirst().runs.length;
		}
		isPainting = false;
		count = 0;
		changed = Area.NOTHING;
	}

	/** Neighbouring runs of the same label as one: a brush leaves many short ones. */
	private long[] joined() {
		Arrays.sort(runs, 0, count);
		int kept = 0;
		for (int i = 0; i < count; i++) {
			long last = kept == 0 ? 0 : runs[kept - 1];
			boolean continues = kept > 0 && end(last) == start(runs[i]) && before(last) == before(runs[i]);
			if (continues) runs[kept - 1] = run(start(last), end(runs[i]) - start(last), before(last));
			else runs[kept++] = runs[i];
		}
		return Arrays.copyOf(runs, kept);
	}

	public boolean canUndo() {
		return isPainting && count > 0 || !done.isEmpty();
	}

	public boolean canRedo() {
		return !undone.isEmpty();
	}

	/** Takes the last step back, also one that has not ended; returns where pixels changed, or nothing. */
	public Area undo() {
		end();
		Step step = done.pollLast();
		if (step == null) return Area.NOTHING;
		for (long run : step.runs) Arrays.fill(labels, start(run), end(run), before(run));
		undone.addLast(step);
		return step.area;
	}

	/** Makes the step again that was undone last; returns where pixels changed, or nothing. */
	public Area redo() {
		end();
		Step step = undone.pollLast();
		if (step == null) return Area.NOTHING;
		for (long run : step.runs) Arrays.fill(labels, start(run), end(run), step.label);
		done.addLast(step);
		return step.area;
	}
}
