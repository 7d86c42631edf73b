// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.window;

import java.awt.Dimension;
import java.awt.GraphicsConfiguration;
import java.awt.KeyboardFocusManager;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Window;
import java.awt.event.MouseWheelEvent;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import javax.swing.SwingUtilities;
import javax.swing.Timer;

import ij.IJ;
import ij.ImageListener;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.GUI;
import ij.gui.ImageWindow;

import io.github.taproot.annotation.AnnotationProject;
import io.github.taproot.annotation.AnnotationProject.Part;
import io.github.taproot.annotation.AutoSave;
import io.github.taproot.files.ImageReader;
import io.github.taproot.image.Mask;
import io.github.taproot.unet.DeviceChoice;
import io.github.taproot.unet.ModelSource;
import io.github.taproot.window.AnnotationCanvas.Layer;
import io.github.taproot.window.PhotographLoader.Opened;

/**
 * Annotates a folder of photographs, one after the other, while a model learns from what is painted: the photograph in
 * a window of ImageJ's, and a panel beside it. Files are read, written and segmented in threads of their own; the event
 * thread paints.
 */
public final class AnnotationWindow {

	private static final int SAVE_MILLIS = 400;
	private static final int REFRESH_MILLIS = 500;

	private final AnnotationProject project;
	private final AutoSave save;
	private final SegmentationWorker worker;
	private final PhotographLoader loader;
	private final TrainingControl training;

	/** All below belongs to the event thread. */
	private AnnotationPanel panel;
	private PhotographStrip strip;
	private ImagePlus image;
	private AnnotationCanvas canvas;
	private PaintBrush brush;
	private Opened opened;
	/** The photograph that was asked for last, which may still be read. */
	private int wanted;
	/** Counts requests for photographs: an older one that is still being read is not shown any more. */
	private int requests;
	private boolean isPlaced;
	private boolean isClosing;
	/** Whether closing waits for a disk that can be written to. */
	private boolean isKeptOpen;
	private Timer refresh;
	private AnnotationKeys keys;
	private final ImageListener closing = new ImageListener() {

		@Override
		public void imageOpened(ImagePlus other) {
			// of no concern
		}

		@Override
		public void imageUpdated(ImagePlus other) {
			// of no concern
		}

		@Override
		public void imageClosed(ImagePlus other) {
			if (other == image) SwingUtilities.invokeLater(() -> close(false));
		}
	};

	private AnnotationWindow(AnnotationProject project, ImageReader reader, ModelSource model,
		SegmentationWorker.Engine engine, DeviceChoice device, TrainingControl.Factory trainings)
	{
		this.project = project;
		training = new TrainingControl(trainings);
		save = new AutoSave(project, SAVE_MILLIS, this::saved);
		loader = new PhotographLoader(project, reader, save);
		worker = new SegmentationWorker(project, reader, model, engine, device, new SegmentationWorker.Listener() {

			@Override
			public void segmented(Path photograph, Mask roots, int x, int y) {
				onScreen(photograph, () -> canvas.show(roots, x, y));
			}

			@Override
			public void state(Path photograph, String sentence) {
				onScreen(photograph, () -> panel.setSegmentation(sentence));
			}
		}, this::say);
	}

	/**
	 * Opens the window where it was closed last, or else at the first photograph that is not annotated, or at the first
	 * of all; returns once it is read.
	 *
	 * @param project what to annotate
	 * @param model the model to segment with until the project has one; null for none
	 * @param engine asked, in another thread, once there is a model
	 * @param trainings makes the training; null for none
	 * @param news sentences that the panel shows, such as what was imported
	 * @throws IOException where no photograph can be opened, with the reason for each
	 */
	public static void open(AnnotationProject project, ImageReader reader, ModelSource model,
		SegmentationWorker.Engine engine, DeviceChoice device, TrainingControl.Factory trainings, List<String> news)
		throws IOException
	{
		AnnotationWindow window = new AnnotationWindow(project, reader, model, engine, device, trainings);
		List<String> problems = new ArrayList<>(news);
		problems.addAll(project.problems());
		int place = project.place();
		Opened first = window.loader.read(place < 0 ? window.loader.firstBlank(0, 0) : place, 1, problems);
		if (first == null) first = window.loader.read(0, 1, problems);
		if (first == null) {
			window.worker.close();
			window.save.close();
			window.loader.close();
			window.training.close();
			throw new IOException("None of the photographs can be opened:\n" + String.join("\n", problems));
		}
		Opened start = first;
		SwingUtilities.invokeLater(() -> window.begin(start, problems));
	}

	// Reading photographs

	/** Goes to a photograph, or past those that can't be read. */
	private void go(int index, int step) {
		brush.keepStroke();
		if (index < 0 || index >= project.photographs().size()) {
			panel.setPart(index < 0 ? "This is the first photograph." : "This is the last photograph.");
			return;
		}
		int request = ++requests;
		wanted = index;
		panel.setPhotograph("Opening " + project.photographs().get(index).getFileName() + " ...", "");
		Opened here = opened;
		loader.execute(() -> {
			List<String> problems = new ArrayList<>();
			Opened found = loader.read(index, step, problems);
			SwingUtilities.invokeLater(() -> {
				if (request != requests || isClosing) return;
				problems.forEach(panel::say);
				if (found == null) panel.say("No other photograph can be opened.");
				show(found == null ? here : found);
			});
		});
	}

	// What is on the screen

	private void begin(Opened first, List<String> news) {
		AnnotationPanel.Actions actions = new PanelActions();
		strip = new PhotographStrip(project, index -> go(index, 1));
		panel = new AnnotationPanel(actions, training.isPossible(), strip);
		GraphicsConfiguration screen = panel.getGraphicsConfiguration();
		Rectangle space = GUI.getMaxWindowBounds(IJ.getInstance());
		if (space == null || space.isEmpty()) space = screen.getBounds();
		int left = space.x + space.width - panel.getWidth();
		int top = topBelowImageJ(space, left);
		panel.setBounds(left, top, panel.getWidth(), Math.min(panel.getHeight(), space.y + space.height - top));
		panel.addWindowListener(new WindowAdapter() {

			@Override
			public void windowClosing(WindowEvent e) {
				close(isKeptOpen);
			}
		});
		if (IJ.getInstance() != null) panel.addKeyListener(IJ.getInstance());
		news.forEach(panel::say);
		panel.setSaved("Your painting is saved automatically.", false);

		image = new ImagePlus(first.file().getFileName().toString(), first.colours());
		canvas = new AnnotationCanvas(image);
		// Until the screen has answered, the panel itself may say that it is at the left.
		canvas.keepLeftOf(left);
		canvas.addMouseWheelListener(this::wheel);
		brush = new PaintBrush(image, canvas, panel, this::painted);
		show(first);
		ImagePlus.addImageListener(closing);
		keys = new AnnotationKeys(this::takesKeys, panel, actions, brush);
		KeyboardFocusManager.getCurrentKeyboardFocusManager().addKeyEventDispatcher(keys);
		refresh = new Timer(REFRESH_MILLIS, e -> refresh());
		refresh.start();
		panel.setVisible(true);
		brush.choose();
		brush.setDiameter();
		image.getWindow().toFront();
		canvas.requestFocus();
	}

	private void show(Opened next) {
		brush.keepStroke();
		boolean isOther = opened != null && !next.file().equals(opened.file());
		opened = next;
		wanted = next.index();
		if (brush.painting() == null || isOther) brush.paintOn(next.annotation());
		panel.setPhotograph(next.index() + 1 + " of " + project.photographs().size() + ": " + next.file().getFileName(),
			next.file().toString());
		panel.setPart(words(next.part()));
		strip.setCurrent(next.index());
		panel.setCanUndo(brush.painting().canUndo(), brush.painting().canRedo());
		showPixels(next);
		canvas.show(brush.painting());
		canvas.clearFound();
		panel.setSegmentation("Waiting for the model ...");
		List<Path> files = project.photographs();
		worker.look(next.file(), next.index() + 1 < files.size() ? files.get(next.index() + 1) : null);
		loader.readAhead(next.index() + 1);
	}

	/** Shows the pixels in the same window; zoom and place stay where the photographs have the same size. */
	private void showPixels(Opened next) {
		boolean fits = image.getWidth() == next.colours().getWidth() && image.getHeight() == next.colours().getHeight();
		image.deleteRoi();
		// What other commands drew belongs to the photograph before.
		image.setOverlay(null);
		if (!isPlaced) {
			ImageWindow.setNextLocation(placeOfImage());
			ImageWindow window = new ImageWindow(image, canvas);
			isPlaced = true;
			fit(window);
		}
		else if (fits) {
			image.setProcessor(next.file().getFileName().toString(), next.colours());
		}
		else {
			image.setProcessor(next.file().getFileName().toString(), next.colours());
			fit(image.getWindow());
		}
		image.changes = false;
		canvas.showPhoto();
	}

	private Point placeOfImage() {
		Rectangle space = GUI.getMaxWindowBounds(panel);
		return new Point(space.x, topBelowImageJ(space, space.x));
	}

	/** The top of a window that begins at a column: below ImageJ's own window, where that leaves most of the screen. */
	private static int topBelowImageJ(Rectangle space, int column) {
		Window main = IJ.getInstance();
		boolean isAbove = main != null && main.isVisible() && main.getY() < space.y + space.height / 4 &&
			main.getX() + main.getWidth() > column;
		return isAbove ? main.getY() + main.getHeight() + 4 : space.y;
	}

	/** As large as fits left of the panel. */
	private void fit(ImageWindow window) {
		Dimension room = canvas.room();
		double scale = Math.min((double) room.width / image.getWidth(), (double) room.height / image.getHeight());
		double magnification = 1;
		while (magnification > scale) magnification = AnnotationCanvas.getLowerZoomLevel(magnification);
		canvas.setSourceRect(new Rectangle(0, 0, image.getWidth(), image.getHeight()));
		canvas.setMagnification(magnification);
		canvas.setSize((int) (image.getWidth() * magnification), (int) (image.getHeight() * magnification));
		window.pack();
	}

	private String words(Part part) {
		return part == null ? "Not painted yet." : part == Part.TRAINING ? "Used for training." :
			"Used for validation (measures the model; not trained on).";
	}

	/** Does something in the event thread, if the photograph is still looked at. */
	private void onScreen(Path photograph, Runnable action) {
		SwingUtilities.invokeLater(() -> {
			if (panel != null && opened != null && opened.file().equals(photograph)) action.run();
		});
	}

	private void say(String sentence) {
		SwingUtilities.invokeLater(() -> {
			if (panel != null) panel.say(sentence);
		});
	}

	private void painted() {
		panel.setCanUndo(brush.painting().canUndo(), brush.painting().canRedo());
		panel.setSaved("Saving ...", false);
		worker.touch(canvas.getSrcRect());
		save.save(opened.file(), brush.painting().annotation());
	}

	private void wheel(MouseWheelEvent e) {
		if (e.isShiftDown()) brush.resize(-e.getWheelRotation());
		else if (e.getWheelRotation() < 0) canvas.zoomIn(e.getX(), e.getY());
		else if (e.getWheelRotation() > 0) canvas.zoomOut(e.getX(), e.getY());
	}

	/** Whether keys in a window are meant for the photograph: also in ImageJ's main window. */
	private boolean takesKeys(Window window) {
		return !isClosing && (window == panel || window == image.getWindow() ||
			window == IJ.getInstance() && WindowManager.getCurrentImage() == image);
	}

	private void nextBlank() {
		brush.keepStroke();
		int from = wanted + 1;
		loader.execute(() -> {
			int index = loader.firstBlank(from, loader.firstBlank(0, -1));
			SwingUtilities.invokeLater(() -> {
				if (index < 0 || index == opened.index()) panel.say("All other photographs are annotated.");
				else go(index, 1);
			});
		});
	}

	private final class PanelActions implements AnnotationPanel.Actions {

		@Override
		public void brush(byte newLabel) {
			brush.choose(newLabel);
		}

		@Override
		public void brushSize(int newDiameter) {
			if (brush != null) brush.setDiameter(newDiameter);
		}

		@Override
		public void halo(boolean painted) {
			brush.setHalo(painted);
		}

		@Override
		public void undo() {
			brush.undo(true);
		}

		@Override
		public void redo() {
			brush.undo(false);
		}

		@Override
		public void show(Layer layer, boolean visible) {
			canvas.setVisible(layer, visible);
		}

		@Override
		public void next() {
			go(wanted + 1, 1);
		}

		@Override
		public void previous() {
			go(wanted - 1, -1);
		}

		@Override
		public void nextBlank() {
			AnnotationWindow.this.nextBlank();
		}

		@Override
		public void fillSelections(byte newLabel, boolean fromManager) {
			brush.fillSelections(newLabel, fromManager);
		}

		@Override
		public void flood(byte newLabel) {
			brush.flood(newLabel);
		}

		@Override
		public void finish(boolean asFound) {
			if (asFound && canvas.found() == null) {
				panel.say("No roots were found here yet: wait for the model, or choose Soil.");
			}
			else brush.complete(asFound ? canvas.found() : null);
		}

		@Override
		public void lookAgain() {
			brush.keepStroke();
			worker.lookAgain(canvas.getSrcRect());
		}

		@Override
		public void foundLook(int opacity, boolean outlines) {
			canvas.setFoundLook(opacity, outlines);
		}

		@Override
		public void photoLook(int brightness, int contrast) {
			canvas.setPhotoLook(brightness, contrast);
		}

		@Override
		public void startTraining() {
			training.start();
			refresh();
		}

		@Override
		public void stopTraining() {
			training.stop();
		}
	}

	// Saving and closing

	/** Called by the saving thread. */
	private void saved(String failure) {
		int learnt = project.count(Part.TRAINING);
		int validated = project.count(Part.VALIDATION);
		SwingUtilities.invokeLater(() -> {
			if (panel == null) return;
			if (failure.isEmpty() && isKeptOpen) close(true);
			else if (failure.isEmpty()) {
				if (isClosing) return;
				panel.setSaved("Saved. " + photographs(learnt, "training") + ", " +
					photographs(validated, "validation") + ".", false);
				loader.execute(() -> {
					Path file = opened.file();
					Part part = project.part(file);
					onScreen(file, () -> {
						panel.setPart(words(part));
						strip.look(opened.index());
					});
				});
			}
			else {
				panel.setSaved("NOT SAVED, trying again: " + failure, true);
				panel.toFront();
			}
		});
	}

	private static String photographs(int count, String use) {
		return count + " " + use + (count == 1 ? " photograph" : " photographs");
	}

	private void refresh() {
		training.show(panel);
		brush.refresh();
	}

	/**
	 * Saves, stops the training and closes everything; where saving fails, the panel stays and tries on.
	 *
	 * @param anyway whether to close also where saving fails
	 */
	private void close(boolean anyway) {
		if (isClosing && !anyway) return;
		brush.freeze();
		isClosing = true;
		isKeptOpen = false;
		refresh.stop();
		panel.freeze();
		strip.setEnabled(false);
		strip.close();
		panel.setSaved("Saving, and stopping the training ...", false);
		if (image.getWindow() != null) {
			image.changes = false;
			image.close();
		}
		Thread end = new Thread(() -> {
			String failure = save.flush();
			if (!failure.isEmpty() && !anyway) {
				SwingUtilities.invokeLater(() -> {
					isKeptOpen = true;
					panel.setSaved("NOT SAVED: " + failure + " Retrying. The window closes once everything is saved. " +
						"Close it now to discard unsaved changes.", true);
				});
				return;
			}
			try {
				training.close();
				worker.close();
				save.close();
				remember();
				loader.close();
			}
			finally {
				SwingUtilities.invokeLater(this::end);
			}
		}, "taproot-closing");
		end.start();
	}

	private void remember() {
		try {
			project.remember(opened.file());
		}
		catch (IOException e) {
			// It begins at the first photograph without paint then.
		}
	}

	private void end() {
		KeyboardFocusManager.getCurrentKeyboardFocusManager().removeKeyEventDispatcher(keys);
		ImagePlus.removeImageListener(closing);
		brush.leave();
		panel.dispose();
	}
}
