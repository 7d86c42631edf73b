/** What others may add to Taproot: plugins that SciJava finds. */
package io.github.taproot.plugin;
