// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;

/** Inputs as text, in fields and in macros. */
class ParameterDialogTest {

	private static ModuleItem<?> input(String title, String key) {
		return command(title).getInput(key);
	}

	private static CommandInfo command(String title) {
		Map<String, CommandInfo> commands = new HashMap<>();
		Calls.commands().forEach(info -> commands.put(info.getTitle(), info));
		return commands.get(title);
	}

	@Test
	void numbersKeepAllTheirDigits() {
		assertEquals("0.0000376", ParameterDialog.text(0.0000376));
		assertEquals("0.1", ParameterDialog.text(0.1));
		assertEquals("100", ParameterDialog.text(100.0));
		assertEquals("-1", ParameterDialog.text(-1.0));
		assertEquals("0", ParameterDialog.text(0.0));
		assertEquals("12345678901", ParameterDialog.text(12345678901L));
		assertEquals("NaN", ParameterDialog.text(Double.NaN));
		assertEquals("", ParameterDialog.text(null));
	}

	@Test
	void textBecomesAValueOfItsInput() {
		assertEquals(0.0000376, ParameterDialog.value(input("Segment Roots Frangi", "threshold"), "0.0000376"));
		assertEquals(192, ParameterDialog.value(input("Segment Roots Frangi", "min_component"), " 192 "));
		assertEquals(7L, ParameterDialog.value(input("Train Root U-Net", "seed"), "7"));
		assertEquals(true, ParameterDialog.value(input("Train Root U-Net", "resume"), "true"));
		assertEquals(new File("my photographs"),
			ParameterDialog.value(input("Train Root U-Net", "images"), "my photographs"));
		assertEquals("", ParameterDialog.value(input("Train Root U-Net", "suffix"), ""));
	}

	@Test
	void textThatIsNoneIsRefusedByName() {
		assertRefused("The parameter threshold must be a number, but is \"abc\".", "Segment Roots Frangi",
			"threshold", "abc");
		assertRefused("The parameter scales must be a number, but is \"2.5\".", "Segment Roots Frangi",
			"scales", "2.5");
		assertRefused("The parameter seed must be a number, but is \"\".", "Train Root U-Net", "seed", "");
		assertRefused("The parameter resume must be true or false, but is \"yes\".", "Train Root U-Net",
			"resume", "yes");
		assertRefused("No open image is named \"none\": open it, or name one that is open.", "Measure Roots",
			"mask", "none");
	}

	private static void assertRefused(String sentence, String command, String key, String text) {
		ModuleItem<?> item = input(command, key);
		assertEquals(sentence,
			assertThrows(IllegalArgumentException.class, () -> ParameterDialog.value(item, text)).getMessage());
	}

	@Test
	void inputsAreWhatUsersGive() {
		List<String> keys =
			ParameterDialog.inputs(command("Measure Roots")).stream().map(ModuleItem::getName).toList();
		assertEquals(List.of("mask", "pixel_size", "root_value", "slices", "skeleton"), keys);
	}

	@Test
	void aMacroLineHasAllKeysAndKeepsPathsWhole() throws Exception {
		Module module = Calls.context().service(CommandService.class).getCommand(SegmentRootsFolder.class)
			.createModule();
		module.setInput("model", new File("C:\\my models\\\u00e4.zip"));
		module.setInput("threshold", 0.35);
		module.setInput("min_component", 20);
		String line = ParameterDialog.macroLine(module);
		assertTrue(line.startsWith("run(\"Segment Roots Folder\", \"") && line.endsWith("\");"), line);
		for (ModuleItem<?> item : ParameterDialog.inputs((CommandInfo) module.getInfo())) {
			assertEquals(!item.getName().equals("more"), line.matches(".*[\" ]" + item.getName() + "=.*"), line);
		}
		for (String part : List.of("input=[]", "model=[C:\\\\my models\\\\\u00e4.zip]", "output=[]",
			"threshold=0.35", "min_component=20", "device=auto"))
		{
			assertTrue(line.contains(part), part + " is not in " + line);
		}
	}
}
