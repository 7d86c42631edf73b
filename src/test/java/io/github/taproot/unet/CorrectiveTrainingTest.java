// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.ArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.taproot.batch.FolderSimulation;
import io.github.taproot.files.FolderLock;
import io.github.taproot.files.ImageFiles;
import io.github.taproot.files.ImageFolder;
import io.github.taproot.progress.Progress;
import io.github.taproot.simulation.SimulationSettings;
import io.github.taproot.unet.training.GrowingAnnotations;

@Tag("slow")
class CorrectiveTrainingTest {

	private static final int MOST_ROOTS = 2;
	private static final int FEWEST_ROOTS = 3;

	@TempDir
	private Path temp;
	private final List<String> said = Collections.synchronizedList(new ArrayList<>());

	@BeforeEach
	void simulate() throws IOException {
		new FolderSimulation(SimulationSettings.of(220, 200, 4), 4, false).run(temp, Progress.NONE);
	}

	/** Epochs of two steps. */
	private static TrainingSettings settings() {
		return TrainingSettings.corrective(8, 7).with(small -> {
			small.side = 204;
			small.rate = 1e-3;
			small.tilesPerEpoch = 2;
			small.rootShare = 0.8;
			// One tile for a whole photograph.
			small.validationSide = 412;
			small.validationShare = 1;
		});
	}

	private CorrectiveTraining training(UNetEngine engine) throws IOException {
		return training(engine, null, settings());
	}

	private CorrectiveTraining training(UNetEngine engine, Path start, TrainingSettings settings) throws IOException {
		ImageFiles reader = new ImageFiles();
		return new CorrectiveTraining(
			new TrainingContext(engine, DeviceChoice.CPU, Precision.EXACT, TrainingListener.NONE, said::add), reader,
			new GrowingAnnotations(ImageFolder.of(temp.resolve("images")).images(),
			temp.resolve("annotations"), reader), temp.resolve("models"), start == null ? null :
			ModelSource.of(start), settings);
	}

	private void annotate(int photograph, String part) throws IOException {
		String name = "simulated-0000" + photograph + ".png";
		Path folder = Files.createDirectories(temp.resolve("annotations").resolve(part));
		Files.copy(temp.resolve("masks").resolve(name), folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
	}

	private void await(String what, BooleanSupplier condition) throws InterruptedException {
		for (int i = 0; i < 600 && !condition.getAsBoolean(); i++) Thread.sleep(100);
		assertTrue(condition.getAsBoolean(), what + ": " + said);
	}

	private List<String> learntFrom() {
		return names(ModelDetails::trainingImages);
	}

	private List<String> validatedWith() {
		return names(ModelDetails::validationImages);
	}

	private List<String> names(Function<ModelDetails, List<String>> of) {
		try {
			return of.apply(UNetModel.load(temp.resolve("models/model.zip")).details());
		}
		catch (IOException e) {
			return List.of();
		}
	}

	@Test
	void waitsUntilTwoPhotographsAreAnnotatedAndLearnsFromThoseThatFollow() throws Exception {
		try (CorrectiveTraining training = training(new ScriptedEngine(1_000_000))) {
			training.start();
			await("asks for a first one", () -> said.toString().contains("a first photograph"));
			annotate(1, "train");
			await("asks for a second one", () -> said.toString().contains("a second photograph"));
			assertFalse(Files.exists(temp.resolve("models/model.zip")));
			annotate(2, "val");
			await("learns", () -> learntFrom().equals(List.of("simulated-00001")));
			annotate(3, "train");
			await("learns from both", () -> learntFrom().equals(List.of("simulated-00001", "simulated-00003")));
			assertTrue(training.isRunning());
			training.stop();
			await("stops", () -> !training.isRunning());
			Files.delete(temp.resolve("annotations/train/simulated-00001.png"));
			training.start();
			await("forgets what is erased", () -> learntFrom().equals(List.of("simulated-00003")));
		}
		List<String> history = Files.readAllLines(temp.resolve("models/history.csv"));
		assertTrue(history.size() > 2 && history.get(1).startsWith("1,2,"), history.toString());
		String[] last = history.get(history.size() - 1).split(",");
		assertEquals(history.size() - 1, Integer.parseInt(last[0]), "epochs are counted on");
		// An epoch that was stopped half-way has taken steps, too.
		int steps = Integer.parseInt(last[1]);
		assertTrue(steps >= 2 * (history.size() - 1) && steps <= 2 * history.size(), history.toString());
	}

	@Test
	void judgesTheBestModelAgainWhereOtherPhotographsValidateAfterAStop() throws Exception {
		ScriptedEngine engine = new ScriptedEngine(1_000_000);
		// All root: the more roots a photograph has, the higher is F1.
		engine.trained = 1;
		annotate(1, "train");
		annotate(MOST_ROOTS, "val");
		try (CorrectiveTraining training = training(engine)) {
			training.start();
			await("is validated", () -> validatedWith().equals(List.of("simulated-0000" + MOST_ROOTS)));
			training.stop();
			await("stops", () -> !training.isRunning());
			Files.delete(temp.resolve("annotations/val/simulated-0000" + MOST_ROOTS + ".png"));
			annotate(FEWEST_ROOTS, "val");
			training.start();
			await("is judged again", () -> validatedWith().equals(List.of("simulated-0000" + FEWEST_ROOTS)));
		}
	}

	@Test
	void saysWhyItStops() throws Exception {
		annotate(1, "train");
		annotate(2, "val");
		try (CorrectiveTraining training = training(new ScriptedEngine(3))) {
			training.start();
			await("stops", () -> !training.isRunning());
		}
		assertTrue(said.get(said.size() - 1).contains("Start it again"), said.toString());
	}

	@Test
	void saysWhichErrorStoppedItAndStartsAgain() throws Exception {
		annotate(1, "train");
		annotate(2, "val");
		ScriptedEngine engine = new ScriptedEngine(1_000_000);
		try (CorrectiveTraining training = training(engine)) {
			for (Error error : List.of(new StackOverflowError(), new AssertionError("wrong"),
				new NoClassDefFoundError("gone")))
			{
				engine.error = error;
				training.start();
				await("stops", () -> !training.isRunning());
				assertEquals("Training has stopped because of an error in Taproot (" + error + "): please report it.",
					said.get(said.size() - 1));
			}
			training.start();
			await("learns", () -> learntFrom().equals(List.of("simulated-00001")));
		}
	}

	@Test
	void goesOnWithSmallerTilesWhereMemoryRunsOut() throws Exception {
		annotate(1, "train");
		annotate(2, "val");
		ScriptedEngine engine = new ScriptedEngine(1_000_000);
		engine.memory = 188 * 188;
		try (CorrectiveTraining training = training(engine)) {
			training.start();
			await("learns", () -> learntFrom().equals(List.of("simulated-00001")));
			assertTrue(training.isRunning());
		}
		assertEquals(188, UNetModel.load(temp.resolve("models/model.zip")).details().settings().side());
		assertTrue(said.contains("Not enough memory: training continues with 1 tile of 188 px at once."),
			said.toString());
	}

	@Test
	void saysWhatToDoWhereNoTileFits() throws Exception {
		annotate(1, "train");
		annotate(2, "val");
		ScriptedEngine engine = new ScriptedEngine(1_000_000);
		engine.memory = 100;
		try (CorrectiveTraining training = training(engine)) {
			training.start();
			await("stops", () -> !training.isRunning());
		}
		assertTrue(said.get(said.size() - 1).contains("choose a smaller width"), said.toString());
	}

	@Test
	void keepsTheBetterModelOfTheSamePhotographs() throws Exception {
		annotate(1, "train");
		annotate(2, "val");
		TrainingSettings quick = settings().with(other -> {
			other.rate = 1e-2;
			other.tilesPerEpoch = 10;
		});
		try (CorrectiveTraining training = training(EngineLoader.engine(), null, quick)) {
			training.start();
			await("finds roots", () -> bestF1() > 0.1);
			double before = bestF1();
			annotate(4, "val");
			await("is judged by both", () -> validatedWith().size() == 2);
			assertTrue(before > 0);
		}
		UNetModel model = UNetModel.load(temp.resolve("models/model.zip"));
		List<EpochScore> history = model.details().history();
		assertEquals(model.details().f1(), history.get(model.details().epoch() - 1).f1());
		assertTrue(model.details().device().startsWith("CPU"), model.details().device());
	}

	@Test
	void remembersTheModelThatItStartedFromAlsoAfterIt() throws Exception {
		annotate(1, "train");
		annotate(2, "val");
		UNetModel start = UNetModel.untrained(settings(), settings().architecture().initialWeights(5), "CPU");
		Path file = temp.resolve("start.zip");
		start.save(file);
		String title = "start.zip, " + start.details().date();
		try (CorrectiveTraining training = training(new ScriptedEngine(1_000_000), file, settings())) {
			training.start();
			await("learns", () -> learntFrom().equals(List.of("simulated-00001")));
		}
		assertTrue(said.contains("Training starts from " + title + "."), said.toString());
		ModelDetails first = UNetModel.load(temp.resolve("models/model.zip")).details();
		assertEquals(title, first.continued());
		assertEquals(FineTuning.rate(List.of()), first.settings().rate());
		said.clear();
		annotate(3, "train");
		try (CorrectiveTraining training = training(new ScriptedEngine(1_000_000), file, settings())) {
			training.start();
			await("learns from both", () -> learntFrom().size() == 2);
		}
		ModelDetails second = UNetModel.load(temp.resolve("models/model.zip")).details();
		assertEquals(title, second.continued());
		assertEquals(first.settings(), second.settings());
		assertFalse(said.toString().contains("starts from"), said.toString());
	}

	@Test
	void trainsRootPaintersNetworkFromWhereItStands() throws Exception {
		annotate(1, "train");
		annotate(2, "val");
		NetworkArchitecture network = new RootPainterArchitecture(8);
		UNetModel start = UNetModel.untrained(TrainingSettings.paper(1).of(network), network.initialWeights(1), "CPU");
		start.save(temp.resolve("start.zip"));
		try (CorrectiveTraining training = training(EngineLoader.engine(), temp.resolve("start.zip"), settings())) {
			training.start();
			await("gets better", () -> Files.exists(temp.resolve("models/model.zip")));
		}
		UNetModel trained = UNetModel.load(temp.resolve("models/model.zip"));
		assertEquals(network, trained.architecture());
		double moved = 0;
		double norm = 0;
		for (Map.Entry<String, float[]> weights : start.weights().entrySet()) {
			float[] now = trained.weights().get(weights.getKey());
			for (int i = 0; i < now.length; i++) {
				moved += Math.pow(now[i] - weights.getValue()[i], 2);
				norm += Math.pow(weights.getValue()[i], 2);
			}
		}
		// Another start would be 1.4 times the norm away.
		assertTrue(moved > 0 && moved < 0.25 * norm, moved / norm + " of the norm: " + said);
	}

	private double bestF1() {
		try {
			Double f1 = UNetModel.load(temp.resolve("models/model.zip")).details().f1();
			return f1 == null ? 0 : f1;
		}
		catch (IOException e) {
			return 0;
		}
	}

	@Test
	void twoDoNotTrainInOneFolder() throws Exception {
		annotate(1, "train");
		annotate(2, "val");
		try (FolderLock lock = FolderLock.of(temp.resolve("models"), "Train Root U-Net", said::add);
			CorrectiveTraining training = training(new ScriptedEngine(1_000_000)))
		{
			training.start();
			await("refuses", () -> said.toString().contains("Training has stopped. The folder " +
				temp.resolve("models") + " is in use"));
			assertEquals(List.of(".taproot-lock"), List.of(temp.resolve("models").toFile().list()));
		}
	}
}
