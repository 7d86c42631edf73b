// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.annotation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.taproot.annotation.AnnotationProject.Part;
import io.github.taproot.files.ImageFiles;
import io.github.taproot.files.ResultFiles;
import io.github.taproot.image.Annotation;
import io.github.taproot.progress.Progress;

class AnnotationProjectTest {

	@TempDir
	Path folder;
	private Path project;
	private final List<Path> photographs = new ArrayList<>();

	@BeforeEach
	void makePhotographs() throws IOException {
		project = folder.resolve("Wurzeln \u00fc [1]");
		Path photos = Files.createDirectory(folder.resolve("photos"));
		for (int i = 1; i <= 12; i++) {
			Path file = photos.resolve(String.format("B %02d \u00e4 [x].jpg", i));
			ImageIO.write(new BufferedImage(8, 6, BufferedImage.TYPE_INT_RGB), "jpg", file.toFile());
			photographs.add(file);
		}
	}

	private AnnotationProject open() throws IOException {
		return AnnotationProject.open(project, photographs, new ImageFiles(), ResultFiles::writeAnnotation);
	}

	private static Annotation painted(byte label) {
		Painting painting = Painting.blank(8, 6);
		painting.paint(new Stroke(label, 1, new double[] { 1.5, 3.5 }, new double[] { 2.5, 2.5 }));
		return painting.annotation();
	}

	private List<String> files(String subfolder) throws IOException {
		try (Stream<Path> files = Files.list(project.resolve("annotations").resolve(subfolder))) {
			return files.map(file -> file.getFileName().toString()).sorted().toList();
		}
	}

	@Test
	void oneInFiveValidates() throws IOException {
		AnnotationProject annotations = open();
		StringBuilder parts = new StringBuilder();
		for (Path photograph : photographs) {
			assertNull(annotations.part(photograph));
			annotations.save(photograph, painted(Annotation.ROOT));
			parts.append(annotations.part(photograph) == Part.VALIDATION ? 'v' : 't');
		}
		assertEquals("tvtttvttttvt", parts.toString());
		assertEquals(9, annotations.count(Part.TRAINING));
		assertEquals(3, annotations.count(Part.VALIDATION));
		annotations.save(photographs.get(1), painted(Annotation.SOIL));
		assertEquals(Part.VALIDATION, annotations.part(photographs.get(1)), "an image stays where it is");
		assertEquals(Part.TRAINING, AnnotationProject.next(0, 3), "training needs one, too");
	}

	@Test
	void savesInRootPaintersColoursAndReadsThemBack() throws IOException {
		AnnotationProject annotations = open();
		Painting painting = new Painting(painted(Annotation.ROOT));
		painting.paint(new Stroke(Annotation.SOIL, 1, new double[] { 0.5 }, new double[] { 0.5 }));
		annotations.save(photographs.get(0), painting.annotation());
		assertEquals(List.of("B 01 \u00e4 [x].png"), files("train"));
		BufferedImage png = ImageIO.read(project.resolve("annotations/train/B 01 \u00e4 [x].png").toFile());
		assertEquals(0xb400ff00, png.getRGB(0, 0));
		assertEquals(0xb4ff0000, png.getRGB(2, 2));
		assertEquals(0, png.getRGB(7, 5));
		assertArrayEquals(painting.labels(), open().read(photographs.get(0), 8, 6).labels());
		assertEquals(48, open().read(photographs.get(1), 8, 6).count(Annotation.UNKNOWN));
	}

	@Test
	void deletesWhatIsErasedToNothing() throws IOException {
		AnnotationProject annotations = open();
		annotations.save(photographs.get(0), Painting.blank(8, 6).annotation());
		annotations.save(photographs.get(0), painted(Annotation.SOIL));
		assertEquals(1, files("train").size());
		annotations.save(photographs.get(0), Painting.blank(8, 6).annotation());
		assertEquals(List.of(), files("train"));
	}

	@Test
	void refusesAnAnnotationOfAnotherSizeByName() throws IOException {
		AnnotationProject annotations = open();
		annotations.save(photographs.get(0), painted(Annotation.ROOT));
		String message =
			assertThrows(IOException.class, () -> annotations.read(photographs.get(0), 9, 6)).getMessage();
		assertTrue(message.contains("B 01 \u00e4 [x].png has 8x6 px, but its photograph B 01 \u00e4 [x].jpg has 9x6"),
			message);
	}

	@Test
	void namesPhotographsThatShareAnAnnotationsName() throws IOException {
		photographs.add(folder.resolve("photos").resolve("b 01 \u00c4 [x].PNG"));
		AnnotationProject annotations = open();
		assertEquals(12, annotations.photographs().size());
		assertEquals(1, annotations.problems().size());
		assertTrue(annotations.problems().get(0).contains("b 01 \u00c4 [x].PNG is left out"));
		photographs.clear();
		assertThrows(IllegalArgumentException.class, this::open);
	}

	@Test
	void importsARootPainterProjectAsItIs() throws IOException {
		Path other = folder.resolve("other");
		AnnotationProject source =
			AnnotationProject.open(other, photographs.subList(0, 6), new ImageFiles(), ResultFiles::writeAnnotation);
		for (Path photograph : source.photographs()) source.save(photograph, painted(Annotation.ROOT));
		ResultFiles.writeAnnotation(painted(Annotation.ROOT), other.resolve("annotations/val/stranger.png"));
		ResultFiles.writeAnnotation(Painting.blank(9, 6).annotation(),
			other.resolve("annotations/train/B 08 \u00e4 [x].png"));
		ResultFiles.writeAnnotation(Painting.blank(8, 6).annotation(),
			other.resolve("annotations/train/B 09 \u00e4 [x].png"));
		Files.writeString(other.resolve("annotations/train/B 10 \u00e4 [x].png"), "torn");
		AnnotationProject annotations = open();
		annotations.save(photographs.get(2), painted(Annotation.SOIL));
		AnnotationImport report = AnnotationImport.run(other.resolve("annotations"), annotations, Progress.NONE);
		assertEquals(5, report.imported());
		assertEquals(List.of("B 02 \u00e4 [x].png", "B 06 \u00e4 [x].png"), files("val"));
		assertEquals(List.of("B 01 \u00e4 [x].png", "B 03 \u00e4 [x].png", "B 04 \u00e4 [x].png",
			"B 05 \u00e4 [x].png"), files("train"));
		assertArrayEquals(Files.readAllBytes(other.resolve("annotations/val/B 06 \u00e4 [x].png")),
			Files.readAllBytes(project.resolve("annotations/val/B 06 \u00e4 [x].png")));
		assertEquals(Annotation.SOIL, annotations.read(photographs.get(2), 8, 6).labels()[2 * 8 + 2],
			"not overwritten");
		String text = report.text();
		assertEquals(6, text.split("\n").length, text);
		assertTrue(text.startsWith("Imported 5 annotations."), text);
		assertTrue(text.contains("No photograph is named like stranger.png in " + other.resolve("annotations")), text);
		assertTrue(text.contains("annotations of its own for B 03 \u00e4 [x].png"), text);
		assertTrue(text.contains("B 08 \u00e4 [x].png has 9x6 px"), text);
		assertTrue(text.contains("B 09 \u00e4 [x].png is not imported. Nothing is annotated"), text);
		assertTrue(text.contains("B 10 \u00e4 [x].png is not an image"), text);
		assertEquals(5, AnnotationImport.run(other, open(), Progress.NONE).problems().size(), "the project's folder " +
			"does as well");
	}

	@Test
	void sharesOutAFlatFolderByTheRule() throws IOException {
		Path flat = Files.createDirectory(folder.resolve("flat"));
		assertThrows(IOException.class, () -> AnnotationImport.run(flat, open(), Progress.NONE));
		assertThrows(IOException.class, () -> AnnotationImport.run(folder.resolve("nowhere"), open(), Progress.NONE));
		for (int i = 1; i <= 6; i++) {
			ResultFiles.writeAnnotation(painted(Annotation.ROOT),
				flat.resolve(String.format("B %02d \u00e4 [x].png", i)));
		}
		assertEquals("Imported 6 annotations.", AnnotationImport.run(flat, open(), Progress.NONE).text());
		assertEquals(List.of("B 02 \u00e4 [x].png", "B 06 \u00e4 [x].png"), files("val"));
	}

	@Test
	void savesInTheBackgroundWhatWasPaintedLast() throws Exception {
		AnnotationProject annotations = open();
		LinkedBlockingQueue<String> reports = new LinkedBlockingQueue<>();
		try (AutoSave save = new AutoSave(annotations, 20, reports::add)) {
			save.save(photographs.get(0), painted(Annotation.ROOT));
			save.save(photographs.get(0), painted(Annotation.SOIL));
			assertEquals("", reports.poll(10, TimeUnit.SECONDS));
			assertNull(save.waiting(photographs.get(0)));
			assertEquals(3, annotations.read(photographs.get(0), 8, 6).count(Annotation.SOIL));
			save.save(photographs.get(1), painted(Annotation.ROOT));
			assertEquals("", save.flush());
			assertEquals(List.of("B 02 \u00e4 [x].png"), files("val"));
			save.save(photographs.get(2), painted(Annotation.ROOT));
		}
		assertEquals(List.of("B 01 \u00e4 [x].png", "B 03 \u00e4 [x].png"), files("train"), "closing saves");
	}

	@Test
	void keepsWhatCannotBeSavedAndTriesAgain() throws Exception {
		AnnotationProject annotations = open();
		LinkedBlockingQueue<String> reports = new LinkedBlockingQueue<>();
		Path train = project.resolve("annotations/train");
		Files.delete(train);
		try (AutoSave save = new AutoSave(annotations, 0, reports::add)) {
			Annotation annotation = painted(Annotation.ROOT);
			save.save(photographs.get(0), annotation);
			String failure = reports.poll(10, TimeUnit.SECONDS);
			assertTrue(failure.contains("B 01 \u00e4 [x].png") && failure.contains("does not exist"), failure);
			assertTrue(save.flush().contains("does not exist"));
			assertEquals(annotation, save.waiting(photographs.get(0)), "nothing is lost");
			Files.createDirectory(train);
			for (String report = failure; !report.isEmpty();) {
				report = reports.poll(20, TimeUnit.SECONDS);
				assertTrue(report != null, "it tries again by itself");
			}
			assertEquals(List.of("B 01 \u00e4 [x].png"), files("train"));
		}
	}

	/** Neither errors, nor a listener that fails, nor an interrupt end the thread that saves. */
	@Test
	void errorsDoNotEndSaving() throws Exception {
		List<Error> errors = new ArrayList<>(List.of(new OutOfMemoryError("Java heap space"),
			new StackOverflowError(), new NoClassDefFoundError("gone")));
		AnnotationProject annotations =
			AnnotationProject.open(project, photographs, new ImageFiles(), (annotation, png) -> {
				if (!errors.isEmpty()) throw errors.remove(0);
				ResultFiles.writeAnnotation(annotation, png);
			});
		try (AutoSave save = new AutoSave(annotations, 0, report -> {
			throw new IllegalStateException("The window is gone.");
		})) {
			Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().equals("taproot-autosave"))
				.forEach(Thread::interrupt);
			save.save(photographs.get(0), painted(Annotation.ROOT));
			assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
				for (String failure = "untried"; !failure.isEmpty();) {
					failure = save.flush();
					if (failure.contains("memory")) {
						assertEquals("The annotation of B 01 \u00e4 [x].jpg could not be saved, since memory is " +
							"full: close other images. It is kept, and saving is tried again every few seconds.",
							failure);
					}
				}
			});
		}
		assertTrue(errors.isEmpty());
		assertEquals(List.of("B 01 \u00e4 [x].png"), files("train"));
	}

	@Test
	void aChangeWhileSavingIsSavedToo() throws Exception {
		CountDownLatch writing = new CountDownLatch(1);
		CountDownLatch go = new CountDownLatch(1);
		AnnotationProject annotations =
			AnnotationProject.open(project, photographs, new ImageFiles(), (annotation, png) -> {
				writing.countDown();
				try {
					go.await();
				}
				catch (InterruptedException e) {
					throw new IOException(e);
				}
				ResultFiles.writeAnnotation(annotation, png);
			});
		try (AutoSave save = new AutoSave(annotations, 0, report -> {})) {
			save.save(photographs.get(0), painted(Annotation.ROOT));
			writing.await();
			save.save(photographs.get(0), painted(Annotation.SOIL));
			go.countDown();
			assertEquals("", save.flush());
		}
		assertEquals(3, annotations.read(photographs.get(0), 8, 6).count(Annotation.SOIL));
	}

	@Test
	void aProjectIsOneWindowsUntilItIsSavedAndClosed() throws IOException {
		AnnotationProject first = open();
		first.lock(sentence -> {});
		AnnotationProject second = open();
		String message = assertThrows(IOException.class, () -> second.lock(sentence -> {})).getMessage();
		assertTrue(message.contains(project + " is in use") && message.contains("Annotate Roots"), message);
		try (AutoSave save = new AutoSave(first, 0, report -> {})) {
			save.save(photographs.get(0), painted(Annotation.ROOT));
		}
		second.lock(sentence -> {});
		second.close();
		assertEquals(List.of("B 01 \u00e4 [x].png"), files("train"));
	}
}
