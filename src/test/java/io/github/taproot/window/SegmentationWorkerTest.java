// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.taproot.annotation.AnnotationProject;
import io.github.taproot.files.ImageFiles;
import io.github.taproot.files.PredictionFiles;
import io.github.taproot.files.ResultFiles;
import io.github.taproot.image.Annotation;
import io.github.taproot.image.Mask;
import io.github.taproot.image.RootMarks;
import io.github.taproot.segmentation.Threshold;
import io.github.taproot.unet.DeviceChoice;
import io.github.taproot.unet.EngineInfo;
import io.github.taproot.unet.ModelSource;
import io.github.taproot.unet.NetworkArchitecture;
import io.github.taproot.unet.Optimiser;
import io.github.taproot.unet.Precision;
import io.github.taproot.unet.SavedNetwork;
import io.github.taproot.unet.TrainingSettings;
import io.github.taproot.unet.UNetEngine;
import io.github.taproot.unet.UNetModel;
import io.github.taproot.unet.UNetNetwork;
import io.github.taproot.unet.natives.GpuStatus;

class SegmentationWorkerTest {

	private static final int SIDE = 30;

	@TempDir
	Path folder;
	private final List<Path> photographs = new ArrayList<>();
	private AnnotationProject project;
	private final LinkedBlockingQueue<String> found = new LinkedBlockingQueue<>();
	private final LinkedBlockingQueue<String> states = new LinkedBlockingQueue<>();
	/** What the network finds everywhere, how often it was asked, and what it waits for. */
	private volatile float probability = 1;
	private volatile int predictions;
	private volatile CountDownLatch hold = new CountDownLatch(0);
	private final CountDownLatch predicting = new CountDownLatch(1);

	@BeforeEach
	void makeProject() throws IOException {
		Path photos = Files.createDirectory(folder.resolve("photos"));
		for (String name : new String[] { "a.png", "b \u00fc [1].png", "c.png" }) {
			Path file = photos.resolve(name);
			ImageIO.write(new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
			photographs.add(file);
		}
		project = AnnotationProject.open(folder.resolve("project"), photographs, new ImageFiles(),
			ResultFiles::writeAnnotation);
	}

	private Path model(Path file, Instant time) throws IOException {
		TrainingSettings narrow = TrainingSettings.corrective(8, 1);
		UNetModel.untrained(narrow, narrow.architecture().initialWeights(1), "CPU").save(file);
		Files.setLastModifiedTime(file, FileTime.from(time));
		return file;
	}

	private final class Scripted implements UNetEngine {

		@Override
		public UNetNetwork open(NetworkArchitecture architecture, Map<String, float[]> weights, DeviceChoice device,
			Precision precision, Optimiser optimiser)
		{
			return new UNetNetwork() {

				@Override
				public float[] predict(float[] tiles, int count, int width, int height) {
					predictions++;
					predicting.countDown();
					try {
						hold.await();
					}
					catch (InterruptedException e) {
						throw new IllegalStateException(e);
					}
					float[] all = new float[count * (width - 2 * margin()) * (height - 2 * margin())];
					Arrays.fill(all, probability);
					return all;
				}

				@Override
				public double train(float[] tiles, byte[] labels, int count, int side, double rate) {
					throw new IllegalStateException();
				}

				@Override
				public Map<String, float[]> weights() {
					return Map.of();
				}

				@Override
				public Map<String, float[]> optimiserState() {
					return Map.of();
				}

				@Override
				public void restore(Map<String, float[]> newWeights, Map<String, float[]> optimiserState) {
					throw new IllegalStateException();
				}

				@Override
				public String device() {
					return "CPU, scripted";
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

	private SegmentationWorker worker(Path start) {
		return new SegmentationWorker(project, new ImageFiles(), start == null ? null : ModelSource.of(start),
			Scripted::new, DeviceChoice.CPU, new SegmentationWorker.Listener() {

				@Override
				public void segmented(Path photograph, Mask roots, int x, int y) {
					found.add(photograph.getFileName() + " " + roots.rootPixels() +
						(x + y > 0 ? " at " + x + ", " + y : ""));
				}

				@Override
				public void state(Path photograph, String sentence) {
					states.add(photograph.getFileName() + ": " + sentence);
				}
			}, states::add);
	}

	private static String next(LinkedBlockingQueue<String> queue) throws InterruptedException {
		return queue.poll(10, TimeUnit.SECONDS);
	}

	private void await(Path file) throws InterruptedException {
		for (int i = 0; i < 1000 && !Files.exists(file); i++) Thread.sleep(10);
		assertTrue(Files.exists(file), file.toString());
	}

	@Test
	void segmentsThePhotographAndThenTheNext() throws Exception {
		Instant time = Instant.parse("2026-03-01T10:00:00Z");
		try (SegmentationWorker worker = worker(model(folder.resolve("start.zip"), time))) {
			worker.look(photographs.get(0), photographs.get(1));
			assertEquals("a.png 900", next(found));
			await(project.segmentation(photographs.get(1)));
			assertNull(found.poll(), "the next one is not shown yet");
			PredictionFiles.Prediction kept = PredictionFiles.read(project.segmentation(photographs.get(0)),
				RootMarks.of("cyan", ""), Threshold.PAPER.value());
			assertEquals(900, kept.labels().count(Annotation.ROOT));
			assertEquals(0xb400ffff, ImageIO.read(project.segmentation(photographs.get(0)).toFile()).getRGB(3, 3));
		}
		assertEquals(time, Files.getLastModifiedTime(project.segmentation(photographs.get(1))).toInstant());
		int before = predictions;
		try (SegmentationWorker worker = worker(folder.resolve("start.zip"))) {
			worker.look(photographs.get(1), null);
			assertEquals("b \u00fc [1].png 900", next(found));
		}
		assertTrue(states.stream().allMatch(line -> line.endsWith(" start.zip ...") ||
			line.endsWith(": Cyan: roots found by start.zip.")), states.toString());
		assertEquals(before, predictions, "a segmentation that is as new as the model is used again");
	}

	@Test
	void takesTheNewestModelForTheNextPhotograph() throws Exception {
		Instant time = Instant.parse("2026-03-01T10:00:00Z");
		try (SegmentationWorker worker = worker(model(folder.resolve("start.zip"), time))) {
			worker.look(photographs.get(0), photographs.get(1));
			assertEquals("a.png 900", next(found));
			await(project.segmentation(photographs.get(1)));
			probability = 0;
			model(project.models().resolve(SegmentationWorker.MODEL), time.plusSeconds(60));
			worker.look(photographs.get(1), null);
			assertEquals("b \u00fc [1].png 900", next(found), "the old one until there is a new one");
			assertEquals("b \u00fc [1].png 0", next(found));
			String last = "b \u00fc [1].png: Cyan: roots found by the model of " +
				SegmentationWorker.words(FileTime.from(time.plusSeconds(60))) + ".";
			for (String state = next(states); !last.equals(state); state = next(states)) assertNotNull(state, last);
		}
	}

	@Test
	void findsRootsAgainWithANewerModelOnceTheBrushRests() throws Exception {
		Instant time = Instant.parse("2026-03-01T10:00:00Z");
		try (SegmentationWorker worker = worker(model(folder.resolve("start.zip"), time))) {
			worker.look(photographs.get(0), null);
			assertEquals("a.png 900", next(found));
			probability = 0;
			long touched = System.nanoTime();
			worker.touch(new Rectangle(10, 5, 4, 3));
			model(project.models().resolve(SegmentationWorker.MODEL), time.plusSeconds(60));
			assertEquals("a.png 0 at 10, 5", next(found), "the visible part comes first");
			assertTrue(System.nanoTime() - touched >= 3_000_000_000L, "nothing changes under the brush");
			assertEquals("a.png 0", next(found));
			String last = foundBy(time.plusSeconds(60));
			for (String state = next(states); !last.equals(state); state = next(states)) assertNotNull(state, last);
			Thread.sleep(2500);
			assertNull(found.poll(), "once is enough");
		}
	}

	private static String foundBy(Instant time) {
		return "a.png: Cyan: roots found by the model of " + SegmentationWorker.words(FileTime.from(time)) + ".";
	}

	@Test
	void whoAsksGetsTheNewestModelsRootsAtOnce() throws Exception {
		Instant time = Instant.parse("2026-03-01T10:00:00Z");
		try (SegmentationWorker worker = worker(model(folder.resolve("start.zip"), time))) {
			worker.look(photographs.get(0), null);
			assertEquals("a.png 900", next(found));
			probability = 0;
			model(project.models().resolve(SegmentationWorker.MODEL), time.plusSeconds(60));
			worker.touch(new Rectangle(SIDE, SIDE));
			worker.lookAgain(new Rectangle(SIDE, SIDE));
			assertEquals("a.png 0", next(found));
			String last = foundBy(time.plusSeconds(60));
			for (String state = next(states); !last.equals(state); state = next(states)) assertNotNull(state, last);
			worker.lookAgain(new Rectangle(SIDE, SIDE));
			assertEquals(last + " There is no newer model.", next(states));
			assertNull(found.poll());
		}
	}

	@Test
	void whatIsUpToDateIsNotSaidToBeLoading() throws Exception {
		Instant time = Instant.parse("2026-03-01T10:00:00Z");
		Path start = model(folder.resolve("start.zip"), time);
		try (SegmentationWorker worker = worker(start)) {
			worker.look(photographs.get(0), null);
			await(project.segmentation(photographs.get(0)));
		}
		states.clear();
		try (SegmentationWorker worker = worker(start)) {
			worker.look(photographs.get(0), null);
			String last = "";
			for (String state = next(states); state != null; state = states.poll(3, TimeUnit.SECONDS)) last = state;
			assertEquals("a.png: Cyan: roots found by start.zip.", last);
		}
	}

	@Test
	void saysThatThereIsNoModelYet() throws Exception {
		try (SegmentationWorker worker = worker(null)) {
			worker.look(photographs.get(0), null);
			assertTrue(next(states).startsWith("a.png: No model yet"), "no model");
			model(project.models().resolve(SegmentationWorker.MODEL), Instant.now());
			assertEquals("a.png 900", next(found), "the first model is found by itself");
		}
	}

	@Test
	void givesUpWhatNobodyLooksAtAnyMore() throws Exception {
		hold = new CountDownLatch(1);
		try (SegmentationWorker worker = worker(model(folder.resolve("start.zip"), Instant.now().minusSeconds(9)))) {
			worker.look(photographs.get(0), null);
			assertTrue(predicting.await(20, TimeUnit.SECONDS), states.toString());
			worker.look(photographs.get(2), null);
			hold.countDown();
			assertEquals("c.png 900", next(found));
			assertTrue(found.isEmpty());
		}
	}

	@Test
	void goesOnAfterWhatItCannotRead() throws Exception {
		Files.writeString(photographs.get(1), "torn");
		Path start = folder.resolve("start.zip");
		Files.writeString(start, "no model");
		try (SegmentationWorker worker = worker(start)) {
			worker.look(photographs.get(0), photographs.get(1));
			next(states);
			String state = next(states);
			assertTrue(state.startsWith("a.png: No roots were found. ") && state.contains("start.zip"), state);
			model(project.models().resolve(SegmentationWorker.MODEL), Instant.now());
			worker.look(photographs.get(0), photographs.get(1));
			assertEquals("a.png 900", next(found));
			worker.look(photographs.get(1), photographs.get(2));
			await(project.segmentation(photographs.get(2)));
			assertFalse(Files.exists(project.segmentation(photographs.get(1))));
			assertTrue(states.stream()
				.anyMatch(line -> line.startsWith("b \u00fc [1].png: No roots were found") &&
				line.contains("is not an image")), states.toString());
		}
	}
}
