// SPDX-License-Identifier: BSD-2-Clause
/** The commands in the menus of plain ImageJ; in a jar of its own, never in Fiji's. */
package io.github.taproot.imagej1;
