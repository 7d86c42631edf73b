// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page for R: its lines run on our tables and give what is on paper. Skipped where there is no R. */
class RScriptTest {

	private static final Path PAGE = Path.of("resources/r/README.md");

	@TempDir
	private Path temp;

	private String r(String... arguments) throws Exception {
		List<String> command = new java.util.ArrayList<>(List.of("Rscript", "--vanilla"));
		command.addAll(List.of(arguments));
		Path said = temp.resolve("said.txt");
		Process process;
		try {
			process = new ProcessBuilder(command).directory(temp.toFile()).redirectErrorStream(true)
				.redirectOutput(said.toFile()).start();
		}
		catch (IOException e) {
			assumeTrue(false, "skipped: there is no Rscript (Debian: r-base-core)");
			throw e;
		}
		if (!process.waitFor(120, TimeUnit.SECONDS)) {
			process.destroyForcibly();
			throw new AssertionError("R did not end");
		}
		String text = Files.readString(said, StandardCharsets.UTF_8);
		assertEquals(0, process.exitValue(), text);
		return text;
	}

	/** An upright root, one pixel wide, so many px long, from row 10 on. */
	private static void root(Path file, int length) throws IOException {
		BufferedImage image = new BufferedImage(50, 120, BufferedImage.TYPE_BYTE_GRAY);
		for (int y = 10; y <= 10 + length; y++) image.setRGB(20, y, 0xffffff);
		Calls.write(image, file);
	}

	@Test
	void theLinesOfThePageRunAndGiveWhatIsOnPaper() throws Exception {
		r("-e", "R.version.string");
		Path masks = Files.createDirectory(temp.resolve("masks"));
		root(masks.resolve("A_2021-05-01.png"), 40);
		root(masks.resolve("A_2021-05-11.png"), 60);
		root(masks.resolve("A_2021-05-21.png"), 100);
		root(masks.resolve("B_2021-05-01.png"), 50);
		root(masks.resolve("B_2021-05-11.png"), 30);
		Calls.done(MeasureRootGrowthFolder.class, "input", masks.toFile(), "output", temp.resolve("growth").toFile(),
			"names", "date", "align", false, "pixel_size", 0.5);
		Calls.done(MeasureRootTraitsFolder.class, "input", masks.toFile(), "output", temp.resolve("traits").toFile(),
			"band_height", 30, "pixel_size", 0.5);
		Files.copy(Path.of("resources/r/taproot.R"), temp.resolve("taproot.R"));
		StringBuilder script = new StringBuilder();
		for (String line : Files.readAllLines(PAGE)) {
			if (line.startsWith("    ")) script.append(line.strip()).append('\n');
		}
		script.append("""
			one <- depth_means(bands)
			cat("\\nlengths", round(lengths$length), "rates", round(growth_rates(lengths)$rate, 1),
				"depths", one$depth, "images", one$images, "all", sum(one$mean * one$images),
				"column", column(traits, "polyline_length"), "\\n")
			""");
		String said = r(Files.writeString(temp.resolve("page.R"), script).toString());
		String numbers = said.lines().filter(line -> line.startsWith("lengths")).findFirst().orElseThrow();
		// A: 20, 30 and 50 mm on days 0, 10 and 20, whose line rises by 1.5 mm a day; B loses 1 mm a day.
		assertTrue(numbers.startsWith("lengths 20 30 50 25 15 rates 1.5 -1 depths 15 45 images 5 5 all 140 " +
			"column polyline_length_mm"), said);
		for (String picture : List.of("growth.png", "depth.png")) {
			BufferedImage drawn = ImageIO.read(temp.resolve(picture).toFile());
			long coloured = java.util.Arrays.stream(drawn.getRGB(0, 0, drawn.getWidth(), drawn.getHeight(), null, 0,
				drawn.getWidth())).filter(rgb -> Math.abs((rgb & 255) - (rgb >> 16 & 255)) > 30).count();
			assertTrue(coloured > 200, picture + " has " + coloured + " coloured pixels");
		}
	}
}
