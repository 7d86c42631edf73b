// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.natives;

import io.github.taproot.progress.Progress;

/** Progress over all that is done. */
final class ProgressSum {

	private final Progress progress;
	private final long total;
	private long done;

	ProgressSum(Progress progress, long total) {
		this.progress = progress;
		this.total = total;
	}

	/** Counts bytes more, or less where they have to be done again, and stops where the user wants it. */
	void report(long bytes, String message) {
		progress.throwIfCancelled();
		done += bytes;
		progress.report(done, total, message);
	}
}
