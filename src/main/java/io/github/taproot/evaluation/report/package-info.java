// SPDX-License-Identifier: BSD-2-Clause
/** HTML pages and charts; the only room that imports JFreeChart. */
package io.github.taproot.evaluation.report;
