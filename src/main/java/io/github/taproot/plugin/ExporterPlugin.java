// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.plugin;

import io.github.taproot.roots.RootExporter;

/**
 * A file format of your own for roots. A class that implements this, has a constructor without parameters and the
 * annotation {@code @Plugin(type = ExporterPlugin.class)}, and lies in a jar beside Taproot's, is a choice for
 * {@code format} in <i>Export Roots Folder</i>, which writes its files to a folder of its name. A mask that it fails
 * for is named in the summary together with the plugin, and has no file; the others are exported.
 */
public interface ExporterPlugin extends RootExporter, NamedPlugin {}
