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
import io.github.taproot.image.Annotation;
import io.github.taproot.image.Components;
import io.github.taproot.image.Mask;
import io.github.taproot.progress.Progress;
import io.github.taproot.roots.skeleton.Branch;
import io.github.taproot.roots.skeleton.Skeleton;
import io.github.taproot.segmentation.PixelCounts;
import io.github.taproot.segmentation.Threshold;
import io.github.taproot.simulation.SimulationSettings;
import io.github.taproot.unet.DeviceChoice;
import io.github.taproot.unet.EngineLoader;
import io.github.taproot.unet.UNetModel;
import io.github.taproot.unet.UNetNetwork;
import io.github.taproot.unet.UNetSegmenter;

/**
 * Annotates five simulated photographs with mouse and keys on a screen of its own (Xvfb), as a person would with
 * Annotate Roots, and trains after each from the second on: FOLDER [MINUTES]. Two photographs are painted with some
 * strokes along roots and in the soil; on the others only what the newest model gets wrong. After each round, the model
 * is measured on twelve photographs that nobody painted on.
 */
public final class ScriptedPerson {

	private static final int PAINTED = 5;
	private static final int REST = 12;
	private static final int SIDE = 500;
	private static final int ROOT_BRUSH = 4;
	private static final int SOIL_BRUSH = 16;
	/** Nobody paints soil closer to a root, in px. */
	private static final int CARE = 10;

	private final Path folder;
	private final Robot robot;
	private final SplittableRandom random = new SplittableRandom(7);
	private int strokes;

	private ScriptedPerson(Path folder) throws AWTException {
		this.folder = folder;
		robot = new Robot();
		robot.setAutoDelay(4);
	}

	public static void main(String[] args) throws Exception {
		Path folder = Path.of(args[0]).toAbsolutePath();
		double minutes = args.length > 1 ? Double.parseDouble(args[1]) : 2;
		System.setProperty("java.util.prefs.userRoot", folder.toString());
		new ScriptedPerson(folder).work(minutes);
		System.exit(0);
	}

	private void work(double minutes) throws Exception {
		Path all = folder.resolve("all");
		new FolderSimulation(SimulationSettings.of(SIDE, SIDE, 21), PAINTED + REST, false).run(all, Progress.NONE);
		Path photographs = Files.createDirectories(folder.resolve("photographs"));
		List<Path> files = ImageFolder.of(all.resolve("images")).images();
		for (Path file : files.subList(0, PAINTED)) Files.copy(file, photographs.resolve(file.getFileName()));
		Path project = folder.resolve("project");

		new ImageJ();
		new Context().service(CommandService.class).run(AnnotateRoots.class, true,
			Map.of("photographs", photographs.toFile(), "project", project.toFile(), "start", "nothing", "width", "8",
			"device", "cpu"));
		System.out.println("round,photographs,strokes,painted_percent,validation_f1,f1_of_the_rest,precision,recall");
		for (int i = 0; i < PAINTED; i++) {
			String name = ImageReader.baseName(files.get(i));
			await("shows " + name, () -> image(name) != null);
			robot.delay(1500);
			Mask truth = new ImageFiles().readMask(all.resolve("masks").resolve(name + ".png")).mask();
			if (i < 2) paint(name, truth);
			else correct(name, truth, project.resolve("segmentations").resolve(name + ".png"));
			robot.delay(1500);
			if (i > 0) {
				click("Start training");
				robot.delay((int) (minutes * 30_000));
				capture("training-" + i);
				robot.delay((int) (minutes * 30_000));
				click("Stop training");
				await("stops", () -> button("Start training") != null);
				report(i, project, files.subList(PAINTED, files.size()), all);
			}
			if (i + 1 < PAINTED) press(KeyEvent.VK_D);
		}
	}

	// What a person sees and paints

	/** Strokes along the roots, and soil between them. */
	private void paint(String name, Mask truth) throws Exception {
		press(KeyEvent.VK_Q);
		brush(ROOT_BRUSH);
		for (Branch root : Skeleton.of(truth, Progress.NONE).branches()) {
			if (root.x().length > 10) stroke(name, root.x(), root.y());
		}
		press(KeyEvent.VK_W);
		brush(SOIL_BRUSH);
		sweep(name, truth, null, 25);
		capture("painted-" + name);
	}

	/** Strokes of soil at random, where they touch no root and, if there is a wrong mask, mostly what is wrong. */
	private void sweep(String name, Mask truth, Mask wrong, int most) throws Exception {
		int painted = 0;
		for (int tried = 0; tried < 5000 && painted < most; tried++) {
			int x = random.nextInt(SIDE);
			int y = random.nextInt(SIDE);
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
	private static void erase(Mask mask, int[] xs, int[] ys) {
		for (int t = 0; t <= 100; t++) {
			int x = xs[0] + (xs[1] - xs[0]) * t / 100;
			int y = ys[0] + (ys[1] - ys[0]) * t / 100;
			for (int dy = -SOIL_BRUSH / 2; dy <= SOIL_BRUSH / 2; dy++) {
				for (int dx = -SOIL_BRUSH / 2; dx <= SOIL_BRUSH / 2; dx++) {
					if (mask.isRoot(x + dx, y + dy)) mask.pixels()[(y + dy) * SIDE + x + dx] = Mask.SOIL;
				}
			}
		}
	}

	private static boolean isSoil(Mask truth, int[] xs, int[] ys) {
		for (int t = 0; t <= 50; t++) {
			int x = xs[0] + (xs[1] - xs[0]) * t / 50;
			int y = ys[0] + (ys[1] - ys[0]) * t / 50;
			if (x < 0 || y < 0 || x >= SIDE || y >= SIDE) return false;
			for (int dy = -SOIL_BRUSH / 2 - CARE; dy <= SOIL_BRUSH / 2 + CARE; dy++) {
				for (int dx = -SOIL_BRUSH / 2 - CARE; dx <= SOIL_BRUSH / 2 + CARE; dx++) {
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
		brush(ROOT_BRUSH);
		for (Branch root : Skeleton.of(truth, Progress.NONE).branches()) {
			runs(name, root, found, 6);
		}
		Mask wrong = new Mask(SIDE, SIDE);
		for (int y = 0; y < SIDE; y++) {
			for (int x = 0; x < SIDE; x++) {
				if (found.isRoot(x, y) && !isNear(truth, x, y, 4)) wrong.pixels()[y * SIDE + x] = Mask.ROOT;
			}
		}
		press(KeyEvent.VK_W);
		brush(SOIL_BRUSH);
		sweep(name, truth, wrong, 25);
		brush(7);
		Components specks = new Components(wrong, 8);
		for (Branch line : Skeleton.of(wrong, Progress.NONE).branches()) {
			if (line.x().length > 4) stroke(name, line.x(), line.y());
		}
		for (int run = 0; run < specks.runs(); run++) {
			int pixel = (specks.start(run) + specks.end(run)) / 2;
			// Specks without a line in them: a dab for each.
			if (specks.size(run) >= 12 && specks.size(run) < 40 && random.nextInt(6) == 0) {
				stroke(name, new int[] { pixel % SIDE }, new int[] { pixel / SIDE });
			}
		}
		capture("corrected-" + name);
	}

	private void runs(String name, Branch root, Mask found, int shortest) throws Exception {
		int start = -1;
		for (int i = 0; i <= root.x().length; i++) {
			boolean isMissed = i < root.x().length && !isNear(found, root.x()[i], root.y()[i], 1);
			if (isMissed && start < 0) start = i;
			if (!isMissed && start >= 0) {
				if (i - start >= shortest) {
					stroke(name, Arrays.copyOfRange(root.x(), start, i), Arrays.copyOfRange(root.y(), start, i));
				}
				start = -1;
			}
		}
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
		for (int i = 5; i < xs.length; i += 5) move(canvas, origin, xs[i], ys[i]);
		move(canvas, origin, xs[xs.length - 1], ys[ys.length - 1]);
		robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
		strokes++;
	}

	private void move(ImageCanvas canvas, Point origin, int x, int y) {
		robot.mouseMove(origin.x + canvas.screenXD(x + 0.5), origin.y + canvas.screenYD(y + 0.5));
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

	private void report(int round, Path project, List<Path> rest, Path all) throws IOException {
		UNetModel model = UNetModel.load(project.resolve("models").resolve("model.zip"));
		PixelCounts counts = PixelCounts.NONE;
		ImageFiles files = new ImageFiles();
		try (UNetNetwork network = EngineLoader.engine()
			.open(model.architecture(), model.weights(), DeviceChoice.CPU)) {
			UNetSegmenter segmenter = new UNetSegmenter(network, 572, 1, System.out::println);
			for (Path photograph : rest) {
				Mask found = Threshold.PAPER.apply(
					segmenter.probability(files.readPhotograph(photograph), Progress.NONE));
				counts = counts.plus(PixelCounts.of(found,
					files.readAnnotation(all.resolve("masks").resolve(ImageReader.baseName(photograph) + ".png"))));
			}
		}
		long known = 0;
		List<Path> annotations = new ArrayList<>();
		for (String part : new String[] { "train", "val" }) {
			annotations.addAll(ImageFolder.of(project.resolve("annotations").resolve(part)).images());
		}
		for (Path file : annotations) {
			Annotation annotation = files.readAnnotation(file);
			known += annotation.count(Annotation.ROOT) + annotation.count(Annotation.SOIL);
		}
		System.out.printf(Locale.ROOT, "%d,%d,%d,%.1f,%.3f,%.3f,%.3f,%.3f%n", round, annotations.size(), strokes,
			100.0 * known / annotations.size() / SIDE / SIDE, model.details().f1(), counts.f1(), counts.precision(),
			counts.recall());
	}
}
