// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.window;

import static io.github.taproot.window.Screen.all;
import static io.github.taproot.window.Screen.await;
import static io.github.taproot.window.Screen.click;
import static io.github.taproot.window.Screen.there;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Button;
import java.awt.Container;
import java.awt.Label;
import java.awt.Rectangle;
import java.awt.event.ActionEvent;
import java.awt.event.MouseEvent;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import javax.imageio.ImageIO;
import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JComboBox;
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
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.imagej.ExcludedAreas;

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
		assertTrue(shows("1 of 3 reviewed"));
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
		await("both ticks", () -> shows("2 of 3 reviewed"));
		Files.delete(folder.resolve("reviewed.csv"));
		Files.createDirectory(folder.resolve("reviewed.csv"));
		clickOn(1, true);
		await("it is said", () -> shows("NOT SAVED: "));
	}

	private JButton button(String text) {
		return all(JButton.class, window).stream().filter(button -> button.getText().startsWith(text)).findFirst()
			.orElse(null);
	}

	private void press(String text) throws Exception {
		there(() -> {
			button(text).doClick();
			return null;
		});
	}

	@Test
	void aPhotographIsRejectedWithAReasonShownSoAndAcceptedAgain() throws Exception {
		there(() -> {
			gallery.setSelectedIndex(1);
			all(JComboBox.class, window).get(1).getEditor().setItem(" two, tubes ");
			return null;
		});
		press("Reject");
		await("saved", () -> reviewed().equals("file,looked_at,rejected\nbad.png,no,\"two, tubes\"\n"));
		await("said", () -> shows("Rejected bad.png: measurements of this folder's masks leave it out."));
		assertTrue(shows("0 of 3 reviewed, 1 rejected"));
		assertTrue(texts(1).contains("Rejected: two, tubes"), texts(1).toString());
		assertEquals("Accept again (R)", button("Accept").getText());
		// One that failed has no mask that could be measured.
		there(() -> {
			gallery.setSelectedIndex(0);
			return null;
		});
		assertFalse(button("Reject").isEnabled());
		there(() -> {
			gallery.setSelectedIndex(1);
			return null;
		});
		press("Accept again");
		await("taken back", () -> reviewed().equals("file\n") && shows("bad.png is accepted again."));
		there(() -> {
			all(JComboBox.class, window).get(1).getEditor().setItem(" ");
			return null;
		});
		press("Reject");
		await("a reason", () -> shows("Type a reason first"));
	}

	/** The texts below a photograph's picture. */
	private <T> List<String> texts(int index) throws Exception {
		return there(() -> {
			@SuppressWarnings("unchecked")
			JList<T> list = (JList<T>) gallery;
			return all(JLabel.class, (Container) list.getCellRenderer().getListCellRendererComponent(list,
				list.getModel().getElementAt(index), index, false, false)).stream().map(JLabel::getText).toList();
		});
	}

	private void pressIn(Container photograph, String text) throws Exception {
		there(() -> {
			Button button = all(Button.class, photograph).stream().filter(each -> each.getLabel().startsWith(text))
				.findFirst().orElseThrow();
			button.dispatchEvent(new ActionEvent(button, ActionEvent.ACTION_PERFORMED, text));
			return null;
		});
	}

	private static boolean says(Container photograph, String text) {
		return all(Label.class, photograph).stream().anyMatch(label -> label.getText().contains(text));
	}

	@Test
	void aSelectionIsLeftOutAndTakenBack() throws Exception {
		clickOn(1, false);
		await("the photograph", () -> WindowManager.getImage("bad.png") != null);
		ImagePlus image = WindowManager.getImage("bad.png");
		ReviewedPhotograph shown = (ReviewedPhotograph) image.getWindow();
		pressIn(shown, "Leave out");
		await("told", () -> says(shown, "Nothing was left out: draw a rectangle"));
		image.setRoi(20, 10, 15, 20);
		pressIn(shown, "Leave out");
		await("said", () -> says(shown, "Left out. Saved to exclude/bad.zip, which Measure Root Traits Folder finds."));
		assertEquals(1, new ExcludedAreas(folder.resolve("exclude"), "bad", 60, 40).read().size());
		assertTrue(image.getOverlay().get("Areas left out") != null && image.getRoi() == null);
		pressIn(shown, "Take back");
		await("taken back", () -> says(shown, "Nothing is left out."));
		assertFalse(Files.exists(folder.resolve("exclude/bad.zip")));
		Files.delete(folder.resolve("exclude"));
		Files.createFile(folder.resolve("exclude"));
		image.setRoi(20, 10, 15, 20);
		pressIn(shown, "Leave out");
		await("it is said", () -> says(shown, "exclude") && !says(shown, "Left out."));
		there(() -> {
			image.changes = false;
			image.close();
			return null;
		});
	}

	@Test
	void aScanIsShownReducedAndAreasAreLeftOutAtItsSize() throws Exception {
		Path tif = folder.resolve("photographs/scan.tif");
		BufferedImage scan = new BufferedImage(9000, 300, BufferedImage.TYPE_BYTE_GRAY);
		ImageIO.write(scan, "tiff", tif.toFile());
		// A root of one row.
		int[] next = { 0 };
		ResultFiles.writeMask(9000, 300, PixelCalibration.PIXELS, (pixels, rows) -> {
			for (int row = 0; row < rows; row++, next[0]++) {
				Arrays.fill(pixels, row * 9000, (row + 1) * 9000, next[0] == 100 ? Mask.ROOT : Mask.SOIL);
			}
		}, folder.resolve("masks/scan.tif"));
		Files.writeString(folder.resolve("summary.csv"), "file,status,root_length_px,message\nscan.tif,done,9000,\n");
		close();
		show();
		await("the picture", () -> place(0).isEmpty());
		clickOn(0, false);
		await("the photograph", () -> WindowManager.getImage("scan.tif (1:3)") != null);
		ImagePlus image = WindowManager.getImage("scan.tif (1:3)");
		assertEquals("3000x100", image.getWidth() + "x" + image.getHeight());
		ReviewedPhotograph shown = (ReviewedPhotograph) image.getWindow();
		image.setRoi(100, 30, 50, 10);
		pressIn(shown, "Leave out");
		await("said", () -> says(shown, "Left out. Saved to exclude/scan.zip"));
		assertEquals(new Rectangle(300, 90, 150, 30),
			new ExcludedAreas(folder.resolve("exclude"), "scan", 9000, 300).read().get(0).getBounds());
		there(() -> {
			image.changes = false;
			image.close();
			return null;
		});
	}

	@Test
	void photographsAreSortedByTheErrorThatTheModelExpects() throws Exception {
		Files.writeString(folder.resolve("summary.csv"), """
			file,status,root_length_px,confidence,expected_f1,expected_length_px,expected_length_low_px,\
			expected_length_high_px,message
			a.png,done,40,0.9,0.5,100,90,110,
			b.png,done,40,0.3,0.8,100,60,150,
			c.png,done,40,0.3,,0,0,0,
			""");
		close();
		show();
		assertEquals(List.of("a.png", "b.png", "c.png"), names());
		there(() -> {
			all(JComboBox.class, window).get(0).setSelectedIndex(1);
			return null;
		});
		assertEquals(List.of("b.png", "a.png", "c.png"), names());
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
