// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scijava.command.CommandModule;

import ij.ImagePlus;

import io.github.taproot.unet.EngineException;
import io.github.taproot.unet.EngineLoader;

/** What goes wrong ends as one sentence that names it and says what to do, and leaves no half-written file. */
@Tag("slow")
class BadInputTest {

	@TempDir
	private static Path data;
	private static Path model;
	private static ImagePlus photograph;

	@TempDir
	private Path temp;
	private Path input;
	private Path truth;
	private Path output;
	private Path found;

	@BeforeAll
	static void make() throws IOException {
		model = Calls.model(data);
		photograph = new ImagePlus("soil.png", Calls.noise(BufferedImage.TYPE_INT_RGB));
	}

	@BeforeEach
	void folders() throws IOException {
		input = Files.createDirectories(temp.resolve("photographs"));
		truth = Files.createDirectories(temp.resolve("annotations"));
		output = temp.resolve("output");
		found = Files.createDirectories(temp.resolve("found"));
	}

	private static void photograph(Path file) throws IOException {
		Calls.write(Calls.noise(BufferedImage.TYPE_INT_RGB), file);
	}

	/** Two photographs with annotations that are as they should be, and what a program found. */
	private void goodPairs() throws IOException {
		for (String name : List.of("good-1.png", "good-2.png")) {
			photograph(input.resolve(name));
			Calls.write(Calls.mask(64, 64, 31, 4), found.resolve(name));
			Calls.write(Calls.mask(64, 64, 30, 4), truth.resolve(name));
		}
	}

	private static Object[] with(Map<String, Object> call, Object... changes) {
		Map<String, Object> all = new LinkedHashMap<>(call);
		for (int i = 0; i < changes.length; i += 2) all.put((String) changes[i], changes[i + 1]);
		List<Object> list = new ArrayList<>();
		all.forEach((key, value) -> list.addAll(Arrays.asList(key, value)));
		return list.toArray();
	}

	private Object[] training(Object... changes) {
		return with(Map.of("images", input.toFile(), "annotations", truth.toFile(), "output",
			output.toFile(), "minutes", 0.01, "width", "8", "tile_side", 188, "batch", 1, "tiles_per_epoch", 1,
			"device", "cpu"), changes);
	}

	private Object[] segmenting(Object... changes) {
		return with(Map.of("input", input.toFile(), "model", model.toFile(), "output", output.toFile(),
			"tile_side", 252), changes);
	}

	/** Nothing but the report of what was checked. */
	private void assertNothingTrained() throws IOException {
		List<String> left = new ArrayList<>(Calls.files(output));
		left.remove(TrainingRun.DATA_REPORT);
		assertEquals(List.of(), left);
	}

	private void refusesToTrain(String... parts) throws IOException {
		Calls.refused(List.of(parts), TrainRootUNet.class, training());
		assertNothingTrained();
	}

	private static Path text(Path file) throws IOException {
		return Files.writeString(file, "This is no image.");
	}

	@Test
	void missingFoldersAreNamed() throws IOException {
		File missing = temp.resolve("missing").toFile();
		Calls.refused(List.of(missing.getPath(), "check"), TrainRootUNet.class, training("images", missing));
		assertNothingTrained();
		Calls.refused(List.of(missing.getPath(), "check"), TrainRootUNet.class, training("annotations", missing));
		Calls.refused(List.of(missing.getPath(), "check"), SegmentRootsFolder.class, segmenting("input", missing));
		Calls.refused(List.of(missing.getPath(), "check"), MeasureRootsFolder.class, "input", missing, "output",
			output.toFile());
		assertTrue(Files.notExists(temp.resolve("missing")));
	}

	@Test
	void filesInPlaceOfFoldersAreNamed() throws IOException {
		File file = text(temp.resolve("file.txt")).toFile();
		Calls.refused(List.of(file.getPath(), "folder"), TrainRootUNet.class, training("images", file));
		goodPairs();
		Calls.refused(List.of(file.getPath(), "folder"), TrainRootUNet.class, training("output", file));
		Calls.refused(List.of(file.getPath(), "folder"), SegmentRootsFolder.class, segmenting("input", file));
		Calls.refused(List.of(file.getPath(), "folder"), SegmentRootsFolder.class, segmenting("output", file));
		Calls.refused(List.of(file.getPath(), "folder"), MeasureRootsFolder.class, "input", file, "output",
			output.toFile());
		Calls.refused(List.of(file.getPath(), "folder"), MeasureRootsFolder.class, "input", truth.toFile(), "output",
			new File(file, "table.csv"));
		Calls.refused(List.of(file.getPath(), "folder"), SimulateRhizotronImages.class, "output", file, "count", 1);
		// A folder in place of the table.
		Calls.refused(List.of(truth.toString(), "name of a file"), MeasureRootsFolder.class, "input", truth.toFile(),
			"output", truth.toFile());
	}

	@Test
	void foldersWithoutImagesAreNamed() throws IOException {
		text(input.resolve("notes.txt"));
		refusesToTrain(input.toString(), "no photographs");
		Calls.refused(List.of(input.toString(), "no photographs"), SegmentRootsFolder.class, segmenting());
		Calls.refused(List.of(input.toString(), "no masks"), MeasureRootsFolder.class, "input",
			input.toFile(), "output", output.resolve("t.csv").toFile());
		assertEquals(List.of(), Calls.files(output.resolve("masks")));
	}

	@Test
	void photographsWithoutAnyAnnotation() throws IOException {
		photograph(input.resolve("a.png"));
		refusesToTrain(truth.toString(), "no annotations");
	}

	@Test
	void onePhotographWithoutAnnotation() throws IOException {
		goodPairs();
		photograph(input.resolve("lonely.png"));
		refusesToTrain("lonely.png", "It has no annotation", truth.toString());
	}

	@Test
	void anAnnotationOfAnotherSize() throws IOException {
		goodPairs();
		Calls.write(Calls.mask(32, 64, 3, 3), truth.resolve("good-2.png"));
		refusesToTrain("good-2.png", "32x64", "64x64");
	}

	@Test
	void anInvertedAnnotation() throws IOException {
		goodPairs();
		Calls.write(Calls.mask(64, 64, 0, 60), truth.resolve("good-1.png"));
		refusesToTrain("good-1.png", "looks inverted");
	}

	@Test
	void onlyOneImage() throws IOException {
		photograph(input.resolve("a.png"));
		Calls.write(Calls.mask(64, 64, 30, 4), truth.resolve("a.png"));
		refusesToTrain("at least two annotated photographs");
	}

	@Test
	void damagedFilesAreAllNamedAndTheOthersDone() throws IOException {
		goodPairs();
		text(input.resolve("text.png"));
		Files.createFile(input.resolve("empty.tif"));
		byte[] jpeg = Files.readAllBytes(
			Calls.write(Calls.noise(BufferedImage.TYPE_INT_RGB), temp.resolve("whole.jpg")));
		Files.write(input.resolve("cut.jpg"), Arrays.copyOf(jpeg, jpeg.length / 2));
		for (String name : List.of("text.png", "empty.png", "cut.png")) {
			Calls.write(Calls.mask(64, 64, 30, 4), truth.resolve(name));
		}
		refusesToTrain("text.png", "empty.tif", "cut.jpg", "damaged or cut short");
		Calls.refused(List.of("text.png", "empty.tif", "cut.jpg", "2 done, 3 failed"), SegmentRootsFolder.class,
			segmenting());
		assertEquals(List.of("good-1.png", "good-2.png"), Calls.files(output.resolve("masks")));
		for (String name : List.of("text.png", "empty.tif", "cut.jpg")) {
			Files.copy(input.resolve(name), truth.resolve("bad " + name));
		}
		Calls.refused(List.of("text.png", "empty.tif", "cut.jpg", "5 done, 3 failed"),
			MeasureRootsFolder.class, "input", truth.toFile(), "output", temp.resolve("table.csv").toFile());
		assertEquals(6, Files.readAllLines(temp.resolve("table.csv")).size());
		for (String name : List.of("text.png", "empty.tif", "cut.jpg")) Files.delete(truth.resolve("bad " + name));
		Calls.done(TrainRootUNet.class, training("skip_bad_files", true));
	}

	@Test
	void photographsOfTheSameNameDoNotOverwriteEachOther() throws IOException {
		photograph(input.resolve("a.png"));
		photograph(input.resolve("a.jpg"));
		Calls.refused(List.of("a.png would overwrite the results of a.jpg", "another name"), SegmentRootsFolder.class,
			segmenting());
	}

	private static void refusesModel(Path file, String... parts) {
		List<String> all = new ArrayList<>(List.of(parts));
		all.add(file.toString());
		Calls.refused(all, SegmentRoots.class, "image", photograph, "model", file.toFile(), "tile_side", 252);
	}

	/** A copy of the model in which an entry has other bytes. */
	private Path changed(String entry, byte[] bytes) throws IOException {
		Path file = temp.resolve("changed.zip");
		try (ZipFile old = new ZipFile(model.toFile());
			ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file)))
		{
			for (ZipEntry part : Collections.list(old.entries())) {
				zip.putNextEntry(new ZipEntry(part.getName()));
				zip.write(part.getName().equals(entry) ? bytes : old.getInputStream(part).readAllBytes());
			}
		}
		return file;
	}

	private static String json() throws IOException {
		try (ZipFile zip = new ZipFile(model.toFile())) {
			return new String(zip.getInputStream(zip.getEntry("taproot.json")).readAllBytes());
		}
	}

	@Test
	void filesThatAreNoModels() throws IOException {
		refusesModel(temp.resolve("missing.zip"), "There is no file");
		refusesModel(temp, "is a folder");
		refusesModel(text(temp.resolve("text.zip")), "is not a model");
		refusesModel(Files.createFile(temp.resolve("empty.zip")), "is not a model");
		Path zip = temp.resolve("nothing.zip");
		new ZipOutputStream(Files.newOutputStream(zip)).close();
		refusesModel(zip, "is not a model");
		Files.write(zip, Arrays.copyOf(Files.readAllBytes(model), 5000));
		refusesModel(zip, "is not a model");
	}

	@Test
	void modelsThatAreDamagedOrLie() throws IOException {
		String weights = "weights/conv_in.0.weight.npy";
		refusesModel(changed(weights, new byte[100]), "is not a model");
		refusesModel(changed(weights, new byte[1 << 20]), "is not a model");
		for (String width : List.of("1000000", "9", "-8", "1e99", "null", "\"x\"", "{}")) {
			refusesModel(changed("taproot.json", json().replaceFirst("\"width\": 8", "\"width\": " + width).getBytes()),
				"is not a model");
		}
		refusesModel(changed("taproot.json", json().replaceFirst("PLAIN", "ROUND").getBytes()), "is not a model");
		for (String text : List.of("{}", "null", "[]", "{\"format\": 1}", "[".repeat(100_000))) {
			refusesModel(changed("taproot.json", text.getBytes()));
		}
		refusesModel(changed("taproot.json",
			json().replaceFirst("\"architecture\": \\{[^}]*\\}", "\"architecture\": null")
			.getBytes()));
		refusesModel(changed("taproot.json", json().replaceFirst("\"format\": 1", "\"format\": 2").getBytes()),
			"update Taproot");
	}

	@ParameterizedTest
	@CsvSource({ "threshold, 2, 2.0", "threshold, -1, -1.0", "threshold, NaN, threshold must be", "tile_side, 500, 492",
		"tile_side, 100, 188", "tile_side, -2147483648, 188", "batch, 2000, 1 to 1024", "batch, -1, 1 to 1024",
		"device, xyz, xyz", "device, '', auto", "device, gpu:99, gpu:99" })
	void segmentingOutOfRange(String key, String value, String part) throws IOException {
		photograph(input.resolve("a.png"));
		Calls.refused(List.of(part), SegmentRootsFolder.class, segmenting(key, value));
		assertEquals(List.of(), Calls.files(output));
		Calls.refused(List.of(part), SegmentRoots.class, "image", photograph, "model", model.toFile(), key, value);
	}

	@ParameterizedTest
	@CsvSource({ "minutes, -2, -2.0", "minutes, 0, minutes=60", "minutes, Infinity, minutes", "width, 12, 12",
		"width, wide, wide", "preset, foo, foo", "preset, '', fast", "root_share, 3, 3.0", "root_share, -0.5, -0.5",
		"tile_side, 500, 492", "tile_side, -1, 188", "batch, -1, 1 to 1024", "batch, 5000, 5000", "head, round, round",
		"optimiser, sgd, sgd", "sampling, all, all", "augmentation, none, none", "learning_rate, -1, -1.0",
		"learning_rate, 2, 2.0", "weight_decay, -3, -3.0", "tiles_per_epoch, -1, -1", "epochs, -1, -1",
		"device, xyz, xyz", "device, gpu:99, gpu:99", "suffix, _roots, _roots", "validation, nowhere, " +
		"validation_truth" })
	void trainingOutOfRange(String key, String value, String part) throws IOException {
		goodPairs();
		Calls.refused(List.of(part), TrainRootUNet.class, training(key, value));
		assertNothingTrained();
	}

	@ParameterizedTest
	@CsvSource({ "count, 0, 0", "count, 100001, 100001", "width, 0, 16 x 16", "height, -5, 16 x 16",
		"width, 2000000000, large" })
	void simulatingOutOfRange(String key, String value, String part) throws IOException {
		Calls.refused(List.of(part), SimulateRhizotronImages.class,
			with(Map.of("output", output.toFile(), "count", 1, "width", 64, "height", 64), key, value));
		assertEquals(List.of(), Calls.files(output));
	}

	@ParameterizedTest
	@CsvSource({ "-1", "NaN", "1e6" })
	void measuringOutOfRange(String pixelSize) throws IOException {
		Calls.write(Calls.mask(64, 64, 30, 4), truth.resolve("a.png"));
		Calls.refused(List.of("pixel size"), MeasureRootsFolder.class, "input", truth.toFile(), "output",
			output.toFile(), "pixel_size", pixelSize);
		Calls.refused(List.of("pixel size"), MeasureRoots.class, "mask", photograph, "pixel_size", pixelSize);
		assertEquals(List.of(), Calls.files(output));
	}

	@Test
	void noImageOpen() {
		Calls.refused(List.of("Open an image"), SegmentRoots.class, "image", new ImagePlus(), "model", model.toFile());
		Calls.refused(List.of("Open an image"), MeasureRoots.class, "mask", new ImagePlus());
		// SciJava itself refuses where not even an empty image is there.
		for (CommandModule module : List.of(Calls.run(SegmentRoots.class, "image", null, "model", model.toFile()),
			Calls.run(MeasureRoots.class, "mask", null)))
		{
			assertTrue(module.isCanceled());
			assertTrue(module.getCancelReason().contains("is required"), module.getCancelReason());
		}
	}

	@Test
	void requiredFoldersThatAreEmptyTexts() {
		Calls.refused(List.of("input=..."), SegmentRootsFolder.class, segmenting("input", new File("")));
		Calls.refused(List.of("output=..."), TrainRootUNet.class, training("output", new File("")));
	}

	/** Runs something with a small file system that root mounts; skipped where that is not possible. */
	private void mounted(String options, Checks checks) throws Exception {
		Files.createDirectories(output);
		Assumptions.assumeTrue(sh("mount", "-t", "tmpfs", "-o", options, "tmpfs", output.toString()),
			"Only root can mount a small disk on Linux, so the full and the read-only disk are not tested here.");
		try {
			checks.run();
		}
		finally {
			sh("umount", output.toString());
		}
	}

	private interface Checks {

		void run() throws Exception;
	}

	private static boolean sh(String... command) throws InterruptedException {
		try {
			return new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD).start()
				.waitFor() == 0;
		}
		catch (IOException e) {
			return false;
		}
	}

	@Test
	void readOnlyDisks() throws Exception {
		goodPairs();
		mounted("ro", () -> {
			Calls.refused(List.of(output.toString()), TrainRootUNet.class, training());
			Calls.refused(List.of(output.toString()), SegmentRootsFolder.class, segmenting());
			Calls.refused(List.of(output.toString()), SimulateRhizotronImages.class, "output", output.toFile());
			Calls.refused(List.of(output.toString()), MeasureRootsFolder.class, "input", truth.toFile(), "output",
				output.resolve("t.csv").toFile());
			Calls.refused(List.of(output.toString()), MeasureRootTraitsFolder.class, "input", truth.toFile(), "output",
				output.toFile());
			Calls.refused(List.of(output.toString()), CountLineIntersectionsFolder.class, "input",
				truth.toFile(), "output", output.resolve("t.csv").toFile(), "unit", "px");
			Calls.refused(List.of(output.toString()), ExportRootsFolder.class, "input", truth.toFile(), "output",
				output.toFile());
			Calls.refused(List.of(output.toString()), MeasureRootGrowthFolder.class, "input", truth.toFile(), "output",
				output.toFile());
			Calls.refused(List.of(output.toString()), TabulateFileNames.class, "input", truth.toFile(), "output",
				output.resolve("t.csv").toFile(), "names", "(?<name>.*)");
			Calls.refused(List.of(output.toString()), SegmentRootsFrangiFolder.class, "input", input.toFile(), "output",
				output.toFile());
			Calls.refused(List.of(output.toString()), TuneFrangi.class, "images", input.toFile(), "annotations",
				truth.toFile(), "output", output.toFile(), "evaluations", 3);
			Calls.refused(List.of(output.toString()), EvaluateSegmentation.class, "predictions", found.toFile(),
				"annotations", truth.toFile(), "output", output.toFile());
			Calls.refused(List.of(output.toString()), CompareMethods.class, "annotations", truth.toFile(),
				"predictions", found + ";again=" + found, "output", output.toFile());
			File table = Files.writeString(temp.resolve("t.csv"), "file,x\na,1\nb,2\nc,4\n").toFile();
			Calls.refused(List.of(output.toString()), CompareWithCounts.class, "lengths", table, "counts",
				table, "output", output.toFile());
		});
	}

	@Test
	void fullDisks() throws Exception {
		goodPairs();
		mounted("size=64k", () -> {
			Calls.refused(List.of(output.toString(), "space"), TrainRootUNet.class, training());
			for (String file : Calls.files(output)) assertTrue(file.matches("data-report.txt|history.csv"), file);
			Files.write(output.resolve("filler"), new byte[20_000]);
			Calls.refused(List.of(output.toString(), "space"), SimulateRhizotronImages.class, "output", output.toFile(),
				"width", 400, "height", 400);
			Calls.refused(List.of(output.toString(), "space"), SegmentRootsFolder.class,
				segmenting("probability", true));
			Calls.refused(List.of(output.toString(), "space"), EvaluateSegmentation.class, "predictions",
				found.toFile(), "annotations", truth.toFile(), "output", output.toFile());
			Calls.refused(List.of(output.toString(), "space"), TuneFrangi.class, "images", input.toFile(),
				"annotations", truth.toFile(), "output", output.toFile(), "evaluations", 3);
			for (String file : Calls.files(output)) {
				assertTrue(!file.contains("part") && !file.contains("simulated"), file);
			}
		});
	}

	@Test
	void gpuThatIsNotThere() throws EngineException {
		boolean gpu = EngineLoader.engine().info().devices().stream().anyMatch(name -> name.startsWith("GPU"));
		Assumptions.assumeFalse(gpu, "There is a GPU here.");
		Calls.refused(List.of("gpu:0", "device=cpu"), SegmentRoots.class, "image", photograph, "model", model.toFile(),
			"device", "gpu:0");
	}

	@Test
	void errorsOfOursAreASentenceToo() {
		TaprootCommand command = new TaprootCommand() {

			@Override
			void work() {
				throw new IllegalStateException("a bug");
			}
		};
		Calls.context().inject(command);
		command.run();
		assertTrue(command.isCanceled());
		assertTrue(command.getCancelReason().endsWith("a bug): please report it."), command.getCancelReason());
	}
}
