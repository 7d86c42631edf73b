// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.pytorch;

import java.io.IOException;

/** A file is not as PyTorch writes them. The message says how, such as "it ends too early". */
final class DamagedWeightsException extends IOException {

	private static final long serialVersionUID = 1L;

	DamagedWeightsException(String message) {
		this(message, null);
	}

	DamagedWeightsException(String message, Throwable cause) {
		super(message, cause);
	}
}
