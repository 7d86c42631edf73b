// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.benchmark;

import java.awt.AWTException;
import java.awt.Component;
import java.awt.Container;
import java.awt.EventQueue;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.Toolkit;
import java.awt.Window;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Predicate;

import javax.imageio.ImageIO;
import javax.swing.AbstractButton;
import javax.swing.JSlider;

import org.scijava.Context;
import org.scijava.command.CommandService;

import ij.ImageJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.ImageCanvas;

import io.github.taproot.batch.FolderSimulation;
import io.github.taproot.command.AnnotateRoots;
import io.github.taproot.files.ImageFiles;
import io.github.taproot.files.ImageFolder;
import io.github.taproot.files.ImageReader;
import io.github.taproot.files.ResultFiles;
import io.github.taproot.image.Annotation;
import io.github.taproot.image.Components;
import io.github.taproot.image.Mask;
import io.github.taproot.progress.Progress;
import io.github.taproot.roots.skeleton.Branch;
import io.github.taproot.roots.skeleton.Skeleton;
import io.github.taproot.segmentation.PixelCounts;
import io.github.taproot.segmentation.Threshold;
import io.github.taproot.simulation.SimulationSettings;
import io.github.taproot.table.Table;
import io.github.taproot.unet.DeviceChoice;
import io.github.taproot.unet.EngineLoader;
import io.github.taproot.unet.UNetModel;
import io.github.taproot.unet.UNetNetwork;
import io.github.taproot.unet.UNetSegmenter;

/**
 * Annotates five photographs with mouse and keys on a screen of its own (Xvfb), as a person would with Annotate Roots,
 * and trains after each from the second on:
 *
 * <pre>
 * FOLDER [minutes=2] [photographs=SEGROOT] [model=FILE] [halo=true]
 * </pre>
 *
 * FOLDER is new, or empty. Without {@code photographs}, they are simulated, of 500 px; from the third on, everything
 * that the newest model gets wrong is corrected, and twelve photographs that nobody painted on measure the model. With
 * {@code photographs}, a folder with {@code train} and {@code val}, each with {@code images} and {@code masks}, they
 * are five crops of 900 px of {@code train}, with few strokes of a brush of 15 px on each, and all of {@code val}
 * measure. {@code model} is a model to start from, which is measured, too, as round 0, and corrected from the first
 * photograph on; {@code halo} lets the brush paint soil around strokes of root.
 * <p>
 * Prints a table with a row for each round: how often a person pressed the mouse, how much is painted, what the window
 * takes for the model's F1 (empty where no model is better than that to start from yet), and what is true. Pictures of
 * the screen are left in FOLDER.
 * </p>
 */
public final class ScriptedPerson {

	/**
	 * What a person does.
	 *
	 * @param side of a photograph in px
	 * @param rootBrush diameter in px
	 * @param soilBrush likewise
	 * @param mostRoots strokes of root on a photograph
	 * @param mostSoil strokes of soil
	 * @param wobble how far strokes stray from the middle of a root, in px
	 * @param tile with which the model is measured
	 */
	private record Habit(int side, int rootBrush, int soilBrush, int mostRoots, int mostSoil, double wobble,
		int tile) {}

	private static final Habit THOROUGH = new Habit(500, 4, 16, Integer.MAX_VALUE, 25, 0, 572);
	private static final Habit QUICK = new Habit(900, 15, 15, 7, 7, 1.5, 1148);

	private static final int PAINTED = 5;
	private static final int REST = 12;
	/** Nobody paints soil closer to a root, in px. */
	private static final int CARE = 10;
	/** Places of crops that are compared lie so far apart, in px. */
	private static final int CROP_STEP = 100;

	private final Path folder;
	private final Path model;
	private final boolean halo;
	private final Habit habit;
	private final int side;
	private final Robot robot;
	private final SplittableRandom random = new SplittableRandom(7);
	private int strokes;
	/** What is painted on, its masks by name, and what measures, with its masks. */
	private final Path photographs;
	private final Path masks;
	private List<Path> rest;
	private Path restMasks;

	private ScriptedPerson(Path folder, Habit habit, Path model, boolean halo) throws AWTException {
		this.folder = folder;
		this.habit = habit;
		this.model = model;
		this.halo = halo;
		side = habit.side();
		photographs = folder.resolve("photographs");
		masks = folder.resolve("truth");
		robot = new Robot();
		robot.setAutoDelay(4);
	}

	public static void main(String[] args) throws Exception {
		Path folder = Path.of(args[0]).toAbsolutePath();
		Map<String, String> keys = new HashMap<>();
		for (String argument : args) {
			int equals = argument.indexOf('=');
			if (equals > 0) keys.put(argument.substring(0, equals), argument.substring(equals + 1));
		}
		System.setProperty("java.util.prefs.userRoot", folder.toString());
		String real = keys.get("photographs");
		Path model = keys.containsKey("model") ? Path.of(keys.get("model")).toAbsolutePath() : null;
		ScriptedPerson person = new ScriptedPerson(folder, real == null ? THOROUGH : QUICK, model,
			Boolean.parseBoolean(keys.get("halo")));
		Files.createDirectories(person.photographs);
		Files.createDirectories(person.masks);
		if (real == null) person.simulate();
		else person.crop(Path.of(real).toAbsolutePath());
		person.work(Double.parseDouble(keys.getOrDefault("minutes", "2")));
		System.exit(0);
	}

	private void simulate() throws IOException {
		Path all = folder.resolve("all");
		new FolderSimulation(SimulationSettings.of(side, side, 21), PAINTED + REST, false).run(all, Progress.NONE);
		List<Path> files = ImageFolder.of(all.resolve("images")).images();
		restMasks = all.resolve("masks");
		for (Path file : files.subList(0, PAINTED)) {
			Files.copy(file, photographs.resolve(file.getFileName()));
			Files.copy(restMasks.resolve(file.getFileName()), masks.resolve(file.getFileName()));
		}
		rest = files.subList(PAINTED, files.size());
	}

	/** The crop with the most roots of every eighth photograph. */
	private void crop(Path real) throws IOException {
		ImageFiles files = new ImageFiles();
		List<Path> all = ImageFolder.of(real.resolve("train/images")).images();
		for (int i = 0; i < PAINTED; i++) {
			Path file = all.get((2 * i + 1) * all.size() / (2 * PAINTED));
			String png = ImageReader.baseName(file) + ".png";
			Mask roots = files.readMask(real.resolve("train/masks").resolve(png)).mask();
			Mask best = null;
			int left = 0;
			int top = 0;
			for (int y = 0; y + side <= roots.height(); y += CROP_STEP) {
				for (int x = 0; x + side <= roots.width(); x += CROP_STEP) {
					Mask part = roots.part(x, y, side, side);
					if (best != null && part.rootPixels() <= best.rootPixels()) continue;
					best = part;
					left = x;
					top = y;
				}
			}
			ResultFiles.writePhotograph(files.readPhotograph(file).part(left, top, side, side),
				photographs.resolve(png));
			ResultFiles.writeMask(best, masks.resolve(png));
		}
		rest = ImageFolder.of(real.resolve("val/images")).images();
		restMasks = real.resolve("val/masks");
	}

	private void work(double minutes) throws Exception {
		Path project = folder.resolve("project");
		Map<String, Object> inputs = new HashMap<>(
			Map.of("photographs", photographs.toFile(), "project", project.toFile(), "width", "8", "device", "cpu"));
		if (model != null) inputs.put("model", model.toFile());
		else inputs.put("start", "nothing");
		System.out.println("start,halo,round,photographs,strokes,painted_percent,validation_f1,f1_of_the_rest," +
			"precision,recall");
		if (model != null) report(0, project, model);
		new ImageJ();
		new Context().service(CommandService.class).run(AnnotateRoots.class, true, inputs);
		List<Path> files = ImageFolder.of(photographs).images();
		for (int i = 0; i < PAINTED; i++) {
			String name = ImageReader.baseName(files.get(i));
			await("shows " + name, () -> image(name) != null);
			robot.delay(1500);
			if (i == 0) setHalo();
			Mask truth = new ImageFiles().readMask(masks.resolve(name + ".png")).mask();
			if (i < 2 && model == null) paint(name, truth);
			else correct(name, truth, project.resolve("segmentations").resolve(name + ".png"));
			robot.delay(1500);
			if (i > 0) {
				click("Start training");
				robot.delay((int) (minutes * 30_000));
				capture("training-" + i);
				robot.delay((int) (minutes * 30_000));
				click("Stop training");
				await("stops", () -> button("Start training") != null);
				capture("trained-" + i);
				Path newest = project.resolve("models").resolve("model.zip");
				if (Files.exists(newest)) report(i, project, newest);
				else if (model != null) report(i, project, model);
				else System.out.printf(Locale.ROOT, "nothing,%s,%d,%d,%d,,,,,%n", halo, i, i + 1, strokes);
			}
			if (i + 1 < PAINTED) press(KeyEvent.VK_D);
		}
	}

	private void setHalo() throws Exception {
		AbstractButton box = button("Soil around root strokes");
		if (box.isSelected() != halo) click("Soil around root strokes");
	}

	// What a person sees and paints

	/** Strokes along the roots, the longest first, and soil between them. */
	private void paint(String name, Mask truth) throws Exception {
		press(KeyEvent.VK_Q);
		brush(habit.rootBrush());
		List<Branch> roots = new ArrayList<>(Skeleton.of(truth, Progress.NONE).branches());
		roots.sort(Comparator.comparing(root -> -root.x().length));
		for (Branch root : roots.subList(0, Math.min(roots.size(), habit.mostRoots()))) {
			if (root.x().length > 10) stroke(name, root.x(), root.y());
		}
		press(KeyEvent.VK_W);
		brush(habit.soilBrush());
		sweep(name, truth, null, habit.mostSoil());
		capture("painted-" + name);
	}

	/** Strokes of soil at random, where they touch no root and, if there is a wrong mask, mostly what is wrong. */
	private void sweep(String name, Mask truth, Mask wrong, int most) throws Exception {
		int painted = 0;
		for (int tried = 0; tried < 5000 && painted < most; tried++) {
			int x = random.nextInt(side);
			int y = random.nextInt(side);
			double angle = random.nextDouble(2 * Math.PI);
			int[] xs = { x, x + (int) (100 * Math.cos(angle)) };
			int[] ys = { y, y + (int) (100 * Math.sin(angle)) };
			if (!isSoil(truth, xs, ys) || wrong != null && shareOf(wrong, xs, ys) < 0.5) continue;
			stroke(name, xs, ys);
			painted++;
			if (wrong != null) erase(wrong, xs, ys);
		}
	}

	private static double shareOf(Mask mask, int[] xs, int[] ys) {
		int count = 0;
		for (int t = 0; t <= 50; t++) {
			if (mask.isRoot(xs[0] + (xs[1] - xs[0]) * t / 50, ys[0] + (ys[1] - ys[0]) * t / 50)) count++;
		}
		return count / 51.0;
	}

	/** Takes what a stroke has painted over out of a mask. */
	private void erase(Mask mask, int[] xs, int[] ys) {
		for (int t = 0; t <= 100; t++) {
			int x = xs[0] + (xs[1] - xs[0]) * t / 100;
			int y = ys[0] + (ys[1] - ys[0]) * t / 100;
			for (int dy = -habit.soilBrush() / 2; dy <= habit.soilBrush() / 2; dy++) {
				for (int dx = -habit.soilBrush() / 2; dx <= habit.soilBrush() / 2; dx++) {
					if (mask.isRoot(x + dx, y + dy)) mask.pixels()[(y + dy) * side + x + dx] = Mask.SOIL;
				}
			}
		}
	}

	private boolean isSoil(Mask truth, int[] xs, int[] ys) {
		for (int t = 0; t <= 50; t++) {
			int x = xs[0] + (xs[1] - xs[0]) * t / 50;
			int y = ys[0] + (ys[1] - ys[0]) * t / 50;
			if (x < 0 || y < 0 || x >= side || y >= side) return false;
			for (int dy = -habit.soilBrush() / 2 - CARE; dy <= habit.soilBrush() / 2 + CARE; dy++) {
				for (int dx = -habit.soilBrush() / 2 - CARE; dx <= habit.soilBrush() / 2 + CARE; dx++) {
					if (truth.isRoot(x + dx, y + dy)) return false;
				}
			}
		}
		return true;
	}

	/** Paints over what the model misses and what it takes for root. */
	private void correct(String name, Mask truth, Path segmentation) throws Exception {
		await("segments " + name, () -> Files.exists(segmentation));
		robot.delay(1500);
		capture("segmented-" + name);
		Mask found = new ImageFiles().readMask(segmentation).mask();
		press(KeyEvent.VK_Q);
		brush(habit.rootBrush());
		List<int[][]> missed = new ArrayList<>();
		for (Branch root : Skeleton.of(truth, Progress.NONE).branches()) {
			addRuns(missed, root, (x, y) -> !isNear(found, x, y, 1), 6);
		}
		strokes(name, missed, habit.mostRoots());
		Mask wrong = new Mask(side, side);
		for (int y = 0; y < side; y++) {
			for (int x = 0; x < side; x++) {
				if (found.isRoot(x, y) && !isNear(truth, x, y, 4)) wrong.pixels()[y * side + x] = Mask.ROOT;
			}
		}
		press(KeyEvent.VK_W);
		brush(habit.soilBrush());
		if (habit == QUICK) {
			int reach = habit.soilBrush() / 2 + 2;
			List<int[][]> lines = new ArrayList<>();
			for (Branch line : Skeleton.of(wrong, Progress.NONE).branches()) {
				addRuns(lines, line, (x, y) -> !isNear(truth, x, y, reach), 10);
			}
			int painted = strokes(name, lines, habit.mostSoil());
			sweep(name, truth, null, habit.mostSoil() - painted);
		}
		else {
			sweep(name, truth, wrong, habit.mostSoil());
			brush(7);
			removeSpecks(name, wrong);
		}
		capture("corrected-" + name);
	}

	private void removeSpecks(String name, Mask wrong) throws Exception {
		Components specks = new Components(wrong, 8);
		for (Branch line : Skeleton.of(wrong, Progress.NONE).branches()) {
			if (line.x().length > 4) stroke(name, line.x(), line.y());
		}
		for (int run = 0; run < specks.runs(); run++) {
			int pixel = (specks.start(run) + specks.end(run)) / 2;
			// Specks without a line in them: a dab for each.
			if (specks.size(run) >= 12 && specks.size(run) < 40 && random.nextInt(6) == 0) {
				stroke(name, new int[] { pixel % side }, new int[] { pixel / side });
			}
		}
	}

	private interface Place {

		boolean isWanted(int x, int y);
	}

	/** Adds those parts of a line, of some length at least, that are wanted. */
	private static void addRuns(List<int[][]> runs, Branch line, Place place, int shortest) {
		int start = -1;
		for (int i = 0; i <= line.x().length; i++) {
			boolean isWanted = i < line.x().length && place.isWanted(line.x()[i], line.y()[i]);
			if (isWanted && start < 0) start = i;
			if (!isWanted && start >= 0) {
				if (i - start >= shortest) {
					runs.add(new int[][] { Arrays.copyOfRange(line.x(), start, i),
						Arrays.copyOfRange(line.y(), start, i) });
				}
				start = -1;
			}
		}
	}

	/** The longest first; returns how many. */
	private int strokes(String name, List<int[][]> lines, int most) throws Exception {
		if (lines.size() > most) lines.sort(Comparator.comparing(line -> -line[0].length));
		int painted = Math.min(most, lines.size());
		for (int[][] line : lines.subList(0, painted)) stroke(name, line[0], line[1]);
		return painted;
	}

	private static boolean isNear(Mask mask, int x, int y, int reach) {
		for (int dy = -reach; dy <= reach; dy++) {
			for (int dx = -reach; dx <= reach; dx++) if (mask.isRoot(x + dx, y + dy)) return true;
		}
		return false;
	}

	// Hands

	private void stroke(String name, int[] xs, int[] ys) throws Exception {
		ImageCanvas canvas = image(name).getCanvas();
		Point origin = canvas.getLocationOnScreen();
		move(canvas, origin, xs[0], ys[0]);
		robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
		double away = 0;
		for (int i = 5; i < xs.length; i += 5) {
			away = 0.7 * away + habit.wobble() * (random.nextDouble() - 0.5) * 2;
			move(canvas, origin, xs[i] + away, ys[i] + away);
		}
		move(canvas, origin, xs[xs.length - 1], ys[ys.length - 1]);
		robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
		strokes++;
	}

	/** Waits until the window has seen it: a window that lags behind would join moves to straight lines. */
	private void move(ImageCanvas canvas, Point origin, double x, double y) throws Exception {
		robot.mouseMove(origin.x + canvas.screenXD(x + 0.5), origin.y + canvas.screenYD(y + 0.5));
		robot.waitForIdle();
	}

	private void press(int key) {
		robot.delay(100);
		robot.keyPress(key);
		robot.keyRelease(key);
		robot.delay(200);
	}

	private static void brush(int diameter) throws Exception {
		JSlider slider = (JSlider) find(part -> part instanceof JSlider bar && bar.getMaximum() > 100);
		EventQueue.invokeAndWait(() -> slider.setValue(diameter));
	}

	private static AbstractButton button(String label) {
		return (AbstractButton) find(part -> part instanceof AbstractButton known && label.equals(known.getText()));
	}

	private static void click(String label) throws Exception {
		AbstractButton button = button(label);
		EventQueue.invokeAndWait(button::doClick);
	}

	private static Component find(Predicate<Component> wanted) {
		for (Window window : Window.getWindows()) {
			Component found = window.isShowing() ? find(window, wanted) : null;
			if (found != null) return found;
		}
		return null;
	}

	private static Component find(Component part, Predicate<Component> wanted) {
		if (wanted.test(part)) return part;
		if (part instanceof Container container) {
			for (Component child : container.getComponents()) {
				Component found = find(child, wanted);
				if (found != null) return found;
			}
		}
		return null;
	}

	private static ImagePlus image(String name) {
		ImagePlus image = WindowManager.getCurrentImage();
		return image != null && image.getTitle().contains(name) && image.getCanvas() != null ? image : null;
	}

	private void capture(String name) throws IOException {
		Rectangle screen = new Rectangle(Toolkit.getDefaultToolkit().getScreenSize());
		ImageIO.write(robot.createScreenCapture(screen), "png", folder.resolve(name + ".png").toFile());
	}

	private interface Condition {

		boolean holds() throws Exception;
	}

	private static void await(String what, Condition condition) throws Exception {
		for (int i = 0; i < 1200; i++) {
			if (condition.holds()) return;
			Thread.sleep(100);
		}
		throw new IllegalStateException("It never " + what + ".");
	}

	// What came of it

	private void report(int round, Path project, Path file) throws IOException {
		UNetModel measured = UNetModel.load(file);
		PixelCounts counts = PixelCounts.NONE;
		ImageFiles files = new ImageFiles();
		try (UNetNetwork network = EngineLoader.engine()
			.open(measured.architecture(), measured.weights(), DeviceChoice.CPU)) {
			UNetSegmenter segmenter = new UNetSegmenter(network, habit.tile(), 1, System.out::println);
			for (Path photograph : rest) {
				Mask found = Threshold.PAPER.apply(
					segmenter.probability(files.readPhotograph(photograph), Progress.NONE));
				counts = counts.plus(PixelCounts.of(found,
					files.readAnnotation(restMasks.resolve(ImageReader.baseName(photograph) + ".png"))));
			}
		}
		long known = 0;
		List<Path> annotations = new ArrayList<>();
		for (String part : new String[] { "train", "val" }) {
			if (!Files.isDirectory(project.resolve("annotations").resolve(part))) continue;
			annotations.addAll(ImageFolder.of(project.resolve("annotations").resolve(part)).images());
		}
		for (Path painted : annotations) {
			Annotation annotation = files.readAnnotation(painted);
			known += annotation.count(Annotation.ROOT) + annotation.count(Annotation.SOIL);
		}
		System.out.printf(Locale.ROOT, "%s,%s,%d,%d,%d,%.1f,%s,%.3f,%.3f,%.3f%n",
			model == null ? "nothing" : model.getFileName(), halo, round, annotations.size(), strokes,
			100.0 * known / Math.max(1, annotations.size()) / side / side, file.equals(model) ? "" :
			Table.text(measured.details().f1()), counts.f1(), counts.precision(), counts.recall());
	}
}
