// SPDX-License-Identifier: BSD-2-Clause
/** The network: architecture, settings, training loop, prediction; no engine class in any signature. */
package io.github.taproot.unet;
