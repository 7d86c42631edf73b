// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static io.github.taproot.command.InputValues.isKey;
import static io.github.taproot.command.InputValues.optionalPath;
import static io.github.taproot.command.InputValues.pixelSize;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.scijava.Context;
import org.scijava.command.CommandModuleItem;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;

import io.github.taproot.batch.FolderPart;
import io.github.taproot.evaluation.Tolerances;
import io.github.taproot.files.NameAffix;
import io.github.taproot.image.RootMarks;
import io.github.taproot.roots.NamePattern;
import io.github.taproot.roots.TraitSettings;
import io.github.taproot.unet.model.ModelFile;

/**
 * An input whose wrong values are told while its form is still open. SciJava's own way, a parameter's validater, loses
 * the sentence: its forms would show "Error executing method".
 */
final class CheckedInput<T> extends CommandModuleItem<T> {

	/** What reads a text, by key; each refuses a wrong one with an IllegalArgumentException. */
	private static final Map<String, Consumer<String>> TEXTS = Map.of("names", NamePattern::new, "root_value",
		text -> RootMarks.of(text, ""), "predicted_value", text -> RootMarks.of(text, ""), "classes",
		TraitSettings::classes, "tolerances", Tolerances::of, "suffix", NameAffix::of,
		InputValues.PART, FolderPart::check);
	/** Files and folders that a command writes. */
	private static final List<String> WRITTEN = List.of("output", "project", "skeletons", "selections");

	private final Context context;

	private CheckedInput(CommandModuleItem<T> input, Context context) {
		super(input.getInfo(), input.getField());
		this.context = context;
	}

	/** An input that is checked, or another item as it is. */
	static ModuleItem<?> of(ModuleItem<?> item, Context context) {
		boolean isPlain = isKey(item) && item.getClass() == CommandModuleItem.class;
		return isPlain ? new CheckedInput<>((CommandModuleItem<?>) item, context) : item;
	}

	/** What a macro gives, which may be wrong, does not become the default of the next form. */
	@Override
	public boolean isPersisted() {
		return super.isPersisted() && MacroLine.thread(context) == null;
	}

	@Override
	public String validateMessage(Module module) {
		return problem(this, module.getInput(getName()));
	}

	/** What is wrong with a value, in a sentence for the form; null where nothing is. */
	static String problem(ModuleItem<?> item, Object value) {
		try {
			if (item.getType() == File.class) check(item, (File) value);
			else if (item.getName().equals("pixel_size")) pixelSize((Double) value);
			else if (item.getType() == String.class && item.isRequired() && (value == null || ((String) value)
				.isBlank()))
			{
				return "Enter a value.";
			}
			else if (value instanceof String text && !text.isBlank() && TEXTS.containsKey(item.getName())) {
				TEXTS.get(item.getName()).accept(text);
			}
			return null;
		}
		catch (IllegalArgumentException e) {
			return e.getMessage();
		}
	}

	private static void check(ModuleItem<?> item, File file) {
		Path path = optionalPath(file, item.getName());
		boolean isFolder = "directory".equals(item.getWidgetStyle());
		if (path == null) {
			if (item.isRequired()) throw new IllegalArgumentException(isFolder ? "Choose a folder." : "Choose a file.");
		}
		else if (WRITTEN.contains(item.getName())) {
			if (isFolder && Files.isRegularFile(path)) throw new IllegalArgumentException(path + " is a file.");
		}
		else if (missing(item, path) != null) {
			throw new IllegalArgumentException("There is no " + missing(item, path) + ".");
		}
		else if (isFolder && !Files.isDirectory(path)) throw new IllegalArgumentException(path + " is not a folder.");
	}

	/** Of a model that is several files, the first that is missing. */
	private static Path missing(ModuleItem<?> item, Path path) {
		if (item.getName().equals("model")) return ModelFile.missing(path);
		return Files.exists(path) ? null : path;
	}
}
