// SPDX-License-Identifier: BSD-2-Clause
/** SciJava commands and the console: forms, no algorithms. */
package io.github.taproot.command;
