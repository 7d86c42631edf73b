// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.HeadlessException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Priority;
import org.scijava.command.CommandInfo;
import org.scijava.log.LogListener;
import org.scijava.log.LogService;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.ModuleService;
import org.scijava.module.process.AbstractPreprocessorPlugin;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.PluginInfo;
import org.scijava.plugin.PluginService;

import ij.CommandListener;
import ij.Executer;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.Macro;
import ij.WindowManager;
import ij.gui.Roi;
import ij.macro.Interpreter;
import ij.measure.ResultsTable;
import ij.process.ByteProcessor;

/**
 * Commands as a line of a macro calls them in Fiji, and as its menu does: from the caller's thread into one of
 * SciJava's, where all inputs that are not resolved by then are asked for.
 */
class MacroCallsTest {

	/** What a harvester of inputs would ask for. */
	private static final List<String> ASKED = Collections.synchronizedList(new ArrayList<>());
	private static final List<String> CALLED = Collections.synchronizedList(new ArrayList<>());
	/** Whether commands only get their inputs, and do nothing. */
	private static volatile boolean isDry;

	/**
	 * Stands where SciJava's harvester does, between the one that loads values of earlier runs and the check of all.
	 */
	public static final class Harvester extends AbstractPreprocessorPlugin {

		@Override
		public void process(Module module) {
			for (ModuleItem<?> item : module.getInfo().inputs()) {
				if (!module.isInputResolved(item.getName())) {
					ASKED.add(module.getInfo().getTitle() + ": " + item.getName());
				}
			}
			CALLED.add(module.getInfo().getTitle());
			if (isDry) cancel("Only asked.");
		}
	}

	@TempDir
	private Path temp;

	private final PluginInfo<?> harvester =
		new PluginInfo<>(Harvester.class, PreprocessorPlugin.class);
	private final List<String> warned = Collections.synchronizedList(new ArrayList<>());
	private final LogListener log = message -> warned.add(message.text());
	/** Does what imagej-legacy does with a macro's line. */
	private final CommandListener fiji = command -> {
		CommandInfo info = Calls.commands().stream().filter(each -> each.getTitle().equals(command)).findFirst()
			.orElse(null);
		if (info == null) return command;
		call(info, Macro.getOptions());
		return null;
	};

	private static Module call(CommandInfo info, String options) {
		try {
			Module module = Calls.context().service(ModuleService.class).createModule(info);
			for (ModuleItem<?> item : info.inputs()) {
				String text = options == null ? null : Macro.getValue(options, item.getName(), null);
				Object value = text == null ? null : item.getType() == ImagePlus.class ? WindowManager.getImage(text)
					: ParameterDialog.value(item, text);
				if (item.getType() == ImagePlus.class && text == null) value = WindowManager.getCurrentImage();
				if (value == null) continue;
				module.setInput(item.getName(), value);
				module.resolveInput(item.getName());
			}
			Calls.context().service(ModuleService.class).run(module, true).get();
			return module;
		}
		catch (InterruptedException | ExecutionException e) {
			throw new AssertionError(e);
		}
	}

	@BeforeAll
	static void menus() {
		try {
			IJ.run("Taproot");
		}
		catch (HeadlessException e) {
			// The menus are there all the same, for all later calls.
		}
	}

	@BeforeEach
	void addHarvester() {
		harvester.setPriority(Priority.VERY_LOW - 1);
		Calls.context().service(PluginService.class).addPlugin(harvester);
		Calls.context().service(LogService.class).addLogListener(log);
		Executer.addCommandListener(fiji);
		ASKED.clear();
		CALLED.clear();
		isDry = false;
	}

	@AfterEach
	void removeHarvester() throws InterruptedException {
		macro("while (nImages > 0) { selectImage(nImages); close(); } setBatchMode(false);", "");
		Calls.context().service(PluginService.class).removePlugin(harvester);
		Calls.context().service(LogService.class).removeLogListener(log);
		Executer.removeCommandListener(fiji);
	}

	/** Runs a macro to its end in a thread that ImageJ knows as a macro's. */
	private static void macro(String text, String argument) throws InterruptedException {
		Thread thread = new Thread(() -> new Interpreter().run(text, argument), "Macro$");
		thread.start();
		thread.join(120_000);
		assertFalse(thread.isAlive(), text);
	}

	@Test
	void aLineOfAMacroAsksForNothingWhateverItLeavesOut() throws InterruptedException {
		isDry = true;
		for (CommandInfo command : Calls.commands()) {
			macro("run(\"" + command.getTitle() + "\", \"x=1\"); run(\"" + command.getTitle() + "\");", "");
		}
		assertEquals(List.of(), ASKED);
		assertEquals(2 * Calls.commands().size(), CALLED.size());
	}

	@Test
	void noMacroThatUsersGetAsksInItsMiddle() throws IOException, InterruptedException {
		isDry = true;
		try (Stream<Path> files = Files.list(Path.of("macros"))) {
			for (Path file : files.filter(path -> path.toString().endsWith(".ijm")).toList()) {
				int count = switch (file.getFileName().toString()) {
					case "Taproot_Frangi_Image.ijm" -> 0;
					case "Taproot_Frangi.ijm", "Taproot_Compare_Methods.ijm" -> 4;
					case "Taproot_Measure_Folder.ijm" -> 2;
					default -> 3;
				};
				macro(Files.readString(file), String.join(",", Collections.nCopies(count, "none")));
				assertEquals(List.of(), ASKED, file.toString());
				assertFalse(CALLED.isEmpty(), file.toString());
				CALLED.clear();
			}
		}
	}

	@Test
	void aMenuAsksAlsoWhileAToolMacroLives() throws InterruptedException {
		isDry = true;
		CountDownLatch isAlive = new CountDownLatch(1);
		CountDownLatch mayEnd = new CountDownLatch(1);
		TOOL.set(isAlive, mayEnd);
		Thread tool = new Thread(() -> new Interpreter().run("call(\"" + Tool.class.getName() + ".wait\", \"\");"),
			"Tool_Macro$");
		tool.start();
		isAlive.await();
		CommandInfo folder =
			Calls.commands().stream().filter(info -> info.getTitle().equals("Segment Roots Folder")).findFirst()
			.orElseThrow();
		// ImageJ names the thread after the command.
		Thread menu = new Thread(() -> call(folder, null), folder.getTitle());
		menu.start();
		menu.join();
		mayEnd.countDown();
		tool.join();
		assertTrue(ASKED.contains("Segment Roots Folder: input"), ASKED.toString());
		assertTrue(ASKED.contains("Segment Roots Folder: threshold"), ASKED.toString());
	}

	private static final Tool TOOL = new Tool();

	/** What a tool macro waits in. */
	public static final class Tool {

		private volatile CountDownLatch isAlive;
		private volatile CountDownLatch mayEnd;

		void set(CountDownLatch alive, CountDownLatch end) {
			isAlive = alive;
			mayEnd = end;
		}

		/** Called by the macro. */
		public static String wait(String text) throws InterruptedException {
			TOOL.isAlive.countDown();
			TOOL.mayEnd.await();
			return "";
		}
	}

	@Test
	void aMacroMeasuresTheMaskThatItHasJustMade() throws Exception {
		Path first = Calls.write(Calls.mask(64, 64, 20, 12), temp.resolve("IMG_01.png"));
		Path second = Calls.write(Calls.mask(90, 64, 20, 12), temp.resolve("IMG_02.png"));
		ResultsTable.getResultsTable().reset();
		String frangi = Files.readString(Path.of("macros", "Taproot_Frangi_Image.ijm"));
		String twice = "setBatchMode(true);\nfor (i = 0; i < 2; i++) {\nfile = \"" + first + "\"; if (i == 1) " +
			"file = \"" + second +
			"\";\n" + frangi.replace("getArgument()", "file").replace("vesselness=false", "vesselness=true")
			.replace("skeleton=false",
				"skeleton=true") +
			"\nrun(\"Measure Root Traits\");\n}";
		macro(twice, "");
		assertEquals(List.of(), ASKED);
		ResultsTable results = ResultsTable.getResultsTable();
		List<String> labels = new ArrayList<>();
		for (int i = 0; i < results.size(); i++) labels.add(results.getLabel(i));
		assertEquals(List.of("Roots of IMG_01", "Roots of IMG_01", "Roots of IMG_02", "Roots of IMG_02"), labels,
			warned.toString());
		assertTrue(results.getValue("root_length_px", 0) > 50);
		assertNotEquals(results.getValue("root_length_px", 0), results.getValue("root_length_px", 2), 20);
	}

	@Test
	void outputsOfOnePhotographHaveNamesOfTheirOwn() throws Exception {
		Path file = Calls.write(Calls.mask(64, 64, 20, 12), temp.resolve("IMG.png"));
		ResultsTable.getResultsTable().reset();
		macro("setBatchMode(true); open(\"" + file + "\"); id = getImageID();" +
			"for (i = 0; i < 2; i++) { selectImage(id); run(\"Segment Roots Frangi\"); run(\"Measure Roots\"); }", "");
		assertEquals("Roots of IMG", ResultsTable.getResultsTable().getLabel(0));
		assertEquals("Roots of IMG (2)", ResultsTable.getResultsTable().getLabel(1));
	}

	@Test
	void whatOfAnImageIsUsedIsSaid() {
		ImageStack stack = new ImageStack(64, 64);
		for (int i = 0; i < 3; i++) stack.addSlice(new ByteProcessor(64, 64));
		ImagePlus image = new ImagePlus("scans", stack);
		image.setSlice(2);
		for (Class<? extends TaprootCommand> command : List.of(CountLineIntersections.class, SuggestScratches.class)) {
			String key = "mask";
			warned.clear();
			image.setRoi((Roi) null);
			Calls.run(command, key, image);
			assertTrue(warned.contains("scans has 3 slices: only slice 2, which is shown, is used."), command +
				": " + warned);
			assertFalse(warned.stream().anyMatch(text -> text.contains("selection")), warned.toString());
			image.setRoi(new Roi(1, 1, 5, 5));
			Calls.run(command, key, image);
			assertTrue(warned.stream().anyMatch(text -> text.startsWith("The selection on scans is ignored")), command +
				": " + warned);
		}
		assertEquals("scans, slice 2", ResultsTable.getResultsTable()
			.getLabel(ResultsTable.getResultsTable().size() - 1));
		assertTrue(TaprootCommand.title("Roots", image).startsWith("Roots of scans, slice 2"));
	}

	@Test
	void whichChannelsOfAHyperstackAreUsedIsSaid() {
		ImageStack stack = new ImageStack(64, 64);
		for (int i = 0; i < 6; i++) stack.addSlice(new ByteProcessor(64, 64));
		ImagePlus image = new ImagePlus("scans", stack);
		image.setDimensions(3, 2, 1);
		image.setOpenAsHyperStack(true);
		image.setPosition(2, 2, 1);
		Calls.run(CountLineIntersections.class, "mask", image, "unit", "px");
		assertTrue(warned.containsAll(List.of("scans has 3 channels: they are used as red, green and blue.",
			"scans has 6 slices: only slice 2, frame 1, which is shown, is used.")), warned.toString());
		warned.clear();
		image.setDimensions(1, 2, 3);
		image.setPosition(1, 2, 3);
		Calls.run(CountLineIntersections.class, "mask", image, "unit", "px");
		assertTrue(warned.contains("scans has 6 slices: only channel 1, slice 2, frame 3, which is shown, is used."),
			warned.toString());
		ResultsTable results = ResultsTable.getResultsTable();
		assertEquals("scans, channel 1, slice 2, frame 3", results.getLabel(results.size() - 1));
		image.setDimensions(2, 3, 1);
		String reason = Calls.run(MeasureRoots.class, "mask", image).getCancelReason();
		assertTrue(reason.startsWith("\"scans\" has 2 channels: keep one, or red, green and blue"), reason);
	}
}
