// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.taproot.unet.natives.GpuStatus;

/** An engine without a network: it predicts soil, its loss becomes NaN, its memory ends, as a test wants it. */
final class ScriptedEngine implements UNetEngine {

	private final int stepsUntilNaN;
	/** Values of input that fit into memory. */
	long memory = Long.MAX_VALUE;
	/** What networks that are trained predict everywhere; others predict soil. */
	float trained;
	/** Thrown once, by the next step. */
	volatile Error error;

	ScriptedEngine(int stepsUntilNaN) {
		this.stepsUntilNaN = stepsUntilNaN;
	}

	@Override
	public UNetNetwork open(NetworkArchitecture architecture, Map<String, float[]> weights, DeviceChoice device,
		Precision precision, Optimiser optimiser)
	{
		return new UNetNetwork() {

			private int steps;

			@Override
			public float[] predict(float[] tiles, int count, int width, int height) {
				if ((long) count * width * height > memory) throw new OutOfMemoryError("scripted");
				float[] probability = new float[count * architecture.outputSide(width) *
					architecture.outputSide(height)];
				if (optimiser != null) Arrays.fill(probability, trained);
				return probability;
			}

			@Override
			public double train(float[] tiles, byte[] labels, int count, int side, double rate) {
				if ((long) count * side * side > memory) throw new OutOfMemoryError("scripted");
				Error next = error;
				error = null;
				if (next != null) throw next;
				return ++steps > stepsUntilNaN ? Double.NaN : 1.0 / steps;
			}

			@Override
			public Map<String, float[]> weights() {
				return new LinkedHashMap<>(weights);
			}

			@Override
			public Map<String, float[]> optimiserState() {
				return Map.of("step", new float[] { 0, steps });
			}

			@Override
			public void restore(Map<String, float[]> newWeights, Map<String, float[]> optimiserState) {
				steps = (int) optimiserState.get("step")[1];
			}

			@Override
			public String device() {
				return device == DeviceChoice.GPU ? "GPU 0: scripted" : "CPU, scripted";
			}

			@Override
			public void close() {
				// nothing to free
			}
		};
	}

	@Override
	public void writeSavedModel(NetworkArchitecture architecture, Map<String, float[]> weights, Path file) {
		throw new UnsupportedOperationException();
	}

	@Override
	public SavedNetwork openSavedModel(Path folder, DeviceChoice device) {
		throw new UnsupportedOperationException();
	}

	@Override
	public double gigaflops(int side, Precision precision) {
		throw new UnsupportedOperationException();
	}

	@Override
	public EngineInfo info() {
		return new EngineInfo("none", "none", List.of("CPU"), "nowhere",
			new GpuStatus(GpuStatus.State.NO_CARD, "There is none.", List.of()));
	}
}
