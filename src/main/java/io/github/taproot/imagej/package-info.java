/** The bridge to ImagePlus, Roi, Overlay and ResultsTable. */
package io.github.taproot.imagej;
