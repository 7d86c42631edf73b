// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Frame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.WindowManager;

import io.github.taproot.unet.model.BundledModel;

@Tag("window")
class AnnotateRootsWindowTest {

	@TempDir
	private Path temp;

	private Object[] call(Object... further) {
		if (IJ.getInstance() == null) new ImageJ(ImageJ.NO_SHOW);
		Calls.done(SimulateRhizotronImages.class, "output", temp.toFile(), "count", 2, "width", 200, "height", 160);
		Object[] call = { "photographs", temp.resolve("images").toFile(), "project", temp.resolve("project").toFile(),
			"device", "cpu" };
		Object[] all = Arrays.copyOf(call, call.length + further.length);
		System.arraycopy(further, 0, all, call.length, further.length);
		return all;
	}

	private static void await(String what, BooleanSupplier condition) throws InterruptedException {
		for (int i = 0; i < 3000 && !condition.getAsBoolean(); i++) Thread.sleep(10);
		assertTrue(condition.getAsBoolean(), what);
	}

	private static String shown() {
		return Arrays.stream(Frame.getFrames()).filter(Frame::isVisible).map(AnnotateRootsWindowTest::texts)
			.reduce("", String::concat);
	}

	private static String texts(java.awt.Container in) {
		StringBuilder texts = new StringBuilder();
		for (java.awt.Component part : in.getComponents()) {
			if (part instanceof javax.swing.JLabel label) texts.append(label.getText()).append('\n');
			if (part instanceof javax.swing.text.JTextComponent text) texts.append(text.getText()).append('\n');
			if (part instanceof java.awt.Container inner) texts.append(texts(inner));
		}
		return texts.toString();
	}

	@AfterEach
	void close() throws InterruptedException {
		ImagePlus image = WindowManager.getCurrentImage();
		if (image != null) image.close();
		await("the window closes", () -> !shown().contains("root"));
	}

	@Test
	void theModelThatComesWithTaprootFindsRootsAtOnce() throws InterruptedException {
		Calls.done(AnnotateRoots.class, call());
		await("segments", () -> Files.exists(temp.resolve("project/segmentations/simulated-00001.png")));
		String sentence = "Cyan: roots found by " + BundledModel.MODEL.title() + ".";
		await(sentence, () -> shown().contains(sentence));
	}

	@Test
	void aNewNetworkFindsNothingYet() throws IOException, InterruptedException {
		Calls.done(AnnotateRoots.class, call("start", "nothing"));
		await("says so", () -> shown().contains("No model yet"));
		assertEquals(List.of(), Calls.files(temp.resolve("project/segmentations")));
	}

	@Test
	void aModelAndNothingContradictEachOther() throws IOException {
		Path model = Calls.model(temp);
		Calls.refused(List.of(model.toString(), "from nothing"), AnnotateRoots.class, call("start", "nothing", "model",
			model.toFile()));
	}
}
