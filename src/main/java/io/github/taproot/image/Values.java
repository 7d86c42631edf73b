// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.image;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The values or colours that a picture's visible pixels have, and how often: at most {@link #MOST}, since a picture of
 * more is neither a mask nor an annotation. A value is a grey sample, or three samples of a colour.
 */
final class Values {

	static final int MOST = 1024;
	/** So many are told in a sentence. */
	private static final int TOLD = 5;

	/** A value, the same three times for grey, and how many pixels have it. */
	record Value(float red, float green, float blue, long count) {

		boolean isGrey() {
			// Not by ==, since not a number is grey, too.
			return Float.compare(red, green) == 0 && Float.compare(red, blue) == 0;
		}

		boolean isBlack() {
			return red == 0 && green == 0 && blue == 0;
		}

		boolean isReddish() {
			return red > Math.max(green, blue);
		}

		boolean isGreenish() {
			return green > Math.max(red, blue);
		}

		/**
		 * As people write it: 255, or #ff0000.
		 *
		 * @param asColour whether grey is a colour among others
		 */
		String text(boolean asColour) {
			if (isGrey() && !(asColour && red <= 255)) {
				return red == (long) red ? Long.toString((long) red) : Float.toString(red);
			}
			boolean is8Bit = Math.max(red, Math.max(green, blue)) <= 255;
			return is8Bit ? String.format("#%02x%02x%02x", (int) red, (int) green, (int) blue)
				: "(" + (int) red + ", " + (int) green + ", " + (int) blue + ")";
		}

		private String told(boolean asColour) {
			return text(asColour) + String.format(Locale.ROOT, " (%,d px)", count);
		}
	}

	private final int[] table = new int[4 * MOST];
	private final float[][] found = new float[MOST][];
	private final long[] counts = new long[MOST];
	private final boolean hasColours;
	private int size;
	/** Place of the pixel before; -1 for none. */
	private int last = -1;
	private boolean isMore;
	private boolean isGrey = true;
	private long transparent;

	Values(Picture picture) {
		hasColours = picture.photograph().channels() == 3;
		picture.forEach((place, red, green, blue) -> {
			if (picture.isTransparent(place)) transparent++;
			else add(red, green, blue);
		});
	}

	private void add(float red, float green, float blue) {
		// Not by ==, since not a number is grey, too.
		if (hasColours && isGrey) isGrey = Float.compare(red, green) == 0 && Float.compare(red, blue) == 0;
		if (last < 0 || !is(last, red, green, blue)) last = isMore ? -1 : place(red, green, blue);
		if (last >= 0) counts[last]++;
	}

	private boolean is(int place, float red, float green, float blue) {
		float[] value = found[place];
		return Float.compare(value[0], red) == 0 && Float.compare(value[1], green) == 0 &&
			Float.compare(value[2], blue) == 0;
	}

	/** The place of a value, a new one if need be; -1 where there are too many. */
	private int place(float red, float green, float blue) {
		int hash = 31 * (31 * Float.floatToIntBits(red) + Float.floatToIntBits(green)) + Float.floatToIntBits(blue);
		int slot = (hash * 0x9e3779b9 >>> 8) % table.length;
		for (; table[slot] != 0; slot = (slot + 1) % table.length) {
			if (is(table[slot] - 1, red, green, blue)) return table[slot] - 1;
		}
		if (size == MOST) {
			isMore = true;
			return -1;
		}
		found[size] = new float[] { red, green, blue };
		table[slot] = ++size;
		return size - 1;
	}

	/** Whether there are more values than are kept: then {@link #list} and counts are not whole. */
	boolean isMore() {
		return isMore;
	}

	/** Whether no visible pixel has a colour. */
	boolean isGrey() {
		return isGrey;
	}

	/** How many pixels are transparent. */
	long transparent() {
		return transparent;
	}

	/** The values, most frequent first. */
	List<Value> list() {
		Integer[] order = new Integer[size];
		Arrays.setAll(order, i -> i);
		Arrays.sort(order, (a, b) -> Long.compare(counts[b], counts[a]));
		List<Value> list = new ArrayList<>();
		for (int i : order) list.add(new Value(found[i][0], found[i][1], found[i][2], counts[i]));
		return list;
	}

	/** What there is, for a sentence: "the values 1 (90 px) and 2 (10 px)". */
	String told() {
		String what = isGrey ? "value" : "colour";
		List<Value> all = list();
		List<String> some = all.stream().limit(TOLD).map(value -> value.told(!isGrey)).toList();
		if (isMore) return "more than " + MOST + " " + what + "s";
		String seen = String.join(", ", some);
		if (all.size() > TOLD) seen = all.size() + " " + what + "s, most often " + seen;
		else if (all.size() > 1) {
			seen = "the " + what + "s " + String.join(", ", some.subList(0, some.size() - 1)) + " and " +
				some.get(some.size() - 1);
		}
		else seen = all.isEmpty() ? "nothing" : "only the " + what + " " + seen;
		return transparent == 0 ? seen : seen + String.format(Locale.ROOT, ", and %,d transparent px", transparent);
	}
}
