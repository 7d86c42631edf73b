// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

import io.github.taproot.roots.skeleton.Branch;
import io.github.taproot.roots.skeleton.SkeletonGraph;
import io.github.taproot.roots.skeleton.SkeletonGraph.Edge;

/**
 * The roots of a skeleton graph. At each junction the two branches that go on most straight, with the most equal
 * diameters, are one root; what ends there is its lateral. Immutable.
 * <p>
 * It is a guess: an image does not tell which root lies in front where two cross or touch. In each connected component
 * the root of largest area has order 1, roots that end at it have order 2, and so on; a root that only crosses others
 * has order 1, too.
 * </p>
 */
public final class RootSystem {

	/** A branch of a root, and whether its root runs from its last pixel to its first. */
	public record Part(int edge, boolean isReversed) {}

	/**
	 * A root: its branches from its base to its tip.
	 *
	 * @param order 1 for main roots, 2 for their laterals
	 * @param parent index of the root that it is a lateral of; -1 for none
	 */
	public record Root(List<Part> parts, int order, int parent) {}

	/** Turn in degrees beyond which branches at a junction are not one root: 70. */
	private static final double STRAIGHT = Math.cos(Math.toRadians(180 - 70));
	/** Weight of the difference of diameters beside that of the turn. */
	private static final double THICKNESS = 0.25;
	/** Where more branches than these meet, as in a checkerboard, there is no root to be followed. */
	private static final int MOST_ENDS = 50;
	/** Pixels over which a branch's direction at a junction is taken. */
	private static final int REACH = 10;

	private final List<Edge> edges;
	/** For an end, which is twice the edge, plus 1 for its last pixel: the end that goes on; -1 for none. */
	private final int[] next;
	private final boolean[] holds;
	private final List<Root> roots = new ArrayList<>();
	private final int[] rootOf;

	/** Finds the roots of a graph; none without branches. */
	public RootSystem(SkeletonGraph graph) {
		edges = graph.edges();
		next = new int[2 * edges.size()];
		holds = new boolean[next.length];
		rootOf = new int[edges.size()];
		Arrays.fill(next, -1);
		Arrays.fill(rootOf, -1);
		double[] thickness = new double[edges.size()];
		int[] starts = new int[graph.nodes().size() + 1];
		for (int e = 0; e < thickness.length; e++) {
			Edge edge = edges.get(e);
			thickness[e] = thickness(edge);
			if (edge.from() < 0 || edge.isWithinNode()) continue;
			starts[edge.from()]++;
			starts[edge.to()]++;
		}
		int[] meeting = grouped(starts);
		for (int e = 0; e < thickness.length; e++) {
			Edge edge = edges.get(e);
			if (edge.from() < 0 || edge.isWithinNode()) continue;
			meeting[--starts[edge.from()]] = 2 * e;
			meeting[--starts[edge.to()]] = 2 * e + 1;
		}
		for (int n = 0; n + 1 < starts.length; n++) {
			// As they were found, which decides between equals.
			int[] ends = Arrays.copyOfRange(meeting, starts[n], starts[n + 1]);
			Arrays.sort(ends);
			join(ends, thickness);
		}
		List<List<Part>> chains = chains();
		arrange(chains, graph.nodes().size(), thickness);
	}

	/** Makes of counts the ends of groups that follow each other, in place, and room for what is in them. */
	private static int[] grouped(int[] counts) {
		for (int i = 1; i < counts.length; i++) counts[i] += counts[i - 1];
		return new int[counts[counts.length - 1]];
	}

	/**
	 * The middles of a root's pixels, from its base to its tip.
	 *
	 * @return x and y of each, from the image's corner
	 */
	List<double[]> line(Root root) {
		List<double[]> line = new ArrayList<>();
		for (Part part : root.parts()) {
			double[][] points = edges.get(part.edge()).branch().points();
			int last = points[0].length - 1;
			for (int k = 0; k <= last; k++) {
				int i = part.isReversed() ? last - k : k;
				// From the middle of the first pixel to the image's corner.
				line.add(new double[] { points[0][i] + 0.5, points[1][i] + 0.5 });
			}
		}
		return line;
	}

	private static double thickness(Edge edge) {
		double sum = 0;
		for (float diameter : edge.diameters()) sum += diameter;
		return sum / edge.diameters().length;
	}

	/** Two ends that may be of one root, and how much speaks against it. */
	private record Pair(int a, int b, double cost) {}

	private void join(int[] ends, double[] thickness) {
		if (ends.length < 2) return;
		int count = ends.length > MOST_ENDS ? 1 : ends.length;
		double[][] directions = new double[count][];
		for (int i = 0; i < count; i++) directions[i] = direction(ends[i]);
		List<Pair> pairs = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			for (int k = i + 1; k < count; k++) {
				int a = ends[i];
				int b = ends[k];
				double cosine = directions[i][0] * directions[k][0] + directions[i][1] * directions[k][1];
				if (a / 2 == b / 2 || cosine > STRAIGHT) continue;
				double first = thickness[a / 2];
				double second = thickness[b / 2];
				double difference = Math.abs(first - second) / Math.max(first, second);
				pairs.add(new Pair(a, b, cosine + (Double.isNaN(difference) ? 0 : THICKNESS * difference)));
			}
		}
		pairs.sort(Comparator.comparingDouble(Pair::cost));
		boolean isHeld = false;
		for (Pair pair : pairs) {
			if (next[pair.a] >= 0 || next[pair.b] >= 0) continue;
			next[pair.a] = pair.b;
			next[pair.b] = pair.a;
			holds[pair.a] = holds[pair.b] = isHeld = true;
		}
		if (isHeld) return;
		int thickest = ends[0];
		for (int i = 1; i < count; i++) {
			if (Double.compare(thickness[ends[i] / 2], thickness[thickest / 2]) > 0) thickest = ends[i];
		}
		holds[thickest] = true;
	}

	/** Where a branch goes from one of its ends, beyond the circle of the junction; of length 1. */
	private double[] direction(int end) {
		Edge edge = edges.get(end / 2);
		Branch branch = edge.branch();
		int last = branch.x().length - 1;
		double radius = end % 2 == 0 ? edge.fromRadius() : edge.toRadius();
		int start = Double.isNaN(radius) ? 0 : (int) Math.min(radius, last / 2);
		int stop = Math.min(last, start + REACH);
		int a = end % 2 == 0 ? start : last - start;
		int b = end % 2 == 0 ? stop : last - stop;
		double dx = branch.pointX(b) - branch.pointX(a);
		double dy = branch.pointY(b) - branch.pointY(a);
		double size = Math.sqrt(dx * dx + dy * dy);
		return size == 0 ? new double[2] : new double[] { dx / size, dy / size };
	}

	private List<List<Part>> chains() {
		List<List<Part>> chains = new ArrayList<>();
		for (int end = 0; end < next.length; end++) {
			boolean isWithin = edges.get(end / 2).isWithinNode();
			if (rootOf[end / 2] < 0 && next[end] < 0 && !isWithin) chains.add(follow(end, chains.size()));
		}
		// Those that are left run in circles.
		for (int e = 0; e < edges.size(); e++) {
			if (rootOf[e] < 0 && !edges.get(e).isWithinNode()) chains.add(follow(2 * e, chains.size()));
		}
		return chains;
	}

	private List<Part> follow(int start, int chain) {
		List<Part> parts = new ArrayList<>();
		for (int end = start; end >= 0 && rootOf[end / 2] < 0; end = next[end ^ 1]) {
			rootOf[end / 2] = chain;
			parts.add(new Part(end / 2, end % 2 == 1));
		}
		return parts;
	}

	/** The node at which a part of a root begins or ends; -1 for a ring. */
	int node(Part part, boolean atStart) {
		Edge edge = edges.get(part.edge);
		return atStart == part.isReversed ? edge.to() : edge.from();
	}

	/** Gives orders and parents, the largest roots first. */
	private void arrange(List<List<Part>> chains, int nodes, double[] thickness) {
		double[] areas = new double[chains.size()];
		int[][] bounds = new int[areas.length][];
		int[] starts = new int[nodes + 1];
		for (int c = 0; c < areas.length; c++) {
			List<Part> parts = chains.get(c);
			for (Part part : parts) {
				double width = thickness[part.edge];
				areas[c] += edges.get(part.edge).branch().x().length * (Double.isNaN(width) ? 1 : width);
			}
			bounds[c] = new int[] { node(parts.get(0), true), node(parts.get(parts.size() - 1), false) };
			if (bounds[c][0] >= 0) starts[bounds[c][0]]++;
			if (bounds[c][1] >= 0 && bounds[c][1] != bounds[c][0]) starts[bounds[c][1]]++;
		}
		int[] ending = grouped(starts);
		for (int c = areas.length - 1; c >= 0; c--) {
			if (bounds[c][1] >= 0 && bounds[c][1] != bounds[c][0]) ending[--starts[bounds[c][1]]] = c;
			if (bounds[c][0] >= 0) ending[--starts[bounds[c][0]]] = c;
		}
		boolean[] isDone = new boolean[nodes];
		int[] order = new int[areas.length];
		int[] parent = new int[areas.length];
		Arrays.fill(parent, -1);
		Integer[] largestFirst = new Integer[areas.length];
		Arrays.setAll(largestFirst, c -> c);
		Arrays.sort(largestFirst, Comparator.comparingDouble(c -> -areas[c]));
		for (int main : largestFirst) {
			if (order[main] > 0) continue;
			order[main] = 1;
			chains.set(main, fromAbove(chains.get(main)));
			Deque<Integer> queue = new ArrayDeque<>(List.of(main));
			while (!queue.isEmpty()) {
				int c = queue.remove();
				List<Part> parts = chains.get(c);
				for (int k = 0; k <= parts.size(); k++) {
					int node = k == 0 ? node(parts.get(0), true) : node(parts.get(k - 1), false);
					// Whatever ends at a node is of a root once the node was met.
					if (node < 0 || isDone[node]) continue;
					isDone[node] = true;
					for (int i = starts[node]; i < starts[node + 1]; i++) {
						int lateral = ending[i];
						if (order[lateral] > 0) continue;
						order[lateral] = order[c] + 1;
						parent[lateral] = c;
						if (node(chains.get(lateral).get(0), true) != node) {
							chains.set(lateral, reversed(chains.get(lateral)));
						}
						queue.add(lateral);
					}
				}
			}
		}
		for (int c = 0; c < areas.length; c++) roots.add(new Root(List.copyOf(chains.get(c)), order[c], parent[c]));
	}

	private static List<Part> reversed(List<Part> parts) {
		List<Part> reversed = new ArrayList<>();
		for (int i = parts.size() - 1; i >= 0; i--) reversed.add(new Part(parts.get(i).edge, !parts.get(i).isReversed));
		return reversed;
	}

	private List<Part> fromAbove(List<Part> parts) {
		Part first = parts.get(0);
		Part last = parts.get(parts.size() - 1);
		int[] rows = edges.get(first.edge).branch().y();
		int[] lastRows = edges.get(last.edge).branch().y();
		int base = rows[first.isReversed ? rows.length - 1 : 0];
		int tip = lastRows[last.isReversed ? 0 : lastRows.length - 1];
		return tip < base ? reversed(parts) : parts;
	}

	/** In no order. */
	public List<Root> roots() {
		return Collections.unmodifiableList(roots);
	}

	/** Index of the root that an edge of the graph is of; -1 where it lies within a node. */
	public int rootOf(int edge) {
		return rootOf[edge];
	}

	/**
	 * Whether the place where a branch meets others is counted as its: it goes on through the junction, or is the
	 * thickest where none does.
	 *
	 * @param atStart at its first pixel, or at its last
	 */
	boolean holds(int edge, boolean atStart) {
		return holds[2 * edge + (atStart ? 0 : 1)];
	}
}
