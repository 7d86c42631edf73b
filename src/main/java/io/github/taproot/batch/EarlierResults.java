// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.github.taproot.batch.ResultJournal.Entry;
import io.github.taproot.files.OutputFiles;
import io.github.taproot.files.SafeFile;
import io.github.taproot.files.Sha256;
import io.github.taproot.progress.Progress;

/** What earlier runs have left in the output folder. */
final class EarlierResults {

	/** The report of a {@link FolderAnalysis} in the output folder, and the folder of its tables of traits. */
	static final String REPORT = "report.html";
	static final String TRAITS = "traits";

	private final Path output;
	private final FolderPart part;
	private final ResultJournal journal;
	/** Of this run's photographs; another part's are left alone. */
	private final Set<String> mine = new HashSet<>();
	/** The first photograph of each name, by {@link OutputFiles#key}. */
	private final Map<String, Path> taken = new HashMap<>();
	/** All results, by their photographs' {@link OutputFiles#key}. */
	private final Map<String, List<Path>> results = new TreeMap<>();
	private final Map<String, Entry> known;
	/** Photographs, of this run or not, whose results stay, by their names. */
	private final Map<String, Entry> kept = new LinkedHashMap<>();
	private final String settings;

	/**
	 * Finds out which results this run would make again the same.
	 *
	 * @param folders folders of results in the output folder, and the endings of what is written to them
	 * @param part of the photographs, which is this run's
	 * @param settings checksum of all that decides the results
	 * @throws IOException where a result would replace a file that no run has made
	 */
	EarlierResults(Path output, Map<String, List<String>> folders, List<Path> photographs, FolderPart part,
		String settings) throws IOException
	{
		this.output = output;
		this.part = part;
		this.settings = settings;
		journal = new ResultJournal(output, part);
		known = journal.read();
		for (Path photograph : photographs) taken.putIfAbsent(OutputFiles.key(photograph), photograph);
		for (Path photograph : part.of(photographs)) {
			if (photograph.equals(first(photograph))) mine.add(OutputFiles.key(photograph));
		}
		for (String folder : folders.keySet()) list(output.resolve(folder), folders.get(folder));
		Set<String> ours = new HashSet<>();
		for (String file : known.keySet()) ours.add(OutputFiles.key(Path.of(file)));
		for (Map.Entry<String, List<Path>> found : results.entrySet()) {
			if (ours.contains(found.getKey()) || !mine.contains(found.getKey())) continue;
			throw new IOException(found.getValue().get(0) + " would be replaced, but it is not known what made " +
				"it: move it elsewhere, or choose an empty output folder.");
		}
		if (part.isPart()) return;
		for (Entry entry : known.values()) {
			String key = OutputFiles.key(Path.of(entry.file()));
			if (!taken.containsKey(key) && isAsNow(entry) && results.containsKey(key)) {
				kept.put(entry.file(), entry);
			}
		}
	}

	private void list(Path folder, List<String> endings) throws IOException {
		if (!Files.isDirectory(folder)) return;
		try (Stream<Path> all = Files.list(folder)) {
			for (Path file : all.sorted().toList()) {
				String name = name(file);
				if (endings.stream().noneMatch(name::endsWith) || name.startsWith(".")) continue;
				results.computeIfAbsent(OutputFiles.key(file), key -> new ArrayList<>()).add(file);
			}
		}
	}

	/**
	 * Lets the results of this run's photographs stay, too.
	 *
	 * @param isComplete whether a photograph's results are all there
	 */
	void keep(List<Path> photographs, Predicate<Path> isComplete, Progress progress) throws IOException {
		for (int i = 0; i < photographs.size(); i++) {
			Path photograph = photographs.get(i);
			progress.report(i, photographs.size(), "Checking finished photographs");
			progress.throwIfCancelled();
			Entry entry = known.get(name(photograph));
			boolean isDone = entry != null && isAsNow(entry) &&
				photograph.equals(taken.get(OutputFiles.key(photograph))) &&
				isComplete.test(photograph) &&
				Sha256.of(photograph).equals(entry.sha256());
			if (isDone) kept.put(entry.file(), entry);
		}
	}

	private boolean isAsNow(Entry entry) {
		return entry.isDone() && entry.settings().equals(settings);
	}

	/**
	 * Deletes all results that do not stay, so that none stands for a photograph that fails or is not reached.
	 *
	 * @return how many of them are of photographs that are not of this run
	 */
	int removeAllButKept() throws IOException {
		int others = 0;
		Map<String, Entry> entries = new LinkedHashMap<>(kept);
		Set<String> stays = new HashSet<>();
		for (String file : kept.keySet()) stays.add(OutputFiles.key(Path.of(file)));
		List<Path> old = new ArrayList<>();
		for (String file : known.keySet()) {
			String key = OutputFiles.key(Path.of(file));
			if (stays.contains(key) || !results.containsKey(key)) continue;
			if (part.isPart() && !mine.contains(key)) continue;
			old.addAll(results.get(key));
			if (!taken.containsKey(key)) others++;
			entries.put(file, Entry.begun(file));
		}
		List<String> begun = new ArrayList<>();
		for (Path photograph : taken.values()) {
			if (mine.contains(OutputFiles.key(photograph)) && !kept.containsKey(name(photograph))) {
				begun.add(name(photograph));
			}
		}
		for (String file : begun) entries.put(file, Entry.begun(file));
		SafeFile.deleteOld(output, FileBatch.SUMMARY, FileBatch.JSON);
		if (Files.exists(output.resolve(REPORT))) {
			SafeFile.deleteOld(output.resolve(TRAITS), FolderTraits.TRAITS);
			SafeFile.deleteOld(output, REPORT);
		}
		ReviewTicks.forget(output, begun);
		if (part.isPart()) journal.write(entries.values());
		else journal.takeOver(entries.values());
		for (Path file : old) SafeFile.deleteOld(file.getParent(), name(file));
		return others;
	}

	/** A sentence where there are masks of other photographs, which whoever measures the folder measures, too. */
	Optional<String> others(Path input, String maskFolder) {
		List<Path> masks = new ArrayList<>();
		for (Map.Entry<String, List<Path>> found : results.entrySet()) {
			if (taken.containsKey(found.getKey())) continue;
			for (Path file : found.getValue()) {
				if (file.getParent().endsWith(maskFolder) && Files.exists(file)) masks.add(file);
			}
		}
		if (masks.isEmpty()) return Optional.empty();
		return Optional.of(output.resolve(maskFolder) + " also has " + masks.size() +
			(masks.size() == 1 ? " mask" : " masks") +
			" of photographs that are not in " + input + " (" + name(masks.get(0)) +
			(masks.size() == 1 ? "" : ", ...") +
			"): remove them if they should not be measured.");
	}

	/** The first photograph whose results have the names of this one's: itself, or another that is in its way. */
	Path first(Path photograph) {
		return taken.get(OutputFiles.key(photograph));
	}

	/** Notes that a photograph is done. */
	void add(String file, String sha256, Map<String, Object> row) throws IOException {
		journal.add(new Entry(file, sha256, settings, row));
	}

	/** Photographs, of this run or not, whose results stay, by their names. */
	Map<String, Entry> kept() {
		return kept;
	}

	private static String name(Path file) {
		return file.getFileName().toString();
	}
}
