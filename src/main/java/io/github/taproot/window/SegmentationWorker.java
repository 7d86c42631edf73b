// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.window;

import java.awt.Rectangle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

import io.github.taproot.annotation.AnnotationProject;
import io.github.taproot.files.ImageReader;
import io.github.taproot.files.PredictionFiles;
import io.github.taproot.files.ResultFiles;
import io.github.taproot.image.Annotation;
import io.github.taproot.image.Mask;
import io.github.taproot.image.Photograph;
import io.github.taproot.image.RootMarks;
import io.github.taproot.progress.Background;
import io.github.taproot.progress.Progress;
import io.github.taproot.segmentation.Threshold;
import io.github.taproot.unet.DeviceChoice;
import io.github.taproot.unet.ModelSource;
import io.github.taproot.unet.Precision;
import io.github.taproot.unet.UNetEngine;
import io.github.taproot.unet.UNetModel;
import io.github.taproot.unet.UNetNetwork;
import io.github.taproot.unet.UNetSegmenter;

/**
 * Segments the photograph that is looked at, and then the one that comes next, in a thread of its own, with the newest
 * model: the project's {@value #MODEL}, or until there is one, the model to start from. Results are kept in the
 * project's segmentations; such a file has the time of the model that made it, and is used again until there is a newer
 * model.
 * The photograph that is looked at is segmented again once there is a newer model and nobody paints for some seconds,
 * or where that is asked for; of a large one the visible part comes first.
 */
public final class SegmentationWorker implements AutoCloseable {

	/**
	 * The colour of segmentations in projects, here and in RootPainter: they may be mostly root while a model learns.
	 */
	private static final RootMarks FOUND = RootMarks.of("cyan", "");
	/** The file of the newest best model in a project's folder of models. */
	public static final String MODEL = "model.zip";

	private static final long LOOK_MILLIS = 2000;
	/** Nobody paints any more after this time without a stroke. */
	private static final long REST_MILLIS = 3000;
	/** The visible part comes first where the photograph has so many times more pixels. */
	private static final int MUCH_LARGER = 3;
	/** File systems keep times as coarsely as this many milliseconds. */
	private static final long COARSE = 2000;
	private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
	private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm", Locale.ENGLISH);

	/** Watches; called in the worker's thread. */
	public interface Listener {

		/**
		 * The roots of the photograph that is looked at, or of a part of it.
		 *
		 * @param x column of the photograph where the part begins
		 * @param y row where it begins
		 */
		void segmented(Path photograph, Mask roots, int x, int y);

		/** What the worker does for it, in one sentence for the user. */
		void state(Path photograph, String sentence);
	}

	/** Loads the engine on first use. */
	@FunctionalInterface
	public interface Engine {

		/** @throws IOException where it can't be loaded, with what to do */
		UNetEngine get() throws IOException;
	}

	private final AnnotationProject project;
	private final ImageReader reader;
	private final ModelSource startModel;
	private final Engine engine;
	private final DeviceChoice device;
	private final Listener listener;
	private final Consumer<String> log;
	private final Thread thread = Background.thread(this::run, "taproot-segmentation");

	private Path current;
	private Path next;
	/** Whether a segmentation of the current photograph was handed over, and whether it is the last one. */
	private boolean isShown;
	private boolean isDone;
	private boolean isClosed;
	/** Whether the user asked for what the newest model finds. */
	private boolean isAsked;
	/** The part of the current photograph that is on the screen; null where unknown. */
	private Rectangle visible;
	private long touched = System.nanoTime();

	/** The worker's own. */
	private UNetNetwork network;
	private UNetSegmenter segmenter;
	private ModelSource model;
	private FileTime modelTime;
	/** Of the model that made what is shown of the current photograph; null for nothing. */
	private FileTime shownTime;
	private final Set<Path> failed = new HashSet<>();

	/**
	 * @param startModel the model until the project has one; null for none
	 * @param engine asked once there is a model
	 * @param log takes sentences for the user
	 */
	public SegmentationWorker(AnnotationProject project, ImageReader reader, ModelSource startModel, Engine engine,
		DeviceChoice device, Listener listener, Consumer<String> log)
	{
		this.project = project;
		this.reader = reader;
		this.startModel = startModel;
		this.engine = engine;
		this.device = device;
		this.listener = listener;
		this.log = log;
		thread.setPriority(Thread.MIN_PRIORITY);
		thread.start();
	}

	/**
	 * Says what is looked at; work for any other photograph is given up.
	 *
	 * @param photograph the one looked at
	 * @param following the one that probably comes next; null for none
	 */
	public synchronized void look(Path photograph, Path following) {
		current = photograph;
		next = following;
		visible = null;
		isShown = false;
		isDone = false;
		isAsked = false;
		notifyAll();
	}

	/**
	 * Asks for what the newest model finds in the photograph that is looked at, now.
	 *
	 * @param part what is on the screen, in the photograph's pixels
	 */
	public synchronized void lookAgain(Rectangle part) {
		visible = part;
		isAsked = true;
		notifyAll();
	}

	/**
	 * Says that somebody paints: nothing changes under the brush.
	 *
	 * @param part what is on the screen, in the photograph's pixels
	 */
	public synchronized void touch(Rectangle part) {
		visible = part;
		touched = System.nanoTime();
	}

	/** Gives up what is being done, and waits for that. */
	@Override
	public void close() {
		synchronized (this) {
			isClosed = true;
			notifyAll();
		}
		try {
			thread.join();
		}
		catch (InterruptedException e) {
			Thread.currentThread().interrupt();
		}
	}

	private void run() {
		try {
			while (true) {
				Path now;
				Path later;
				synchronized (this) {
					if (isClosed) return;
					now = current;
					later = next;
				}
				boolean worked = false;
				try {
					worked = now != null && work(now, later);
				}
				catch (RuntimeException | Error e) {
					// Where even telling failed, there is nothing more to be told.
				}
				synchronized (this) {
					if (!worked && !isClosed && Objects.equals(now, current)) wait(LOOK_MILLIS);
				}
			}
		}
		catch (InterruptedException e) {
			Thread.currentThread().interrupt();
		}
		finally {
			if (network != null) network.close();
		}
	}

	/** Does the most urgent thing; false where there is nothing to do. */
	private boolean work(Path now, Path later) {
		try {
			if (isOpen(false)) showOld(now);
			if (!takeNewestModel(now)) {
				if (!Files.exists(project.segmentation(now))) {
					listener.state(now, "No model yet. While training, the first model appears here in a " +
						"minute or two.");
				}
				return false;
			}
			if (isOpen(true)) {
				if (isUpToDate(now)) listener.state(now, foundBy(modelTime));
				else segmentHere(now);
				finish(now);
				return true;
			}
			if (isDueAgain()) {
				if (isAsNew(shownTime)) listener.state(now, foundBy(modelTime) + " There is no newer model.");
				else segmentHere(now);
				return true;
			}
		}
		catch (CancellationException e) {
			return true;
		}
		catch (IOException | RuntimeException | Error e) {
			// The window goes on without.
			listener.state(now, "No roots were found. " +
				(e.getMessage() == null ? e.toString() : e.getMessage()));
			finish(now);
			return false;
		}
		return prepare(later);
	}

	/** Whether the user asked, or there is a newer model and the brush rests; one request is answered once. */
	private synchronized boolean isDueAgain() {
		boolean due = isAsked ||
			!isAsNew(shownTime) && System.nanoTime() - touched > REST_MILLIS * 1_000_000;
		isAsked = false;
		return due;
	}

	private void segmentHere(Path now) throws IOException {
		listener.state(now, "Finding roots with " + named(modelTime) + " ...");
		// What fails is not tried again with the same model.
		shownTime = modelTime;
		Photograph pixels = reader.readPhotograph(now);
		Progress progress = whileWanted(now);
		Rectangle part;
		synchronized (this) {
			part = visible;
		}
		if (part != null && (long) part.width * part.height * MUCH_LARGER < (long) pixels.width() * pixels.height()) {
			PreviewRegion region = PreviewRegion.limited(part);
			Mask first = Threshold.PAPER.apply(Preview.of(pixels, region, segmenter, progress).probability());
			listener.segmented(now, first, region.bounds().x, region.bounds().y);
		}
		Mask roots = segment(now, pixels, progress);
		if (!progress.isCancelled()) hand(now, roots, modelTime);
	}

	/** Segments the one that comes next; what fails is told when it is looked at. */
	private boolean prepare(Path later) {
		try {
			if (later == null || failed.contains(later) || isUpToDate(later)) return false;
			segment(later, reader.readPhotograph(later), whileWanted(later));
		}
		catch (CancellationException e) {
			return true;
		}
		catch (IOException | RuntimeException | Error e) {
			failed.add(later);
		}
		return true;
	}

	/** Whether the current photograph waits for its first segmentation, or else for its last one. */
	private synchronized boolean isOpen(boolean last) {
		return last ? !isDone : !isShown;
	}

	private void showOld(Path now) throws IOException {
		Path file = project.segmentation(now);
		synchronized (this) {
			if (!now.equals(current)) return;
			isShown = true;
		}
		shownTime = null;
		if (!Files.exists(file)) return;
		Annotation labels = PredictionFiles.read(file, FOUND, Threshold.PAPER.value()).labels();
		hand(now, labels.roots(), Files.getLastModifiedTime(file));
	}

	private synchronized void finish(Path now) {
		if (now.equals(current)) isDone = true;
	}

	private void hand(Path now, Mask roots, FileTime time) {
		shownTime = time;
		listener.segmented(now, roots, 0, 0);
		listener.state(now, foundBy(time));
	}

	private String foundBy(FileTime time) {
		return "Cyan: roots found by " + named(time) + ".";
	}

	private boolean isUpToDate(Path photograph) throws IOException {
		Path file = project.segmentation(photograph);
		return Files.exists(file) && isAsNew(Files.getLastModifiedTime(file));
	}

	/** Whether what has this time was made by the newest model. */
	private boolean isAsNew(FileTime time) {
		return time != null && time.toMillis() >= modelTime.toMillis() - COARSE;
	}

	/** Cancelled once a photograph is no longer wanted. */
	private Progress whileWanted(Path photograph) {
		return Progress.NONE.until(() -> {
			synchronized (this) {
				return isClosed || !photograph.equals(current) && !photograph.equals(next);
			}
		});
	}

	/** Segments and keeps the result. */
	private Mask segment(Path photograph, Photograph pixels, Progress progress) throws IOException {
		Mask roots = Threshold.PAPER.apply(segmenter.probability(pixels, progress));
		Path file = project.segmentation(photograph);
		ResultFiles.writeSegmentation(roots, file);
		Files.setLastModifiedTime(file, modelTime);
		return roots;
	}

	/** Loads the newest model where it is not loaded; false where there is none. */
	private boolean takeNewestModel(Path now) throws IOException {
		Path best = project.models().resolve(MODEL);
		ModelSource newest = Files.exists(best) ? ModelSource.of(best) : startModel;
		if (newest == null) return false;
		FileTime time = newest.time();
		if (newest.equals(model) && time.equals(modelTime)) return true;
		listener.state(now, "Loading " + named(time) + " ...");
		UNetModel loaded = newest.load();
		if (network != null) network.close();
		network = null;
		network = engine.get().open(loaded.architecture(), loaded.weights(), device, Precision.AUTO, null);
		segmenter = new UNetSegmenter(network, 0, 0, log);
		model = newest;
		modelTime = time;
		failed.clear();
		return true;
	}

	/** The model of this time, in words. */
	private String named(FileTime time) {
		try {
			boolean isStart = startModel != null && Math.abs(startModel.time().toMillis() - time.toMillis()) <= COARSE;
			if (isStart) return startModel.title();
		}
		catch (IOException e) {
			// It is no longer there, or not yet.
		}
		return "the model of " + words(time);
	}

	/** A time as people say it: of today the hour alone. */
	static String words(FileTime time) {
		LocalDateTime local = LocalDateTime.ofInstant(time.toInstant(), ZoneId.systemDefault());
		return local.format(local.toLocalDate().equals(LocalDate.now()) ? CLOCK : DAY);
	}
}
