// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static io.github.taproot.command.InputValues.path;

import java.awt.EventQueue;
import java.io.File;
import java.io.IOException;

import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import io.github.taproot.annotation.HandCounts;
import io.github.taproot.files.ImageFolder;
import io.github.taproot.window.CountWindow;

/** Opens the window in which a person counts crossings of roots with a grid. */
@Plugin(type = Command.class, menu = { @Menu(label = "Plugins"), @Menu(label = "Taproot"),
	@Menu(label = "Annotate", weight = 10), @Menu(label = "Count Intersections By Hand", weight = 13) },
	description = "Shows a grid over photographs. Click where roots cross its lines; Compare With Counts reads " +
	"the counts.")
public class CountIntersectionsByHand extends GridCommand {

	@Parameter(label = "Photographs (folder)", style = "directory",
		description = "Folder of photographs: PNG, JPEG or TIFF; 8 or 16 bits, grey or colour.")
	private File photographs;

	@Parameter(label = "Counts (folder)", style = "directory",
		description = "Folder for counts.csv and crossings.csv. Counts already in this folder are continued. Grid " +
		"and scale can be changed in the window until the first crossing is marked.")
	private File output;

	@Override
	void work() throws IOException {
		requireWindows("Count Line Intersections Folder with masks");
		ImageFolder folder = ImageFolder.of(path(photographs, "photographs", "a folder of photographs"));
		if (!folder.leftOut().isEmpty()) say(ImageFolder.leftOutText(folder.leftOut()));
		HandCounts counts = HandCounts.open(folder.folder(),
			path(output, "output", "a folder for counts"), grid(), scale());
		counts.requireReadable();
		counts.lock(this::say);
		EventQueue.invokeLater(() -> new CountWindow(counts).setVisible(true));
	}
}
