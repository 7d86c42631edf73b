// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet;

import java.io.IOException;

/** The engine is not installed or can't be loaded; the message says what to do. */
public class EngineException extends IOException {

	private static final long serialVersionUID = 1L;

	public EngineException(String message, Throwable cause) {
		super(message, cause);
	}
}
