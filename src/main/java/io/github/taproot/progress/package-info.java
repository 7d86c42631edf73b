// SPDX-License-Identifier: BSD-2-Clause
/** One contract for progress and cancelling. */
package io.github.taproot.progress;
