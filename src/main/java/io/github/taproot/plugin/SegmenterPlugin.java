// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.plugin;

import java.io.IOException;
import java.util.Collections;
import java.util.Map;

import io.github.taproot.segmentation.RootSegmenter;

/**
 * A way to segment of your own. A class that implements this, has a constructor without parameters and the annotation
 * {@code @Plugin(type = SegmenterPlugin.class)}, and lies in a jar beside Taproot's, is a choice for {@code method} in
 * <i>Segment Roots</i> and <i>Segment Roots Folder</i> (under <i>More settings</i>). Each run of a command makes an
 * instance, opens it once, and closes it.
 * <p>
 * What the segmenter gives is checked and copied: a failure, another size than the photograph's, or a value that is not
 * in [0, 1], NaN included, fails that photograph with the plugin's name; the other photographs of a folder are
 * segmented. Photographs that do not fit into memory are refused.
 * </p>
 */
public interface SegmenterPlugin extends NamedPlugin, AutoCloseable {

	/**
	 * Makes ready to segment.
	 *
	 * @return called by one thread at a time
	 * @throws IOException where a file can't be used, with one sentence that names it and says what to do
	 */
	RootSegmenter open(SegmenterInputs inputs) throws IOException;

	/**
	 * Everything that decides the masks beside the photograph and the inputs, once it is open. Results in a folder that
	 * were made with other settings, or by another version of the plugin's jar, are made again.
	 */
	default Map<String, Object> settings() throws IOException {
		return Collections.emptyMap();
	}

	/** Frees what it has opened. */
	@Override
	default void close() {
		// nothing
	}
}
