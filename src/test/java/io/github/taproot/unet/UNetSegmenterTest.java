// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

import io.github.taproot.image.Photograph;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.progress.Progress;
import io.github.taproot.segmentation.tiling.TileGrid;
import io.github.taproot.segmentation.tiling.TiledPrediction;
import io.github.taproot.simulation.RhizotronSimulator;
import io.github.taproot.simulation.SimulationSettings;
import io.github.taproot.unet.UNetArchitecture.Head;
import io.github.taproot.unet.natives.FreeMemory;

class UNetSegmenterTest {

	private static final UNetArchitecture ARCHITECTURE = new UNetArchitecture(8, Head.PLAIN);
	private final List<String> said = new ArrayList<>();

	private static Photograph photograph(int width, int height) {
		return Photograph.ofBytes(new byte[width * height * 3], width, height, 3, PixelCalibration.PIXELS);
	}

	private UNetSegmenter segmenter(long memory) {
		ScriptedEngine engine = new ScriptedEngine(0);
		engine.memory = memory;
		return new UNetSegmenter(engine.open(ARCHITECTURE, Map.of(), DeviceChoice.CPU), 572, 4, said::add);
	}

	@Test
	void halvesTheBatchThenTheTileWhereMemoryRunsOut() {
		var probability = segmenter(300 * 300).probability(photograph(800, 500), Progress.NONE);
		assertEquals(800, probability.dimension(0));
		assertEquals(500, probability.dimension(1));
		assertEquals(3, said.size(), said.toString());
		assertTrue(said.get(0).contains("2 tiles of 572"), said.toString());
		assertTrue(said.get(1).contains("1 tile of 572"), said.toString());
		assertTrue(said.get(2).contains("1 tile of 284"), said.toString());
	}

	@Test
	void tilesSuitTheNetworkWhereNobodyAsksForOthers() {
		ScriptedEngine engine = new ScriptedEngine(0);
		UNetSegmenter even = new UNetSegmenter(engine.open(ARCHITECTURE, Map.of(), DeviceChoice.CPU), 0, 0, said::add);
		assertEquals(1724, even.side());
		assertEquals(0, UNetArchitecture.FAST.usualSide());
		assertEquals(572, UNetArchitecture.PAPER.usualSide());
		assertEquals(572, new RootPainterArchitecture(64).usualSide());
		assertTrue(FreeMemory.bytes() > 1 << 24, FreeMemory.bytes() + " bytes");
		engine.memory = 700 * 700;
		even = new UNetSegmenter(engine.open(ARCHITECTURE, Map.of(), DeviceChoice.CPU), 0, 0, said::add);
		assertEquals(2000, even.probability(photograph(2000, 50), Progress.NONE).dimension(0));
	}

	@Test
	void theSideOfAnEarlierRunIsKept() {
		ScriptedEngine engine = new ScriptedEngine(0);
		UNetSegmenter even = new UNetSegmenter(engine.open(ARCHITECTURE, Map.of(), DeviceChoice.CPU), 0, 0, said::add);
		even.keepSide(860);
		assertEquals(860, even.side());
		even.probability(photograph(2000, 50), Progress.NONE);
		assertEquals(860, even.side());
		assertThrows(IllegalArgumentException.class, () -> even.keepSide(861));
		UNetSegmenter given = segmenter(Long.MAX_VALUE);
		given.keepSide(860);
		assertEquals(572, given.side(), "that was asked for");
	}

	@Test
	void overlappingTilesAreAveraged() throws Exception {
		Photograph photograph = RhizotronSimulator.simulate(SimulationSettings.of(250, 200, 3), 0).photograph();
		try (UNetNetwork network =
			EngineLoader.engine().open(ARCHITECTURE, ARCHITECTURE.initialWeights(1), DeviceChoice.CPU))
		{
			TileGrid apart = new TileGrid(250, 200, 252 - 2 * network.margin());
			var expected = Views.flatIterable(TiledPrediction.predict(photograph, apart.overlapping(), 2, network,
				Progress.NONE)).cursor();
			var beside = Views.flatIterable(TiledPrediction.predict(photograph, apart, 2, network, Progress.NONE))
				.cursor();
			double difference = 0;
			UNetSegmenter segmenter = new UNetSegmenter(network, 252, 2, false, true, said::add);
			for (FloatType value : Views.flatIterable(segmenter.probability(photograph, Progress.NONE))) {
				assertEquals(expected.next().get(), value.get());
				difference = Math.max(difference, Math.abs(value.get() - beside.next().get()));
			}
			assertTrue(difference > 1e-3, "as without overlap: " + difference);
		}
	}

	@Test
	void givesUpWhereTheSmallestTileIsTooLarge() {
		assertThrows(OutOfMemoryError.class, () -> segmenter(1000).probability(photograph(20, 20), Progress.NONE));
	}

	@Test
	void takesImagesOfAnySize() throws Exception {
		try (UNetNetwork network =
			EngineLoader.engine().open(ARCHITECTURE, ARCHITECTURE.initialWeights(1), DeviceChoice.CPU))
		{
			UNetSegmenter segmenter = new UNetSegmenter(network, 188, 3, said::add);
			for (int[] size : new int[][] { { 1, 1 }, { 1, 9 }, { 7, 3 }, { 5, 4 } }) {
				var probability = segmenter.probability(photograph(size[0], size[1]), Progress.NONE);
				assertEquals(size[0], probability.dimension(0));
				assertEquals(size[1], probability.dimension(1));
				float value = probability.getAt(0, 0).get();
				assertTrue(value >= 0 && value <= 1, "probability " + value);
			}
		}
	}
}
