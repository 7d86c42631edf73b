// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.pytorch;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/** A file that PyTorch wrote, of either of its formats. */
interface WeightFile extends Closeable {

	/** What the file's pickle holds, its tensors unread: see {@link WeightPickle#read}. */
	Object contents();

	/** The values of a storage, from the first one on; whoever opened it closes it. */
	InputStream open(Storage storage) throws IOException;
}
