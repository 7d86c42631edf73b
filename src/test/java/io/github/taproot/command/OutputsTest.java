// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;
import org.scijava.app.StatusService;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.display.Display;
import org.scijava.display.DisplayService;
import org.scijava.log.LogService;
import org.scijava.module.ModuleItem;

import ij.ImagePlus;
import ij.measure.ResultsTable;

/** What scripts get from commands, and what SciJava shows of it. */
class OutputsTest {

	@TempDir
	private Path temp;

	private final List<String> warned = Collections.synchronizedList(new ArrayList<>());
	private Context context;

	@BeforeEach
	void open() {
		Calls.context();
		context = new Context(CommandService.class, StatusService.class, DisplayService.class);
		context.service(LogService.class).addLogListener(message -> warned.add(message.text()));
		ResultsTable.getResultsTable().reset();
	}

	@AfterEach
	void close() {
		context.close();
	}

	private CommandModule done(Class<? extends TaprootCommand> command, Object... keysAndValues) {
		try {
			CommandModule module = context.service(CommandService.class).run(command, true, keysAndValues).get();
			assertFalse(module.isCanceled(), module.getCancelReason());
			return module;
		}
		catch (InterruptedException | ExecutionException e) {
			throw new AssertionError(e);
		}
	}

	private List<String> displays() {
		return context.service(DisplayService.class).getDisplays().stream().map(Display::getName).toList();
	}

	private ImagePlus mask() {
		return new ImagePlus("IMG_01.png", Calls.mask(40, 20, 9, 1));
	}

	@Test
	void outputsAreImagesTablesNumbersAndSentences() {
		Set<Class<?>> kinds = Set.of(ImagePlus.class, ResultsTable.class, String.class, double.class, int.class);
		for (CommandInfo command : Calls.commands()) {
			assertTrue(command.isValid(), command.getProblems().toString());
			for (ModuleItem<?> item : command.outputs()) {
				assertTrue(kinds.contains(item.getType()), command.getTitle() + ": " + item.getName());
				assertTrue(item.getLabel().matches("\\p{Lu}.*"), command.getTitle() + ": " + item.getName());
			}
		}
	}

	@Test
	void aFoldersTableIsShownByImageJAndNotAsText() throws Exception {
		Path masks = temp.resolve("masks");
		Calls.write(Calls.mask(40, 20, 9, 1), masks.resolve("001.png"));
		ResultsTable table = (ResultsTable) done(MeasureRootsFolder.class, "input", masks.toFile(), "output",
			temp.resolve("t.csv").toFile()).getOutput("table");
		assertEquals("001.png", table.getStringValue("file", 0));
		assertEquals(39, table.getValue("root_length_px", 0));
		ResultsTable traits = (ResultsTable) done(MeasureRootTraitsFolder.class, "input", masks.toFile(), "output",
			temp.resolve("traits").toFile()).getOutput("table");
		assertEquals("001.png", traits.getStringValue("file", 0));
		ResultsTable names = (ResultsTable) done(TabulateFileNames.class, "input", masks.toFile(), "output",
			temp.resolve("names.csv").toFile(), "names", "(?<plot>\\d+)").getOutput("table");
		Calls.assertSame(temp.resolve("names.csv"), names);
		assertEquals(List.of(), displays());
		assertFalse(warned.stream().anyMatch(text -> text.contains("unsupported output")), warned.toString());
		assertEquals(0, ResultsTable.getResultsTable().size());
	}

	@Test
	void anImagesRowIsGivenAndStandsInResultsOnce() {
		done(SuggestScratches.class, "mask", mask());
		CommandModule measured = done(MeasureRoots.class, "mask", mask(), "pixel_size", 0.5);
		ResultsTable row = (ResultsTable) measured.getOutput("table");
		assertEquals(1, row.size());
		assertEquals("IMG_01.png", row.getLabel(0));
		assertEquals(39, row.getValue("root_length_px", 0));
		assertFalse(row.columnExists("suggested_scratches"));
		assertEquals(39.0, measured.getOutput("root_length_px"));
		assertEquals(19.5, measured.getOutput("root_length_mm"));
		assertEquals(2, ResultsTable.getResultsTable().size());
		assertEquals(39, ResultsTable.getResultsTable().getValue("root_length_px", 1));
		assertTrue(Double.isNaN(ResultsTable.getResultsTable().getValue("suggested_scratches", 1)));

		CommandModule traits = done(MeasureRootTraits.class, "mask", mask(), "tables", true);
		assertEquals(39.0, traits.getOutput("root_length_px"));
		assertEquals(Double.NaN, traits.getOutput("root_length_mm"));
		assertEquals(1, ((ResultsTable) traits.getOutput("branch_table")).size());
		assertEquals(List.of(), displays());
		assertFalse(warned.stream().anyMatch(text -> text.contains("unsupported output")), warned.toString());
	}

	@Test
	void sentencesAreShownBySciJavaOnce() throws Exception {
		done(ModelInfo.class, "model", Calls.model(temp).toFile());
		assertEquals(List.of("Model Info"), displays());
	}
}
