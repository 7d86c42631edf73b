// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import io.github.taproot.files.Json;
import io.github.taproot.files.Version;
import io.github.taproot.unet.EngineException;
import io.github.taproot.unet.EngineInfo;
import io.github.taproot.unet.EngineLoader;
import io.github.taproot.unet.natives.GpuStatus;

/** Tells what networks would run on, and what is missing. */
@Plugin(type = Command.class, headless = true, menu = { @Menu(label = "Plugins"), @Menu(label = "Taproot"),
	@Menu(label = "Models and Tools", weight = 60), @Menu(label = "Taproot Device Info", weight = 68) },
	description = "Shows versions, devices and native libraries, and what is missing, for bug reports too.")
public class TaprootDeviceInfo extends TaprootCommand {

	@Parameter(label = "As JSON", persist = false, description = "JSON for programs. If off, plain text.")
	private boolean json;

	@Parameter(type = ItemIO.OUTPUT, label = "Taproot Device Info")
	private String info;

	@Override
	void work() throws IOException {
		Map<String, Object> facts = new LinkedHashMap<>();
		facts.put("taproot", Version.taproot());
		facts.put("java", System.getProperty("java.version") + ", " + System.getProperty("java.vendor"));
		facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version") + ", " +
			System.getProperty("os.arch"));
		facts.put("processors", Runtime.getRuntime().availableProcessors());
		facts.put("java_memory_mb", Runtime.getRuntime().maxMemory() >> 20);
		GpuStatus gpu = EngineLoader.gpu();
		facts.put("gpu", gpu.words());
		facts.put("gpu_state", gpu.state().name().toLowerCase(Locale.ROOT).replace('_', ' '));
		facts.put("gpu_cards", gpu.cards().stream().map(card -> card.name() + ", " + card.memory() / 1_000_000 +
			" MB, compute capability " + card.capability()).toList());
		facts.put("gpu_libraries", EngineLoader.gpuLibraries().folder().toString());
		try {
			EngineInfo engine = EngineLoader.engine().info();
			facts.put("tensorflow", engine.tensorflow());
			facts.put("djl", engine.djl());
			facts.put("natives", engine.natives());
			facts.put("devices", engine.devices());
			boolean hasGpu = engine.devices().stream().anyMatch(name -> name.startsWith("GPU"));
			facts.put("missing", hasGpu ? "nothing" : "a GPU that TensorFlow can use; networks run on the CPU");
		}
		catch (EngineException e) {
			facts.put("missing", e.getMessage());
		}
		if (json) {
			info = Json.PRETTY.toJson(facts);
			return;
		}
		info = words(facts);
	}

	/** Facts for people, a line each. */
	static String words(Map<String, Object> facts) {
		StringBuilder text = new StringBuilder();
		facts.forEach((name, value) -> text.append(name.replace('_', ' ')).append(": ").append(value).append('\n'));
		return text.toString().stripTrailing();
	}
}
