// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.tensorflow;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/**
 * The size of a graph, before TensorFlow sees it: TensorFlow takes every number in it for true, allocates what they ask
 * for, and calls itself for each function and each node in a row. All of the graph counts, also what never runs, since
 * loading looks at all of it. Nothing here calls itself either.
 */
final class GraphLimits {

	/** Nodes where each call of a function is replaced by its nodes. */
	private static final long MOST_NODES = 50_000;
	/** Nodes, counted so, of which each needs the one before. */
	private static final long LONGEST_CHAIN = 5_000;
	private static final int DEEPEST_CALLS = 250;
	private static final int MOST_FUNCTIONS = 10_000;
	/** Inputs, outputs, or values of a list. */
	private static final int LONGEST_LIST = 10_000;
	/** Values of a constant that repeats one value. */
	private static final long MOST_REPEATED = 1 << 24;

	private final GraphDef graph;
	private final Map<String, FunctionDef> functions = new HashMap<>();

	private GraphLimits(GraphDef graph) {
		this.graph = graph;
	}

	/** @throws IOException where a limit is exceeded, in a sentence that tells which */
	static void check(GraphDef graph) throws IOException {
		GraphLimits limits = new GraphLimits(graph);
		limits.checkFunctions();
		check(graph.getNodeList());
		for (FunctionDef function : graph.getLibrary().getFunctionList()) {
			limits.checkAttributes(function.getAttrMap());
			check(function.getNodeDefList());
		}
	}

	/** The functions that a node calls, as often as it does. */
	static List<String> calls(NodeDef node, Map<String, FunctionDef> functions) {
		List<String> calls = new ArrayList<>();
		if (functions.containsKey(node.getOp())) calls.add(node.getOp());
		Deque<AttrValue> open = new ArrayDeque<>(node.getAttrMap().values());
		while (!open.isEmpty()) {
			AttrValue value = open.pop();
			List<NameAttrList> named = new ArrayList<>(value.getList().getFuncList());
			if (value.hasFunc()) named.add(value.getFunc());
			for (NameAttrList function : named) {
				calls.add(function.getName());
				open.addAll(function.getAttrMap().values());
			}
		}
		return calls;
	}

	/** The size of a function once all that it calls is put in. */
	private record Size(long nodes, long chain, int depth) {}

	private void checkFunctions() throws IOException {
		List<FunctionDef> all = graph.getLibrary().getFunctionList();
		if (all.size() > MOST_FUNCTIONS) throw new UnsafeModelException("has " + all.size() + " functions");
		for (FunctionDef function : all) {
			String name = function.getSignature().getName();
			if (functions.put(name, function) != null) {
				throw new UnsafeModelException("has the function " + name + " twice");
			}
			// TensorFlow would run its own operation of this name, or this function: who knows.
			if (name.matches("_*+[A-Z]\\w*+")) {
				throw new UnsafeModelException("has a function with the name of an operation, " + name);
			}
		}
		// Those that call nothing first, then those that call only known ones.
		Map<String, List<String>> callers = new HashMap<>();
		Map<String, Integer> missing = new HashMap<>();
		Deque<String> ready = new ArrayDeque<>();
		for (FunctionDef function : all) {
			String name = function.getSignature().getName();
			int count = 0;
			for (NodeDef node : function.getNodeDefList()) {
				for (String called : calls(node, functions)) {
					if (!functions.containsKey(called)) continue;
					callers.computeIfAbsent(called, key -> new ArrayList<>()).add(name);
					count++;
				}
			}
			missing.put(name, count);
			if (count == 0) ready.add(name);
		}
		Map<String, Size> sizes = new HashMap<>();
		while (!ready.isEmpty()) {
			String name = ready.pop();
			sizes.put(name, size(functions.get(name).getNodeDefList(), sizes));
			for (String caller : callers.getOrDefault(name, List.of())) {
				if (missing.merge(caller, -1, Integer::sum) == 0) ready.add(caller);
			}
		}
		if (sizes.size() < all.size()) throw new UnsafeModelException("has functions that call themselves");
		size(graph.getNodeList(), sizes);
	}

	/** The size of nodes whose functions have known sizes. */
	private Size size(List<NodeDef> nodes, Map<String, Size> sizes) throws IOException {
		Map<String, Long> own = new HashMap<>();
		long count = 0;
		int depth = 0;
		for (NodeDef node : nodes) {
			long chain = 1;
			count++;
			for (String called : calls(node, functions)) {
				Size size = sizes.get(called);
				if (size == null) continue;
				count += size.nodes;
				chain = Math.max(chain, 1 + size.chain);
				depth = Math.max(depth, size.depth + 1);
			}
			if (count > MOST_NODES) throw new UnsafeModelException("has more than " + MOST_NODES + " operations");
			if (own.put(node.getName(), chain) != null) {
				throw new UnsafeModelException("has the node " + node.getName() + " twice");
			}
		}
		if (depth > DEEPEST_CALLS) {
			throw new UnsafeModelException("has more than " + DEEPEST_CALLS + " functions within each other");
		}
		return new Size(count, longestChain(nodes, own), depth);
	}

	private static long longestChain(List<NodeDef> nodes, Map<String, Long> own) throws IOException {
		Map<String, List<String>> users = new HashMap<>();
		Map<String, Integer> missing = new HashMap<>();
		Map<String, Long> before = new HashMap<>();
		Deque<String> ready = new ArrayDeque<>();
		for (NodeDef node : nodes) {
			int count = 0;
			for (String input : node.getInputList()) {
				String name = TensorName.node(input);
				if (!own.containsKey(name)) continue;
				users.computeIfAbsent(name, key -> new ArrayList<>()).add(node.getName());
				count++;
			}
			// The one operation that may lead back, in loops of old, which may not run.
			if (node.getOp().equals("NextIteration")) count = 0;
			missing.put(node.getName(), count);
			if (count == 0) ready.add(node.getName());
		}
		long longest = 0;
		int done = 0;
		while (!ready.isEmpty()) {
			String name = ready.pop();
			done++;
			long chain = before.getOrDefault(name, 0L) + own.get(name);
			longest = Math.max(longest, chain);
			for (String user : users.getOrDefault(name, List.of())) {
				before.merge(user, chain, Math::max);
				if (missing.merge(user, -1, Integer::sum) == 0) ready.add(user);
			}
		}
		if (done < nodes.size()) throw new UnsafeModelException("has operations that need their own result");
		if (longest > LONGEST_CHAIN) {
			throw new UnsafeModelException("has more than " + LONGEST_CHAIN + " operations in a row");
		}
		return longest;
	}

	private static void check(List<NodeDef> list) throws IOException {
		Map<String, NodeDef> nodes = new HashMap<>();
		for (NodeDef node : list) nodes.put(node.getName(), node);
		long constants = 0;
		for (NodeDef node : list) {
			if (node.getInputCount() > LONGEST_LIST) {
				throw new UnsafeModelException("has an operation with too many inputs");
			}
			constants += checkAttributes(node.getAttrMap());
			if (constants > Integer.MAX_VALUE / 4) throw new UnsafeModelException("has constants of more than 2 GB");
			ConstantSizes.check(node, nodes);
		}
	}

	/** @return values of all tensors among them */
	private static long checkAttributes(Map<String, AttrValue> attributes) throws IOException {
		long values = 0;
		for (Map.Entry<String, AttrValue> entry : attributes.entrySet()) {
			String name = entry.getKey();
			AttrValue value = entry.getValue();
			AttrValue.ListValue list = value.getList();
			for (int length : new int[] { list.getICount(), list.getFCount(), list.getBCount(), list.getTypeCount(),
				list.getShapeCount(), list.getTensorCount(), list.getFuncCount(), list.getSCount() })
			{
				if (length > LONGEST_LIST) {
					throw new UnsafeModelException("has a list of " + length + " values (" + name + ")");
				}
			}
			// Seeds, and what is TensorFlow's own, are not sizes.
			boolean isSize = !name.startsWith("seed") && !name.startsWith("_");
			if (isSize) checkNumber(name, value.getI());
			if (isSize) for (long number : list.getIList()) checkNumber(name, number);
			if (value.hasShape()) checkShape(value.getShape());
			for (TensorShapeProto shape : list.getShapeList()) checkShape(shape);
			if (value.hasTensor()) values += checkTensor(value.getTensor());
			for (TensorProto tensor : list.getTensorList()) values += checkTensor(tensor);
		}
		return values;
	}

	private static void checkNumber(String name, long number) throws IOException {
		boolean isCount = name.equals("N") || name.startsWith("num");
		long most = isCount ? LONGEST_LIST : 1 << 20;
		if (number > most || number < (isCount ? 0 : -most)) {
			throw new UnsafeModelException("has an operation of size " + number + " (" + name + ")");
		}
	}

	/** @return its number of values, at least; an axis whose size is open counts as 1 */
	private static long checkShape(TensorShapeProto shape) throws IOException {
		List<Long> sizes = new ArrayList<>();
		for (TensorShapeProto.Dim dim : shape.getDimList()) sizes.add(dim.getSize() == -1 ? 1 : dim.getSize());
		return ConstantSizes.values(sizes);
	}

	private static long checkTensor(TensorProto tensor) throws IOException {
		for (TensorShapeProto.Dim dim : tensor.getTensorShape().getDimList()) {
			if (dim.getSize() < 0) {
				throw new UnsafeModelException("has a constant of negative size (" + dim.getSize() + ")");
			}
		}
		long values = checkShape(tensor.getTensorShape());
		if (values > Math.max(MOST_REPEATED, tensor.getSerializedSize())) {
			throw new UnsafeModelException("has a constant of " + values + " values");
		}
		return values;
	}
}
