package io.github.taproot.unet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import io.github.taproot.unet.NetworkArchitecture.Parameter;

/**
 * Reads the reference networks: PyTorch's zip format, whose storages data/0, data/1, ... are taken as the parameters in
 * their order, which is how these files were written.
 */
public final class StateDicts {

	private StateDicts() {}

	public static Map<String, float[]> read(Path file, UNetArchitecture architecture) throws IOException {
		Map<String, float[]> weights = new LinkedHashMap<>();
		try (ZipFile zip = new ZipFile(file.toFile())) {
			String data = zip.entries().nextElement().getName().replaceFirst("/.*", "/data/");
			int index = 0;
			for (Parameter parameter : architecture.parameters()) {
				ZipEntry entry = zip.getEntry(data + index++);
				FloatBuffer values = ByteBuffer.wrap(zip.getInputStream(entry).readAllBytes())
					.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
				float[] stored = new float[values.remaining()];
				values.get(stored);
				weights.put(parameter.name(), reordered(stored, parameter));
			}
		}
		architecture.check(weights);
		return weights;
	}

	private static float[] reordered(float[] stored, Parameter parameter) {
		long[] shape = parameter.shape();
		float[] values = new float[stored.length];
		switch (parameter.role()) {
			case KERNEL -> {
				// (out, in, row, column) to (row, column, in, out)
				int size = (int) shape[0];
				int inputs = (int) shape[2];
				int outputs = (int) shape[3];
				for (int o = 0; o < outputs; o++) for (int i = 0; i < inputs; i++) for (int k = 0; k < size * size; k++) {
					values[(k * inputs + i) * outputs + o] = stored[(o * inputs + i) * size * size + k];
				}
			}
			case TRANSPOSED_KERNEL -> {
				// (in, out, row, column) to (in, row, column, out)
				int inputs = (int) shape[2];
				int outputs = (int) shape[3] / 4;
				for (int i = 0; i < inputs; i++) for (int o = 0; o < outputs; o++) for (int k = 0; k < 4; k++) {
					values[(i * 4 + k) * outputs + o] = stored[(i * outputs + o) * 4 + k];
				}
			}
			default -> System.arraycopy(stored, 0, values, 0, values.length);
		}
		return values;
	}
}
