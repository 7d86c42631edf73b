// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import ij.ImagePlus;
import ij.process.ByteProcessor;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

import io.github.taproot.image.Photograph;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.progress.Progress;
import io.github.taproot.segmentation.ComponentFilter;
import io.github.taproot.segmentation.Threshold;

/** The preview's model, without its window. */
class PreviewTest {

	/** A photograph whose pixels are their own probabilities in percent: 0, 1, 2 and so on along each row. */
	private static Photograph ramp(int width, int height) {
		byte[] pixels = new byte[width * height];
		for (int i = 0; i < pixels.length; i++) pixels[i] = (byte) (i % width);
		return Photograph.ofBytes(pixels, width, height, 1, PixelCalibration.PIXELS);
	}

	private static RandomAccessibleInterval<FloatType> percent(Photograph photograph) {
		float[] values = new float[photograph.width() * photograph.height()];
		int i = 0;
		for (FloatType value : Views.flatIterable(photograph.pixels())) values[i++] = value.get() / 100;
		return ArrayImgs.floats(values, photograph.width(), photograph.height());
	}

	@Test
	void segmentsTheRegionWithWhatIsAroundItAndKeepsTheRegion() {
		List<String> sizes = new ArrayList<>();
		PreviewRegion region = PreviewRegion.limited(new Rectangle(40, 150, 20, 10));
		Preview preview = Preview.of(ramp(100, 300), region, (photograph, p) -> {
			sizes.add(photograph.width() + "x" + photograph.height());
			return percent(photograph);
		}, Progress.NONE);
		// 92 px to each side, as far as the photograph goes: rows 58 to 251.
		assertEquals(List.of("100x194"), sizes);
		assertEquals(20, preview.probability().dimension(0));
		assertEquals(10, preview.probability().dimension(1));
		assertEquals(0.40f, preview.probability().firstElement().get());
		assertEquals(0.59f, preview.probability().getAt(19, 9).get());
	}

	/** Probabilities 0.0 to 0.9 in each of 4 rows, and a speck of one pixel. */
	@Test
	void countsWhatIsLeftAtASetting() {
		float[] values = new float[40];
		for (int i = 0; i < 40; i++) values[i] = i % 10 / 10f;
		values[10] = 0.95f;
		Preview preview = new Preview(PreviewRegion.limited(new Rectangle(7, 7, 10, 4)),
			ArrayImgs.floats(values, 10, 4));
		Preview.Found all = preview.at(new Threshold(0.65), new ComponentFilter(0));
		// Columns 7, 8, 9 of four rows, and the speck.
		assertEquals(2, all.components());
		assertEquals(13 / 40.0, all.share());
		Preview.Found large = preview.at(new Threshold(0.65), new ComponentFilter(2));
		assertEquals(1, large.components());
		assertEquals(12 / 40.0, large.share());
		assertEquals(0xffff00ff, large.picture().getRGB(7, 1), "its outline");
		assertEquals(0x60ff00ff, large.picture().getRGB(8, 1), "inside");
		assertEquals(0, large.picture().getRGB(3, 1), "soil");
		assertEquals(0, preview.at(new Threshold(0.99), new ComponentFilter(0)).components());
	}

	@Test
	void regionsAreSelectedOrAllAndLimited() {
		ImagePlus image = new ImagePlus("i", new ByteProcessor(2000, 1000));
		PreviewRegion whole = PreviewRegion.of(image);
		assertEquals(new Rectangle(250, 0, 1500, 1000), whole.bounds());
		assertTrue(whole.isLimited());
		image.setRoi(1900, 900, 300, 300);
		assertEquals(new Rectangle(1900, 900, 100, 100), PreviewRegion.of(image).bounds());
		assertFalse(PreviewRegion.of(image).isLimited());
	}

	@Test
	void theSliderOfSizesIsLogarithmicAndReachesEveryRoundNumber() {
		assertEquals(0, PreviewWindow.pixels(0));
		assertEquals(1, PreviewWindow.pixels(1));
		assertEquals(PreviewWindow.LARGEST_COMPONENT, PreviewWindow.pixels(200));
		// Half-way between 1 and 5000 lies their geometric mean, 70.7.
		assertEquals(71, PreviewWindow.pixels(100) / 2 + PreviewWindow.pixels(101) / 2, 1);
		for (int place = 1; place <= 200; place++) {
			assertTrue(PreviewWindow.pixels(place) >= PreviewWindow.pixels(place - 1));
			assertEquals(PreviewWindow.pixels(place),
				PreviewWindow.pixels(PreviewWindow.place(PreviewWindow.pixels(place))));
		}
		assertEquals(0, PreviewWindow.place(0));
	}
}
