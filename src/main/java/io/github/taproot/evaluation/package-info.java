// SPDX-License-Identifier: BSD-2-Clause
/** Prediction against annotation, methods against each other, lengths against counts; numbers only. */
package io.github.taproot.evaluation;
