// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.tensorflow;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.google.protobuf.CodedInputStream;

import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SaverDef;
import org.tensorflow.proto.SignatureDef;

/**
 * Looks at a SavedModel before it is loaded. A SavedModel is a program, which could read and write files, or run
 * Python. It may pass where its graph is no larger than {@link GraphLimits} says, and all that can run, which is what
 * its output needs, what restores its variables, and what it does at the start, is made of operations that compute.
 * Restoring may also read variables, of which each must come from the file that the loader names.
 */
final class SavedModelCheck {

	/** The largest graph, weights included: TensorFlow's own limit. */
	private static final int LARGEST = Integer.MAX_VALUE;

	/** Operations that do nothing but compute, hold variables, or call functions of the graph itself. */
	private static final Set<String> COMPUTING =
		new HashSet<>(Arrays.asList(("Placeholder PlaceholderWithDefault Const Identity IdentityN NoOp StopGradient " +
		"PreventGradient Conv2D Conv2DBackpropInput DepthwiseConv2dNative Conv3D BiasAdd BiasAddV1 Relu Relu6 " +
		"LeakyRelu Elu Selu Sigmoid Tanh Softmax LogSoftmax Softplus Softsign MaxPool MaxPoolV2 AvgPool " +
		"FusedBatchNorm FusedBatchNormV2 FusedBatchNormV3 LRN MatMul BatchMatMul BatchMatMulV2 Einsum Add AddV2 AddN " +
		"Sub Mul Div DivNoNan RealDiv FloorDiv FloorMod Mod Pow Exp Expm1 Log Log1p Sqrt Rsqrt Square " +
		"SquaredDifference Abs Neg Sign Reciprocal Inv Erf Minimum Maximum Floor Ceil Round Rint ClipByValue Sum " +
		"Mean Max Min Prod All Any ArgMax ArgMin Equal NotEqual Greater GreaterEqual Less LessEqual LogicalAnd " +
		"LogicalOr LogicalNot Select SelectV2 Where Cast Shape ShapeN Size Rank Reshape Squeeze ExpandDims Transpose " +
		"Concat ConcatV2 Split SplitV Pack Unpack Slice StridedSlice Pad PadV2 MirrorPad Tile Fill ZerosLike " +
		"OnesLike Range Gather GatherV2 GatherNd BroadcastTo BroadcastArgs ReverseV2 DepthToSpace SpaceToDepth " +
		"SpaceToBatchND BatchToSpaceND ResizeBilinear ResizeNearestNeighbor ResizeBicubic ResizeArea " +
		"InvertPermutation VarHandleOp VarIsInitializedOp ReadVariableOp AssignVariableOp Variable VariableV2 Assign " +
		"Switch Merge RefSwitch RefIdentity RefMerge If StatelessIf PartitionedCall StatefulPartitionedCall")
		.split(" ")));

	/** What restoring variables needs beside these. */
	private static final String RESTORING = "RestoreV2";

	private static final Set<String> CALLS = Set.of("PartitionedCall", "StatefulPartitionedCall");

	/** Other files that TensorFlow would take for the graph. */
	private static final List<String> OTHER_GRAPHS = List.of("saved_model.cpb", "saved_model.pbtxt");

	private final MetaGraphDef graph;
	private final Map<String, FunctionDef> functions = new HashMap<>();
	private final Map<String, NodeDef> nodes = new HashMap<>();

	private SavedModelCheck(MetaGraphDef graph) {
		this.graph = graph;
		for (FunctionDef function : graph.getGraphDef().getLibrary().getFunctionList()) {
			functions.put(function.getSignature().getName(), function);
		}
		for (NodeDef node : graph.getGraphDef().getNodeList()) nodes.put(node.getName(), node);
	}

	/**
	 * Checks a SavedModel without loading it.
	 *
	 * @throws IOException where it may not be loaded, in a sentence that names the operation
	 */
	static void check(Path folder) throws IOException {
		for (String other : OTHER_GRAPHS) {
			if (Files.exists(folder.resolve(other))) {
				throw new UnsafeModelException("has a second graph (" + other + ")");
			}
		}
		Path file = folder.resolve("saved_model.pb");
		SavedModel model;
		try (InputStream in = Files.newInputStream(file)) {
			CodedInputStream coded = CodedInputStream.newInstance(in);
			coded.setSizeLimit(LARGEST);
			model = SavedModel.parseFrom(coded);
		}
		catch (IOException e) {
			throw new IOException("Its SavedModel has no saved_model.pb, or a damaged one: copy it again from where " +
				"it came.", e);
		}
		List<MetaGraphDef> serving = model.getMetaGraphsList().stream()
			.filter(graph -> graph.getMetaInfoDef().getTagsList().contains(SavedModelNetwork.TAG)).toList();
		if (serving.size() != 1) {
			throw new IOException("Its SavedModel has no graph for prediction (tag \"" + SavedModelNetwork.TAG +
				"\"): export it again.");
		}
		new SavedModelCheck(serving.get(0)).check();
	}

	private void check() throws IOException {
		GraphLimits.check(graph.getGraphDef());
		if (graph.getAssetFileDefCount() > 0) {
			throw new UnsafeModelException("reads a file of its own (" + graph.getAssetFileDef(0).getFilename() + ")");
		}
		SignatureDef signature = SavedModelNetwork.signature(graph.getSignatureDefMap());
		List<String> roots = new ArrayList<>();
		signature.getInputsMap().values().forEach(info -> roots.add(info.getName()));
		signature.getOutputsMap().values().forEach(info -> roots.add(info.getName()));
		// What loaders run at the start, in older and newer files.
		for (String key : List.of("__saved_model_init_op", "__saved_model_main_op")) {
			SignatureDef init = graph.getSignatureDefMap().get(key);
			if (init != null) init.getOutputsMap().values().forEach(info -> roots.add(info.getName()));
		}
		for (String key : List.of("legacy_init_op", "saved_model_main_op")) {
			roots.addAll(graph.getCollectionDefMap().containsKey(key)
				? graph.getCollectionDefMap().get(key).getNodeList().getValueList() : List.of());
		}
		checkReachable(roots, COMPUTING);
		SaverDef saver = graph.getSaverDef();
		if (saver.getRestoreOpName().isEmpty()) return;
		Set<String> allowed = new HashSet<>(COMPUTING);
		allowed.add(RESTORING);
		checkReads(checkReachable(List.of(saver.getRestoreOpName()), allowed), saver.getFilenameTensorName());
	}

	/**
	 * Where nodes lie: in the graph itself, or in a function.
	 *
	 * @param function null for the graph
	 */
	private record Scope(FunctionDef function, Map<String, NodeDef> nodes) {

		static Scope of(FunctionDef function) {
			Map<String, NodeDef> nodes = new HashMap<>();
			for (NodeDef node : function.getNodeDefList()) nodes.put(node.getName(), node);
			return new Scope(function, nodes);
		}
	}

	private record Place(Scope scope, NodeDef node) {}

	/**
	 * Checks these nodes, all that they need, and all functions that those may call.
	 *
	 * @return all of them
	 */
	private List<Place> checkReachable(Collection<String> roots, Set<String> allowed) throws IOException {
		Deque<NodeDef> open = new ArrayDeque<>();
		Set<String> seen = new HashSet<>();
		for (String root : roots) add(root, open, seen);
		List<Place> places = new ArrayList<>();
		Scope main = new Scope(null, nodes);
		while (!open.isEmpty()) {
			NodeDef node = open.pop();
			places.add(new Place(main, node));
			for (String input : node.getInputList()) add(input, open, seen);
		}
		Set<String> called = new HashSet<>();
		// Grows as functions are found.
		for (int i = 0; i < places.size(); i++) {
			NodeDef node = places.get(i).node();
			if (!functions.containsKey(node.getOp()) && !allowed.contains(node.getOp())) {
				throw new UnsafeModelException("has the operation " + node.getOp());
			}
			for (String name : GraphLimits.calls(node, functions)) {
				if (!called.add(name)) continue;
				FunctionDef function = functions.get(name);
				if (function == null) {
					throw new IOException("Its SavedModel lacks the function " + name + ": export it again.");
				}
				if (function.getAttrMap().keySet().stream().anyMatch(key -> key.contains("implements"))) {
					throw new UnsafeModelException("has a function that stands for others (" + name + ")");
				}
				Scope scope = Scope.of(function);
				for (NodeDef inner : function.getNodeDefList()) places.add(new Place(scope, inner));
			}
		}
		return places;
	}

	private record Tensor(Scope scope, String name) {}

	/** Checks that what reads a file gets its name from the loader, whatever functions it is handed through. */
	private void checkReads(List<Place> places, String fileName) throws IOException {
		Deque<Tensor> names = new ArrayDeque<>();
		Map<String, List<Place>> callers = new HashMap<>();
		for (Place place : places) {
			if (place.node.getOp().equals(RESTORING)) names.add(input(place, 0));
			for (String name : GraphLimits.calls(place.node, functions)) {
				callers.computeIfAbsent(name, key -> new ArrayList<>()).add(place);
			}
		}
		Set<String> seen = new HashSet<>();
		while (!names.isEmpty()) {
			Tensor tensor = names.pop();
			FunctionDef function = tensor.scope.function;
			if (!seen.add((function == null ? "" : function.getSignature().getName()) + " " + tensor.name)) continue;
			NodeDef node = tensor.scope.nodes.get(TensorName.node(tensor.name));
			if (node != null && node.getOp().equals("Identity")) {
				names.add(input(new Place(tensor.scope, node), 0));
			}
			else if (function == null) {
				boolean isLoaders = node != null && node.getOp().startsWith("Placeholder") &&
					node.getName().equals(TensorName.node(fileName));
				if (!isLoaders) throw choosesItsFile();
			}
			else {
				int argument = argument(function, tensor.name);
				for (Place caller : callers.get(function.getSignature().getName())) {
					boolean isPlain = CALLS.contains(caller.node.getOp()) || functions.containsKey(caller.node.getOp());
					if (!isPlain) throw choosesItsFile();
					names.add(input(caller, argument));
				}
			}
		}
	}

	/** Which of a function's arguments a tensor is. */
	private static int argument(FunctionDef function, String tensor) throws IOException {
		for (int i = 0; i < function.getSignature().getInputArgCount(); i++) {
			OpDef.ArgDef argument = function.getSignature().getInputArg(i);
			if (!argument.getNumberAttr().isEmpty() || !argument.getTypeListAttr().isEmpty()) break;
			if (argument.getName().equals(tensor)) return i;
		}
		throw choosesItsFile();
	}

	private static Tensor input(Place place, int input) throws IOException {
		if (place.node.getInputCount() <= input || place.node.getInput(input).startsWith("^")) throw choosesItsFile();
		return new Tensor(place.scope, place.node.getInput(input));
	}

	private static IOException choosesItsFile() {
		// Otherwise it would not be the loader that says which file is read.
		return new UnsafeModelException("chooses the file of its variables itself");
	}

	private void add(String tensor, Deque<NodeDef> open, Set<String> seen) throws IOException {
		String name = TensorName.node(tensor);
		if (name.isEmpty() || !seen.add(name)) return;
		NodeDef node = nodes.get(name);
		if (node == null) throw new IOException("Its SavedModel lacks " + name + ": copy it again from where it came.");
		open.push(node);
	}
}
