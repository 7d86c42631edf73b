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
}
