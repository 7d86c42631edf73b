// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.batch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

import io.github.taproot.evaluation.NamedNumbers;
import io.github.taproot.roots.AddedTraits;
import io.github.taproot.files.ExclusionFiles;
import io.github.taproot.files.FileSet;
import io.github.taproot.files.ImageFiles;
import io.github.taproot.files.ImageFolder;
import io.github.taproot.files.ImageReader;
import io.github.taproot.files.Json;
import io.github.taproot.files.NameMatch;
import io.github.taproot.files.Version;
import io.github.taproot.image.Mask;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.progress.Progress;
import io.github.taproot.roots.DepthProfile;
import io.github.taproot.roots.NamePattern;
import io.github.taproot.roots.RootTraits;
import io.github.taproot.roots.TraitSettings;
import io.github.taproot.roots.Tube;
import io.github.taproot.roots.TubeWindows;
import io.github.taproot.table.PackedTable;
import io.github.taproot.table.Quantity;
import io.github.taproot.table.Table;

/**
 * Measures the traits of a folder of masks into {@code traits.csv}, a row for each, and the long tables
 * {@code branches.csv}, {@code classes.csv} and, where depth bands are asked for, {@code bands.csv}, with what
 * {@link GroupResults} writes of groups and depths. Where a table of panels says what stands above what,
 * {@code panels.csv} adds up the bands, and {@code rhizotrons.csv} has a row for each rhizotron: its length, and the
 * depths above which shares of it lie.
 *
 * @param settings with the depth of images that neither the panels nor windows tell
 * @param names tells tubes, windows, dates by names; null for nothing
 * @param panels table with the columns {@code file} and {@code top_mm}, and maybe {@code rhizotron}; null for none
 * @param windows of a tube, whose number {@code names} tells as {@code window}; null for none
 * @param tubes table as {@link TubeTable}, for names that tell {@code tube} and {@code window}; null for none
 * @param grouping which photographs are compared with which
 * @param added more columns of {@code traits.csv}
 */
public record FolderTraits(MaskInput masks, TraitSettings settings, NamePattern names, Path panels,
	TubeWindows windows, Path tubes, Grouping grouping, AddedTraits added)
{

	/** The first column behind what names tell, but for the unit. */
	static final String LENGTH = "root_length_";
	/** Names of the tables that are written. */
	static final String TRAITS = "traits.csv";
	private static final String BRANCHES = "branches.csv";
	private static final String CLASSES = "classes.csv";
	private static final String BANDS = "bands.csv";
	private static final String STACKS = "panels.csv";
	private static final String RHIZOTRONS = "rhizotrons.csv";
	/** Of rows: not a table, but the depth profiles of panels. */
	private static final String PROFILES = "profiles";
	private static final String RHIZOTRON = "rhizotron";
	private static final String ROW_LENGTH = "length";
	/** With what, and of what, the tables were made. */
	private static final String ABOUT = "traits.json";
	/** All that are of one run with {@link #TRAITS}. */
	private static final List<String> FURTHER =
		Stream.concat(Stream.of(BRANCHES, CLASSES, BANDS, STACKS, RHIZOTRONS, ABOUT), GroupResults.files().stream())
		.toList();

	/** Without groups. */
	public FolderTraits(MaskInput masks, TraitSettings settings, NamePattern names, Path panels, TubeWindows windows,
		AddedTraits added)
	{
		this(masks, settings, names, panels, windows, null, Grouping.NONE, added);
	}

	public FolderTraits {
		if (windows != null && panels != null) {
			throw new IllegalArgumentException("Give either a table of panels or the height of a tube's windows, " +
				"not both.");
		}
		if (tubes != null && (panels != null || windows != null || settings.slope() != 90 || settings.top() != 0)) {
			throw new IllegalArgumentException("A table of tubes gives all depths: leave out panels, window height, " +
				"slope and depth of the upper edge.");
		}
		if (tubes != null && (names == null || !names.groups().containsAll(List.of("tube", "window")))) {
			throw new IllegalArgumentException("A table of tubes needs file names with the tube and the window's " +
				"number: give a pattern with both, such as names=ci-600.");
		}
		if (windows != null && (names == null || !names.groups().contains("window"))) {
			throw new IllegalArgumentException("The depth of a tube's window needs the window's number: give a file " +
				"name pattern with a group window, such as names=ci-600.");
		}
	}

	/** The tables of one run. */
	private static final class Tables {

		private final Scales scales;
		private final Table traits = new Table("file");
		private final PackedTable branches = new PackedTable("file");
		private final Table classes = new Table("file");
		private final Table bands = new Table("file");
		private final Map<String, Map<Double, Map<String, Object>>> stacks = new LinkedHashMap<>();
		private final Map<String, List<DepthProfile>> profiles = new LinkedHashMap<>();

		Tables(PixelCalibration given) {
			scales = new Scales(given);
		}

		/** Adds the rows of a file, as {@link FileRows.Tables#add}. */
		void add(String table, Map<String, ?> head, Table more) {
			switch (table) {
				case Scales.ROW -> scales.add(head);
				case TRAITS -> traits.add(head);
				case BRANCHES -> branches.add(head, more);
				case CLASSES -> append(classes, head, more);
				case BANDS -> append(bands, head, more);
				case STACKS -> stack(stacks.computeIfAbsent(rhizotron(head), name -> new TreeMap<>()), head, more);
				default -> profiles.computeIfAbsent(rhizotron(head), name -> new ArrayList<>())
					.add(profile(head, more));
			}
		}

		private static String rhizotron(Map<String, ?> head) {
			return (String) head.get(RHIZOTRON);
		}
	}

	/**
	 * Measures.
	 *
	 * @param input folder of masks
	 * @param output folder, made where it is missing; tables are left as they were where the user cancels
	 * @throws IOException where the input has no masks, the table of panels can't be used, or the output not be written
	 */
	public FolderResult run(Path input, Path output, Progress progress, Consumer<String> log) throws IOException {
		return run(input, mask -> "", output, FolderPart.WHOLE, progress, log);
	}

	/** The same for a part of the masks, or to merge all parts. */
	public FolderResult run(Path input, Path output, FolderPart part, Progress progress, Consumer<String> log)
		throws IOException
	{
		return run(input, mask -> "", output, part, progress, log);
	}

	/**
	 * Measures some masks of a folder.
	 *
	 * @param reason why a mask is left out; "" for one that is measured
	 */
	FolderResult run(Path input, Function<Path, String> reason, Path output, FolderPart part, Progress progress,
		Consumer<String> log) throws IOException
	{
		FolderJob job = new FolderJob(part, progress, log);
		ImageFolder folder = job.without(job.listMasks(input), reason);
		Map<Path, Map<String, String>> told = told(folder, log);
		List<String> files = folder.images().stream().map(mask -> mask.getFileName().toString()).toList();
		Grouping.Read read = grouping.read(files, folder.images().stream().map(told::get).toList(),
			names == null ? List.of() : names.groups(), columns());
		if (panels != null && grouping.replicate().isEmpty()) read = read.ofReplicates(List.of("rhizotron"));
		GroupResults groups = new GroupResults(read);
		Map<Path, Map<String, String>> more = new HashMap<>();
		for (int i = 0; i < files.size(); i++) more.put(folder.images().get(i), read.told().get(i));
		ExclusionFiles exclusions = job.exclusions(masks.excluded(), folder);
		job.reads(panels, tubes, grouping.table());
		job.guard(output.resolve(TRAITS));
		for (String name : FURTHER) job.guard(output.resolve(name));
		Map<String, Panel> places = panels == null ? null : Panel.read(panels);
		NameMatch<String> lines = places == null ? null : match(job.namesWithRejected(folder), places);
		if (lines != null) {
			for (String line : lines.strangers()) {
				job.leaveOut(places.get(line).name(), "in " + panels.getFileName() + ", but has no mask");
			}
		}
		job.makeFolder(output);
		Tables tables = new Tables(masks.scale());
		TubeTable inField = tubes == null ? null : TubeTable.read(tubes);
		FileBatch.Summary summary = job.run("Measuring", folder.images(), (mask, rows) -> {
			measure(mask, told.get(mask), more.get(mask), exclusions, places, lines, tables.scales, inField,
				rows, progress, log);
			return Map.of();
		}, tables::add);
		tables.scales.tell(log);
		groups.tell(log);
		if (job.writesTables(summary)) {
			write(tables, groups, about(input, folder, summary, job.notes()), output, log);
		}
		return new FolderResult(summary, tables.traits);
	}

	/**
	 * Measures one mask: its rows of {@code traits.csv}, one for each page.
	 *
	 * @throws IllegalArgumentException where there are panels, which belong together
	 */
	public List<Map<String, Object>> rows(Path mask, Progress progress, Consumer<String> log) throws IOException {
		if (panels != null || grouping.isAsked()) {
			throw new IllegalArgumentException("Panels and groups are measured together, as a folder.");
		}
		List<String> base = List.of(ImageReader.baseName(mask));
		FileRows rows = new FileRows();
		measure(mask, names == null ? Map.of() : names.read(base).get(0), Map.of(),
			new ExclusionFiles(masks.excluded(), base), null, null, new Scales(masks.scale()), tubes == null ? null :
			TubeTable.read(tubes), rows, progress, log);
		return rows.of(TRAITS);
	}

	/** Version, settings, what made the masks where that is known, and what was left out or failed. */
	private Map<String, Object> about(Path input, ImageFolder folder, FileBatch.Summary summary,
		List<String> notes) throws IOException {
		Map<String, Object> about = new LinkedHashMap<>();
		about.put("taproot", Version.taproot());
		about.put("masks", input.toAbsolutePath().normalize().toString());
		about.put("measured", summary.count(FileBatch.Status.DONE));
		about.put("pixel_size_mm", masks.scale() == null ? "of each file" : masks.scale().pixelWidth());
		about.put("excluded", masks.excluded() == null ? "" : masks.excluded().toString());
		about.put("group_by", String.join(", ", grouping.by()));
		about.put("groups", grouping.table() == null ? "" : grouping.table().toString());
		about.put("settings", settings);
		Map<String, Object> leftOut = new LinkedHashMap<>();
		for (FileBatch.Outcome outcome : summary.outcomes()) {
			if (outcome.status() != FileBatch.Status.DONE) leftOut.put(outcome.file(), outcome.message());
		}
		about.put("left_out", leftOut);
		about.put("notes", notes);
		Map<String, Object> segmentation = FolderJob.settingsOf(folder.folder());
		if (!segmentation.isEmpty()) about.put("segmentation", segmentation);
		return about;
	}

	private void write(Tables tables, GroupResults groups, Map<String, Object> about, Path output,
		Consumer<String> log) throws IOException
	{
		try (FileSet files = new FileSet(output, TRAITS, FURTHER.toArray(String[]::new))) {
			files.writeText(TRAITS, tables.traits.csv());
			files.writeText(ABOUT, Json.PRETTY.toJson(about) + "\n");
			files.write(BRANCHES, tables.branches::write);
			files.writeText(CLASSES, tables.classes.csv());
			if (panels != null) files.writeText(RHIZOTRONS, rhizotrons(tables.profiles).csv());
			if (settings.bandHeight() > 0) {
				files.writeText(BANDS, tables.bands.csv());
				if (panels != null) {
					Table profile = new Table(RHIZOTRON);
					for (var stack : tables.stacks.values()) stack.values().forEach(profile::add);
					files.writeText(STACKS, profile.csv());
				}
				profile(tables.bands, groups, files, log);
			}
			if (grouping.isAsked()) writeGroups(tables.traits, groups, files);
			files.publish();
		}
	}

	/** What the names of the masks tell; nothing for all where nobody asked. */
	private Map<Path, Map<String, String>> told(ImageFolder folder, Consumer<String> log) {
		Map<Path, Map<String, String>> all = new HashMap<>();
		List<Map<String, String>> told = names == null ? null : names.read(folder.names());
		for (int i = 0; i < folder.images().size(); i++) {
			Path mask = folder.images().get(i);
			all.put(mask, told == null ? Map.of() : told.get(i));
			String date = all.get(mask).getOrDefault("date", "");
			String problem = NamePattern.dateProblem(date);
			if (!problem.isEmpty()) log.accept(mask.getFileName() + ": the date " + date + " " + problem + ".");
		}
		return all;
	}

	private NameMatch<String> match(List<String> names, Map<String, Panel> places) {
		return new NameMatch<>(names, places.keySet(), NamedNumbers::key,
			key -> places.get(key).name() + " in " + panels.getFileName());
	}

	/** Columns of traits.csv that a table of groups may not have. */
	private static Set<String> columns() {
		Set<String> columns = new HashSet<>(List.of("file", "page", "rhizotron"));
		for (PixelCalibration scale : List.of(PixelCalibration.PIXELS, PixelCalibration.millimetres(1))) {
			columns.addAll(Quantity.cells(RootTraits.of(new Mask(1, 1), scale, TraitSettings.DEFAULT, Progress.NONE)
				.quantities()).keySet());
		}
		return columns;
	}

	private static void writeGroups(Table traits, GroupResults groups, FileSet files) throws IOException {
		boolean isMetric = traits.columns().contains(LENGTH + "mm");
		String trait = isMetric ? "root_length_per_area_cm_per_cm2" : LENGTH + "px";
		groups.write(traits, trait, isMetric ? "Root length per image area" : "Root length per photograph",
			"Root length (" + (isMetric ? "cm/cm²" : "px") + ")", files);
	}

	private void measure(Path file, Map<String, String> told, Map<String, String> more, ExclusionFiles exclusions,
		Map<String, Panel> places, NameMatch<String> lines, Scales scales, TubeTable inField, FileRows rows,
		Progress progress, Consumer<String> log) throws IOException
	{
		String base = ImageReader.baseName(file);
		if (names != null && told.isEmpty()) {
			if (windows != null || tubes != null) {
				throw new IOException(file + " has no window number in its name: rename it, or change the file name " +
					"pattern.");
			}
			log.accept(file.getFileName() + " does not fit the file name pattern: the columns of the pattern are " +
				"empty in its row.");
		}
		Panel place = places == null ? null : places.get(lines.get(base));
		if (places != null && place == null) {
			throw new IOException(file + " is not in " + panels + ": add a line for it.");
		}
		List<ImageFiles.ScaledMask> pages = masks.reader().readMasks(file);
		boolean hasPlace = place != null || windows != null || tubes != null;
		if (pages.size() > 1 && hasPlace) {
			throw new IOException(file + " has " + pages.size() + " pages, but a depth can be given for one only: " +
				"save each page as its own file.");
		}
		PixelCalibration calibration = scales.of(pages.get(0).calibration(), rows);
		if (!calibration.isCalibrated() && hasPlace) {
			throw new IOException(file + " has no scale, but depths are in mm: enter the pixel size (pixel_size=...).");
		}
		Tube tube = inField == null ? null : inField.of(file, told);
		double top = place != null ? place.top() : windows != null ? windows.top(window(told, file))
			: tube != null ? tube.top(window(told, file)) : settings.top();
		List<RootTraits> measured = new ArrayList<>();
		for (ImageFiles.ScaledMask page : pages) {
			Mask mask = page.mask();
			TraitSettings placed = settings.with(image -> {
				image.top = top;
				if (tube == null) return;
				image.slope = tube.slope();
				image.shifts = tube.shifts(mask.width());
			});
			Mask excluded = exclusions.of(base, mask.width(), mask.height());
			Mask above = tube == null ? null : RootTraits.aboveSoil(mask, calibration, placed);
			if (above != null) {
				double share = above.rootPixels() / ((double) mask.width() * mask.height());
				log.accept(String.format(Locale.ROOT, "%s: %.1f %% of it lies above the soil's surface and is left " +
					"out.", file.getFileName(), 100 * share));
				if (share == 1) return;
				if (excluded != null) above = above.with(excluded);
			}
			measured.add(RootTraits.of(mask, above != null ? above : excluded, calibration, placed, progress));
		}
		for (int page = 0; page < pages.size(); page++) {
			Map<String, Object> head = new LinkedHashMap<>();
			head.put("file", file.getFileName().toString());
			if (pages.size() > 1) head.put("page", page + 1);
			head.putAll(told);
			head.putAll(more);
			if (place != null && !place.rhizotron().isEmpty()) head.put(RHIZOTRON, place.rhizotron());
			add(measured.get(page), head, pages.get(page).columns(calibration), place, rows);
		}
	}

	private void add(RootTraits traits, Map<String, Object> head, Map<String, Object> about, Panel place,
		FileRows rows)
	{
		Map<String, Object> row = new LinkedHashMap<>(head);
		row.putAll(Quantity.cells(traits.quantities()));
		row.putAll(Quantity.cells(added.of(traits)));
		row.putAll(about);
		Table bands = tubes == null ? traits.bands() : inSoil(traits.bands());
		rows.add(TRAITS, row);
		rows.add(BRANCHES, head, traits.branches());
		rows.add(CLASSES, head, traits.classes());
		rows.add(BANDS, head, bands);
		if (place == null) return;
		rows.add(STACKS, Map.of(RHIZOTRON, place.rhizotron()), traits.bands());
		DepthProfile profile = traits.depthProfile();
		Table lengths = new Table(ROW_LENGTH);
		for (double length : profile.lengths()) lengths.add(Map.of(ROW_LENGTH, length));
		rows.add(PROFILES, Map.of(RHIZOTRON, place.rhizotron(), "top", profile.top(), "per_row", profile.perRow()),
			lengths);
	}

	private static DepthProfile profile(Map<String, ?> head, Table lengths) {
		return new DepthProfile((Double) head.get("top"), (Double) head.get("per_row"),
			lengths.rows().stream().mapToDouble(row -> (Double) row.get(ROW_LENGTH)).toArray());
	}

	/** Without bands above the soil. */
	private static Table inSoil(Table bands) {
		Table table = new Table();
		for (Map<String, ?> row : bands.rows()) if ((Double) row.get("depth_to_mm") > 1e-9) table.add(row);
		return table;
	}

	private static double window(Map<String, String> told, Path file) throws IOException {
		try {
			return Double.parseDouble(told.get("window"));
		}
		catch (NumberFormatException e) {
			throw new IOException(file + " has the window \"" + told.get("window") + "\", which is not a number: " +
				"rename it.", e);
		}
	}

	private static void append(Table table, Map<String, ?> head, Table more) {
		for (Map<String, ?> row : more.rows()) {
			Map<String, Object> whole = new LinkedHashMap<>(head);
			whole.putAll(row);
			table.add(whole);
		}
	}

	/**
	 * Adds the bands of a panel to those of its rhizotron: all but diameters, widths and densities, which can't be
	 * added up.
	 */
	private static void stack(Map<Double, Map<String, Object>> stack, Map<String, ?> head, Table bands) {
		for (Map<String, ?> band : bands.rows()) {
			Map<String, Object> sum =
				stack.computeIfAbsent((Double) band.get("depth_from_mm"), depth -> new LinkedHashMap<>());
			sum.putAll(head);
			for (Map.Entry<String, ?> cell : band.entrySet()) {
				String column = cell.getKey();
				if (column.startsWith("depth_")) sum.put(column, cell.getValue());
				else if (!column.startsWith("mean_") && !column.contains("_density_") &&
					!column.contains("_per_area_") &&
					!column.startsWith("network_width"))
				{
					sum.merge(column, ((Number) cell.getValue()).doubleValue(), (a, b) -> (Double) a + (Double) b);
				}
			}
		}
	}

	private static Table rhizotrons(Map<String, List<DepthProfile>> profiles) {
		Table table = new Table(RHIZOTRON);
		profiles.forEach((name, panels) -> {
			DepthProfile whole = DepthProfile.of(panels);
			Map<String, Object> row = new LinkedHashMap<>();
			row.put(RHIZOTRON, name);
			row.put("panels", panels.size());
			row.put("polyline_length_mm", whole.length());
			double[] depths = whole.depthsOfShares();
			for (int i = 0; i < depths.length; i++) row.put("d" + DepthProfile.SHARES[i] + "_mm", depths[i]);
			table.add(row);
		});
		return table;
	}

	private static void profile(Table bands, GroupResults groups, FileSet files, Consumer<String> log)
		throws IOException
	{
		if (bands.rows().isEmpty()) return;
		String unit = bands.columns().contains("depth_from_mm") ? "mm" : "px";
		if (bands.rows().stream().anyMatch(row -> row.get("depth_from_" + unit) == null)) {
			log.accept("The depth profile was not drawn, since some masks have a scale and others do not.");
			return;
		}
		groups.writeProfile(bands, unit, files);
	}

	/**
	 * Where a photograph was taken.
	 *
	 * @param name of its image, as it is written
	 * @param top depth of its upper edge in mm
	 * @param rhizotron those of one are one profile; "" for a single one
	 */
	record Panel(String name, double top, String rhizotron) {

		/** Reads the table by what {@link NamedNumbers} compares of names. */
		static Map<String, Panel> read(Path file) throws IOException {
			Table table = Table.read(file);
			NamedNumbers tops = NamedNumbers.of(file, table, "top_mm", "panels", List.of(), "file");
			tops.refuseRepeated();
			if (!tops.mistakes().isEmpty()) throw new IOException(String.join("\n", tops.mistakes()));
			Map<Integer, String> rhizotrons = new HashMap<>();
			for (int i = 0; i < table.rows().size(); i++) {
				rhizotrons.put(table.line(i),
					NamedNumbers.cell(table, i, NamedNumbers.column(table, RHIZOTRON)));
			}
			Map<String, Panel> panels = new LinkedHashMap<>();
			tops.byKey().forEach((key, entry) -> panels.put(key,
				new Panel(entry.name(), entry.mean(), rhizotrons.getOrDefault(entry.lines().get(0), ""))));
			return panels;
		}
	}
}
