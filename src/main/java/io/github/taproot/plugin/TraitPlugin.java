// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.plugin;

import org.scijava.plugin.SciJavaPlugin;

import io.github.taproot.roots.Trait;

/**
 * A trait of your own. A class that implements this, has a constructor without parameters and the annotation
 * {@code @Plugin(type = TraitPlugin.class)}, and lies in a jar beside Taproot's, gets a column in the tables of
 * <i>Measure Root Traits</i> and <i>Measure Root Traits Folder</i>. Where it fails, its cell is empty and the log names
 * it; the work goes on.
 */
public interface TraitPlugin extends Trait, SciJavaPlugin {}
