// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.annotation;

/**
 * A rectangle of pixels, within an image.
 *
 * @param x left column
 * @param y top row
 * @param width columns; 0 for nothing
 * @param height rows; 0 for nothing
 */
public record Area(int x, int y, int width, int height) {

	/** No pixel. */
	public static final Area NOTHING = new Area(0, 0, 0, 0);

	public boolean isEmpty() {
		return width == 0 || height == 0;
	}

	/** The smallest rectangle with all pixels of both. */
	public Area and(Area other) {
		if (isEmpty()) return other;
		if (other.isEmpty()) return this;
		int left = Math.min(x, other.x);
		int top = Math.min(y, other.y);
		return new Area(left, top, Math.max(x + width, other.x + other.width) - left,
			Math.max(y + height, other.y + other.height) - top);
	}
}
