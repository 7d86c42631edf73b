// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.taproot.batch.FolderSimulation;
import io.github.taproot.files.AnnotatedFolder;
import io.github.taproot.files.AnnotatedImage;
import io.github.taproot.files.ChildProcess;
import io.github.taproot.files.ImageFiles;
import io.github.taproot.files.NameAffix;
import io.github.taproot.image.Annotation;
import io.github.taproot.image.Mask;
import io.github.taproot.image.Photograph;
import io.github.taproot.progress.Progress;
import io.github.taproot.segmentation.Flips;
import io.github.taproot.segmentation.PixelCounts;
import io.github.taproot.segmentation.Threshold;
import io.github.taproot.simulation.SimulationSettings;
import io.github.taproot.unet.UNetTrainer.End;
import io.github.taproot.unet.UNetTrainer.Outcome;
import io.github.taproot.unet.model.ModelFile;
import io.github.taproot.unet.model.OpenModel;
import io.github.taproot.unet.training.Split;

@Tag("slow")
class UNetTrainerTest {

	@TempDir
	private static Path data;
	@TempDir
	private Path temp;
	private final List<String> said = new ArrayList<>();

	@BeforeAll
	static void simulate() throws IOException {
		new FolderSimulation(SimulationSettings.of(220, 200, 4), 4, false).run(data, Progress.NONE);
	}

	/** A narrow network, one tile of 204 px a step. */
	private static TrainingSettings settings(int tilesPerEpoch, int epochs) {
		return TrainingSettings.fast(0, 7).with(narrow -> {
			narrow.architecture = new UNetArchitecture(4, UNetArchitecture.Head.PLAIN);
			narrow.side = 204;
			narrow.batch = 1;
			narrow.rate = 1e-3;
			narrow.tilesPerEpoch = tilesPerEpoch;
			narrow.rootShare = 0.8;
			narrow.epochs = epochs;
			// One tile for a whole photograph.
			narrow.validationSide = 412;
			narrow.validationShare = 1;
		});
	}

	private static Split split(Path data) throws IOException {
		return Split.byRootPixels(new AnnotatedFolder(data.resolve("images"), data.resolve("masks"), NameAffix.of(""))
			.check(new ImageFiles(), Progress.NONE).usable(false), 1);
	}

	private Outcome train(TrainingSettings settings, UNetEngine engine, String folder, boolean resume,
		Progress progress)
		throws IOException
	{
		return trainer(engine, TrainingListener.NONE)
			.train(null, split(data), settings, temp.resolve(folder), resume, progress);
	}

	private UNetTrainer trainer(UNetEngine engine, TrainingListener listener) {
		return new UNetTrainer(new TrainingContext(engine, DeviceChoice.CPU, Precision.EXACT, listener, said::add),
			new ImageFiles());
	}

	/** Trains as a process of its own, to be killed. */
	public static void main(String[] args) throws IOException {
		new UNetTrainerTest().trainer(EngineLoader.engine(), TrainingListener.NONE).train(null, split(Path.of(args[0])),
			settings(2, 1000), Path.of(args[1]), false, Progress.NONE);
	}

	@Test
	void sameSeedGivesTheSameFirstTwentyLosses() throws IOException {
		List<Double> first = losses("a");
		List<Double> second = losses("b");
		assertEquals(20, first.size());
		for (int i = 0; i < 20; i++) assertEquals(first.get(i), second.get(i), 1e-5, "step " + i);
		assertTrue(first.stream().distinct().count() > 15, "losses differ from step to step");
	}

	private List<Double> losses(String folder) throws IOException {
		List<Double> losses = new ArrayList<>();
		TrainingListener listener = new TrainingListener() {

			@Override
			public void trained(long steps, double minutes, double loss) {
				losses.add(loss);
			}

			@Override
			public void scored(EpochScore score) {
				// only steps matter
			}

			@Override
			public void segmented(String name, Photograph photograph, Annotation truth, Mask roots) {
				// only steps matter
			}
		};
		trainer(EngineLoader.engine(), listener).train(null, split(data), settings(10, 2), temp.resolve(folder), false,
			Progress.NONE);
		return losses;
	}

	@Test
	void tooLittleMemoryHalvesTheBatchAndThenTheTile() throws IOException {
		ScriptedEngine engine = new ScriptedEngine(Integer.MAX_VALUE);
		TrainingSettings wanted = settings(4, 2).of(new Tiles(204, 4));
		engine.memory = wanted.tiles().smaller().smaller().pixels();
		Outcome outcome = train(wanted, engine, "small", false, Progress.NONE);
		assertEquals(UNetTrainer.End.FINISHED, outcome.end());
		assertEquals(wanted.of(wanted.tiles().smaller().smaller()), UNetModel.load(outcome.model()).details()
			.settings());
		assertEquals(2, said.stream().filter(line -> line.startsWith("Not enough memory: training continues with"))
			.count(), said.toString());
		engine.memory = 1000;
		IOException e = assertThrows(IOException.class, () -> train(wanted, engine, "none", false, Progress.NONE));
		assertTrue(e.getMessage().contains("smaller width"), e.getMessage());
	}

	@Test
	void rootPaintersNetworkIsTrainedAndGoesOn() throws IOException {
		NetworkArchitecture network = new RootPainterArchitecture(4);
		Outcome first = train(settings(3, 1).of(network), EngineLoader.engine(), "painter", false, Progress.NONE);
		Outcome second = train(settings(3, 2).of(network), EngineLoader.engine(), "painter", true, Progress.NONE);
		assertEquals(List.of(1, 2), second.history().stream().map(EpochScore::epoch).toList());
		assertEquals(first.history().get(0).loss(), second.history().get(0).loss());
		assertEquals(network, UNetModel.load(second.model()).architecture());
	}

	@Test
	void goesOnAfterKillAsIfNeverStopped() throws Exception {
		Path folder = temp.resolve("killed");
		Path log = temp.resolve("log");
		Process process = new ProcessBuilder(ChildProcess.line(List.of(), UNetTrainerTest.class.getName(),
			data.toString(), folder.toString()))
				.redirectErrorStream(true).redirectOutput(log.toFile()).start();
		Path history = folder.resolve(TrainingLoop.HISTORY);
		for (int i = 0; i < 1200 && process.isAlive(); i++) {
			if (Files.exists(history) && Files.readAllLines(history).size() > 2) break;
			Thread.sleep(100);
		}
		assertTrue(process.isAlive(), Files.readString(log));
		process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
		int before = Files.readAllLines(history).size() - 1;

		int epochs = before + 2;
		// The rate of a cosine depends on the number of epochs, so both trainings get the same.
		Outcome resumed = train(settings(2, 1000), EngineLoader.engine(), "killed", true, stopAfter(folder, epochs));
		assertEquals(End.STOPPED, resumed.end());
		assertTrue(said.get(0).startsWith("Continuing after epoch"), said.toString());
		Outcome whole = train(settings(2, 1000), EngineLoader.engine(), "whole", false,
			stopAfter(temp.resolve("whole"), epochs));
		for (int i = 0; i < epochs; i++) {
			assertEquals(i + 1, resumed.history().get(i).epoch());
			assertEquals(whole.history().get(i).loss(), resumed.history().get(i).loss(), 1e-4, "epoch " + (i + 1));
		}
		for (String file : new File(folder.toString()).list()) {
			assertFalse(file.startsWith("."), "left behind: " + file);
		}
	}

	private static Progress stopAfter(Path folder, int epochs) {
		return new Progress() {

			@Override
			public void report(long done, long total, String message) {
				// only cancelling matters
			}

			@Override
			public boolean isCancelled() {
				try {
					Path history = folder.resolve(TrainingLoop.HISTORY);
					return Files.exists(history) && Files.readAllLines(history).size() > epochs;
				}
				catch (IOException e) {
					return false;
				}
			}
		};
	}

	@Test
	void goesOnAfterAStopWithinAValidation() throws IOException {
		Progress untilValidation = new Progress() {

			private boolean isValidating;

			@Override
			public void report(long done, long total, String message) {
				isValidating = message.startsWith("Validating");
			}

			@Override
			public boolean isCancelled() {
				return isValidating;
			}
		};
		TrainingSettings twoTiles = settings(2, 3).with(small -> small.validationSide = 204);
		assertEquals(End.STOPPED, train(twoTiles, new ScriptedEngine(100), "s", false, untilValidation).end());
		Outcome outcome = train(twoTiles, new ScriptedEngine(100), "s", true, Progress.NONE);
		assertEquals(End.FINISHED, outcome.end());
		assertEquals(List.of(1, 2, 3), outcome.history().stream().map(EpochScore::epoch).toList());
		assertEquals(6, outcome.history().get(2).steps());
	}

	private Outcome goOn(UNetTrainer.Start start, TrainingSettings settings, String folder, boolean resume,
		Progress progress)
		throws IOException
	{
		return trainer(EngineLoader.engine(), TrainingListener.NONE)
			.train(start, split(data), settings, temp.resolve(folder), resume,
			progress);
	}

	@Test
	void aFrozenEncoderStaysAsItIsAndTheRestLearns() throws IOException {
		for (NetworkArchitecture network : List.of(settings(2, 1).architecture(), new RootPainterArchitecture(4))) {
			for (boolean isFrozen : new boolean[] { true, false }) {
				TrainingSettings settings = settings(2, 1).of(network)
					.with(frozen -> frozen.optimiser = frozen.optimiser.freezing(isFrozen));
				var weights = network.initialWeights(3);
				String folder = "frozen " + isFrozen + network.title();
				Outcome outcome = goOn(new UNetTrainer.Start("older.zip, today", weights), settings, folder, false,
					Progress.NONE);
				try (ArrayFile saved = ArrayFile.open(temp.resolve(folder).resolve(UNetTrainer.AUTOSAVE), "autosave")) {
					saved.weights(network).forEach((name, values) -> {
						boolean isSame = Arrays.equals(values, weights.get(name));
						assertEquals(isFrozen && NetworkArchitecture.isOfEncoder(name), isSame, name);
					});
				}
				assertEquals("older.zip, today", UNetModel.load(outcome.model()).details().continued());
			}
		}
	}

	@Test
	void theModelThatItBeginsWithIsKeptWhereNothingBetterComes() throws IOException {
		UNetModel model = UNetModel.load(Path.of("resources", "models", "simulated.zip"));
		UNetTrainer.Start start = new UNetTrainer.Start("first.zip", model.weights());
		TrainingSettings bad = settings(4, 1).of(model.architecture()).with(tooFast -> tooFast.rate = 1);
		Outcome worse = goOn(start, bad, "worse", false, Progress.NONE);
		assertTrue(worse.f1() > 0.5, "F1 " + worse.f1());
		UNetModel kept = UNetModel.load(worse.model());
		assertEquals(0, kept.details().epoch());
		model.weights().forEach((name, values) -> assertArrayEquals(values, kept.weights().get(name)));
		assertTrue(said.toString().contains("The model from which training starts has F1 " +
			String.format(Locale.ROOT, "%.3f", worse.f1())), said.toString());
		assertTrue(said.contains("The model is still the one from which training started: no better one was found."),
			said.toString());
		String message = assertThrows(IllegalArgumentException.class,
			() -> goOn(new UNetTrainer.Start("other.zip", model.weights()),
			bad, "worse", true, Progress.NONE)).getMessage();
		assertTrue(message.contains("another model"), message);
	}

	@Test
	void validatesByTheTilesOfSegmentation() throws IOException {
		Path large = temp.resolve("large");
		new FolderSimulation(SimulationSettings.of(800, 700, 4), 2, false).run(large, Progress.NONE);
		Split split = split(large);
		UNetModel start = UNetModel.load(Path.of("resources", "models", "simulated.zip"));
		for (TrainingSettings usual : List.of(TrainingSettings.fast(0, 1), TrainingSettings.corrective(8, 1))) {
			int side = usual.validationSide();
			Outcome outcome = trainer(EngineLoader.engine(), TrainingListener.NONE).train(
				new UNetTrainer.Start("first.zip", start.weights()), split,
				settings(1, 1).of(start.architecture()).with(same -> {
					same.rate = 1e-9;
					same.validationSide = side;
				}), temp.resolve("as-segmented" + usual.batch()), false, Progress.NONE);
			PixelCounts counts = PixelCounts.NONE;
			try (OpenModel model = ModelFile.open(outcome.model(), EngineLoader.engine(), DeviceChoice.CPU,
				Precision.EXACT, said::add))
			{
				for (AnnotatedImage image : split.validation()) {
					Mask found = Threshold.PAPER.apply(model.segmenter(0, 0, Flips.NONE, false, said::add)
						.probability(new ImageFiles().readPhotograph(image.photograph()), Progress.NONE));
					counts = counts.plus(PixelCounts.of(found, new ImageFiles().readAnnotation(image.annotation(),
						image.width(), image.height())));
				}
			}
			assertEquals(counts.f1(), outcome.f1(), 1e-12);
		}
	}

	@Test
	void learnsAndKeepsTheBestModel() throws IOException {
		TrainingSettings settings = settings(15, 3).with(quick -> quick.rate = 1e-2);
		Outcome outcome = train(settings, EngineLoader.engine(), "out", false, Progress.NONE);
		assertEquals(End.FINISHED, outcome.end());
		List<EpochScore> history = outcome.history();
		assertTrue(history.get(2).loss() < history.get(0).loss(), history.toString());
		UNetModel model = UNetModel.load(outcome.model());
		double best = history.stream().filter(score -> score.f1() != null).mapToDouble(EpochScore::f1).max()
			.orElseThrow();
		assertEquals(best, outcome.f1());
		assertEquals(best, model.details().f1());
		assertEquals(best, model.details().history().get(model.details().epoch() - 1).f1());
		assertEquals(settings, model.details().settings());
		assertTrue(model.details().device().startsWith("CPU"), model.details().device());
		assertEquals(3, model.details().trainingImages().size());
	}

	@Test
	void paperPresetTrainsWithItsOwnSamplingAugmentationAndOptimiser() throws IOException {
		TrainingSettings settings = TrainingSettings.paper(1).with(small -> {
			small.architecture = new UNetArchitecture(4, UNetArchitecture.Head.PAPER);
			small.side = 188;
			small.epochs = 1;
			small.validationSide = 412;
		});
		Split one = new Split(split(data).training().subList(2, 3), split(data).validation());
		Outcome outcome = trainer(EngineLoader.engine(), TrainingListener.NONE).train(null, one, settings,
			temp.resolve("paper"), false, Progress.NONE);
		EpochScore epoch = outcome.history().get(0);
		assertEquals(0.01, epoch.rate());
		assertTrue(epoch.loss() > 0 && epoch.loss() < 2, epoch.toString());
		assertTrue(epoch.steps() >= 1 && epoch.steps() <= 40 / 4, epoch.toString());
	}

	@Test
	void endsInTimeWithAValidatedModel() throws IOException {
		Outcome outcome = train(settings(1000, 1000).with(timed -> {
			timed.minutes = 0.02;
			timed.validationShare = 0.1;
		}), new ScriptedEngine(1_000_000), "timed", false, Progress.NONE);
		assertEquals(End.FINISHED, outcome.end());
		assertNotNull(outcome.f1());
		EpochScore last = outcome.history().get(outcome.history().size() - 1);
		assertTrue(last.f1() != null && last.steps() > 1, outcome.history().toString());
		assertTrue(last.minutes() < 0.3, outcome.history().toString());
	}

	@Test
	void stopsAtALossThatIsNoNumberAndKeepsTheBest() throws IOException {
		Outcome outcome = train(settings(2, 10), new ScriptedEngine(5), "diverged", false, Progress.NONE);
		assertEquals(End.DIVERGED, outcome.end());
		assertTrue(Files.exists(outcome.model()));
		assertTrue(said.get(said.size() - 1).contains("lower learning rate"), said.toString());
	}

	@Test
	void stoppingBeforeTheFirstValidationKeepsTheModel() throws IOException {
		Progress afterAWhile = new Progress() {

			private int reports;

			@Override
			public void report(long done, long total, String message) {
				reports++;
			}

			@Override
			public boolean isCancelled() {
				return reports > 3;
			}
		};
		Outcome outcome = train(settings(100, 10), new ScriptedEngine(1000), "stopped", false, afterAWhile);
		assertEquals(End.STOPPED, outcome.end());
		UNetModel.load(outcome.model());
	}

	@Test
	void refusesAFolderWithATrainingUnlessItGoesOn() throws IOException {
		train(settings(2, 1), new ScriptedEngine(100), "used", false, Progress.NONE);
		String message = assertThrows(IllegalArgumentException.class,
			() -> train(settings(2, 1), new ScriptedEngine(100), "used", false, Progress.NONE)).getMessage();
		assertTrue(message.contains("resume=true"), message);
		message = assertThrows(IllegalArgumentException.class,
			() -> train(settings(3, 1), new ScriptedEngine(100), "used", true, Progress.NONE)).getMessage();
		assertTrue(message.contains("another model, images or settings"), message);
	}

	@Test
	void refusesAFolderWithAnyFileOfATraining() throws IOException {
		train(settings(2, 1), new ScriptedEngine(100), "used", false, Progress.NONE);
		for (String file : List.of(TrainingLoop.MODEL, TrainingLoop.HISTORY, UNetTrainer.AUTOSAVE)) {
			Path only = Files.createDirectory(temp.resolve("only " + file));
			Files.copy(temp.resolve("used").resolve(file), only.resolve(file));
			byte[] before = Files.readAllBytes(only.resolve(file));
			String message = assertThrows(IllegalArgumentException.class, () -> train(settings(2, 1),
				new ScriptedEngine(100), only.getFileName().toString(), false, Progress.NONE)).getMessage();
			assertTrue(message.contains(file) && message.contains("resume=true"), message);
			assertArrayEquals(before, Files.readAllBytes(only.resolve(file)));
			assertEquals(List.of(file), List.of(only.toFile().list()));
		}
	}

	@Test
	void aResumedTrainingKeepsABetterModelThanItsAutosaveKnows() throws IOException {
		ScriptedEngine engine = new ScriptedEngine(100);
		assertEquals(0, train(settings(2, 1), engine, "best", false, Progress.NONE).f1());
		Path autosave = temp.resolve("best").resolve(UNetTrainer.AUTOSAVE);
		Path older = Files.copy(autosave, temp.resolve("older.zip"));
		engine.trained = 1;
		Outcome better = train(settings(2, 2), engine, "best", true, Progress.NONE);
		assertTrue(better.f1() > 0, "F1 " + better.f1());
		byte[] best = Files.readAllBytes(better.model());

		engine.trained = 0;
		for (boolean hasAutosave : new boolean[] { true, false }) {
			// Killed between the model and its autosave; without one, in the first epoch.
			Files.delete(autosave);
			if (hasAutosave) Files.copy(older, autosave);
			Outcome resumed = train(settings(2, 3), engine, "best", true, Progress.NONE);
			assertEquals(better.f1(), resumed.f1());
			assertArrayEquals(best, Files.readAllBytes(better.model()));
		}
	}

	@Test
	void aResumedTrainingWhoseModelIsGoneMakesAnother() throws IOException {
		ScriptedEngine engine = new ScriptedEngine(100);
		engine.trained = 1;
		Outcome first = train(settings(2, 1), engine, "gone", false, Progress.NONE);
		Files.delete(first.model());
		engine.trained = 0;
		Outcome second = train(settings(2, 2), engine, "gone", true, Progress.NONE);
		assertEquals(0, second.f1());
		assertEquals(0, UNetModel.load(second.model()).details().f1());
	}

	@Test
	void doesNotResumeWhereTheModelIsOfAnotherTraining() throws IOException {
		train(settings(2, 1), new ScriptedEngine(100), "mine", false, Progress.NONE);
		Path model = temp.resolve("mine").resolve(TrainingLoop.MODEL);
		train(settings(3, 1), new ScriptedEngine(100), "other", false, Progress.NONE);
		Files.copy(temp.resolve("other").resolve(TrainingLoop.MODEL), model, StandardCopyOption.REPLACE_EXISTING);
		byte[] before = Files.readAllBytes(model);
		for (boolean hasAutosave : new boolean[] { true, false }) {
			if (!hasAutosave) Files.delete(temp.resolve("mine").resolve(UNetTrainer.AUTOSAVE));
			String message = assertThrows(IllegalArgumentException.class,
				() -> train(settings(2, 2), new ScriptedEngine(100), "mine", true, Progress.NONE)).getMessage();
			assertTrue(message.contains(model + " is the model of another training"), message);
			assertArrayEquals(before, Files.readAllBytes(model));
		}
		Files.writeString(model, "no zip");
		assertThrows(IOException.class,
			() -> train(settings(2, 2), new ScriptedEngine(100), "mine", true, Progress.NONE));
		assertEquals("no zip", Files.readString(model));
	}

	@Test
	void twoDoNotTrainInOneFolder() throws Exception {
		Path folder = temp.resolve("shared");
		Process process = ChildProcess.start(UNetTrainerTest.class, data.toString(), folder.toString());
		Path history = folder.resolve(TrainingLoop.HISTORY);
		for (int i = 0; i < 1200 && process.isAlive() && Files.notExists(history); i++) Thread.sleep(100);
		String message = assertThrows(IOException.class,
			() -> train(settings(2, 1000), new ScriptedEngine(100), "shared", true, Progress.NONE)).getMessage();
		assertTrue(message.contains(folder + " is in use") && message.contains("process " + process.pid()), message);
		process.destroyForcibly().waitFor();
		assertEquals(End.STOPPED, train(settings(2, 1000), new ScriptedEngine(100), "shared", true,
			Progress.NONE.until(() -> true)).end());
	}
}
