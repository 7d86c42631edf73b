// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.annotation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.taproot.evaluation.report.CountComparison;
import io.github.taproot.files.ResultFiles;
import io.github.taproot.image.Mask;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.roots.LineGrid.Lines;
import io.github.taproot.roots.LineGrid;
import io.github.taproot.table.Table;

class HandCountsTest {

	private static final LineGrid GRID = new LineGrid(20, true, Lines.BOTH, 0, 0);

	@TempDir
	private Path folder;

	private Path output;

	@BeforeEach
	void photographs() throws IOException {
		output = folder.resolve("my counts");
		Files.createDirectory(folder.resolve("in"));
		for (String name : List.of("a, 1.png", "b.png", "c.png")) {
			ResultFiles.writeMask(new Mask(50, 40), folder.resolve("in").resolve(name));
		}
	}

	private HandCounts open() throws IOException {
		return HandCounts.open(folder.resolve("in"), output, GRID, null);
	}

	@Test
	void marksAreSavedAndGoneOnWith() throws IOException {
		HandCounts counts = open();
		Path a = counts.photographs().get(0);
		Path b = counts.photographs().get(1);
		counts.add(a, 10.25, 20);
		counts.add(a, 30, 20);
		counts.add(a, 40, 5);
		counts.undo(a);
		counts.setFinished(b, true);
		counts.save(counts.tables());
		assertEquals("file,intersections,finished\n\"a, 1.png\",2,no\nb.png,0,yes\n",
			Files.readString(output.resolve("counts.csv")));

		HandCounts again = open();
		assertEquals(2, again.points(a).size());
		assertEquals(10.25, again.points(a).get(0)[0]);
		assertTrue(again.isFinished(b));
		assertFalse(again.isFinished(a));
		assertFalse(again.remove(a, 33, 20, 2));
		assertTrue(again.remove(a, 29, 20.5, 2));
		assertEquals(1, again.points(a).size());
		assertEquals(10.25, again.points(a).get(0)[0]);
		again.undo(b);
		assertEquals(1, again.finishedCount());
	}

	@Test
	void aCountThatWasTakenBackIsNoCount() throws IOException {
		HandCounts counts = open();
		counts.add(counts.photographs().get(2), 1, 1);
		counts.undo(counts.photographs().get(2));
		counts.save(counts.tables());
		assertEquals("file,intersections,finished\n", Files.readString(output.resolve("counts.csv")));
		open();
	}

	@Test
	void anotherGridIsRefused() throws IOException {
		HandCounts counts = open();
		counts.add(counts.photographs().get(0), 1, 1);
		counts.save(counts.tables());
		LineGrid other = new LineGrid(10, true, Lines.BOTH, 0, 0);
		String message = assertThrows(IOException.class,
			() -> HandCounts.open(folder.resolve("in"), output, other, null)).getMessage();
		assertTrue(message.contains("another grid") && message.contains(output.toString()), message);
		assertTrue(message.endsWith(": 20 px, lines both, moved by 0 and 0, with each photograph's own scale. " +
			"Use that grid, or choose another folder."), message);
		assertThrows(IOException.class, () -> HandCounts.open(output, folder.resolve("new"), GRID, null));
		Files.writeString(output.resolve("crossings.csv"), "file,x_px,y_px\na,1,left\n");
		assertTrue(assertThrows(IOException.class, this::open).getMessage().contains("Line 2"));
	}

	@Test
	void theGridIsFreeUntilTheFirstCrossingAndKnownAfterwards() throws IOException {
		HandCounts counts = open();
		assertFalse(Files.exists(output.resolve("grid.csv")));
		// Of a window that was opened and closed.
		Files.writeString(output.resolve("grid.csv"),
			"square,unit,lines,offset_x,offset_y,pixel_size_mm\n5,mm,both,0,0,\n");
		counts = open();
		LineGrid other = new LineGrid(10, false, Lines.HORIZONTAL, 0, 0);
		counts.setGrid(other, PixelCalibration.millimetres(1 / 30.0));
		counts.add(counts.photographs().get(0), 1, 1);
		counts.save(counts.tables());
		assertEquals("square,unit,lines,offset_x,offset_y,pixel_size_mm\n10,mm,horizontal,0,0,0.0333333\n",
			Files.readString(output.resolve("grid.csv")));
		HandCounts marked = counts;
		assertThrows(IllegalStateException.class, () -> marked.setGrid(GRID, null));
		// The form has no scale, but the counts have.
		HandCounts again = HandCounts.open(folder.resolve("in"), output, other, null);
		assertEquals(0.0333333, again.scale().pixelWidth());
		again.add(again.photographs().get(0), 2, 2);
		again.save(again.tables());
		HandCounts.open(folder.resolve("in"), output, other, null);
		assertThrows(IOException.class,
			() -> HandCounts.open(folder.resolve("in"), output, other, PixelCalibration.millimetres(0.04)));
		again.undo(again.photographs().get(0));
		again.undo(again.photographs().get(0));
		assertTrue(again.isUnmarked());
	}

	@Test
	void photographsThatCannotBeOpenedAreToldBeforeAWindowIsShown() throws IOException {
		open().requireReadable();
		for (String name : List.of("a, 1.png", "b.png", "c.png")) {
			Files.writeString(folder.resolve("in").resolve(name), "torn");
		}
		HandCounts counts = open();
		String message = assertThrows(IOException.class, counts::requireReadable).getMessage();
		assertTrue(message.startsWith("No photograph in this folder can be opened. ") && message.contains("a, 1.png"),
			message);
	}

	@Test
	void marksAreFoundWhereASystemDecomposedTheName() throws IOException {
		Path in = folder.resolve("in");
		ResultFiles.writeMask(new Mask(50, 40), in.resolve("W\u00fcrzel.png"));
		HandCounts counts = open();
		counts.add(in.resolve("W\u00fcrzel.png"), 1, 2);
		counts.setFinished(in.resolve("W\u00fcrzel.png"), true);
		counts.save(counts.tables());
		Path moved = Files.move(in.resolve("W\u00fcrzel.png"), in.resolve("Wu\u0308rzel.png"));
		HandCounts again = open();
		assertEquals(1, again.points(moved).size());
		assertTrue(again.isFinished(moved));
	}

	@Test
	void countsAreATableThatCompareWithCountsReads() throws IOException {
		HandCounts counts = open();
		for (int i = 0; i < 3; i++) {
			for (int k = 0; k <= 2 * i; k++) counts.add(counts.photographs().get(i), k, k);
			counts.setFinished(counts.photographs().get(i), true);
		}
		counts.save(counts.tables());
		Path lengths = Files.writeString(folder.resolve("lengths.csv"), "file,root_length_px\n\"a, " +
			"1.png\",10\nb.png,30\nc.png,50\n");
		CountComparison comparison = new CountComparison("", "", "", false, CountComparison.Repeated.REFUSE, 3);
		CountComparison.Result result =
			comparison.run(lengths, output.resolve("counts.csv"), folder.resolve("compared"), text -> {});
		assertFalse(result.isIncomplete(), result.text());
		assertEquals(1, Table.read(folder.resolve("compared/agreement.csv")).numbers("r_squared")[0], 1e-9);
		counts.setFinished(counts.photographs().get(2), false);
		counts.save(counts.tables());
		String refused = assertThrows(IOException.class, () -> comparison.run(lengths, output.resolve("counts.csv"),
			folder.resolve("compared"), text -> {})).getMessage();
		assertTrue(refused.contains("Line 4 of counts.csv has c.png, whose count is not finished: finish it first."),
			refused);
	}

	@Test
	void countsAreOneWindowsAndReadOnceTheyAreLocked() throws IOException {
		HandCounts first = open();
		HandCounts second = open();
		first.lock(sentence -> {});
		String message = assertThrows(IOException.class, () -> second.lock(sentence -> {})).getMessage();
		assertTrue(message.contains(output + " is in use"), message);
		Path photograph = first.photographs().get(0);
		first.add(photograph, 3, 4);
		first.save(first.tables());
		first.close();
		second.lock(sentence -> {});
		assertEquals(1, second.points(photograph).size());
		second.close();
	}

	@Test
	void countsFollowTheCrossingsAfterAKillBetweenTheTwo() throws IOException {
		HandCounts counts = open();
		Path photograph = counts.photographs().get(0);
		counts.add(photograph, 3, 4);
		counts.save(counts.tables());
		String older = Files.readString(output.resolve("counts.csv"));
		counts.add(photograph, 5, 6);
		counts.save(counts.tables());
		String newer = Files.readString(output.resolve("counts.csv"));
		Files.writeString(output.resolve("counts.csv"), older);
		try (HandCounts again = open()) {
			again.lock(sentence -> {});
			assertEquals(2, again.points(photograph).size());
			assertEquals(newer, Files.readString(output.resolve("counts.csv")));
		}
	}
}
