// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import ij.gui.Roi;
import ij.io.Opener;
import ij.io.RoiEncoder;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.taproot.batch.FileBatch;
import io.github.taproot.batch.FolderPart;
import io.github.taproot.batch.FolderTracings;
import io.github.taproot.image.Mask;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.imagej.ImagePlusConversion;
import io.github.taproot.progress.Progress;

/** Files that ImageJ or Java alone would read wrongly. */
class RareFilesTest {

	/** Root at the first and the fourth of 3x2 pixels. */
	private static final byte[] ROOTS = { -1, 0, 0, -1, 0, 0 };

	private final ImageFiles files = new ImageFiles();
	@TempDir
	Path folder;

	/** A TIFF of 3x2 pixels of 8 bits with more tags than it needs, lowest first: {tag, type, values}. */
	private Path tiff(String name, byte[] pixels, Object[]... more) throws IOException {
		List<Object[]> tags = new ArrayList<>(List.of(new Object[] { 256, 3, new int[] { 3 } },
			new Object[] { 257, 3, new int[] { 2 } }, new Object[] { 258, 3, new int[] { 8 } },
			new Object[] { 259, 3, new int[] { 1 } }, new Object[] { 273, 4, new int[] { 8 } },
			new Object[] { 277, 3, new int[] { 1 } }, new Object[] { 278, 3, new int[] { 2 } },
			new Object[] { 279, 4, new int[] { 6 } }));
		tags.addAll(List.of(more));
		tags.sort((a, b) -> (Integer) a[0] - (Integer) b[0]);
		ByteBuffer file = ByteBuffer.allocate(10_000).order(ByteOrder.LITTLE_ENDIAN);
		file.put("II*\0".getBytes(StandardCharsets.US_ASCII)).putInt(14).put(pixels);
		int rest = 14 + 2 + 12 * tags.size() + 4;
		file.putShort((short) tags.size());
		for (Object[] tag : tags) {
			int[] values = tag[2] instanceof int[] numbers ? numbers : (tag[2] + "\0").chars().toArray();
			int type = (Integer) tag[1];
			int bytes = values.length * (type == 2 ? 1 : type == 3 ? 2 : 4);
			file.putShort(((Integer) tag[0]).shortValue()).putShort((short) type)
				.putInt(type == 5 ? values.length / 2 : values.length);
			int place = bytes > 4 ? rest : file.position();
			if (bytes > 4) file.putInt(rest);
			else file.putInt(0);
			int back = file.position();
			file.position(place);
			for (int value : values) {
				if (type == 2) file.put((byte) value);
				else if (type == 3) file.putShort((short) value);
				else file.putInt(value);
			}
			if (bytes > 4) rest = file.position();
			file.position(back);
		}
		file.putInt(0);
		byte[] all = new byte[rest];
		file.rewind().get(all);
		return Files.write(folder.resolve(name), all);
	}

	/** ImageJ, which reads them otherwise, takes their header for pixels. */
	@Test
	void refusesRawBitmaps() throws IOException {
		Path file = Files.write(folder.resolve("a.pbm"), "P4\n10 2\n0000".getBytes(StandardCharsets.US_ASCII));
		IOException refused = assertThrows(IOException.class, () -> files.readMask(file));
		assertEquals(file + " is a raw PBM bitmap, which cannot be read here: save it as PNG.", refused.getMessage());
	}

	@Test
	void readsBitmapsOfOneBit() throws IOException {
		BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_BINARY);
		image.setRGB(0, 0, -1);
		image.setRGB(0, 1, -1);
		Path file = folder.resolve("a.bmp");
		ImageIO.write(image, "bmp", file.toFile());
		assertArrayEquals(ROOTS, files.readMask(file).mask().pixels());
	}

	@Test
	void readsBitmapsOfThirtyTwoBits() throws IOException {
		// Written by hand, since Java writes 24 bits: blue, green, red and nothing, the lowest row first.
		ByteBuffer bmp = ByteBuffer.allocate(54 + 24).order(ByteOrder.LITTLE_ENDIAN);
		bmp.put((byte) 'B').put((byte) 'M').putInt(78).putInt(0).putInt(54).putInt(40).putInt(3).putInt(2)
			.putShort((short) 1).putShort((short) 32);
		bmp.putInt(54, 0xffffff).putInt(66, 0xffffff);
		Path file = Files.write(folder.resolve("a.bmp"), bmp.array());
		assertArrayEquals(ROOTS, files.readMask(file).mask().pixels());
		assertEquals("255 on 0", files.readMask(file).readAs());
	}

	@Test
	void seesTransparencyOfGifs() throws IOException {
		byte[] palette = { 0, -1 };
		BufferedImage image = new BufferedImage(1, 6, BufferedImage.TYPE_BYTE_INDEXED,
			new IndexColorModel(1, 2, palette, palette, palette, 0));
		image.getRaster().setSample(0, 0, 0, 1);
		image.getRaster().setSample(0, 3, 0, 1);
		Path file = folder.resolve("a.gif");
		ImageIO.write(image, "gif", file.toFile());
		assertArrayEquals(ROOTS, files.readMask(file).mask().pixels());
		assertEquals("#ffffff on transparent", files.readMask(file).readAs());
	}

	/** Old programs write a colour of a TIFF's palette as 8 bits: read as 16, all is black, and no root there. */
	@Test
	void readsPalettesOfEightBits() throws IOException {
		int[] map = new int[3 * 256];
		for (int channel = 0; channel < 3; channel++) map[256 * channel + 1] = 200;
		byte[] indices = { 1, 0, 0, 1, 0, 0 };
		Path file = tiff("a.tif", indices, new Object[] { 262, 3, new int[] { 3 } }, new Object[] { 320, 3, map });
		assertArrayEquals(ROOTS, files.readMask(file).mask().pixels());
		assertEquals("200 on 0", files.readMask(file).readAs());
	}

	/** What ImageJ writes for 0.1 mm; more tags as another program would write them. */
	private Path scaled(String name, int resolution, int unit, Object[]... more) throws IOException {
		List<Object[]> tags = new ArrayList<>(List.of(more));
		tags.add(new Object[] { 262, 3, new int[] { 1 } });
		tags.add(new Object[] { 270, 2, "ImageJ=1.54p\nunit=mm\n" });
		tags.add(new Object[] { 282, 5, new int[] { resolution, 1 } });
		tags.add(new Object[] { 283, 5, new int[] { resolution, 1 } });
		tags.add(new Object[] { 296, 3, new int[] { unit } });
		return tiff(name, ROOTS, tags.toArray(Object[][]::new));
	}

	/** Programs that resize or save a TIFF keep ImageJ's words: 72 dpi was taken for 72 px in a mm. */
	@Test
	void leavesOutAScaleThatIsNotImageJsAnyMore() throws IOException {
		assertEquals(PixelCalibration.millimetres(0.1), files.readMask(scaled("imagej.tif", 10, 1)).calibration());
		Object[] planar = { 284, 3, new int[] { 1 } };
		assertEquals(PixelCalibration.millimetres(0.1), files.readMask(scaled("python.tif", 10, 1, planar))
			.calibration());
		for (Path lost : List.of(scaled("dpi.tif", 72, 2),
			scaled("resized.tif", 10, 1, new Object[] { 274, 3, new int[] { 1 } })))
		{
			ImageFiles.ScaledMask read = files.readMask(lost);
			assertEquals(PixelCalibration.PIXELS, read.calibration(), lost.toString());
			assertEquals("255 on 0; its scale was left out, since another program saved the file after ImageJ",
				read.readAs());
			assertEquals(PixelCalibration.PIXELS,
				ImagePlusConversion.toCalibration(new Opener().openImage(lost.toString())));
		}
		assertEquals(PixelCalibration.millimetres(0.1),
			ImagePlusConversion.toCalibration(new Opener().openImage(folder.resolve("imagej.tif").toString())));
	}

	/** Programs that resize a PNG keep its texts. */
	@Test
	void leavesOutTheScaleOfAMaskThatWasResized() throws IOException {
		Path mask = folder.resolve("mask.png");
		ResultFiles.writeMask(new Mask(3, 2, ROOTS), PixelCalibration.millimetres(0.1), mask);
		assertEquals(PixelCalibration.millimetres(0.1), files.readMask(mask).calibration());
		ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
		ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
		Path resized = folder.resolve("resized.png");
		try (ImageInputStream in = ImageIO.createImageInputStream(mask.toFile());
			ImageOutputStream out = ImageIO.createImageOutputStream(resized.toFile()))
		{
			reader.setInput(in);
			IIOImage all = reader.readAll(0, null);
			BufferedImage half = new BufferedImage(6, 4, BufferedImage.TYPE_BYTE_GRAY);
			half.createGraphics().drawImage((BufferedImage) all.getRenderedImage(), 0, 0, 6, 4, null);
			writer.setOutput(out);
			IIOMetadata texts = writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(half), null);
			IIOMetadataNode old = (IIOMetadataNode) all.getMetadata().getAsTree(StoredScale.PNG);
			IIOMetadataNode root = new IIOMetadataNode(StoredScale.PNG);
			root.appendChild(old.getElementsByTagName("tEXt").item(0));
			texts.mergeTree(StoredScale.PNG, root);
			writer.write(new IIOImage(half, null, texts));
		}
		ImageFiles.ScaledMask read = files.readMask(resized);
		assertEquals(PixelCalibration.PIXELS, read.calibration());
		assertEquals("255 on 0; its scale was left out, since the image was resized or cropped after the scale " +
			"was written", read.readAs());
		assertEquals(PixelCalibration.PIXELS,
			ImagePlusConversion.toCalibration(new Opener().openImage(resized.toString())));
	}

	/** A selection that was drawn on a photograph of twice the size leaves out nothing, or something else. */
	@Test
	void selectionsOutsideOfTheImageAreRefused() throws IOException {
		Path roi = folder.resolve("tape.roi");
		RoiEncoder.save(new Roi(30, 0, 20, 10), roi.toString());
		IOException refused = assertThrows(IOException.class, () -> new ExclusionFiles(roi, List.of("a"))
			.of("a", 20, 20));
		assertEquals(roi + " has an area outside of the image of 20x20 pixels (from x 30, y 0 to 50, 10): draw it on " +
			"an image of this size.", refused.getMessage());
		assertThrows(IOException.class, () -> new ExclusionFiles(roi, List.of("a")).of("a", 38, 20));
		assertEquals(100, new ExclusionFiles(roi, List.of("a")).of("a", 40, 20).rootPixels());
	}

	/** In ImageJ one draws on the photograph as it is stored. */
	@Test
	void selectionsOnTurnedPhotographsAreRefused() throws IOException {
		Path photographs = Files.createDirectory(folder.resolve("photographs"));
		Path annotations = Files.createDirectory(folder.resolve("annotations"));
		RoiEncoder.save(new Roi(0, 0, 1, 1), annotations.resolve("a.roi").toString());
		Object[] grey = { 262, 3, new int[] { 1 } };
		Files.move(tiff("a.tif", ROOTS, grey, new Object[] { 274, 3, new int[] { 1 } }), photographs.resolve("a.tif"));
		AnnotatedFolder both = new AnnotatedFolder(photographs, annotations, NameAffix.of(""));
		assertEquals(List.of(), both.check(files, Progress.NONE).problems());
		Files.delete(photographs.resolve("a.tif"));
		Files.move(tiff("a.tif", ROOTS, grey, new Object[] { 274, 3, new int[] { 6 } }), photographs.resolve("a.tif"));
		String problem = both.check(files, Progress.NONE).problems().get(0).sentence();
		assertTrue(problem.startsWith("It is not known whether it was painted on the turned photograph."), problem);
	}

	@Test
	void tracingsOfTurnedPhotographsAreRefused() throws IOException {
		Path tracings = Files.createDirectory(folder.resolve("tracings"));
		Path photographs = Files.createDirectory(folder.resolve("photographs"));
		Files.writeString(tracings.resolve("a.rsml"), "<rsml><scene><plant><root><geometry><polyline><point " +
			"x='0' y='0'/><point x='1' y='1'/></polyline></geometry></root></plant></scene></rsml>");
		Files.move(tiff("a.tif", ROOTS, new Object[] { 262, 3, new int[] { 1 } },
			new Object[] { 274, 3, new int[] { 6 } }), photographs.resolve("a.tif"));
		FileBatch.Summary drawn = new FolderTracings(photographs, 0, 0, 1, null).run(tracings, folder.resolve("masks"),
			FolderPart.WHOLE, Progress.NONE, sentence -> {});
		assertEquals("The camera stored " + photographs.resolve("a.tif") + " turned (EXIF orientation), and a.rsml " +
			"does not say whether it was traced as stored or as seen: save the photograph upright and check that the " +
			"tracing fits, or give width and height.", drawn.outcomes().get(0).message());
		drawn = new FolderTracings(null, 3, 2, 1, null)
			.run(tracings, folder.resolve("masks"), FolderPart.WHOLE, Progress.NONE, sentence -> {});
		assertEquals(1, drawn.count(FileBatch.Status.DONE));
	}

	/** Plots and figures have a frame, which is measured with the roots. */
	@Test
	void framesAreTold() throws IOException {
		byte[] pixels = new byte[64];
		for (int i = 0; i < 64; i++) if (i < 8 || i >= 56 || i % 8 == 0 || i % 8 == 7) pixels[i] = Mask.ROOT;
		Path mask = folder.resolve("frame.png");
		ResultFiles.writeMask(new Mask(8, 8, pixels), PixelCalibration.PIXELS, mask);
		assertEquals("255 on 0; the whole border of the image is root", files.readMask(mask).readAs());
		pixels[0] = Mask.SOIL;
		ResultFiles.writeMask(new Mask(8, 8, pixels), PixelCalibration.PIXELS, mask);
		assertEquals("255 on 0", files.readMask(mask).readAs());
	}
}
