// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.pytorch;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * PyTorch's format before 1.6: five pickles (a magic number, a version, facts on the system, the contents, the keys of
 * the storages), then for each storage the number of its values in 8 bytes, and the values.
 */
final class LegacyFormat implements WeightFile {

	private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
	private static final int VERSION = 1001;

	private final Path file;
	private final Object contents;
	private final Map<String, Long> starts = new HashMap<>();

	LegacyFormat(Path file) throws IOException {
		this.file = file;
		Map<String, Storage> storages = new HashMap<>();
		WeightPickle pickles = new WeightPickle(storages);
		try (Counted in = new Counted(new BufferedInputStream(Files.newInputStream(file)))) {
			if (!MAGIC.equals(pickles.read(in)) || !Integer.valueOf(VERSION).equals(pickles.read(in))) {
				throw new DamagedWeightsException("it does not begin as it should");
			}
			if (!(pickles.read(in) instanceof Map<?, ?> system) || !Boolean.TRUE.equals(system.get("little_endian"))) {
				throw new NotWeightsException(
					"was written on a computer with another byte order: load and save it again with PyTorch on this " +
					"computer.");
			}
			contents = pickles.read(in);
			if (!(pickles.read(in) instanceof List<?> keys)) {
				throw new DamagedWeightsException("it lacks the list of its values");
			}
			in.most = Long.MAX_VALUE;
			for (Object key : keys) {
				Storage storage = storages.get(key);
				if (storage == null) throw new DamagedWeightsException("it has values of nothing");
				long size = ByteBuffer.wrap(in.readNBytes(8)).order(ByteOrder.LITTLE_ENDIAN).getLong();
				if (size != storage.size() || size > Files.size(file)) {
					throw new DamagedWeightsException("it has another number of values");
				}
				starts.put(storage.key(), in.count);
				in.skipNBytes(size * storage.type().bytes());
			}
		}
		catch (RuntimeException e) {
			throw new DamagedWeightsException("it ends too early", e);
		}
	}

	@Override
	public Object contents() {
		return contents;
	}

	@Override
	public InputStream open(Storage storage) throws IOException {
		Long start = starts.get(storage.key());
		if (start == null) throw new DamagedWeightsException("it lacks some of its values");
		InputStream in = Files.newInputStream(file);
		try {
			in.skipNBytes(start);
			return new BufferedInputStream(in);
		}
		catch (IOException e) {
			in.close();
			throw e;
		}
	}

	@Override
	public void close() {
		// nothing is held open
	}

	/** Knows how much was read, and that pickles end. */
	private static final class Counted extends FilterInputStream {

		private long count;
		private long most = WeightPickle.LONGEST;

		Counted(InputStream in) {
			super(in);
		}

		@Override
		public int read() throws IOException {
			int value = super.read();
			if (value >= 0) count(1);
			return value;
		}

		@Override
		public int read(byte[] bytes, int offset, int length) throws IOException {
			int n = super.read(bytes, offset, length);
			count(Math.max(0, n));
			return n;
		}

		@Override
		public long skip(long n) throws IOException {
			long skipped = super.skip(n);
			count(skipped);
			return skipped;
		}

		private void count(long n) throws IOException {
			count += n;
			if (count > most) throw new DamagedWeightsException("it has too long a list of contents");
		}
	}
}
