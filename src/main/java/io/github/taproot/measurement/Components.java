package io.github.taproot.measurement;

import java.util.Arrays;

import io.github.taproot.image.Mask;

/** Connected components of a mask; pixels that touch at a side or corner belong together. */
final class Components {

	private Components() {}

	/** How many there are, 0 in a mask without roots. */
	static int count(Mask mask) {
		int width = mask.width();
		int height = mask.height();
		byte[] left = mask.pixels().clone();
		int[] stack = new int[1024];
		int count = 0;
		for (int start = 0; start < left.length; start++) {
			if (left[start] == Mask.SOIL) continue;
			count++;
			left[start] = Mask.SOIL;
			stack[0] = start;
			int size = 1;
			while (size > 0) {
				int i = stack[--size];
				int x = i % width;
				int y = i / width;
				if (size + 8 > stack.length) stack = Arrays.copyOf(stack, 2 * stack.length);
				for (int v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++) {
					for (int u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++) {
						int j = v * width + u;
						if (left[j] == Mask.SOIL) continue;
						left[j] = Mask.SOIL;
						stack[size++] = j;
					}
				}
			}
		}
		return count;
	}
}
