/** The Frangi filter, its settings and their tuning. */
package io.github.taproot.segmentation.frangi;
