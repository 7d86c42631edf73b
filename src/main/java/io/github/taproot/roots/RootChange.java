// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots;

import java.util.List;

import io.github.taproot.image.Mask;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.progress.Progress;
import io.github.taproot.roots.skeleton.SkeletonGraph.Edge;
import io.github.taproot.table.Quantity;

/**
 * What has become of the roots behind a window from one date to a later one. A part of a root persists where a root of
 * the other date lies within a tolerance, after the images are aligned; otherwise it is new, or lost: roots that decay,
 * and such that soil covers, too.
 * <p>
 * Lengths are those of smoothed centre lines of what both images show, from tip to tip, each lateral from the edge of
 * the root that it starts at, and without the radius before each tip, so that becoming thicker is no growth. What is
 * new and what is lost are measured where they are. Roots that persist are measured in both images, which differ by
 * some tenths of a percent, and have the mean of both; so the earlier length is what persists and what is lost, and the
 * later length what persists and what is new, exactly. What is missing at some tips and new at others, each no more
 * than the tolerance, are roots that moved: as much of both persists. Where the later image is zoomed, its lengths are
 * brought to the scale of the earlier one.
 * </p>
 *
 * @param shiftX columns by which the later image's content lies further right, in the middle of the earlier image
 * @param shiftY rows by which it lies further down
 * @param rotation in degrees by which it is turned clockwise, -3 to 3
 * @param scale by which it is larger, 0.98 to 1.02
 * @param certainty of the alignment: the peak of the phase correlation by the next one, near 1 for a guess; NaN where
 *          images were not aligned
 * @param fit share of the date with fewer roots that the other date has, too, beyond chance, after alignment: 0 for
 *          unrelated images, 1 for the same ones, for one without roots, and for photographs aligned with certainty;
 *          NaN where images were not aligned
 * @param earlier length of the earlier date's roots; this and all lengths are in the unit of the calibration
 * @param later length of the later date's roots
 * @param persisting length of those that are there on both dates
 * @param grown length of the later date's roots that were not there before
 * @param lost length of the earlier date's roots that are no longer there
 * @param earlierOutside length of the earlier date's roots where the later image shows nothing, in no other number
 * @param laterOutside length of the later date's roots where the earlier image shows nothing, in no other number
 * @param picture for each pixel of the later image {@link #NONE}, {@link #PERSISTING}, {@link #NEW} or {@link #LOST}
 */
public record RootChange(PixelCalibration calibration, int shiftX, int shiftY, double rotation, double scale,
	double certainty, double fit, double earlier, double later, double persisting, double grown, double lost,
	double earlierOutside, double laterOutside, byte[] picture)
{

	public static final byte NONE = 0;
	public static final byte PERSISTING = 1;
	public static final byte NEW = 2;
	public static final byte LOST = 3;

	private static final double SAME_PLACE = 0.5;
	/** Peaks of a phase correlation that are less certain are a guess. */
	private static final double CERTAIN = 1.2;
	/** The same for masks of few roots, of which some lie alike by chance. */
	private static final double CERTAIN_BY_MASKS = 1.5;
	/** Share and branches in common that need no certain shift beside. */
	private static final double ALIKE = 0.8;
	private static final int MANY = 5;
	/** By how much more they have in common where an alignment is better than a simpler one. */
	private static final double BETTER = 0.01;
	/**
	 * Px of a date's roots by which two dates differ at their ends alone, which says nothing where roots are few and
	 * short.
	 */
	private static final double ENDS = 2;
	/** Tolerances in px: the one by which alignments are compared, and the least by which they are judged. */
	private static final double CLOSE = 2;
	private static final double ROUGH = 3;
	/** Px by which a root may lie elsewhere, or be thicker on one side, and be the same. */
	private static final double LARGEST_TOLERANCE = 100;

	/**
	 * A place on one date.
	 *
	 * @param excluded what does not count, of the mask's size, and is neither new nor lost on the other date; null for
	 *           nothing
	 * @param brightness of the photograph, row by row and of the mask's size, by which images are aligned; null for
	 *           none
	 */
	public record Snapshot(Mask mask, Mask excluded, float[] brightness) {

		public Snapshot(Mask mask) {
			this(mask, null, null);
		}
	}

	private static DatedRoots date(Snapshot date, PixelCalibration calibration, String which, Progress progress) {
		try {
			return DatedRoots.of(date.mask, date.excluded, calibration, progress);
		}
		catch (IllegalArgumentException e) {
			throw new IllegalArgumentException("The " + which + " of the two masks cannot be used. " +
				e.getMessage(), e);
		}
	}

	/**
	 * Compares two dates; on the calling thread.
	 *
	 * @param tolerance px by which a root may have moved, 0 to 100
	 * @param isAligned whether masks are aligned where there are no photographs
	 * @throws IllegalArgumentException where the tolerance is out of range, sizes of a date differ, or a mask is noise
	 * @throws java.util.concurrent.CancellationException where the user cancels
	 */
	public static RootChange of(Snapshot earlier, Snapshot later, PixelCalibration calibration, double tolerance,
		boolean isAligned, Progress progress)
	{
		if (!(tolerance >= 0 && tolerance <= LARGEST_TOLERANCE)) {
			throw new IllegalArgumentException("The tolerance must be 0 to 100 px, but is " + tolerance + ".");
		}
		DatedRoots before = date(earlier, calibration, "earlier", progress);
		DatedRoots after = date(later, calibration, "later", progress);
		boolean areByPhotographs = earlier.brightness != null && later.brightness != null;
		List<Alignment> found = areByPhotographs
			? TurnSearch.alignments(earlier.brightness, earlier.mask.width(), later.brightness, later.mask.width())
			: isAligned ? TurnSearch.alignments(values(earlier.mask), earlier.mask.width(), values(later.mask),
				later.mask.width()) : List.of();
		progress.throwIfCancelled();
		Alignment alignment = Alignment.NONE;
		double share = Double.NaN;
		if (!found.isEmpty()) {
			alignment = best(before, after, found, areByPhotographs);
			double rough = Math.max(tolerance, ROUGH);
			share = areByPhotographs && alignment.certainty() >= CERTAIN ? 1
				: new Fit(before, after, before.near(rough, true), after.near(rough, true), rough).share(alignment);
		}
		Mask nearBefore = before.near(tolerance, true);
		Mask nearAfter = after.near(tolerance, true);
		Lengths then = new Lengths(before, after, nearAfter, alignment, tolerance);
		Lengths now = new Lengths(after, before, nearBefore, alignment.inverse(), tolerance);
		double scale = alignment.scale();
		double moved = Math.min(then.atTips, now.atTips / scale);
		double grown = Math.max(0, now.missing / scale - moved);
		double lost = Math.max(0, then.missing - moved);
		double persisting = (then.persisting + now.persisting / scale) / 2 + moved;
		double middleX = earlier.mask.width() / 2.0;
		double middleY = earlier.mask.height() / 2.0;
		return new RootChange(calibration, (int) Math.round(alignment.x(middleX, middleY) - middleX),
			(int) Math.round(alignment.y(middleX, middleY) - middleY), alignment.rotation(), scale,
			alignment.certainty(), share, persisting + lost, persisting + grown, persisting, grown, lost, then.outside,
			now.outside / scale, picture(before, after, nearBefore, nearAfter, alignment.inverse()));
	}

	private static float[] values(Mask mask) {
		float[] values = new float[mask.pixels().length];
		for (int i = 0; i < values.length; i++) if (mask.pixels()[i] != Mask.SOIL) values[i] = 1;
		return values;
	}

	/** The simplest alignment that is as good as any: roots that grow look like roots that have moved. */
	private static Alignment best(DatedRoots before, DatedRoots after, List<Alignment> found,
		boolean areByPhotographs)
	{
		Fit fit = new Fit(before, after, before.near(CLOSE, false), after.near(CLOSE, false), CLOSE);
		LineFit lines = new LineFit(before.lines(), after.lines());
		Alignment best = Alignment.shift(0, 0, found.get(0).certainty());
		double share = fit.share(best);
		for (Alignment rough : found) {
			if (areByPhotographs && rough.certainty() >= CERTAIN) {
				best = rough;
				share = fit.share(rough);
			}
			Alignment refined = lines.from(rough);
			for (Alignment alignment : rough.sin() == 0 ? List.of(rough, refined) : List.of(refined)) {
				double other = fit.share(alignment);
				boolean isCertain = rough.certainty() >= CERTAIN_BY_MASKS || other >= ALIKE && fit.branches() >= MANY;
				if (other <= share + BETTER + ENDS / fit.pixels() || !isCertain || !alignment.isSmall()) continue;
				best = alignment;
				share = other;
			}
		}
		return best;
	}

	/** How well two dates fit within a tolerance. */
	private static final class Fit {

		private final DatedRoots before;
		private final DatedRoots after;
		private final Mask nearBefore;
		private final Mask nearAfter;
		private final double tolerance;

		Fit(DatedRoots before, DatedRoots after, Mask nearBefore, Mask nearAfter, double tolerance) {
			this.before = before;
			this.after = after;
			this.nearBefore = nearBefore;
			this.nearAfter = nearAfter;
			this.tolerance = tolerance;
		}

		/** Px of centre lines of the date that has fewer. */
		double pixels() {
			return Math.min(before.lines().rootPixels(), after.lines().rootPixels());
		}

		/** Branches of the date that has fewer. */
		int branches() {
			return Math.min(before.graph().edges().size(), after.graph().edges().size());
		}

		/**
		 * The share of the date with fewer roots that the other date has, too, beyond what roots anywhere would have by
		 * chance: 0 for unrelated images, 1 for the same ones, and where one has no roots.
		 */
		double share(Alignment alignment) {
			Lengths then = new Lengths(before, after, nearAfter, alignment, tolerance);
			Lengths now = new Lengths(after, before, nearBefore, alignment.inverse(), tolerance);
			boolean isThen = then.all() + then.outside < now.all() + now.outside;
			Lengths fewer = isThen ? then : now;
			if (fewer.all() + fewer.outside == 0) return 1;
			if (fewer.all() < fewer.outside) return 0;
			Mask near = isThen ? nearAfter : nearBefore;
			double chance = near.rootPixels() / (double) near.pixels().length;
			return chance == 1 ? 0 : Math.max(0, (fewer.persisting / fewer.all() - chance) / (1 - chance));
		}
	}

	/** The lengths of one date's roots, beside those of the other. */
	private static final class Lengths {

		private static final byte OUTSIDE = 0;
		private static final byte THERE = 1;
		private static final byte NOT_THERE = 2;

		private final DatedRoots of;
		private final DatedRoots other;
		private final Mask near;
		private final Alignment there;
		private final double tolerance;

		double persisting;
		double missing;
		/** What is missing at tips, no more than the tolerance at each. */
		double atTips;
		double outside;

		/** Of what both dates show. */
		double all() {
			return persisting + missing;
		}

		/** @param near of the other date */
		Lengths(DatedRoots of, DatedRoots other, Mask near, Alignment there, double tolerance) {
			this.of = of;
			this.other = other;
			this.near = near;
			this.there = there;
			this.tolerance = tolerance;
			for (int e = 0; e < of.graph().edges().size(); e++) add(e, of.graph().edges().get(e));
		}

		private void add(int e, Edge edge) {
			double[][] points = edge.branch().points();
			int count = points[0].length - 1;
			// Of points: half of a step is of the kind of either end.
			byte[] kinds = new byte[count + 1];
			double[] parts = of.parts()[e];
			for (int i = 0; i <= count; i++) {
				int column = (int) Math.round(there.x(points[0][i], points[1][i]));
				int row = (int) Math.round(there.y(points[0][i], points[1][i]));
				kinds[i] = !other.sees(column, row) ? OUTSIDE : near.isRoot(column, row) ? THERE : NOT_THERE;
			}
			int first = of.steps().first[e];
			fromEdge(kinds, first, points, 0, 1);
			fromEdge(kinds, first, points, count, -1);
			for (int i = 0; i < count; i++) {
				if (!of.steps().hasVolume[first + i]) continue;
				double half = of.steps().length[first + i] * parts[i] / 2;
				add(kinds[i], half);
				add(kinds[i + 1], half);
			}
			if (of.isTip(edge.from())) atTips += tip(kinds, first, points, parts, 0, 1);
			if (of.isTip(edge.to())) atTips += tip(kinds, first, points, parts, count, -1);
		}

		private void add(byte kind, double length) {
			if (kind == OUTSIDE) outside += length;
			else if (kind == THERE) persisting += length;
			else missing += length;
		}

		/**
		 * A lateral that the other date does not have is missing from the edge of its main root on, and not only beyond
		 * the tolerance around that.
		 */
		private void fromEdge(byte[] kinds, int first, double[][] points, int start, int step) {
			int i = start;
			int before = step > 0 ? 0 : -1;
			while (i + step >= 0 && i + step < kinds.length && !of.steps().hasVolume[first + i + before]) i += step;
			if (i == start) return;
			int end = i;
			while (end >= 0 && end < kinds.length && kinds[end] == THERE) end += step;
			if (end < 0 || end >= kinds.length || kinds[end] != NOT_THERE) return;
			double x = there.x(points[0][end], points[1][end]);
			double y = there.y(points[0][end], points[1][end]);
			if (other.hasLine(x, y, tolerance)) return;
			for (; i != end; i += step) kinds[i] = NOT_THERE;
		}

		/** The length that is missing at a tip, where it is no more than the tolerance; else 0. */
		private double tip(byte[] kinds, int first, double[][] points, double[] parts, int start, int step) {
			double length = 0;
			double pixels = 0;
			int i = start;
			for (; i + step >= 0 && i + step < kinds.length; i += step) {
				int k = Math.min(i, i + step);
				if (parts[k] > 0 && kinds[i] != NOT_THERE) break;
				double part = parts[k] == 0 ? 0 : kinds[i + step] == NOT_THERE ? parts[k] : parts[k] / 2;
				length += part * of.steps().length[first + k];
				pixels += part * Math.hypot(points[0][k + 1] - points[0][k], points[1][k + 1] - points[1][k]);
			}
			return i >= 0 && i < kinds.length && kinds[i] == THERE && pixels <= tolerance ? length : 0;
		}
	}

	private static byte[] picture(DatedRoots before, DatedRoots after, Mask nearBefore, Mask nearAfter,
		Alignment back)
	{
		int width = after.roots().width();
		byte[] picture = new byte[after.roots().pixels().length];
		for (int i = 0; i < picture.length; i++) {
			int x = (int) Math.round(back.x(i % width, i / width));
			int y = (int) Math.round(back.y(i % width, i / width));
			boolean isRoot = after.roots().pixels()[i] != Mask.SOIL;
			if (isRoot) {
				picture[i] = before.sees(x, y) && !nearBefore.isRoot(x, y) && !before.roots().isRoot(x, y) ?
					NEW : PERSISTING;
			}
			else if (before.roots().isRoot(x, y) && nearAfter.pixels()[i] == Mask.SOIL &&
				after.sees(i % width, i / width)) {
				picture[i] = LOST;
			}
		}
		return picture;
	}

	/** Whether one of the dates shows the place of the other: unrelated images have up to 0.3 by chance. */
	public boolean isSamePlace() {
		return !(fit < SAME_PLACE);
	}

	/** The alignment and the lengths, as columns of a table. */
	public List<Quantity> quantities() {
		String unit = calibration.unit();
		return List.of(new Quantity("shift_x", "px", shiftX), new Quantity("shift_y", "px", shiftY),
			new Quantity("rotation", "deg", rotation), new Quantity("scale", "", scale),
			new Quantity("shift_certainty", "", certainty), new Quantity("fit", "", fit),
			new Quantity("earlier_length", unit, earlier),
			new Quantity("later_length", unit, later), new Quantity("persisting_length", unit, persisting),
			new Quantity("new_length", unit, grown), new Quantity("lost_length", unit, lost),
			new Quantity("earlier_outside_length", unit, earlierOutside),
			new Quantity("later_outside_length", unit, laterOutside));
	}
}
