// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet;

import java.util.Map;

import io.github.taproot.segmentation.tiling.TilePredictor;

/**
 * A network in an engine's memory: it predicts, and can be trained. Whoever opened it closes it, which frees memory
 * that the garbage collector does not see. Not for several threads at once; it uses all cores itself.
 */
public interface UNetNetwork extends TilePredictor, AutoCloseable {

	/**
	 * Root probabilities of tiles.
	 *
	 * @param tiles scaled to [{@link #low}, {@link #low} + 1], axis order (tile, row, column, channel), 3 channels
	 * @param count how many tiles, at least 1
	 * @param width their columns in px, a valid side ({@link io.github.taproot.image.TileReader#requireSide})
	 * @param height their rows in px, a valid side
	 * @return (tile, row, column), rows and columns less twice the {@link #margin}, each in [0, 1]
	 * @throws EngineMemoryError where the engine or its device has too little memory; the network remains usable
	 */
	@Override
	float[] predict(float[] tiles, int count, int width, int height);

	/**
	 * One step of training on a batch, with the loss Dice + 0.3 cross-entropy over its defined pixels; a batch without
	 * a root pixel: 0.3 cross-entropy alone.
	 *
	 * @param tiles as for {@link #predict}
	 * @param labels values of {@link io.github.taproot.image.Annotation}, (tile, row, column), of the output's side
	 * @param count how many tiles, at least 1
	 * @param side the tiles' side in px
	 * @param rate the learning rate
	 * @return the loss before the step; NaN where training diverged
	 * @throws EngineMemoryError as {@link #predict}
	 */
	double train(float[] tiles, byte[] labels, int count, int side, double rate);

	/** Copies of the weights, by name in the order of {@link NetworkArchitecture#parameters}. */
	Map<String, float[]> weights();

	/**
	 * Copies of all that the optimiser remembers, by name: what {@link #restore} needs to go on as if never stopped.
	 */
	Map<String, float[]> optimiserState();

	/** Takes over weights and an optimiser's memory, as {@link #weights} and {@link #optimiserState} gave them. */
	void restore(Map<String, float[]> weights, Map<String, float[]> optimiserState);

	/** The device in use, such as "CPU, 2 threads" or "GPU 0: NVIDIA GeForce RTX 3060, float16". */
	String device();

	/**
	 * How it computes: {@link Precision#EXACT} or {@link Precision#FAST}, even if its device gains nothing from that.
	 */
	default Precision precision() {
		return Precision.EXACT;
	}

	/** A device without what {@link #device} adds in brackets, for a line that has little room. */
	static String shortDevice(String device) {
		return device.replaceFirst("(,| \\().*", "");
	}

	/**
	 * The side of tiles by which it segments where nobody asks for another, as {@link NetworkArchitecture#usualSide}.
	 */
	default int usualSide() {
		return 0;
	}

	/** Roughly how many bytes of the computer's memory a pixel of a tile takes; 0 where it lies in a card's. */
	default long bytesPerPixel() {
		return 0;
	}

	/** Equal for networks whose tiles need the same memory, such as "width 64". */
	default String memoryClass() {
		return "";
	}

	@Override
	void close();
}
