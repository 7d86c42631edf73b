// SPDX-License-Identifier: BSD-2-Clause
/** What a training learns from: split, sampling, augmentation, batches on threads; seeded. */
package io.github.taproot.unet.training;
