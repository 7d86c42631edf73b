// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.window;

import static io.github.taproot.window.Screen.await;
import static io.github.taproot.window.Screen.mouse;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Component;
import java.awt.Container;
import java.awt.EventQueue;
import java.awt.Frame;
import java.awt.event.MouseEvent;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import javax.imageio.ImageIO;
import javax.swing.AbstractButton;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.ImageCanvas;
import ij.gui.Roi;

import io.github.taproot.annotation.AnnotationProject;
import io.github.taproot.files.ImageFiles;
import io.github.taproot.files.ImageFolder;
import io.github.taproot.files.ResultFiles;
import io.github.taproot.unet.DeviceChoice;

@Tag("window")
class AnnotationWindowTest {

	@TempDir
	Path folder;

	private AnnotationProject project(String... texts) throws IOException {
		Path photos = Files.createDirectories(folder.resolve("photos"));
		for (int i = 0; i < texts.length; i++) {
			Path file = photos.resolve("photo " + i + " \u00fc.png");
			if (texts[i].isEmpty()) {
				ImageIO.write(new BufferedImage(400, 300, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
			}
			else Files.writeString(file, texts[i]);
		}
		return AnnotationProject.open(folder.resolve("project"), ImageFolder.of(photos).images(), new ImageFiles(),
			ResultFiles::writeAnnotation);
	}

	private static void open(AnnotationProject project) throws IOException {
		AnnotationWindow.open(project, new ImageFiles(), null, () -> {
			throw new IOException("there is no model");
		}, DeviceChoice.CPU, null, List.of());
	}

	private static AnnotationPanel panel() {
		return (AnnotationPanel) Arrays.stream(Frame.getFrames())
			.filter(frame -> frame instanceof AnnotationPanel && frame.isVisible()).findFirst().orElseThrow();
	}

	private static void press(Container in, String label) {
		for (Component part : in.getComponents()) {
			if (part instanceof AbstractButton button && button.getText().equals(label)) button.doClick(0);
			else if (part instanceof Container inner) press(inner, label);
		}
	}

	private static boolean isPanelOpen() {
		return Arrays.stream(Frame.getFrames())
			.anyMatch(frame -> frame instanceof AnnotationPanel && frame.isVisible());
	}

	@Test
	void aStrokeBeforeClosingIsOnTheDisk() throws Exception {
		if (IJ.getInstance() == null) new ImageJ(ImageJ.NO_SHOW);
		AnnotationProject project = project("torn", "", "");
		open(project);
		await("the first photograph that can be read", () -> WindowManager.getCurrentImage() != null && isPanelOpen());
		ImagePlus image = WindowManager.getCurrentImage();
		assertEquals("photo 1 \u00fc.png", image.getTitle());
		EventQueue.invokeAndWait(() -> {
			ImageCanvas canvas = image.getCanvas();
			canvas.setMagnification(1);
			mouse(canvas, MouseEvent.MOUSE_PRESSED, MouseEvent.BUTTON1, 50, 60);
			mouse(canvas, MouseEvent.MOUSE_DRAGGED, MouseEvent.NOBUTTON, 150, 60);
			// The button is never let go.
			image.close();
		});
		await("the panel closes, too", () -> !isPanelOpen());
		assertFalse(image.changes);
		BufferedImage saved = ImageIO.read(folder.resolve("project/annotations/train/photo 1 \u00fc.png").toFile());
		for (int x = 50; x <= 150; x++) assertEquals(0xb4ff0000, saved.getRGB(x, 60), "pixel " + x);
		assertEquals(0, saved.getRGB(100, 90));
	}

	@Test
	void soilIsPaintedAroundRootStrokesWhereAsked() throws Exception {
		if (IJ.getInstance() == null) new ImageJ(ImageJ.NO_SHOW);
		open(project(""));
		await("the photograph", () -> WindowManager.getCurrentImage() != null && isPanelOpen());
		ImagePlus image = WindowManager.getCurrentImage();
		EventQueue.invokeAndWait(() -> {
			panel().paintHalo(true);
			ImageCanvas canvas = image.getCanvas();
			canvas.setMagnification(1);
			mouse(canvas, MouseEvent.MOUSE_PRESSED, MouseEvent.BUTTON1, 50, 60);
			mouse(canvas, MouseEvent.MOUSE_DRAGGED, MouseEvent.NOBUTTON, 150, 60);
			mouse(canvas, MouseEvent.MOUSE_RELEASED, MouseEvent.BUTTON1, 150, 60);
			image.close();
		});
		await("the panel closes, too", () -> !isPanelOpen());
		BufferedImage saved = ImageIO.read(folder.resolve("project/annotations/train/photo 0 \u00fc.png").toFile());
		// The brush reaches 7 px to each side, then come 2 px of nothing and 7 px of soil.
		for (int x = 60; x <= 140; x++) {
			assertEquals(0xb4ff0000, saved.getRGB(x, 67));
			assertEquals(0, saved.getRGB(x, 69));
			assertEquals(0xb400ff00, saved.getRGB(x, 71));
			assertEquals(0xb400ff00, saved.getRGB(x, 75));
			assertEquals(0, saved.getRGB(x, 78));
		}
	}

	@Test
	void whereOneWasIsWhereOneBeginsAgain() throws Exception {
		if (IJ.getInstance() == null) new ImageJ(ImageJ.NO_SHOW);
		AnnotationProject project = project("", "", "");
		assertEquals(-1, project.place());
		project.remember(project.photographs().get(1));
		open(project);
		await("the second photograph", () -> WindowManager.getCurrentImage() != null && isPanelOpen());
		ImagePlus image = WindowManager.getCurrentImage();
		assertEquals("photo 1 \u00fc.png", image.getTitle());
		EventQueue.invokeAndWait(() -> {
			image.setOverlay(new Roi(3, 3, 9, 9), Color.RED, 1, null);
			press(panel(), "Next \u25b6");
		});
		await("the third", () -> image.getTitle().equals("photo 2 \u00fc.png"));
		assertNull(image.getOverlay(), "what another command drew on the photograph before");
		EventQueue.invokeAndWait(image::close);
		await("the panel closes, too", () -> !isPanelOpen());
		assertEquals(2, project.place());
		Files.writeString(folder.resolve("project/place.txt"), "../photo 1 \u00fc.png");
		assertEquals(-1, project.place());
	}

	@Test
	void aFinishedPhotographIsSoilWhereNothingWasPainted() throws Exception {
		if (IJ.getInstance() == null) new ImageJ(ImageJ.NO_SHOW);
		open(project(""));
		await("the photograph", () -> WindowManager.getCurrentImage() != null && isPanelOpen());
		ImagePlus image = WindowManager.getCurrentImage();
		EventQueue.invokeAndWait(() -> {
			ImageCanvas canvas = image.getCanvas();
			canvas.setMagnification(1);
			mouse(canvas, MouseEvent.MOUSE_PRESSED, MouseEvent.BUTTON1, 50, 60);
			mouse(canvas, MouseEvent.MOUSE_RELEASED, MouseEvent.BUTTON1, 50, 60);
			press(panel(), "As found");
			press(panel(), "Soil");
			image.close();
		});
		await("the panel closes, too", () -> !isPanelOpen());
		BufferedImage saved = ImageIO.read(folder.resolve("project/annotations/train/photo 0 \u00fc.png").toFile());
		assertEquals(0xb4ff0000, saved.getRGB(50, 60));
		assertEquals(0xb400ff00, saved.getRGB(0, 0));
		assertEquals(0xb400ff00, saved.getRGB(399, 299));
	}

	@Test
	void saysWhyNoPhotographCanBeOpened() throws IOException {
		AnnotationProject project = project("torn", "torn, too");
		String message = assertThrows(IOException.class, () -> open(project)).getMessage();
		assertTrue(message.contains("photo 0 \u00fc.png") && message.contains("photo 1 \u00fc.png"), message);
	}
}
