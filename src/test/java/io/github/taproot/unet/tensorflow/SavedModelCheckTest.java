// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.tensorflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.proto.AssetFileDef;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SaverDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

import com.google.protobuf.ByteString;

import io.github.taproot.unet.DeviceChoice;
import io.github.taproot.unet.EngineLoader;
import io.github.taproot.unet.NetworkArchitecture;
import io.github.taproot.unet.RootPainterArchitecture;
import io.github.taproot.unet.SavedNetwork;
import io.github.taproot.unet.SavedNetwork.Values;
import io.github.taproot.unet.UNetArchitecture;
import io.github.taproot.unet.UNetNetwork;

class SavedModelCheckTest {

	@TempDir
	private Path folder;

	private static NodeDef.Builder node(String name, String op, String... inputs) {
		return NodeDef.newBuilder().setName(name).setOp(op).addAllInput(Arrays.asList(inputs));
	}

	private static TensorInfo info(String name) {
		return TensorInfo.newBuilder().setName(name).setDtype(DataType.DT_FLOAT).build();
	}

	/** Input "in", output "out", and these nodes. */
	private static MetaGraphDef.Builder graph(NodeDef.Builder... nodes) {
		GraphDef.Builder graph = GraphDef.newBuilder().addNode(node("in", "Placeholder"));
		for (NodeDef.Builder node : nodes) graph.addNode(node);
		return MetaGraphDef.newBuilder().setMetaInfoDef(MetaGraphDef.MetaInfoDef.newBuilder().addTags("serve"))
			.setGraphDef(graph).putSignatureDef("serving_default",
				SignatureDef.newBuilder().putInputs("x", info("in:0")).putOutputs("y", info("out:0")).build());
	}

	private void write(MetaGraphDef.Builder graph) throws IOException {
		Files.write(folder.resolve("saved_model.pb"), SavedModel.newBuilder().addMetaGraphs(graph).build()
			.toByteArray());
	}

	private void refused(String why, MetaGraphDef.Builder graph) throws IOException {
		write(graph);
		String message = assertThrows(IOException.class, () -> SavedModelCheck.check(folder)).getMessage();
		assertTrue(message.contains(why), message);
	}

	private static FunctionDef function(String name, NodeDef.Builder... nodes) {
		FunctionDef.Builder function = FunctionDef.newBuilder().setSignature(OpDef.newBuilder().setName(name));
		for (NodeDef.Builder node : nodes) function.addNodeDef(node);
		return function.build();
	}

	private static AttrValue call(String function) {
		return AttrValue.newBuilder().setFunc(NameAttrList.newBuilder().setName(function)).build();
	}

	@Test
	void whatComputesPasses() throws IOException {
		write(graph(node("k", "Const"), node("c", "Conv2D", "in", "k:0"), node("out", "Sigmoid", "c", "^k"),
			node("unused", "ReadFile", "in")));
		assertDoesNotThrow(() -> SavedModelCheck.check(folder), "what cannot run does no harm");
	}

	@Test
	void whatReadsOrWritesOrRunsPythonIsRefusedByName() throws IOException {
		for (String op : new String[] { "ReadFile", "WriteFile", "PyFunc", "EagerPyFunc", "PrintV2",
			"LookupTableImportV2", "RestoreV2", "SaveV2", "DecodeRaw", "XlaLaunch", "RemoteCall", "While" })
		{
			refused("has the operation " + op, graph(node("f", op, "in"), node("out", "Identity", "f")));
			refused("has the operation " + op, graph(node("f", op, "in"), node("out", "Identity", "in", "^f")));
		}
	}

	@Test
	void functionsAreLookedInto() throws IOException {
		MetaGraphDef.Builder graph = graph(node("out", "StatefulPartitionedCall", "in").putAttr("f", call("outer")));
		graph.getGraphDefBuilder().getLibraryBuilder()
			.addFunction(function("outer", node("a", "PartitionedCall").putAttr("f", call("inner"))))
			.addFunction(function("inner", node("b", "Relu"), node("c", "WriteFile")));
		refused("WriteFile", graph);
		refused("lacks the function outer", graph(node("out", "PartitionedCall", "in").putAttr("f", call("outer"))));
		MetaGraphDef.Builder named = graph(node("out", "evil", "in"));
		named.getGraphDefBuilder().getLibraryBuilder().addFunction(function("evil", node("c", "EagerPyFunc")));
		refused("EagerPyFunc", named);
	}

	@Test
	void whatRunsAtTheStartIsLookedAtToo() throws IOException {
		MetaGraphDef.Builder init = graph(node("out", "Relu", "in"), node("init", "WriteFile"));
		init.putSignatureDef("__saved_model_init_op",
			SignatureDef.newBuilder().putOutputs("__saved_model_init_op", info("init")).build());
		refused("WriteFile", init);
		MetaGraphDef.Builder restore =
			graph(node("out", "Relu", "in"), node("name", "Const"), node("restore", "RestoreV2", "name"));
		restore.setSaverDef(SaverDef.newBuilder().setRestoreOpName("restore").setFilenameTensorName("name:0"));
		refused("chooses the file of its variables itself", restore);
		restore.getGraphDefBuilder().getNodeBuilder(2).setOp("Placeholder");
		write(restore);
		assertDoesNotThrow(() -> SavedModelCheck.check(folder));
		refused("reads a file of its own (words.txt)",
			graph(node("out", "Relu", "in")).addAssetFileDef(AssetFileDef.newBuilder().setFilename("words.txt")));
	}

	private static AttrValue ints(int... values) {
		TensorProto.Builder tensor = TensorProto.newBuilder().setDtype(DataType.DT_INT32)
			.setTensorShape(TensorShapeProto.newBuilder()
				.addDim(TensorShapeProto.Dim.newBuilder().setSize(values.length)));
		for (int value : values) tensor.addIntVal(value);
		return AttrValue.newBuilder().setTensor(tensor).build();
	}

	private static AttrValue number(long value) {
		return AttrValue.newBuilder().setI(value).build();
	}

	/** A constant of one value and this shape. */
	private static NodeDef.Builder constant(String name, long... shape) {
		TensorShapeProto.Builder sizes = TensorShapeProto.newBuilder();
		for (long size : shape) sizes.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
		return node(name, "Const").putAttr("value", AttrValue.newBuilder().setTensor(
			TensorProto.newBuilder().setDtype(DataType.DT_FLOAT).setTensorShape(sizes).addFloatVal(1)).build());
	}

	/** A model whose variables a graph restores, {@code restore}. */
	private static MetaGraphDef.Builder restoring(NodeDef.Builder... nodes) {
		MetaGraphDef.Builder graph = graph(nodes);
		graph.getGraphDefBuilder().addNode(node("file", "Placeholder")).addNode(node("out", "Relu", "in"))
			.addNode(node("names", "Const"));
		return graph.setSaverDef(SaverDef.newBuilder().setRestoreOpName("restore").setFilenameTensorName("file:0"));
	}

	private void passes(MetaGraphDef.Builder graph) throws IOException {
		write(graph);
		assertDoesNotThrow(() -> SavedModelCheck.check(folder));
	}

	@Test
	void variablesAreReadFromTheLoadersFileAlone() throws IOException {
		String why = "chooses the file of its variables itself";
		passes(restoring(node("restore", "RestoreV2", "file:0", "names")));
		passes(restoring(node("same", "Identity", "file"), node("restore", "RestoreV2", "same", "names")));
		refused(why, restoring(node("own", "Const"), node("restore", "RestoreV2", "own", "names")));
		refused(why, restoring(node("own", "Placeholder"), node("restore", "RestoreV2", "own", "names")));
		refused(why, restoring(node("own", "Const"), node("restore", "RestoreV2", "^file", "own")));
		refused(why, restoring(node("restore", "RestoreV2")));
		refused(why, restoring(node("own", "Const"), node("good", "RestoreV2", "file", "names"),
			node("bad", "RestoreV2", "own", "names"), node("restore", "NoOp", "^good", "^bad")));
		refused(why, restoring(node("own", "Const"), node("both", "Merge", "own", "file"),
			node("restore", "RestoreV2", "both", "names")));
		refused(why, restoring(node("own", "Const"), node("p", "Const"), node("one", "Switch", "file", "p"),
			node("restore", "RestoreV2", "one:1", "names")));
	}

	private static FunctionDef reading(String from) {
		FunctionDef.Builder function = function("reads", node("own", "Const"), node("same", "Identity", "path"),
			node("r", "RestoreV2", from, "own:output:0")).toBuilder();
		function.getSignatureBuilder().addInputArg(OpDef.ArgDef.newBuilder().setName("path"))
			.addInputArg(OpDef.ArgDef.newBuilder().setName("other"));
		return function.build();
	}

	@Test
	void theLoadersFileIsFollowedThroughFunctions() throws IOException {
		String why = "chooses the file of its variables itself";
		for (String from : List.of("path", "same:output:0", "other", "own:output:0")) {
			for (String path : List.of("file", "own")) {
				for (String call : List.of("StatefulPartitionedCall", "StatelessIf")) {
					MetaGraphDef.Builder graph = restoring(node("own", "Const"),
						node("restore", call, path, "own").putAttr("f", call("reads")));
					graph.getGraphDefBuilder().getLibraryBuilder().addFunction(reading(from));
					boolean isLoaders = path.equals("file") && from.matches("path|same.*") &&
						!call.equals("StatelessIf");
					if (isLoaders) passes(graph);
					else refused(why, graph);
				}
			}
		}
		MetaGraphDef.Builder twice = restoring(node("own", "Const"),
			node("one", "PartitionedCall", "file", "own").putAttr("f", call("reads")),
			node("two", "PartitionedCall", "own", "file").putAttr("f", call("reads")),
			node("restore", "NoOp", "^one", "^two"));
		twice.getGraphDefBuilder().getLibraryBuilder().addFunction(reading("path"));
		refused(why, twice);
	}

	@Test
	void functionsMayNotStandForOthers() throws IOException {
		MetaGraphDef.Builder shadow = graph(node("f", "ReadFile", "in"), node("out", "Identity", "in", "^f"));
		shadow.getGraphDefBuilder().getLibraryBuilder().addFunction(function("ReadFile", node("b", "Relu")));
		refused("name of an operation, ReadFile", shadow);
		MetaGraphDef.Builder other = graph(node("out", "PartitionedCall", "in").putAttr("f", call("f")));
		other.getGraphDefBuilder().getLibraryBuilder().addFunction(function("f", node("b", "Relu")).toBuilder()
			.putAttr("api_implements", AttrValue.getDefaultInstance()));
		refused("stands for others", other);
		MetaGraphDef.Builder twice = graph(node("out", "Relu", "in"));
		twice.getGraphDefBuilder().getLibraryBuilder().addFunction(function("f", node("b", "Relu")))
			.addFunction(function("f", node("b", "WriteFile")));
		refused("has the function f twice", twice);
		MetaGraphDef.Builder nested = graph(node("out", "PartitionedCall", "in").putAttr("f",
			AttrValue.newBuilder().setFunc(NameAttrList.newBuilder().setName("f").putAttr("g", call("g"))).build()));
		nested.getGraphDefBuilder().getLibraryBuilder().addFunction(function("f", node("b", "Relu")))
			.addFunction(function("g", node("b", "WriteFile")));
		refused("WriteFile", nested);
		write(graph(node("out", "Relu", "in")));
		Files.createFile(folder.resolve("saved_model.cpb"));
		assertTrue(assertThrows(IOException.class, () -> SavedModelCheck.check(folder)).getMessage()
			.contains("second graph"));
	}

	/** Functions f0, f1, ... of which each calls the next as often as said, and the last something else. */
	private static MetaGraphDef.Builder calls(int functions, int times, String last) {
		MetaGraphDef.Builder graph = graph(node("out", "PartitionedCall", "in").putAttr("f", call("f0")));
		for (int i = 0; i < functions; i++) {
			NodeDef.Builder[] nodes = new NodeDef.Builder[times];
			for (int j = 0; j < times; j++) {
				nodes[j] = node("c" + j, "PartitionedCall").putAttr("f", call("f" + (i + 1)));
			}
			graph.getGraphDefBuilder().getLibraryBuilder().addFunction(function("f" + i, nodes));
		}
		graph.getGraphDefBuilder().getLibraryBuilder().addFunction(function("f" + functions,
			last == null ? node("r", "Relu") : node("c", "PartitionedCall").putAttr("f", call(last))));
		return graph;
	}

	@Test
	void callsAreBounded() throws IOException {
		passes(calls(200, 1, null));
		passes(calls(10, 2, null));
		refused("functions that call themselves", calls(3, 1, "f0"));
		refused("functions that call themselves", calls(0, 1, "f0"));
		refused("functions that call themselves", calls(3, 1, "f3"));
		refused("more than 50000 operations", calls(40, 2, null));
		refused("more than 250 functions within each other", calls(9_000, 1, null));
		refused("has 20001 functions", calls(20_000, 1, null));
	}

	@Test
	void operationsAreBounded() throws IOException {
		for (int count : new int[] { 1_000, 100_000 }) {
			NodeDef.Builder[] row = new NodeDef.Builder[count];
			NodeDef.Builder[] beside = new NodeDef.Builder[count];
			for (int i = 0; i < count; i++) {
				String name = i == 0 ? "out" : "n" + i;
				row[i] = node(name, "Relu", i == count - 1 ? "in" : "n" + (i + 1));
				beside[i] = node(name, "Relu", "in");
			}
			if (count > 50_000) refused("more than 50000 operations", graph(row));
			else passes(graph(row));
			if (count > 50_000) refused("more than 50000 operations", graph(beside));
			else passes(graph(beside));
			if (count > 50_000) {
				refused("more than 5000 operations in a row", graph(Arrays.copyOfRange(row, 90_000, count)));
			}
		}
		refused("need their own result", graph(node("out", "Merge", "in", "b"), node("b", "Identity", "out")));
		refused("has the node out twice", graph(node("out", "Relu", "in"), node("out", "WriteFile", "in")));
		refused("has a list of 10001 values", graph(node("out", "Relu", "in").putAttr("T", AttrValue.newBuilder()
			.setList(AttrValue.ListValue.newBuilder().addAllI(Collections.nCopies(10_001, 1L))).build())));
		for (String name : List.of("num", "N", "num_split", "axis")) {
			refused("size 1073741824 (" + name + ")",
				graph(node("out", "Unpack", "in").putAttr(name, number(1 << 30))));
		}
		refused("size -1 (N)", graph(node("out", "Pack", "in").putAttr("N", number(-1))));
	}

	@Test
	void constantsAreBounded() throws IOException {
		passes(graph(constant("k", 3, 3, 64, 64), node("out", "Conv2D", "in", "k")));
		passes(graph(constant("k"), node("out", "Mul", "in", "k")));
		for (String use : List.of("k", "in")) {
			refused("tensor of shape [1099511627776, 1099511627776]",
				graph(constant("k", 1L << 40, 1L << 40), node("out", "Add", "in", use)));
			refused("tensor of shape [4294967296, 4294967296]",
				graph(constant("k", 1L << 32, 1L << 32), node("out", "Add", "in", use)));
			refused("negative size (-5)", graph(constant("k", -5, 7), node("out", "Add", "in", use)));
			refused("constant of 134217728 values",
				graph(constant("k", 1, 1 << 13, 1 << 14), node("out", "Add", "in", use)));
		}
		NodeDef.Builder[] many = new NodeDef.Builder[40];
		for (int i = 0; i < 39; i++) many[i] = constant("k" + i, 1 << 24);
		many[39] = node("out", "Relu", "in");
		refused("constants of more than 2 GB", graph(many));
		refused("tensor of shape", graph(node("v", "VarHandleOp").putAttr("shape", AttrValue.newBuilder()
			.setShape(TensorShapeProto.newBuilder().addDim(TensorShapeProto.Dim.newBuilder().setSize(1L << 40)))
			.build()), node("out", "Relu", "in")));
	}

	@Test
	void sizesThatAreAskedForAreBounded() throws IOException {
		int most = Integer.MAX_VALUE;
		Map<String, int[][]> bad = Map.of("Fill", new int[][] { { 1, 100_000, 100_000 }, { -3, 2 } },
			"Tile", new int[][] { { 1, most, most, 1 }, { -1 } },
			"Reshape", new int[][] { { -7, 2 }, { 65536, 65536 } },
			"BroadcastTo", new int[][] { { 100, 100_000, 10_000 } },
			"Pad", new int[][] { { most }, { -1 } }, "MirrorPad", new int[][] { { most } },
			"ResizeBilinear", new int[][] { { most, most }, { 0, 1 } },
			"Conv2DBackpropInput", new int[][] { { 1, most, most, 1 } },
			"BatchToSpaceND", new int[][] { { most, most }, { 0 } }, "MaxPoolV2", new int[][] { { 1, 0, 0, 1 } });
		for (var entry : bad.entrySet()) {
			boolean isFirst = entry.getKey().matches("Fill|Conv2DBackpropInput");
			for (int[] sizes : entry.getValue()) {
				NodeDef.Builder constant = node("k", "Const").putAttr("value", ints(sizes));
				refused("which a network that segments does not need", graph(constant, node("same", "Identity", "k"),
					isFirst ? node("out", entry.getKey(), "same", "in") : node("out", entry.getKey(), "in", "same")));
			}
			NodeDef.Builder good = node("k", "Const").putAttr("value", ints(1, 2, 2, 1));
			passes(graph(good, isFirst ? node("out", entry.getKey(), "k", "in") :
				node("out", entry.getKey(), "in", "k")));
		}
		// One value for all axes, and values as bytes.
		AttrValue repeated = ints(1 << 14).toBuilder().setTensor(ints(1 << 14).getTensor().toBuilder().setTensorShape(
			TensorShapeProto.newBuilder().addDim(TensorShapeProto.Dim.newBuilder().setSize(4)))).build();
		refused("tensor of shape",
			graph(node("k", "Const").putAttr("value", repeated), node("out", "Fill", "k", "in")));
		AttrValue stored = ints(0, 0).toBuilder().setTensor(ints(0, 0).getTensor().toBuilder().clearIntVal()
			.setTensorContent(ByteString.copyFrom(new byte[] { 0, 0, 1, 0, 0, 0, 1, 0 }))).build();
		refused("[65536, 65536]", graph(node("k", "Const").putAttr("value", stored), node("out", "Fill", "k", "in")));
		refused("asks Range for the size", graph(constant("from"), node("to", "Const").putAttr("value", ints(most)),
			constant("step"), node("out", "Range", "from", "to", "step")));
		refused("asks Einsum", graph(node("out", "Einsum", "in", "in").putAttr("equation",
			AttrValue.newBuilder().setS(ByteString.copyFromUtf8("abcd,efgh->abcdefgh")).build())));
		refused("asks DepthToSpace", graph(node("out", "DepthToSpace", "in").putAttr("block_size", number(1_000_000))));
		refused("asks MaxPool", graph(node("out", "MaxPool", "in").putAttr("ksize", AttrValue.newBuilder().setList(
			AttrValue.ListValue.newBuilder().addI(1).addI(0)).build())));
	}

	@Test
	void damagedFilesAreSaid() throws IOException {
		refused("lacks gone", graph(node("out", "Relu", "gone")));
		refused("no signature", graph(node("out", "Relu", "in")).clearSignatureDef());
		refused("no graph for prediction", graph(node("out", "Relu", "in")).clearMetaInfoDef());
		byte[] whole = SavedModel.newBuilder().addMetaGraphs(graph(node("out", "Relu", "in"))).build().toByteArray();
		Random random = new Random(1);
		for (int i = 0; i < 2000; i++) {
			byte[] changed = Arrays.copyOf(whole, 1 + random.nextInt(whole.length));
			for (int j = 0; j < 3; j++) changed[random.nextInt(changed.length)] = (byte) random.nextInt();
			Files.write(folder.resolve("saved_model.pb"), changed);
			try {
				SavedModelCheck.check(folder);
			}
			catch (IOException e) {
				assertTrue(e.getMessage().startsWith("Its SavedModel"), e.getMessage());
			}
		}
	}

	static Stream<NetworkArchitecture> networks() {
		return Stream.of(new UNetArchitecture(8, UNetArchitecture.Head.PAPER), new RootPainterArchitecture(8));
	}

	/** What is written takes 208x208 px, mirrors them, and gives 208x208 px. */
	@ParameterizedTest
	@MethodSource("networks")
	void whatIsWrittenMirrorsItsTilesAndGivesTheSame(NetworkArchitecture network) throws Exception {
		int side = 208;
		int padding = network.margin() + 2;
		int padded = side + 2 * padding;
		var weights = network.initialWeights(2);
		EngineLoader.engine().writeSavedModel(network, weights, folder.resolve("saved_model.pb"));
		float[] tiles = new float[2 * side * side * 3];
		float[] mirrored = new float[2 * padded * padded * 3];
		Random random = new Random(3);
		for (int i = 0; i < tiles.length; i++) tiles[i] = random.nextFloat() - 0.5f;
		for (int i = 0, to = 0; i < 2; i++) {
			for (int y = -padding; y < side + padding; y++) {
				int row = y < 0 ? -y : y < side ? y : 2 * (side - 1) - y;
				for (int x = -padding; x < side + padding; x++, to += 3) {
					int column = x < 0 ? -x : x < side ? x : 2 * (side - 1) - x;
					System.arraycopy(tiles, ((i * side + row) * side + column) * 3, mirrored, to, 3);
				}
			}
		}
		try (UNetNetwork open = EngineLoader.engine().open(network, weights, DeviceChoice.CPU);
				SavedNetwork saved = EngineLoader.engine().openSavedModel(folder, DeviceChoice.CPU))
		{
			float[] larger = open.predict(mirrored, 2, padded);
			float[] expected = new float[2 * side * side];
			for (int i = 0, from = 0; i < 2; i++) {
				for (int y = -2; y < side + 2; y++) {
					for (int x = -2; x < side + 2; x++, from++) {
						if (x < 0 || y < 0 || x >= side || y >= side) continue;
						expected[(i * side + y) * side + x] = larger[from];
					}
				}
			}
			Values actual = saved.run(new Values(tiles, 2, side, side, 3));
			assertArrayEquals(new long[] { 2, side, side, 1 }, actual.shape());
			assertArrayEquals(expected, actual.values(), 5e-5f);
			String message = assertThrows(IllegalArgumentException.class,
				() -> saved.run(new Values(new float[12], 1, 2, 2, 3))).getMessage();
			assertTrue(message.contains("does not fit"), message);
		}
	}
}
