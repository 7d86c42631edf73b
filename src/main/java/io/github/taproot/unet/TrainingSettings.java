// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet;

import java.util.function.Consumer;

import io.github.taproot.image.TileReader;
import io.github.taproot.unet.training.Augmentation;
import io.github.taproot.unet.training.BatchSettings;
import io.github.taproot.unet.training.FastAugmentation;
import io.github.taproot.unet.training.MixedSampling;
import io.github.taproot.unet.training.PaperAugmentation;
import io.github.taproot.unet.training.PaperSampling;
import io.github.taproot.unet.training.TileSampling;

/**
 * Everything that decides how a network is trained; stored with the model.
 *
 * @param architecture the network
 * @param side rows and columns of a training tile, 188 + 16k; 572 in the paper
 * @param batch tiles in a step, at least 1; 4 in the paper
 * @param optimiser how a step changes the weights
 * @param rate the learning rate, above 0; 0.01 in the paper
 * @param schedule how the rate falls
 * @param sampling which tiles are drawn
 * @param tilesPerEpoch tiles in an epoch with {@link Sampling#MIXED}, at least 1
 * @param rootShare share of tiles drawn around a root with {@link Sampling#MIXED}, 0 to 1
 * @param variation how tiles are varied
 * @param flips whether tiles are flipped with {@link Variation#FAST}
 * @param quarterTurns whether tiles are turned with {@link Variation#FAST}
 * @param epochs the last epoch, at least 1; 80 in the paper
 * @param minutes the longest training, validation included, in minutes of all its sessions; 0 for no limit
 * @param validationSide rows and columns of a validation tile, 188 + 16k; 0 for those by which the network segments
 *          where nobody asks for others: networks see more, and are scored higher, on larger tiles
 * @param validationShare most of the time that validation may take, 0 to 1; 1 validates after every epoch
 * @param seed the same seed on the same processor gives the same training, as long as no time limit shapes it
 */
public record TrainingSettings(NetworkArchitecture architecture, int side, int batch, Optimiser optimiser, double rate,
	Schedule schedule, Sampling sampling, int tilesPerEpoch, double rootShare, Variation variation, boolean flips,
	boolean quarterTurns, int epochs, double minutes, int validationSide, double validationShare, long seed)
{

	/** How the learning rate falls. */
	public enum Schedule {
		/** Times 0.3 after epochs 30 and 60, as in the paper. */
		STEPS,
		/** Half a cosine to 0 over the epochs or the minutes, whichever end first. */
		COSINE
	}

	/** Which tiles an epoch has. */
	public enum Sampling {
		/** Up to 40 tiles with roots of each image. */
		PAPER,
		/** A given number of tiles, some of them of bare soil. */
		MIXED
	}

	/** How tiles are varied. */
	public enum Variation {
		/** Elastic deformation, noise, flips and colour jitter as in the paper. */
		PAPER,
		/** Flips, quarter turns, colour jitter and noise. */
		FAST
	}

	public TrainingSettings {
		// A damaged model's file may lack them.
		for (Object part : new Object[] { architecture, optimiser, schedule, sampling, variation }) {
			check(part != null, "The training's settings are incomplete.");
		}
		TileReader.requireSide(side);
		if (validationSide != 0) TileReader.requireSide(validationSide);
		check(batch >= 1 && batch <= 1024, "The batch must have 1 to 1024 tiles, but has " + batch + ".");
		check((long) batch * side * side * TileReader.CHANNELS < Integer.MAX_VALUE - 8,
			"A batch of " + batch + " tiles of " + side + " px is too large: choose a smaller batch or tile side.");
		check(rate > 0 && rate <= 1, "The learning rate must be above 0 and at most 1, but is " + rate + ".");
		check(tilesPerEpoch >= batch && tilesPerEpoch <= 1_000_000,
			"An epoch must have at least one batch of tiles and at most a million, but has " + tilesPerEpoch + ".");
		check(rootShare >= 0 && rootShare <= 1, "The share of tiles with roots must be 0 to 1, but is " +
			rootShare + ".");
		check(epochs >= 1 && epochs <= UNLIMITED, "The epochs must be 1 to 1000000, but are " + epochs + ".");
		check(minutes >= 0 && minutes <= 100_000, "The minutes must be 0 to 100000, but are " + minutes + ".");
		check(validationShare > 0 && validationShare <= 1,
			"Validation's share of the time must be above 0 and at most 1, but is " + validationShare + ".");
	}

	/** As many epochs as there is time for. */
	static final int UNLIMITED = 1_000_000;

	/** How long {@link #fast} trains where a user does not say. */
	public static final double FAST_MINUTES = 60;

	private static void check(boolean allowed, String otherwise) {
		if (!allowed) throw new IllegalArgumentException(otherwise);
	}

	/** Smith et al. 2020 to the number. */
	public static TrainingSettings paper(long seed) {
		Builder paper = new Builder();
		paper.seed = seed;
		return paper.settings();
	}

	/** For a laptop: a narrow network with a plain head, trained for some minutes on tiles with and without roots. */
	public static TrainingSettings fast(double minutes, long seed) {
		return paper(seed).with(fast -> {
			fast.architecture = UNetArchitecture.FAST;
			fast.side = 412;
			fast.optimiser = new Optimiser(Optimiser.Method.ADAMW, 0, 1e-4);
			fast.rate = 2e-3;
			fast.schedule = Schedule.COSINE;
			fast.sampling = Sampling.MIXED;
			fast.tilesPerEpoch = 400;
			fast.rootShare = 0.7;
			fast.variation = Variation.FAST;
			fast.quarterTurns = true;
			fast.epochs = UNLIMITED;
			fast.minutes = minutes;
			fast.validationSide = 0;
			fast.validationShare = 0.1;
		});
	}

	/**
	 * For training while somebody annotates: the tiles of {@link #fast}, one in a step and with a high rate, since many
	 * small steps learn sooner than few large ones, in epochs of some seconds, so that what is painted is soon learnt
	 * from. It has no end.
	 *
	 * @param width the network's channels at the first level: fewer learn sooner, more learn more
	 */
	public static TrainingSettings corrective(int width, long seed) {
		return fast(0, seed).with(corrective -> {
			corrective.architecture = new UNetArchitecture(width, UNetArchitecture.Head.PLAIN);
			corrective.batch = 1;
			corrective.rate = 4e-3;
			corrective.tilesPerEpoch = 40;
			corrective.validationShare = 0.25;
		});
	}

	/** The same with changes: {@code settings.with(other -> other.side = 412)}. */
	public TrainingSettings with(Consumer<Builder> changes) {
		Builder other = new Builder(this);
		changes.accept(other);
		return other.settings();
	}

	/** Settings on their way; the paper's where nothing else is said. Fields are as in {@link TrainingSettings}. */
	public static final class Builder {

		public NetworkArchitecture architecture = UNetArchitecture.PAPER;
		public int side = UNetArchitecture.PAPER_SIDE;
		public int batch = 4;
		public Optimiser optimiser = Optimiser.PAPER;
		public double rate = 0.01;
		public Schedule schedule = Schedule.STEPS;
		public Sampling sampling = Sampling.PAPER;
		public int tilesPerEpoch = 1600;
		public double rootShare = 1;
		public Variation variation = Variation.PAPER;
		public boolean flips = true;
		public boolean quarterTurns;
		public int epochs = 80;
		public double minutes;
		public int validationSide = UNetArchitecture.PAPER_SIDE;
		public double validationShare = 1;
		public long seed;

		private Builder() {}

		private Builder(TrainingSettings from) {
			architecture = from.architecture;
			side = from.side;
			batch = from.batch;
			optimiser = from.optimiser;
			rate = from.rate;
			schedule = from.schedule;
			sampling = from.sampling;
			tilesPerEpoch = from.tilesPerEpoch;
			rootShare = from.rootShare;
			variation = from.variation;
			flips = from.flips;
			quarterTurns = from.quarterTurns;
			epochs = from.epochs;
			minutes = from.minutes;
			validationSide = from.validationSide;
			validationShare = from.validationShare;
			seed = from.seed;
		}

		private TrainingSettings settings() {
			return new TrainingSettings(architecture, side, batch, optimiser, rate, schedule, sampling,
				tilesPerEpoch, rootShare, variation, flips, quarterTurns, epochs, minutes, validationSide,
				validationShare, seed);
		}
	}

	TileSampling tileSampling() {
		return sampling == Sampling.PAPER ? PaperSampling.DEFAULT : new MixedSampling(tilesPerEpoch, rootShare);
	}

	Augmentation augmentation() {
		if (variation == Variation.PAPER) return new PaperAugmentation();
		FastAugmentation usual = FastAugmentation.DEFAULT;
		return new FastAugmentation(flips, quarterTurns, usual.brightness(), usual.contrast(), usual.saturation(),
			usual.noise());
	}

	BatchSettings batches() {
		return new BatchSettings(side, batch, architecture.margin(), architecture.low(), seed,
			BatchSettings.DEFAULT_THREADS);
	}

	/**
	 * The learning rate of an epoch.
	 *
	 * @param epoch from 0
	 * @param done share of the whole training that is done, 0 to 1
	 */
	double rate(int epoch, double done) {
		return switch (schedule) {
			case STEPS -> rate * (epoch >= 60 ? 0.09 : epoch >= 30 ? 0.3 : 1);
			case COSINE -> rate * Math.max(0.01, 0.5 + 0.5 * Math.cos(Math.PI * Math.min(1, done)));
		};
	}

	/**
	 * Whether the two differ in nothing but how long to train and on how many pixels at once, so that one may go on.
	 */
	boolean continues(TrainingSettings other) {
		return other.equals(with(same -> {
			same.side = other.side;
			same.batch = other.batch;
			same.epochs = other.epochs;
			same.minutes = other.minutes;
		}));
	}

	Tiles tiles() {
		return new Tiles(side, batch);
	}

	/** The same training on other tiles. */
	TrainingSettings of(Tiles tiles) {
		return with(other -> {
			other.side = tiles.side();
			other.batch = tiles.batch();
		});
	}

	/** The same training of another network. */
	public TrainingSettings of(NetworkArchitecture network) {
		return with(other -> other.architecture = network);
	}
}
