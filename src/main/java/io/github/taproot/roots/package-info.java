// SPDX-License-Identifier: BSD-2-Clause
/** Measuring: lengths, traits, depths, grids, growth between dates, names of places and dates. */
package io.github.taproot.roots;
