// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.files;

import java.awt.Rectangle;
import java.awt.color.ColorSpace;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.RenderedImage;
import java.awt.image.SampleModel;
import java.awt.image.WritableRaster;
import java.util.Vector;
import java.util.function.ObjIntConsumer;

/** A grey image of 8 bits whose rows are made as a writer asks for them, from top to bottom, a band at a time. */
final class BandImage implements RenderedImage {

	/** Rows of a band, and sides of the tiles that writers should make. */
	static final int BAND = 512;
	private static final ColorModel GREY =
		new ComponentColorModel(ColorSpace.getInstance(ColorSpace.CS_GRAY), false, false,
		ColorModel.OPAQUE, DataBuffer.TYPE_BYTE);

	private final int width;
	private final int height;
	private final ObjIntConsumer<byte[]> rows;
	private final byte[] pixels;
	private int top = -BAND;

	BandImage(int width, int height, ObjIntConsumer<byte[]> rows) {
		this.width = width;
		this.height = height;
		this.rows = rows;
		pixels = new byte[Math.multiplyExact(width, Math.min(height, BAND))];
	}

	@Override
	public Raster getData(Rectangle part) {
		while (part.y >= top + BAND) {
			top += BAND;
			rows.accept(pixels, Math.min(BAND, height - top));
		}
		if (part.y < top || part.y + part.height > top + BAND) {
			throw new IllegalArgumentException("Rows out of order: " + part);
		}
		// A copy, since Java's TIFF writer does not heed where in its buffer a raster begins.
		byte[] copy = new byte[part.width * part.height];
		for (int row = 0; row < part.height; row++) {
			System.arraycopy(pixels, (part.y - top + row) * width + part.x, copy, row * part.width, part.width);
		}
		return Raster.createInterleavedRaster(new DataBufferByte(copy, copy.length), part.width, part.height,
			part.width, 1, new int[] { 0 }, part.getLocation());
	}

	@Override
	public Raster getTile(int column, int row) {
		return getData(new Rectangle(0, row * BAND, width, Math.min(BAND, height - row * BAND)));
	}

	@Override
	public Raster getData() {
		throw new UnsupportedOperationException();
	}

	@Override
	public WritableRaster copyData(WritableRaster raster) {
		Raster data = getData(raster.getBounds());
		raster.setDataElements(data.getMinX(), data.getMinY(), data);
		return raster;
	}

	@Override
	public ColorModel getColorModel() {
		return GREY;
	}

	@Override
	public SampleModel getSampleModel() {
		return GREY.createCompatibleSampleModel(width, Math.min(height, BAND));
	}

	@Override
	public int getWidth() {
		return width;
	}

	@Override
	public int getHeight() {
		return height;
	}

	@Override
	public int getTileWidth() {
		return width;
	}

	@Override
	public int getTileHeight() {
		return Math.min(height, BAND);
	}

	@Override
	public int getNumXTiles() {
		return 1;
	}

	@Override
	public int getNumYTiles() {
		return (height - 1) / BAND + 1;
	}

	@Override
	public int getMinX() {
		return 0;
	}

	@Override
	public int getMinY() {
		return 0;
	}

	@Override
	public int getMinTileX() {
		return 0;
	}

	@Override
	public int getMinTileY() {
		return 0;
	}

	@Override
	public int getTileGridXOffset() {
		return 0;
	}

	@Override
	public int getTileGridYOffset() {
		return 0;
	}

	@Override
	public Vector<RenderedImage> getSources() {
		return null;
	}

	@Override
	public Object getProperty(String name) {
		return java.awt.Image.UndefinedProperty;
	}

	@Override
	public String[] getPropertyNames() {
		return null;
	}
}
