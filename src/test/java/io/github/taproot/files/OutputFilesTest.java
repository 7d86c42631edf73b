// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.taproot.batch.FileBatch;
import io.github.taproot.roots.AddedTraits;
import io.github.taproot.batch.FolderEvaluation;
import io.github.taproot.batch.FolderExport;
import io.github.taproot.batch.FolderGrowth;
import io.github.taproot.batch.FolderMeasurement;
import io.github.taproot.batch.FolderPart;
import io.github.taproot.batch.FolderSimulation;
import io.github.taproot.batch.FolderTracings;
import io.github.taproot.batch.FolderTraits;
import io.github.taproot.batch.MaskInput;
import io.github.taproot.command.RootFormats;
import io.github.taproot.evaluation.Bootstrap;
import io.github.taproot.evaluation.Tolerances;
import io.github.taproot.evaluation.report.CountComparison;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.image.RootMarks;
import io.github.taproot.progress.Progress;
import io.github.taproot.roots.RootExporter;
import io.github.taproot.roots.TraitSettings;
import io.github.taproot.segmentation.Threshold;
import io.github.taproot.simulation.SimulationSettings;

/** Every batch that writes a file for each input: none stands for an input that fails, and no input is overwritten. */
class OutputFilesTest {

	private static final TraitSettings TRAITS = TraitSettings.DEFAULT;
	private static final MaskInput MASKS = new MaskInput(new ImageFiles(), null, null);

	@TempDir
	private Path temp;
	private Path masks;
	private final List<String> said = new ArrayList<>();

	/** A batch from the masks to a folder for pictures or the like. */
	@FunctionalInterface
	private interface Batch {

		void run(Path input, Path output) throws IOException;
	}

	/** All batches by the file that they write for {@code m2.png}, from the output folder. */
	private Map<String, Batch> batches() {
		Map<String, Batch> batches = new TreeMap<>();
		for (RootExporter format : List.of(new RootFormats.Rsml(), new RootFormats.LinkedPoints(),
			new RootFormats.RhizoVision(),
			new RootFormats.RootPainter()))
		{
			String extension = switch (format.name()) {
				case "rsml" -> "rsml";
				case "swc" -> "swc";
				default -> "png";
			};
			batches.put(format.name() + "/m2." + extension,
				(input, output) -> new FolderExport(new ImageFiles(), format, TRAITS, null).run(input, output,
				FolderPart.WHOLE, Progress.NONE,
					said::add));
		}
		batches.put("m2.jpg",
			(input, output) -> new FolderMeasurement(new ImageFiles(), null, output).run(input, temp.resolve("t.csv"),
				Progress.NONE, said::add));
		batches.put("pictures/m2.png", (input, output) -> new FolderGrowth(MASKS, null, 5, false, null).run(input,
			output,
			Progress.NONE, said::add));
		batches.put("errors/m2.jpg",
			(input, output) -> new FolderEvaluation(new ImageFiles(), RootMarks.AUTOMATIC, NameAffix.of(""),
			Threshold.PAPER, Tolerances.of("2"), new Bootstrap(100, 1), null)
			.run(input, temp.resolve("truth"), output, Progress.NONE, said::add));
		return batches;
	}

	@BeforeEach
	void make() throws IOException {
		masks = temp.resolve("masks");
		for (String name : List.of("m1", "m2")) {
			mask(masks.resolve(name + ".png"));
			mask(temp.resolve("truth").resolve(name + ".png"));
		}
	}

	private static void mask(Path file) throws IOException {
		BufferedImage image = new BufferedImage(30, 20, BufferedImage.TYPE_BYTE_GRAY);
		for (int x = 5; x < 25; x++) image.getRaster().setSample(x, 10, 0, 255);
		Files.createDirectories(file.getParent());
		ImageIO.write(image, "png", file.toFile());
	}

	@Test
	void noOldFileStandsForAnInputThatFails() throws IOException {
		int batch = 0;
		for (Map.Entry<String, Batch> each : batches().entrySet()) {
			Path output = temp.resolve("output " + batch++);
			mask(masks.resolve("m2.png"));
			each.getValue().run(masks, output);
			assertTrue(Files.exists(output.resolve(each.getKey())), each.getKey() + " of " + said);
			Files.writeString(masks.resolve("m2.png"), "damaged");
			each.getValue().run(masks, output);
			assertTrue(Files.notExists(output.resolve(each.getKey())), each.getKey());
		}
	}

	@Test
	void noInputIsOverwritten() throws IOException {
		int batch = 0;
		for (Map.Entry<String, Batch> each : batches().entrySet()) {
			Path output = temp.resolve("results " + batch++);
			Path folder = output.resolve(each.getKey()).getParent();
			Files.createDirectories(folder.getParent());
			Files.move(masks, folder);
			Map<String, byte[]> before = contents(folder);
			String reason = assertThrows(IOException.class, () -> each.getValue().run(folder, output), each.getKey())
				.getMessage();
			assertTrue(reason.contains("Results would be written to " + folder + ", which is also an input"), reason);
			Map<String, byte[]> after = contents(folder);
			assertEquals(before.keySet(), after.keySet(), each.getKey());
			before.forEach((name, content) -> assertArrayEquals(content, after.get(name), name));
			Files.move(folder, masks);
		}
	}

	private static Map<String, byte[]> contents(Path folder) throws IOException {
		Map<String, byte[]> contents = new TreeMap<>();
		try (Stream<Path> files = Files.list(folder)) {
			for (Path file : files.toList()) contents.put(file.getFileName().toString(), Files.readAllBytes(file));
		}
		return contents;
	}

	@Test
	void theSecondOfTwoThatWouldBeOneFileIsRefused() throws IOException {
		Files.copy(masks.resolve("m1.png"), masks.resolve("m1.tif"));
		FileBatch.Summary summary =
			new FolderExport(new ImageFiles(), new RootFormats.LinkedPoints(), TRAITS, null).run(masks,
			temp.resolve("out"), FolderPart.WHOLE, Progress.NONE,
				said::add);
		assertEquals(1, summary.count(FileBatch.Status.FAILED));
		assertTrue(summary.text().contains("m1.tif would overwrite the results of m1.png"), summary.text());
	}

	@Test
	void drawnMasksReplaceNoPhotograph() throws IOException {
		new FolderExport(new ImageFiles(), new RootFormats.Rsml(), TRAITS, null).run(masks, temp.resolve("out"),
			FolderPart.WHOLE, Progress.NONE,
			said::add);
		Path tracings = temp.resolve("out/rsml");
		String reason = assertThrows(IOException.class,
			() -> new FolderTracings(masks, 0, 0, 1, null)
			.run(tracings, masks, FolderPart.WHOLE, Progress.NONE, said::add)).getMessage();
		assertTrue(reason.contains("also an input"), reason);
		Path drawn = temp.resolve("drawn");
		new FolderTracings(masks, 0, 0, 1, null).run(tracings, drawn, FolderPart.WHOLE, Progress.NONE, said::add);
		assertTrue(Files.exists(drawn.resolve("m2.png")));
		Files.writeString(tracings.resolve("m2.rsml"), "damaged");
		new FolderTracings(masks, 0, 0, 1, null).run(tracings, drawn, FolderPart.WHOLE, Progress.NONE, said::add);
		assertTrue(Files.notExists(drawn.resolve("m2.png")));
	}

	@Test
	void fewerSimulatedPhotographsLeaveNoneOfMoreBehind() throws IOException {
		Path folder = temp.resolve("simulated");
		new FolderSimulation(SimulationSettings.of(64, 64, 1), 3, false).run(folder, Progress.NONE);
		mask(folder.resolve("masks/mine.png"));
		new FolderSimulation(SimulationSettings.of(64, 64, 1), 1, true).run(folder, Progress.NONE);
		assertEquals(List.of("simulated-00001.jpg"), List.copyOf(contents(folder.resolve("images")).keySet()));
		assertEquals(List.of("mine.png", "simulated-00001.png"),
			List.copyOf(contents(folder.resolve("masks")).keySet()));
	}

	@Test
	void aTableThatIsReadIsNotDeleted() throws IOException {
		Path output = Files.createDirectories(temp.resolve("out"));
		Path panels = Files.writeString(output.resolve("panels.csv"), "file,top_mm\nm1,0\nm2,10\n");
		FolderTraits traits =
			new FolderTraits(new MaskInput(new ImageFiles(), PixelCalibration.millimetres(1), null), TRAITS, null,
				panels, null, AddedTraits.NONE);
		assertThrows(IOException.class, () -> traits.run(masks, output, Progress.NONE, said::add));
		assertTrue(Files.readString(panels).contains("m2,10"));
	}

	@Test
	void tablesAndPlotsAreNotWrittenAmongMasks() {
		FolderTraits traits = new FolderTraits(MASKS, TRAITS, null, null, null, AddedTraits.NONE);
		assertThrows(IOException.class, () -> traits.run(masks, masks, Progress.NONE, said::add));
		assertThrows(IOException.class,
			() -> new FolderMeasurement(new ImageFiles(), null, null)
			.run(masks, masks.resolve("m1.png"), Progress.NONE, said::add));
	}

	/** Runs a batch from the masks to a folder, or until it is cancelled. */
	@FunctionalInterface
	private interface Cancellable {

		void run(Path output, Progress progress) throws IOException;
	}

	@Test
	void noTableOfAnEarlierRunStandsBesideFilesOfACancelledOne() throws IOException {
		new FolderExport(new ImageFiles(), new RootFormats.Rsml(), TRAITS, null).run(masks, temp.resolve("traced"),
			FolderPart.WHOLE, Progress.NONE, said::add);
		Map<String, Cancellable> batches = Map.of(
			"t.csv", (output, progress) -> new FolderMeasurement(new ImageFiles(), null, output.resolve("skeletons"))
				.run(masks, output.resolve("t.csv"), progress, said::add),
			"growth.csv", (output, progress) -> new FolderGrowth(MASKS, null, 5, false, null).run(masks, output,
				progress, said::add),
			"tracings.csv", (output, progress) -> new FolderTracings(masks, 0, 0, 1, null)
				.run(temp.resolve("traced/rsml"), output, FolderPart.WHOLE, progress, said::add),
			"lengths.csv", (output, progress) -> new FolderSimulation(SimulationSettings.of(64, 64, 1), 2, false)
				.run(output, progress));
		for (Map.Entry<String, Cancellable> batch : batches.entrySet()) {
			Path table = temp.resolve("of " + batch.getKey()).resolve(batch.getKey());
			batch.getValue().run(table.getParent(), Progress.NONE);
			assertTrue(Files.exists(table), batch.getKey());
			try {
				batch.getValue().run(table.getParent(), Progress.NONE.until(() -> true));
			}
			catch (CancellationException e) {
				// One way to say so.
			}
			assertTrue(Files.notExists(table), batch.getKey());
		}
	}

	@Test
	void whereOneTableCannotBeWrittenAllAreOfTheEarlierRun() throws IOException {
		FolderTraits traits = new FolderTraits(MASKS, TRAITS, null, null, null, AddedTraits.NONE);
		Path lengths = Files.writeString(temp.resolve("l.csv"), "file,root_length_px\na,1\nb,2\nc,3\n");
		Path counts = Files.writeString(temp.resolve("c.csv"), "file,count\na,2\nb,4\nc,7\n");
		FileBatch.Summary summary = new FileBatch.Summary(List.of(), false);
		Map<String, Cancellable> sets = Map.of(
			"traits.csv classes.csv", (output, progress) -> traits.run(masks, output, progress, said::add),
			"agreement.csv report.html", (output, progress) -> new CountComparison("", "", "", false,
				CountComparison.Repeated.REFUSE, 3).run(lengths, counts, output, said::add),
			"summary.csv summary.json", (output, progress) -> summary.write(output, Map.of()));
		for (Map.Entry<String, Cancellable> set : sets.entrySet()) {
			String main = set.getKey().split(" ")[0];
			Path blocked = temp.resolve(main + " set").resolve(set.getKey().split(" ")[1]);
			Path output = Files.createDirectory(blocked.getParent());
			Files.createDirectory(blocked);
			Files.writeString(output.resolve(main), "earlier");
			assertThrows(IOException.class, () -> set.getValue().run(output, Progress.NONE), set.getKey());
			assertEquals("earlier", Files.readString(output.resolve(main)));
			assertEquals(2, output.toFile().list().length, set.getKey());
			Files.delete(blocked);
			set.getValue().run(output, Progress.NONE);
			assertTrue(Files.isRegularFile(blocked), set.getKey());
		}
	}
}
