/** Traced roots, RSML and SWC. */
package io.github.taproot.roots.tracing;
