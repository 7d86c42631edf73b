/** One contract for progress and cancelling. */
package io.github.taproot.progress;
