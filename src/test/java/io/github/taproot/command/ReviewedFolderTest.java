// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import ij.gui.Line;
import ij.gui.OvalRoi;
import ij.gui.PolygonRoi;
import ij.gui.Roi;

import io.github.taproot.batch.FolderMeasurement;
import io.github.taproot.batch.FolderResult;
import io.github.taproot.batch.FolderTraits;
import io.github.taproot.batch.MaskInput;
import io.github.taproot.batch.SegmentationReview;
import io.github.taproot.batch.SegmentationReview.Entry;
import io.github.taproot.batch.SegmentationReview.Order;
import io.github.taproot.files.ImageFiles;
import io.github.taproot.files.ResultFiles;
import io.github.taproot.image.Mask;
import io.github.taproot.imagej.ExcludedAreas;
import io.github.taproot.progress.Progress;
import io.github.taproot.roots.AddedTraits;
import io.github.taproot.roots.TraitSettings;
import io.github.taproot.table.Table;

/** What people decide in Review Segmentation, and what commands that measure the masks make of it. */
class ReviewedFolderTest {

	private static final int WIDTH = 100;
	private static final int HEIGHT = 60;

	@TempDir
	private Path folder;
	private Path masks;
	private SegmentationReview review;
	private final List<String> said = new ArrayList<>();

	/** Three photographs, each with one horizontal root of 81 by 3 px. */
	@BeforeEach
	void segmented() throws IOException {
		Path photographs = Files.createDirectory(folder.resolve("photographs"));
		masks = Files.createDirectory(folder.resolve("masks"));
		StringBuilder table = new StringBuilder("file,status,root_length_px,message\n");
		Mask mask = new Mask(WIDTH, HEIGHT);
		for (int y = 29; y < 32; y++) Arrays.fill(mask.pixels(), y * WIDTH + 10, y * WIDTH + 91, Mask.ROOT);
		for (String name : List.of("a", "b", "c")) {
			ResultFiles.writeMask(mask, masks.resolve(name + ".png"));
			table.append(name).append(".JPG,done,80,\n");
		}
		Files.writeString(folder.resolve("summary.csv"), table);
		review = SegmentationReview.read(folder, photographs);
	}

	private Entry entry(String file) {
		return review.entries(Order.NAME, false).stream().filter(entry -> entry.file().equals(file)).findFirst()
			.orElseThrow();
	}

	private FolderResult lengths() throws IOException {
		return new FolderMeasurement(new ImageFiles(), null, null).run(masks, folder.resolve("lengths.csv"),
			Progress.NONE, said::add);
	}

	private FolderResult traits() throws IOException {
		return new FolderTraits(new MaskInput(new ImageFiles(), null, null), TraitSettings.DEFAULT, null, null, null,
			AddedTraits.NONE).run(masks, folder.resolve("traits"), Progress.NONE, said::add);
	}

	@Test
	void aRejectedPhotographLeavesTheTablesWithItsReasonUntilThatIsTakenBack() throws IOException {
		review.save(entry("a.JPG"), true);
		assertEquals(List.of("b.JPG"), List.copyOf(review.saveRejection(entry("b.JPG"), "out of focus").rejected()
			.keySet()));
		assertEquals("file,looked_at,rejected\na.JPG,yes,\nb.JPG,no,out of focus\n",
			Files.readString(folder.resolve("reviewed.csv")));
		for (FolderResult result : List.of(lengths(), traits())) {
			assertEquals(List.of("a.png", "c.png"), result.table().rows().stream()
				.map(row -> row.get("file")).toList());
			assertTrue(result.summary().text().contains("Left out: b.png (rejected: out of focus)."),
				result.summary().text());
		}
		SegmentationReview again = SegmentationReview.read(folder, folder.resolve("photographs"));
		assertEquals("out of focus", again.rejection(entry("b.JPG")));
		assertEquals(1, again.rejectedCount());
		assertEquals(1, again.reviewedCount());
		assertEquals(List.of("c.JPG"), again.entries(Order.NAME, true).stream().map(Entry::file).toList());

		review.saveRejection(entry("b.JPG"), "");
		assertEquals("file\na.JPG\n", Files.readString(folder.resolve("reviewed.csv")));
		assertEquals(3, lengths().table().rows().size());
	}

	@Test
	void wherePhotographsAreAllRejectedOrItIsUnknownWhichNothingIsMeasured() throws IOException {
		for (String file : List.of("a.JPG", "b.JPG", "c.JPG")) review.saveRejection(entry(file), "tape");
		String message = assertThrows(IOException.class, this::lengths).getMessage();
		assertTrue(message.contains("All masks in " + masks + " were rejected"), message);
		Files.writeString(folder.resolve("reviewed.csv"), "");
		assertThrows(IOException.class, this::lengths);
	}

	/** A square of 40 by 40 px from x 51 on covers half of the root. */
	@Test
	void areasThatAreLeftOutAreFoundAndSaid() throws IOException {
		double whole = area(traits());
		ExcludedAreas areas = review.areas(entry("a.JPG"), WIDTH, HEIGHT);
		for (Roi none : new Roi[] { null, new Line(3, 3, 20, 20) }) {
			assertTrue(assertThrows(IOException.class, () -> areas.add(none, 1)).getMessage()
				.contains("draw a rectangle, polygon or oval on a first"));
		}
		assertTrue(assertThrows(IOException.class, () -> areas.add(new Roi(200, 3, 5, 5), 1)).getMessage()
			.contains("lies outside of a"));
		Path file = areas.add(new Roi(51, 10, 40, 40), 1);
		assertEquals(folder.resolve("exclude/a.zip"), file);
		said.clear();
		FolderResult result = traits();
		assertEquals(whole * 41 / 81, area(result), 1e-9);
		assertEquals(whole, number(result.table(), 1, "root_area"), 1e-9);
		assertTrue(said.contains("The areas in " + folder.resolve("exclude") + " are left out."), said.toString());
		lengths();
		assertTrue(said.get(said.size() - 1).contains("NOT left out here"), said.toString());

		// Drawn on a picture of half the size.
		areas.add(new PolygonRoi(new float[] { 5, 10, 10, 5 }, new float[] { 10, 10, 20, 20 }, Roi.POLYGON), 2);
		assertEquals(whole * 31 / 81, area(traits()), 1e-9);
		areas.removeLast();
		assertEquals(whole * 41 / 81, area(traits()), 1e-9);
		areas.removeLast();
		assertEquals(whole, area(traits()), 1e-9);
		assertEquals(List.of(), areas.read());

		// Partly outside: ImageJ's ovals may be.
		areas.add(new OvalRoi(-500, -500, 1400, 1400), 1);
		assertEquals(0, area(traits()), 1e-9);
	}

	@Test
	void aFileThatSomebodyMadeIsAddedToOrKept() throws IOException {
		Path exclude = Files.createDirectory(folder.resolve("exclude"));
		Files.write(exclude.resolve("a_rois.roi"), ij.io.RoiEncoder.saveAsByteArray(new Roi(1, 1, 20, 20)));
		ExcludedAreas areas = review.areas(entry("a.JPG"), WIDTH, HEIGHT);
		areas.add(new Roi(40, 1, 20, 20), 1);
		assertEquals(2, areas.read().size());
		assertEquals(List.of("a.zip"), List.of(exclude.toFile().list()));
		ResultFiles.writeMask(new Mask(WIDTH, HEIGHT), exclude.resolve("b.png"));
		String message = assertThrows(IOException.class,
			() -> review.areas(entry("b.JPG"), WIDTH, HEIGHT).add(new Roi(1, 1, 9, 9), 1)).getMessage();
		assertTrue(message.contains("b.png already has areas to leave out of b"), message);
	}

	private static double area(FolderResult result) {
		return number(result.table(), 0, "root_area");
	}

	private static double number(Table table, int row, String column) {
		String name = table.columns().stream().filter(each -> each.startsWith(column) && !each.endsWith("fraction"))
			.findFirst().orElseThrow();
		return ((Number) table.rows().get(row).get(name)).doubleValue();
	}
}
