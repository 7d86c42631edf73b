/** Thinning, branches, widths, tips. */
package io.github.taproot.roots.skeleton;
