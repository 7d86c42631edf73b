// SPDX-License-Identifier: BSD-2-Clause
/**
 * Files of images and annotations: how they are decoded and written, whole or not at all; names, folders, pairs of
 * photograph and annotation. What Java cannot read others do, through {@link io.github.taproot.files.ForeignReader} and
 * {@link io.github.taproot.files.OutlineReader}.
 */
package io.github.taproot.files;
