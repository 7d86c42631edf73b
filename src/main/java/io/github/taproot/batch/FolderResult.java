// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.batch;

import io.github.taproot.table.Table;

/**
 * What came of a folder.
 *
 * @param summary what became of each file
 * @param table as it was written; not written where the user cancelled
 */
public record FolderResult(FileBatch.Summary summary, Table table) {}
