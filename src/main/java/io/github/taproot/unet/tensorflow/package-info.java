// SPDX-License-Identifier: BSD-2-Clause
/** The only room that imports DJL and TensorFlow; EngineLoader loads it by a class loader of its own. */
package io.github.taproot.unet.tensorflow;
