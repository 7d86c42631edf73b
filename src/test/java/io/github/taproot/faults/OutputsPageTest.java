// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.taproot.command.Calls;
import io.github.taproot.table.Table;

/** The guide's page of outputs has every column of every table that commands for folders write, and no other one. */
@Tag("slow")
class OutputsPageTest {

	private static final Path PAGE = Path.of("resources", "guide", "reference", "outputs.md");
	private static final String GROUPS = "groups.csv and depth-profile.csv";
	private static final String COMMON = "Columns of many tables";
	/** Tables whose names users choose, by the name here, and parts of pages that are for several. */
	private static final Map<String, String> PARTS = Map.of("root-lengths.csv", "Root lengths", "crossings-counted.csv",
		"Line intersections", "bands.csv", "bands.csv and panels.csv", "panels.csv", "bands.csv and panels.csv",
		"names.csv", COMMON, "groups.csv", GROUPS, "depth-profile.csv", GROUPS);
	/** Of windows, whose tables other tests write; and columns that no such call has. */
	private static final Set<String> WINDOWS = Set.of("reviewed.csv", "counts.csv", "crossings.csv", "grid.csv");
	private static final Set<String> RARE = Set.of("page", "experiment", "user", "tile", "panel", "direction",
		"unlike_calibration", "expected_f1", "expected_length_px", "expected_length_low_px", "expected_length_high_px",
		"line_length_px", "root_intensity_per_px", "soil", "counts_added", "message", "f1_low", "f1_high",
		"length_diameter_N_to_N_U", "length_diameter_above_N_U", "rooting_depth_without_deepest_N_U",
		"polyline_length_per_area_px_per_px2");

	@TempDir
	private Path temp;

	/** The columns of each part of the page, as patterns. */
	private static Map<String, Map<String, Pattern>> page() throws IOException {
		Map<String, Map<String, Pattern>> parts = new LinkedHashMap<>();
		Map<String, Pattern> part = null;
		for (String line : Files.readAllLines(PAGE)) {
			if (line.startsWith("## ")) parts.put(line.substring(3), part = new LinkedHashMap<>());
			if (part == null || !line.startsWith("| `")) continue;
			for (String cell : line.split("\\|")[1].split(",")) {
				String column = cell.strip().replace("`", "");
				String pattern = column.replaceAll("_U([23]?)(?=_|$)", "_(?:mm|px)$1").replaceAll("_N_",
					"_[\\\\d.]+_");
				part.put(column, Pattern.compile(pattern));
			}
		}
		return parts;
	}

	private static void run(String title, String values) {
		Calls.Outcome outcome = Calls.outcome(title, values);
		assertEquals(Calls.End.DONE, outcome.end(), title + ": " + outcome.text());
	}

	private List<Path> tables() throws IOException {
		Path set = Files.createDirectory(temp.resolve("set"));
		Path out = temp.resolve("out");
		for (WritingCommands.Call call : WritingCommands.of(set)) {
			if (call.title().matches("Export Model|Import PyTorch Model|Calibrate Model|Continue Training")) continue;
			Path folder = out.resolve(call.title().replace(' ', '-'));
			Files.createDirectories(folder);
			run(call.title(), call.values(folder).replace(folder + "/lengths.csv", folder + "/root-lengths.csv")
				.replace(folder + "/counts.csv", folder + "/crossings-counted.csv"));
		}
		String masks = "input=" + set.resolve("masks");
		Path panels = set.resolve("panels.csv");
		List<String> lines = new ArrayList<>(List.of("file,top_mm,rhizotron"));
		for (int i = 1; i <= 5; i++) lines.add(String.format("simulated-%05d.png,%d,box", i, 20 * i));
		Files.write(panels, lines);
		run("Measure Root Traits Folder", masks + ",pixel_size=0.1,band_height=5,field_depth=2,panels=" + panels +
			",output=" + out.resolve("panels"));
		run("Measure Roots Folder", masks + ",pixel_size=0.1,output=" + out.resolve("mm/root-lengths.csv"));
		run("Count Line Intersections Folder", masks + ",pixel_size=0.1,square=5,output=" +
			out.resolve("mm/crossings-counted.csv"));
		run("Measure Root Traits Folder", "input=" + set.resolve("dated") + ",names=ci-600,group_by=tube,output=" +
			out.resolve("named"));
		run("Compare With Counts", "lengths=" + set.resolve("lengths.csv") + ",counts=" + set.resolve("counts.csv") +
			",length_column=root_length_px,count_column=newman_length_px,same_unit=true,output=" +
			out.resolve("same"));
		List<Path> tables = new ArrayList<>(WritingCommands.all(out));
		tables.removeIf(file -> !file.toString().endsWith(".csv"));
		return tables;
	}

	@Test
	void everyColumnIsOnThePageAndNoOtherOne() throws IOException {
		Map<String, Map<String, Pattern>> page = page();
		Map<String, Pattern> common = page.get(COMMON);
		Map<String, Set<String>> unseen = new HashMap<>();
		page.forEach((part, columns) -> unseen.put(part, new TreeSet<>(columns.keySet())));
		Set<String> missing = new TreeSet<>();
		List<Path> tables = tables();
		for (Path table : tables) {
			String name = table.getFileName().toString();
			String part = PARTS.getOrDefault(name, name);
			Map<String, Pattern> columns = new LinkedHashMap<>(page.getOrDefault(part, Map.of()));
			if (name.equals("per-image.csv")) columns.putAll(page.get("evaluation.csv"));
			boolean hasIntervals = name.equals("comparison.csv");
			for (String column : Table.read(table).columns()) {
				String plain = hasIntervals ? column.replaceFirst("_(low|high)$", "") : column;
				boolean isThere = false;
				for (Map<String, Pattern> some : List.of(columns, common)) {
					for (Map.Entry<String, Pattern> each : some.entrySet()) {
						if (!each.getValue().matcher(plain).matches()) continue;
						isThere = true;
						unseen.get(some == common ? COMMON : part).remove(each.getKey());
					}
				}
				if (!isThere) missing.add("\"" + part + "\" has no line for the column " + column + " of " + name);
			}
		}
		assertEquals("", String.join("\n", missing), PAGE + " lacks columns: add their lines");
		unseen.keySet().removeAll(WINDOWS);
		unseen.values().forEach(columns -> columns.removeAll(RARE));
		unseen.values().removeIf(Set::isEmpty);
		assertEquals(Map.of(), unseen, "columns that no table has: remove them from " + PAGE);
		assertTrue(tables.size() > 20, tables.size() + " tables");
	}
}
