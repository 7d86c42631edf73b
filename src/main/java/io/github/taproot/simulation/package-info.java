// SPDX-License-Identifier: BSD-2-Clause
/** Photographs of roots that are drawn, with their exact truth. */
package io.github.taproot.simulation;
