// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.benchmark;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.imageio.ImageIO;

import org.scijava.Context;
import org.scijava.command.Command;
import org.scijava.command.CommandService;

import io.github.taproot.command.EvaluateSegmentation;
import io.github.taproot.command.SegmentRootsFolder;
import io.github.taproot.command.TrainRootUNet;
import io.github.taproot.files.ImageFolder;
import io.github.taproot.files.SafeFile;
import io.github.taproot.table.Table;

/**
 * What is learnt from few annotations in few minutes, from nothing and from the model that comes with Taproot:
 * {@code DATA OUTPUT [ROWS]}. DATA has {@code train} and {@code val}, each with {@code images} and {@code masks}; val
 * chooses models, and is what they are scored on. Each row trains by {@code Train Root U-Net} with its defaults and
 * {@code precision=fast}, and is appended to {@code OUTPUT/learning.csv}; rows that are there are not made again.
 * ROWS such as {@code nothing/photographs-40/5;taproot/patches-3/4} makes these only.
 */
public final class LearningTable {

	private static final int PATCH = 500;

	private final Path data;
	private final Path output;
	private final CommandService commands = new Context().service(CommandService.class);

	private LearningTable(Path data, Path output) {
		this.data = data;
		this.output = output;
	}

	public static void main(String[] args) throws Exception {
		LearningTable table = new LearningTable(Path.of(args[0]), Path.of(args[1]));
		List<String> rows = new ArrayList<>();
		for (int minutes : new int[] { 2, 5, 15, 60 }) rows.add("photographs-40/" + minutes);
		for (int patches : new int[] { 1, 3, 10 }) rows.add("patches-" + patches + "/4");
		for (int photographs : new int[] { 5, 10, 20 }) rows.add("photographs-" + photographs + "/5");
		List<String> wanted = new ArrayList<>();
		for (String row : rows) wanted.addAll(List.of("taproot/" + row, "nothing/" + row));
		for (String row : args.length > 2 ? Arrays.asList(args[2].split(";")) : wanted) table.add(row);
		System.exit(0);
	}

	private void add(String row) throws Exception {
		Path csv = output.resolve("learning.csv");
		String earlier = Files.exists(csv) ? Files.readString(csv) : "";
		if (earlier.contains("\n" + row.replace('/', ','))) return;
		String[] parts = row.split("/");
		Path set = set(parts[1]);
		Path folder = output.resolve(row.replace('/', '-'));
		run(TrainRootUNet.class, "images", set.resolve("images"), "annotations", set.resolve("masks"), "validation",
			data.resolve("val/images"), "validation_truth", data.resolve("val/masks"), "output", folder, "start",
			parts[0], "width", "16", "minutes", Double.parseDouble(parts[2]), "precision", "fast", "resume", true);
		run(SegmentRootsFolder.class, "input", data.resolve("val/images"), "model", folder.resolve("model.zip"),
			"output", folder.resolve("segmented"), "precision", "fast");
		run(EvaluateSegmentation.class, "predictions", folder.resolve("segmented/masks"), "annotations",
			data.resolve("val/masks"), "output", folder.resolve("evaluated"));
		Map<String, Object> cells = new LinkedHashMap<>();
		cells.put("start", parts[0]);
		cells.put("annotated", parts[1]);
		cells.put("minutes", parts[2]);
		List<String> history = Files.readAllLines(folder.resolve("history.csv"));
		cells.put("steps", history.get(history.size() - 1).split(",")[1]);
		for (String line : Files.readAllLines(folder.resolve("evaluated/evaluation-summary.csv"))) {
			String[] measure = line.split(",");
			if (measure[0].matches("f1|centre_line_f1_2_px|length_ratio|length_r_squared")) {
				cells.put(measure[0], measure[1]);
			}
		}
		Table table = new Table();
		table.add(cells);
		String text = table.csv();
		SafeFile.writeText(csv, earlier.isEmpty() ? text : earlier + text.substring(text.indexOf('\n') + 1));
		System.out.println(text);
	}

	/** Photographs, or one patch of each, from all over the folder. */
	private Path set(String name) throws IOException {
		Path set = output.resolve("sets").resolve(name);
		if (Files.exists(set)) return set;
		int wanted = Integer.parseInt(name.substring(name.indexOf('-') + 1));
		List<Path> images = ImageFolder.of(data.resolve("train/images")).images();
		List<Path> masks = ImageFolder.of(data.resolve("train/masks")).images();
		Files.createDirectories(set.resolve("images"));
		Files.createDirectories(set.resolve("masks"));
		for (int i = 0; i < wanted; i++) {
			int at = (2 * i + 1) * images.size() / (2 * wanted);
			Path image = images.get(at);
			Path mask = masks.get(at);
			if (name.startsWith("patches")) patch(image, mask, set);
			else {
				Files.copy(image, set.resolve("images").resolve(image.getFileName()));
				Files.copy(mask, set.resolve("masks").resolve(mask.getFileName()));
			}
		}
		return set;
	}

	/** Of the squares with roots, the one with the median count of root pixels. */
	private static void patch(Path image, Path mask, Path set) throws IOException {
		BufferedImage truth = read(mask);
		List<int[]> places = new ArrayList<>();
		for (int y = 0; y + PATCH <= truth.getHeight(); y += PATCH / 2) {
			for (int x = 0; x + PATCH <= truth.getWidth(); x += PATCH / 2) {
				int roots = 0;
				for (int rgb : truth.getRGB(x, y, PATCH, PATCH, null, 0, PATCH)) if ((rgb & 0xffffff) != 0) roots++;
				if (roots > 0) places.add(new int[] { x, y, roots });
			}
		}
		places.sort((a, b) -> Integer.compare(a[2], b[2]));
		int[] place = places.get(places.size() / 2);
		String name = image.getFileName().toString().replaceFirst("\\.\\w+$", ".png");
		ImageIO.write(crop(read(image), place), "png", set.resolve("images").resolve(name).toFile());
		ImageIO.write(crop(truth, place), "png", set.resolve("masks").resolve(name).toFile());
	}

	private static BufferedImage read(Path file) throws IOException {
		BufferedImage read = ImageIO.read(file.toFile());
		BufferedImage rgb = new BufferedImage(read.getWidth(), read.getHeight(), BufferedImage.TYPE_INT_RGB);
		Graphics2D graphics = rgb.createGraphics();
		graphics.drawImage(read, 0, 0, null);
		graphics.dispose();
		return rgb;
	}

	private static BufferedImage crop(BufferedImage image, int[] place) {
		BufferedImage crop = new BufferedImage(PATCH, PATCH, BufferedImage.TYPE_INT_RGB);
		crop.setRGB(0, 0, PATCH, PATCH, image.getRGB(place[0], place[1], PATCH, PATCH, null, 0, PATCH), 0, PATCH);
		return crop;
	}

	private void run(Class<? extends Command> command, Object... keysAndValues) throws Exception {
		Object[] inputs = keysAndValues.clone();
		for (int i = 1; i < inputs.length; i += 2) if (inputs[i] instanceof Path path) inputs[i] = path.toFile();
		commands.run(command, true, inputs).get();
	}
}
