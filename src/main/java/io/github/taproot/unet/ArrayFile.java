// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;

import io.github.taproot.files.BoundedZip;
import io.github.taproot.files.FileException;
import io.github.taproot.files.SafeFile;
import io.github.taproot.unet.NetworkArchitecture.Parameter;
import io.github.taproot.unet.SavedNetwork.Values;

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

	/** Reads an entry, of at most this many bytes. */
	@FunctionalInterface
	private interface Entries {

		byte[] bytes(String name, long most) throws IOException;
	}

	private final String file;
	private final String kind;
	private final Entries entries;
	private final Closeable zip;

	private ArrayFile(String file, String kind, Entries entries, Closeable zip) {
		this.file = file;
		this.kind = kind;
		this.entries = entries;
		this.zip = zip;
	}

	/**
	 * Opens a file.
	 *
	 * @param kind what the file should be, for messages
	 */
	static ArrayFile open(Path file, String kind) throws IOException {
		if (!Files.exists(file)) {
			throw new IOException("There is no file " + file + ": choose a " + kind + " of Taproot.");
		}
		if (Files.isDirectory(file)) {
			throw new IOException(file + " is a folder: choose the " + kind + "'s zip file in it.");
		}
		try {
			BoundedZip zip = new BoundedZip(file);
			return new ArrayFile(file.toString(), kind, (name, most) -> zip.bytes(name, most, null), zip);
		}
		catch (IOException e) {
			// One that was made to do harm is told as such.
			if (e instanceof FileException known && known.isOf(file) && e.getCause() == null) throw e;
			throw notOne(file.toString(), kind, e);
		}
	}

	/**
	 * Reads all of a zip that is our own into memory.
	 *
	 * @param from is read to its end, and stays open
	 * @param name stands for the file's in messages
	 */
	static ArrayFile read(InputStream from, String name, String kind) throws IOException {
		Map<String, byte[]> all = new HashMap<>();
		ZipInputStream zip = new ZipInputStream(from);
		for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
			all.put(entry.getName(), zip.readAllBytes());
		}
		return new ArrayFile(name, kind, (entry, most) -> {
			if (all.containsKey(entry)) return all.get(entry);
			throw new IOException(name + " lacks " + entry + ".");
		}, () -> {});
	}

	private static IOException notOne(String file, String kind, Exception e) {
		return new IOException(file + " is not " + (kind.startsWith("a") ? "an " : "a ") + kind + " of Taproot, or " +
			"it is damaged: choose another file, or copy it again from where it came.", e);
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
					NpyArray.write(new Values(array.getValue(), array.getValue().length), zip);
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

	private record Format(int format) {}

	/** The JSON text as an object of this type, whose constructor may refuse it; its format is checked first. */
	<T> T details(Class<T> type) throws IOException {
		int format = json(Format.class).format();
		if (format > ModelDetails.FORMAT) {
			throw new IOException(file + " is a " + kind + " of format " + format +
				", which is newer than this version of Taproot: update Taproot.");
		}
		return json(type);
	}

	private <T> T json(Class<T> type) throws IOException {
		try {
			byte[] text = entries.bytes(JSON, LONGEST_JSON);
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
			Values array = NpyArray.read(entries.bytes(entry(group, name), NpyArray.length(size)));
			if (!Arrays.equals(array.shape(), new long[] { size })) throw new IOException(name + " has another size");
			float[] values = array.values();
			for (float value : values) if (!Float.isFinite(value)) throw new IOException(name + " is not finite");
			return values;
		}
		catch (IOException e) {
			throw notOne(file, kind, e);
		}
	}

	@Override
	public void close() throws IOException {
		zip.close();
	}
}
