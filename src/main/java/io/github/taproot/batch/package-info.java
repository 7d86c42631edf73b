// SPDX-License-Identifier: BSD-2-Clause
/** Folders of files through the domain, file by file, and what is told about them. */
package io.github.taproot.batch;
