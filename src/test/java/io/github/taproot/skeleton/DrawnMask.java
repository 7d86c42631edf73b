package io.github.taproot.skeleton;

import io.github.taproot.image.Mask;

/** Masks drawn in a test, a line of text for each row: {@code #} is root, {@code .} soil. */
public final class DrawnMask {

	private DrawnMask() {}

	public static Mask of(String drawing) {
		String[] rows = drawing.split("\n");
		Mask mask = new Mask(rows[0].length(), rows.length);
		String pixels = String.join("", rows);
		for (int i = 0; i < pixels.length(); i++) if (pixels.charAt(i) == '#') mask.pixels()[i] = Mask.ROOT;
		return mask;
	}

	public static String text(Mask mask) {
		StringBuilder text = new StringBuilder();
		for (int y = 0; y < mask.height(); y++) {
			for (int x = 0; x < mask.width(); x++) text.append(mask.isRoot(x, y) ? '#' : '.');
			text.append('\n');
		}
		return text.toString();
	}
}
