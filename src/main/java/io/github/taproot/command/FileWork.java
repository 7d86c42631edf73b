// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;

import org.scijava.Context;
import org.scijava.app.StatusService;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.log.LogService;
import org.scijava.module.ModuleException;
import org.scijava.module.ModuleItem;

import io.github.taproot.batch.FileBatch;
import io.github.taproot.batch.FileStep;
import io.github.taproot.batch.PartFiles;
import io.github.taproot.files.Json;
import io.github.taproot.files.Sha256;

/**
 * A folder command's work on single files, for programs that list files and write tables in a way of their own: the
 * same inputs, checks and numbers as the command's. One thread at a time.
 */
public final class FileWork implements AutoCloseable {

	/** Inputs that say where files are. */
	private static final List<String> PLACES = List.of("input", "output", InputValues.PART, "resume", "more");

	private final Context context;
	private final FileStep step;

	private FileWork(Context context, FileStep step) {
		this.context = context;
		this.step = step;
	}

	/**
	 * Opens a command.
	 *
	 * @param title of Segment Roots Folder, Measure Roots Folder or Measure Root Traits Folder
	 * @param inputs of the command by key, as text, without those of its folders
	 * @throws IllegalArgumentException for an unknown key or a wrong value, in one sentence
	 * @throws IOException where a file that was given cannot be used
	 */
	public static FileWork open(String title, Map<String, String> inputs) throws IOException {
		Context context = new Context(CommandService.class, StatusService.class, LogService.class);
		boolean isOpen = false;
		try {
			CommandModule module = module(context, title, inputs);
			TaprootCommand command = (TaprootCommand) module.getCommand();
			command.setContext(context);
			FileWork work = new FileWork(context, command.fileStep());
			isOpen = true;
			return work;
		}
		finally {
			if (!isOpen) context.dispose();
		}
	}

	private static CommandModule module(Context context, String title, Map<String, String> inputs) throws IOException {
		CommandInfo info = OpenForm.command(context, title)
			.orElseThrow(() -> new IllegalArgumentException("There is no command " + title + "."));
		try {
			CommandModule module = new CommandModule(info);
			for (Map.Entry<String, String> given : inputs.entrySet()) {
				ModuleItem<?> item = PLACES.contains(given.getKey()) ? null : info.getInput(given.getKey());
				if (item == null) {
					throw new IllegalArgumentException(title + " has no parameter " + given.getKey() + " here.");
				}
				module.setInput(given.getKey(), ParameterDialog.value(item, given.getValue()));
				String problem = CheckedInput.problem(item, module.getInput(given.getKey()));
				if (problem != null) throw new IllegalArgumentException(given.getKey() + ": " + problem);
			}
			return module;
		}
		catch (ModuleException e) {
			throw new IOException(e.getMessage(), e);
		}
	}

	/**
	 * The checksum of all that decides the results: Taproot's version, the inputs, and the content of files that are
	 * given, wherever they lie. Values are checked as by {@link #open}.
	 */
	public static String settings(String title, Map<String, String> inputs) throws IOException {
		try (Context context = new Context(CommandService.class)) {
			CommandModule module = module(context, title, inputs);
			PartFiles.Run run = CommandRuns.of(module);
			Map<String, String> values = new TreeMap<>(run.inputs());
			for (ModuleItem<?> item : ParameterDialog.inputs((CommandInfo) module.getInfo())) {
				if (item.getType() == File.class) values.remove(item.getName());
			}
			return Sha256.of(Json.COMPACT.toJson(List.of(title, values, run.checksums())));
		}
	}

	/** What became of a file. */
	public record Result(List<Map<String, Object>> rows, String failure, double seconds) {}

	/**
	 * Does the work on a file.
	 *
	 * @param results as {@link FileStep#rows}
	 * @return rows; or none and one sentence where it failed, which is "" otherwise
	 */
	public Result of(Path file, Path results) {
		long start = System.nanoTime();
		List<Map<String, Object>> rows = new ArrayList<>();
		String failure = "";
		try {
			for (Map<String, Object> row : step.rows(file, results)) rows.add(new LinkedHashMap<>(row));
		}
		catch (CancellationException e) {
			throw e;
		}
		catch (IOException | RuntimeException | Error e) {
			failure = FileBatch.failure(file.getFileName().toString(), e);
		}
		return new Result(rows, failure, (System.nanoTime() - start) / 1e9);
	}

	@Override
	public void close() {
		step.close();
		context.dispose();
	}
}
