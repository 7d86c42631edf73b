// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static io.github.taproot.command.InputValues.path;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandModule;
import org.scijava.module.ModuleException;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import io.github.taproot.batch.PartFiles;
import io.github.taproot.batch.PartRecords;

/** Makes the tables of a run that was done in parts. */
@Plugin(type = Command.class, headless = true, menu = { @Menu(label = "Plugins"), @Menu(label = "Taproot"),
	@Menu(label = "Models and Tools", weight = 60), @Menu(label = "Merge Results", weight = 64.5) },
	description = "Joins the results of a folder command that was run in parts (part=1/4, 2/4, ...) into the tables " +
	"that one run would have written.")
public class MergeResults extends TaprootCommand {

	@Parameter(label = "Output of the parts (file or folder)", style = "open,both",
		description = "The output that the parts were given: a folder, or for commands that write one table, the " +
		"table. It does not need to exist yet.")
	private File output;

	@Parameter(label = "Only list missing parts", persist = false, description = "Writes no tables and only lists " +
		"the parts that have not finished, as sbatch --array takes them: 2,5-7. Default: no.")
	private boolean list;

	@Parameter(type = ItemIO.OUTPUT, label = "Missing parts")
	private String missing;

	@Override
	File writesTo() {
		if (output == null || output.getPath().isBlank() || list) return null;
		return output.isDirectory() ? output : Files.isDirectory(parts()) ? parts().toFile() : null;
	}

	private Path parts() {
		Path given = path(output, "output", "the output of the parts");
		return PartFiles.folder(given, !Files.isDirectory(given));
	}

	@Override
	void work() throws IOException {
		if (list) {
			missing = PartRecords.ranges(PartRecords.missing(parts()));
			return;
		}
		PartRecords records = PartRecords.complete(parts());
		CommandInfo info = OpenForm.command(context(), records.run().command())
			.orElseThrow(() -> new IOException("The parts were made by " + records.run().command() +
				", which this Taproot does not have: merge them with the version that made them."));
		List<Integer> failed = records.failed();
		if (!failed.isEmpty()) {
			warn("Some files failed. To try them again, submit " + PartRecords.ranges(failed) + " again, then merge.");
		}
		CommandModule module;
		try {
			module = new CommandModule(info);
		}
		catch (ModuleException e) {
			throw new IOException(e.getMessage(), e);
		}
		TaprootCommand command = (TaprootCommand) module.getCommand();
		command.setContext(context());
		CommandRuns.set(module, records.run());
		command.merge(records, this);
	}
}
