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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.taproot.batch.FolderComparison.Method;
import io.github.taproot.evaluation.Bootstrap;
import io.github.taproot.evaluation.PairedDifference;
import io.github.taproot.evaluation.Tolerances;
import io.github.taproot.evaluation.report.ComparisonReport;
import io.github.taproot.files.ImageFiles;
import io.github.taproot.files.NameAffix;
import io.github.taproot.files.ResultFiles;
import io.github.taproot.files.SafeFile;
import io.github.taproot.image.Mask;
import io.github.taproot.image.RootMarks;
import io.github.taproot.progress.Progress;
import io.github.taproot.segmentation.Threshold;

class FolderComparisonTest {

	@TempDir
	private Path temp;

	private static List<String> names(String text) {
		return Method.list(text).stream().map(Method::name).toList();
	}

	@Test
	void methodsAreCalledByTheirFolders() throws IOException {
		assertEquals(List.of("unet", "frangi"), names("x/unet ; y/frangi;"));
		assertEquals(List.of("unet/masks", "frangi/Masks"), names("unet/masks;frangi/Masks"));
		assertEquals(List.of("a/run", "b/run"), names("a/run;b/run"));
		assertEquals(List.of("U-Net", "Second person"), names("U-Net=unet/masks;Second person = people/second"));
		assertEquals(Path.of("people/second").toAbsolutePath(), Method.list("a;B=people/second").get(1).folder());
		// A folder whose own name has the sign.
		Path folder = Files.createDirectory(temp.resolve("sigma=2"));
		assertEquals(List.of("sigma=2", "a"), names(folder + ";a"));
	}

	/** As Windows' "Copy as path" gives them. */
	@Test
	void quotesDoNotCount() {
		List<Method> expected = List.of(new Method("U-Net", Path.of("x/unet").toAbsolutePath()),
			new Method("b c", Path.of("y/b c").toAbsolutePath()));
		for (String text : List.of("U-Net=\"x/unet\";\"y/b c\"", "\"U-Net=x/unet\"; \"y/b c\" ",
			"\"U-Net\"=\"x/unet\";\"y/b c\"", "\"U-Net=x/unet;y/b c\""))
		{
			assertEquals(expected, Method.list(text), text);
		}
		String message =
			assertThrows(IllegalArgumentException.class, () -> Method.list("a;b=x\0y")).getMessage();
		assertTrue(message.startsWith("No folder of predictions can be named \"x") && message.endsWith("."), message);
	}

	private static PairedDifference difference(double... ofImages) {
		return PairedDifference.of(ofImages, new double[ofImages.length], new Bootstrap(100, 1), Progress.NONE);
	}

	@Test
	void uncertainDifferencesAreCalledSo() {
		String certain = new ComparisonReport.Difference("A", "B", difference(0.1, 0.2, 0.3)).sentence();
		assertTrue(certain.startsWith("F1 of A is on average 0.200 above that of B (95 % interval +0.1"), certain);
		String uncertain = new ComparisonReport.Difference("A", "B", difference(-0.4, 0.1, 0.1)).sentence();
		assertTrue(uncertain.startsWith(
			"F1 of A is on average 0.067 below that of B, which is not a statistically significant difference (95 % " +
			"interval -0.4"), uncertain);
		String one = new ComparisonReport.Difference("A", "B", difference(0.1)).sentence();
		assertTrue(one.contains("not a statistically significant difference (no 95 % interval from one image " +
			"with roots"), one);
	}

	@Test
	void cancellingLeavesNoResults() throws IOException {
		Mask mask = new Mask(8, 8);
		for (String folder : List.of("truth", "a", "b")) {
			SafeFile.makeFolder(temp.resolve(folder));
			for (String name : List.of("1.png", "2.png")) {
				ResultFiles.writeMask(mask, temp.resolve(folder).resolve(name));
			}
		}
		Progress cancelled = new Progress() {

			private boolean isSecond;

			@Override
			public void report(long done, long total, String message) {
				isSecond = done == 1;
			}

			@Override
			public boolean isCancelled() {
				return isSecond;
			}
		};
		FolderEvaluation evaluation =
			new FolderEvaluation(new ImageFiles(), RootMarks.AUTOMATIC, NameAffix.of(""), Threshold.PAPER,
			Tolerances.of("2"),
				new Bootstrap(100, 1), null);
		Path output = temp.resolve("out");
		// Both have been run before.
		List<String> old = List.of(FolderEvaluation.TABLE, FolderEvaluation.SUMMARY, FolderEvaluation.REPORT,
			FolderComparison.TABLE, FolderComparison.DIFFERENCES, FolderComparison.PER_IMAGE,
			FolderComparison.CHART + ".png", FolderComparison.REPORT);
		SafeFile.makeFolder(output);
		for (String name : old) SafeFile.writeText(output.resolve(name), "old");
		SafeFile.writeText(output.resolve("summary.csv"), "of another command");
		assertTrue(evaluation.run(temp.resolve("a"), temp.resolve("truth"), output, cancelled, text ->
			{}).files().cancelled());
		for (String name : old.subList(0, 3)) assertFalse(Files.exists(output.resolve(name)), name);
		for (String name : old.subList(3, 8)) assertTrue(Files.exists(output.resolve(name)), name);
		FolderComparison comparison = new FolderComparison(Method.list(temp.resolve("a") + ";" + temp.resolve("b")),
			evaluation);
		assertTrue(comparison.run(temp.resolve("truth"), output, cancelled, text -> {}).summary().cancelled());
		for (String name : old) assertFalse(Files.exists(output.resolve(name)), name);
		assertTrue(Files.exists(output.resolve("summary.csv")));
	}
}
