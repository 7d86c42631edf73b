// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import java.io.File;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleException;
import org.scijava.module.ModuleService;

/** Opens a command's form with some of its inputs filled in, as the next step after another command. */
public final class OpenForm {

	/** Opens forms in plain ImageJ, which SciJava does not do; null in Fiji. */
	private static volatile BiConsumer<String, Map<String, Object>> plainImageJ;

	private OpenForm() {}

	/** @param opener takes a command's title and inputs by key, and returns at once */
	public static void inPlainImageJ(BiConsumer<String, Map<String, Object>> opener) {
		plainImageJ = opener;
	}

	/** Whether forms are those of plain ImageJ. */
	static boolean isInPlainImageJ() {
		return plainImageJ != null;
	}

	/** The command of a title. */
	public static Optional<CommandInfo> command(Context context, String title) {
		return context.service(CommandService.class).getCommands().stream()
			.filter(info -> info.getTitle().equals(title)).findFirst();
	}

	/**
	 * Returns at once; the user can change all that is filled in but files.
	 *
	 * @param given inputs by key; null for a file that is not to be given
	 */
	static void of(Context context, String title, Map<String, Object> given) {
		if (plainImageJ != null) {
			plainImageJ.accept(title, given);
			return;
		}
		CommandInfo command = command(context, title).orElseThrow();
		try {
			Module module = command.createModule();
			context.inject(module);
			given.forEach((key, value) -> {
				module.setInput(key, value);
				// SciJava would put the file of the last run in its place.
				if (value == null || value instanceof File) module.resolveInput(key);
			});
			context.service(ModuleService.class).run(module, true);
		}
		catch (ModuleException e) {
			throw new IllegalStateException(e);
		}
	}
}
