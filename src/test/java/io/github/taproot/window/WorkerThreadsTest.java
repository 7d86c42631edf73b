// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.taproot.annotation.AnnotationProject;
import io.github.taproot.annotation.AutoSave;
import io.github.taproot.batch.FileBatch;
import io.github.taproot.files.ImageFiles;
import io.github.taproot.files.ImageReader;
import io.github.taproot.files.ResultFiles;
import io.github.taproot.image.Annotation;
import io.github.taproot.image.Mask;
import io.github.taproot.image.Photograph;
import io.github.taproot.progress.Background;
import io.github.taproot.progress.Progress;
import io.github.taproot.unet.DeviceChoice;
import io.github.taproot.unet.ModelSource;
import io.github.taproot.unet.TrainingSettings;
import io.github.taproot.unet.UNetModel;

/** Errors that are thrown into threads end none of them in silence. */
class WorkerThreadsTest {

	private static final Pattern MADE = Pattern.compile("new Thread\\(|Executors\\.new|" +
		"Background\\.(?:threads?|start)\\(|\\.parallel\\(\\)|parallelStream|CompletableFuture\\.|ForkJoinPool|" +
		"new SwingWorker|new Timer\\(");

	/**
	 * Where threads are made, how often, and what becomes of Errors there: the name of the test that throws them, or
	 * why none is needed. Results that are waited for bring their Errors to who waits
	 * ({@link #errorsComeToWhoWaits}).
	 */
	private static final Map<String, String> PLACES = new TreeMap<>(Map.ofEntries(
		Map.entry("annotation/AutoSave", "2: AnnotationProjectTest.errorsDoNotEndSaving"),
		Map.entry("batch/FileBatch", "2: everyErrorFailsOneFile"),
		Map.entry("command/StartHere", "1: opens a command, whose errors are told as from the menu"),
		Map.entry("files/AnnotatedFolder", "1: errorsComeToWhoWaits"),
		Map.entry("image/Luminance", "2: errorsComeToWhoWaits"),
		Map.entry("imagej1/MenuEntry", "1: a command, whose errors are told as from the menu"),
		Map.entry("progress/Background", "2: errorsComeToWhoWaits"),
		Map.entry("roots/Alignment", "1: errorsComeToWhoWaits"),
		Map.entry("roots/MaskShape", "1: errorsComeToWhoWaits"),
		Map.entry("roots/TurnSearch", "1: errorsComeToWhoWaits"),
		Map.entry("roots/skeleton/Diameters", "1: errorsComeToWhoWaits"),
		Map.entry("roots/skeleton/SkeletonGraph", "2: errorsComeToWhoWaits"),
		Map.entry("segmentation/frangi/Eigenvalues", "1: errorsComeToWhoWaits"),
		Map.entry("segmentation/frangi/FrangiTuner", "1: errorsComeToWhoWaits"),
		Map.entry("segmentation/tiling/TiledPrediction", "2: errorsComeToWhoWaits"),
		Map.entry("simulation/Camera", "4: errorsComeToWhoWaits"),
		Map.entry("simulation/RhizotronSimulator", "1: errorsComeToWhoWaits"),
		Map.entry("simulation/Sunlight", "1: errorsComeToWhoWaits"),
		Map.entry("simulation/WorldSoil", "1: errorsComeToWhoWaits"),
		Map.entry("unet/CorrectiveTraining", "1: CorrectiveTrainingTest.saysWhichErrorStoppedItAndStartsAgain"),
		Map.entry("unet/model/NetworkProcess", "1: NetworkProcessTest.whatDoesNotFitIntoTheProcessEndsIt; ends the " +
		"process that nobody watches"),
		Map.entry("unet/model/NetworkServer", "1: NetworkProcessTest.whatDoesNotFitIntoTheProcessEndsIt"),
		Map.entry("unet/tensorflow/TensorFlowNetwork", "1: waits for what is computed where the program ends"),
		Map.entry("unet/training/TileQueue", "1: errorsComeToWhoWaits"),
		Map.entry("window/AnnotationWindow", "2: a timer of the event thread; the thread that closes, whatever fails"),
		Map.entry("window/CountWindow", "3: CountWindowTest.errorsWhileAPhotographIsReadAreToldAndTheNextOneOpens"),
		Map.entry("window/PhotographLoader", "1: aPhotographThatThrowsIsSkipped"),
		Map.entry("window/PhotographStrip", "1: a picture that cannot be read stays grey"),
		Map.entry("window/PreviewWindow", "2: PreviewWindowTest.errorsAreToldAndTheNextTryWorks"),
		Map.entry("window/ReviewWindow", "4: ReviewWindowTest.errorsWhileAPhotographOpensAreToldAndItOpensThen"),
		Map.entry("window/ReviewedPhotograph", "1: ReviewWindowTest.aSelectionIsLeftOutAndTakenBack"),
		Map.entry("window/SegmentationWorker", "1: theSegmentationWorkerGoesOn"),
		Map.entry("window/TrainingControl", "1: theTrainingsControlGoesOn"),
		Map.entry("window/TrainingWindow", "1: a timer of the event thread")));

	@TempDir
	private Path folder;

	private static List<Error> errors() {
		return List.of(new OutOfMemoryError("Java heap space"), new StackOverflowError(), new AssertionError("wrong"),
			new NoClassDefFoundError("gone"));
	}

	@Test
	void everyPlaceThatMakesThreadsIsKnown() throws IOException {
		Path sources = Path.of(System.getProperty("basedir", ""), "src/main/java/io/github/taproot");
		Map<String, Long> found = new TreeMap<>();
		try (Stream<Path> all = Files.walk(sources)) {
			for (Path file : all.filter(path -> path.toString().endsWith(".java")).toList()) {
				Matcher made = MADE.matcher(Files.readString(file));
				long count = made.results().count();
				String name = sources.relativize(file).toString().replace('\\', '/').replace(".java", "");
				if (count > 0) found.put(name, count);
			}
		}
		Map<String, Long> known = new TreeMap<>();
		PLACES.forEach((place, text) -> known.put(place, Long.valueOf(text.substring(0, text.indexOf(':')))));
		assertEquals(known, found, "Throw Errors into what is new, and list it here.");
	}

	@Test
	void errorsComeToWhoWaits() {
		for (Error error : errors()) {
			assertSame(error, assertThrows(Error.class, () -> Background.result(Background.start(() -> {
				throw error;
			}, "test"))));
			var threads = Background.threads(1, "test");
			assertSame(error, assertThrows(Error.class, () -> Background.result(threads.submit(() -> {
				throw error;
			}))));
			assertEquals(1, Background.result(threads.submit(() -> 1)), "its thread lives");
			threads.shutdown();
			Error ofStream = assertThrows(Error.class, () -> IntStream.range(0, 100).parallel().forEach(i -> {
				throw error;
			}));
			// Java makes a new one of the same kind where another thread threw it.
			assertEquals(error.getClass(), ofStream.getClass());
		}
	}

	@Test
	void everyErrorFailsOneFile() {
		List<Path> files = IntStream.range(0, 13).mapToObj(i -> Path.of(i + ".png")).toList();
		List<String> said = new ArrayList<>();
		FileBatch.Summary summary = assertTimeoutPreemptively(Duration.ofSeconds(20),
			() -> FileBatch.run(files, file -> false, new FileBatch.Stages<Integer, Integer>() {

				@Override
				public Integer read(Path file) {
					return thrown(Integer.parseInt(file.toString().replace(".png", "")), 0);
				}

				@Override
				public Integer work(Integer read, Progress within) {
					return thrown(read, 1);
				}

				@Override
				public Map<String, Object> finish(Integer worked) {
					return Map.of("x", thrown(worked, 2));
				}

				private int thrown(int file, int stage) {
					if (file < 12 && file / 4 == stage) throw errors().get(file % 4);
					return file;
				}
			}, "Testing", Progress.NONE, said::add));
		assertEquals(12, summary.count(FileBatch.Status.FAILED));
		assertEquals(1, summary.count(FileBatch.Status.DONE));
		assertEquals(12, said.size());
		for (int i = 0; i < 12; i++) assertTrue(said.toString().contains(i + ".png"), said.toString());
	}

	private AnnotationProject project(int photographs) throws IOException {
		List<Path> files = new ArrayList<>();
		Path photos = Files.createDirectory(folder.resolve("photos"));
		for (int i = 0; i < photographs; i++) {
			files.add(photos.resolve(i + ".png"));
			ImageIO.write(new BufferedImage(30, 30, BufferedImage.TYPE_INT_RGB), "png", files.get(i).toFile());
		}
		return AnnotationProject.open(folder.resolve("project"), files, new ImageFiles(), ResultFiles::writeAnnotation);
	}

	/** Throws each of these before it reads. */
	private static ImageReader throwing(ConcurrentLinkedQueue<Error> errors) {
		return new ImageReader() {

			@Override
			public Photograph readPhotograph(Path file) throws IOException {
				Error next = errors.poll();
				if (next != null) throw next;
				return new ImageFiles().readPhotograph(file);
			}

			@Override
			public Annotation readAnnotation(Path file) throws IOException {
				return new ImageFiles().readAnnotation(file);
			}
		};
	}

	@Test
	void aPhotographThatThrowsIsSkipped() throws IOException {
		AnnotationProject project = project(5);
		try (var save = new AutoSave(project, 0, report -> {})) {
			PhotographLoader loader = new PhotographLoader(project,
				throwing(new ConcurrentLinkedQueue<>(errors())), save);
			List<String> problems = new ArrayList<>();
			assertEquals(4, loader.read(0, 1, problems).index());
			assertEquals(4, problems.size());
			for (int i = 0; i < 4; i++) assertTrue(problems.get(i).contains(i + ".png"), problems.toString());
			loader.close();
		}
	}

	@Test
	void theSegmentationWorkerGoesOn() throws Exception {
		AnnotationProject project = project(6);
		TrainingSettings narrow = TrainingSettings.corrective(8, 1);
		UNetModel.untrained(narrow, narrow.architecture().initialWeights(1), "CPU")
			.save(Files.createDirectories(project.models()).resolve("model.zip"));
		LinkedBlockingQueue<String> states = new LinkedBlockingQueue<>();
		ConcurrentLinkedQueue<Error> errors = new ConcurrentLinkedQueue<>(errors());
		ConcurrentLinkedQueue<Error> ofListener = new ConcurrentLinkedQueue<>(errors());
		try (SegmentationWorker worker = new SegmentationWorker(project, new ImageFiles(), (ModelSource) null, () -> {
			Error next = errors.poll();
			if (next != null) throw next;
			throw new IOException("There is no engine.");
		}, DeviceChoice.CPU, new SegmentationWorker.Listener() {

			@Override
			public void segmented(Path photograph, Mask roots, int x, int y) {
				// none is found
			}

			@Override
			public void state(Path photograph, String sentence) {
				if (!sentence.startsWith("No roots")) return;
				states.add(sentence);
				if (errors.isEmpty() && !ofListener.isEmpty()) throw ofListener.poll();
			}
		}, sentence -> {})) {
			for (int i = 0; i < 30 && !(errors.isEmpty() && ofListener.isEmpty()); i++) {
				worker.look(project.photographs().get(i % 6), null);
				assertTrue(states.poll(10, TimeUnit.SECONDS) != null, "the worker has ended");
			}
			worker.look(project.photographs().get(5), null);
			for (String state = ""; !state.contains("There is no engine."); state = states.poll(10, TimeUnit.SECONDS)) {
				assertTrue(state != null, "the worker has ended");
			}
		}
		assertNull(errors.poll());
		assertNull(ofListener.poll());
	}

	@Test
	void theTrainingsControlGoesOn() throws Exception {
		ConcurrentLinkedQueue<Error> errors = new ConcurrentLinkedQueue<>(errors());
		LinkedBlockingQueue<Thread> asked = new LinkedBlockingQueue<>();
		TrainingControl control = new TrainingControl((listener, log) -> {
			asked.add(Thread.currentThread());
			Error next = errors.poll();
			if (next != null) throw next;
			throw new IOException("There is no engine.");
		});
		Thread first = null;
		for (int i = 0; i < 5; i++) {
			control.start();
			Thread thread = asked.poll(10, TimeUnit.SECONDS);
			assertTrue(thread != null && (first == null || first == thread), "its thread has ended");
			first = thread;
		}
		control.close();
	}
}
