// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static io.github.taproot.command.InputValues.choice;
import static io.github.taproot.command.InputValues.optionalPath;
import static io.github.taproot.command.InputValues.path;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;

import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import io.github.taproot.batch.FileBatch;
import io.github.taproot.batch.FolderSimulation;
import io.github.taproot.batch.SoilFolder;
import io.github.taproot.files.ImageFiles;
import io.github.taproot.files.NameAffix;
import io.github.taproot.simulation.SimulationSettings;
import io.github.taproot.simulation.Worlds;

/** Writes simulated photographs with their exact masks and lengths. */
@Plugin(type = Command.class, headless = true, menu = { @Menu(label = "Plugins"), @Menu(label = "Taproot"),
	@Menu(label = "Models and Tools", weight = 60), @Menu(label = "Simulate Rhizotron Images", weight = 65) },
	description = "Creates photographs of roots in soil with known ground truth (masks and lengths), for tests and " +
	"teaching.")
public class SimulateRhizotronImages extends TaprootCommand {

	@Parameter(label = "Output (folder)", style = "directory",
		description = "Folder for images, masks and lengths.csv.")
	private File output;

	@Parameter(label = "Number of images", min = "1", persist = false, description = "1 to 100000. Default 10.")
	private int count = 10;

	@Parameter(label = "Width (px)", min = "16", persist = false, description = "Default 800.")
	private int width = 800;

	@Parameter(label = "Height (px)", min = "16", persist = false, description = "Default 600.")
	private int height = 600;

	@Parameter(label = "Seed", persist = false, description = "The same seed gives the same images.")
	private long seed = 1;

	@Parameter(label = "Write JPEG", persist = false, description = "Smaller files, as from a camera. Otherwise PNG.")
	private boolean jpeg;

	@Parameter(label = "Worlds", choices = { "soybean", "many" }, persist = false,
		description = "soybean: pale roots in dark soil, as in minirhizotron scans of soybean. many: a " +
		"different soil, root colour, root width, camera and light for each image, with scratches, cracks, " +
		"straw, leaves and drops, which are not roots. Default soybean. With soil photographs, roots are those of " +
		"many.")
	private String worlds = "soybean";

	@Parameter(label = "Soil photographs (folder)", style = "directory", required = false, persist = false,
		description = "Your own photographs of soil: roots are drawn on parts of them, with their sharpness, noise " +
		"and light. No part may be larger than its photograph. Default: simulated soil.")
	private File soil;

	@Parameter(label = "Annotations of their roots (folder)", style = "directory", required = false, persist = false,
		description = "Masks or RootPainter annotations of the roots on the soil photographs, which are painted " +
		"out. Default: the photographs show no roots.")
	private File annotations;

	@Parameter(label = "Suffix of annotation names", required = false, persist = false, description = SUFFIX_HELP)
	private String suffix = "";

	@Override
	File writesTo() {
		return output;
	}

	@Override
	void work() throws IOException {
		Path folder = path(output, "output", "an output folder");
		Worlds chosen = choice(Worlds.class, worlds, "worlds");
		SimulationSettings settings = SimulationSettings.of(width, height, seed).in(chosen);
		FolderSimulation simulation = new FolderSimulation(settings, count, jpeg);
		Path bare = optionalPath(soil, "soil");
		Path rooted = optionalPath(annotations, "annotations");
		String what = "Simulated " + count + " photographs in " + folder;
		if (bare == null) {
			if (rooted != null) throw new IllegalArgumentException("Choose the soil photographs that the annotations " +
				"belong to (soil=...).");
			simulation.run(folder, progress());
			shown("Simulated photographs", folder.resolve(FolderSimulation.TABLE));
			say(what + ".");
			return;
		}
		SoilFolder source = new SoilFolder(bare, rooted, NameAffix.of(suffix), new ImageFiles());
		FileBatch.Summary summary = simulation.run(folder, source, progress(), this::say);
		shown("Simulated photographs", folder.resolve(FolderSimulation.TABLE));
		conclude(what + " on photographs in " + bare, summary);
	}
}
