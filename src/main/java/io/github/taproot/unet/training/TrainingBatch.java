// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.training;

/**
 * What one training step sees.
 *
 * @param tiles (n, side, side, 3): tile, row, column, channel, each tile scaled as the network wants it
 * @param labels (n, out, out) with {@link BatchSettings#outputSide}, values as in
 *          {@link io.github.taproot.image.Annotation}
 * @param n number of tiles, at least 1
 * @param side rows and columns of a tile's input
 */
public record TrainingBatch(float[] tiles, byte[] labels, int n, int side) {}
