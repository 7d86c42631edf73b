package io.github.taproot.image;

import java.util.List;
import java.util.stream.IntStream;

import net.imglib2.FinalInterval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.blocks.PrimitiveBlocks;
import net.imglib2.blocks.PrimitiveBlocks.OnFallback;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

/**
 * Copies rectangles out of a photograph or an annotation. What lies outside is mirrored at the border without repeating
 * the border's pixel, again and again where the image is smaller than what is asked for (an image of one pixel
 * continues as that pixel). Any number of threads may use one reader.
 */
public final class TileReader {

	/** Channels of every tile: a grey photograph fills all three. */
	public static final int CHANNELS = 3;

	/** How many pixels the U-Net's unpadded convolutions take from each side of a tile. */
	public static final int MARGIN = 92;

	private final List<PrimitiveBlocks<FloatType>> planes;

	public TileReader(Photograph photograph) {
		planes = IntStream.range(0, photograph.channels())
			.mapToObj(c -> mirrored(Views.hyperSlice(photograph.pixels(), 2, c))).toList();
	}

	/**
	 * Copies a tile, in the photograph's own range.
	 *
	 * @param x0 left column of the tile in the photograph, may lie outside
	 * @param y0 top row, may lie outside
	 * @param tile receives pixel (x, y), channel c at {@code offset + (y * width + x) * 3 + c}
	 * @throws ArrayIndexOutOfBoundsException where {@code tile} is too short
	 */
	public void read(int x0, int y0, int width, int height, float[] tile, int offset) {
		float[] plane = new float[width * height];
		for (int c = 0; c < CHANNELS; c++) {
			if (c < planes.size()) planes.get(c).copy(FinalInterval.createMinSize(x0, y0, width, height), plane);
			for (int i = 0, to = offset + c; i < plane.length; i++, to += CHANNELS) tile[to] = plane[i];
		}
	}

	/** Copies the labels of a tile: that of pixel (x, y) is at {@code y * width + x}. */
	public static byte[] labels(Annotation annotation, int x0, int y0, int width, int height) {
		byte[] labels = new byte[width * height];
		mirrored(ArrayImgs.bytes(annotation.labels(), annotation.width(), annotation.height()))
			.copy(FinalInterval.createMinSize(x0, y0, width, height), labels);
		return labels;
	}

	/** @throws IllegalArgumentException unless the U-Net can take tiles of this side: 188 + 16 k */
	public static void requireSide(int side) {
		if (side < 188 || (side - 188) % 16 != 0) {
			throw new IllegalArgumentException("The tile side is " + side + ", but must be 188, 204, 220 and so on in steps" +
				" of 16 (572 in the paper).");
		}
	}

	private static <T extends NativeType<T>> PrimitiveBlocks<T> mirrored(RandomAccessibleInterval<T> image) {
		// PrimitiveBlocks divides by zero where it mirrors an extent of 1: such a row or column is doubled before.
		RandomAccessibleInterval<T> wide = image.dimension(0) > 1 && image.dimension(1) > 1 ? image :
			Views.interval(Views.extendBorder(image), FinalInterval.createMinSize(0, 0,
				Math.max(2, image.dimension(0)), Math.max(2, image.dimension(1))));
		return PrimitiveBlocks.of(Views.extendMirrorSingle(wide), OnFallback.ACCEPT).threadSafe();
	}
}
