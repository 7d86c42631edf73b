// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/** A model of Taproot's that is read when it is needed. Any number of threads may call it. */
public interface ModelSource {

	/** Which model it is, in a few words. */
	String title();

	/**
	 * When it was made: what an older one found is out of date.
	 *
	 * @throws IOException where there is none
	 */
	FileTime time() throws IOException;

	/** @throws IOException as {@link UNetModel#load} */
	UNetModel load() throws IOException;

	/** What a training that starts from it remembers: its title, and the date of what was loaded. */
	default String title(UNetModel loaded) {
		return title() + ", " + loaded.details().date();
	}

	/** A model's file, which need not be there yet. Equal for equal paths. */
	static ModelSource of(Path file) {
		return new OfFile(file);
	}

	/** A model in a file. */
	record OfFile(Path file) implements ModelSource {

		@Override
		public String title() {
			return file.getFileName().toString();
		}

		@Override
		public FileTime time() throws IOException {
			return Files.getLastModifiedTime(file);
		}

		@Override
		public UNetModel load() throws IOException {
			return UNetModel.load(file);
		}
	}
}
