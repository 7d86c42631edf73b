// SPDX-License-Identifier: BSD-2-Clause
/** Model files, ours and those of the BioImage Model Zoo, as something that segments. */
package io.github.taproot.unet.model;
