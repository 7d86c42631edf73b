// SPDX-License-Identifier: BSD-2-Clause
/** Thinning, branches, widths, tips. */
package io.github.taproot.roots.skeleton;
