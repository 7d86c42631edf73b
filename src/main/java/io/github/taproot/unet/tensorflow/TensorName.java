// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.tensorflow;

/** Names of tensors in graphs. */
final class TensorName {

	private TensorName() {}

	/** The node of a tensor such as {@code ^name}, {@code name:0} or, in a function, {@code name:output:0}. */
	static String node(String tensor) {
		String name = tensor.startsWith("^") ? tensor.substring(1) : tensor;
		int end = name.indexOf(':');
		return end < 0 ? name : name.substring(0, end);
	}
}
