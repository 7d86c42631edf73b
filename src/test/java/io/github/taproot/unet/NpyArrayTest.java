// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
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
}
