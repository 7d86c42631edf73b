// SPDX-License-Identifier: BSD-2-Clause
/** The Frangi filter, its settings and their tuning. */
package io.github.taproot.segmentation.frangi;
