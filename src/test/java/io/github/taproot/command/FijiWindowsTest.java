// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;
import org.scijava.Priority;
import org.scijava.app.StatusService;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.display.Display;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.ModuleService;
import org.scijava.module.process.AbstractPreprocessorPlugin;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.PluginInfo;
import org.scijava.plugin.PluginService;
import org.scijava.prefs.PrefService;
import org.scijava.ui.AbstractUserInterface;
import org.scijava.ui.DialogPrompt;
import org.scijava.ui.DialogPrompt.MessageType;
import org.scijava.ui.DialogPrompt.OptionType;
import org.scijava.ui.UIService;
import org.scijava.ui.viewer.DisplayWindow;
import org.scijava.widget.InputHarvester;
import org.scijava.widget.InputPanel;

import ij.CommandListener;
import ij.Executer;
import ij.IJ;
import ij.Macro;
import ij.macro.Interpreter;

/**
 * Commands from the menu and from macros where there are windows, as in Fiji: with a form for what is not given, which
 * closes with any values as SciJava's did before 2.100, a message for each command that was cancelled, and macros whose
 * lines wait for their commands.
 */
@Tag("window")
public class FijiWindowsTest {

	/** What messages say, in this order. */
	private static final List<String> TOLD = Collections.synchronizedList(new ArrayList<>());
	/** What each form showed when it opened. */
	private static final List<Map<String, Object>> FORMS = Collections.synchronizedList(new ArrayList<>());
	/** What somebody enters in each form, in this order; more forms are cancelled. */
	private static final List<Map<String, Object>> ENTERED = Collections.synchronizedList(new ArrayList<>());

	/** Names of the threads whose macros came to their ends. */
	private static final Map<String, Boolean> REACHED = new ConcurrentHashMap<>();

	private static volatile CountDownLatch waiting;
	private static volatile CountDownLatch held;

	/** Notes messages. */
	public static final class Windows extends AbstractUserInterface {

		@Override
		public DialogPrompt dialogPrompt(String message, String title, MessageType type, OptionType option) {
			TOLD.add(message.replace('\n', ' '));
			return () -> DialogPrompt.Result.OK_OPTION;
		}

		@Override
		public DisplayWindow createDisplayWindow(Display<?> display) {
			return null;
		}

		@Override
		public void showContextMenu(String menu, Display<?> display, int x, int y) {}

		@Override
		public boolean requiresEDT() {
			return false;
		}
	}

	/** A form with a field for everything that is not given. */
	public static final class Form extends AbstractPreprocessorPlugin implements InputHarvester<Object, Object> {

		@Override
		public void process(Module module) {
			Map<String, Object> shown = new ConcurrentHashMap<>();
			List<String> asked = new ArrayList<>();
			for (ModuleItem<?> item : module.getInfo().inputs()) {
				if (module.isInputResolved(item.getName())) continue;
				asked.add(item.getName());
				Object value = module.getInput(item.getName());
				if (value != null) shown.put(item.getName(), value);
			}
			if (asked.isEmpty()) return;
			FORMS.add(shown);
			if (ENTERED.isEmpty()) {
				cancel(null);
				return;
			}
			ENTERED.remove(0).forEach(module::setInput);
			asked.forEach(module::resolveInput);
		}

		@Override
		public InputPanel<Object, Object> createInputPanel() {
			return null;
		}

		@Override
		public void buildPanel(InputPanel<Object, Object> panel, Module module) {}

		@Override
		public boolean harvestInputs(InputPanel<Object, Object> panel, Module module) {
			return true;
		}

		@Override
		public void processResults(InputPanel<Object, Object> panel, Module module) {}
	}

	@TempDir
	private Path temp;

	private Context fiji;
	/** Does what imagej-legacy does with a macro's line. */
	private final CommandListener lines = command -> {
		CommandInfo info = info(command);
		if (info == null) return command;
		call(info, Macro.getOptions());
		return null;
	};

	@BeforeEach
	void open() {
		System.setProperty("java.util.prefs.userRoot", Path.of("target").toAbsolutePath().toString());
		fiji = new Context(CommandService.class, StatusService.class, UIService.class, PrefService.class);
		PluginInfo<?> form = new PluginInfo<>(Form.class, PreprocessorPlugin.class);
		form.setPriority(Priority.VERY_LOW);
		fiji.service(PluginService.class).addPlugin(form);
		Windows windows = new Windows();
		windows.setContext(fiji);
		fiji.service(UIService.class).setDefaultUI(windows);
		fiji.service(PrefService.class).clearAll();
		Executer.addCommandListener(lines);
		TOLD.clear();
		FORMS.clear();
		ENTERED.clear();
	}

	@AfterEach
	void close() {
		Executer.removeCommandListener(lines);
		fiji.service(PrefService.class).clearAll();
		fiji.dispose();
	}

	private CommandInfo info(String title) {
		return fiji.service(CommandService.class).getCommands().stream().filter(each -> each.getTitle().equals(title))
			.findFirst().orElse(null);
	}

	private Module call(CommandInfo info, String options) {
		try {
			Module module = fiji.service(ModuleService.class).createModule(info);
			for (ModuleItem<?> item : info.inputs()) {
				String text = options == null ? null : Macro.getValue(options, item.getName(), null);
				if (text == null) continue;
				module.setInput(item.getName(), ParameterDialog.value(item, text));
				module.resolveInput(item.getName());
			}
			return fiji.service(ModuleService.class).run(module, true).get();
		}
		catch (Exception e) {
			throw new AssertionError(e);
		}
	}

	private Module menu(String title) {
		return call(info(title), null);
	}

	/** Runs a macro to its end; whether it came to its last line. */
	private static boolean macro(String text) throws InterruptedException {
		REACHED.remove(Thread.currentThread().getName());
		String end = "call(\"" + FijiWindowsTest.class.getName() + ".reach\", \"" + Thread.currentThread().getName() +
			"\");";
		Thread thread = new Thread(() -> new Interpreter().run(text + end), "Macro$");
		thread.start();
		thread.join(60_000);
		assertFalse(thread.isAlive(), text);
		return REACHED.containsKey(Thread.currentThread().getName());
	}

	/** Called by macros. */
	public static String reach(String who) {
		REACHED.put(who, true);
		return "";
	}

	/** Messages are shown in a thread of their own: waits for them, and a little longer for one too many. */
	private static void assertTold(int messages) throws InterruptedException {
		for (int i = 0; i < 500 && TOLD.size() < messages; i++) Thread.sleep(10);
		Thread.sleep(300);
		assertEquals(messages, TOLD.size(), TOLD.toString());
	}

	private String failing() {
		return "run(\"Measure Roots Folder\", \"input=[" + temp.resolve("none") + "] output=[" +
			temp.resolve("t.csv") + "]\");";
	}

	@Test
	void aFailureInAMacroIsOneSentenceAndStopsIt() throws Exception {
		assertFalse(macro(failing()));
		assertTold(1);
		assertTrue(TOLD.get(0).contains("none does not exist"), TOLD.toString());
		assertEquals(List.of(), FORMS);
		assertNull(Interpreter.getInstance());
	}

	@Test
	void anotherMacroThatWaitsGoesOn() throws Exception {
		CountDownLatch waits = new CountDownLatch(1);
		held = new CountDownLatch(1);
		waiting = waits;
		boolean[] ends = new boolean[1];
		Thread other = new Thread(() -> {
			try {
				ends[0] = macro("call(\"" + FijiWindowsTest.class.getName() + ".hold\");");
			}
			catch (InterruptedException e) {
				throw new IllegalStateException(e);
			}
		}, "other");
		other.start();
		assertTrue(waits.await(20, TimeUnit.SECONDS));
		assertFalse(macro(failing()));
		assertTold(1);
		// Nor does a command from the menu end it, or take itself for a part of it.
		ENTERED.add(Map.of("input", temp.toFile(), "output", temp.resolve("t.csv").toFile()));
		menu("Measure Roots Folder");
		assertEquals(1, FORMS.size());
		assertTold(2);
		held.countDown();
		other.join(20_000);
		assertTrue(ends[0]);
	}

	/** Called by a macro, which waits here for its user. */
	public static String hold() throws InterruptedException {
		waiting.countDown();
		held.await(30, TimeUnit.SECONDS);
		return "";
	}

	@Test
	void aScriptEndsToo() throws Exception {
		List<Throwable> thrown = new ArrayList<>();
		// ImageJ ends no script without its window, but in batch mode.
		Interpreter.batchMode = true;
		Thread script = new Thread(() -> {
			IJ.run("Measure Roots Folder", "input=[" + temp.resolve("none") + "] output=[" + temp.resolve("t.csv") +
				"]");
			TOLD.add("went on");
		}, "script");
		script.setUncaughtExceptionHandler((where, e) -> thrown.add(e));
		script.start();
		script.join(20_000);
		Interpreter.batchMode = false;
		assertTold(1);
		assertEquals("Macro canceled", thrown.get(0).getMessage());
	}

	@Test
	void aFormStaysOpenWithItsEntriesUntilAllThatMustBeGivenIsThere() {
		ENTERED.add(Map.of("input", temp.toFile(), "pixel_size", 0.05));
		ENTERED.add(Map.of("output", temp.resolve("t.csv").toFile()));
		menu("Measure Roots Folder");
		assertEquals("Table (CSV file): Choose a file.", TOLD.get(0));
		assertEquals(2, FORMS.size());
		assertEquals(temp.toFile(), FORMS.get(1).get("input"));
		assertEquals(0.05, FORMS.get(1).get("pixel_size"));
	}

	@Test
	void aFormThatIsCancelledInTheEndTellsNothing() {
		ENTERED.add(Map.of("input", temp.resolve("none").toFile(), "output", temp.resolve("t.csv").toFile()));
		Module module = menu("Measure Roots Folder");
		assertEquals(List.of("Masks (folder): There is no " + temp.resolve("none") + "."), TOLD);
		assertEquals(2, FORMS.size());
		assertFalse(Files.exists(temp.resolve("t.csv")));
		assertTrue(((org.scijava.Cancelable) module).isCanceled());
	}

	@Test
	void whatAMacroGivesIsNotSuggestedByTheNextForm() throws Exception {
		macro(failing());
		menu("Measure Roots Folder");
		assertNull(FORMS.get(0).get("input"));
		assertNull(FORMS.get(0).get("output"));
	}

	@Test
	void theModelOfOneCommandIsSuggestedByTheNextButNotUsedByMacros() throws Exception {
		Path model = Calls.model(temp);
		ENTERED.add(Map.of("model", model.toFile()));
		menu("Model Info");
		menu("Segment Roots Folder");
		assertEquals(new File(model.toString()), FORMS.get(FORMS.size() - 1).get("model"));
		Module dry = fiji.service(ModuleService.class).createModule(info("Segment Roots Folder"));
		assertNull(dry.getInput("model"));
		TOLD.clear();
		macro("run(\"Model Info\", \"x=1\");");
		assertFalse(TOLD.toString().contains("model.zip"), TOLD.toString());
	}
}
