// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import io.github.taproot.command.Calls;
import io.github.taproot.files.ImageFolder;
import io.github.taproot.files.Sha256;
import io.github.taproot.unet.TrainingSettings;
import io.github.taproot.unet.UNetModel;
import io.github.taproot.unet.pytorch.PyTorchWeights;

/** The commands that write files, each with what it is called with, and what they write. */
final class WritingCommands {

	/** In the values of a call: the folder that it writes into. */
	static final String OUTPUT = "OUTPUT";

	/** Commands that are not among {@link #of}, and why. */
	static final Map<String, String> OTHERS = new TreeMap<>(Map.ofEntries(
		Map.entry("Annotate Roots", "a window: AnnotationProjectTest saves strokes through kills and errors"),
		Map.entry("Count Intersections By Hand", "a window: HandCountsTest saves through kills"),
		Map.entry("Review Segmentation", "a window: SegmentationReviewTest has two people tick"),
		Map.entry("Start Here", "a window; it saves the sample to try where somebody says"),
		Map.entry("Preview Segmentation", "a window that writes nothing"),
		Map.entry("Install GPU Support", "a fetch of 2.5 GB: GpuLibrariesTest breaks it off"),
		Map.entry("Merge Results", "writes as the commands that it merges: PartsTest"),
		Map.entry("Count Line Intersections", "shows its results"),
		Map.entry("Measure Root Traits", "shows its results"),
		Map.entry("Measure Roots", "shows its results"),
		Map.entry("Model Info", "shows its results"),
		Map.entry("Segment Roots", "shows its results"),
		Map.entry("Segment Roots Frangi", "shows its results"),
		Map.entry("Taproot Device Info", "shows its results")));

	/** Whether files change while a command runs, and in its end. */
	enum Change {
		/** A file that is there is as it will be. */
		FINAL,
		/** Models and tables become better, and end as they always do. */
		BETTER,
		/** As {@code BETTER}, and the end goes by the clock. */
		TIMED
	}

	/**
	 * A call of a command.
	 *
	 * @param values of the form key=value,key=value
	 * @param files whether they change
	 */
	record Call(String title, String values, Change files) {

		Call(String title, String values) {
			this(title, values, Change.FINAL);
		}

		String values(Path output) {
			return values.replace(OUTPUT, output.toString());
		}

		Calls.Outcome run(Path output) {
			return Calls.outcome(title, values(output));
		}

		/** What undisturbed runs leave: files under their final names with what they hold. */
		Map<String, String> result(Path output) throws IOException {
			return content(output, files == Change.TIMED);
		}

		/** The same while a command has not ended. */
		Map<String, String> state(Path output) throws IOException {
			return content(output, files != Change.FINAL);
		}

		@Override
		public String toString() {
			return title + " " + values.replaceAll("=[^,]*/", "=.../");
		}
	}

	private WritingCommands() {}

	/** Makes small inputs in a folder, and lists a call for each command that writes. */
	static List<Call> of(Path set) throws IOException {
		done(new Call("Simulate Rhizotron Images", "output=OUTPUT,count=5,width=200,height=160"), set);
		Path masks = set.resolve("masks");
		Path images = set.resolve("images");
		Path found = Files.createDirectory(set.resolve("found"));
		Path again = Files.createDirectory(set.resolve("again"));
		Path dated = Files.createDirectory(set.resolve("dated"));
		Path painted = Files.createDirectory(set.resolve("painted"));
		for (Path mask : ImageFolder.of(masks).images()) {
			Files.copy(mask, found.resolve(mask.getFileName()));
			Files.copy(mask, again.resolve(mask.getFileName()));
			Files.copy(mask, painted.resolve(mask.getFileName()));
			for (int day = 13; day < 15; day++) {
				String window = mask.getFileName().toString().replaceAll("\\D", "");
				Files.copy(mask, dated.resolve("T001_L" + window + "_" + day + ".11.18_091057_015.png"));
			}
		}
		done(new Call("Export Roots Folder", "input=" + masks + ",output=OUTPUT"), set.resolve("rsml"));
		Path lengths = set.resolve("lengths.csv");
		done(new Call("Measure Roots Folder", "input=" + masks + ",output=" + lengths), set);
		Path counts = set.resolve("counts.csv");
		done(new Call("Count Line Intersections Folder", "input=" + masks + ",unit=px,square=20,output=" + counts),
			set);
		TrainingSettings narrow = TrainingSettings.corrective(8, 1);
		Map<String, float[]> weights = narrow.architecture().initialWeights(1);
		Path model = set.resolve("model.zip");
		UNetModel.untrained(narrow, weights, "CPU").save(model);
		Path state = set.resolve("weights.pth");
		new PyTorchWeights(narrow.architecture(), weights).write(state);
		String data = "images=" + images + ",annotations=" + masks;
		String photograph = ",model=" + model + ",photograph=" + ImageFolder.of(images).images().get(0);
		return List.of(new Call("Simulate Rhizotron Images", "output=OUTPUT,count=6,width=400,height=300"),
			new Call("Segment Roots Folder", "input=" + images + ",output=OUTPUT,overlay=true,probability=true," +
				"resume=true,device=cpu,model=" + model),
			new Call("Analyse Root Photographs", "photographs=" + images + ",output=OUTPUT,device=cpu,model=" + model),
			new Call("Segment Roots Frangi Folder", "input=" + images + ",output=OUTPUT,overlay=true,resume=true"),
			new Call("Measure Roots Folder", "input=" + masks + ",output=OUTPUT/lengths.csv,skeletons=OUTPUT/lines"),
			new Call("Measure Root Traits Folder", "input=" + masks + ",output=OUTPUT"),
			new Call("Evaluate Segmentation", "predictions=" + found + ",annotations=" + masks + ",output=OUTPUT"),
			new Call("Count Line Intersections Folder", "input=" + masks + ",unit=px,output=OUTPUT/counts.csv"),
			new Call("Export Roots Folder", "input=" + masks + ",output=OUTPUT"),
			new Call("Correct Masks Folder", "input=" + masks + ",annotations=" + painted + ",output=OUTPUT"),
			new Call("Compare Methods", "annotations=" + masks + ",predictions=" + found + ";" + again +
				",output=OUTPUT"),
			new Call("Compare With Counts", "lengths=" + lengths + ",counts=" + counts + ",output=OUTPUT," +
				"length_column=root_length_px,count_column=intersections"),
			new Call("Measure Root Growth Folder", "input=" + dated + ",names=ci-600,align=false,output=OUTPUT"),
			new Call("Tabulate File Names", "input=" + dated + ",output=OUTPUT/names.csv"),
			new Call("RSML To Mask", "input=" + set.resolve("rsml").resolve("rsml") + ",width=200,height=160," +
				"output=OUTPUT"),
			new Call("Suggest Scratches", "mask=" + ImageFolder.of(masks).images().get(0) + ",shortest=20,bend=10," +
				"selections=OUTPUT/scratches.zip"),
			new Call("Tune Frangi", data + ",evaluations=20,output=OUTPUT", Change.BETTER),
			new Call("Import PyTorch Model", "weights=" + state + ",output=OUTPUT/model.zip"),
			new Call("Export Model", "output=OUTPUT/package.zip" + photograph),
			new Call("Export Model", "output=OUTPUT/graph,format=savedmodel,model=" + model),
			new Call("Export Model", "output=OUTPUT/weights.pth,format=pytorch,model=" + model),
			new Call("Calibrate Model", "model=" + model + "," + data + ",output=OUTPUT/calibrated.zip,device=cpu"),
			new Call("Train Root U-Net", data + ",output=OUTPUT,start=nothing,width=8,tile_side=188,batch=2," +
				"minutes=0,epochs=2,tiles_per_epoch=4,device=cpu,resume=true", Change.BETTER),
			new Call("Continue Training", "model=" + model + "," + data + ",output=OUTPUT,tile_side=188,batch=2," +
				"tiles_per_epoch=4,minutes=0.03,device=cpu,resume=true", Change.TIMED));
	}

	private static void done(Call call, Path output) {
		assertEquals(Calls.End.DONE, call.run(output).end(), call + ":\n" + call.run(output));
	}

	static List<Path> all(Path folder) throws IOException {
		if (!Files.exists(folder)) return List.of();
		try (Stream<Path> all = Files.walk(folder)) {
			return all.filter(Files::isRegularFile).sorted().toList();
		}
	}

	/** Temporary files that are left in a folder. */
	static List<Path> leftovers(Path folder) throws IOException {
		return all(folder).stream().filter(file -> file.getFileName().toString().startsWith(".")).toList();
	}

	private static Map<String, String> content(Path folder, boolean isChanging) throws IOException {
		Map<String, String> files = new TreeMap<>();
		for (Path file : all(folder)) {
			String name = folder.relativize(file).toString();
			// A training that goes by the clock may end without a step.
			if (file.getFileName().toString().matches("\\..*|history.csv")) continue;
			try (InputStream in = Files.newInputStream(file)) {
				files.put(name, name.endsWith(".zip") ? entries(in, isChanging) :
					name.matches(".*\\.(jsonl|pb)|evaluations.csv") || isChanging ? "grows" :
					name.matches(".*\\.(csv|json|rsml|html)") ? timeless(Files.readString(file), folder)
						: Sha256.of(file));
			}
		}
		return files;
	}

	/** All that can be read from a zip; the names alone where their content changes. */
	private static String entries(InputStream file, boolean isChanging) throws IOException {
		List<String> entries = new ArrayList<>();
		ZipInputStream in = new ZipInputStream(file);
		for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
			String name = entry.getName();
			if (name.endsWith(".zip")) entries.add(name + ":\n" + entries(in, isChanging));
			else {
				byte[] bytes = in.readAllBytes();
				// Descriptions tell times, and TensorFlow orders a graph's parts as it likes.
				boolean isEqual = !isChanging && !name.matches(".*\\.(json|yaml|md|pb)");
				entries.add(name + (isEqual ? " " + Arrays.hashCode(bytes) : ""));
			}
		}
		return String.join("\n", entries);
	}

	private static String timeless(String text, Path folder) {
		return text.replace(folder.toString(), OUTPUT).replaceAll("\\b\\d{4}-\\d\\d-\\d\\d[T ][\\d:.]+Z?", "TIME")
			.replaceAll(",(done|skipped),[\\d.]+,", ",done,SECONDS,")
			// What was done before is left as it is.
			.replaceAll("\"(done|skipped)\": \\d+", "\"$1\": COUNT").replace("\"SKIPPED\"", "\"DONE\"")
			.replaceAll("(\"seconds[a-z_]*\" ?:) ?[\\d.e-]+", "$1");
	}
}
