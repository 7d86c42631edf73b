// SPDX-License-Identifier: BSD-2-Clause
/** What others may add to Taproot: plugins that SciJava finds. */
package io.github.taproot.plugin;
