// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import java.awt.EventQueue;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.scijava.Context;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Plugin;

import ij.IJ;

import io.github.taproot.evaluation.report.AnalysisMethods;
import io.github.taproot.files.Version;
import io.github.taproot.window.StartWindow;
import io.github.taproot.window.StartWindow.Way;

/** Shows new users how to begin. */
@Plugin(type = Command.class, menu = { @Menu(label = "Plugins"), @Menu(label = "Taproot"),
	@Menu(label = "Start Here", weight = 0) },
	description = "Explains what Taproot does, and offers ways to begin: your own photographs, a sample, or training.")
public class StartHere extends TaprootCommand {

	private static final String WHAT = "Taproot finds plant roots in photographs of soil and measures their length, " +
		"diameter and depth. It comes with a model that works at once on many photographs. If it misses your roots, " +
		"you can teach it.";
	private static final String SAMPLE = "Taproot sample";

	@Override
	void work() throws IOException {
		requireWindows("Analyse Root Photographs");
		Context context = context();
		List<Way> ways = List.of(
			new Way("Analyse my photographs ...", "From a folder of photographs to a report with root lengths, " +
				"plots and pictures.", () -> OpenForm.of(context, "Analyse Root Photographs", Map.of())),
			new Way("Try a sample ...", "The same with three small simulated photographs, which are saved in " +
			"a folder " +
				"of your choice.", () -> new Thread(() -> trySample(context), "Start Here").start()),
			new Way("Teach it my roots ...", "Paint roots on a few of your photographs while Taproot learns.",
				() -> OpenForm.of(context, "Annotate Roots", Map.of())),
			new Way("Use finished annotations ...", "Train a model from photographs and masks that you have.",
				() -> OpenForm.of(context, "Train Root U-Net", Map.of())));
		String cite = "Taproot " + Version.taproot() + ", https://github.com/taproot/taproot. Method: " +
			AnalysisMethods.PAPER;
		EventQueue.invokeLater(() -> new StartWindow(WHAT, ways, cite).setVisible(true));
	}

	/** Saves the sample where the user chooses, and opens the form with it. */
	private static void trySample(Context context) {
		String chosen = IJ.getDirectory("Choose a folder for the sample photographs");
		if (chosen == null) return;
		try {
			Map<String, Object> given = sample(Path.of(chosen));
			OpenForm.of(context, "Analyse Root Photographs", given);
		}
		catch (IOException e) {
			IJ.error("Start Here", "The sample could not be saved in " + chosen + ": choose another folder.");
		}
	}

	/** Saves the sample in a folder, and tells the inputs to analyse it with, by key. */
	static Map<String, Object> sample(Path folder) throws IOException {
		Path sample = folder.resolve(SAMPLE);
		if (Files.notExists(sample)) Demo.unpack(sample);
		return Map.of("photographs", new File(sample.toFile(), "new"), "output", new File(sample.toFile(), "analysed"));
	}
}
