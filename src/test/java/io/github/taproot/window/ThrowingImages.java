// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.window;

import java.awt.image.BufferedImage;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;

import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;

/** Until it is closed, whoever reads a PNG file next gets an error instead, once for each error. */
final class ThrowingImages implements AutoCloseable {

	private final ConcurrentLinkedQueue<Error> errors;
	private final ImageReaderSpi first = new First();

	ThrowingImages(Error... errors) {
		this.errors = new ConcurrentLinkedQueue<>(List.of(errors));
		ImageReaderSpi java = ImageIO.getImageReadersByFormatName("PNG").next().getOriginatingProvider();
		IIORegistry registry = IIORegistry.getDefaultInstance();
		registry.registerServiceProvider(first, ImageReaderSpi.class);
		registry.setOrdering(ImageReaderSpi.class, first, java);
	}

	/** Those that no thread may end of. */
	static List<Error> kinds() {
		return List.of(new OutOfMemoryError("Java heap space"), new StackOverflowError(), new AssertionError("wrong"),
			new NoClassDefFoundError("gone"));
	}

	/** Whether all of them were thrown. */
	boolean isEmpty() {
		return errors.isEmpty();
	}

	@Override
	public void close() {
		IIORegistry.getDefaultInstance().deregisterServiceProvider(first, ImageReaderSpi.class);
	}

	private final class First extends ImageReaderSpi {

		First() {
			super("Taproot's tests", "1", new String[] { "png", "PNG" }, new String[] { "png" },
				new String[] { "image/png" }, NoReader.class.getName(), new Class<?>[] { Object.class }, null,
				false, null, null, null, null, false, null, null, null, null);
		}

		@Override
		public boolean canDecodeInput(Object source) {
			return false;
		}

		@Override
		public ImageReader createReaderInstance(Object extension) {
			Error next = errors.poll();
			if (next != null) throw next;
			return new NoReader(this);
		}

		@Override
		public String getDescription(Locale locale) {
			return "Throws errors";
		}
	}

	/** Nobody takes it. */
	private static final class NoReader extends ImageReader {

		NoReader(ImageReaderSpi provider) {
			super(provider);
		}

		@Override
		public int getNumImages(boolean allowSearch) {
			return 0;
		}

		@Override
		public int getWidth(int index) {
			return 0;
		}

		@Override
		public int getHeight(int index) {
			return 0;
		}

		@Override
		public Iterator<ImageTypeSpecifier> getImageTypes(int index) {
			return List.<ImageTypeSpecifier>of().iterator();
		}

		@Override
		public IIOMetadata getStreamMetadata() {
			return null;
		}

		@Override
		public IIOMetadata getImageMetadata(int index) {
			return null;
		}

		@Override
		public BufferedImage read(int index, ImageReadParam param) {
			throw new UnsupportedOperationException();
		}
	}
}
