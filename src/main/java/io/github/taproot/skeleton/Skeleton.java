package io.github.taproot.skeleton;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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
 * and is an even number of pixels thick can shrink to half or to a point, as its ends have it; such roots are rare, and
 * one degree off no more than a tenth is lost.
 * </p>
 */
public final class Skeleton {

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
		Thinning.thin(state, stride, roots, count, progress);
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

	/** Counts the pairs of neighbouring pixels of which the upper, or both, are in rows from the first to before the last. */
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
		byte[] open = new byte[state.length];
		for (int p : pixels) open[p] = Neighbourhood.LINKS[Neighbourhood.code(state, p, stride)];
		List<Branch> branches = new ArrayList<>();
		int[] path = new int[pixels.length + 1];
		for (int p : pixels) if (!isSlab(p)) while (open[p] != 0) branches.add(follow(p, open, path));
		for (int p : pixels) if (open[p] != 0) branches.add(follow(p, open, path));
		return branches;
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
