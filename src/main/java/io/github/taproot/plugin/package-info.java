// SPDX-License-Identifier: BSD-2-Clause
/**
 * What others may add to Taproot: plugins that SciJava finds in any jar beside Taproot's. There are three types.
 * <ul>
 * <li>{@link io.github.taproot.plugin.SegmenterPlugin}, a way to segment: a choice for {@code method} in <i>Segment
 * Roots</i> and <i>Segment Roots Folder</i>. Taproot's own are {@code unet} and {@code frangi}.</li>
 * <li>{@link io.github.taproot.plugin.TraitPlugin}, a measurement: a column in the tables of <i>Measure Roots</i>,
 * <i>Measure Root Traits</i> and their commands for folders.</li>
 * <li>{@link io.github.taproot.plugin.ExporterPlugin}, a file format: a choice for {@code format} in <i>Export Roots
 * Folder</i>. Taproot's own are {@code rsml}, {@code swc}, {@code rhizovision} and {@code rootpainter}.</li>
 * </ul>
 * An example of each, of no more than 40 lines, is among the tests of this package: {@code BrightPixels},
 * {@code TipDensity} and {@code CentreLines}.
 */
package io.github.taproot.plugin;
