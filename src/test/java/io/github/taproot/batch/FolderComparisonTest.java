package io.github.taproot.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.taproot.batch.FolderComparison.Method;
import io.github.taproot.evaluation.Bootstrap;
import io.github.taproot.evaluation.Tolerances;
import io.github.taproot.image.Mask;
import io.github.taproot.image.SafeFile;
import io.github.taproot.imagej.ResultFiles;
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

	@Test
	void cancellingLeavesNoResults() throws IOException {
		Mask mask = new Mask(8, 8);
		for (String folder : List.of("truth", "a", "b")) {
			SafeFile.makeFolder(temp.resolve(folder));
			for (String name : List.of("1.png", "2.png")) ResultFiles.writeMask(mask, temp.resolve(folder).resolve(name));
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
			new FolderEvaluation("", Threshold.PAPER, Tolerances.of("2"), new Bootstrap(100, 1), null);
		Path output = temp.resolve("out");
		assertTrue(evaluation.run(temp.resolve("a"), temp.resolve("truth"), output, cancelled, text ->
			{}).files().cancelled());
		assertFalse(Files.exists(output.resolve(FolderEvaluation.REPORT)) || Files.exists(output.resolve("summary.csv")));
		FolderComparison comparison = new FolderComparison(Method.list(temp.resolve("a") + ";" + temp.resolve("b")),
			evaluation);
		assertTrue(comparison.run(temp.resolve("truth"), output, cancelled, text -> {}).files().cancelled());
		assertFalse(Files.exists(output.resolve("comparison.csv")));
	}
}
