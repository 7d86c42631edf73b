// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.batch;

import java.nio.file.Path;

import io.github.taproot.files.ImageFiles;
import io.github.taproot.image.PixelCalibration;

/**
 * How masks are read.
 *
 * @param reader reads them
 * @param scale their scale; null for the one that each file has
 * @param excluded file or folder as {@link io.github.taproot.files.ExclusionFiles}; null for nothing
 */
public record MaskInput(ImageFiles reader, PixelCalibration scale, Path excluded) {}
