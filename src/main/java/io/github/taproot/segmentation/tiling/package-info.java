// SPDX-License-Identifier: BSD-2-Clause
/** Mirrored tiles, and putting them back together. */
package io.github.taproot.segmentation.tiling;
