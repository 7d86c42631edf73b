/** Photographs, masks, annotations and their scale, in memory; which values of a picture are root. */
package io.github.taproot.image;
