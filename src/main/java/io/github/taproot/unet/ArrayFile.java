package io.github.taproot.unet;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;

import io.github.taproot.files.SafeFile;
import io.github.taproot.unet.NetworkArchitecture.Parameter;

/**
 * A zip of a JSON text and named arrays. Files come from strangers: only entries that are asked for by name are read,
 * and none beyond the size that its reader expects.
 */
final class ArrayFile implements Closeable {

	static final String JSON = "taproot.json";
	private static final int LONGEST_JSON = 1 << 24;
	private static final Gson GSON = new GsonBuilder().setPrettyPrinting().serializeNulls()
		.serializeSpecialFloatingPointValues().registerTypeAdapter(NetworkArchitecture.class, new ArchitectureJson())
		.create();
	/** What comes before the values in every .npy file that this class writes: 128 bytes. */
	private static final int HEADER = 128;

	private final Path file;
	private final String kind;
	private final ZipFile zip;

	private ArrayFile(Path file, String kind, ZipFile zip) {
		this.file = file;
		this.kind = kind;
		this.zip = zip;
	}

	/**
	 * Opens a file.
	 *
	 * @param kind what the file should be, for messages
	 */
	static ArrayFile open(Path file, String kind) throws IOException {
		if (!Files.exists(file)) throw new IOException("There is no file " + file + ": choose a " + kind + " of Taproot.");
		if (Files.isDirectory(file)) {
			throw new IOException(file + " is a folder: choose the " + kind + "'s zip file in it.");
		}
		try {
			return new ArrayFile(file, kind, new ZipFile(file.toFile()));
		}
		catch (IOException e) {
			throw notOne(file, kind, e);
		}
	}

	private static IOException notOne(Path file, String kind, Exception e) {
		return new IOException(file + " is no " + kind + " of Taproot, or it is damaged: choose another file, " +
			"or copy it again from where it came.", e);
	}

	/** Writes a file, or leaves the old one where that fails. */
	static void write(Path file, Object json, Map<String, Map<String, float[]>> arrays) throws IOException {
		write(file, json, arrays, Map.of());
	}

	/** Writes a file that holds others, too, by name. */
	static void write(Path file, Object json, Map<String, Map<String, float[]>> arrays, Map<String, byte[]> others)
		throws IOException
	{
		SafeFile.write(file, out -> {
			ZipOutputStream zip = new ZipOutputStream(out);
			// Weights hardly compress.
			zip.setLevel(Deflater.NO_COMPRESSION);
			zip.putNextEntry(new ZipEntry(JSON));
			zip.write(GSON.toJson(json).getBytes(StandardCharsets.UTF_8));
			for (Map.Entry<String, Map<String, float[]>> group : arrays.entrySet()) {
				for (Map.Entry<String, float[]> array : group.getValue().entrySet()) {
					zip.putNextEntry(new ZipEntry(entry(group.getKey(), array.getKey())));
					writeArray(zip, array.getValue());
				}
			}
			for (Map.Entry<String, byte[]> other : others.entrySet()) {
				zip.putNextEntry(new ZipEntry(other.getKey()));
				zip.write(other.getValue());
			}
			zip.finish();
		});
	}

	private static String entry(String group, String name) {
		return group + "/" + name + ".npy";
	}

	private static byte[] header(int size) {
		String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + size + ",), }";
		ByteBuffer start = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
		start.put(new byte[] { (byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0 }).putShort((short) (HEADER - 10));
		start.put(header.getBytes(StandardCharsets.US_ASCII));
		while (start.position() < HEADER - 1) start.put((byte) ' ');
		start.put((byte) '\n');
		return start.array();
	}

	private static void writeArray(OutputStream out, float[] values) throws IOException {
		out.write(header(values.length));
		ByteBuffer block = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
		for (int i = 0; i < values.length;) {
			block.clear();
			while (block.hasRemaining() && i < values.length) block.putFloat(values[i++]);
			out.write(block.array(), 0, block.position());
		}
	}

	private record Format(int format) {}

	/** The JSON text as an object of this type, whose constructor may refuse it; its format is checked first. */
	<T> T details(Class<T> type) throws IOException {
		int format = json(Format.class).format();
		if (format > ModelDetails.FORMAT) {
			throw new IOException(file + " is a " + kind + " of format " + format +
				", which this version of Taproot does not know: update Taproot.");
		}
		return json(type);
	}

	private <T> T json(Class<T> type) throws IOException {
		try {
			byte[] text = bytes(JSON, LONGEST_JSON);
			T value = GSON.fromJson(new String(text, StandardCharsets.UTF_8), type);
			if (value == null) throw new IOException("empty " + JSON);
			return value;
		}
		catch (IOException | RuntimeException | StackOverflowError e) {
			throw notOne(file, kind, e instanceof Exception x ? x : new JsonParseException(e));
		}
	}

	/** The weights of a network, none missing. */
	Map<String, float[]> weights(NetworkArchitecture architecture) throws IOException {
		Map<String, float[]> weights = new LinkedHashMap<>();
		for (Parameter parameter : architecture.parameters()) {
			weights.put(parameter.name(), array("weights", parameter.name(), parameter.size()));
		}
		return weights;
	}

	/** An array of exactly this many finite values. */
	float[] array(String group, String name, int size) throws IOException {
		try {
			byte[] bytes = bytes(entry(group, name), HEADER + 4L * size);
			if (bytes.length != HEADER + 4L * size || !Arrays.equals(header(size), Arrays.copyOf(bytes, HEADER))) {
				throw new IOException(name + " has another size or type");
			}
			float[] values = new float[size];
			ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(HEADER).slice().order(ByteOrder.LITTLE_ENDIAN)
				.asFloatBuffer().get(values);
			for (float value : values) if (!Float.isFinite(value)) throw new IOException(name + " is not finite");
			return values;
		}
		catch (IOException e) {
			throw notOne(file, kind, e);
		}
	}

	private byte[] bytes(String name, long most) throws IOException {
		ZipEntry entry = zip.getEntry(name);
		if (entry == null) throw new IOException("no " + name);
		if (entry.getSize() > most) throw new IOException(name + " is larger than it can be");
		try (InputStream in = zip.getInputStream(entry)) {
			byte[] bytes = in.readNBytes((int) Math.min(most, Integer.MAX_VALUE - 8));
			if (in.read() >= 0) throw new IOException(name + " is larger than it can be");
			return bytes;
		}
	}

	@Override
	public void close() throws IOException {
		zip.close();
	}
}
