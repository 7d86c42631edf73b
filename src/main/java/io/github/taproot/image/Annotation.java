// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.image;

/**
 * What a person said of each pixel of a photograph: rows from top to bottom, pixels from left to right.
 *
 * @param width columns, at least 1
 * @param height rows, at least 1
 * @param labels {@code width * height} values, each {@link #SOIL}, {@link #ROOT} or {@link #UNKNOWN}; held, not copied
 */
public record Annotation(int width, int height, byte[] labels) {

	public static final byte SOIL = 0;
	public static final byte ROOT = 1;
	/** Nobody looked: no part of loss or metrics. */
	public static final byte UNKNOWN = 2;

	public Annotation {
		if (width < 1 || height < 1 || labels.length != (long) width * height) {
			throw new IllegalArgumentException(
				"An annotation of " + width + "x" + height + " pixels cannot have " + labels.length + " labels.");
		}
	}

	/** How many pixels have this label. */
	public long count(byte label) {
		long count = 0;
		for (byte value : labels) if (value == label) count++;
		return count;
	}

	/** A new mask of the root pixels; unknown pixels are soil in it. */
	public Mask roots() {
		Mask mask = new Mask(width, height);
		for (int i = 0; i < labels.length; i++) if (labels[i] == ROOT) mask.pixels()[i] = Mask.ROOT;
		return mask;
	}

	/**
	 * Corrects a mask.
	 *
	 * @param mask of the same size
	 * @return a new mask: root where root is annotated, soil where soil is, and as the mask where nothing is
	 * @throws IllegalArgumentException where the sizes differ
	 */
	public Mask over(Mask mask) {
		if (mask.width() != width || mask.height() != height) {
			throw new IllegalArgumentException("An annotation of " + width + "x" + height +
				" px cannot correct a mask of " + mask.width() + "x" + mask.height() + " px.");
		}
		byte[] corrected = mask.pixels().clone();
		for (int i = 0; i < corrected.length; i++) {
			if (labels[i] != UNKNOWN) corrected[i] = labels[i] == ROOT ? Mask.ROOT : Mask.SOIL;
		}
		return new Mask(width, height, corrected);
	}

	/**
	 * What is left where somebody else has to know the pixels, too.
	 *
	 * @param other an annotation of the same size
	 * @return a new annotation with the labels of this one, but unknown where the other is
	 * @throws IllegalArgumentException where the sizes differ
	 */
	public Annotation whereKnownIn(Annotation other) {
		if (other.width != width || other.height != height) {
			throw new IllegalArgumentException("An annotation of " + width + "x" + height + " px cannot be compared " +
				"with one of " + other.width + "x" + other.height + " px.");
		}
		byte[] both = labels.clone();
		for (int i = 0; i < both.length; i++) if (other.labels[i] == UNKNOWN) both[i] = UNKNOWN;
		return new Annotation(width, height, both);
	}
}
