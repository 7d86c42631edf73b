// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

class PackedTableTest {

	@Test
	void writesWhatATableWould() throws IOException {
		PackedTable packed = new PackedTable("file");
		Table plain = new Table("file");
		List<Map<String, Object>> heads = List.of(Map.of("file", "a.png"), Map.of("file", "b, \"c\"\nd.png"),
			Map.of("file", "ä.png", "page", 2), Map.of("file", "e.png"));
		for (int i = 0; i < heads.size(); i++) {
			Table rows = new Table("branch");
			for (int k = 0; k < i; k++) rows.add(Map.of("branch", k, i == 1 ? "length_px" : "length_mm", k / 3.0));
			packed.add(heads.get(i), rows);
			for (Map<String, ?> row : rows.rows()) {
				Map<String, Object> whole = new LinkedHashMap<>(heads.get(i));
				rows.columns().forEach(column -> whole.put(column, row.get(column)));
				plain.add(whole);
			}
		}
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		packed.write(out);
		assertEquals(plain.csv(), out.toString(StandardCharsets.UTF_8));
	}

	@Test
	void aRowOfDigitsThatNeverRepeatTakesHalfOfItsText() {
		Table rows = new Table();
		for (int i = 0; i < 10_000; i++) {
			Map<String, Object> row = new LinkedHashMap<>();
			for (int k = 0; k < 20; k++) row.put("column" + k, Math.sin(i * 20 + k));
			rows.add(row);
		}
		PackedTable packed = new PackedTable("file");
		packed.add(Map.of("file", "a.png"), rows);
		assertTrue(packed.bytes() < rows.csv().length() / 1.9, packed.bytes() + " bytes");
	}
}
