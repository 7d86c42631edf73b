// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.pytorch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import net.razorvine.pickle.Opcodes;

import io.github.taproot.files.SafeFile;
import io.github.taproot.unet.pytorch.StateDict.Tensor;

/** Writes a state dict in PyTorch's zip format, as its version 1.6 and later do. */
final class StateDictWriter {

	private static final String FOLDER = "weights/";

	private final ByteArrayOutputStream pickle = new ByteArrayOutputStream();

	private StateDictWriter() {}

	/**
	 * Writes tensors of float32.
	 *
	 * @throws IOException where the file can't be written
	 */
	static void write(Path file, Map<String, Tensor> tensors) throws IOException {
		SafeFile.write(file, out -> {
			ZipOutputStream zip = new ZipOutputStream(out);
			zip.setMethod(ZipOutputStream.STORED);
			add(zip, "data.pkl", new StateDictWriter().pickle(tensors));
			int key = 0;
			for (Tensor tensor : tensors.values()) {
				ByteBuffer bytes = ByteBuffer.allocate(4 * tensor.values().length).order(ByteOrder.LITTLE_ENDIAN);
				bytes.asFloatBuffer().put(tensor.values());
				add(zip, "data/" + key++, bytes.array());
			}
			add(zip, "version", "3\n".getBytes(StandardCharsets.US_ASCII));
			zip.finish();
		});
	}

	private static void add(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
		ZipEntry entry = new ZipEntry(FOLDER + name);
		// The same weights give the same file.
		entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
		CRC32 sum = new CRC32();
		sum.update(bytes);
		entry.setCrc(sum.getValue());
		entry.setSize(bytes.length);
		zip.putNextEntry(entry);
		zip.write(bytes);
	}

	private byte[] pickle(Map<String, Tensor> tensors) {
		operations(Opcodes.PROTO, (short) 2);
		emptyOrderedDict();
		operations(Opcodes.MARK);
		int key = 0;
		for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
			text(tensor.getKey());
			tensor(tensor.getValue(), key++);
		}
		operations(Opcodes.SETITEMS, Opcodes.STOP);
		return pickle.toByteArray();
	}

	/** A call that makes a tensor from its storage, offset, shape, strides, no gradient, and no hooks. */
	private void tensor(Tensor tensor, int key) {
		global("torch._utils", "_rebuild_tensor_v2");
		operations(Opcodes.MARK, Opcodes.MARK);
		text("storage");
		global("torch", "FloatStorage");
		text(Integer.toString(key));
		text("cpu");
		whole(tensor.values().length);
		operations(Opcodes.TUPLE, Opcodes.BINPERSID);
		whole(0);
		long[] strides = new long[tensor.shape().length];
		long stride = 1;
		for (int axis = strides.length - 1; axis >= 0; axis--) {
			strides[axis] = stride;
			stride *= tensor.shape()[axis];
		}
		wholes(tensor.shape());
		wholes(strides);
		operations(Opcodes.NEWFALSE);
		emptyOrderedDict();
		operations(Opcodes.TUPLE, Opcodes.REDUCE);
	}

	private void emptyOrderedDict() {
		global("collections", "OrderedDict");
		operations(Opcodes.EMPTY_TUPLE, Opcodes.REDUCE);
	}

	private void wholes(long[] numbers) {
		operations(Opcodes.MARK);
		for (long number : numbers) whole(Math.toIntExact(number));
		operations(Opcodes.TUPLE);
	}

	private void whole(int number) {
		operations(Opcodes.BININT);
		little(number);
	}

	private void text(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		operations(Opcodes.BINUNICODE);
		little(bytes.length);
		pickle.writeBytes(bytes);
	}

	private void global(String module, String name) {
		operations(Opcodes.GLOBAL);
		pickle.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
	}

	private void little(int number) {
		pickle.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(number).array());
	}

	private void operations(short... codes) {
		for (short code : codes) pickle.write(code);
	}
}
