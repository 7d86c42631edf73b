// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots.skeleton;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import io.github.taproot.image.Mask;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.progress.Progress;

/**
 * A skeleton as nodes and the branches between them. Immutable.
 * <p>
 * Junction pixels are one node where they touch, or where a branch between them is at most 1 px longer than the
 * radius of the larger of their inscribed circles: thinning makes two junctions of most places where thick roots cross.
 * </p>
 */
public final class SkeletonGraph {

	/**
	 * Where branches end or meet.
	 *
	 * @param x column, the mean of its pixels
	 * @param y row
	 * @param radius of the largest inscribed circle around its pixels in px; 0 at a tip that was continued to the
	 *          root's end; NaN where there is no soil
	 * @param degree how many ends of branches it has: 1 for a tip, 3 and more for a junction
	 */
	public record Node(double x, double y, double radius, int degree) {

		public boolean isTip() {
			return degree == 1;
		}

		public boolean isJunction() {
			return degree >= 3;
		}
	}

	/**
	 * A branch between nodes.
	 *
	 * @param branch its pixels
	 * @param from index of the node at its first pixel; -1 for a ring, which has no nodes
	 * @param to index of the node at its last pixel
	 * @param fromRadius of the inscribed circle around its first pixel in px, where that is at a junction; else 0
	 * @param toRadius likewise
	 * @param isWithinNode whether it lies within a node: it counts for lengths, but is no branch to users
	 * @param diameters in px for each pixel, from edge to edge as {@link Diameters#of}; NaN where unknown
	 * @param fromAdded how many of its first pixels are beyond where thinning ended, up to the root's end
	 * @param toAdded how many of its last pixels
	 */
	public record Edge(Branch branch, int from, int to, double fromRadius, double toRadius, boolean isWithinNode,
		float[] diameters, int fromAdded, int toAdded) {}

	/**
	 * Length of a corner's branch by the radius of the circle at its junction, where a root ends squarely: root 2 on
	 * paper.
	 */
	private static final double CORNER = 1.5;

	/** Px of radius up to which roots have no corners. */
	private static final double THIN = 0.8;

	/**
	 * More branches than these, and more per px² of the image, are noise. Masks of roots have up to 1,600 (of 5.8
	 * megapixels) and 440 per megapixel; noise of 10, 20 and 50 % has 21,000, 51,000 and 262,000 per megapixel.
	 */
	private static final long NOISE_BRANCHES = 50_000;
	private static final double NOISE_DENSITY = 0.01;

	private final Skeleton skeleton;
	private final List<Node> nodes = new ArrayList<>();
	private final List<Edge> edges = new ArrayList<>();
	private final int components;

	/**
	 * The graph of a mask's skeleton.
	 *
	 * @param roots not changed
	 * @param skeleton of these roots
	 * @param shortest length in px below which a branch with a free end is a spur, and removed; 0 for none
	 * @param byRadius whether ends are as the roots' thickness tells. Then branches with a free end are removed that
	 *          are shorter than the radius of the circle inscribed around their junction, which the roughness of a
	 *          thick root's edge makes; of the branches of a junction at least two stay. Where a root ends in two
	 *          corners, the branches to both are removed. And branches are continued straight to the last root pixel at
	 *          their free end, since thinning ends about half a width before it
	 * @param progress asked now and then whether to go on
	 * @throws IllegalArgumentException where the sizes differ, {@code shortest} is below 0 or no number, or the mask
	 *           has so many branches that it is noise, before anything takes long
	 */
	public static SkeletonGraph of(Mask roots, Skeleton skeleton, double shortest, boolean byRadius,
		Progress progress)
	{
		if (!(shortest >= 0)) {
			throw new IllegalArgumentException("The length of spurs must be 0 or more, but is " + shortest + ".");
		}
		refuseNoise(skeleton, roots.pixels().length);
		float[] inscribed = Diameters.inscribed(roots, skeleton.toMask()).pixels();
		int[] places = new int[inscribed.length];
		Skeleton left = skeleton;
		while (true) {
			progress.throwIfCancelled();
			Ends ends = new Ends(left.branches(), inscribed, places, roots.width());
			List<Branch> spurs = shortest > 0 || byRadius ? ends.spurs(shortest, byRadius) : List.of();
			if (spurs.isEmpty()) return new SkeletonGraph(left, ends, inscribed, roots, byRadius);
			left = left.without(spurs);
		}
	}

	private static void refuseNoise(Skeleton skeleton, int area) {
		long branches = skeleton.branchCount();
		if (branches <= NOISE_BRANCHES || branches <= NOISE_DENSITY * area) return;
		throw new IllegalArgumentException(
			String.format(Locale.ROOT, "The mask has %,d branches. It looks like noise, not roots: segment the image " +
			"again with a higher threshold, or remove small pieces.", branches));
	}

	private SkeletonGraph(Skeleton skeleton, Ends ends, float[] inscribed, Mask roots, boolean toTips) {
		this.skeleton = skeleton;
		components = ends.components();
		CrossSections sections = new CrossSections(roots, inscribed);
		Tips tips = new Tips(roots, inscribed);
		int width = roots.width();
		double[][] places = new double[3][ends.nodes];
		int[] size = new int[ends.nodes];
		for (int p = 0; p < ends.count; p++) {
			int n = ends.node[p];
			size[n]++;
			places[0][n] += ends.place[p] % width;
			places[1][n] += ends.place[p] / width;
			places[2][n] = Math.max(places[2][n], ends.radius[p]);
		}
		Edge[] found = new Edge[ends.branches.size()];
		IntStream.range(0, found.length).parallel().forEach(i -> {
			Branch branch = ends.branches.get(i);
			int from = ends.first[i];
			int to = ends.second[i];
			boolean isFromTip = toTips && from >= 0 && ends.degrees[ends.node[from]] == 1;
			boolean isToTip = toTips && to >= 0 && ends.degrees[ends.node[to]] == 1;
			int fromAdded = 0;
			int toAdded = 0;
			if (isToTip) {
				Tips.Reached reached = tips.reach(branch);
				branch = reached.branch();
				toAdded = reached.added();
			}
			if (isFromTip) {
				Tips.Reached reached = tips.reach(branch.reversed());
				branch = reached.branch().reversed();
				fromAdded = reached.added();
				toAdded = Math.min(toAdded, branch.x().length - 1 - fromAdded);
			}
			float[] diameters = sections.along(branch);
			found[i] = from < 0 ? new Edge(branch, -1, -1, 0, 0, false, diameters, 0, 0)
				: new Edge(branch, ends.node[from], ends.node[to], ends.radius(from), ends.radius(to),
					ends.isWithinNode(i), diameters, fromAdded, toAdded);
		});
		for (int n = 0; n < ends.nodes; n++) {
			nodes.add(new Node(places[0][n] / size[n], places[1][n] / size[n], places[2][n], ends.degrees[n]));
		}
		for (int i = 0; i < found.length; i++) {
			edges.add(found[i]);
			if (!toTips || ends.first[i] < 0) continue;
			Branch branch = found[i].branch;
			int last = branch.x().length - 1;
			moveTip(found[i].from, branch.x()[0], branch.y()[0], ends.place[ends.first[i]] % width,
				ends.place[ends.first[i]] / width);
			moveTip(found[i].to, branch.x()[last], branch.y()[last], ends.place[ends.second[i]] % width,
				ends.place[ends.second[i]] / width);
		}
	}

	private void moveTip(int node, int x, int y, int oldX, int oldY) {
		if (nodes.get(node).isTip() && (x != oldX || y != oldY)) nodes.set(node, new Node(x, y, 0, 1));
	}

	/** The pixels at which branches end, and the nodes that they form. */
	private static final class Ends {

		private final List<Branch> branches;
		/** For each branch its ends; -1 for rings. */
		private final int[] first;
		private final int[] second;
		/** For each end its pixel, and the radius of its inscribed circle. */
		private int[] place = new int[1024];
		private final double[] radius;
		private int count;
		/** For each end how many branches end there, and its node. */
		private final int[] degree;
		/** For each branch whether it lies between two junctions that are one. */
		private final boolean[] isShort;
		private final int[] node;
		private int nodes;
		/** For each node how many branches it has. */
		private final int[] degrees;

		/** @param known of the image's size, 0 everywhere, now and afterwards */
		Ends(List<Branch> branches, float[] inscribed, int[] known, int width) {
			this.branches = branches;
			first = new int[branches.size()];
			second = new int[first.length];
			for (int i = 0; i < first.length; i++) {
				Branch branch = branches.get(i);
				int last = branch.x().length - 1;
				first[i] = branch.closed() ? -1 : end(known, branch.y()[0] * width + branch.x()[0]);
				second[i] = branch.closed() ? -1 : end(known, branch.y()[last] * width + branch.x()[last]);
			}
			radius = new double[count];
			for (int p = 0; p < count; p++) {
				known[place[p]] = 0;
				radius[p] = inscribed[place[p]] / 2;
			}
			degree = new int[count];
			for (int i = 0; i < first.length; i++) {
				if (first[i] < 0) continue;
				degree[first[i]]++;
				degree[second[i]]++;
			}
			isShort = new boolean[first.length];
			IntStream.range(0, first.length).parallel().forEach(i -> isShort[i] = first[i] >= 0 && isShort(i));
			Groups groups = new Groups(count);
			for (int i = 0; i < first.length; i++) {
				if (isShort[i] && degree[first[i]] >= 3 && degree[second[i]] >= 3) groups.join(first[i], second[i]);
			}
			node = new int[count];
			for (int p = 0; p < count; p++) node[p] = groups.root(p) == p ? nodes++ : node[groups.root(p)];
			degrees = new int[nodes];
			for (int i = 0; i < first.length; i++) {
				if (first[i] < 0 || isWithinNode(i)) continue;
				degrees[node[first[i]]]++;
				degrees[node[second[i]]]++;
			}
		}

		private int end(int[] known, int pixel) {
			if (known[pixel] > 0) return known[pixel] - 1;
			if (count == place.length) place = Arrays.copyOf(place, 2 * count);
			place[count] = pixel;
			known[pixel] = ++count;
			return count - 1;
		}

		/** Of the circle inscribed around an end where that is at a junction; else 0. */
		double radius(int end) {
			return degree[end] < 3 ? 0 : radius[end];
		}

		boolean isWithinNode(int branch) {
			return isShort[branch] && node[first[branch]] == node[second[branch]];
		}

		/** Each junction may be half a pixel off. */
		private boolean isShort(int i) {
			Branch branch = branches.get(i);
			return branch.x().length == 2 || isShorter(branch, Math.max(radius(first[i]), radius(second[i])) + 1, true);
		}

		/**
		 * Whether a branch is shorter than a limit, or as short; its length is no less than the distance of its ends.
		 */
		private static boolean isShorter(Branch branch, double limit, boolean orEqual) {
			int last = branch.x().length - 1;
			double dx = branch.x()[last] - branch.x()[0];
			double dy = branch.y()[last] - branch.y()[0];
			if (dx * dx + dy * dy > limit * limit * (1 + 1e-9)) return false;
			double length = branch.length(PixelCalibration.PIXELS);
			return length < limit || orEqual && length == limit;
		}

		List<Branch> spurs(double shortest, boolean byRadius) {
			int[] left = degrees.clone();
			// For each node how many of its branches go to a corner, as far as their length tells.
			int[] corners = new int[nodes];
			List<Integer> candidates = new ArrayList<>();
			for (int i = 0; i < first.length; i++) {
				if (!endsFreely(i)) continue;
				double limit = Math.max(radius(first[i]), radius(second[i]));
				if (isShorter(branches.get(i), Math.max(shortest, byRadius ? limit : 0), false)) candidates.add(i);
				if (byRadius && isCorner(i)) corners[junction(i)]++;
			}
			candidates.sort(Comparator.comparingDouble(i -> branches.get(i).length(PixelCalibration.PIXELS)));
			List<Branch> found = new ArrayList<>();
			boolean[] isFound = new boolean[first.length];
			for (int i = 0; byRadius && i < first.length; i++) {
				isFound[i] = endsFreely(i) && corners[junction(i)] >= 2 &&
					corners[junction(i)] == degrees[junction(i)] - 1 && isCorner(i);
				if (isFound[i]) found.add(branches.get(i));
			}
			for (int i : candidates) {
				if (isFound[i] || left[junction(i)] < 3) continue;
				left[junction(i)]--;
				found.add(branches.get(i));
			}
			return found;
		}

		private boolean isCorner(int i) {
			double limit = Math.max(radius(first[i]), radius(second[i]));
			return limit > THIN && isShorter(branches.get(i), CORNER * limit + 2.5, false);
		}

		private boolean endsFreely(int i) {
			return first[i] >= 0 && (degrees[node[first[i]]] == 1) != (degrees[node[second[i]]] == 1);
		}

		/** The node at which a branch that ends freely begins. */
		private int junction(int i) {
			return degrees[node[first[i]]] == 1 ? node[second[i]] : node[first[i]];
		}

		int components() {
			Groups connected = new Groups(count);
			int components = count;
			for (int i = 0; i < first.length; i++) {
				if (first[i] < 0) components++;
				else if (connected.join(first[i], second[i])) components--;
			}
			return components;
		}
	}

	/** The skeleton without the spurs that were removed, and without what was added at tips. */
	public Skeleton skeleton() {
		return skeleton;
	}

	/** In no order; those of degree 2 lie where a loop ends at a junction only, or spurs were. */
	public List<Node> nodes() {
		return Collections.unmodifiableList(nodes);
	}

	/**
	 * All branches, those within nodes, too: together they are the whole skeleton but for single pixels, and its tips.
	 */
	public List<Edge> edges() {
		return Collections.unmodifiableList(edges);
	}

	/** How many independent loops there are: holes that the skeleton runs around. */
	public int loops() {
		int rings = 0;
		int between = 0;
		for (Edge edge : edges) {
			if (edge.from < 0) rings++;
			else if (!edge.isWithinNode) between++;
		}
		return between - nodes.size() + components;
	}

	/** Numbers that are joined to groups, each known by its smallest. */
	private static final class Groups {

		private final int[] first;

		Groups(int count) {
			first = new int[count];
			for (int i = 0; i < count; i++) first[i] = i;
		}

		int root(int i) {
			int root = i;
			while (first[root] != root) {
				first[root] = first[first[root]];
				root = first[root];
			}
			return root;
		}

		/** Whether they were of two groups before. */
		boolean join(int a, int b) {
			int rootA = root(a);
			int rootB = root(b);
			first[Math.max(rootA, rootB)] = Math.min(rootA, rootB);
			return rootA != rootB;
		}
	}
}
