package io.github.taproot.traits;

import java.util.List;

import io.github.taproot.image.Mask;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.measurement.Quantity;
import io.github.taproot.progress.Progress;
import io.github.taproot.skeleton.Skeleton;
import io.github.taproot.skeleton.SkeletonGraph;
import io.github.taproot.skeleton.SkeletonGraph.Edge;

/**
 * What has become of the roots behind a window from one date to a later one. A part of a root persists where a root of
 * the other date lies within a tolerance, after the images are aligned; otherwise it is new, or lost: roots that decay,
 * and such that soil covers, too. What one of the images does not show is neither.
 *
 * @param shiftX columns by which the later image's content lies further right
 * @param shiftY rows by which it lies further down
 * @param certainty of the shift: the peak of the phase correlation by the next one, near 1 for a guess; NaN where images
 *          were not aligned
 * @param earlier length of all roots of the earlier date; this and all lengths are in the unit of the calibration
 * @param later length of all roots of the later date
 * @param persisting length of the later date's roots that were there before
 * @param grown length of the later date's roots that were not
 * @param lost length of the earlier date's roots that are no longer there
 * @param picture for each pixel of the later image {@link #NONE}, {@link #PERSISTING}, {@link #NEW} or {@link #LOST}
 */
public record RootChange(PixelCalibration calibration, int shiftX, int shiftY, double certainty, double earlier,
	double later, double persisting, double grown, double lost, byte[] picture)
{

	public static final byte NONE = 0;
	public static final byte PERSISTING = 1;
	public static final byte NEW = 2;
	public static final byte LOST = 3;

	/** Px by which a root may lie elsewhere, or be thicker on one side, and be the same. */
	private static final double LARGEST_TOLERANCE = 100;

	/** One date. */
	private record Date(Mask roots, Mask excluded, SkeletonGraph graph, Mask near) {

		static Date of(Mask all, Mask excluded, double tolerance, Progress progress) {
			Mask roots = all.without(excluded);
			SkeletonGraph graph = SkeletonGraph.of(roots, Skeleton.of(roots, progress), 0, true, progress);
			Mask near = new Mask(roots.width(), roots.height());
			for (int i = 0; i < roots.pixels().length; i++) if (roots.pixels()[i] != Mask.SOIL) near.pixels()[i] = Mask.ROOT;
			for (Edge edge : graph.edges()) {
				for (int i = 0; i < edge.diameters().length; i++) {
					double radius = Double.isNaN(edge.diameters()[i]) ? tolerance : edge.diameters()[i] / 2 + tolerance;
					disc(near, edge.branch().x()[i], edge.branch().y()[i], radius);
				}
			}
			return new Date(roots, excluded, graph, near);
		}

		/** Whether the image shows what is at this place. */
		boolean sees(int x, int y) {
			return x >= 0 && y >= 0 && x < roots.width() && y < roots.height() && (excluded == null || !excluded.isRoot(x, y));
		}

		private static void disc(Mask mask, int x, int y, double radius) {
			int reach = (int) radius;
			for (int row = Math.max(0, y - reach); row <= Math.min(mask.height() - 1, y + reach); row++) {
				double half = Math.sqrt(radius * radius - (row - y) * (row - y));
				int from = (int) Math.max(0, Math.ceil(x - half));
				int to = (int) Math.min(mask.width() - 1, Math.floor(x + half));
				for (int column = from; column <= to; column++) mask.pixels()[row * mask.width() + column] = Mask.ROOT;
			}
		}
	}

	/**
	 * Compares two dates; on the calling thread.
	 *
	 * @param tolerance px by which a root may have moved, 0 to 100
	 * @param earlierImage brightness of the earlier photograph, row by row and of the mask's size, by which images are
	 *          aligned; null for none
	 * @param laterImage that of the later one; null for none
	 * @param isAligned whether masks are aligned where there are no photographs
	 * @throws IllegalArgumentException where the tolerance is out of range
	 * @throws java.util.concurrent.CancellationException where the user cancels
	 */
	public static RootChange of(Mask earlier, Mask later, PixelCalibration calibration, double tolerance,
		float[] earlierImage, float[] laterImage, boolean isAligned, Progress progress)
	{
		return of(earlier, later, null, null, calibration, tolerance, earlierImage, laterImage, isAligned, progress);
	}

	/**
	 * The same, where parts of the images do not count: what one of them hides is neither new nor lost.
	 *
	 * @param earlierExcluded of the earlier mask's size; null for nothing
	 * @param laterExcluded of the later mask's size; null for nothing
	 * @throws IllegalArgumentException also where sizes differ
	 */
	public static RootChange of(Mask earlier, Mask later, Mask earlierExcluded, Mask laterExcluded,
		PixelCalibration calibration, double tolerance, float[] earlierImage, float[] laterImage, boolean isAligned,
		Progress progress)
	{
		if (!(tolerance >= 0 && tolerance <= LARGEST_TOLERANCE)) {
			throw new IllegalArgumentException("The tolerance must be 0 to 100 px, but is " + tolerance + ".");
		}
		PhaseCorrelation shift = new PhaseCorrelation(0, 0, Double.NaN);
		if (earlierImage != null && laterImage != null) {
			shift = PhaseCorrelation.of(earlierImage, earlier.width(), laterImage, later.width());
		}
		else if (isAligned) shift = PhaseCorrelation.of(values(earlier), earlier.width(), values(later), later.width());
		progress.throwIfCancelled();
		Date before = Date.of(earlier, earlierExcluded, tolerance, progress);
		Date after = Date.of(later, laterExcluded, tolerance, progress);
		double[] now = lengths(after, before, -shift.x(), -shift.y(), calibration);
		double[] then = lengths(before, after, shift.x(), shift.y(), calibration);
		return new RootChange(calibration, shift.x(), shift.y(), shift.certainty(), then[0] + then[1] + then[2],
			now[0] + now[1] + now[2], now[0], now[1], then[1], picture(before, after, shift));
	}

	private static float[] values(Mask mask) {
		float[] values = new float[mask.pixels().length];
		for (int i = 0; i < values.length; i++) if (mask.pixels()[i] != Mask.SOIL) values[i] = 1;
		return values;
	}

	/** Length near the other's roots, away from them, and outside of the other image. */
	private static double[] lengths(Date of, Date other, int dx, int dy, PixelCalibration calibration) {
		double[] lengths = new double[3];
		for (Edge edge : of.graph.edges()) {
			double[][] points = edge.branch().points();
			for (int i = 1; i < points[0].length; i++) {
				double length = Math.hypot((points[0][i] - points[0][i - 1]) * calibration.pixelWidth(),
					(points[1][i] - points[1][i - 1]) * calibration.pixelHeight());
				int x = (int) Math.round((points[0][i] + points[0][i - 1]) / 2) + dx;
				int y = (int) Math.round((points[1][i] + points[1][i - 1]) / 2) + dy;
				lengths[!other.sees(x, y) ? 2 : other.near.isRoot(x, y) ? 0 : 1] += length;
			}
		}
		return lengths;
	}

	private static byte[] picture(Date before, Date after, PhaseCorrelation shift) {
		int width = after.roots.width();
		byte[] picture = new byte[after.roots.pixels().length];
		for (int i = 0; i < picture.length; i++) {
			int x = i % width - shift.x();
			int y = i / width - shift.y();
			if (after.roots.pixels()[i] != Mask.SOIL) {
				picture[i] = before.sees(x, y) && !before.near.isRoot(x, y) ? NEW : PERSISTING;
			}
			else if (before.roots.isRoot(x, y) && after.near.pixels()[i] == Mask.SOIL && after.sees(i % width, i / width)) {
				picture[i] = LOST;
			}
		}
		return picture;
	}

	/** The shift in px, its certainty, and the lengths, as columns of a table. */
	public List<Quantity> quantities() {
		String unit = calibration.unit();
		return List.of(new Quantity("shift_x", "px", shiftX), new Quantity("shift_y", "px", shiftY),
			new Quantity("shift_certainty", "", certainty), new Quantity("earlier_length", unit, earlier),
			new Quantity("later_length", unit, later), new Quantity("persisting_length", unit, persisting),
			new Quantity("new_length", unit, grown), new Quantity("lost_length", unit, lost));
	}
}
