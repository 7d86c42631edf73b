// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.imagej1;

import java.io.File;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.app.StatusService;
import org.scijava.app.event.StatusEvent;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.event.EventHandler;
import org.scijava.event.EventService;
import org.scijava.log.LogLevel;
import org.scijava.log.LogService;
import org.scijava.module.Module;
import org.scijava.module.ModuleException;
import org.scijava.module.ModuleItem;
import org.scijava.module.ModuleRunner;
import org.scijava.module.ModuleService;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.PluginService;

import ij.IJ;
import ij.ImagePlus;
import ij.Macro;
import ij.WindowManager;
import ij.macro.Interpreter;
import ij.plugin.PlugIn;
import ij.plugin.frame.Recorder;

import io.github.taproot.command.OpenForm;
import io.github.taproot.command.ParameterDialog;
import io.github.taproot.command.ShortDialog;
import io.github.taproot.command.ShownTables;
import io.github.taproot.imagej.MacroFailure;
import io.github.taproot.progress.Progress;

/**
 * A command in the menus of plain ImageJ, which knows no SciJava: its argument is the command's title. Inputs come
 * from the macro's line or from a dialog, results are shown as Fiji shows them. Runs in the thread of the menu or
 * macro, which is never the event thread.
 */
public final class MenuEntry implements PlugIn {

	/** The key by which dialogs ask for more settings. */
	private static final String MORE = "more";

	private static Context context;
	/** Held, since SciJava forgets listeners that nobody else knows. */
	private static final MenuEntry STATUS_BAR = new MenuEntry();

	private static synchronized Context context() {
		if (context == null) {
			context = new Context(CommandService.class, StatusService.class);
			OpenForm.inPlainImageJ((title, given) -> new Thread(() -> STATUS_BAR.run(title, given), title).start());
			context.service(EventService.class).subscribe(STATUS_BAR);
			// In batch mode the log is the standard output, which SciJava writes to already.
			context.service(LogService.class).addLogListener(message -> {
				if (message.level() <= LogLevel.INFO && !Interpreter.isBatchMode()) IJ.log(message.text());
			});
		}
		return context;
	}

	@Override
	public void run(String title) {
		run(title, Map.of());
	}

	/** @param given inputs that the dialog begins with */
	private void run(String title, Map<String, Object> given) {
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		// SciJava finds commands and services through it; the one of ImageJ's threads does not know the plugins folder.
		thread.setContextClassLoader(MenuEntry.class.getClassLoader());
		try {
			call(title, given);
		}
		catch (IllegalArgumentException | ModuleException e) {
			error(e.getMessage());
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}

	private static void call(String title, Map<String, Object> given) throws ModuleException {
		CommandInfo command = OpenForm.command(context(), title)
			.orElseThrow(() -> new IllegalArgumentException("Taproot has no command " + title +
				": install Taproot_ImageJ1.jar and Taproot's jar of the same version."));
		Module module = context().service(ModuleService.class).createModule(command);
		ShortDialog.arrange(module, context());
		Map<String, Object> values = values(module, Macro.getOptions(), given);
		if (values == null) return;
		values.forEach((key, value) -> {
			module.setInput(key, value);
			module.resolveInput(key);
		});
		new ModuleRunner(context(), module, context().service(PluginService.class)
			.createInstancesOfType(PreprocessorPlugin.class), List.of()).run();
		if (module instanceof Cancelable ended && ended.isCanceled()) {
			error(ended.getCancelReason());
			return;
		}
		ShownTables.show(module);
		for (ModuleItem<?> item : command.outputs()) {
			Object value = module.getOutput(item.getName());
			if (value instanceof ImagePlus image) image.show();
			else if (value instanceof String text) IJ.log(text);
		}
	}

	/** What was given for a module's inputs, by key; null where the dialog was cancelled. */
	private static Map<String, Object> values(Module module, String options, Map<String, Object> start) {
		List<ModuleItem<?>> inputs = ParameterDialog.inputs((CommandInfo) module.getInfo());
		Map<String, Object> values = new LinkedHashMap<>();
		List<ModuleItem<?>> images = inputs.stream().filter(item -> item.getType() == ImagePlus.class).toList();
		if (images.size() == 1) {
			ImagePlus active = WindowManager.getCurrentImage();
			if (active == null) throw new IllegalArgumentException("Open an image first, or name one that is open.");
			values.put(images.get(0).getName(), active);
		}
		if (options != null || Interpreter.isBatchMode()) {
			for (ModuleItem<?> item : inputs) {
				String text = options == null ? null : Macro.getValue(options, item.getName(), null);
				if (text != null) values.put(item.getName(), ParameterDialog.value(item, text));
				else if (item.getType() == File.class) values.put(item.getName(), new File(""));
				else values.putIfAbsent(item.getName(), module.getInput(item.getName()));
			}
			return values;
		}
		ShortDialog.suggest(module);
		start.forEach(module::setInput);
		String title = module.getInfo().getTitle();
		Map<String, Object> given = new LinkedHashMap<>();
		if (!ask(title, module, ShortDialog.asked(module, false), start, values, given)) return null;
		if (Boolean.TRUE.equals(given.get(MORE))) {
			if (!ask(title + ": More Settings", module, ShortDialog.asked(module, true), start, values, given)) {
				return null;
			}
			// The command need not ask again.
			given.put(MORE, false);
		}
		record(given);
		values.putAll(given);
		return values;
	}

	/** Adds to what was given; false where the dialog was cancelled. */
	private static boolean ask(String title, Module module, List<ModuleItem<?>> inputs, Map<String, Object> filledIn,
		Map<String, Object> known, Map<String, Object> given)
	{
		List<ModuleItem<?>> asked = inputs.stream().filter(item -> !known.containsKey(item.getName())).toList();
		if (asked.isEmpty()) return true;
		Map<String, Object> start = new LinkedHashMap<>();
		for (ModuleItem<?> item : asked) {
			Object remembered = item.isPersisted() && !filledIn.containsKey(item.getName()) ?
				context().service(ModuleService.class).load(item) : null;
			start.put(item.getName(), remembered != null ? remembered : module.getInput(item.getName()));
		}
		Map<String, Object> answers = ParameterDialog.ask(title, asked, start);
		if (answers == null) return false;
		given.putAll(answers);
		return true;
	}

	/** Writes the command's line into the recorder now: other commands may come before the end of this one. */
	private static void record(Map<String, Object> given) {
		if (!IJ.recording()) return;
		given.forEach((key, value) -> {
			String text = ParameterDialog.text(value);
			if (File.separatorChar == '\\') text = text.replace('\\', '/');
			Recorder.recordOption(key, text.isEmpty() ? "[]" : text);
		});
		Recorder.saveCommand();
	}

	/** Ends the macro that is running, or else shows the sentence, in lines that fit the screen. */
	private static void error(String sentence) {
		String reason = sentence == null ? Progress.CANCELLED : sentence;
		MacroFailure.stop(MacroFailure.macro(Thread.currentThread()), reason);
		// Whoever pressed Escape knows.
		if (reason.equals(Progress.CANCELLED)) IJ.showStatus(reason);
		// IJ.error would end a macro that is running elsewhere.
		else IJ.showMessage("Taproot", MacroFailure.lines(reason));
		if (MacroFailure.isLine(Thread.currentThread())) Macro.abort();
	}

	@EventHandler
	void onEvent(StatusEvent event) {
		if (event.getStatusMessage() != null) IJ.showStatus(event.getStatusMessage());
		if (event.getProgressMaximum() > 0) IJ.showProgress(event.getProgressValue(), event.getProgressMaximum());
		else IJ.showProgress(1.0);
	}
}
