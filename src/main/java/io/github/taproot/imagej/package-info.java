// SPDX-License-Identifier: BSD-2-Clause
/** The bridge to ImagePlus, Roi, Overlay and ResultsTable. */
package io.github.taproot.imagej;
