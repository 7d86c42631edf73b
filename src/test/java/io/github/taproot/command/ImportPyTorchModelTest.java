// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import ij.IJ;
import ij.ImagePlus;

import io.github.taproot.roots.skeleton.References;
import io.github.taproot.unet.NetworkArchitecture;
import io.github.taproot.unet.RootPainterArchitecture;
import io.github.taproot.unet.UNetArchitecture;
import io.github.taproot.unet.UNetModel;
import io.github.taproot.unet.pytorch.PyTorchWeights;

class ImportPyTorchModelTest {

	@TempDir
	private Path temp;

	private Path weights(NetworkArchitecture network) throws IOException {
		Path file = temp.resolve("my weights \u00fc [1].pth");
		new PyTorchWeights(network, network.initialWeights(1)).write(file);
		return file;
	}

	private String imported(Path weights, Path model) {
		return (String) Calls.done(ImportPyTorchModel.class, "weights", weights.toFile(), "output", model.toFile())
			.getOutput("recognised");
	}

	@Test
	void saysWhatItRecognised() throws IOException {
		Path model = temp.resolve("model.zip");
		String unet = imported(weights(new UNetArchitecture(8, UNetArchitecture.Head.PAPER)), model);
		assertEquals("my weights \u00fc [1].pth holds the U-Net of Smith et al. 2020,\n" +
			"8 channels wide, with 487,542 parameters.\nIts model is " + model, unet);
		// RootPainter's own number of parameters; an existing model is replaced.
		String rootPainter = imported(weights(new RootPainterArchitecture(64)), model);
		assertTrue(rootPainter.contains("network of RootPainter,\n64 channels wide, with 1,322,438 parameters"),
			rootPainter);
		assertEquals(new RootPainterArchitecture(64), UNetModel.load(model).architecture());
	}

	@Test
	void whatIsImportedSegments() throws IOException {
		for (NetworkArchitecture network : List.of(new UNetArchitecture(2, UNetArchitecture.Head.PAPER),
			new RootPainterArchitecture(4)))
		{
			Path model = temp.resolve("model.ZIP");
			imported(weights(network), model);
			ImagePlus photograph = new ImagePlus("soil.png", Calls.noise(BufferedImage.TYPE_INT_RGB));
			ImagePlus mask = (ImagePlus) Calls.done(SegmentRoots.class, "image", photograph, "model", model.toFile(),
				"tile_side", 188, "overlay", false).getOutput("mask");
			assertEquals(64, mask.getWidth());
			Path photographs = Files.createDirectories(temp.resolve("photographs"));
			Calls.write(Calls.noise(BufferedImage.TYPE_INT_RGB), photographs.resolve("a.png"));
			Path output = temp.resolve("output " + network.width());
			Calls.done(SegmentRootsFolder.class, "input", photographs.toFile(), "model", model.toFile(), "output",
				output.toFile(), "tile_side", 188);
			ImagePlus same = IJ.openImage(output.resolve("masks/a.png").toString());
			assertArrayEquals((byte[]) mask.getProcessor().convertToByte(false).getPixels(),
				(byte[]) same.getProcessor().convertToByte(false).getPixels());
		}
	}

	@Test
	void theReferencesAreImported() throws IOException {
		for (String name : List.of("unet-w8.pth", "unet-w8-legacy.pth", "rootpainter-w64.pkl")) {
			String text = imported(References.shared("reference/network/" + name), temp.resolve("model.zip"));
			assertTrue(text.contains(name.startsWith("unet") ? "U-Net of Smith et al. 2020,\n8 channels" : "1,322,438"),
				text);
		}
	}

	@Test
	void badFilesEndInASentenceAndLeaveNoModel() throws IOException {
		Path model = temp.resolve("model.zip");
		Path text = Files.writeString(temp.resolve("text.pth"), "This is no model.");
		Path ours = Calls.model(Files.createDirectory(temp.resolve("ours")));
		Path cut = temp.resolve("cut.pth");
		byte[] whole = Files.readAllBytes(weights(new RootPainterArchitecture(1)));
		Files.write(cut, Arrays.copyOf(whole, whole.length / 2));
		for (Path file : List.of(temp.resolve("missing.pth"), temp, text, ours, cut)) {
			Calls.refused(List.of(file.toString()), ImportPyTorchModel.class, "weights", file.toFile(), "output",
				model.toFile());
		}
		assertFalse(Files.exists(model));
		Path good = weights(new RootPainterArchitecture(1));
		Calls.refused(List.of("ends in .zip", good.toString()), ImportPyTorchModel.class, "weights",
			good.toFile(), "output", good.toFile());
		assertArrayEquals(whole, Files.readAllBytes(good));
		Path folder = Files.createDirectory(temp.resolve("folder.zip"));
		Calls.refused(List.of(folder.toString(), "is a folder"), ImportPyTorchModel.class, "weights",
			good.toFile(), "output", folder.toFile());
		Path nowhere = temp.resolve("nowhere/model.zip");
		Calls.refused(List.of(nowhere.toString(), "create it first"), ImportPyTorchModel.class, "weights",
			good.toFile(), "output", nowhere.toFile());
		Path zip = Files.move(good, temp.resolve("weights.zip"));
		Calls.refused(List.of(zip.toString(), "another name"), ImportPyTorchModel.class, "weights",
			zip.toFile(), "output", zip.toFile());
		assertArrayEquals(whole, Files.readAllBytes(zip));
	}
}
