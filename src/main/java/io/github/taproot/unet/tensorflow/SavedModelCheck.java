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

import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SaverDef;
import org.tensorflow.proto.SignatureDef;

/**
 * Looks at a SavedModel before it is loaded. A SavedModel is a program, which could read and write files, or run
 * Python. It may pass where all that can run, which is what its output needs, what restores its variables, and what it
 * does at the start, is made of operations that compute. Restoring may also read variables, from the file that the
 * loader names.
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
	private static final Set<String> RESTORING = Set.of("RestoreV2");

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
		if (graph.getAssetFileDefCount() > 0) {
			throw refused("reads a file of its own (" + graph.getAssetFileDef(0).getFilename() + ")");
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
		allowed.addAll(RESTORING);
		checkReachable(List.of(saver.getRestoreOpName()), allowed);
		NodeDef name = nodes.get(node(saver.getFilenameTensorName()));
		// Otherwise it would not be the loader that says which file is read.
		if (name == null || !name.getOp().startsWith("Placeholder")) {
			throw refused("chooses the file of its variables itself");
		}
	}

	/** Checks these nodes, all that they need, and all functions that those may call. */
	private void checkReachable(Collection<String> roots, Set<String> allowed) throws IOException {
		Deque<NodeDef> open = new ArrayDeque<>();
		Set<String> seen = new HashSet<>();
		for (String root : roots) add(root, open, seen);
		Set<String> called = new HashSet<>();
		while (!open.isEmpty()) {
			NodeDef node = open.pop();
			check(node, allowed, called);
			for (String input : node.getInputList()) add(input, open, seen);
		}
	}

	private void add(String tensor, Deque<NodeDef> open, Set<String> seen) throws IOException {
		String name = node(tensor);
		if (name.isEmpty() || !seen.add(name)) return;
		NodeDef node = nodes.get(name);
		if (node == null) throw new IOException("Its SavedModel lacks " + name + ": copy it again from where it came.");
		open.push(node);
	}

	private void check(NodeDef node, Set<String> allowed, Set<String> called) throws IOException {
		if (functions.containsKey(node.getOp())) checkFunction(node.getOp(), allowed, called);
		else if (!allowed.contains(node.getOp())) throw refused("has the operation " + node.getOp());
		for (AttrValue value : node.getAttrMap().values()) {
			if (value.hasFunc()) checkFunction(value.getFunc().getName(), allowed, called);
			for (var function : value.getList().getFuncList()) checkFunction(function.getName(), allowed, called);
		}
	}

	private void checkFunction(String name, Set<String> allowed, Set<String> called) throws IOException {
		if (!called.add(name)) return;
		FunctionDef function = functions.get(name);
		if (function == null) throw new IOException("Its SavedModel lacks the function " + name + ": export it again.");
		for (NodeDef node : function.getNodeDefList()) check(node, allowed, called);
	}

	/** The node of a tensor such as {@code ^name} or {@code name:0}. */
	private static String node(String tensor) {
		return tensor.replaceFirst("^\\^", "").replaceFirst(":\\d+$", "");
	}

	private static IOException refused(String what) {
		return new IOException("Its SavedModel " + what + ", which a network that segments does not need, and was " +
			"not loaded: use it in the program that it was made for.");
	}
}
