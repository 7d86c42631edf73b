// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.batch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.taproot.files.ImageFolder;
import io.github.taproot.files.OutputFiles;
import io.github.taproot.files.SafeFile;
import io.github.taproot.roots.NamePattern;
import io.github.taproot.table.Table;

/**
 * What the names of a folder's photographs tell.
 *
 * @param table a row for each photograph: file, then the groups of the pattern
 * @param misfits files whose names do not fit
 * @param dates a sentence for each date that stays as it is written
 * @param leftOut as {@link ImageFolder#leftOut}
 */
public record NameTable(Table table, List<String> misfits, List<String> dates, Map<String, String> leftOut) {

	/**
	 * Reads the names, and writes the table.
	 *
	 * @throws IOException where the folder has no photographs or the table can't be written
	 */
	public static NameTable write(Path folder, Path csv, NamePattern pattern) throws IOException {
		ImageFolder photographs = ImageFolder.of(folder).require("photographs");
		Table table = new Table("file");
		table.addColumns(pattern.groups());
		List<String> misfits = new ArrayList<>();
		List<String> dates = new ArrayList<>();
		List<Map<String, String>> told = pattern.read(photographs.names());
		for (int i = 0; i < told.size(); i++) {
			Path file = photographs.images().get(i);
			Map<String, Object> row = new LinkedHashMap<>(told.get(i));
			if (row.isEmpty()) misfits.add(file.getFileName().toString());
			String date = told.get(i).getOrDefault("date", "");
			String problem = NamePattern.dateProblem(date);
			if (!problem.isEmpty()) dates.add(file.getFileName() + ": the date " + date + " " + problem + ".");
			row.put("file", file.getFileName().toString());
			table.add(row);
		}
		OutputFiles.makeFolderOf(csv, photographs.images());
		SafeFile.writeText(csv, table.csv());
		return new NameTable(table, misfits, dates, photographs.leftOut());
	}
}
