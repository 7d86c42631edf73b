// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.junit.jupiter.api.Test;

import io.github.taproot.unet.SavedNetwork.Values;

class NpyArrayTest {

	@Test
	void arraysComeBackInTheirShape() throws IOException {
		Values values = new Values(new float[] { 1, -2, 3.5f, 4, 5, 6 }, 1, 2, 3);
		Values read = NpyArray.read(NpyArray.write(values));
		assertArrayEquals(values.values(), read.values());
		assertArrayEquals(values.shape(), read.shape());
		// As NumPy writes a list of two 64-bit numbers, the greater end first, and of bytes.
		byte[] header = "{'descr': '>f8', 'fortran_order': False, 'shape': (2,), }".getBytes(StandardCharsets.US_ASCII);
		byte[] file = new byte[10 + header.length + 16];
		System.arraycopy(new byte[] { (byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length, 0 }, 0,
			file, 0, 10);
		System.arraycopy(header, 0, file, 10, header.length);
		file[10 + header.length] = 0x40;
		assertArrayEquals(new float[] { 2, 0 }, NpyArray.read(file).values());
		assertThrows(IOException.class, () -> NpyArray.read(Arrays.copyOf(file, file.length - 1)));
		assertThrows(IOException.class, () -> NpyArray.read(new byte[3]));
	}

	private static byte[] file(String type, String shape, int bytes) {
		String header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + shape + "), }";
		return ByteBuffer.allocate(10 + header.length() + bytes).order(ByteOrder.LITTLE_ENDIAN)
			.put(new byte[] { (byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0 }).putShort((short) header.length())
			.put(header.getBytes(StandardCharsets.US_ASCII)).array();
	}

	@Test
	void sizesAreNotBelieved() throws IOException {
		assertArrayEquals(new float[2], NpyArray.read(file("<f4", "1, 2", 8)).values());
		for (String shape : new String[] { "1, 3", "2000000000", "2147483648, 2147483648, 4", "-1", "0, 30000, 30000",
			"99999999999999999999" })
		{
			assertThrows(IOException.class, () -> NpyArray.read(file("<f4", shape, 8)), shape);
		}
		// A header that claims 2 GB.
		byte[] longer = file("<f4", "2", 8);
		longer[6] = 2;
		for (int i = 8; i < 12; i++) longer[i] = 0x7f;
		assertThrows(IOException.class, () -> NpyArray.read(longer));
	}
}
