// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

/** Turns of another language are in no text that users read: in dialogs, messages, pages and macros. */
class WordsTest {

	/**
	 * @param example where it is found
	 * @param instead what to write
	 */
	private record Turn(Pattern turn, String example, String instead) {

		Turn(String turn, String example, String instead) {
			this(Pattern.compile(turn), example, instead);
		}
	}

	private static final List<Turn> TURNS = List.of(
		new Turn("(?<![Tt]here )\\b(is|are|was|were) (no|none)\\b(?! longer)", "a.png is no mask", "is not a"),
		new Turn("\\b(that|which) (is|are) (no|none)\\b", "more that is none", "is not a, or false"),
		new Turn("\\banew\\b", "install it anew", "again"),
		new Turn("\\b(go|goes|going|gone|went) on\\b", "training goes on", "continue"),
		new Turn("\\bby (itself|themselves)\\b", "saved by itself", "automatically"),
		new Turn("\\bdivided by (semicolons|commas|;)", "folders divided by semicolons", "separated by"),
		new Turn("\\b(told|telling)\\b", "the user is told", "says, shows, reports"),
		new Turn("(?<!to )\\btells?\\b", "the panel tells minutes", "says, shows, reports"),
		new Turn("\\bno number any more\\b", "the loss is no number any more", "became NaN"),
		new Turn("\\buntil now\\b", "the best model until now", "so far"),
		new Turn("\\bas a rule\\b", "is longer as a rule", "usually, or tend to"),
		new Turn("\\bDoes it not\\b|\\bHave you a\\b", "Have you a model?", "If ..."),
		new Turn("\\b[Aa]sks next\\b", "Asks next for tiles", "opens a second dialog"),
		new Turn("\\blooked at yet\\b|\\blooked at$", "2 of 3 looked at", "reviewed"),
		new Turn("\\bmakes no sense\\b", "a line that makes no sense", "is not valid"),
		new Turn("\\btakes? (it|paint|the .{3,20}) away\\b", "take paint away", "remove"),
		new Turn("\\bunknown pixels\\b", "unknown pixels are left out", "unlabelled pixels"),
		new Turn("\\bwhatever (its|their|the) \\w+", "whatever their case", "in any ..., or ... does not matter"),
		new Turn("\\b[Ll]ikewise\\.", "Likewise.", "what is alike"),
		new Turn("\\bhas paint\\b|\\bwithout paint\\b", "next one without paint", "annotated, unpainted"),
		new Turn("name has more than\\b", "what its name has more than that of its photograph",
		"text at the end of names"),
		new Turn("\\bWhat is set to\\b|\\bthe preset's\\.", "What is set to 0 below is the preset's.",
		"as in the preset"), new Turn(": (lower|higher|larger|smaller|more) \\w+s (more|less)\\b",
		"above it: lower finds more", "Lower values ..."), new Turn("\\bcan't\\b", "it can't be read", "cannot"));

	private static List<Texts.Line> read() throws IOException {
		List<Texts.Line> all = new ArrayList<>();
		for (Texts.Line text : Texts.literals()) {
			// Names of files and keys have no words with blanks between.
			if (text.text().contains(" ")) all.add(text);
		}
		for (Path page : Texts.pages()) {
			if (!page.endsWith("CONTRIBUTING.md") && !page.toString().contains("notes")) all.addAll(Texts.lines(page));
		}
		for (String ending : List.of(".ijm", ".groovy")) {
			for (Path macro : Texts.files(Path.of("macros"), ending)) all.addAll(Texts.lines(macro));
		}
		return all;
	}

	@Test
	void noTextHasATurnOfAnotherLanguage() throws IOException {
		List<String> found = new ArrayList<>();
		List<Texts.Line> texts = read();
		for (Texts.Line text : texts) {
			for (Turn each : TURNS) {
				Matcher matcher = each.turn.matcher(text.text());
				while (matcher.find()) {
					found.add(text.place() + ": \"" + matcher.group() + "\" (better: " + each.instead + ") in: " +
						text.text().strip());
				}
			}
		}
		assertEquals("", String.join("\n", found));
		assertTrue(texts.size() > 2000, texts.size() + " texts");
	}

	@Test
	void eachTurnIsFoundInItsExample() {
		for (Turn each : TURNS) assertTrue(each.turn.matcher(each.example).find(), each.toString());
	}
}
