// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.taproot.files.BoundedZip;
import io.github.taproot.files.TemporaryFolder;
import io.github.taproot.segmentation.BandSegmenter;
import io.github.taproot.segmentation.Flips;
import io.github.taproot.unet.DeviceChoice;
import io.github.taproot.unet.SavedNetwork;

/**
 * A package that others made, which runs as they made it once it is checked, in a process of its own.
 *
 * @param unpacked closed in the end
 */
record PackageModel(Path file, SavedNetwork network, PackageSegmenter segmenter, TemporaryFolder unpacked)
	implements OpenModel
{

	/**
	 * Largest difference between a package's test output and what comes out here, as BioImage.IO's specification has
	 * it.
	 */
	private static final double TOLERANCE = 1e-2;

	static PackageModel open(Path file, DeviceChoice device, Consumer<String> log) throws IOException {
		TemporaryFolder folder = new TemporaryFolder();
		SavedNetwork network = null;
		try (ModelPackage described = ModelPackage.open(file)) {
			network = NetworkProcess.open(unpacked(described, folder.path()), device);
			PackageSegmenter segmenter = new PackageSegmenter(file, network, described.rdf());
			described.test(segmenter::difference, TOLERANCE, log);
			return new PackageModel(file, network, segmenter, folder);
		}
		catch (IOException | RuntimeException | Error e) {
			if (network != null) network.close();
			folder.close();
			if (e instanceof IOException || e instanceof IllegalArgumentException) {
				throw ModelPackage.unusable(file, (Exception) e);
			}
			throw e;
		}
	}

	/** The package's SavedModel, unpacked into a folder. */
	private static Path unpacked(ModelPackage described, Path folder) throws IOException {
		Rdf weights = described.weights();
		String source = weights.text("source");
		if (!described.zip().has(source)) {
			throw new IOException("Its weights are not in it (" + source + "): download the complete package.");
		}
		Path packed = folder.resolve("weights.zip");
		described.zip().copy(source, packed, weights.text("sha256", null));
		Path model = Files.createDirectory(folder.resolve("model"));
		try (BoundedZip inner = new BoundedZip(packed)) {
			inner.unpack(model);
		}
		// It may lie deeper.
		try (Stream<Path> all = Files.walk(model, 3)) {
			return all.filter(path -> path.getFileName().toString().equals("saved_model.pb")).findFirst()
				.orElseThrow(() -> new IOException("Its weights are not a SavedModel: download the package again."))
					.getParent();
		}
	}

	@Override
	public BandSegmenter segmenter(int side, int batch, Flips flips, boolean isOverlapping,
		Consumer<String> log)
	{
		if (flips != Flips.NONE || isOverlapping) {
			throw new IllegalArgumentException(
				file + " was made by others, and cannot be used with flips or overlap: choose flips=none and " +
				"overlap=false.");
		}
		return segmenter;
	}

	@Override
	public String device() {
		return network.device();
	}

	@Override
	public void close() {
		network.close();
		unpacked.close();
	}
}
