// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.google.gson.JsonObject;

import io.github.taproot.batch.SegmentationReview.Entry;
import io.github.taproot.batch.SegmentationReview.Order;
import io.github.taproot.files.ChildProcess;

public class SegmentationReviewTest {

	@TempDir
	private Path folder;
	private Path photographs;

	@BeforeEach
	void write() throws IOException {
		photographs = Files.createDirectory(folder.resolve("my photographs ä [1]"));
		// Median 100; differences 0, 10, 20, 10 and 300, whose median is 10: a standard deviation of 14.826.
		Files.writeString(folder.resolve("summary.csv"), """
			file,status,seconds,width,height,root_pixels,root_fraction,root_length_px,confidence,message
			"a, 1.jpg",done,1,9,9,9,0.1,100,0.9,
			b.jpg,done,1,9,9,9,0.1,110,0.3,
			z.jpg,failed,1,,,,,,,"z.jpg is damaged or cut short: copy or export it again."
			c.jpg,done,1,9,9,9,0.1,80,0.5,
			d.jpg,skipped,0,9,9,9,0.1,90,0.8,
			e.jpg,done,1,9,9,9,0.1,400,0.7,
			""");
		JsonObject json = new JsonObject();
		json.addProperty("input", photographs.toString());
		Files.writeString(folder.resolve("summary.json"), json.toString());
	}

	private static List<String> names(SegmentationReview review, Order order, boolean onlyOpen) {
		return review.entries(order, onlyOpen).stream().map(Entry::file).toList();
	}

	@Test
	void failedOnesComeFirstThenTheWorst() throws IOException {
		SegmentationReview review = SegmentationReview.read(folder, null);
		assertEquals(List.of("z.jpg", "b.jpg", "c.jpg", "e.jpg", "d.jpg", "a, 1.jpg"),
			names(review, Order.CONFIDENCE, false));
		assertEquals(List.of("z.jpg", "e.jpg", "c.jpg", "b.jpg", "d.jpg", "a, 1.jpg"),
			names(review, Order.LENGTH, false));
		assertEquals(List.of("z.jpg", "a, 1.jpg", "b.jpg", "c.jpg", "d.jpg", "e.jpg"),
			names(review, Order.NAME, false));
		List<Entry> byLength = review.entries(Order.LENGTH, false);
		assertEquals("z.jpg is damaged or cut short: copy or export it again.", byLength.get(0).failure());
		assertEquals(300 / 14.826, byLength.get(1).outlier(), 1e-9);
		assertEquals(-20 / 14.826, byLength.get(2).outlier(), 1e-9);
		assertEquals(photographs.resolve("a, 1.jpg"), review.photograph(byLength.get(5)));
		assertEquals(folder.resolve("masks").resolve("a, 1.png"), review.mask(byLength.get(5)));
		// That of a scan.
		Path scan = Files.createDirectories(folder.resolve("masks")).resolve("a, 1.tif");
		Files.createFile(scan);
		assertEquals(scan, review.mask(byLength.get(5)));
	}

	@Test
	void expectedF1ComesBeforeConfidence() throws IOException {
		Files.writeString(folder.resolve("summary.csv"), """
			file,status,seconds,root_length_px,confidence,expected_f1,message
			a.jpg,done,1,100,0.1,0.7,
			b.jpg,done,1,110,0.9,0.3,
			scan.tif,done,1,80,0.5,,
			""");
		SegmentationReview review = SegmentationReview.read(folder, null);
		assertEquals(List.of("b.jpg", "a.jpg", "scan.tif"), names(review, Order.CONFIDENCE, false));
		assertEquals(0.3, review.entries(Order.CONFIDENCE, false).get(0).expectedF1());
	}

	@Test
	void ticksAreThereOnAnotherDay() throws IOException {
		SegmentationReview review = SegmentationReview.read(folder, null);
		for (Entry entry : review.entries(Order.NAME, false)) {
			if (entry.file().startsWith("a") || entry.file().startsWith("b")) review.save(entry, true);
		}
		assertEquals("file\n\"a, 1.jpg\"\nb.jpg\n", Files.readString(folder.resolve("reviewed.csv")));
		SegmentationReview again = SegmentationReview.read(folder, null);
		assertEquals(2, again.reviewedCount());
		assertEquals(List.of("z.jpg", "c.jpg", "d.jpg", "e.jpg"), names(again, Order.NAME, true));
		again.setReviewed(again.entries(Order.NAME, false).get(1), false);
		assertEquals(5, names(again, Order.NAME, true).size());
	}

	/** Ticks all photographs of a number, or takes their ticks, one after another. */
	public static void main(String[] args) throws IOException {
		SegmentationReview review = SegmentationReview.read(Path.of(args[0]), null);
		for (Entry entry : review.entries(Order.NAME, false)) {
			if (entry.file().startsWith(args[1])) review.save(entry, Boolean.parseBoolean(args[2]));
		}
	}

	@Test
	void whatTwoPeopleTickAtATimeIsKept() throws Exception {
		StringBuilder table = new StringBuilder("file,status,root_length_px,message\n");
		for (int i = 0; i < 120; i++) table.append(i % 3).append('-').append(i).append(".jpg,done,5,\n");
		Files.writeString(folder.resolve("summary.csv"), table);
		SegmentationReview mine = SegmentationReview.read(folder, null);
		for (Entry entry : mine.entries(Order.NAME, false)) if (entry.file().startsWith("2")) mine.save(entry, true);
		List<Process> others = List.of(ChildProcess.start(SegmentationReviewTest.class, folder + "", "0", "true"),
			ChildProcess.start(SegmentationReviewTest.class, folder + "", "2", "false"));
		SegmentationReview.Saved now = null;
		for (Entry entry : mine.entries(Order.NAME, false)) {
			if (entry.file().startsWith("1")) now = mine.save(entry, true);
			Thread.sleep(10);
		}
		for (Process other : others) assertTrue(other.waitFor(60, TimeUnit.SECONDS) && other.exitValue() == 0);
		SegmentationReview later = SegmentationReview.read(folder, null);
		assertEquals(80, later.reviewedCount());
		assertTrue(later.entries(Order.NAME, true).stream().allMatch(entry -> entry.file().startsWith("2")));
		assertTrue(now.reviewed().size() >= 40);
		mine.show(now);
		assertEquals(now.reviewed().size(), mine.reviewedCount());
		try (var files = Files.list(folder)) {
			assertEquals(List.of(), files.filter(file -> file.getFileName().toString().startsWith(".")).toList());
		}
	}

	@Test
	void withoutConfidenceLengthRanks() throws IOException {
		Files.writeString(folder.resolve("summary.csv"), """
			file,status,root_length_px,message
			a.jpg,done,5,
			b.jpg,done,5,
			c.jpg,done,6,
			d.jpg,done,5,
			e.jpg,done,,
			""");
		SegmentationReview review = SegmentationReview.read(folder, photographs);
		assertFalse(review.hasConfidence());
		assertEquals(List.of("c.jpg", "a.jpg", "b.jpg", "d.jpg", "e.jpg"), names(review, Order.LENGTH, false));
		assertEquals(Double.POSITIVE_INFINITY, review.entries(Order.LENGTH, false).get(0).outlier());
		assertEquals(0, review.entries(Order.LENGTH, false).get(1).outlier());
	}

	@Test
	void saysWhatIsMissing() throws IOException {
		refused(folder.resolve("none"), null, "none: choose the output folder of Segment Roots Folder.");
		refused(folder, folder.resolve("gone"), "gone does not exist: give it as photographs=...");
		Files.delete(photographs);
		refused(folder, null, "[1] does not exist: give it as photographs=...");
		for (String damaged : List.of("{", "{\"input\": {}}", "[]", "", "{\"input\": null}")) {
			Files.writeString(folder.resolve("summary.json"), damaged);
			refused(folder, null, "photographs=...");
		}
		Files.delete(folder.resolve("summary.json"));
		refused(folder, null, "does not contain the folder of its photographs: give it as photographs=...");
		Files.writeString(folder.resolve("summary.csv"), "file,status\n");
		refused(folder, folder, "has no photographs: run Segment Roots Folder on some first.");
		Files.writeString(folder.resolve("summary.csv"), "name,length\na,1\n");
		refused(folder, folder, "has no columns file and status");
	}

	private static void refused(Path folder, Path photographs, String part) {
		String message = assertThrows(IOException.class, () -> SegmentationReview.read(folder, photographs))
			.getMessage();
		assertTrue(message.contains(part), message);
		assertFalse(message.contains("null"), message);
	}
}
