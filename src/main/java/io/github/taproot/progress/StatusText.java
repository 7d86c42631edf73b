// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.progress;

/** Texts for Fiji's status bar, where longer ones run under the search field and hide the progress bar. */
public final class StatusText {

	/** Letters that fit beside progress bar and search field. */
	public static final int MOST = 40;

	private static final int NAME = 12;

	private StatusText() {}

	/**
	 * What is done and how long it will take, in at most {@link #MOST} letters. What is too long loses its place first,
	 * and then its end, or the middle of the file's name that it ends in.
	 *
	 * @param message what is done
	 * @param where on which device, after "on"; empty where nobody need know
	 * @param left how long, such as "3 min left"; empty where it is not known
	 */
	public static String of(String message, String where, String left) {
		String end = left.isEmpty() ? "" : ", " + left;
		if (!where.isEmpty()) {
			String whole = message + " on " + where + end;
			if (whole.length() <= MOST) return whole;
		}
		int room = Math.max(10, MOST - end.length());
		if (message.length() <= room) return message + end;
		// A file's name is told by its end; of a sentence, the beginning says most.
		boolean endsInName = message.length() - message.lastIndexOf(' ') > NAME;
		int kept = endsInName ? (room - 1) / 3 : 0;
		return message.substring(0, room - 1 - kept).strip() + "\u2026" +
			message.substring(message.length() - kept) + end;
	}
}
