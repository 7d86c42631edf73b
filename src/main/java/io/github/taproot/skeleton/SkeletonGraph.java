package io.github.taproot.skeleton;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
	 * @param radius of the largest inscribed circle around its pixels in px; NaN where there is no soil
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
	 */
	public record Edge(Branch branch, int from, int to, double fromRadius, double toRadius, boolean isWithinNode,
		float[] diameters) {}

	private final Skeleton skeleton;
	private final List<Node> nodes = new ArrayList<>();
	private final List<Edge> edges = new ArrayList<>();
	private final int components;

	/** Spurs of the skeleton, found on the way. */
	private List<Branch> spurs = List.of();

	/**
	 * The graph of a mask's skeleton.
	 *
	 * @param roots not changed
	 * @param skeleton of these roots
	 * @param shortest length in px below which a branch with a free end is a spur, and removed; 0 for none
	 * @param byRadius whether also branches with a free end are removed that are shorter than the radius of the circle
	 *          inscribed around their junction, which the roughness of a thick root's edge makes. Of the branches of a
	 *          junction at least two stay
	 * @param progress asked now and then whether to go on
	 * @throws IllegalArgumentException where the sizes differ, or {@code shortest} is below 0 or no number
	 */
	public static SkeletonGraph of(Mask roots, Skeleton skeleton, double shortest, boolean byRadius, Progress progress) {
		if (!(shortest >= 0)) {
			throw new IllegalArgumentException("The length of spurs must be 0 or more, but is " + shortest + ".");
		}
		float[] inscribed = Diameters.inscribed(roots, skeleton.toMask()).pixels();
		Skeleton left = skeleton;
		while (true) {
			progress.throwIfCancelled();
			SkeletonGraph graph = new SkeletonGraph(left, inscribed, roots, shortest, byRadius);
			if (graph.spurs.isEmpty()) return graph;
			left = left.without(graph.spurs);
		}
	}

	private SkeletonGraph(Skeleton skeleton, float[] inscribed, Mask roots, double shortest, boolean byRadius) {
		this.skeleton = skeleton;
		int width = roots.width();
		List<Branch> branches = skeleton.branches();
		int count = branches.size();
		// Pixels at which branches end, by their place in the image.
		Map<Integer, Integer> ends = new HashMap<>();
		int[] first = new int[count];
		int[] second = new int[count];
		double[] lengths = new double[count];
		for (int i = 0; i < count; i++) {
			Branch branch = branches.get(i);
			lengths[i] = branch.length(PixelCalibration.PIXELS);
			first[i] = second[i] = -1;
			if (branch.closed()) continue;
			int last = branch.x().length - 1;
			first[i] = end(ends, branch.y()[0] * width + branch.x()[0]);
			second[i] = end(ends, branch.y()[last] * width + branch.x()[last]);
		}
		int[] places = new int[ends.size()];
		ends.forEach((place, index) -> places[index] = place);
		double[] radius = Arrays.stream(places).mapToDouble(place -> inscribed[place] / 2).toArray();
		int[] degree = new int[places.length];
		for (int i = 0; i < count; i++) {
			if (first[i] < 0) continue;
			degree[first[i]]++;
			degree[second[i]]++;
		}
		Groups groups = new Groups(places.length);
		for (int i = 0; i < count; i++) {
			if (first[i] < 0 || degree[first[i]] < 3 || degree[second[i]] < 3) continue;
			if (isShort(branches.get(i), lengths[i], radius[first[i]], radius[second[i]])) groups.join(first[i], second[i]);
		}
		number(branches, lengths, first, second, places, radius, degree, groups, width);
		if (shortest > 0 || byRadius) spurs = spurs(lengths, shortest, byRadius);
		components = count(count, first, second, places.length);
		if (!spurs.isEmpty()) return;
		CrossSections sections = new CrossSections(roots, inscribed);
		for (int i = 0; i < edges.size(); i++) {
			Edge edge = edges.get(i);
			edges.set(i, new Edge(edge.branch, edge.from, edge.to, edge.fromRadius, edge.toRadius, edge.isWithinNode,
				sections.along(edge.branch)));
		}
	}

	private static int end(Map<Integer, Integer> ends, int place) {
		Integer known = ends.putIfAbsent(place, ends.size());
		return known == null ? ends.size() - 1 : known;
	}

	/** Makes nodes of the groups of end pixels, and edges of the branches. */
	private void number(List<Branch> branches, double[] lengths, int[] first, int[] second, int[] places,
		double[] radius, int[] degree, Groups groups, int width)
	{
		int[] node = new int[places.length];
		int[] size = new int[places.length];
		double[][] sums = new double[3][places.length];
		int found = 0;
		for (int p = 0; p < places.length; p++) {
			node[p] = groups.root(p) == p ? found++ : node[groups.root(p)];
			int n = node[p];
			size[n]++;
			sums[0][n] += places[p] % width;
			sums[1][n] += places[p] / width;
			sums[2][n] = Math.max(sums[2][n], radius[p]);
		}
		int[] degrees = new int[found];
		for (int i = 0; i < branches.size(); i++) {
			if (first[i] < 0) {
				edges.add(new Edge(branches.get(i), -1, -1, 0, 0, false, null));
				continue;
			}
			int from = node[first[i]];
			int to = node[second[i]];
			double fromRadius = degree[first[i]] < 3 ? 0 : radius[first[i]];
			double toRadius = degree[second[i]] < 3 ? 0 : radius[second[i]];
			boolean isWithin = from == to && isShort(branches.get(i), lengths[i], fromRadius, toRadius);
			edges.add(new Edge(branches.get(i), from, to, fromRadius, toRadius, isWithin, null));
			if (isWithin) continue;
			degrees[from]++;
			degrees[to]++;
		}
		for (int n = 0; n < found; n++) nodes.add(new Node(sums[0][n] / size[n], sums[1][n] / size[n], sums[2][n], degrees[n]));
	}

	/** Whether it lies between two junctions that are one. Each may be half a pixel off. */
	private static boolean isShort(Branch branch, double length, double fromRadius, double toRadius) {
		return branch.x().length == 2 || length <= Math.max(fromRadius, toRadius) + 1;
	}

	private List<Branch> spurs(double[] lengths, double shortest, boolean byRadius) {
		int[] degrees = nodes.stream().mapToInt(Node::degree).toArray();
		List<Integer> candidates = new ArrayList<>();
		for (int i = 0; i < edges.size(); i++) {
			Edge edge = edges.get(i);
			if (edge.from < 0 || (degrees[edge.from] == 1) == (degrees[edge.to] == 1)) continue;
			double radius = Math.max(edge.fromRadius, edge.toRadius);
			if (lengths[i] < shortest || byRadius && lengths[i] < radius) candidates.add(i);
		}
		candidates.sort(Comparator.comparingDouble(i -> lengths[i]));
		List<Branch> found = new ArrayList<>();
		for (int i : candidates) {
			Edge edge = edges.get(i);
			int junction = degrees[edge.from] == 1 ? edge.to : edge.from;
			if (degrees[junction] < 3) continue;
			degrees[junction]--;
			found.add(edge.branch);
		}
		return found;
	}

	private int count(int branches, int[] first, int[] second, int pixels) {
		Groups connected = new Groups(pixels);
		int count = pixels;
		for (int i = 0; i < branches; i++) {
			if (first[i] < 0) count++;
			else if (connected.join(first[i], second[i])) count--;
		}
		return count;
	}

	/** The skeleton without the spurs that were removed. */
	public Skeleton skeleton() {
		return skeleton;
	}

	/** In no order; those of degree 2 lie where a loop ends at a junction only, or spurs were. */
	public List<Node> nodes() {
		return Collections.unmodifiableList(nodes);
	}

	/** All branches, those within nodes, too: together they are the whole skeleton but for single pixels. */
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
