// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static io.github.taproot.command.InputValues.optionalPath;
import static io.github.taproot.command.InputValues.path;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import io.github.taproot.annotation.AnnotationImport;
import io.github.taproot.annotation.AnnotationProject;
import io.github.taproot.files.ImageFiles;
import io.github.taproot.files.ImageFolder;
import io.github.taproot.files.ImageReader;
import io.github.taproot.files.ResultFiles;
import io.github.taproot.unet.CorrectiveTraining;
import io.github.taproot.unet.DeviceChoice;
import io.github.taproot.unet.EngineLoader;
import io.github.taproot.unet.ModelSource;
import io.github.taproot.unet.Precision;
import io.github.taproot.unet.TrainingContext;
import io.github.taproot.unet.TrainingSettings;
import io.github.taproot.unet.model.BundledModel;
import io.github.taproot.unet.training.GrowingAnnotations;
import io.github.taproot.window.AnnotationWindow;

/** Opens the window that annotates a folder of photographs while a model learns from it. */
@Plugin(type = Command.class, menu = { @Menu(label = "Plugins"), @Menu(label = "Taproot"),
	@Menu(label = "Annotate Roots", weight = 1) },
	description = "Paint roots and soil on photographs while a model learns from your painting and shows the roots " +
	"it finds.")
public class AnnotateRoots extends TaprootCommand {

	@Parameter(label = "Photographs (folder)", style = "directory",
		description = "Folder of photographs to annotate: PNG, JPEG or TIFF; 8 or 16 bits, grey or colour.")
	private File photographs;

	@Parameter(label = "Project (folder)", style = "directory",
		description = "Folder for annotations, segmentations and models: a new folder, or an earlier project. " +
		"RootPainter's projects have the same layout.")
	private File project;

	@Parameter(label = "Model to start from (file)", style = "open", required = false, persist = false,
		description = "A model.zip, trained or imported. It finds roots until the project has its own model, which " +
		"starts from this one. Default: none.")
	private File model;

	@Parameter(label = "Without a file, start from", choices = { TrainRootUNet.TAPROOT, TrainRootUNet.NOTHING },
		persist = false, description = "taproot: the model that comes with Taproot, which finds roots at once. " +
		"nothing: a new network, which has to learn everything. Default taproot.")
	private String start = TrainRootUNet.TAPROOT;

	@Parameter(label = "Import annotations (folder)", style = "directory", required = false, persist = false,
		description = "The annotations folder of a RootPainter project, or any folder of annotations in its colours. " +
		"They are copied into the project; nothing is overwritten. Default: none.")
	private File annotations;

	@Parameter(label = "Width of a new network (channels)", choices = { "8", "16", "32", "64" }, persist = false,
		description = "8 finds roots after minutes. 16, the default, finds more of them after an hour. 64, as in the " +
		"paper, is for a GPU. Only for a network that starts from nothing.")
	private String width = "16";

	@Parameter(label = "Device", persist = false, description = "auto (a GPU if there is one), cpu, or gpu:0.")
	private String device = "auto";

	@Override
	void work() throws IOException {
		requireWindows("Train Root U-Net with a folder of annotations");
		DeviceChoice where = DeviceChoice.of(device);
		int channels = TrainRootUNet.width(width);
		ModelSource first = firstModel();
		// A wrong file is told now, and not in the middle of painting.
		if (first != null) first.load();
		ImageReader reader = new ImageFiles();
		Path folder = path(project, "project", "a folder for the project");
		ImageFolder images = ImageFolder.of(path(photographs, "photographs", "a folder of photographs"));
		AnnotationProject opened =
			AnnotationProject.open(folder, images.images(), reader, ResultFiles::writeAnnotation);
		opened.lock(this::say);
		try {
			annotate(opened, images, reader, first, where, channels);
		}
		catch (IOException | RuntimeException | Error e) {
			opened.close();
			throw e;
		}
	}

	private void annotate(AnnotationProject opened, ImageFolder images, ImageReader reader, ModelSource first,
		DeviceChoice where, int channels) throws IOException
	{
		List<String> news = new ArrayList<>();
		if (!images.leftOut().isEmpty()) news.add(ImageFolder.leftOutText(images.leftOut()));
		Path source = optionalPath(annotations, "annotations");
		if (source != null) {
			news.add(AnnotationImport.run(source, opened, progress()).text());
			say(news.get(news.size() - 1));
		}
		AnnotationWindow.open(opened, reader, first, EngineLoader::engine, where,
			(listener, log) -> new CorrectiveTraining(
				new TrainingContext(EngineLoader.engine(), where, Precision.AUTO, listener, log), reader,
				new GrowingAnnotations(opened.photographs(), opened.annotations(), reader), opened.models(), first,
				TrainingSettings.corrective(channels, 1)), news);
	}

	/** The model to start from; null for none. */
	private ModelSource firstModel() {
		Path file = optionalPath(model, "model");
		boolean isOurs = TrainRootUNet.wantsModel(start);
		if (file == null) return isOurs ? BundledModel.MODEL : null;
		if (isOurs) return ModelSource.of(file);
		throw new IllegalArgumentException("Training cannot start from " + file + " and from nothing: leave one of " +
			"the two out (model, start).");
	}
}
