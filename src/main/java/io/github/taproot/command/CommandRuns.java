// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.scijava.command.CommandInfo;
import org.scijava.command.CommandModule;
import org.scijava.module.ModuleItem;

import io.github.taproot.batch.PartFiles;
import io.github.taproot.files.Sha256;
import io.github.taproot.files.Version;

/** Commands with their inputs as text, so that the parts of a run can be compared and merged. */
final class CommandRuns {

	/** Inputs by which parts of one run may differ. */
	private static final List<String> FREE = List.of(InputValues.PART, "resume", "more");

	private CommandRuns() {}

	/** What the parts of a run have in common with this one; files by their whole paths. */
	static PartFiles.Run of(CommandModule module) {
		Map<String, String> inputs = new TreeMap<>();
		Map<String, String> checksums = new TreeMap<>();
		checksums.put("taproot", Version.taproot());
		for (ModuleItem<?> item : ParameterDialog.inputs((CommandInfo) module.getInfo())) {
			Object value = module.getInput(item.getName());
			if (FREE.contains(item.getName()) || value == null) continue;
			boolean isPath = value instanceof File file && !file.getPath().isBlank();
			inputs.put(item.getName(), isPath ? ((File) value).getAbsolutePath() : ParameterDialog.text(value));
			boolean isRead = isPath && !item.getName().equals("output") && ((File) value).isFile();
			if (isRead) checksums.put(item.getName() + "_sha256", checksum(((File) value).toPath()));
		}
		return new PartFiles.Run(module.getInfo().getTitle(), inputs, checksums);
	}

	private static String checksum(Path file) {
		try {
			return Files.size(file) == 0 ? "" : Sha256.of(file);
		}
		catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** Sets the inputs of a command that somebody gave as text. */
	static void set(CommandModule module, PartFiles.Run run) {
		for (ModuleItem<?> item : ParameterDialog.inputs((CommandInfo) module.getInfo())) {
			String text = run.inputs().get(item.getName());
			if (text != null) module.setInput(item.getName(), ParameterDialog.value(item, text));
		}
	}
}
