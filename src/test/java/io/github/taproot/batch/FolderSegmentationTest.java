// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import ij.IJ;
import ij.ImagePlus;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

import io.github.taproot.files.ImageFiles;
import io.github.taproot.files.ImageFolder;
import io.github.taproot.image.Photograph;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.image.PixelSource;
import io.github.taproot.progress.CancelledProgress;
import io.github.taproot.progress.Progress;
import io.github.taproot.segmentation.Appearance;
import io.github.taproot.segmentation.BandSegmenter;
import io.github.taproot.segmentation.Calibration;
import io.github.taproot.segmentation.ComponentFilter;
import io.github.taproot.segmentation.Reliability;
import io.github.taproot.segmentation.Threshold;
import io.github.taproot.segmentation.UsualAppearance;
import io.github.taproot.segmentation.tiling.TiledPrediction.Output;
import io.github.taproot.table.Table;

/** No result of another model, photograph or setting stays in the output folder. */
class FolderSegmentationTest {

	private static final int SIDE = 8;

	@TempDir
	private Path temp;
	private Path input;
	private Path output;
	private final List<String> said = new ArrayList<>();

	/** Finds the rows from 0 to before {@code rows}; a photograph whose first pixel is white can't be worked on. */
	private static class FirstRows implements BandSegmenter {

		private final int rows;
		private int side = 188;

		FirstRows(int rows) {
			this.rows = rows;
		}

		@Override
		public RandomAccessibleInterval<FloatType> probability(Photograph photograph, Progress progress) {
			if (Views.flatIterable(photograph.pixels()).firstElement().get() > 250) {
				throw new IllegalArgumentException("Too white.");
			}
			float[] values = new float[photograph.width() * photograph.height()];
			for (int i = 0; i < rows * photograph.width(); i++) values[i] = 1;
			return ArrayImgs.floats(values, photograph.width(), photograph.height());
		}

		@Override
		public int side() {
			return side;
		}

		@Override
		public void keepSide(int kept) {
			side = kept;
		}

		@Override
		public int probability(PixelSource image, int top, Output to, Progress progress) {
			throw new AssertionError("no scan");
		}
	}

	@BeforeEach
	void photographs() throws IOException {
		input = Files.createDirectories(temp.resolve("in"));
		output = temp.resolve("out");
		for (String name : List.of("a", "b", "c")) photograph(name, 10);
	}

	private void photograph(String name, int grey) throws IOException {
		BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
		for (int i = 0; i < SIDE * SIDE; i++) image.getRaster().setSample(i % SIDE, i / SIDE, 0, grey);
		ImageIO.write(image, "png", input.resolve(name + ".png").toFile());
	}

	private FileBatch.Summary run(int model, boolean resume, Progress progress) throws IOException {
		return run(new FirstRows(model), model, false, resume, progress);
	}

	private FileBatch.Summary run(BandSegmenter segmenter, int model, boolean pictures, boolean resume,
		Progress progress)
		throws IOException
	{
		return new FolderSegmentation(Threshold.PAPER, new ComponentFilter(0), pictures, pictures, false, resume)
			.run(input, output,
			segmenter, Map.of("model", model, "tile_side", 0), Map::of, progress, said::add);
	}

	/** Root pixels of each mask, by rows. */
	private Map<String, Integer> masks() throws IOException {
		Map<String, Integer> rows = new TreeMap<>();
		for (Path mask : ImageFolder.of(output.resolve("masks")).images()) {
			rows.put(mask.getFileName().toString(), (int) new ImageFiles().readMask(mask).mask().rootPixels() / SIDE);
		}
		return rows;
	}

	private static Progress stopsAfter(int photographs) {
		return new Progress() {

			private long at;

			@Override
			public void report(long done, long total, String message) {
				if (message.startsWith("Segmenting") && total == 3) at = done;
			}

			@Override
			public boolean isCancelled() {
				return at >= photographs;
			}
		};
	}

	@Test
	void masksOfAnotherModelDoNotSurviveARunThatIsStoppedAndResumed() throws IOException {
		run(1, false, Progress.NONE);
		assertEquals(Map.of("a.png", 1, "b.png", 1, "c.png", 1), masks());
		run(2, false, stopsAfter(1));
		assertEquals(Map.of("a.png", 2), masks());
		run(2, true, Progress.NONE);
		assertEquals(Map.of("a.png", 2, "b.png", 2, "c.png", 2), masks());
		assertThrows(IOException.class, () -> run(3, true, Progress.NONE));
		assertEquals(Map.of("a.png", 2, "b.png", 2, "c.png", 2), masks(), "a refusal changes nothing");
	}

	@Test
	void noResultStandsForAPhotographThatFails() throws IOException {
		run(new FirstRows(1), 1, true, false, Progress.NONE);
		photograph("b", 255);
		run(new FirstRows(2), 2, true, false, Progress.NONE);
		assertEquals(Map.of("a.png", 2, "c.png", 2), masks());
		assertEquals(List.of("a.jpg", "c.jpg"), files("overlays"));
		assertEquals(List.of("a.tif", "c.tif"), files("probabilities"));
	}

	@Test
	void resultsThatAreNotAskedForAgainDoNotStay() throws IOException {
		run(new FirstRows(1), 1, true, false, Progress.NONE);
		run(new FirstRows(2), 2, false, false, Progress.NONE);
		assertEquals(List.of(), files("overlays"));
		assertEquals(List.of(), files("probabilities"));
	}

	private List<String> files(String folder) throws IOException {
		try (Stream<Path> files = Files.list(output.resolve(folder))) {
			return files.map(file -> file.getFileName().toString()).sorted().toList();
		}
	}

	@Test
	void aPhotographThatWasReplacedIsSegmentedAgain() throws IOException {
		run(1, false, Progress.NONE);
		FileTime time = Files.getLastModifiedTime(input.resolve("b.png"));
		photograph("b", 255);
		Files.setLastModifiedTime(input.resolve("b.png"), time);
		FileBatch.Summary summary = run(1, true, Progress.NONE);
		assertEquals(2, summary.count(FileBatch.Status.SKIPPED));
		assertEquals(Map.of("a.png", 1, "c.png", 1), masks());
	}

	@Test
	void whatAKilledRunDidIsInTheSummaryOfTheNext() throws IOException {
		run(2, false, stopsAfter(2));
		// kill -9: no summary, a line of the journal cut off, and a result that is not in it
		Files.delete(output.resolve("summary.csv"));
		Files.delete(output.resolve("summary.json"));
		Path journal = output.resolve("results.jsonl");
		Files.copy(output.resolve("masks/a.png"), output.resolve("masks/c.png"));
		String lines = Files.readString(journal);
		Files.writeString(journal, lines + lines.substring(0, 10));
		FileBatch.Summary summary = run(2, true, Progress.NONE);
		assertEquals(2, summary.count(FileBatch.Status.SKIPPED));
		Table table = Table.read(output.resolve("summary.csv"));
		assertArrayEquals(new double[] { 16, 16, 16 }, table.numbers("root_pixels"));
		assertArrayEquals(new double[] { 1, 1, 1 }, table.numbers("confidence"));
		for (double length : table.numbers("root_length_px")) assertTrue(length > 6, "length " + length);
	}

	@Test
	void expectedLengthsAreThoseOfThresholdOneHalf() throws IOException {
		Calibration calibration = new Calibration(Collections.nCopies(Calibration.BINS, 0.25));
		Reliability reliability = new Reliability(5, usual(10, 11), calibration, 0, 0, 0.1);
		// The first row is found with 0.8, so is 1 px high and 8 long: its overlap is 2 * 0.8 / 1.8.
		FirstRows segmenter = new FirstRows(1) {

			@Override
			public RandomAccessibleInterval<FloatType> probability(Photograph photograph, Progress progress) {
				float[] values = new float[SIDE * SIDE];
				Arrays.fill(values, 0, SIDE, 0.8f);
				return ArrayImgs.floats(values, SIDE, SIDE);
			}

			@Override
			public Reliability reliability() {
				return reliability;
			}
		};
		for (int specks : new int[] { 0, 9 }) {
			new FolderSegmentation(Threshold.PAPER, new ComponentFilter(specks), true, false, true, false)
				.run(input, output, segmenter, Map.of(), Map::of, Progress.NONE, said::add);
			Map<String, ?> row = Table.read(output.resolve("summary.csv")).rows().get(0);
			assertEquals(specks == 0 ? 7.0 : 0.0, Table.read(output.resolve("summary.csv"))
				.numbers("root_length_px")[0], 1e-6);
			assertEquals(specks == 0, !Table.text(row.get("expected_f1")).isEmpty());
			double doubt = 1 - 1.6 / 1.8;
			assertEquals(7, number(row, "expected_length_px"), 1e-4);
			assertEquals(27 * Math.exp(-0.1 * doubt) - 20, number(row, "expected_length_low_px"), 1e-4);
			assertEquals(27 * Math.exp(0.1 * doubt) - 20, number(row, "expected_length_high_px"), 1e-4);
			if (specks == 0) assertEquals(1.6 / 1.8, number(row, "expected_f1"), 1e-4);
		}
		ImagePlus written = IJ.openImage(output.resolve("probabilities/a.tif").toString());
		assertEquals(0.25f, written.getProcessor().getf(0, 0), 1e-5f);
	}

	private static UsualAppearance usual(int... greys) {
		return UsualAppearance.of(Arrays.stream(greys).mapToObj(grey -> {
			byte[] pixels = new byte[SIDE * SIDE];
			Arrays.fill(pixels, (byte) grey);
			return Appearance.of(Photograph.ofBytes(pixels, SIDE, SIDE, 1, PixelCalibration.PIXELS));
		}).toList());
	}

	@Test
	void nothingIsExpectedOfPhotographsUnlikeThoseOfTheCalibration() throws IOException {
		photograph("b", 200);
		Reliability reliability =
			new Reliability(5, usual(10, 11), new Calibration(Collections.nCopies(Calibration.BINS, 0.25)), 0, 0, 0.1);
		run(new FirstRows(2) {

			@Override
			public Reliability reliability() {
				return reliability;
			}
		}, 2, false, false, Progress.NONE);
		List<Map<String, ?>> rows = Table.read(output.resolve("summary.csv")).rows();
		assertEquals(List.of("no", "yes", "no"), rows.stream().map(row -> row.get("unlike_calibration")).toList());
		for (String column : List.of("expected_f1", "expected_length_px", "expected_length_low_px",
			"expected_length_high_px"))
		{
			assertEquals(List.of(false, true, false),
				rows.stream().map(row -> Table.text(row.get(column)).isEmpty()).toList());
		}
		assertTrue(said.stream().anyMatch(line -> line.contains("1 of 3")), said.toString());
		SegmentationReview review = SegmentationReview.read(output, null);
		assertEquals("b.png", review.entries(SegmentationReview.Order.CONFIDENCE, false).get(0).file());
	}

	private static double number(Map<String, ?> row, String column) {
		return Double.parseDouble(Table.text(row.get(column)));
	}

	@Test
	void withoutCalibrationNothingIsExpectedAndNoneIsWritten() throws IOException {
		run(2, false, Progress.NONE);
		assertTrue(Table.read(output.resolve("summary.csv")).columns().stream()
			.noneMatch(column -> column.startsWith("expected")));
		Exception refused = assertThrows(IllegalArgumentException.class, () -> new FolderSegmentation(Threshold.PAPER,
			new ComponentFilter(0), true, false, true, false).run(input, output, new FirstRows(2), Map.of(), Map::of,
			Progress.NONE, said::add));
		assertTrue(refused.getMessage().contains("Calibrate Model"), refused.getMessage());
	}

	@Test
	void theOtherFormOfAMaskIsReplaced() throws IOException {
		run(1, false, Progress.NONE);
		Files.move(output.resolve("masks/b.png"), output.resolve("masks/b.tif"));
		run(2, false, Progress.NONE);
		assertEquals(Map.of("a.png", 2, "b.png", 2, "c.png", 2), masks());
	}

	@Test
	void aMaskThatNoRunMadeIsNotReplaced() throws IOException {
		Files.createDirectories(output.resolve("masks"));
		Files.copy(input.resolve("a.png"), output.resolve("masks/b.png"));
		for (boolean resume : new boolean[] { false, true }) {
			String reason = assertThrows(IOException.class, () -> run(1, resume, Progress.NONE)).getMessage();
			assertTrue(reason.contains("b.png would be replaced"), reason);
		}
		assertArrayEquals(Files.readAllBytes(input.resolve("a.png")),
			Files.readAllBytes(output.resolve("masks/b.png")));
		assertFalse(Files.exists(output.resolve("settings.json")));
	}

	@Test
	void masksOfOtherPhotographsAreNamedOrGoWithTheirModel() throws IOException {
		run(1, false, Progress.NONE);
		Files.delete(input.resolve("c.png"));
		run(1, true, Progress.NONE);
		assertEquals(3, masks().size());
		assertTrue(said.get(said.size() - 1).contains("1 mask of photographs that are not in " + input + " (c.png)"),
			said.toString());
		run(2, false, Progress.NONE);
		assertEquals(Map.of("a.png", 2, "b.png", 2), masks());
		assertTrue(said.contains("Removed the results of photographs that are not in " + input +
			" (1), since another model or other settings made them."), said.toString());
	}

	@Test
	void thePhotographsAreNotOverwritten() throws IOException {
		output = temp;
		Files.move(input, temp.resolve("masks"));
		input = temp.resolve("masks");
		byte[] before = Files.readAllBytes(input.resolve("a.png"));
		String reason = assertThrows(IOException.class, () -> run(1, false, Progress.NONE)).getMessage();
		assertTrue(reason.contains(input + ", which is also an input"), reason);
		assertArrayEquals(before, Files.readAllBytes(input.resolve("a.png")));
	}

	@Test
	void ticksOfAReviewGoWithTheResults() throws IOException {
		run(1, false, Progress.NONE);
		SegmentationReview review = SegmentationReview.read(output, null);
		for (SegmentationReview.Entry entry : review.entries(SegmentationReview.Order.NAME, false)) {
			review.save(entry, true);
		}
		photograph("b", 20);
		run(1, true, Progress.NONE);
		review = SegmentationReview.read(output, null);
		assertEquals("b.png", review.entries(SegmentationReview.Order.NAME, true).get(0).file());
		assertEquals(2, review.reviewedCount());
	}

	@Test
	void theSideOfTilesIsKeptByLaterRunsAndItsChangeSaid() throws IOException {
		FirstRows first = new FirstRows(1);
		first.keepSide(572);
		run(first, 1, false, false, stopsAfter(1));
		FirstRows second = new FirstRows(1) {

			@Override
			public RandomAccessibleInterval<FloatType> probability(Photograph photograph, Progress progress) {
				assertEquals(572, side(), "that of the first run");
				return super.probability(photograph, progress);
			}
		};
		run(second, 1, false, true, stopsAfter(2));
		FirstRows third = new FirstRows(1) {

			@Override
			public RandomAccessibleInterval<FloatType> probability(Photograph photograph, Progress progress) {
				// as where memory runs out
				keepSide(380);
				return super.probability(photograph, progress);
			}
		};
		run(third, 1, false, true, new CancelledProgress(() -> false));
		assertArrayEquals(new double[] { 572, 572, 380 }, Table.read(output.resolve("summary.csv"))
			.numbers("tile_side"));
		assertTrue(said.get(said.size() - 1).contains("1 with 380 px, 2 with 572 px"), said.toString());
	}
}
