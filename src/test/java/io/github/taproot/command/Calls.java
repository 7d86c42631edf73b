// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

import org.scijava.Context;
import org.scijava.app.StatusService;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.log.LogListener;
import org.scijava.log.LogService;
import org.scijava.module.Module;

import ij.IJ;
import ij.ImagePlus;
import ij.measure.ResultsTable;

import io.github.taproot.table.Table;
import io.github.taproot.unet.TrainingSettings;
import io.github.taproot.unet.UNetModel;

/** Calls commands as users do, and makes what they need. */
public final class Calls {

	private static final Context CONTEXT;

	static {
		// Where SciJava remembers folders: not those of whoever runs the tests.
		System.setProperty("java.util.prefs.userRoot", Path.of("target").toAbsolutePath().toString());
		CONTEXT = new Context(CommandService.class, StatusService.class);
	}

	private Calls() {}

	static Context context() {
		return CONTEXT;
	}

	/** Our commands as SciJava finds them. */
	public static List<CommandInfo> commands() {
		return CONTEXT.service(CommandService.class).getCommands().stream()
			.filter(info -> info.getClassName().startsWith(Calls.class.getPackageName() + ".")).toList();
	}

	/** Runs a command to its end, whichever that is; files and numbers may be given as text, as macros do. */
	static CommandModule run(Class<? extends TaprootCommand> command, Object... keysAndValues) {
		try {
			return CONTEXT.service(CommandService.class).run(command, true, keysAndValues).get();
		}
		catch (InterruptedException | ExecutionException e) {
			throw new AssertionError("The command threw " + e.getCause(), e);
		}
	}

	/** How a command ended. */
	public enum End {
		DONE, CANCELLED, FAILED
	}

	/**
	 * How a command ended, and what it said of that.
	 *
	 * @param text "" where it is done
	 */
	public record Outcome(End end, String text) {}

	/**
	 * Runs a command by its title.
	 *
	 * @param values of the form key=value,key=value; images by their files
	 */
	public static Outcome outcome(String title, String values) {
		CommandInfo command = commands().stream().filter(info -> info.getTitle().equals(title)).findFirst()
			.orElseThrow(() -> new AssertionError("There is no command " + title));
		Map<String, Object> inputs = new HashMap<>();
		for (String value : values.split(",")) {
			String[] parts = value.split("=", 2);
			boolean isImage = command.getInput(parts[0]).getType() == ImagePlus.class;
			inputs.put(parts[0], isImage ? IJ.openImage(parts[1]) : parts[1]);
		}
		try {
			Module module = CONTEXT.service(CommandService.class).run(command, true, inputs).get();
			TaprootCommand done = (TaprootCommand) module.getDelegateObject();
			if (!done.isCanceled()) return new Outcome(End.DONE, "");
			return new Outcome(done.hasFailed() ? End.FAILED : End.CANCELLED, String.valueOf(done.getCancelReason()));
		}
		catch (InterruptedException | ExecutionException e) {
			throw new AssertionError(title + " threw " + e.getCause(), e);
		}
	}

	/** Runs a command that must do all it should. */
	static CommandModule done(Class<? extends TaprootCommand> command, Object... keysAndValues) {
		CommandModule module = run(command, keysAndValues);
		assertFalse(module.isCanceled(), module.getCancelReason());
		return module;
	}

	/** Runs a command that must fail with sentences that have these parts. */
	static String refused(List<String> parts, Class<? extends TaprootCommand> command, Object... keysAndValues) {
		CommandModule module = run(command, keysAndValues);
		String reason = module.getCancelReason();
		assertTrue(module.isCanceled(), "not cancelled: " + Arrays.toString(keysAndValues));
		assertNotNull(reason);
		for (String part : parts) assertTrue(reason.contains(part), "\"" + part + "\" is not in: " + reason);
		assertTrue(reason.matches("(?s)\\p{Lu}.*\\.|/.*\\."), "not a sentence: " + reason);
		assertFalse(reason.matches("(?s).*(Exception|null|Optional|\\[L|@[0-9a-f]{4,}).*"), "not for users: " + reason);
		return reason;
	}

	/** Compares the cells of a table that was written with those of the one that a command gave back. */
	static void assertSame(Path csv, ResultsTable given) throws IOException {
		Table written = Table.read(csv);
		assertEquals(written.rows().size(), given.size());
		for (int row = 0; row < given.size(); row++) {
			for (String column : written.columns()) {
				double number = given.getValue(column, row);
				String text = Double.isNaN(number) ? given.getStringValue(column, row) : Table.text(number);
				assertEquals(written.rows().get(row).get(column), text.equals("NaN") ? "" : text, column);
			}
		}
	}

	/** What is logged meanwhile, a line for each message. */
	static String logged(Runnable command) {
		StringBuffer said = new StringBuffer();
		LogListener listener = message -> said.append(message.text()).append('\n');
		LogService log = CONTEXT.service(LogService.class);
		log.addLogListener(listener);
		try {
			command.run();
		}
		finally {
			log.removeLogListener(listener);
		}
		return said.toString();
	}

	/** Every file below a folder, by its path from there; none where it is missing. */
	static List<String> files(Path folder) throws IOException {
		if (!Files.exists(folder)) return List.of();
		try (Stream<Path> all = Files.walk(folder)) {
			return all.filter(Files::isRegularFile)
				.map(file -> folder.relativize(file).toString().replace(File.separator, "/"))
				.sorted(Comparator.naturalOrder()).toList();
		}
	}

	static UNetModel model() {
		TrainingSettings narrow = TrainingSettings.corrective(8, 1);
		return UNetModel.untrained(narrow, narrow.architecture().initialWeights(1), "CPU");
	}

	/** Saves an untrained network, which segments anything somehow. */
	static Path model(Path folder) throws IOException {
		Path file = folder.resolve("model.zip");
		model().save(file);
		return file;
	}

	/** A photograph of 64x64 pixels: noise, always the same. */
	static BufferedImage noise(int type) {
		BufferedImage image = new BufferedImage(64, 64, type);
		int seed = 1;
		for (int y = 0; y < 64; y++) {
			for (int x = 0; x < 64; x++) {
				seed = seed * 1103515245 + 12345;
				image.setRGB(x, y, 0xff000000 | (seed >> 8));
			}
		}
		return image;
	}

	/** A mask of soil with a root of these rows. */
	static BufferedImage mask(int width, int height, int firstRow, int rows) {
		BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
		for (int y = firstRow; y < firstRow + rows; y++) for (int x = 0; x < width; x++) image.setRGB(x, y, 0xffffff);
		return image;
	}

	/** Writes an image in the format of its file's ending, in a folder made where it is missing. */
	static Path write(BufferedImage image, Path file) throws IOException {
		Files.createDirectories(file.getParent());
		String name = file.getFileName().toString();
		assertTrue(ImageIO.write(image, name.substring(name.lastIndexOf('.') + 1), file.toFile()), name);
		return file;
	}
}
