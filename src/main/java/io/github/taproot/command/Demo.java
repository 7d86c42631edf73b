// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

/** The main job on the sample in our jar, as command lines for {@link Main}. */
final class Demo {

	private static final String SAMPLE = "/io/github/taproot/sample/";

	private Demo() {}

	/**
	 * Unpacks the sample.
	 *
	 * @param folder a folder that does not exist yet, for the sample and all results
	 * @return the commands and their parameters, in order
	 */
	static Map<String, String> prepare(Path folder) throws IOException {
		if (Files.exists(folder)) {
			throw new IOException("The folder " + folder + " exists already: name a new one for the demo.");
		}
		Path sample = folder.resolve("sample");
		unpack(sample);
		Map<String, String> commands = new LinkedHashMap<>();
		commands.put("Train Root U-Net", "images='" + sample.resolve("photographs") + "',annotations='" +
			sample.resolve("annotations") + "',output='" + folder.resolve("model") +
			"',start=nothing,minutes=1.5,width=8,batch=1,learning_rate=0.004,tiles_per_epoch=60");
		commands.put("Segment Roots Folder", "input='" + sample.resolve("new") + "',model='" +
			folder.resolve("model").resolve("model.zip") + "',output='" + folder.resolve("segmented") +
			"',min_component=10,overlay=true");
		commands.put("Measure Roots Folder", "input='" + folder.resolve("segmented").resolve("masks") + "',output='" +
			folder.resolve("root-lengths.csv") + "'");
		return commands;
	}

	/** Writes all files of the sample to a folder that does not exist yet. */
	static void unpack(Path sample) throws IOException {
		for (String name : new String(read("index.txt"), StandardCharsets.UTF_8).lines().toList()) {
			Path file = sample.resolve(name);
			Files.createDirectories(file.getParent());
			try (InputStream in = Demo.class.getResourceAsStream(SAMPLE + name)) {
				Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
			}
		}
	}

	private static byte[] read(String name) throws IOException {
		try (InputStream in = Demo.class.getResourceAsStream(SAMPLE + name)) {
			return in.readAllBytes();
		}
	}
}
