// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.window;

import static io.github.taproot.window.Screen.all;
import static io.github.taproot.window.Screen.await;
import static io.github.taproot.window.Screen.click;
import static io.github.taproot.window.Screen.mouse;
import static io.github.taproot.window.Screen.there;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.event.MouseEvent;
import java.awt.geom.Point2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import javax.imageio.ImageIO;
import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JComboBox;
import javax.swing.JLabel;
import javax.swing.JTextField;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.taproot.annotation.HandCounts;
import io.github.taproot.roots.LineGrid;

@Tag("window")
class CountWindowTest {

	@TempDir
	Path folder;
	private CountWindow window;
	private CountCanvas canvas;

	@BeforeEach
	void open() throws Exception {
		Path photographs = Files.createDirectory(folder.resolve("photographs"));
		for (String name : new String[] { "a.png", "b \u00e4.png" }) {
			ImageIO.write(new BufferedImage(400, 300, BufferedImage.TYPE_INT_RGB), "png",
				photographs.resolve(name).toFile());
		}
		Files.writeString(photographs.resolve("c.png"), "torn");
		show(new LineGrid(100, true, LineGrid.Lines.BOTH, 0, 0));
		shows("0 crossings");
	}

	private void show(LineGrid lines) throws Exception {
		window = there(() -> {
			CountWindow made = new CountWindow(
				HandCounts.open(folder.resolve("photographs"), folder.resolve("counts"), lines, null));
			made.setVisible(true);
			return made;
		});
		canvas = all(CountCanvas.class, window).get(0);
	}

	/** Photographs without a scale under a grid in mm: the window says what to do, and takes the scale. */
	@Test
	void theScaleIsSetInTheWindowUntilTheFirstMark() throws Exception {
		close();
		show(new LineGrid(20, false, LineGrid.Lines.BOTH, 0, 0));
		shows("a.png has no scale: type the pixel size, or draw a line over a known length.");
		clickAtCentre(MouseEvent.BUTTON1);
		assertTrue(saved("counts.csv").isEmpty(), "nothing can be marked without a grid");
		// A line of 200 px over 40 mm.
		List<JTextField> fields = all(JTextField.class, window).stream().filter(field -> field.getParent()
			.getComponent(0) instanceof JLabel).toList();
		type(fields.get(2), "-4");
		press("Draw a line");
		shows("Type the length of the line in mm as a number above 0, not \"-4\".");
		type(fields.get(2), "40");
		press("Draw a line");
		shows("Drag along a length of 40 mm");
		drag(100, 150, 300, 150);
		shows("0 crossings");
		// The ends are whole px of the screen.
		assertEquals(0.2, Double.parseDouble(fields.get(1).getText()), 0.002);
		// The upright lines of 20 mm are 100 px apart.
		assertEquals(100, canvas.columns()[0], 1);
		type(fields.get(1), "0,4");
		press("Apply");
		await("the lines", () -> Arrays.toString(canvas.columns()).startsWith("[50.0, 100.0, "));
		shows("0 crossings");
		assertFalse(Files.exists(folder.resolve("counts/grid.csv")));
		clickAtCentre(MouseEvent.BUTTON1);
		await("saved", () -> saved("grid.csv").endsWith("20,mm,both,0,0,0.400000\n"));
		assertFalse(fields.get(1).isEnabled());
		press("Undo");
		await("free again", () -> fields.get(1).isEnabled());
	}

	@Test
	void theGridsColourIsChosen() throws Exception {
		there(() -> {
			all(JComboBox.class, window).get(2).setSelectedItem("yellow");
			return null;
		});
		BufferedImage image = new BufferedImage(canvas.getWidth(), canvas.getHeight(), BufferedImage.TYPE_INT_RGB);
		there(() -> {
			canvas.paint(image.getGraphics());
			return null;
		});
		Point2D place = canvas.onScreen(200, 150);
		int colour = image.getRGB((int) place.getX(), (int) place.getY());
		assertTrue((colour >> 16 & 255) > 120 && (colour & 255) < 90, Integer.toHexString(colour));
	}

	private static void type(JTextField field, String text) throws Exception {
		there(() -> {
			field.setText(text);
			return null;
		});
	}

	/** Along px of the photograph. */
	private void drag(double x1, double y1, double x2, double y2) throws Exception {
		there(() -> {
			Point2D from = canvas.onScreen(x1, y1);
			Point2D to = canvas.onScreen(x2, y2);
			mouse(canvas, MouseEvent.MOUSE_PRESSED, MouseEvent.BUTTON1, (int) from.getX(), (int) from.getY());
			for (Point2D at : new Point2D[] { from, to }) {
				mouse(canvas, MouseEvent.MOUSE_DRAGGED, MouseEvent.BUTTON1, (int) at.getX(), (int) at.getY());
			}
			mouse(canvas, MouseEvent.MOUSE_RELEASED, MouseEvent.BUTTON1, (int) to.getX(), (int) to.getY());
			return null;
		});
	}

	@AfterEach
	void close() throws Exception {
		there(() -> {
			window.dispose();
			return null;
		});
		// Its listeners hear of it in an event of its own.
		there(() -> null);
		await("all saved", () -> Thread.getAllStackTraces().keySet().stream()
			.noneMatch(thread -> thread.getName().startsWith("Taproot counting")));
	}

	private void shows(String text) throws InterruptedException {
		await(text, () -> all(JLabel.class, window).stream()
			.anyMatch(label -> String.valueOf(label.getText()).contains(text)));
	}

	private void clickAtCentre(int button) throws Exception {
		there(() -> {
			click(canvas, button, canvas.getWidth() / 2, canvas.getHeight() / 2);
			return null;
		});
	}

	private void press(String text) throws Exception {
		there(() -> {
			all(JButton.class, window).stream().filter(button -> button.getText().startsWith(text)).findFirst()
				.orElseThrow().doClick();
			return null;
		});
	}

	private String saved(String file) {
		try {
			return Files.readString(folder.resolve("counts").resolve(file));
		}
		catch (IOException e) {
			return "";
		}
	}

	@Test
	void everyClickIsSavedAtOnce() throws Exception {
		clickAtCentre(MouseEvent.BUTTON1);
		shows("1 crossing<");
		await("saved", () -> saved("counts.csv").contains("a.png,1,no"));
		assertTrue(saved("crossings.csv").contains("a.png,200"), saved("crossings.csv"));
		clickAtCentre(MouseEvent.BUTTON3);
		shows("0 crossings");
		clickAtCentre(MouseEvent.BUTTON1);
		press("Undo");
		shows("0 crossings");
		clickAtCentre(MouseEvent.BUTTON1);
		press("Next");
		await("saved", () -> saved("counts.csv").contains("a.png,1,yes"));
		shows("1 of 3 photographs finished");
	}

	@Test
	void errorsWhileAPhotographIsReadAreToldAndTheNextOneOpens() throws Exception {
		for (Error error : ThrowingImages.kinds()) {
			try (ThrowingImages images = new ThrowingImages(error)) {
				press("Next");
				shows(error instanceof OutOfMemoryError ? "memory" :
					"b \u00e4.png could not be read because of an error in Taproot (" + error + ")");
			}
			press("< Previous");
			shows("0 crossings");
		}
	}

	@Test
	void whatIsNotSavedIsSaid() throws Exception {
		Path table = folder.resolve("counts").resolve("crossings.csv");
		Files.createDirectory(table);
		clickAtCentre(MouseEvent.BUTTON1);
		shows("NOT SAVED: ");
		Files.delete(table);
		clickAtCentre(MouseEvent.BUTTON1);
		await("saved", () -> saved("counts.csv").contains("a.png,2,no"));
	}

	@Test
	void aPhotographThatCannotBeReadIsNamedAndTakesNoMark() throws Exception {
		press("Next");
		press("Next");
		shows("c.png");
		clickAtCentre(MouseEvent.BUTTON1);
		JCheckBox finished = all(JCheckBox.class, window).get(1);
		assertFalse(finished.isSelected() || finished.isEnabled());
		assertFalse(saved("counts.csv").contains("c.png"), saved("counts.csv"));
	}
}
