// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

import net.imglib2.Interval;
import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;
import org.scijava.convert.AbstractConverter;
import org.scijava.convert.ConvertService;
import org.scijava.convert.Converter;
import org.scijava.io.AbstractIOPlugin;
import org.scijava.io.IOPlugin;
import org.scijava.io.IOService;
import org.scijava.io.location.Location;
import org.scijava.plugin.PluginInfo;
import org.scijava.plugin.PluginService;

import ij.ImagePlus;
import ij.process.ByteProcessor;

import io.github.taproot.files.ImageFiles;

/** With stand-ins for SCIFIO, whose images tell their number by methods of these names, and for Fiji's converter. */
public class FijiReaderTest {

	@TempDir
	Path folder;

	private final Context context = new Context(IOService.class, ConvertService.class, PluginService.class);

	@AfterEach
	void close() {
		context.dispose();
	}

	/** An image of 3x2 pixels. */
	public static class FileImage implements RandomAccessibleInterval<UnsignedByteType> {

		private final RandomAccessibleInterval<UnsignedByteType> pixels = ArrayImgs.unsignedBytes(3, 2);
		private final int images;

		FileImage(int images) {
			this.images = images;
		}

		public FileImage getImgPlus() {
			return this;
		}

		public FileImage getMetadata() {
			return this;
		}

		public List<Page> getAll() {
			return Collections.nCopies(images, new Page());
		}

		@Override
		public RandomAccess<UnsignedByteType> randomAccess() {
			return pixels.randomAccess();
		}

		@Override
		public RandomAccess<UnsignedByteType> randomAccess(Interval interval) {
			return randomAccess();
		}

		@Override
		public int numDimensions() {
			return 2;
		}

		@Override
		public long min(int d) {
			return 0;
		}

		@Override
		public long max(int d) {
			return pixels.max(d);
		}
	}

	public static class Page {

		public boolean isThumbnail() {
			return false;
		}
	}

	/** Reads what the file's name says. */
	public static class Reader extends AbstractIOPlugin<Object> {

		@Override
		public boolean supportsOpen(Location source) {
			return source.getName().endsWith(".lif");
		}

		@Override
		public Class<Object> getDataType() {
			return Object.class;
		}

		@Override
		public Object open(Location source) throws IOException {
			return switch (source.getName()) {
				case "one.lif" -> new FileImage(1);
				case "three.lif" -> new FileImage(3);
				case "other.lif" -> Views.interval(ArrayImgs.unsignedBytes(3, 2), new long[2], new long[] { 2, 1 });
				case "table.lif" -> "a,b";
				default -> throw new IOException("bad block");
			};
		}
	}

	@SuppressWarnings("rawtypes")
	public static class ToImage extends AbstractConverter<RandomAccessibleInterval, ImagePlus> {

		@Override
		public <T> T convert(Object source, Class<T> type) {
			RandomAccessibleInterval<?> pixels = (RandomAccessibleInterval<?>) source;
			return type.cast(new ImagePlus("x",
				new ByteProcessor((int) pixels.dimension(0), (int) pixels.dimension(1))));
		}

		@Override
		public Class<ImagePlus> getOutputType() {
			return ImagePlus.class;
		}

		@Override
		public Class<RandomAccessibleInterval> getInputType() {
			return RandomAccessibleInterval.class;
		}
	}

	private ImagePlus open(String name) throws IOException {
		Path file = folder.resolve(name);
		if (!Files.exists(file)) Files.writeString(file, "nothing that Java or ImageJ knows");
		PluginService plugins = context.service(PluginService.class);
		plugins.addPlugin(new PluginInfo<>(Reader.class, IOPlugin.class));
		plugins.addPlugin(new PluginInfo<>(ToImage.class, Converter.class));
		return FijiReader.open(context, file);
	}

	@Test
	void opensOneImageWithoutShowingIt() throws IOException {
		for (String name : List.of("one.lif", "other.lif")) {
			ImagePlus image = open(name);
			assertEquals(3, image.getWidth());
			assertEquals(2, image.getHeight());
		}
	}

	@Test
	void refusesAFileOfSeveralImages() {
		IOException e = assertThrows(IOException.class, () -> open("three.lif"));
		assertTrue(e.getMessage().startsWith(folder.resolve("three.lif") + " has 3 images"), e.getMessage());
	}

	@Test
	void knowsWhatIsNotAnImage() throws IOException {
		assertNull(open("table.lif"));
		assertNull(open("x.unknown"));
		assertThrows(IllegalStateException.class, () -> open("broken.lif"));
	}

	@Test
	void withoutFijiSuchFilesAreRefusedByName() throws IOException {
		Path file = Files.writeString(folder.resolve("one.lif"), "nothing that Java or ImageJ knows");
		IOException e = assertThrows(IOException.class, () -> new ImageFiles().readPhotograph(file));
		assertTrue(e.getMessage().startsWith(file + " is not an image that can be read"), e.getMessage());
	}
}
