// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.window;

import static io.github.taproot.window.Screen.all;
import static io.github.taproot.window.Screen.await;
import static io.github.taproot.window.Screen.click;
import static io.github.taproot.window.Screen.there;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.event.MouseEvent;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.imageio.ImageIO;
import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JLabel;

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
		window = there(() -> {
			CountWindow made = new CountWindow(HandCounts.open(photographs, folder.resolve("counts"),
				new LineGrid(100, true, LineGrid.Lines.BOTH, 0, 0), null));
			made.setVisible(true);
			return made;
		});
		canvas = all(CountCanvas.class, window).get(0);
		shows("0 crossings");
	}

	@AfterEach
	void close() throws Exception {
		there(() -> {
			window.dispose();
			return null;
		});
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
