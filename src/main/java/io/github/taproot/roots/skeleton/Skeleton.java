// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots.skeleton;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

import io.github.taproot.image.Mask;
import io.github.taproot.progress.Progress;

/**
 * The lines, one pixel wide, along the middle of a mask's roots, and their length. Immutable.
 * <p>
 * It is the skeleton of Zhang and Suen (1984, doi:10.1145/357994.358023), pixel by pixel that of scikit-image 0.19
 * ({@code skeletonize} in 2D), whose table differs from the paper's for 25 of 256 neighbourhoods. Pixels outside the
 * image are soil. Roots end about half their width earlier in it.
 * </p>
 * <p>
 * A weakness of that thinning: a straight root that runs at exactly 45 degrees from the upper left to the lower right
 * and is an even number of pixels thick can shrink to half or to a point, as its ends have it. {@link #complete} mends
 * that: all but the paper's length is measured by it.
 * </p>
 */
public final class Skeleton {

	/** How far ends may lie apart in two skeletons of a root, by its radius: at square ends they go to corners. */
	private static final double ENDS = 1.45;
	/** Px by which a spur, which one thinning leaves and another does not, is longer than the radius at least. */
	private static final double SPUR = 2;
	/** Further than any end, px. */
	private static final int FAR = 100;

	private final int width;
	private final int height;
	/** 0 soil, else skeleton; with a border of soil, so that every pixel has eight neighbours. */
	private final byte[] state;
	private final int stride;
	/** Where {@link #state} is not 0, from first to last. */
	private final int[] pixels;

	private Skeleton(int width, int height, byte[] state, int[] pixels) {
		this.width = width;
		this.height = height;
		this.state = state;
		this.stride = width + 2;
		this.pixels = pixels;
	}

	/**
	 * Thins a mask; on the calling thread.
	 *
	 * @param mask the roots; not changed. Without roots, the skeleton is empty
	 * @param progress asked in every round whether to go on
	 * @throws java.util.concurrent.CancellationException where the user cancels
	 */
	public static Skeleton of(Mask mask, Progress progress) {
		return thinned(mask, true, progress);
	}

	/**
	 * The same, with what that thinning loses of straight roots at 45 degrees: there it has pixels of the skeleton of
	 * Guo and Hall (1989, doi:10.1145/62065.62074), which loses nothing.
	 *
	 * @throws java.util.concurrent.CancellationException where the user cancels
	 */
	public static Skeleton complete(Mask mask, Progress progress) {
		return of(mask, progress).completed(mask, progress);
	}

	/** This skeleton of a mask as {@link #complete} makes it; this itself where nothing is lost. */
	public Skeleton completed(Mask mask, Progress progress) {
		Mask opened = Seams.opened(mask);
		return opened == mask ? withLost(mask, progress) : of(opened, progress).withLost(opened, progress);
	}

	private Skeleton withLost(Mask mask, Progress progress) {
		Skeleton other = thinned(mask, false, progress);
		byte[] mended = null;
		int[] queue = new int[other.pixels.length];
		int count = 0;
		for (int p : other.pixels) {
			if (isNear(p, 1) || mended != null && mended[p] != 0 || !isFar(p, mask)) continue;
			if (mended == null) mended = state.clone();
			mended[p] = 1;
			queue[count++] = p;
		}
		if (mended == null) return this;
		// What is far, and what leads from there to this skeleton.
		for (int i = 0; i < count; i++) {
			if (isNear(queue[i], 1)) continue;
			for (int offset : Neighbourhood.offsets(stride)) {
				int p = queue[i] + offset;
				if (other.state[p] == 0 || mended[p] != 0) continue;
				mended[p] = 1;
				queue[count++] = p;
			}
		}
		int[] all = Arrays.copyOf(pixels, pixels.length + count);
		System.arraycopy(queue, 0, all, pixels.length, count);
		Arrays.sort(all);
		return new Skeleton(width, height, mended, all);
	}

	/**
	 * Whether a pixel is further from this skeleton than ends or spurs of another skeleton of the same roots can be.
	 */
	private boolean isFar(int pixel, Mask mask) {
		for (int reach = 2; reach <= FAR; reach++) {
			int nearest = inRing(pixel, reach, mask);
			if (nearest < 0) continue;
			boolean isAllThatIsLeft = Neighbourhood.code(state, nearest, stride) == 0;
			return reach > ENDS * radius(mask, nearest) + (isAllThatIsLeft ? 0.5 : SPUR);
		}
		return true;
	}

	private boolean isNear(int pixel, int reach) {
		for (int ring = 0; ring <= reach; ring++) if (inRing(pixel, ring, null) >= 0) return true;
		return false;
	}

	/**
	 * A pixel of the skeleton on the border of a square around another pixel; -1 for none.
	 *
	 * @param mask whose roots it must be seen through, since another root may lie near; null for no matter
	 */
	private int inRing(int pixel, int reach, Mask mask) {
		int x = pixel % stride;
		int y = pixel / stride;
		for (int row = Math.max(1, y - reach); row <= Math.min(height, y + reach); row++) {
			int step = Math.abs(row - y) == reach ? 1 : Math.max(1, 2 * reach);
			for (int column = x - reach; column <= x + reach; column += step) {
				int i = row * stride + column;
				if (column >= 1 && column <= width && state[i] != 0 &&
					(mask == null || isSeen(pixel, i, reach, mask))) {
					return i;
				}
			}
		}
		return -1;
	}

	/** Whether all that lies in a straight line between two pixels is root. */
	private boolean isSeen(int from, int to, int steps, Mask mask) {
		int x = from % stride - 1;
		int y = from / stride - 1;
		int dx = to % stride - from % stride;
		int dy = to / stride - from / stride;
		for (int k = 1; k < steps; k++) {
			if (!mask.isRoot(x + Math.round(k * dx / (float) steps), y + Math.round(k * dy / (float) steps))) {
				return false;
			}
		}
		return true;
	}

	/** Px from a pixel to the nearest that is soil, along rows, columns and diagonals. */
	private double radius(Mask mask, int pixel) {
		int x = pixel % stride - 1;
		int y = pixel / stride - 1;
		int side = 1;
		while (mask.isRoot(x - side, y) && mask.isRoot(x + side, y) && mask.isRoot(x, y - side) &&
			mask.isRoot(x, y + side)) {
			side++;
		}
		int corner = 1;
		while (mask.isRoot(x - corner, y - corner) && mask.isRoot(x + corner, y + corner) &&
			mask.isRoot(x - corner, y + corner) && mask.isRoot(x + corner, y - corner)) {
			corner++;
		}
		return Math.min(side, corner * Math.sqrt(2));
	}

	private static Skeleton thinned(Mask mask, boolean isPapers, Progress progress) {
		int width = mask.width();
		int stride = width + 2;
		byte[] state = new byte[Math.multiplyExact(stride, mask.height() + 2)];
		byte[] source = mask.pixels();
		byte[] soil = new byte[width];
		int[] roots = new int[1024];
		int count = 0;
		for (int y = 0; y < mask.height(); y++) {
			int end = (y + 1) * width;
			int shift = stride + 1 + 2 * y;
			for (int i = y * width; i < end; i++) {
				// Most of a photograph is soil, which the JDK's comparison passes over many pixels at a time.
				int soilPixels = Arrays.mismatch(source, i, end, soil, 0, end - i);
				if (soilPixels < 0) break;
				if (count + width > roots.length) roots = Arrays.copyOf(roots, Math.max(2 * count, count + width));
				for (i += soilPixels; i < end && source[i] != Mask.SOIL; i++) {
					state[i + shift] = 1;
					roots[count++] = i + shift;
				}
			}
		}
		Thinning.thin(isPapers, state, stride, roots, count, progress);
		int left = 0;
		for (int i = 0; i < count; i++) if (state[roots[i]] != 0) roots[left++] = roots[i];
		return new Skeleton(width, mask.height(), state, Arrays.copyOf(roots, left));
	}

	/** How many pixels it has: the length in px as the paper takes it. */
	public int pixelCount() {
		return pixels.length;
	}

	/** How many of its pixels are in rows from the first to before the last. */
	public int pixelCount(int fromRow, int toRow) {
		return index(toRow) - index(fromRow);
	}

	/** How many pixels come before a row. */
	private int index(int row) {
		int at = Arrays.binarySearch(pixels, (row + 1) * stride);
		return at < 0 ? -at - 1 : at;
	}

	/** The skeleton as a new mask. */
	public Mask toMask() {
		Mask mask = new Mask(width, height);
		for (int p : pixels) mask.pixels()[(p / stride - 1) * width + p % stride - 1] = Mask.ROOT;
		return mask;
	}

	/** Counts the pairs of neighbouring pixels. */
	public Links links() {
		return links(0, height);
	}

	/**
	 * Counts the pairs of neighbouring pixels of which the upper, or both, are in rows from the first to before the
	 * last.
	 */
	public Links links(int fromRow, int toRow) {
		int horizontal = 0;
		int vertical = 0;
		int diagonal = 0;
		for (int i = index(fromRow), end = index(toRow); i < end; i++) {
			int p = pixels[i];
			horizontal += state[p + 1] & 1;
			vertical += state[p + stride] & 1;
			diagonal += (state[p + stride - 1] & 1) + (state[p + stride + 1] & 1);
		}
		return new Links(horizontal, vertical, diagonal);
	}

	/**
	 * The lines between end points and junctions, and the rings. They run along every pair of neighbouring pixels
	 * once, except diagonal pairs that a third pixel joins. A pixel without neighbours is on no branch.
	 */
	public List<Branch> branches() {
		List<Branch> branches = new ArrayList<>();
		forEachBranch(branches::add);
		return branches;
	}

	/** Takes {@link #branches} one by one, without holding them. */
	public void forEachBranch(Consumer<Branch> action) {
		byte[] open = new byte[state.length];
		for (int p : pixels) open[p] = Neighbourhood.LINKS[Neighbourhood.code(state, p, stride)];
		int[] path = new int[pixels.length + 1];
		for (int p : pixels) if (!isSlab(p)) while (open[p] != 0) action.accept(follow(p, open, path));
		for (int p : pixels) if (open[p] != 0) action.accept(follow(p, open, path));
	}

	/** How many of its {@link #branches} have ends: all but rings. Counts without making them. */
	public long branchCount() {
		long ends = 0;
		for (int p : pixels) {
			int links = links(p);
			if (links != 2) ends += links;
		}
		return ends / 2;
	}

	/** Whether the pixel is neither end point nor junction. */
	private boolean isSlab(int p) {
		return links(p) == 2;
	}

	/** How many neighbours the pixel is linked to: 1 at an end, 3 and more at a junction. */
	private int links(int p) {
		return Integer.bitCount(Neighbourhood.LINKS[Neighbourhood.code(state, p, stride)] & 0xFF);
	}

	private Branch follow(int start, byte[] open, int[] path) {
		int[] around = Neighbourhood.offsets(stride);
		path[0] = start;
		int length = 1;
		int p = start;
		do {
			int direction = Integer.numberOfTrailingZeros(open[p]);
			open[p] &= ~(1 << direction);
			p += around[direction];
			open[p] &= ~(1 << (direction + 4) % 8);
			path[length++] = p;
		}
		while (p != start && isSlab(p));
		int[] x = new int[length];
		int[] y = new int[length];
		for (int i = 0; i < length; i++) {
			x[i] = path[i] % stride - 1;
			y[i] = path[i] / stride - 1;
		}
		return new Branch(x, y, isSlab(start));
	}

	/**
	 * The skeleton that is left without branches that end freely: each without its pixels, except those at junctions.
	 *
	 * @param spurs of this skeleton
	 */
	Skeleton without(List<Branch> spurs) {
		byte[] left = state.clone();
		for (Branch spur : spurs) {
			for (int i = 0; i < spur.x().length; i++) {
				int p = (spur.y()[i] + 1) * stride + spur.x()[i] + 1;
				if (links(p) < 3) left[p] = 0;
			}
		}
		return new Skeleton(width, height, left, Arrays.stream(pixels).filter(p -> left[p] != 0).toArray());
	}
}
