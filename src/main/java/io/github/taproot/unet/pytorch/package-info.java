// SPDX-License-Identifier: BSD-2-Clause
/** PyTorch's state dicts in and out; the only room that imports net.razorvine; runs nothing that is in a file. */
package io.github.taproot.unet.pytorch;
