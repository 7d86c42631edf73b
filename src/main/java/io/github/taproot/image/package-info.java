// SPDX-License-Identifier: BSD-2-Clause
/** Photographs, masks, annotations and their scale, in memory; which values of a picture are root. */
package io.github.taproot.image;
