// SPDX-License-Identifier: BSD-2-Clause
/** Windows on ij and Swing; the work itself runs in threads of its own. */
package io.github.taproot.window;
