// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.progress;

/** What a user is told of an error that nobody foresaw. */
public final class UnexpectedError {

	private UnexpectedError() {}

	/** The end of a sentence that began with "an": {@code error in Taproot (...): please report it.} */
	public static String told(Throwable e) {
		return "error in Taproot (" + e + "): please report it.";
	}
}
