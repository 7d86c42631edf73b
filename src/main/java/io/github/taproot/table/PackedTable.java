// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.table;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * A {@link Table} of very many rows that is only written: it holds them packed, about 50 bytes for a row of 20 numbers
 * instead of 1,500. Not for several threads at once.
 */
public final class PackedTable {

	private final Table columns;
	private final List<Part> parts = new ArrayList<>();

	/** Lines of CSV, each of as many cells. */
	private record Part(int cells, byte[] packed) {}

	/** A table without rows. */
	public PackedTable(String... columns) {
		this.columns = new Table(columns);
	}

	/** Adds rows, each with the same cells before its own. */
	public void add(Map<String, ?> head, Table more) {
		if (more.rows().isEmpty()) return;
		columns.addColumns(head.keySet());
		columns.addColumns(more.columns());
		List<String> names = columns.columns();
		ByteArrayOutputStream packed = new ByteArrayOutputStream();
		try (OutputStream out = new DeflaterOutputStream(packed)) {
			for (Map<String, ?> row : more.rows()) {
				Map<String, Object> whole = new LinkedHashMap<>(head);
				whole.putAll(row);
				out.write(Table.line(whole, names).getBytes(StandardCharsets.UTF_8));
			}
		}
		catch (IOException e) {
			throw new UncheckedIOException(e);
		}
		parts.add(new Part(names.size(), packed.toByteArray()));
	}

	/** Memory that the rows take. */
	long bytes() {
		return parts.stream().mapToLong(part -> part.packed.length).sum();
	}

	/** Writes what {@link Table#csv} would be, in UTF-8. */
	public void write(OutputStream out) throws IOException {
		out.write(columns.csv().getBytes(StandardCharsets.UTF_8));
		for (Part part : parts) {
			byte[] missing = ",".repeat(columns.columns().size() - part.cells).getBytes(StandardCharsets.UTF_8);
			boolean isQuoted = false;
			byte[] buffer = new byte[1 << 16];
			try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(part.packed))) {
				for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
					if (missing.length == 0) {
						out.write(buffer, 0, count);
						continue;
					}
					for (int i = 0; i < count; i++) {
						if (buffer[i] == '"') isQuoted = !isQuoted;
						if (buffer[i] == '\n' && !isQuoted) out.write(missing);
						out.write(buffer[i]);
					}
				}
			}
		}
	}
}
