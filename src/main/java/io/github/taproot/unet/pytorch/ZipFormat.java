// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.pytorch;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.zip.ZipEntry;

import io.github.taproot.files.BoundedZip;

/**
 * PyTorch's format since 1.6: a zip of a pickle and a file for each storage, none of them compressed. What it says of
 * sizes is not trusted.
 */
final class ZipFormat implements WeightFile {

	private static final String PICKLE = "data.pkl";

	private final BoundedZip zip;
	private final String folder;
	private final Object contents;

	ZipFormat(Path file) throws IOException {
		zip = new BoundedZip(file);
		try {
			String pickle = zip.names().stream().filter(name -> name.matches("([^/]*/)?" + PICKLE)).findFirst()
				.orElseThrow(() -> new NotWeightsException(
					"is a zip file that PyTorch did not write: choose a file of weights, such as .pth, .pt or .pkl."));
			folder = pickle.substring(0, pickle.length() - PICKLE.length());
			ZipEntry order = entry("byteorder");
			if (order != null && !new String(bytes(order, 16), StandardCharsets.UTF_8).strip().equals("little")) {
				throw new NotWeightsException(
					"was written on a computer with another byte order: load and save it again with PyTorch on this " +
					"computer.");
			}
			byte[] bytes = bytes(entry(PICKLE), WeightPickle.LONGEST);
			contents = new WeightPickle(new HashMap<>()).read(new ByteArrayInputStream(bytes));
		}
		catch (IOException | RuntimeException | Error e) {
			zip.close();
			throw e;
		}
	}

	/** An entry by its name, null where there is none; unpacking one that is compressed might never end. */
	private ZipEntry entry(String name) throws NotWeightsException {
		ZipEntry entry = zip.entry(folder + name);
		if (entry != null && entry.getMethod() != ZipEntry.STORED) {
			throw new NotWeightsException(
				"was packed again by another program, since PyTorch does not compress: choose the file that " +
				"PyTorch wrote.");
		}
		return entry;
	}

	private byte[] bytes(ZipEntry entry, int most) throws IOException {
		if (entry.getSize() > most) throw new DamagedWeightsException("it has too long a list of contents");
		return zip.bytes(entry.getName(), most, null);
	}

	@Override
	public Object contents() {
		return contents;
	}

	@Override
	public InputStream open(Storage storage) throws IOException {
		ZipEntry entry = entry("data/" + storage.key());
		if (entry == null || entry.getSize() / storage.type().bytes() < storage.size()) {
			throw new DamagedWeightsException("it lacks some of its values");
		}
		return new BufferedInputStream(zip.open(entry.getName(), entry.getSize()));
	}

	@Override
	public void close() throws IOException {
		zip.close();
	}
}
