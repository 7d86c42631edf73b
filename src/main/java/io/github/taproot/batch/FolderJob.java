// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

import com.google.gson.JsonParseException;

import io.github.taproot.files.ExclusionFiles;
import io.github.taproot.files.ImageFolder;
import io.github.taproot.files.ImageReader;
import io.github.taproot.files.Json;
import io.github.taproot.files.OutputFiles;
import io.github.taproot.files.SafeFile;
import io.github.taproot.progress.Progress;
import io.github.taproot.table.Table;

/**
 * One run of a command over a folder: it lists the files, lets no result replace them, goes through them, and keeps
 * what was left out and what people should know. Not for several threads at once.
 */
final class FolderJob {

	/** Beside the folder of masks that a segmentation made. */
	static final String SETTINGS = "settings.json";

	/** What is done with a file, which adds rows to tables. */
	@FunctionalInterface
	interface Task {

		/** As {@link FileBatch.Task#process}. */
		Map<String, Object> process(Path file, FileRows rows) throws IOException;
	}

	private final FolderPart part;
	private final Progress progress;
	private final Consumer<String> log;
	private final List<Path> inputs = new ArrayList<>();
	private final Map<String, String> leftOut = new LinkedHashMap<>();
	/** Of masks that were rejected, without extension. */
	private final List<String> rejectedNames = new ArrayList<>();
	private final List<String> notes = new ArrayList<>();

	FolderJob(Progress progress, Consumer<String> log) {
		this(FolderPart.WHOLE, progress, log);
	}

	/** @param part which of the files it goes through; all else of the folder is listed and checked by every part */
	FolderJob(FolderPart part, Progress progress, Consumer<String> log) {
		this.part = part;
		this.progress = progress;
		this.log = log;
	}

	/**
	 * Lists the images of a folder; what else lies in it is left out.
	 *
	 * @param what should be in it, as {@link ImageFolder#require}
	 */
	ImageFolder list(Path folder, String what) throws IOException {
		ImageFolder listed = ImageFolder.of(folder).require(what);
		reads(folder);
		leaveOut(listed.leftOut());
		return listed;
	}

	/** The same images without some, which are left out; {@code reason} is "" for those that stay. */
	ImageFolder without(ImageFolder listed, Function<Path, String> reason) {
		List<Path> images = new ArrayList<>();
		for (Path image : listed.images()) {
			String why = reason.apply(image);
			if (why.isEmpty()) images.add(image);
			else {
				leaveOut(image.getFileName().toString(), why);
				rejectedNames.add(ImageReader.baseName(image));
			}
		}
		return new ImageFolder(listed.folder(), List.copyOf(images), listed.leftOut());
	}

	/**
	 * Lists a folder of masks without those of photographs that were rejected in <i>Review Segmentation</i>.
	 *
	 * @throws IOException also where all were rejected, or it cannot be read which
	 */
	ImageFolder listMasks(Path folder) throws IOException {
		ImageFolder listed = list(folder, "masks");
		Path batch = folder.toAbsolutePath().normalize().getParent();
		if (batch == null) return listed;
		Map<String, String> rejected = new HashMap<>();
		ReviewTicks.read(batch).rejected()
			.forEach((photograph, reason) -> rejected.put(OutputFiles.key(Path.of(photograph)), reason));
		if (rejected.isEmpty()) return listed;
		List<Path> accepted = new ArrayList<>();
		for (Path mask : listed.images()) {
			String reason = rejected.get(OutputFiles.key(mask));
			if (reason == null) accepted.add(mask);
			else {
				leaveOut(mask.getFileName().toString(), "rejected: " + reason);
				rejectedNames.add(ImageReader.baseName(mask));
			}
		}
		if (!accepted.isEmpty()) return new ImageFolder(folder, List.copyOf(accepted), listed.leftOut());
		throw new IOException("All masks in " + folder + " were rejected: accept some in Review Segmentation, or " +
			"choose another folder.");
	}

	/** Says where areas were left out in <i>Review Segmentation</i>, for a work that cannot leave them out. */
	void noteAreasAreIncluded(ImageFolder masks) {
		Path drawn = ReviewTicks.drawnAreas(masks.folder());
		if (drawn == null) return;
		note("The areas in " + drawn + " are NOT left out here: to leave them out, use Measure Root Traits Folder.");
	}

	/** Names of a folder's images without extension, and of the masks that were rejected. */
	List<String> namesWithRejected(ImageFolder images) {
		List<String> names = new ArrayList<>(images.names());
		names.addAll(rejectedNames);
		return names;
	}

	/**
	 * What is excluded of the masks of a folder.
	 *
	 * @param excluded a file or folder as {@link ExclusionFiles}; null for what was left out in <i>Review
	 *            Segmentation</i>, if anything
	 */
	ExclusionFiles exclusions(Path excluded, ImageFolder masks) throws IOException {
		Path drawn = ReviewTicks.drawnAreas(masks.folder());
		Path source = excluded != null ? excluded : drawn;
		ExclusionFiles exclusions = new ExclusionFiles(source, namesWithRejected(masks));
		reads(source);
		if (excluded == null && drawn != null) note("The areas in " + drawn + " are left out.");
		leaveOut(exclusions.leftOut());
		return exclusions;
	}

	/** Adds folders and files that are read and must not be written to; null for none. */
	void reads(Path... more) {
		inputs.addAll(Arrays.asList(more));
	}

	/** Refuses folders and files that are read, as {@link OutputFiles#requireNoInput}. */
	void guard(Path... outputs) throws IOException {
		for (Path output : outputs) OutputFiles.requireNoInput(output, inputs);
	}

	/** Makes a folder for results, unless it is read, and deletes those of an earlier run. */
	void makeFolder(Path output, String... old) throws IOException {
		guard(output);
		SafeFile.makeFolder(output);
		SafeFile.deleteOld(output, old);
	}

	/** Where to write what becomes of files, as {@link OutputFiles}: each part deletes what there was of its own. */
	OutputFiles outputs(Path folder, String extension, List<Path> files) throws IOException {
		return new OutputFiles(folder, extension, files, part.of(files));
	}

	/** Adds to what is left out: reasons by name, as {@link ImageFolder#leftOut}. */
	void leaveOut(Map<String, String> reasons) {
		leftOut.putAll(reasons);
	}

	void leaveOut(String name, String reason) {
		leftOut.put(name, reason);
	}

	/** Says a sentence, and keeps it for the report. */
	void note(String sentence) {
		notes.add(sentence);
		log.accept(sentence);
	}

	List<String> notes() {
		return notes;
	}

	/**
	 * Does the same with each file.
	 *
	 * @param doing for the progress, such as "Measuring"
	 * @return what became of the files, and what was left out until then
	 */
	FileBatch.Summary run(String doing, List<Path> files, FileBatch.Task task) throws IOException {
		return run(doing, files, (file, rows) -> task.process(file), (table, head, more) -> {});
	}

	/**
	 * The same, where files add rows to tables.
	 *
	 * @param tables takes the rows of each file that is done, in the files' order; where parts are merged, those that
	 *            the parts made
	 */
	FileBatch.Summary run(String doing, List<Path> files, Task task, FileRows.Tables tables) throws IOException {
		return run(doing, files, file -> false, (FileBatch.Task) file -> {
			FileRows rows = new FileRows();
			Map<String, Object> values = task.process(file, rows);
			rows.into(tables);
			if (part.isPart()) part.keep(file, rows);
			return values;
		}, tables);
	}

	/** The same in stages, and without those files that an earlier run did. */
	<R, W> FileBatch.Summary run(String doing, List<Path> files, Predicate<Path> isDone,
		FileBatch.Stages<R, W> stages) throws IOException
	{
		return run(doing, files, isDone, stages, (table, head, more) -> {});
	}

	private <R, W> FileBatch.Summary run(String doing, List<Path> files, Predicate<Path> isDone,
		FileBatch.Stages<R, W> stages, FileRows.Tables tables) throws IOException
	{
		if (part.isMerge()) return merge(files, tables);
		part.begin(files);
		return FileBatch.run(part.of(files), isDone, stages, doing, progress, log).leavingOut(leftOut);
	}

	/** What became of all files where parts have done them. */
	FileBatch.Summary merge(List<Path> files, FileRows.Tables tables) throws IOException {
		List<FileBatch.Outcome> outcomes = part.merged().merge(files, tables);
		part.merged().leftOut().forEach(leftOut::putIfAbsent);
		return new FileBatch.Summary(outcomes, false).leavingOut(leftOut);
	}

	/**
	 * Whether the tables of a run are to be written now: not where the user cancelled, nor by a part, which keeps what
	 * it has done for the merge.
	 */
	boolean writesTables(FileBatch.Summary summary) throws IOException {
		if (summary.cancelled()) return false;
		if (part.isPart()) part.record(summary, Map.of(), Map.of());
		return !part.isPart();
	}

	/**
	 * What made the masks of a folder, such as the checksum of a model and the threshold; empty where it is not known.
	 */
	@SuppressWarnings("unchecked")
	static Map<String, Object> settingsOf(Path masks) {
		Path settings = masks.toAbsolutePath().normalize().resolveSibling(SETTINGS);
		try {
			Map<String, Object> read = Files.exists(settings) ? Json.read(Files.readString(settings), Map.class) : null;
			return read == null ? Map.of() : read;
		}
		catch (IOException | JsonParseException e) {
			return Map.of();
		}
	}

	/** Writes a table, as {@link #writesTables} tells. */
	FolderResult write(FileBatch.Summary summary, Table table, Path csv) throws IOException {
		if (writesTables(summary)) SafeFile.writeText(csv, table.csv());
		return new FolderResult(summary, table);
	}
}
