// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.pytorch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Weights as PyTorch saves them. Files come from strangers: reading one runs nothing that is in it, and takes memory in
 * proportion to its size, whatever it claims.
 */
final class StateDict {

	/** Where training programs keep the weights beside other things. */
	private static final List<String> WITHIN = List.of("state_dict", "model_state_dict", "model");
	private static final String PARALLEL = "module.";

	/**
	 * One array.
	 *
	 * @param shape sizes of its axes; held, not copied
	 * @param values in C order; held, not copied
	 */
	record Tensor(long[] shape, float[] values) {}

	private StateDict() {}

	/**
	 * Reads a file of PyTorch's zip format or of the one before 1.6.
	 *
	 * @return its real-valued tensors by name, without the {@code module.} that a parallel run sets before each; those
	 *         of counts are left out
	 * @throws IOException where it is missing, damaged, or holds more than weights, in one sentence
	 */
	static Map<String, Tensor> read(Path file) throws IOException {
		if (!Files.exists(file)) {
			throw new IOException("There is no file " + file + ": choose a file of PyTorch weights.");
		}
		if (Files.isDirectory(file)) {
			throw new IOException(file + " is a folder: choose a file of PyTorch weights in it.");
		}
		try (WeightFile weights = open(file)) {
			return read(weights, Files.size(file));
		}
		catch (NotWeightsException e) {
			throw new IOException(file + " " + e.getMessage(), e);
		}
		catch (IOException | RuntimeException e) {
			throw new IOException(file + " has no PyTorch weights, or is damaged" +
				(e instanceof DamagedWeightsException
				? " (" + e.getMessage() + ")" : "") + ": choose another file, or copy it again from where it came.", e);
		}
	}

	private static WeightFile open(Path file) throws IOException {
		int[] start = new int[2];
		try (InputStream in = Files.newInputStream(file)) {
			for (int i = 0; i < start.length; i++) start[i] = in.read();
		}
		if (start[0] == 'P' && start[1] == 'K') return new ZipFormat(file);
		if (start[0] == 0x80 && start[1] == 2) return new LegacyFormat(file);
		throw new DamagedWeightsException("it does not begin as it should");
	}

	private static Map<String, Tensor> read(WeightFile file, long most) throws IOException {
		Map<String, StoredTensor> stored = tensors(file.contents());
		boolean isParallel = stored.keySet().stream().allMatch(name -> name.startsWith(PARALLEL));
		Map<String, Tensor> tensors = new LinkedHashMap<>();
		long left = most;
		for (Map.Entry<String, StoredTensor> entry : stored.entrySet()) {
			StoredTensor tensor = entry.getValue();
			if (!tensor.storage().type().isReal()) continue;
			// A file has at most one value for each of its bytes.
			left -= Math.max(tensor.size(), tensor.span());
			if (left < 0) throw new DamagedWeightsException("it claims more values than it can have");
			try (InputStream in = file.open(tensor.storage())) {
				tensors.put(entry.getKey().substring(isParallel ? PARALLEL.length() : 0),
					new Tensor(tensor.shape(), tensor.read(in)));
			}
		}
		return tensors;
	}

	private static Map<String, StoredTensor> tensors(Object contents) throws NotWeightsException {
		if (contents instanceof Map<?, ?> map) {
			Map<String, StoredTensor> found = named(map);
			for (String key : WITHIN) {
				if (found.isEmpty() && map.get(key) instanceof Map<?, ?> inner) found = named(inner);
			}
			if (!found.isEmpty()) return found;
		}
		throw new NotWeightsException(
			"has no weights by their names: save them in PyTorch with torch.save(model.state_dict(), file), and " +
			"choose that.");
	}

	private static Map<String, StoredTensor> named(Map<?, ?> map) {
		Map<String, StoredTensor> named = new LinkedHashMap<>();
		map.forEach((key, value) -> {
			if (key instanceof String name && value instanceof StoredTensor tensor) named.put(name, tensor);
		});
		return named;
	}
}
