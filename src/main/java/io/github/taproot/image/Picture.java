package io.github.taproot.image;

import net.imglib2.Cursor;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

/**
 * A decoded image before anybody has said what it shows: a photograph, a mask, an annotation, or probabilities.
 *
 * @param photograph its samples as they are to be seen, palettes and white-is-zero undone
 * @param alpha opacity of each pixel, 0 to 255 as a byte, row by row; null where all are opaque
 * @param inverted whether ImageJ stores 255 minus each sample, because of an inverting lookup table
 * @param lossy whether samples can differ from those that were saved, as in a JPEG
 * @param white the largest sample that its kind can have, 255 or 65535; 1 for all but 8 and 16 bits
 */
public record Picture(Photograph photograph, byte[] alpha, boolean inverted, boolean lossy, int white) {

	public int width() {
		return photograph.width();
	}

	public int height() {
		return photograph.height();
	}

	/** Whether a pixel shows nothing. */
	boolean isTransparent(int pixel) {
		return alpha != null && alpha[pixel] == 0;
	}

	/**
	 * Its photograph.
	 *
	 * @throws IllegalArgumentException where pixels are transparent, or samples are no numbers
	 */
	public Photograph requirePhotograph() {
		if (alpha == null) return photograph.requireNumbers();
		throw new IllegalArgumentException("It has transparent pixels, whose colour is unknown: save the photograph without " +
			"transparency.");
	}

	/**
	 * Red, green and blue as ImageJ stores them, row by row; one array three times for grey.
	 */
	public float[][] channels() {
		float[][] channels = new float[3][];
		for (int c = 0; c < 3; c++) {
			if (c >= photograph.channels()) {
				channels[c] = channels[0];
				continue;
			}
			channels[c] = new float[width() * height()];
			Cursor<FloatType> cursor = Views.flatIterable(Views.hyperSlice(photograph.pixels(), 2, c)).cursor();
			for (int i = 0; i < channels[c].length; i++) {
				float value = cursor.next().get();
				channels[c][i] = inverted ? 255 - value : value;
			}
		}
		return channels;
	}
}
