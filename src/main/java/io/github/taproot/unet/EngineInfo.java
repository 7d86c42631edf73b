// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet;

import java.util.List;

import io.github.taproot.unet.natives.GpuStatus;

/**
 * What the engine is made of.
 *
 * @param tensorflow version of the TensorFlow library
 * @param djl version of DJL
 * @param devices devices that the library offers, such as "CPU" or "GPU 0: ..."
 * @param natives folder of the native libraries
 * @param gpu what was found of a GPU when the engine was loaded
 */
public record EngineInfo(String tensorflow, String djl, List<String> devices, String natives, GpuStatus gpu) {}
