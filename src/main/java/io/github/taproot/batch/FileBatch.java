// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.github.taproot.files.FileSet;
import io.github.taproot.files.ImageFolder;
import io.github.taproot.files.Json;
import io.github.taproot.progress.Background;
import io.github.taproot.progress.Progress;
import io.github.taproot.progress.UnexpectedError;
import io.github.taproot.table.Table;
import io.github.taproot.unet.EngineMemoryError;

/** Does the same with many files: one that fails is named, and the others are done all the same. */
public final class FileBatch {

	private static final String THREAD = "taproot-files";

	/** What became of a file. */
	public enum Status {
		DONE,
		/** Was done by an earlier run. */
		SKIPPED, FAILED,
		/** Lies in the folder, but is not a file to process; the message says why. */
		LEFT_OUT
	}

	/** What is done with a file, in one stage. */
	@FunctionalInterface
	public interface Task extends Stages<Path, Map<String, Object>> {

		/**
		 * Processes a file.
		 *
		 * @return numbers and texts for the file's row of the summary, by column
		 * @throws IOException with one sentence that names the file and what to do
		 */
		Map<String, Object> process(Path file) throws IOException;

		@Override
		default Path read(Path file) {
			return file;
		}

		@Override
		default Map<String, Object> work(Path file, Progress within) throws IOException {
			return process(file);
		}

		@Override
		default Map<String, Object> finish(Map<String, Object> worked) {
			return worked;
		}
	}

	/**
	 * What is done with a file, in stages that those of its neighbours may overlap.
	 *
	 * @param <R> what is read of a file
	 * @param <W> what work makes of it
	 */
	public interface Stages<R, W> {

		/** Reads a file; in another thread. */
		R read(Path file) throws IOException;

		/**
		 * Does what takes most of the time; in the calling thread.
		 *
		 * @param within progress of this file
		 */
		W work(R read, Progress within) throws IOException;

		/**
		 * Does what remains; in another thread.
		 *
		 * @return numbers and texts for the file's row of the summary, by column
		 */
		Map<String, Object> finish(W worked) throws IOException;
	}

	/**
	 * A file's row of the summary.
	 *
	 * @param message why it failed or was left out; empty otherwise
	 * @param seconds how long it took
	 */
	public record Outcome(String file, Status status, String message, double seconds, Map<String, Object> values) {

		/** The message, with the file's name. */
		String sentence() {
			// Most messages begin with the file's whole path.
			return message.contains(file) ? message : file + ": " + message;
		}
	}

	/**
	 * What became of all files.
	 *
	 * @param outcomes in the files' order, those left out last; fewer than files where the user cancelled
	 * @param cancelled whether the user cancelled
	 */
	public record Summary(List<Outcome> outcomes, boolean cancelled) {

		public long count(Status status) {
			return outcomes.stream().filter(outcome -> outcome.status() == status).count();
		}

		/**
		 * The same with what was left out.
		 *
		 * @param leftOut reasons by name, as {@link io.github.taproot.files.ImageFolder#leftOut}
		 */
		public Summary leavingOut(Map<String, String> leftOut) {
			List<Outcome> all = new ArrayList<>(outcomes);
			leftOut.forEach((file, reason) -> all.add(new Outcome(file, Status.LEFT_OUT, reason, 0, Map.of())));
			return new Summary(List.copyOf(all), cancelled);
		}

		/** One sentence, with the names of the files that failed and of what was left out. */
		public String text() {
			StringBuilder text = new StringBuilder(count(Status.DONE) + " done");
			if (count(Status.SKIPPED) > 0) {
				text.append(", ").append(count(Status.SKIPPED)).append(" skipped as done before");
			}
			text.append(", ").append(count(Status.FAILED)).append(" failed")
				.append(cancelled ? ", then cancelled." : ".");
			for (Outcome outcome : outcomes) {
				if (outcome.status() == Status.FAILED) {
					text.append('\n').append(outcome.sentence());
				}
			}
			Map<String, String> leftOut = new LinkedHashMap<>();
			for (Outcome outcome : outcomes) {
				if (outcome.status() == Status.LEFT_OUT) leftOut.put(outcome.file(), outcome.message());
			}
			if (!leftOut.isEmpty()) text.append('\n').append(ImageFolder.leftOutText(leftOut));
			return text.toString();
		}

		/** A table with a row for each file that was done: its name, and its values. */
		Table table() {
			Table table = new Table("file");
			for (Outcome outcome : outcomes) {
				if (outcome.status() != Status.DONE) continue;
				Map<String, Object> row = new LinkedHashMap<>(outcome.values());
				row.put("file", outcome.file());
				table.add(row);
			}
			return table;
		}

		/** Whether something failed or was left undone. */
		public boolean isIncomplete() {
			return cancelled || count(Status.FAILED) > 0;
		}

		/**
		 * Writes {@code summary.csv} and {@code summary.json}.
		 *
		 * @param about what else the JSON file should tell: versions, settings
		 */
		public void write(Path folder, Map<String, Object> about) throws IOException {
			Map<String, Object> json = new LinkedHashMap<>(about);
			json.put("done", count(Status.DONE));
			json.put("skipped", count(Status.SKIPPED));
			json.put("failed", count(Status.FAILED));
			json.put("left_out", count(Status.LEFT_OUT));
			json.put("cancelled", cancelled);
			json.put("files", outcomes);
			try (FileSet results = new FileSet(folder, SUMMARY, JSON)) {
				results.writeText(SUMMARY, csv());
				results.writeText(JSON, Json.PRETTY.toJson(json) + "\n");
				results.publish();
			}
		}

		/** A row for each file, as {@link #write} writes it. */
		String csv() {
			Table table = new Table("file", "status", "seconds");
			for (Outcome outcome : outcomes) table.addColumns(outcome.values().keySet());
			table.addColumns(List.of("message"));
			for (Outcome outcome : outcomes) {
				Map<String, Object> row = new LinkedHashMap<>(outcome.values());
				row.put("file", outcome.file());
				row.put("status", outcome.status().name().toLowerCase(Locale.ROOT));
				row.put("seconds", String.format(Locale.ROOT, "%.3f", outcome.seconds()));
				row.put("message", outcome.message());
				table.add(row);
			}
			return table.csv();
		}
	}

	/** The table and the other file that {@link Summary#write} writes. */
	public static final String SUMMARY = "summary.csv";
	static final String JSON = "summary.json";
	private static final long PARTS = 10_000;

	private FileBatch() {}

	/**
	 * Processes files, each in three stages: while one is worked on, the next is read, and the one before is finished.
	 *
	 * @param isDone tells the files that an earlier run did
	 * @param doing what is done, for the progress, such as "Segmenting"
	 * @param log takes sentences for the user
	 */
	public static <R, W> Summary run(List<Path> files, Predicate<Path> isDone, Stages<R, W> stages, String doing,
		Progress progress, Consumer<String> log)
	{
		return new Run<>(files, isDone, stages, doing, progress, log).run();
	}

	/** Why a file failed, in one sentence. */
	public static String failure(String name, Throwable e) {
		if (e instanceof OutOfMemoryError memory) {
			return EngineMemoryError.sentence(memory, name + " needs more memory than there is: give " +
				"Fiji more (Edit > Options > Memory & Threads), or cut the image into parts.");
		}
		if (e instanceof UncheckedIOException unchecked) return unchecked.getCause().getMessage();
		if (e instanceof IOException || e instanceof IllegalArgumentException) return e.getMessage();
		return name + " could not be processed because of an " + UnexpectedError.told(e);
	}

	/** One batch. */
	private static final class Run<R, W> {

		private final List<Path> files;
		private final Predicate<Path> isDone;
		private final Stages<R, W> stages;
		private final String doing;
		private final Progress progress;
		private final Consumer<String> log;
		private final Outcome[] outcomes;
		private final Future<R>[] read;
		private Future<?> finishing;

		@SuppressWarnings("unchecked")
		Run(List<Path> files, Predicate<Path> isDone, Stages<R, W> stages, String doing, Progress progress,
			Consumer<String> log)
		{
			this.files = files;
			this.isDone = isDone;
			this.stages = stages;
			this.doing = doing;
			this.progress = progress;
			this.log = log;
			outcomes = new Outcome[files.size()];
			read = new Future[files.size()];
		}

		Summary run() {
			boolean isCancelled = false;
			for (int i = 0; i < files.size() && !isCancelled; i++) {
				progress.report(i, files.size(), doing + " " + name(i));
				if (progress.isCancelled()) isCancelled = true;
				else if (!isDone.test(files.get(i))) isCancelled = !process(i);
				else outcomes[i] = new Outcome(name(i), Status.SKIPPED, "", 0, Map.of());
			}
			awaitFinish();
			if (!isCancelled && !files.isEmpty()) progress.report(files.size(), files.size(), doing);
			return new Summary(Arrays.stream(outcomes).filter(Objects::nonNull).toList(), isCancelled);
		}

		/** Reads and works on a file, and lets another thread finish it; false where the user cancelled. */
		private boolean process(int i) {
			long start = System.nanoTime();
			try {
				startReading(i);
				R content;
				try {
					content = Background.result(read[i], IOException.class);
				}
				finally {
					read[i] = null;
				}
				int next = i + 1;
				while (next < files.size() && isDone.test(files.get(next))) next++;
				if (next < files.size()) startReading(next);
				W worked = stages.work(content, within(i));
				double seconds = (System.nanoTime() - start) / 1e9;
				awaitFinish();
				finishing = Background.start(() -> {
					finish(i, worked, seconds);
					return null;
				}, THREAD);
				return true;
			}
			catch (CancellationException e) {
				return false;
			}
			catch (IOException | RuntimeException | Error e) {
				fail(i, e, (System.nanoTime() - start) / 1e9);
				return true;
			}
		}

		private void startReading(int i) {
			if (read[i] == null) read[i] = Background.start(() -> stages.read(files.get(i)), THREAD);
		}

		private void finish(int i, W worked, double secondsBefore) {
			long start = System.nanoTime();
			try {
				Map<String, Object> values = stages.finish(worked);
				outcomes[i] =
					new Outcome(name(i), Status.DONE, "", secondsBefore + (System.nanoTime() - start) / 1e9, values);
			}
			catch (CancellationException e) {
				// then it is not done
			}
			catch (IOException | RuntimeException | Error e) {
				fail(i, e, secondsBefore + (System.nanoTime() - start) / 1e9);
			}
		}

		private void awaitFinish() {
			if (finishing != null) Background.result(finishing);
			finishing = null;
		}

		private void fail(int i, Throwable e, double seconds) {
			outcomes[i] = new Outcome(name(i), Status.FAILED, failure(name(i), e), seconds, Map.of());
			log.accept(outcomes[i].sentence());
		}

		private String name(int i) {
			return files.get(i).getFileName().toString();
		}

		/** A file's progress within that of all. */
		private Progress within(int i) {
			return new Progress() {

				@Override
				public void report(long done, long total, String message) {
					// A file that is done is counted by the next.
					if (done < total) {
						progress.report(i * PARTS + done * PARTS / total, files.size() * PARTS, doing + " " + name(i));
					}
				}

				@Override
				public boolean isCancelled() {
					return progress.isCancelled();
				}
			};
		}
	}
}
