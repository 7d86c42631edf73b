// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.progress;

import java.util.function.BooleanSupplier;

/**
 * A user who cancels, at once or when something is so.
 *
 * @param when whether he has
 */
public record CancelledProgress(BooleanSupplier when) implements Progress {

	public static final Progress AT_ONCE = new CancelledProgress(() -> true);

	@Override
	public void report(long done, long total, String message) {}

	@Override
	public boolean isCancelled() {
		return when.getAsBoolean();
	}
}
