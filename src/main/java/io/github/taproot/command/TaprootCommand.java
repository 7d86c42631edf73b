// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import java.awt.EventQueue;
import java.awt.GraphicsEnvironment;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;

import org.scijava.Context;
import org.scijava.app.StatusService;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.command.ContextCommand;
import org.scijava.log.LogService;
import org.scijava.module.ModuleItem;
import org.scijava.plugin.Parameter;
import org.scijava.prefs.PrefService;
import org.scijava.task.Task;
import org.scijava.task.TaskService;
import org.scijava.ui.UIService;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.macro.Interpreter;
import ij.measure.ResultsTable;
import ij.text.TextWindow;

import io.github.taproot.batch.FileBatch;
import io.github.taproot.batch.FileStep;
import io.github.taproot.batch.FolderPart;
import io.github.taproot.batch.PartRecords;
import io.github.taproot.files.FolderLock;
import io.github.taproot.files.ImageFiles;
import io.github.taproot.files.TemporaryFolder;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.imagej.ImagePlusConversion;
import io.github.taproot.imagej.MacroFailure;
import io.github.taproot.imagej.Planes;
import io.github.taproot.imagej.TableConversion;
import io.github.taproot.plugin.NamedPlugin;
import io.github.taproot.progress.Progress;
import io.github.taproot.progress.StatusText;
import io.github.taproot.progress.TimeLeft;
import io.github.taproot.progress.UnexpectedError;
import io.github.taproot.table.Quantity;
import io.github.taproot.table.Table;
import io.github.taproot.unet.EngineMemoryError;
import io.github.taproot.unet.UNetNetwork;

/**
 * What all commands share: a domain's exception becomes one sentence for the user, who is told where he works. In a
 * macro that stops the macro; elsewhere the command is cancelled with the sentence as its reason.
 */
abstract class TaprootCommand extends ContextCommand {

	static final String PRECISION_HELP = "auto: fast on processors, exact on GPUs. fast computes in 16-bit " +
		"numbers if the processor or GPU is faster with them, and with simpler norms on other processors. exact " +
		"computes in 32-bit numbers, as in the paper. Default: auto.";

	static final String SUFFIX_HELP = "Text at the end of annotation names: IMG_01.jpg with IMG_01_mask.png has " +
		"the suffix _mask. A prefix is given the same way, with * where the photograph's name is: mask_* for " +
		"mask_IMG_01.png. Default: none.";
	static final String ROOT_VALUE = "Value of root";
	static final String ROOT_VALUE_HELP = "Which pixels are root, if the files leave it open: a value (2), a range " +
		"(>=128), or a colour (red, #ff0000). Default: automatic.";

	static final String SOIL_VALUE = "Value of soil";
	static final String SOIL_VALUE_HELP = "With a value of root: pixels of this value are soil, and all others are " +
		"unlabelled, as with strokes of Labkit or ilastik. Default: all that is not root is soil.";

	/** Under which all commands remember the model that was used last. */
	static final String MODEL_SUGGESTED = "io.github.taproot.model";

	/** The input that divides a folder. */
	static final String PART = InputValues.PART;
	static final String PART_LABEL = "Part of the files (i/n)";
	static final String PART_HELP = "For array jobs: 2/8 does the second of every eight files, beside seven other " +
		"runs with the same output. Merge Results then makes the tables. Default: all files.";

	/** Lines of an error that a dialog shows well. */
	private static final int LONGEST_LIST = 3;

	/** Under which the output of the last folder that was segmented is remembered. */
	static final String SEGMENTED_SUGGESTED = "io.github.taproot.segmented";

	/** Whether what killed processes left was deleted since this one began. */
	private static final AtomicBoolean isTidied = new AtomicBoolean();

	/** The property of images that show centre lines. */
	private static final String SKELETON = "TaprootSkeleton";

	@Parameter
	private LogService log;

	@Parameter
	private StatusService status;

	private final List<ShownTable> tables = new ArrayList<>();
	private boolean failed;
	private FolderPart part = FolderPart.WHOLE;
	/** Steps of the progress of one picture of several. */
	private static final long PARTS = 10_000;
	static final String SLICES = "Slices of a stack: all, current, or numbers such as 1-3, 7. Default: all.";

	/**
	 * Shown beside Fiji's progress bar, whose button cancels it; null where nobody can see it, or before any progress.
	 */
	private Task task;
	private Runnable next;
	private List<String> asked = List.of();
	private MacroLine caller;
	private boolean isCallerKnown;
	private boolean escapeCancels;
	private volatile boolean escaped;

	/** A table as it is written, and as it is shown. */
	record ShownTable(String title, Table table, ResultsTable results) {}

	/** Whether the command failed, and said why; one that was cancelled did not fail. */
	public final boolean hasFailed() {
		return failed;
	}

	/** Keys of inputs that few people change, which the dialog leaves out unless {@link #wantsFurther}. */
	List<String> further() {
		return List.of();
	}

	/** Whether to ask for {@link #further} inputs, too. */
	boolean wantsFurther() {
		return false;
	}

	/** Inputs whose choices are the names of installed plugins: their types by key. */
	Map<String, Class<? extends NamedPlugin>> pluginInputs() {
		return Map.of();
	}

	/** What other inputs have decided of the {@link #further} ones, by key: the form that asks for these shows it. */
	Map<String, Object> decided() {
		return Map.of();
	}

	/** The folder of its results, which no other process may write to meanwhile; null for none. */
	File writesTo() {
		return null;
	}

	/**
	 * The command's work on single files, for {@link FileStep}; of commands on folders whose tables have a row for
	 * each.
	 *
	 * @throws IOException as {@link #work}
	 */
	FileStep fileStep() throws IOException {
		throw new IllegalArgumentException(title() + " has no work on single files.");
	}

	/** Which files of its folder the command does, in {@link #work}. */
	final FolderPart part() {
		return part;
	}

	/** Has {@link #work} merge what parts have done, and takes over what it says and shows. */
	final void merge(PartRecords records, TaprootCommand by) throws IOException {
		part = FolderPart.merging(records);
		caller = by.caller;
		isCallerKnown = true;
		try {
			work();
		}
		finally {
			by.tables.addAll(tables);
		}
	}

	/** The part that was given, where the command has such an input. */
	private FolderPart givenPart() {
		CommandInfo info = info();
		if (info == null || info.getInput(PART) == null) return FolderPart.WHOLE;
		ModuleItem<?> output = info.getInput("output");
		CommandModule module = new CommandModule(info, this);
		if (module.getInput("output") == null) return FolderPart.WHOLE;
		return FolderPart.of(Objects.toString(module.getInput(PART), ""), ((File) module.getInput("output")).toPath(),
			"save".equals(output.getWidgetStyle()), () -> CommandRuns.of(module));
	}

	/** The command's work. */
	abstract void work() throws IOException;

	@Override
	public final void run() {
		findCaller(context());
		try {
			if (!isTidied.getAndSet(true)) TemporaryFolder.tidy();
			IJ.resetEscape();
			// Fiji's users have a button: Escape in another window, for another command, must not end an hour's
			// training.
			escapeCancels = context().getService(UIService.class) == null || isInMacro();
			if (wantsFurther() && !GraphicsEnvironment.isHeadless() && !isInMacro()) askFurther();
			part = givenPart();
			try (FolderLock lock = lock(); FolderLock parts = lockParts()) {
				part.open();
				work();
			}
			if (next != null) next.run();
		}
		catch (CancellationException e) {
			end(e.getMessage() == null ? Progress.CANCELLED : e.getMessage());
		}
		catch (IOException | IllegalArgumentException e) {
			fail(e.getMessage());
		}
		catch (OutOfMemoryError e) {
			fail(EngineMemoryError.sentence(e,
				"There is too little memory for this image: give Fiji more (Edit > Options > Memory & Threads)."));
		}
		catch (RuntimeException | LinkageError e) {
			// Thrown on, it would be printed, and a macro would go on without the result.
			log.error(e);
			fail("The command failed because of an " + UnexpectedError.told(e));
		}
		finally {
			if (task != null) task.finish();
			status.clearStatus();
		}
	}

	/** Keeps others from the folder of results; null without one. */
	private FolderLock lock() throws IOException {
		File folder = writesTo();
		// A wrong path is refused by the command's work.
		if (folder == null || folder.getPath().isBlank()) return null;
		return lock(folder.toPath());
	}

	/** The same for the folder where parts keep what they do, where that is not in the folder of results. */
	private FolderLock lockParts() throws IOException {
		Path parts = part.folder();
		boolean isNeeded = parts != null && (part.isPart() || Files.isDirectory(parts));
		if (!isNeeded || writesTo() != null && parts.startsWith(writesTo().toPath())) return null;
		return lock(parts);
	}

	private FolderLock lock(Path folder) throws IOException {
		if (!part.isPart()) return FolderLock.of(folder, title(), this::warn);
		return FolderLock.ofPart(folder, part.runIdentity(), part.name(), title() + ", " + part.name(), this::warn);
	}

	private CommandInfo info() {
		return context().service(CommandService.class).getCommand(getClass());
	}

	private String title() {
		return info().getTitle();
	}

	/** Fills in the {@link #further} inputs as somebody wants them. */
	private void askFurther() {
		CommandInfo info = info();
		CommandModule module = new CommandModule(info, this);
		List<ModuleItem<?>> items = new ArrayList<>();
		Map<String, Object> start = new HashMap<>();
		for (String key : further()) {
			items.add(info.getInput(key));
			start.put(key, module.getInput(key));
		}
		start.putAll(decided());
		Map<String, Object> values = ParameterDialog.ask(info.getTitle() + ": More Settings", items, start);
		if (values == null) throw new CancellationException("Cancelled.");
		values.forEach(module::setInput);
	}

	/** Ends the command, and the macro it was called from, as failed. */
	private void fail(String sentence) {
		failed = true;
		if (GraphicsEnvironment.isHeadless()) log.error(sentence);
		end(listed(sentence));
	}

	/** Shows a list that somebody has to work through in a window, to be copied, and leaves its first line. */
	private String listed(String sentence) {
		List<String> lines = sentence.lines().toList();
		if (asked.isEmpty() || isInMacro() || GraphicsEnvironment.isHeadless() || lines.size() < LONGEST_LIST) {
			return sentence;
		}
		String title = title() + ": Problems";
		EventQueue.invokeLater(() -> new TextWindow(title, sentence, 900, 400));
		return lines.get(0) + " See the list in the window \"" + title + "\" (" + (lines.size() - 1) + " lines).";
	}

	/** Ends the command, and the macro it was called from, without its result. */
	private void end(String sentence) {
		boolean isHeadless = GraphicsEnvironment.isHeadless();
		cancel(isHeadless ? sentence : MacroFailure.lines(sentence));
		if (!isHeadless && !isInMacro()) return;
		Interpreter macro = caller == null ? null : caller.macro();
		// With windows, Fiji shows why a command was cancelled.
		if (!isHeadless && context().getService(UIService.class) != null) MacroFailure.stopQuietly(macro, sentence);
		// Last, since it throws where it stops a macro.
		else MacroFailure.stop(macro, sentence);
	}

	/** Does something once the command is done and its folder is free; not where it failed. */
	final void afterwards(Runnable next) {
		this.next = next;
	}

	/** Remembers which line of a macro or script called this command, before any other macro begins one. */
	final void findCaller(Context context) {
		if (!isCallerKnown) caller = MacroLine.of(context);
		isCallerKnown = true;
	}

	/** Remembers what somebody is asked for in a form. */
	final void setAsked(List<String> keys) {
		asked = List.copyOf(keys);
	}

	/** The keys of what somebody is asked for in a form; empty in macros and without a screen. */
	final List<String> asked() {
		return asked;
	}

	/** Has the forms of other commands suggest a model that this one made for somebody who filled in a form. */
	final void suggestModel(Path file) {
		suggest(MODEL_SUGGESTED, file);
	}

	/** Has Review Segmentation suggest a folder that this command segmented for somebody who filled in a form. */
	final void suggestSegmented(Path folder) {
		suggest(SEGMENTED_SUGGESTED, folder);
	}

	private void suggest(String key, Path file) {
		PrefService prefs = context().getService(PrefService.class);
		if (prefs == null || asked.isEmpty()) return;
		prefs.put((Class<?>) null, key, file.toAbsolutePath().toString());
	}

	final boolean isInMacro() {
		return caller != null;
	}

	final void say(String sentence) {
		log.info(sentence);
	}

	/**
	 * Says what became of a folder.
	 *
	 * @param what was done, such as "Measured IN into OUT"
	 * @throws IOException instead, where something failed
	 * @throws CancellationException instead, where somebody cancelled
	 */
	final void conclude(String what, FileBatch.Summary summary) throws IOException {
		conclude(what, summary, "");
	}

	/** The same with a sentence on what came out, on a line of its own; "" for none. */
	final void conclude(String what, FileBatch.Summary summary, String result) throws IOException {
		String text = what + ": " + summary.text();
		if (summary.cancelled()) throw new CancellationException(text);
		if (summary.isIncomplete()) throw new IOException(result.isEmpty() ? text : text + "\n" + result);
		say(text);
		if (!result.isEmpty()) say(result);
	}

	/** Says what whoever sees a result should know. */
	final void warn(String sentence) {
		log.warn(sentence);
	}

	/**
	 * Progress in Fiji's status bar, and as a task whose button cancels; in macros and without Fiji's windows, the
	 * Escape key cancels.
	 */
	final Progress progress() {
		return progressWith("");
	}

	/** As {@link #progress()}, and the status bar tells the network's device; "" for none. */
	final Progress progress(String device) {
		return progressWith(UNetNetwork.shortDevice(device));
	}

	private Progress progressWith(String where) {
		TaskService tasks = context().getService(TaskService.class);
		if (task == null && tasks != null) {
			task = tasks.createTask(title());
			task.setProgressMaximum(1000);
			task.start();
		}
		return new Progress() {

			private final TimeLeft timeLeft = new TimeLeft();
			private long shown;

			@Override
			public synchronized void report(long done, long total, String message) {
				long now = System.nanoTime();
				if (done < total && now - shown < 200_000_000) return;
				shown = now;
				String left = timeLeft.of(done, total, now);
				if (task != null) task.setProgressValue(done * 1000 / total);
				status.showStatus((int) (done * 1000 / total), 1000, StatusText.of(message, where, left));
			}

			@Override
			public boolean isCancelled() {
				// Held, since the next command resets it.
				if (escapeCancels && IJ.escapePressed()) escaped = true;
				return isCanceled() || escaped || task != null && task.isCanceled();
			}
		};
	}

	/** What is said of an image that has no file in the folder of areas to leave out. */
	static String wholeImage(String name, File exclude) {
		return "The whole of " + name + " was measured, since no file in " + exclude + " has its name.";
	}

	/** Refuses to run where there is no screen, with a command that does the like without. */
	static void requireWindows(String instead) {
		if (GraphicsEnvironment.isHeadless()) {
			throw new IllegalArgumentException("This command is a window and needs a screen: without one, use " +
				instead + ".");
		}
	}

	/** Refuses what Fiji hands over where no image is open. */
	static void checkImage(ImagePlus image) {
		if (image == null || image.getProcessor() == null || image.getWidth() == 0) {
			throw new IllegalArgumentException("Open an image first, or name one that is open.");
		}
	}

	/**
	 * The pictures of a photograph or a stack of them; says what of it is used where that is not all.
	 *
	 * @param slices as {@link Planes}
	 */
	final Planes photographs(ImagePlus image, String slices) {
		checkImage(image);
		tellChannelsAndSelection(image);
		return new Planes(image, slices);
	}

	/** The same of masks; refuses skeletons. */
	final Planes masks(ImagePlus image, String slices) {
		checkImage(image);
		refuseSkeleton(image);
		tellChannelsAndSelection(image);
		return new Planes(image, slices);
	}

	/** The progress of one picture of several, within that of all. */
	static Progress within(Progress all, Planes planes, int index) {
		if (planes.count() == 1) return all;
		return new Progress() {

			@Override
			public void report(long done, long total, String message) {
				// A picture that is done is counted by the next.
				if (done >= total && index + 1 < planes.count()) return;
				all.report(index * PARTS + done * PARTS / total, planes.count() * PARTS, planes.name(index));
			}

			@Override
			public boolean isCancelled() {
				return all.isCancelled();
			}
		};
	}

	/**
	 * Refuses what is no mask, such as the skeleton that Measure Roots shows, and says which part of an image is used
	 * where that is not all of it.
	 */
	final void checkMask(ImagePlus image) {
		checkImage(image);
		refuseSkeleton(image);
		tellPart(image);
	}

	private static void refuseSkeleton(ImagePlus image) {
		if (image.getProp(SKELETON) != null) {
			throw new IllegalArgumentException(image.getTitle() + " shows the centre lines of roots, whose diameters " +
				"and areas are lost: select the mask that it was made from.");
		}
	}

	/** Whether an image has more than is used of it, which is all three channels of one that has three. */
	private static boolean isPart(ImagePlus image) {
		return image.getStackSize() > (image.getNChannels() == 3 ? 3 : 1);
	}

	private void tellPart(ImagePlus image) {
		if (isPart(image)) {
			warn(image.getTitle() + " has " + image.getStackSize() + " slices: only " + shown(image) +
				", which is shown, is used.");
		}
		tellChannelsAndSelection(image);
	}

	private void tellChannelsAndSelection(ImagePlus image) {
		if (image.getNChannels() == 3) {
			warn(image.getTitle() + " has 3 channels: they are used as red, green and blue.");
		}
		if (image.getRoi() != null) {
			warn("The selection on " + image.getTitle() + " is ignored: the whole image is used. To use a part, " +
				"choose Image > Duplicate first.");
		}
	}

	/** The slice that an image shows, in words. */
	private static String shown(ImagePlus image) {
		if (!image.isHyperStack()) return "slice " + image.getCurrentSlice();
		String place = "slice " + image.getSlice() + ", frame " + image.getFrame();
		return image.getNChannels() == 3 ? place : "channel " + image.getChannel() + ", " + place;
	}

	/** Marks an image as one that shows centre lines, which no command takes for a mask. */
	static void markSkeleton(ImagePlus image) {
		image.setProp(SKELETON, "true");
	}

	/**
	 * Names what was made of a photograph or mask after it, so that nobody takes an image for that of another
	 * photograph.
	 *
	 * @param what it shows, such as "Roots"
	 * @return of the form "Roots of IMG_01", which no open image is called
	 */
	static String title(String what, ImagePlus source) {
		return unused(what + " of " + ImagePlusConversion.baseName(source) +
			(isPart(source) ? ", " + shown(source) : ""));
	}

	/** The same of pictures of a stack: with the slice where there is one of several. */
	static String title(String what, ImagePlus source, Planes planes) {
		String slice = planes.isStack() && planes.count() == 1 ? ", slice " + planes.slice(0) +
			(planes.frame(0) > 1 ? ", frame " + planes.frame(0) : "") : "";
		return unused(what + " of " + ImagePlusConversion.baseName(source) + slice);
	}

	private static String unused(String wanted) {
		Set<String> open = new HashSet<>();
		int[] ids = WindowManager.getIDList();
		for (int i = 0; ids != null && i < ids.length; i++) {
			ImagePlus image = WindowManager.getImage(ids[i]);
			if (image != null) open.add(image.getTitle());
		}
		String title = wanted;
		for (int i = 2; open.contains(title); i++) title = wanted + " (" + i + ")";
		return title;
	}

	/** A table that a command made, which is shown once the command is done; nothing shows a table without rows. */
	final ResultsTable shown(String title, Table table) {
		ResultsTable results = TableConversion.toResultsTable(table);
		if (!table.rows().isEmpty()) tables.add(new ShownTable(title, table, results));
		return results;
	}

	/** Shows a table that the command wrote, as {@link #shown(String, Table)} does. */
	final void shown(String title, Path csv) throws IOException {
		if (Files.exists(csv)) shown(title, Table.read(csv));
	}

	/** What {@link #shown} was given until now, in this order. */
	final List<ShownTable> tables() {
		return Collections.unmodifiableList(tables);
	}

	/**
	 * Adds a row for an image, of a stack for the slice that it shows, to ImageJ's Results, and shows them.
	 *
	 * @param cells numbers and texts by column
	 * @return a table with this row only
	 */
	static ResultsTable addToResults(ImagePlus image, Map<String, ?> cells) {
		return addToResults(image.getTitle() + (isPart(image) ? ", " + shown(image) : ""), cells);
	}

	/** Adds a row to ImageJ's Results, whose cells in other columns are empty, shows them, and gives the row alone. */
	static ResultsTable addToResults(String label, Map<String, ?> cells) {
		ResultsTable row = new ResultsTable();
		row.setNaNEmptyCells(true);
		addToResults(label, cells, row);
		return row;
	}

	/** Adds a row for each picture of a stack, with its slice and frame, to ImageJ's Results and to a table. */
	static void addToResults(Planes planes, int index, Map<String, ?> cells, ResultsTable table) {
		Map<String, Object> all = new LinkedHashMap<>();
		if (planes.isStack()) {
			all.put("slice", planes.slice(index));
			all.put("frame", planes.frame(index));
		}
		all.putAll(cells);
		addToResults(planes.name(index), all, table);
	}

	private static void addToResults(String label, Map<String, ?> cells, ResultsTable more) {
		ResultsTable results = ResultsTable.getResultsTable();
		results.setNaNEmptyCells(true);
		results.incrementCounter();
		// Columns that were there before have 0 in rows to come.
		for (int column = 0; column <= results.getLastColumn(); column++) {
			if (results.columnExists(column)) results.setValue(column, results.size() - 1, Double.NaN);
		}
		more.incrementCounter();
		for (ResultsTable table : List.of(results, more)) {
			table.addLabel(label);
			TableConversion.addCells(table, cells);
		}
		results.show("Results");
	}

	/** What was measured, and how a mask was read, by column. */
	static Map<String, Object> cells(List<Quantity> quantities, ImageFiles.ScaledMask read, PixelCalibration scale) {
		Map<String, Object> cells = Quantity.cells(quantities);
		cells.putAll(read.columns(scale));
		return cells;
	}

	/** A column's number; NaN where there is none. */
	static double number(Map<String, Object> cells, String column) {
		return cells.get(column) instanceof Double number ? number : Double.NaN;
	}

	/**
	 * Makes an output image the active one for the next line of a macro in batch mode, as it is where windows are
	 * shown.
	 */
	final void offerToMacro(ImagePlus image) {
		if (!Interpreter.isBatchMode()) return;
		if (GraphicsEnvironment.isHeadless()) Interpreter.addBatchModeImage(image);
		activateInMacro(image);
	}

	/** Makes an image the active one for the next line of a macro in batch mode. */
	final void activateInMacro(ImagePlus image) {
		if (Interpreter.isBatchMode() && isInMacro()) WindowManager.setTempCurrentImage(caller.thread(), image);
	}
}
