// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Priority;
import org.scijava.plugin.PluginInfo;
import org.scijava.plugin.PluginService;

import io.github.taproot.image.PixelCalibration;
import io.github.taproot.plugin.TipDensity;
import io.github.taproot.plugin.TraitPlugin;
import io.github.taproot.roots.RootTraits;
import io.github.taproot.roots.Trait;
import io.github.taproot.table.Table;

/** A trait of somebody's own is a column, and its faults end nothing. */
class TraitPluginTest {

	/** Somebody's mistake. */
	public static final class Broken implements TraitPlugin {

		@Override
		public String name() {
			return "broken";
		}

		@Override
		public String unit(PixelCalibration calibration) {
			return "";
		}

		@Override
		public String description() {
			return "";
		}

		@Override
		public double measure(RootTraits roots) {
			throw new ArrayIndexOutOfBoundsException("5");
		}
	}

	@TempDir
	private Path temp;

	private final PluginService plugins = Calls.context().service(PluginService.class);
	private final List<PluginInfo<?>> added = new ArrayList<>();

	@BeforeEach
	void install() {
		for (Class<? extends TraitPlugin> type : List.of(TipDensity.class, Broken.class, Twin.class)) {
			PluginInfo<TraitPlugin> info = new PluginInfo<>(type, TraitPlugin.class);
			if (type == Twin.class) info.setPriority(Priority.LOW);
			added.add(info);
		}
		plugins.addPlugins(added);
	}

	/** A second one of a name. */
	public static final class Twin implements TraitPlugin {

		private final Trait other = new TipDensity();

		@Override
		public String name() {
			return other.name();
		}

		@Override
		public String unit(PixelCalibration calibration) {
			return other.unit(calibration);
		}

		@Override
		public String description() {
			return other.description();
		}

		@Override
		public double measure(RootTraits roots) {
			return -1;
		}
	}

	@AfterEach
	void remove() {
		plugins.removePlugins(added);
	}

	@Test
	void aTraitIsAColumnOfTheFoldersTable() throws Exception {
		BufferedImage image = new BufferedImage(60, 100, BufferedImage.TYPE_BYTE_GRAY);
		for (int y = 10; y < 90; y++) image.setRGB(30, y, 0xffffff);
		Calls.write(image, temp.resolve("masks/a.png"));
		Calls.write(image, temp.resolve("masks/b.png"));
		Path output = temp.resolve("out");
		Calls.done(MeasureRootTraitsFolder.class, "input", temp.resolve("masks").toFile(), "output", output.toFile());
		Table table = Table.read(output.resolve("traits.csv"));
		assertEquals(2, table.rows().size());
		double[] density = table.numbers("tip_density_per_px");
		assertEquals(2 / 79.0, density[0], 1e-6);
		assertEquals(density[0], density[1]);
		assertTrue(Double.isNaN(table.numbers("broken")[0]));
	}

	@Test
	void faultsAreToldByNameAndOnce() {
		List<String> told = new ArrayList<>();
		List<Trait> traits = TraitPlugins.of(Calls.context(), told::add).traits();
		assertEquals(List.of("broken", "tip_density"), traits.stream().map(Trait::name).sorted().toList());
		assertEquals(1, told.size(), told::toString);
		assertTrue(told.get(0).contains("Twin") || told.get(0).contains("TipDensity"), told::toString);
		Trait broken = traits.stream().filter(trait -> trait.name().equals("broken")).findFirst().orElseThrow();
		for (int i = 0; i < 3; i++) assertTrue(Double.isNaN(broken.measure(null)));
		assertEquals(2, told.size());
		assertEquals("The trait broken (" + Broken.class.getName() + ") failed, its cell is empty: " +
			"java.lang.ArrayIndexOutOfBoundsException: 5", told.get(1));
	}
}
