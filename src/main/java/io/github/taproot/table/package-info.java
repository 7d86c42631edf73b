// SPDX-License-Identifier: BSD-2-Clause
/** Tables, CSV, and numbers with names and units. */
package io.github.taproot.table;
