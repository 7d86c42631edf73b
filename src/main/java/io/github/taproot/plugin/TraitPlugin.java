// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.plugin;

import io.github.taproot.roots.Trait;

/**
 * A measurement of your own. A class that implements this, has a constructor without parameters and the annotation
 * {@code @Plugin(type = TraitPlugin.class)}, and lies in a jar beside Taproot's, gets a column in the tables of
 * <i>Measure Roots</i>, <i>Measure Root Traits</i> and their commands for folders. Where it fails, its cell is empty
 * and the log names it; the work continues.
 */
public interface TraitPlugin extends Trait, NamedPlugin {}
