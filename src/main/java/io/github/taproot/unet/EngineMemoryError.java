// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet;

/** The engine, or the card that it runs on, has too little memory, which is not Java's; the message says what to do. */
public final class EngineMemoryError extends OutOfMemoryError {

	private static final long serialVersionUID = 1L;

	/** @param device where it ran, as {@link UNetNetwork#device} tells */
	public EngineMemoryError(String device, Throwable cause) {
		super(device.startsWith("GPU") ? "The memory of " + device + " is too small or full: close other programs " +
			"that use it, choose a smaller tile side, or device=cpu."
			: "There is too little memory for the network beside Fiji's own: close other programs, or choose a " +
			"smaller tile side.");
		initCause(cause);
	}

	/** What a user is told of an error: the engine's own sentence, or the one for Java's memory. */
	public static String sentence(OutOfMemoryError error, String ofJava) {
		return error instanceof EngineMemoryError ? error.getMessage() : ofJava;
	}
}
