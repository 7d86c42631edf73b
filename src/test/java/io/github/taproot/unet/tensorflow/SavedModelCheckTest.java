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
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

import io.github.taproot.unet.DeviceChoice;
import io.github.taproot.unet.EngineLoader;
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

	@Test
	void whatIsWrittenGivesTheSame() throws Exception {
		UNetArchitecture network = new UNetArchitecture(8, UNetArchitecture.Head.PAPER);
		var weights = network.initialWeights(2);
		EngineLoader.engine().writeSavedModel(network, weights, folder.resolve("saved_model.pb"));
		float[] tiles = new float[2 * 204 * 204 * 3];
		Random random = new Random(3);
		for (int i = 0; i < tiles.length; i++) tiles[i] = random.nextFloat() - 0.5f;
		try (UNetNetwork open = EngineLoader.engine().open(network, weights, DeviceChoice.CPU);
				SavedNetwork saved = EngineLoader.engine().openSavedModel(folder, DeviceChoice.CPU))
		{
			float[] expected = open.predict(tiles, 2, 204);
			Values actual = saved.run(new Values(tiles, 2, 204, 204, 3));
			assertArrayEquals(new long[] { 2, 20, 20, 1 }, actual.shape());
			assertArrayEquals(expected, actual.values(), 5e-5f);
			String message = assertThrows(IllegalArgumentException.class,
				() -> saved.run(new Values(new float[12], 1, 2, 2, 3))).getMessage();
			assertTrue(message.contains("does not fit"), message);
		}
	}
}
