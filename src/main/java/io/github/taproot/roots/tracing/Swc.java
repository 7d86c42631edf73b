// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots.tracing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

import io.github.taproot.files.SafeFile;

/**
 * SWC, the format of traced neurons, which programs such as SNT read: a line for each point with its number, its kind
 * (0, undefined), x, y, z, radius, and the number of the point before it, -1 at the base of a main root. Laterals begin
 * at the nearest point of their parent. Coordinates are in px, z is 0.
 */
public final class Swc {

	private Swc() {}

	/** @throws IOException as {@link SafeFile#write} */
	public static void write(Tracing tracing, Path file) throws IOException {
		StringBuilder text = new StringBuilder("# Taproot: number kind x y z radius parent; px\n");
		int[] count = { 0 };
		for (var plant : tracing.plants()) for (TracedRoot root : plant) write(root, -1, text, count);
		SafeFile.writeText(file, text.toString());
	}

	private static void write(TracedRoot root, int parent, StringBuilder text, int[] count) {
		int first = count[0] + 1;
		for (int i = 0; i < root.x().length; i++) {
			double diameter = root.diameters()[i];
			text.append(String.format(Locale.ROOT, "%d 0 %.2f %.2f 0 %.2f %d%n", ++count[0], root.x()[i], root.y()[i],
				diameter > 0 ? diameter / 2 : 0.5, i == 0 ? parent : count[0] - 1).replace("\r", ""));
		}
		for (TracedRoot lateral : root.laterals()) {
			int nearest = 0;
			double least = Double.POSITIVE_INFINITY;
			for (int i = 0; i < root.x().length; i++) {
				double distance = Math.hypot(root.x()[i] - lateral.x()[0], root.y()[i] - lateral.y()[0]);
				if (distance < least) {
					least = distance;
					nearest = i;
				}
			}
			write(lateral, first + nearest, text, count);
		}
	}
}
