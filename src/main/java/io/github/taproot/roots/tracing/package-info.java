// SPDX-License-Identifier: BSD-2-Clause
/** Traced roots, RSML and SWC. */
package io.github.taproot.roots.tracing;
