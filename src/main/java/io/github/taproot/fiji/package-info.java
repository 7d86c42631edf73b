// SPDX-License-Identifier: BSD-2-Clause
/**
 * What every Fiji loads, also one on Java 8, which cannot run Taproot: it says so, and leaves the commands of others
 * alone. Compiled for Java 8, as the types of plugins are.
 */
package io.github.taproot.fiji;
