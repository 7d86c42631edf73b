// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the reference arrays: NumPy's .npy, C order. */
public final class NpyFiles {

	private NpyFiles() {}

	public static float[] readFloats(Path file) throws IOException {
		ByteBuffer data = data(file);
		float[] values = new float[data.remaining() / 4];
		data.asFloatBuffer().get(values);
		return values;
	}

	public static byte[] readBytes(Path file) throws IOException {
		ByteBuffer data = data(file);
		byte[] values = new byte[data.remaining()];
		data.get(values);
		return values;
	}

	private static ByteBuffer data(Path file) throws IOException {
		ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
		int header = all.getShort(8);
		String text = new String(all.array(), 10, header, StandardCharsets.ISO_8859_1);
		if (text.contains("'fortran_order': True")) throw new IOException(file + " is in Fortran order");
		return all.position(10 + header).slice().order(ByteOrder.LITTLE_ENDIAN);
	}
}
