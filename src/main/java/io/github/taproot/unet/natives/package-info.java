// SPDX-License-Identifier: BSD-2-Clause
/** Native libraries: unpacked once, those for GPUs fetched and verified; what the driver says; free memory. */
package io.github.taproot.unet.natives;
