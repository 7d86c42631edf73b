package io.github.taproot.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Predicate;

import com.google.gson.GsonBuilder;

import io.github.taproot.image.SafeFile;
import io.github.taproot.measurement.Table;
import io.github.taproot.progress.Progress;
import io.github.taproot.unet.EngineMemoryError;

/** Does the same with many files, one after the other: a file that fails is named, and the others are done all the same. */
public final class FileBatch {

	/** What became of a file. */
	public enum Status {
		DONE,
		/** Was done by an earlier run. */
		SKIPPED, FAILED
	}

	/** What is done with a file. */
	@FunctionalInterface
	public interface Task {

		/**
		 * Processes a file.
		 *
		 * @return numbers and texts for the file's row of the summary, by column
		 * @throws IOException with one sentence that names the file and what to do
		 */
		Map<String, Object> process(Path file) throws IOException;
	}

	/**
	 * A file's row of the summary.
	 *
	 * @param message why it failed; empty otherwise
	 * @param seconds how long it took
	 */
	public record Outcome(String file, Status status, String message, double seconds, Map<String, Object> values) {}

	/**
	 * What became of all files.
	 *
	 * @param outcomes in the files' order; fewer than files where the user cancelled
	 * @param cancelled whether the user cancelled
	 */
	public record Summary(List<Outcome> outcomes, boolean cancelled) {

		public long count(Status status) {
			return outcomes.stream().filter(outcome -> outcome.status() == status).count();
		}

		/** One sentence, with the names of the files that failed. */
		public String text() {
			StringBuilder text = new StringBuilder(count(Status.DONE) + " done");
			if (count(Status.SKIPPED) > 0) text.append(", ").append(count(Status.SKIPPED)).append(" skipped as done before");
			text.append(", ").append(count(Status.FAILED)).append(" failed").append(cancelled ? ", then cancelled." : ".");
			for (Outcome outcome : outcomes) {
				if (outcome.status() == Status.FAILED) {
					// Most messages begin with the file's whole path.
					text.append('\n');
					if (!outcome.message().contains(outcome.file())) text.append(outcome.file()).append(": ");
					text.append(outcome.message());
				}
			}
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
			SafeFile.writeText(folder.resolve(SUMMARY), csv());
			Map<String, Object> json = new LinkedHashMap<>(about);
			json.put("done", count(Status.DONE));
			json.put("skipped", count(Status.SKIPPED));
			json.put("failed", count(Status.FAILED));
			json.put("cancelled", cancelled);
			json.put("files", outcomes);
			SafeFile.writeText(folder.resolve("summary.json"), new GsonBuilder().setPrettyPrinting()
				.serializeSpecialFloatingPointValues().disableHtmlEscaping().create().toJson(json) + "\n");
		}

		private String csv() {
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

	/** The table that {@link Summary#write} writes. */
	static final String SUMMARY = "summary.csv";

	private FileBatch() {}

	/**
	 * Processes files.
	 *
	 * @param isDone tells the files that an earlier run did
	 * @param doing what is done, for the progress, such as "Segmenting"
	 * @param log takes sentences for the user
	 */
	public static Summary run(List<Path> files, Predicate<Path> isDone, Task task, String doing, Progress progress,
		Consumer<String> log)
	{
		List<Outcome> outcomes = new ArrayList<>();
		for (Path file : files) {
			String name = file.getFileName().toString();
			progress.report(outcomes.size(), files.size(), doing + " " + name);
			if (progress.isCancelled()) return new Summary(outcomes, true);
			if (isDone.test(file)) {
				outcomes.add(new Outcome(name, Status.SKIPPED, "", 0, Map.of()));
				continue;
			}
			long start = System.nanoTime();
			String failure;
			try {
				Map<String, Object> values = task.process(file);
				outcomes.add(new Outcome(name, Status.DONE, "", (System.nanoTime() - start) / 1e9, values));
				continue;
			}
			catch (CancellationException e) {
				return new Summary(outcomes, true);
			}
			catch (IOException | UncheckedIOException | IllegalArgumentException e) {
				failure = e.getMessage();
			}
			catch (OutOfMemoryError e) {
				failure = EngineMemoryError.sentence(e, name + " needs more memory than there is: give Fiji more " +
					"(Edit > Options > Memory & Threads), or cut the image into parts.");
			}
			catch (RuntimeException e) {
				failure = name + " could not be processed because of an error in Taproot (" + e + "): please report it.";
			}
			outcomes.add(new Outcome(name, Status.FAILED, failure, (System.nanoTime() - start) / 1e9, Map.of()));
			log.accept(failure);
		}
		progress.report(files.size(), files.size(), doing);
		return new Summary(outcomes, false);
	}
}
