// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.files;

import java.io.IOException;
import java.nio.file.Path;

/** A file cannot be used; the message is a sentence that begins with its path and says what to do. */
public final class FileException extends IOException {

	private static final long serialVersionUID = 1L;

	private final transient Path file;

	/** @param what the sentence after the file's path, such as "is too large: cut it into parts." */
	public FileException(Path file, String what) {
		this(file, what, null);
	}

	public FileException(Path file, String what, Throwable cause) {
		super(file + " " + what, cause);
		this.file = file;
	}

	/** Whether the message names this file, so that no other sentence need do it. */
	public boolean isOf(Path other) {
		return other.equals(file);
	}
}
