package io.github.taproot.benchmark;

import java.util.Arrays;
import java.util.Locale;

import io.github.taproot.image.Mask;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.measurement.Quantity;
import io.github.taproot.progress.Progress;
import io.github.taproot.simulation.RhizotronSimulator;
import io.github.taproot.simulation.SimulatedPhotograph;
import io.github.taproot.simulation.SimulationSettings;
import io.github.taproot.traits.RootTraits;
import io.github.taproot.traits.TraitSettings;

/**
 * Times all traits of a simulated mask of 4288x2848 px, and compares the lengths of simulated masks with the exact ones.
 */
public final class TraitsBenchmark {

	private static final int RUNS = 7;
	private static final int IMAGES = 40;
	private static final String[] LENGTHS = { "skeleton_length_px", "kimura_length_px", "polyline_length_px" };

	private TraitsBenchmark() {}

	public static void main(String[] args) {
		Mask mask = RhizotronSimulator.simulate(SimulationSettings.of(4288, 2848, 1), 0).mask();
		TraitSettings settings = new TraitSettings(0, true, new double[] { 4, 8 }, 200, 0, 90, 0, 0, 5);
		double[] seconds = new double[RUNS];
		for (int run = 0; run < RUNS; run++) {
			long start = System.nanoTime();
			RootTraits traits = RootTraits.of(mask, PixelCalibration.PIXELS, settings, Progress.NONE);
			int cells = traits.quantities().size() + traits.bands().rows().size() + traits.classes().rows().size() +
				traits.branches().rows().size();
			seconds[run] = (System.nanoTime() - start) / 1e9;
			System.out.printf(Locale.ROOT, "%.2f s (%d numbers and rows)%n", seconds[run], cells);
		}
		System.out.printf(Locale.ROOT, "first %.2f s, median %.2f s; %d processors; %.0f px of skeleton, %d px of root%n",
			seconds[0], Arrays.stream(seconds).sorted().toArray()[RUNS / 2], Runtime.getRuntime().availableProcessors(),
			value(RootTraits.of(mask, PixelCalibration.PIXELS, settings, Progress.NONE), LENGTHS[0]), mask.rootPixels());
		lengths();
	}

	private static void lengths() {
		System.out.println("\n| length of simulated masks, exact centre lines | mean error | SD | lowest | highest |");
		System.out.println("|---|---|---|---|---|");
		double[][] errors = new double[LENGTHS.length][IMAGES];
		for (int i = 0; i < IMAGES; i++) {
			SimulatedPhotograph simulated = RhizotronSimulator.simulate(SimulationSettings.of(1200, 900, 5), i);
			RootTraits traits =
				RootTraits.of(simulated.mask(), PixelCalibration.PIXELS, TraitSettings.DEFAULT, Progress.NONE);
			for (int k = 0; k < LENGTHS.length; k++) {
				errors[k][i] = 100 * (value(traits, LENGTHS[k]) / simulated.rootLengthPx() - 1);
			}
		}
		for (int k = 0; k < LENGTHS.length; k++) {
			double mean = Arrays.stream(errors[k]).average().orElseThrow();
			double variance = Arrays.stream(errors[k]).map(e -> (e - mean) * (e - mean)).sum() / (IMAGES - 1);
			System.out.printf(Locale.ROOT, "| %s | %+.2f %% | %.2f %% | %+.2f %% | %+.2f %% |%n", LENGTHS[k], mean,
				Math.sqrt(variance), Arrays.stream(errors[k]).min().orElseThrow(), Arrays.stream(errors[k]).max().orElseThrow());
		}
	}

	private static double value(RootTraits traits, String heading) {
		return traits.quantities().stream().filter(quantity -> quantity.heading().equals(heading)).map(Quantity::value)
			.findFirst().orElseThrow();
	}
}
