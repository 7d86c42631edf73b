// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.tensorflow;

import java.io.IOException;

/** A SavedModel that is not loaded, since it does or asks for what no network that segments needs. */
final class UnsafeModelException extends IOException {

	private static final long serialVersionUID = 1L;

	/** @param what that is, as in "Its SavedModel reads a file of its own" */
	UnsafeModelException(String what) {
		super("Its SavedModel " + what + ", which a network that segments does not need, and was not loaded: use it " +
			"in the program that it was made for.");
	}
}
