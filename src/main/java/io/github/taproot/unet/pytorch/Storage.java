// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.pytorch;

/**
 * What a file says of one of its arrays of values.
 *
 * @param key its name in the file
 * @param size how many values it has, which is a claim
 */
record Storage(ElementType type, String key, long size) {}
