package io.github.taproot.window;

import java.awt.Dimension;
import java.awt.GraphicsConfiguration;
import java.awt.KeyEventDispatcher;
import java.awt.KeyboardFocusManager;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.TextComponent;
import java.awt.Window;
import java.awt.event.KeyEvent;
import java.awt.event.MouseWheelEvent;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

import javax.swing.SwingUtilities;
import javax.swing.Timer;
import javax.swing.text.JTextComponent;

import ij.IJ;
import ij.ImageListener;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.GUI;
import ij.gui.ImageWindow;
import ij.gui.Roi;
import ij.gui.Toolbar;
import ij.plugin.frame.RoiManager;
import ij.process.ColorProcessor;
import ij.process.FloatPolygon;
import ij.process.ImageProcessor;

import io.github.taproot.annotation.AnnotationProject;
import io.github.taproot.annotation.AnnotationProject.Part;
import io.github.taproot.annotation.Area;
import io.github.taproot.annotation.AutoSave;
import io.github.taproot.annotation.Painting;
import io.github.taproot.files.ImageReader;
import io.github.taproot.image.Annotation;
import io.github.taproot.image.Mask;
import io.github.taproot.image.Photograph;
import io.github.taproot.imagej.ImagePlusConversion;
import io.github.taproot.unet.CorrectiveTraining;
import io.github.taproot.unet.DeviceChoice;
import io.github.taproot.unet.EpochScore;
import io.github.taproot.unet.TrainingListener;
import io.github.taproot.window.AnnotationCanvas.Layer;

/**
 * Annotates a folder of photographs, one after the other, while a model learns from what is painted: the photograph in
 * a window of ImageJ's, and a panel beside it. Files are read, written and segmented in threads of their own; the event
 * thread paints.
 */
public final class AnnotationWindow {

	/** Makes a training when it is first wanted; may take seconds. */
	@FunctionalInterface
	public interface TrainingFactory {

		/**
		 * Makes a training that has not started.
		 *
		 * @param listener watches it, in the training's thread
		 * @param log takes sentences for the user
		 * @throws IOException where there can be none, with what to do
		 */
		CorrectiveTraining create(TrainingListener listener, Consumer<String> log) throws IOException;
	}

	private static final int SAVE_MILLIS = 400;
	private static final int REFRESH_MILLIS = 500;

	/**
	 * A photograph as it is shown.
	 *
	 * @param index its place in the project
	 */
	private record Opened(int index, Path file, ColorProcessor colours, Annotation annotation, Part part) {}

	private final AnnotationProject project;
	private final ImageReader reader;
	private final TrainingFactory trainings;
	private final AutoSave save;
	private final SegmentationWorker worker;
	private final ExecutorService loader = thread("taproot-photographs");
	private final ExecutorService trainer = thread("taproot-training-control");

	/** All below belongs to the event thread, but for what is volatile. */
	private AnnotationPanel panel;
	private ImagePlus image;
	private AnnotationCanvas canvas;
	private BrushTool tool;
	private Opened opened;
	private Painting painting;
	/** The photograph that was asked for last, which may still be read. */
	private int wanted;
	/** Counts requests for photographs: an older one that is still being read is not shown any more. */
	private int requests;
	/** The one that probably comes next; the loader's. */
	private Opened ahead;
	private byte label = Annotation.ROOT;
	private int diameter = 15;
	private double lastX;
	private double lastY;
	private boolean isPainting;
	private boolean isPlaced;
	private boolean isClosing;
	/** Whether closing waits for a disk that can be written to. */
	private boolean isKeptOpen;
	private volatile CorrectiveTraining training;
	private volatile String trainingNews = "Paint on two photographs, then start.";
	private volatile String score = "";
	private boolean isStarting;
	private Timer refresh;
	private final KeyEventDispatcher keys = this::key;
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

	private AnnotationWindow(AnnotationProject project, ImageReader reader, Path model, SegmentationWorker.Engine engine,
		DeviceChoice device, TrainingFactory trainings)
	{
		this.project = project;
		this.reader = reader;
		this.trainings = trainings;
		save = new AutoSave(project, SAVE_MILLIS, this::saved);
		worker = new SegmentationWorker(project, reader, model, engine, device, new SegmentationWorker.Listener() {

			@Override
			public void segmented(Path photograph, Mask roots) {
				onScreen(photograph, () -> show(roots));
			}

			@Override
			public void state(Path photograph, String sentence) {
				onScreen(photograph, () -> panel.setSegmentation(sentence));
			}
		}, this::say);
	}

	/**
	 * Opens the window at the first photograph that is not annotated, or the first of all; returns once it is read.
	 *
	 * @param project what to annotate
	 * @param model the model to segment with until the project has one; null for none
	 * @param engine asked, in another thread, once there is a model
	 * @param trainings makes the training; null for none
	 * @param news sentences that the panel shows, such as what was imported
	 * @throws IOException where no photograph can be opened, with the reason for each
	 */
	public static void open(AnnotationProject project, ImageReader reader, Path model, SegmentationWorker.Engine engine,
		DeviceChoice device, TrainingFactory trainings, List<String> news) throws IOException
	{
		AnnotationWindow window = new AnnotationWindow(project, reader, model, engine, device, trainings);
		List<String> problems = new ArrayList<>(news);
		problems.addAll(project.problems());
		Opened first = window.read(window.firstBlank(0, 0), 1, problems);
		if (first == null) first = window.read(0, 1, problems);
		if (first == null) {
			window.worker.close();
			window.save.close();
			window.loader.shutdown();
			window.trainer.shutdown();
			throw new IOException("None of the photographs can be opened:\n" + String.join("\n", problems));
		}
		Opened start = first;
		SwingUtilities.invokeLater(() -> window.begin(start, problems));
	}

	private static ExecutorService thread(String name) {
		return Executors.newSingleThreadExecutor(task -> {
			Thread thread = new Thread(task, name);
			thread.setDaemon(true);
			return thread;
		});
	}

	// Reading photographs

	/** The first photograph that is not annotated, from an index on; another one where all are. */
	private int firstBlank(int from, int otherwise) {
		List<Path> files = project.photographs();
		for (int i = from; i < files.size(); i++) if (isBlank(files.get(i))) return i;
		return otherwise;
	}

	private boolean isBlank(Path photograph) {
		return project.part(photograph) == null && save.waiting(photograph) == null;
	}

	/**
	 * Reads a photograph, or the nearest one in a direction that can be read.
	 *
	 * @param step 1 or -1
	 * @param problems gets a sentence for each that can't be read
	 * @return null where none can be read
	 */
	private Opened read(int index, int step, List<String> problems) {
		List<Path> files = project.photographs();
		for (int i = index; i >= 0 && i < files.size(); i += step) {
			try {
				return read(i);
			}
			catch (IOException | RuntimeException e) {
				problems.add("Skipped. " + e.getMessage());
			}
			catch (OutOfMemoryError e) {
				problems.add("Skipped. " + files.get(i) + " does not fit into memory: give Fiji more.");
			}
		}
		return null;
	}

	private Opened read(int index) throws IOException {
		Path file = project.photographs().get(index);
		Opened before = ahead;
		ColorProcessor colours;
		if (before != null && before.index == index) colours = before.colours;
		else {
			Photograph photograph = reader.readPhotograph(file);
			colours = ImagePlusConversion.toColours(photograph);
		}
		Annotation annotation = save.waiting(file);
		if (annotation == null) annotation = project.read(file, colours.getWidth(), colours.getHeight());
		return new Opened(index, file, colours, annotation, project.part(file));
	}

	/** Goes to a photograph, or past those that can't be read. */
	private void go(int index, int step) {
		keepStroke();
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
			Opened found = read(index, step, problems);
			SwingUtilities.invokeLater(() -> {
				if (request != requests || isClosing) return;
				problems.forEach(panel::say);
				if (found == null) panel.say("No other photograph there can be opened.");
				show(found == null ? here : found);
			});
		});
	}

	private void readAhead(int index) {
		loader.execute(() -> {
			ahead = null;
			if (index >= project.photographs().size()) return;
			try {
				ahead = read(index);
			}
			catch (IOException | RuntimeException | OutOfMemoryError e) {
				// It is told when the user comes there.
				ahead = null;
			}
		});
	}

	// What is on the screen

	private void begin(Opened first, List<String> news) {
		panel = new AnnotationPanel(new PanelActions(), trainings != null);
		GraphicsConfiguration screen = panel.getGraphicsConfiguration();
		Rectangle space = GUI.getMaxWindowBounds(IJ.getInstance());
		if (space == null || space.isEmpty()) space = screen.getBounds();
		panel.setBounds(space.x + space.width - panel.getWidth(), space.y, panel.getWidth(),
			Math.min(panel.getHeight(), space.height));
		panel.addWindowListener(new WindowAdapter() {

			@Override
			public void windowClosing(WindowEvent e) {
				close(isKeptOpen);
			}
		});
		if (IJ.getInstance() != null) panel.addKeyListener(IJ.getInstance());
		news.forEach(panel::say);
		panel.setSaved("Everything you paint is saved by itself.", false);

		image = new ImagePlus(first.file.getFileName().toString(), first.colours);
		canvas = new AnnotationCanvas(image);
		canvas.keepLeftOf(panel.getX());
		canvas.addMouseWheelListener(this::wheel);
		tool = new BrushTool(image, new PaintingBrush());
		show(first);
		ImagePlus.addImageListener(closing);
		KeyboardFocusManager.getCurrentKeyboardFocusManager().addKeyEventDispatcher(keys);
		refresh = new Timer(REFRESH_MILLIS, e -> refresh());
		refresh.start();
		panel.setVisible(true);
		chooseBrush(label);
		setDiameter(diameter);
		image.getWindow().toFront();
		canvas.requestFocus();
	}

	private void show(Opened next) {
		keepStroke();
		boolean isOther = opened != null && !next.file.equals(opened.file);
		opened = next;
		wanted = next.index;
		if (painting == null || isOther) painting = new Painting(next.annotation);
		panel.setPhotograph(next.index + 1 + " of " + project.photographs().size() + ": " + next.file.getFileName(),
			next.file.toString());
		panel.setPart(words(next.part));
		panel.setCanUndo(painting.canUndo(), painting.canRedo());
		showPixels(next);
		canvas.show(painting);
		canvas.show((Mask) null);
		panel.setSegmentation("Waiting for the model ...");
		List<Path> files = project.photographs();
		worker.look(next.file, next.index + 1 < files.size() ? files.get(next.index + 1) : null);
		readAhead(next.index + 1);
	}

	/** Shows the pixels in the same window; zoom and place stay where the photographs have the same size. */
	private void showPixels(Opened next) {
		boolean fits = image.getWidth() == next.colours.getWidth() && image.getHeight() == next.colours.getHeight();
		image.deleteRoi();
		if (!isPlaced) {
			ImageWindow.setNextLocation(placeOfImage());
			ImageWindow window = new ImageWindow(image, canvas);
			isPlaced = true;
			fit(window);
		}
		else if (fits) {
			image.setProcessor(next.file.getFileName().toString(), next.colours);
		}
		else {
			image.setProcessor(next.file.getFileName().toString(), next.colours);
			fit(image.getWindow());
		}
		image.changes = false;
	}

	/** Below ImageJ's own window, where that leaves most of the screen. */
	private Point placeOfImage() {
		Rectangle space = GUI.getMaxWindowBounds(panel);
		Window main = IJ.getInstance();
		boolean isAtTop = main != null && main.isVisible() && main.getY() < space.y + space.height / 4;
		int top = isAtTop ? main.getY() + main.getHeight() + 4 : space.y;
		return new Point(space.x, top);
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
		return part == null ? "Not painted yet." : part == Part.TRAINING ? "Training learns from this photograph." :
			"Kept for validation: it tells how good the model is.";
	}

	private void show(Mask roots) {
		if (roots.width() == image.getWidth() && roots.height() == image.getHeight()) canvas.show(roots);
	}

	/** Does something in the event thread, if the photograph is still looked at. */
	private void onScreen(Path photograph, Runnable action) {
		SwingUtilities.invokeLater(() -> {
			if (panel != null && opened != null && opened.file.equals(photograph)) action.run();
		});
	}

	private void say(String sentence) {
		SwingUtilities.invokeLater(() -> {
			if (panel != null) panel.say(sentence);
		});
	}

	// Painting

	private final class PaintingBrush implements BrushTool.Brush {

		@Override
		public void press(double x, double y) {
			if (isClosing) return;
			painting.begin(label);
			isPainting = true;
			move(x, y, x, y);
		}

		@Override
		public void drag(double x, double y) {
			if (isPainting) move(lastX, lastY, x, y);
		}

		@Override
		public void release() {
			keepStroke();
		}

		@Override
		public void hover(double x, double y, boolean inside) {
			canvas.setBrush(x, y, diameter, inside ? AnnotationPanel.colour(label).brighter() : null);
		}

		private void move(double x0, double y0, double x1, double y1) {
			canvas.repaint(painting.line(x0, y0, x1, y1, diameter));
			lastX = x1;
			lastY = y1;
			hover(x1, y1, true);
		}
	}

	/** Ends the stroke that is being painted, if there is one, and has it saved. */
	private void keepStroke() {
		if (!isPainting) return;
		isPainting = false;
		painting.end();
		painted();
	}

	private void painted() {
		panel.setCanUndo(painting.canUndo(), painting.canRedo());
		panel.setSaved("Saving ...", false);
		save.save(opened.file, painting.annotation());
	}

	private void undo(boolean back) {
		keepStroke();
		Area area = back ? painting.undo() : painting.redo();
		if (area.isEmpty()) return;
		canvas.repaint(area);
		painted();
	}

	private void chooseBrush(byte newLabel) {
		label = newLabel;
		tool.choose();
		panel.setBrush(newLabel);
		Point pointer = canvas.getCursorLoc();
		if (canvas.cursorOverImage()) {
			canvas.setBrush(pointer.x + 0.5, pointer.y + 0.5, diameter, AnnotationPanel.colour(label).brighter());
		}
	}

	private void setDiameter(int newDiameter) {
		diameter = Math.max(1, Math.min(panel.largestBrush(), newDiameter));
		panel.setBrushSize(diameter);
		if (canvas.cursorOverImage() && tool.isChosen()) {
			Point pointer = canvas.getCursorLoc();
			canvas.setBrush(pointer.x + 0.5, pointer.y + 0.5, diameter, AnnotationPanel.colour(label).brighter());
		}
	}

	/** Larger or smaller by about a seventh. */
	private void resize(int steps) {
		setDiameter(diameter + steps * Math.max(1, diameter / 7));
	}

	private void fillSelections(byte newLabel, boolean fromManager) {
		keepStroke();
		RoiManager manager = RoiManager.getInstance();
		Roi selected = image.getRoi();
		Roi[] rois = fromManager ? manager == null ? new Roi[0] : manager.getSelectedRoisAsArray()
			: selected == null ? new Roi[0] : new Roi[] { selected };
		if (rois.length == 0) {
			panel.say(fromManager ?
				"The ROI Manager has no selections: draw them with ImageJ's tools, and add each by the key T." :
				"Nothing is selected: draw a selection with ImageJ's tools.");
			return;
		}
		painting.begin(newLabel);
		Area area = Area.NOTHING;
		for (Roi roi : rois) area = area.and(fill(roi));
		painting.end();
		image.deleteRoi();
		canvas.repaint(area);
		painted();
	}

	private Area fill(Roi roi) {
		if (roi.isArea()) {
			Rectangle bounds = roi.getBounds();
			ImageProcessor mask = roi.getMask();
			return painting.fill(bounds.x, bounds.y, bounds.width, bounds.height,
				mask == null ? null : (byte[]) mask.getPixels());
		}
		// ImageJ's lines and points have whole numbers in the middle of pixels.
		FloatPolygon points = roi.getType() == Roi.POINT ? roi.getFloatPolygon() : roi.getInterpolatedPolygon(1, false);
		Area area = Area.NOTHING;
		for (int i = 0; i < points.npoints; i++) {
			int from = roi.getType() == Roi.POINT ? i : Math.max(0, i - 1);
			area = area.and(painting.line(points.xpoints[from] + 0.5, points.ypoints[from] + 0.5, points.xpoints[i] + 0.5,
				points.ypoints[i] + 0.5, diameter));
		}
		return area;
	}

	private void wheel(MouseWheelEvent e) {
		if (e.isShiftDown()) resize(-e.getWheelRotation());
		else if (e.getWheelRotation() < 0) canvas.zoomIn(e.getX(), e.getY());
		else if (e.getWheelRotation() > 0) canvas.zoomOut(e.getX(), e.getY());
	}

	// Keys

	/** Takes the keys of this window before ImageJ does, to which W means to close and S to save. */
	private boolean key(KeyEvent e) {
		if (!isOurs(e) || isClosing) return false;
		boolean control = e.isControlDown() || e.isMetaDown();
		if (e.isAltDown() && !isBracket(e)) return false;
		Runnable action = control && !isBracket(e) ? commandKey(e) : plainKey(e);
		if (action == null) return false;
		if (e.getID() == KeyEvent.KEY_PRESSED) action.run();
		return true;
	}

	/** On some keyboards brackets need Ctrl and Alt. */
	private static boolean isBracket(KeyEvent e) {
		return e.getKeyChar() == '[' || e.getKeyChar() == ']';
	}

	/** Whether a key is meant for the image: also in ImageJ's main window, but not while something is written there. */
	private boolean isOurs(KeyEvent e) {
		if (e.getComponent() instanceof TextComponent || e.getComponent() instanceof JTextComponent) return false;
		Window window = e.getComponent() instanceof Window w ? w : SwingUtilities.getWindowAncestor(e.getComponent());
		return window != null && (window == panel || window == image.getWindow() ||
			window == IJ.getInstance() && WindowManager.getCurrentImage() == image);
	}

	private Runnable commandKey(KeyEvent e) {
		return switch (e.getKeyCode()) {
			case KeyEvent.VK_Z -> () -> undo(!e.isShiftDown());
			case KeyEvent.VK_Y -> () -> undo(false);
			default -> null;
		};
	}

	private Runnable plainKey(KeyEvent e) {
		switch (e.getKeyChar()) {
			case '[', ',':
				return () -> resize(-1);
			case ']', '.':
				return () -> resize(1);
			default:
				break;
		}
		return switch (e.getKeyCode()) {
			case KeyEvent.VK_Q -> () -> chooseBrush(Annotation.ROOT);
			case KeyEvent.VK_W -> () -> chooseBrush(Annotation.SOIL);
			case KeyEvent.VK_E -> () -> chooseBrush(Annotation.UNKNOWN);
			case KeyEvent.VK_Z -> () -> undo(!e.isShiftDown());
			case KeyEvent.VK_S -> () -> panel.toggle(Layer.SEGMENTATION);
			case KeyEvent.VK_A -> () -> panel.toggle(Layer.ANNOTATION);
			case KeyEvent.VK_I -> () -> panel.toggle(Layer.PHOTOGRAPH);
			case KeyEvent.VK_D, KeyEvent.VK_PAGE_DOWN -> () -> go(wanted + 1, 1);
			case KeyEvent.VK_PAGE_UP -> () -> go(wanted - 1, -1);
			case KeyEvent.VK_N -> this::nextBlank;
			default -> null;
		};
	}

	private void nextBlank() {
		keepStroke();
		int from = wanted + 1;
		loader.execute(() -> {
			int index = firstBlank(from, firstBlank(0, -1));
			SwingUtilities.invokeLater(() -> {
				if (index < 0 || index == opened.index) panel.say("Every other photograph has paint.");
				else go(index, 1);
			});
		});
	}

	private final class PanelActions implements AnnotationPanel.Actions {

		@Override
		public void brush(byte newLabel) {
			chooseBrush(newLabel);
		}

		@Override
		public void brushSize(int newDiameter) {
			if (canvas != null) setDiameter(newDiameter);
		}

		@Override
		public void undo() {
			AnnotationWindow.this.undo(true);
		}

		@Override
		public void redo() {
			AnnotationWindow.this.undo(false);
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
			AnnotationWindow.this.fillSelections(newLabel, fromManager);
		}

		@Override
		public void startTraining() {
			AnnotationWindow.this.startTraining();
		}

		@Override
		public void stopTraining() {
			CorrectiveTraining running = training;
			if (running == null) return;
			trainingNews = "Stopping; the best model is kept.";
			trainer.execute(running::stop);
		}
	}

	// Saving and training

	/** Called by the saving thread. */
	private void saved(String failure) {
		int learnt = project.count(Part.TRAINING);
		int validated = project.count(Part.VALIDATION);
		SwingUtilities.invokeLater(() -> {
			if (panel == null) return;
			if (failure.isEmpty() && isKeptOpen) close(true);
			else if (failure.isEmpty()) {
				if (isClosing) return;
				panel.setSaved("All is saved: " + learnt + " photograph" + (learnt == 1 ? "" : "s") + " to learn from, " +
					validated + " for validation.", false);
				loader.execute(() -> {
					Path file = opened.file;
					Part part = project.part(file);
					onScreen(file, () -> panel.setPart(words(part)));
				});
			}
			else {
				panel.setSaved("NOT SAVED, trying again: " + failure, true);
				panel.toFront();
			}
		});
	}

	private void startTraining() {
		isStarting = true;
		trainingNews = "Getting ready ...";
		refresh();
		trainer.execute(() -> {
			try {
				if (training == null) training = trainings.create(new TrainingNews(), news -> trainingNews = news);
				training.start();
			}
			catch (IOException | RuntimeException | LinkageError e) {
				trainingNews = e.getMessage() == null ? e.toString() : e.getMessage();
			}
			finally {
				SwingUtilities.invokeLater(() -> isStarting = false);
			}
		});
	}

	/** Called in the training's thread. */
	private final class TrainingNews implements TrainingListener {

		private double best = -1;
		private String bestTime;

		@Override
		public void trained(long steps, double minutes, double loss) {
			trainingNews = String.format(Locale.ROOT, "Step %d, %.0f min, loss %.2f.%s", steps, minutes, loss, score);
		}

		@Override
		public void scored(EpochScore epoch) {
			if (epoch.f1() == null) return;
			if (epoch.f1() > best) {
				best = epoch.f1();
				bestTime = SegmentationWorker.words(FileTime.from(Instant.now()));
			}
			score = String.format(Locale.ROOT, " F1 of the validation photographs %.2f; best model %.2f, of %s.", epoch.f1(),
				best, bestTime);
		}

		@Override
		public void segmented(String name, Photograph photograph, Annotation truth, Mask roots) {
			// The window segments by itself.
		}
	}

	private void refresh() {
		CorrectiveTraining now = training;
		if (trainings != null) panel.setTraining(now != null && now.isRunning(), !isStarting, trainingNews);
		boolean isBrush = tool.isChosen();
		panel.setBrush(isBrush ? label : -1);
		if (!isBrush) canvas.setBrush(0, 0, 1, null);
	}

	/**
	 * Saves, stops the training and closes everything; where saving fails, the panel stays and tries on.
	 *
	 * @param anyway whether to close also where saving fails
	 */
	private void close(boolean anyway) {
		if (isClosing && !anyway) return;
		keepStroke();
		isClosing = true;
		isKeptOpen = false;
		refresh.stop();
		panel.freeze();
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
					panel.setSaved("NOT SAVED: " + failure + " It is tried again, and then this window closes by itself; close it " +
						"now to lose what is not saved.", true);
				});
				return;
			}
			if (training != null) training.close();
			worker.close();
			save.close();
			loader.shutdown();
			trainer.shutdown();
			SwingUtilities.invokeLater(this::end);
		}, "taproot-closing");
		end.start();
	}

	private void end() {
		KeyboardFocusManager.getCurrentKeyboardFocusManager().removeKeyEventDispatcher(keys);
		ImagePlus.removeImageListener(closing);
		if (tool.isChosen()) Toolbar.getInstance().setTool(Toolbar.RECTANGLE);
		panel.dispose();
	}
}
