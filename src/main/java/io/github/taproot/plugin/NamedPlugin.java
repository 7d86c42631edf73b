// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.plugin;

import org.scijava.plugin.SciJavaPlugin;

/** What all plugins of Taproot's have: a constructor without parameters, a name and a description. */
public interface NamedPlugin extends SciJavaPlugin {

	/**
	 * Its name in tables, choices and macros: lower-case letters, digits and underscores, a letter first. Of two
	 * plugins of one type and name, only the first is used.
	 */
	String name();

	/** What it is, in a sentence. */
	String description();
}
