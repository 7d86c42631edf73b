// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.annotation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

import io.github.taproot.image.Annotation;
import io.github.taproot.image.Mask;

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
	private static final byte UNKNOWN = Annotation.UNKNOWN;
	/** Unknown, and to stay so, while a halo is painted. */
	private static final byte KEPT = 3;

	/**
	 * What a step changed.
	 *
	 * @param runs pixels that had the same label before: {@link #run}, ordered by pixel, apart from each other
	 * @param label what all of them became
	 * @param halo pixels around them that were unknown and became soil, likewise
	 */
	private record Step(long[] runs, byte label, long[] halo, Area area) {

		int size() {
			return runs.length + halo.length;
		}
	}

	/** Runs of pixels, 8 bytes each. */
	private static final class Runs {

		private long[] all = new long[256];
		private int count;

		void add(int start, int length, byte before) {
			if (count == all.length) all = Arrays.copyOf(all, 2 * count);
			all[count++] = run(start, length, before);
		}

		/** Neighbouring runs of the same label as one: a brush leaves many short ones. Begins again from nothing. */
		long[] joined() {
			Arrays.sort(all, 0, count);
			int kept = 0;
			for (int i = 0; i < count; i++) {
				long last = kept == 0 ? 0 : all[kept - 1];
				boolean continues = kept > 0 && end(last) == start(all[i]) && before(last) == before(all[i]);
				if (continues) all[kept - 1] = run(start(last), end(all[i]) - start(last), before(last));
				else all[kept++] = all[i];
			}
			count = 0;
			return Arrays.copyOf(all, kept);
		}
	}

	/** A move of the brush. */
	private record Line(double x0, double y0, double x1, double y1, double radius) {}

	private final int width;
	private final int height;
	private final byte[] labels;
	private final Deque<Step> done = new ArrayDeque<>();
	private final Deque<Step> undone = new ArrayDeque<>();

	/** The step that is being painted. */
	private final Runs runs = new Runs();
	private final Runs halo = new Runs();
	/** Where its halo begins and ends beyond the brush, in px; none where it ends at 0. */
	private double haloFrom;
	private double haloTo;
	private final List<Line> lines = new ArrayList<>();
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
		haloTo = 0;
	}

	/**
	 * Begins a step whose lines get a halo of soil when it ends, in the same step: a ring around all of them, where
	 * nothing is painted. What a person paints there later replaces it.
	 *
	 * @param from where the ring begins, in px beyond the brush, from 0
	 * @param to where it ends, above {@code from}
	 */
	public void begin(byte newLabel, double from, double to) {
		begin(newLabel);
		haloFrom = from;
		haloTo = to;
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
		Line line = new Line(x0, y0, x1, y1, diameter / 2);
		if (haloTo > 0) lines.add(line);
		Area area = dot(x0, y0).and(dot(x1, y1)).and(rows(line, this::set));
		changed = changed.and(area);
		return area;
	}

	/** Takes pixels that are neighbours in a row. */
	private interface Pixels {

		/** @param to excluded */
		void accept(int from, int to);
	}

	private Area rows(Line line, Pixels pixels) {
		int first = Math.max(0, (int) Math.ceil(Math.min(line.y0, line.y1) - line.radius - 0.5));
		int last = Math.min(height - 1, (int) Math.floor(Math.max(line.y0, line.y1) + line.radius - 0.5));
		Area area = Area.NOTHING;
		for (int y = first; y <= last; y++) {
			area = area.and(row(y, line.x0, line.y0, line.x1, line.y1, line.radius, pixels));
		}
		return area;
	}

	/** Paints the halo of the step's lines; returns where pixels may have changed. */
	private Area surround() {
		Area area = Area.NOTHING;
		for (Line line : lines) {
			area = area.and(rows(wider(line, haloFrom), (from, to) -> swap(from, to, UNKNOWN, KEPT)));
		}
		for (Line line : lines) {
			area = area.and(rows(wider(line, haloTo), (from, to) -> {
				for (int i = from; i < to; i++) {
					int start = i;
					while (i < to && labels[i] == UNKNOWN) labels[i++] = Annotation.SOIL;
					if (i > start) halo.add(start, i - start, UNKNOWN);
				}
			}));
		}
		for (Line line : lines) rows(wider(line, haloFrom), (from, to) -> swap(from, to, KEPT, UNKNOWN));
		lines.clear();
		return area;
	}

	private static Line wider(Line line, double more) {
		return new Line(line.x0, line.y0, line.x1, line.y1, line.radius + more);
	}

	private void swap(int from, int to, byte before, byte after) {
		for (int i = from; i < to; i++) if (labels[i] == before) labels[i] = after;
	}

	/** Those pixels of a row that are near enough to a line: they are neighbours, since the brush is round. */
	private Area row(int y, double x0, double y0, double x1, double y1, double radius, Pixels pixels) {
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
		pixels.accept(y * width + left, y * width + right + 1);
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

	/**
	 * Fills the region of unknown pixels that a pixel lies in, up to what is painted, as a step of its own. Pixels are
	 * connected at their sides.
	 *
	 * @param x column of the pixel
	 * @param newLabel root or soil
	 * @return where pixels may have changed; nothing where the pixel is painted, or outside
	 */
	public Area flood(int x, int y, byte newLabel) {
		end();
		if (x < 0 || y < 0 || x >= width || y >= height || labels[y * width + x] != UNKNOWN) return Area.NOTHING;
		begin(newLabel);
		int[] open = new int[1024];
		int count = 0;
		open[count++] = y * width + x;
		while (count > 0) {
			int pixel = open[--count];
			if (labels[pixel] != UNKNOWN) continue;
			int row = pixel / width;
			int from = pixel;
			while (from > row * width && labels[from - 1] == UNKNOWN) from--;
			int to = pixel + 1;
			while (to < (row + 1) * width && labels[to] == UNKNOWN) to++;
			set(from, to);
			changed = changed.and(new Area(from - row * width, row, to - from, 1));
			for (int beside : new int[] { -width, width }) {
				if (row == 0 && beside < 0 || row == height - 1 && beside > 0) continue;
				for (int i = from + beside; i < to + beside; i++) {
					boolean begins = labels[i] == UNKNOWN && (i == from + beside || labels[i - 1] != UNKNOWN);
					if (!begins) continue;
					if (count == open.length) open = Arrays.copyOf(open, 2 * count);
					open[count++] = i;
				}
			}
		}
		Area area = changed;
		end();
		return area;
	}

	/**
	 * Labels all that is still unknown, as a step of its own: root where a model found roots, soil elsewhere.
	 *
	 * @param found of the painting's size; null for none
	 * @return where pixels may have changed; nothing where all is painted
	 */
	public Area complete(Mask found) {
		begin(Annotation.ROOT);
		for (int i = 0; i < labels.length; i++) {
			int start = i;
			while (i < labels.length && labels[i] == UNKNOWN && isRoot(found, i)) i++;
			if (i > start) set(start, i);
			start = i;
			while (i < labels.length && labels[i] == UNKNOWN && !isRoot(found, i)) labels[i++] = Annotation.SOIL;
			if (i > start) {
				halo.add(start, i - start, UNKNOWN);
				i--;
			}
		}
		boolean isChanged = runs.count + halo.count > 0;
		if (isChanged) changed = new Area(0, 0, width, height);
		Area area = changed;
		end();
		return area;
	}

	private static boolean isRoot(Mask found, int pixel) {
		return found != null && found.pixels()[pixel] != Mask.SOIL;
	}

	private void requireStep() {
		if (!isPainting) throw new IllegalStateException("No stroke was started.");
	}

	private void set(int from, int to) {
		for (int i = from; i < to; i++) {
			byte before = labels[i];
			if (before == label) continue;
			int start = i;
			while (i < to && labels[i] == before) labels[i++] = label;
			runs.add(start, i - start, before);
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

	/**
	 * Ends the step; one that changed nothing is none. What was undone can't be redone after one that did.
	 *
	 * @return where its halo changed pixels, or nothing
	 */
	public Area end() {
		Area around = isPainting ? surround() : Area.NOTHING;
		if (isPainting && runs.count + halo.count > 0) {
			done.addLast(new Step(runs.joined(), label, halo.joined(), changed.and(around)));
			undone.clear();
			long remembered = done.stream().mapToLong(Step::size).sum();
			while (remembered > MEMORY && done.size() > 1) remembered -= done.removeFirst().size();
		}
		isPainting = false;
		changed = Area.NOTHING;
		return around;
	}

	public boolean canUndo() {
		return isPainting && runs.count > 0 || !done.isEmpty();
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
		for (long run : step.halo) Arrays.fill(labels, start(run), end(run), UNKNOWN);
		undone.addLast(step);
		return step.area;
	}

	/** Makes the step again that was undone last; returns where pixels changed, or nothing. */
	public Area redo() {
		end();
		Step step = undone.pollLast();
		if (step == null) return Area.NOTHING;
		for (long run : step.runs) Arrays.fill(labels, start(run), end(run), step.label);
		for (long run : step.halo) Arrays.fill(labels, start(run), end(run), Annotation.SOIL);
		done.addLast(step);
		return step.area;
	}
}
