// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet;

/**
 * A network in a SavedModel of TensorFlow, that others may have made. Whoever opened it closes it. Not for several
 * threads.
 */
public interface SavedNetwork extends AutoCloseable {

	/**
	 * An array of any number of axes, in C order.
	 *
	 * @param values as many as the shape says; held, not copied
	 */
	record Values(float[] values, long... shape) {}

	/**
	 * Computes the output of an input.
	 *
	 * @throws IllegalArgumentException where the network can't take an input of this shape, or the process that it runs
	 *           in has ended
	 * @throws EngineMemoryError where memory is too small
	 */
	Values run(Values input);

	/** The device in use, as {@link UNetNetwork#device}. */
	String device();

	@Override
	void close();
}
