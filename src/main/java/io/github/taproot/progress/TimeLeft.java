// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.progress;

/** How long work will go on, by its pace since it was first asked, or since it last began anew. */
public final class TimeLeft {

	/** Before this, a pace is a guess. */
	private static final double FIRST_SECONDS = 3;

	private long start;
	private long first;
	private long last = Long.MAX_VALUE;

	/**
	 * In words, such as "3 min left".
	 *
	 * @param done how much is done, in any unit
	 * @param total how much there is, in the same unit
	 * @param nanos the time, as {@link System#nanoTime} gives it
	 * @return empty where it can't be told yet, or nothing is left
	 */
	public synchronized String of(long done, long total, long nanos) {
		if (done < last) {
			first = done;
			start = nanos;
		}
		last = done;
		double seconds = (nanos - start) / 1e9;
		if (seconds < FIRST_SECONDS || done <= first || done >= total) return "";
		double left = seconds * (total - done) / (double) (done - first);
		if (left < 60) return "under 1 min left";
		long minutes = Math.round(left / 60);
		return minutes < 120 ? minutes + " min left" : Math.round(left / 3600) + " h left";
	}
}
