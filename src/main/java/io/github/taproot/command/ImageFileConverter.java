// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

import org.scijava.convert.AbstractConverter;
import org.scijava.convert.ConversionRequest;

import ij.ImagePlus;

import io.github.taproot.imagej.ImagePlusFiles;

/** Opens the image file that a path names, on the console only: Fiji's own commands must not see it. */
public class ImageFileConverter extends AbstractConverter<String, ImagePlus> {

	@Override
	public boolean canConvert(ConversionRequest request) {
		return super.canConvert(request) && request.sourceObject() instanceof String text && isFile(text);
	}

	private static boolean isFile(String text) {
		try {
			return Files.isRegularFile(Path.of(text));
		}
		catch (InvalidPathException e) {
			return false;
		}
	}

	@Override
	public <T> T convert(Object source, Class<T> type) {
		try {
			return type.cast(ImagePlusFiles.open(Path.of((String) source)));
		}
		catch (IOException e) {
			throw new IllegalArgumentException(e.getMessage(), e);
		}
	}

	@Override
	public Class<String> getInputType() {
		return String.class;
	}

	@Override
	public Class<ImagePlus> getOutputType() {
		return ImagePlus.class;
	}

	/** Refuses what can't be opened. */
	static void check(String file) {
		try {
			ImagePlusFiles.open(Path.of(file));
		}
		catch (IOException | InvalidPathException e) {
			throw new IllegalArgumentException(e.getMessage(), e);
		}
	}
}
