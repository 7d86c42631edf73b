// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.pytorch;

import static io.github.taproot.unet.pytorch.Pickles.dictionary;
import static io.github.taproot.unet.pytorch.Pickles.floats;
import static io.github.taproot.unet.pytorch.Pickles.little;
import static io.github.taproot.unet.pytorch.Pickles.tensor;
import static io.github.taproot.unet.pytorch.Pickles.text;
import static io.github.taproot.unet.pytorch.Pickles.tuple;
import static io.github.taproot.unet.pytorch.Pickles.vector;
import static io.github.taproot.unet.pytorch.Pickles.whole;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import net.razorvine.pickle.Unpickler;

import io.github.taproot.roots.skeleton.References;
import io.github.taproot.unet.pytorch.StateDict.Tensor;

class StateDictTest {

	private static final float[] SIX = { 1, 2, 3, 4, 5, 6 };

	@TempDir
	private Path temp;

	private Path zip(String pickle, Map<String, byte[]> storages) throws IOException {
		return Pickles.zip(temp.resolve("weights.pth"), pickle, storages);
	}

	private float[] read(String tensor, byte[] storage) throws IOException {
		return StateDict.read(zip(dictionary(text("a") + tensor), Map.of("0", storage))).get("a").values();
	}

	private String refused(Path file) {
		String message = assertThrows(IOException.class, () -> StateDict.read(file)).getMessage();
		assertTrue(message.contains(file.toString()) && message.endsWith("."), message);
		assertFalse(message.matches("(?s).*(Exception|null|\\n).*"), message);
		return message;
	}

	@Test
	void valuesOfEveryTypeBecomeFloats() throws IOException {
		assertArrayEquals(SIX, read(vector("Float", "0", 6), floats(SIX)));
		// binary16: 1, -2, the least above 0, the greatest, 0.333251953125
		assertArrayEquals(new float[] { 1, -2, 0x1p-24f, 65504, 0.333251953125f },
			read(vector("Half", "0", 5), new byte[] { 0, 0x3c, 0, (byte) 0xc0, 1, 0, (byte) 0xff, 0x7b, 0x55, 0x35 }));
		assertArrayEquals(new float[] { 1, -2 },
			read(vector("BFloat16", "0", 2), new byte[] { (byte) 0x80, 0x3f, 0, (byte) 0xc0 }));
		assertArrayEquals(new float[] { 1, -2 }, read(vector("Double", "0", 2),
			new byte[] { 0, 0, 0, 0, 0, 0, (byte) 0xf0, 0x3f, 0, 0, 0, 0, 0, 0, 0, (byte) 0xc0 }));
		assertEquals(Float.POSITIVE_INFINITY, ElementType.half((short) 0x7c00));
		assertTrue(Float.isNaN(ElementType.half((short) 0xfe00)));
	}

	@Test
	void countsAreLeftOut() throws IOException {
		Path file = zip(dictionary(text("norm.num_batches_tracked") +
			tensor("Long", "1", whole(1), 0, tuple(), tuple()) +
			text("a") + vector("Float", "0", 6)), Map.of("0", floats(SIX), "1", new byte[8]));
		assertEquals(Set.of("a"), StateDict.read(file).keySet());
	}

	@Test
	void stridesAndOffsetsPutValuesInOrder() throws IOException {
		assertArrayEquals(new float[] { 1, 4, 2, 5, 3, 6 },
			read(tensor("Float", "0", whole(6), 0, tuple(3, 2), tuple(1, 3)), floats(SIX)));
		assertArrayEquals(new float[] { 3, 4 },
			read(tensor("Float", "0", whole(6), 2, tuple(2), tuple(1)), floats(SIX)));
		assertArrayEquals(new float[] { 2, 2, 2 },
			read(tensor("Float", "0", whole(6), 1, tuple(3), tuple(0)), floats(SIX)));
		assertArrayEquals(new float[] { 4 }, read(tensor("Float", "0", whole(6), 3, tuple(), tuple()), floats(SIX)));
		assertArrayEquals(new float[0], read(tensor("Float", "0", whole(6), 0, tuple(0, 3), tuple(3, 1)), floats(SIX)));
	}

	@Test
	void theOlderFormatIsRead() throws IOException {
		Path file = Pickles.legacy(temp.resolve("old.pth"), dictionary(text("module.a") + vector("Float", "9", 6)), "9",
			little(6) + little(0), floats(SIX));
		assertArrayEquals(SIX, StateDict.read(file).get("a").values());
	}

	@ParameterizedTest
	@ValueSource(strings = { "state_dict", "model_state_dict", "model" })
	void weightsAreFoundWithinACheckpoint(String key) throws IOException {
		Path file = zip(dictionary(text("epoch") + whole(3) + text(key) +
			dictionary(text("a") + vector("Float", "0", 6))), Map.of("0", floats(SIX)));
		assertArrayEquals(SIX, StateDict.read(file).get("a").values());
	}

	@Test
	void theReferencesAreTheSameInBothFormats() throws IOException {
		Map<String, Tensor> zip = StateDict.read(References.shared("reference/network/unet-w8.pth"));
		Map<String, Tensor> legacy = StateDict.read(References.shared("reference/network/unet-w8-legacy.pth"));
		assertEquals(92, zip.size());
		assertEquals(List.copyOf(zip.keySet()), List.copyOf(legacy.keySet()));
		zip.forEach((name, tensor) -> {
			assertArrayEquals(tensor.shape(), legacy.get(name).shape(), name);
			assertArrayEquals(tensor.values(), legacy.get(name).values(), name);
		});
		assertArrayEquals(new long[] { 128, 64, 2, 2 }, zip.get("up1.conv1.0.weight").shape());
	}

	@ParameterizedTest
	@ValueSource(strings = { "os system", "builtins eval", "__builtin__ getattr", "decimal Decimal", "array array",
		"datetime datetime", "operator attrgetter", "copy_reg _reconstructor", "torch.nn.modules.conv Conv2d",
		"torch.jit _unpickler", "__main__ UNet" })
	void whatIsNoWeightIsRefusedByName(String name) throws IOException {
		String global = "c" + name.replace(' ', '\n') + "\n";
		for (String pickle : List.of(global, dictionary(text("a") + global + "(" + text("x") + "tR"))) {
			assertTrue(refused(zip(pickle, Map.of())).contains(" needs " + name.replace(' ', '.') + ", "), name);
			Path old = Pickles.legacy(temp.resolve("old.pth"), pickle, "0", "", new byte[0]);
			assertTrue(refused(old).contains(" needs " + name.replace(' ', '.') + ", "), name);
		}
	}

	@Test
	void nothingIsRunEvenWhereAnotherProgramHasRegisteredIt() throws IOException {
		boolean[] ran = new boolean[1];
		Unpickler.registerConstructor("os", "system", arguments -> ran[0] = true);
		Unpickler.registerConstructor("collections", "OrderedDict", arguments -> ran[0] = true);
		refused(zip("cos\nsystem\n(" + text("touch x") + "tR", Map.of()));
		// Other operations that call or set something: INST, OBJ, NEWOBJ, STACK_GLOBAL, BUILD of what is no dictionary.
		for (String pickle : List.of("(" + text("x") + "ios\nsystem\n", "(cos\nsystem\n" + text("x") + "o",
			"ccollections\nOrderedDict\n)\u0081", text("os") + text("system") + "\u0093", whole(1) + "}b"))
		{
			refused(zip(pickle, Map.of()));
		}
		read(vector("Float", "0", 6), floats(SIX));
		assertFalse(ran[0]);
	}

	@Test
	void otherFilesAreRefused() throws IOException {
		assertTrue(refused(temp.resolve("missing.pth")).startsWith("There is no file"));
		assertTrue(refused(temp).contains("is a folder"));
		for (String content : List.of("", "P", "PK", "PK\u0003\u0004", "\u0080\u0002", "Some text.",
			"\u0089PNG\r\n\u001a\n", "\u0080\u0002}.", "\u0080\u0003]."))
		{
			refused(Files.write(temp.resolve("some [1] \u00fc.pth"), Pickles.bytes(content)));
		}
		assertTrue(refused(zip("N", Map.of())).contains("state_dict()"));
		assertTrue(refused(zip("}", Map.of())).contains("state_dict()"));
		assertTrue(refused(zip(dictionary(text("a") + vector("Float", "0", 6)), Map.of())).contains("lacks some"));
	}

	@Test
	void cutFilesAreRefusedWhereverTheyEnd() throws IOException {
		for (String name : List.of("unet-w8.pth", "unet-w8-legacy.pth")) {
			byte[] whole = Files.readAllBytes(References.shared("reference/network/" + name));
			for (int length : new int[] { 1, 3, 20, 100, 1000, 5000, 12_000, whole.length / 2, whole.length - 1 }) {
				refused(Files.write(temp.resolve(name), Arrays.copyOf(whole, length)));
			}
		}
	}

	@Test
	void claimsOfHugeSizesTakeNoMemory() throws IOException {
		String long40 = "\u008a\u0006" + "\0\0\0\0\0\u0001";
		List<String> tensors = List.of(
			// a storage of 2^40 values, a tensor of more than its storage, of 2^60 values, of one value 2^31 - 1 times
			tensor("Float", "0", long40, 0, "(" + long40 + "t", tuple(1)),
			tensor("Float", "0", whole(6), 0, tuple(7), tuple(1)),
			tensor("Float", "0", whole(6), 1, tuple(6), tuple(1)),
			tensor("Float", "0", whole(6), 0, tuple(1 << 30, 1 << 30), tuple(1, 1)),
			tensor("Float", "0", whole(6), 0, tuple(1 << 30, 1 << 30, 1 << 30), tuple(0, 0, 0)),
			tensor("Float", "0", whole(6), 0, tuple(Integer.MAX_VALUE), tuple(0)),
			tensor("Float", "0", whole(6), -1, tuple(2), tuple(1)),
			tensor("Float", "0", whole(6), 5, tuple(2), tuple(-1)),
			tensor("Float", "0", whole(-6), 0, tuple(-6), tuple(1)),
			tensor("Float", "0", whole(6), 0, tuple(2, 3), tuple(1)),
			tensor("Double", "0", whole(6), 0, tuple(6), tuple(1)),
			tensor("Float", "../x", whole(6), 0, tuple(6), tuple(1)));
		for (String tensor : tensors) {
			assertCheap(() -> refused(zip(dictionary(text("a") + tensor), Map.of("0", floats(SIX)))));
		}
		// texts, long numbers and legacy storages that are longer than the file
		for (String pickle : List.of("X" + little(Integer.MAX_VALUE), "X" + little(-1), "X" + little(2_000_000),
			"\u008a\u00ff", "T" + little(Integer.MAX_VALUE), "\u008b" + little(Integer.MAX_VALUE),
			"B" + little(Integer.MAX_VALUE)))
		{
			assertCheap(() -> refused(zip(pickle, Map.of())));
		}
		for (String count : List.of(little(6) + little(1), little(0) + little(-1), little(7) + little(0), "")) {
			assertCheap(() -> refused(Pickles.legacy(temp.resolve("old.pth"),
				dictionary(text("a") + vector("Float", "9", 6)), "9", count, floats(SIX))));
		}
		assertCheap(() -> refused(Pickles.legacy(temp.resolve("old.pth"),
			dictionary(text("a") + tensor("Float", "9", long40, 0, "(" + long40 + "t", tuple(1))), "9",
			"\0\0\0\0\0\u0001\0\0", floats(SIX))));
	}

	@Test
	void whatIsCompressedIsRefused() throws IOException {
		byte[] zeros = new byte[1 << 26];
		Path bomb = Pickles.zip(temp.resolve("bomb.pth"), ZipEntry.DEFLATED,
			dictionary(text("a") + vector("Float", "0", 1 << 24)), Map.of("0", zeros));
		assertTrue(Files.size(bomb) < 100_000);
		assertCheap(() -> assertTrue(refused(bomb).contains("packed again")));
	}

	@Test
	void listsThatAreTooLongAreRefused() throws IOException {
		for (String item : List.of("}", "]", "N", "(", "h\0)R")) {
			String most = item.repeat((WeightPickle.LONGEST - 100) / item.length());
			Path list = zip("ccollections\nOrderedDict\nq\0" + most, Map.of());
			Path old = Pickles.legacy(temp.resolve("old.pth"), "ccollections\nOrderedDict\nq\0" + most, "0", "",
				new byte[0]);
			assertCheap(() -> refused(list));
			assertCheap(() -> refused(old));
		}
		assertTrue(refused(zip("N".repeat(WeightPickle.LONGEST), Map.of())).contains("too long"));
		assertTrue(refused(Pickles.legacy(temp.resolve("old.pth"), "N".repeat(WeightPickle.LONGEST), "0", "",
			new byte[0]))
			.contains("too long"));
	}

	@Test
	void listsThatWouldBeCopiedAgainAndAgainAreReadOnce() throws IOException {
		// A list that grows one by one, and a tuple of 100,000 numbers that is each tensor's shape.
		Path list = Pickles.zip(temp.resolve("list.pth"), "]" + "(Ne".repeat(300_000), Map.of());
		String maker = "ctorch._utils\n_rebuild_tensor_v2\nq\0";
		String numbers = "(" + "K\u0001".repeat(100_000) + "tq\u0001";
		Path tuple = zip(maker + numbers + "h\0(NK\0h\u0001h\u0001tR".repeat(60_000), Map.of());
		for (Path file : List.of(list, tuple)) {
			assertTimeoutPreemptively(Duration.ofSeconds(5), () -> assertCheap(() -> refused(file)));
		}
	}

	@Test
	void valuesThatSeveralTensorsShareTakeNoMoreThanTheFile() throws IOException {
		// Each of a thousand tensors is all of the 40,000 values.
		StringBuilder pickle = new StringBuilder();
		for (int i = 0; i < 1000; i++) pickle.append(text("a" + i)).append(vector("Float", "0", 40_000));
		Path file = zip(dictionary(pickle.toString()), Map.of("0", new byte[160_000]));
		assertCheap(() -> assertTrue(refused(file).contains("more values than it can have")));
	}

	@Test
	void anotherByteOrderIsRefused() throws IOException {
		Path file = zip(dictionary(text("a") + vector("Float", "0", 6)), Map.of("0", floats(SIX)));
		Files.write(file, Pickles.bytes(Pickles.latin(Files.readAllBytes(file)).replace("little", "abigbc")));
		assertTrue(refused(file).contains("byte order"));
	}

	private interface Work {

		void run() throws Exception;
	}

	/** Runs work that may take 128 MB, a small part of what the files claim; garbage counts, too. */
	private static void assertCheap(Work work) {
		var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
		long before = threads.getCurrentThreadAllocatedBytes();
		try {
			work.run();
		}
		catch (Exception e) {
			throw new AssertionError(e);
		}
		long took = threads.getCurrentThreadAllocatedBytes() - before;
		assertTrue(took < 128 << 20, took + " bytes");
	}
}
