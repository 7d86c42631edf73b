// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

import net.imglib2.converter.AbstractConvertedRandomAccessibleInterval;
import net.imglib2.type.numeric.integer.GenericByteType;
import net.imglib2.type.numeric.integer.GenericShortType;

import io.github.taproot.files.AnnotatedImage;
import io.github.taproot.files.ImageReader;
import io.github.taproot.image.Annotation;
import io.github.taproot.image.Photograph;

/**
 * Photographs and annotations to learn from, decoded and kept in memory as far as a budget allows; the others are read
 * again when asked for. Any number of threads may use it.
 */
public final class TrainingImages {

	/** What annotations say to a training. Any number of threads may call it. */
	public interface Reading {

		Reading AS_PAINTED = (image, painted) -> painted;

		/** @param painted as in the file; a new one comes out, or the same */
		Annotation read(AnnotatedImage image, Annotation painted);
	}

	private record Entry(Object image, long bytes) {}

	/** What is decoded, the image used last at the end. */
	private static final class Decoded {

		private final Map<Path, Entry> cache = new LinkedHashMap<>(16, 0.75f, true);
		private long held;
		private final Map<Path, Object> locks = new ConcurrentHashMap<>();
	}

	private final List<AnnotatedImage> images;
	private final ImageReader reader;
	private final long budget;
	private final Decoded decoded;
	private final Reading reading;
	private final PixelRuns[] roots;
	private final PixelRuns[] defined;

	/**
	 * @param images at least one
	 * @param budget bytes that decoded images may take, at least 0; the one in use is always kept
	 */
	public TrainingImages(List<AnnotatedImage> images, ImageReader reader, long budget) {
		this(images, reader, budget, Reading.AS_PAINTED);
	}

	/** @param reading of each annotation */
	public TrainingImages(List<AnnotatedImage> images, ImageReader reader, long budget, Reading reading) {
		this(images, reader, budget, reading, new Decoded());
	}

	private TrainingImages(List<AnnotatedImage> images, ImageReader reader, long budget, Reading reading,
		Decoded decoded)
	{
		if (images.isEmpty()) throw new IllegalArgumentException("There is no annotated photograph for training.");
		this.images = List.copyOf(images);
		this.reader = reader;
		this.budget = budget;
		this.decoded = decoded;
		this.reading = reading;
		roots = new PixelRuns[images.size()];
		defined = new PixelRuns[images.size()];
	}

	/**
	 * Other images, some of them perhaps the same, with what is decoded already.
	 *
	 * @param others at least one
	 * @param isSame whether an annotation's file is as it was: others are read again, since people continue to paint
	 */
	public TrainingImages with(List<AnnotatedImage> others, Predicate<Path> isSame) {
		synchronized (decoded.cache) {
			decoded.cache.entrySet().removeIf(entry -> {
				boolean isOld = entry.getValue().image() instanceof Annotation && !isSame.test(entry.getKey());
				if (isOld) decoded.held -= entry.getValue().bytes();
				return isOld;
			});
		}
		return new TrainingImages(others, reader, budget, reading, decoded);
	}

	/** A third of the memory that Java may use. */
	public static long defaultBudget() {
		return Runtime.getRuntime().maxMemory() / 3;
	}

	public int size() {
		return images.size();
	}

	public AnnotatedImage get(int image) {
		return images.get(image);
	}

	/** Names of the photographs, in their order. */
	public List<String> names() {
		return images.stream().map(AnnotatedImage::name).toList();
	}

	/** @throws UncheckedIOException where the file cannot be read */
	public Photograph photograph(int image) {
		return (Photograph) load(images.get(image).photograph(), path -> {
			Photograph photograph = reader.readPhotograph(path);
			return new Entry(photograph, bytes(photograph));
		});
	}

	/** @throws UncheckedIOException where the file cannot be read */
	public Annotation annotation(int image) {
		AnnotatedImage annotated = images.get(image);
		return (Annotation) load(annotated.annotation(), path -> {
			Annotation annotation =
				reading.read(annotated, reader.readAnnotation(path, annotated.width(), annotated.height()));
			return new Entry(annotation, annotation.labels().length);
		});
	}

	/** Root pixels of an image. */
	PixelRuns roots(int image) {
		synchronized (roots) {
			if (roots[image] == null) roots[image] = PixelRuns.ofRoot(annotation(image));
			return roots[image];
		}
	}

	/** Pixels of an image that are not unknown. */
	PixelRuns defined(int image) {
		synchronized (roots) {
			if (defined[image] == null) defined[image] = PixelRuns.ofDefined(annotation(image));
			return defined[image];
		}
	}

	private interface Loading {
		Entry load(Path path) throws IOException;
	}

	private Object load(Path path, Loading loading) {
		// Two threads that miss the same image decode it once; others go on.
		synchronized (decoded.locks.computeIfAbsent(path, p -> new Object())) {
			synchronized (decoded.cache) {
				Entry entry = decoded.cache.get(path);
				if (entry != null) return entry.image();
			}
			Entry entry;
			try {
				entry = loading.load(path);
			}
			catch (IOException e) {
				throw new UncheckedIOException(e.getMessage(), e);
			}
			synchronized (decoded.cache) {
				decoded.cache.put(path, entry);
				decoded.held += entry.bytes();
				for (Iterator<Entry> oldest = decoded.cache.values().iterator(); decoded.held > budget &&
					decoded.cache.size() > 1;) {
					decoded.held -= oldest.next().bytes();
					oldest.remove();
				}
			}
			return entry.image();
		}
	}

	private static long bytes(Photograph photograph) {
		Object type = photograph.pixels() instanceof AbstractConvertedRandomAccessibleInterval<?, ?> view ?
			view.getSource().getAt(0, 0, 0) : photograph.pixels().getType();
		int sample = type instanceof GenericByteType ? 1 : type instanceof GenericShortType ? 2 : 4;
		return (long) photograph.width() * photograph.height() * photograph.channels() * sample;
	}
}
