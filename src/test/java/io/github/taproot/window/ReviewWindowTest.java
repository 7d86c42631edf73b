// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.window;

import static io.github.taproot.window.Screen.all;
import static io.github.taproot.window.Screen.await;
import static io.github.taproot.window.Screen.click;
import static io.github.taproot.window.Screen.there;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Container;
import java.awt.Rectangle;
import java.awt.event.MouseEvent;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import javax.imageio.ImageIO;
import javax.swing.JCheckBox;
import javax.swing.JLabel;
import javax.swing.JList;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import ij.ImagePlus;
import ij.WindowManager;

import io.github.taproot.batch.SegmentationReview;
import io.github.taproot.batch.SegmentationReview.Entry;
import io.github.taproot.files.ResultFiles;
import io.github.taproot.image.Mask;

@Tag("window")
class ReviewWindowTest {

	@TempDir
	Path folder;
	private ReviewWindow window;
	private JList<?> gallery;

	@BeforeEach
	void open() throws Exception {
		Path photographs = Files.createDirectory(folder.resolve("photographs"));
		Path masks = Files.createDirectory(folder.resolve("masks"));
		for (String name : new String[] { "good", "bad" }) {
			ImageIO.write(new BufferedImage(60, 40, BufferedImage.TYPE_INT_RGB), "png",
				photographs.resolve(name + ".png").toFile());
			byte[] roots = new byte[60 * 40];
			for (int x = 10; x < 50; x++) for (int y = 18; y < 22; y++) roots[y * 60 + x] = 1;
			ResultFiles.writeMask(new Mask(60, 40, roots), masks.resolve(name + ".png"));
		}
		Files.writeString(folder.resolve("summary.csv"), """
			file,status,seconds,width,height,root_pixels,root_fraction,root_length_px,confidence,message
			good.png,done,1,60,40,160,0.07,40,0.9,
			bad.png,done,1,60,40,160,0.07,40,0.3,
			gone.png,failed,1,,,,,,,"gone.png is cut short: copy it again."
			""");
		Files.writeString(folder.resolve("summary.json"), "{\"input\": \"" + photographs + "\"}");
		show();
	}

	private void show() throws Exception {
		window = there(() -> {
			ReviewWindow made = new ReviewWindow(SegmentationReview.read(folder, null));
			made.setVisible(true);
			return made;
		});
		gallery = all(JList.class, window).get(0);
	}

	@AfterEach
	void close() throws Exception {
		there(() -> {
			window.dispose();
			return null;
		});
	}

	private List<String> names() throws Exception {
		return there(() -> {
			List<String> names = new ArrayList<>();
			for (int i = 0; i < gallery.getModel().getSize(); i++) {
				names.add(((Entry) gallery.getModel().getElementAt(i)).file());
			}
			return names;
		});
	}

	/** Clicks on a photograph's picture, or on the tick below it. */
	private void clickOn(int index, boolean isTick) throws Exception {
		there(() -> {
			Rectangle cell = gallery.getCellBounds(index, index);
			click(gallery, MouseEvent.BUTTON1, cell.x + cell.width / 2, cell.y +
				(isTick ? cell.height - 10 : cell.height / 3));
			return null;
		});
	}

	private boolean shows(String text) {
		return all(JLabel.class, window).stream().anyMatch(label -> String.valueOf(label.getText()).contains(text));
	}

	private String reviewed() {
		try {
			return Files.readString(folder.resolve("reviewed.csv"));
		}
		catch (IOException e) {
			return "";
		}
	}

	@Test
	void theWorstComesFirstAndATickIsKept() throws Exception {
		assertEquals(List.of("gone.png", "bad.png", "good.png"), names());
		clickOn(1, true);
		await("the tick is saved", () -> reviewed().equals("file\nbad.png\n"));
		assertTrue(shows("1 of 3 looked at"));
		there(() -> {
			all(JCheckBox.class, window).get(0).doClick();
			return null;
		});
		assertEquals(List.of("gone.png", "good.png"), names());
	}

	/** What stands in a photograph's place in the gallery: "..." before there is a picture, "" once there is one. */
	private <T> String place(int index) {
		try {
			return there(() -> {
				@SuppressWarnings("unchecked")
				JList<T> list = (JList<T>) gallery;
				T entry = list.getModel().getElementAt(index);
				return all(JLabel.class, (Container) list.getCellRenderer().getListCellRendererComponent(list, entry,
					index, false, false)).get(0).getText();
			});
		}
		catch (Exception e) {
			throw new AssertionError(e);
		}
	}

	@Test
	void errorsWhileAPhotographOpensAreToldAndItOpensThen() throws Exception {
		await("the pictures", () -> place(1).isEmpty() && place(2).isEmpty());
		for (Error error : ThrowingImages.kinds()) {
			try (ThrowingImages images = new ThrowingImages(error)) {
				clickOn(1, false);
				await(error.toString(), () -> images.isEmpty() && (error instanceof OutOfMemoryError ? shows("memory") :
					shows("bad.png could not be opened because of an error in Taproot (" + error + ")")));
			}
		}
		clickOn(1, true);
		await("the tick is saved", () -> reviewed().equals("file\nbad.png\n"));
		clickOn(1, false);
		await("the photograph", () -> WindowManager.getImage("bad.png") != null);
		there(() -> {
			WindowManager.getImage("bad.png").close();
			return null;
		});
	}

	@Test
	void ticksOfOthersAreShownAndWhatIsNotSavedIsSaid() throws Exception {
		SegmentationReview other = SegmentationReview.read(folder, null);
		other.save(other.entries(SegmentationReview.Order.NAME, false).get(2), true);
		clickOn(1, true);
		await("both ticks", () -> shows("2 of 3 looked at"));
		Files.delete(folder.resolve("reviewed.csv"));
		Files.createDirectory(folder.resolve("reviewed.csv"));
		clickOn(1, true);
		await("it is said", () -> shows("NOT SAVED: "));
	}

	@Test
	void aClickOpensThePhotographWithItsRootsAndAFileThatIsGoneIsNamed() throws Exception {
		clickOn(1, false);
		await("the photograph", () -> WindowManager.getImage("bad.png") != null);
		ImagePlus image = WindowManager.getImage("bad.png");
		await("its roots", () -> image.getOverlay() != null && image.getOverlay().size() > 0);
		clickOn(0, false);
		await("the reason", () -> shows("gone.png"));
		assertEquals(List.of(image.getTitle()), List.of(WindowManager.getImageTitles()));
		there(() -> {
			image.changes = false;
			image.close();
			return null;
		});
	}
}
