// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.files;

import java.nio.file.Path;

/**
 * A photograph with its annotation, of equal size.
 *
 * @param name the base name, without folder and ending
 * @param width columns in pixels
 * @param height rows in pixels
 * @param rootPixels pixels annotated as root
 * @param soilPixels pixels annotated as soil; the rest is unknown
 */
public record AnnotatedImage(String name, Path photograph, Path annotation, int width, int height, long rootPixels,
	long soilPixels) {}
