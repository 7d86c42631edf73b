// SPDX-License-Identifier: BSD-2-Clause
/** Painting with undo, annotation projects, their import and saving. */
package io.github.taproot.annotation;
