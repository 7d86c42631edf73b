// SPDX-License-Identifier: BSD-2-Clause
/** What finds roots: a photograph in, probabilities or a mask out; thresholds, smallest components, pixel counts. */
package io.github.taproot.segmentation;
