// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.pytorch;

import java.io.IOException;

/** A file is whole, but not what is asked for. The message goes on after the file's name, and says what to do. */
final class NotWeightsException extends IOException {

	private static final long serialVersionUID = 1L;

	NotWeightsException(String message) {
		super(message);
	}
}
