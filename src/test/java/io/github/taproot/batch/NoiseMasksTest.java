// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import javax.imageio.ImageIO;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.github.taproot.faults.Tally;
import io.github.taproot.files.ImageFiles;
import io.github.taproot.roots.AddedTraits;
import io.github.taproot.image.Mask;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.image.RootMarks;
import io.github.taproot.progress.Progress;
import io.github.taproot.roots.RootChange;
import io.github.taproot.roots.RootMeasurement;
import io.github.taproot.roots.RootTraits;
import io.github.taproot.roots.TraitSettings;
import io.github.taproot.roots.skeleton.Shapes;
import io.github.taproot.table.Table;

/** Masks that are noise: they take seconds and little memory, and have no traits. */
@Tag("faults")
@ExtendWith(Tally.class)
class NoiseMasksTest {

	private static final int SIDE = 2000;
	private static final Mask BOARD = Shapes.draw(SIDE, SIDE, (x, y) -> (x + y) % 2 == 0);

	@TempDir
	private Path temp;

	private static Mask noise(int side, double share) {
		Random random = new Random(1);
		return Shapes.draw(side, side, (x, y) -> random.nextDouble() < share);
	}

	private static void write(Mask mask, Path file) throws IOException {
		BufferedImage image = new BufferedImage(mask.width(), mask.height(), BufferedImage.TYPE_BYTE_GRAY);
		image.getRaster().setDataElements(0, 0, mask.width(), mask.height(), mask.pixels());
		ImageIO.write(image, "png", file.toFile());
	}

	@Test
	void noiseIsRefusedWithinSecondsAndTheOthersAreMeasured() throws IOException {
		Path masks = Files.createDirectory(temp.resolve("masks"));
		write(noise(SIDE, 0.5), masks.resolve("a.png"));
		write(BOARD, masks.resolve("b.png"));
		write(noise(SIDE, 0.2), masks.resolve("c.png"));
		write(Shapes.draw(200, 200, Shapes.line(20, 100, 180, 100, 5)), masks.resolve("root.png"));
		List<String> said = new ArrayList<>();
		FolderTraits traits =
			new FolderTraits(new MaskInput(new ImageFiles(RootMarks.of("255", "")), null, null), TraitSettings.DEFAULT,
				null, null, null, AddedTraits.NONE);
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long allocated = threads.getCurrentThreadAllocatedBytes();
		FileBatch.Summary summary = assertTimeout(Duration.ofSeconds(20),
			() -> traits.run(masks, temp.resolve("out"), Progress.NONE, said::add).summary());
		allocated = threads.getCurrentThreadAllocatedBytes() - allocated;
		assertTrue(allocated < 3 * 100L * SIDE * SIDE, allocated + " bytes for 3 masks");
		assertEquals(3, summary.count(FileBatch.Status.FAILED), summary.text());
		assertTrue(said.contains("b.png: The mask has 3,992,005 branches. It looks like noise, not roots: segment " +
			"the image again with a higher threshold, or remove small pieces."), said.toString());
		assertTrue(summary.text().contains("\na.png: The mask has 1,"), summary.text());
		assertEquals(1, Table.read(temp.resolve("out/traits.csv")).rows().size());
		assertEquals(1, Table.read(temp.resolve("out/branches.csv")).rows().size());
	}

	@Test
	void noiseAmongDatesIsNamed() {
		Mask root = Shapes.draw(500, 500, Shapes.line(20, 100, 180, 100, 5));
		IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> RootChange.of(
			new RootChange.Snapshot(noise(500, 0.5)), new RootChange.Snapshot(root), PixelCalibration.PIXELS, 3, false,
				Progress.NONE));
		assertTrue(refused.getMessage().startsWith("The earlier of the two masks cannot be used. The mask has 6"),
			refused.getMessage());
	}

	@Test
	void lengthsOfNoiseTakeSeconds() {
		for (Mask mask : List.of(noise(SIDE, 0.5), BOARD)) {
			assertTimeout(Duration.ofSeconds(20),
				() -> RootMeasurement.of(mask, PixelCalibration.PIXELS, Progress.NONE));
		}
	}

	/** Grids and combs with almost as many branches as noise: four times the area takes no sixteen times as long. */
	@Test
	void whatIsJustNoNoiseTakesAsLongAsItsArea() {
		for (Shapes shape : List.<Shapes>of((x, y) -> y % 15 == 0 || x % 15 == 0,
			(x, y) -> y == 0 || x % 2 == 0))
		{
			long small = 0;
			for (int i = 0; i < 3; i++) small = processorTime(500, shape);
			long large = processorTime(1500, shape);
			assertTrue(large < 30 * small + 2e9, large / 1e9 + " s, and of a ninth of the area " + small / 1e9 + " s");
		}
	}

	private static long processorTime(int side, Shapes shape) {
		Mask mask = Shapes.draw(side, side, shape);
		OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
		long start = system.getProcessCpuTime();
		RootTraits.of(mask, PixelCalibration.PIXELS, TraitSettings.DEFAULT, Progress.NONE);
		RootMeasurement.of(mask, PixelCalibration.PIXELS, Progress.NONE);
		return system.getProcessCpuTime() - start;
	}
}
