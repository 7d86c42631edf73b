// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.plugin;

import java.nio.file.Path;
import java.util.function.Consumer;

import io.github.taproot.segmentation.Flips;

/**
 * What the user has given for a way to segment; each uses what it needs.
 *
 * @param model the file chosen as model: a network, settings, or what else the method reads; null for none
 * @param tileSide side of the tiles of a network in px; 0 where the method chooses
 * @param batch tiles at once; 0 where the method chooses
 * @param flips in which mirrored forms images are segmented, too
 * @param overlap whether tiles overlap
 * @param device {@code auto}, {@code cpu} or {@code gpu:0}
 * @param precision {@code auto}, {@code exact} or {@code fast}
 * @param log takes sentences for the user
 */
public record SegmenterInputs(Path model, int tileSide, int batch, Flips flips, boolean overlap, String device,
	String precision, Consumer<String> log) {}
