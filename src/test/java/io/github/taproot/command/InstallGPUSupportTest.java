// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.taproot.unet.EngineLoader;
import io.github.taproot.unet.natives.GpuStatus.State;

class InstallGPUSupportTest {

	@TempDir
	private Path temp;

	@BeforeEach
	void useACacheOfItsOwn() throws IOException {
		// Unpacked into a folder that is deleted, the engine would be lost to the tests that follow.
		EngineLoader.engine();
		System.setProperty("taproot.cache", temp.toString());
		assumeTrue(EngineLoader.gpu().state() == State.NO_CARD, "there is a card, or no Linux");
	}

	@AfterEach
	void useTheUsersCache() {
		System.clearProperty("taproot.cache");
	}

	@Test
	void fetchesNothingThatWouldBeOfNoUse() {
		Calls.refused(List.of("of no use here", "anyway=true"), InstallGPUSupport.class);
	}

	@Test
	void tellsWhatItFetchesAndWantsTheLicencesAccepted() {
		Calls.refused(List.of("accept=true", "2.5 GB; unpacked 3.8 GB", temp.resolve("gpu").toString(),
			"cuda-12.3-8.9-1.5.10-linux-x86_64-redist.jar, 1992 MB: NVIDIA", "Apache License 2.0"),
			InstallGPUSupport.class, "anyway", true);
		assertFalse(Files.exists(temp.resolve("gpu")));
	}

	@Test
	void namesTheJarThatAFolderLacks() throws IOException {
		Path folder = Files.createDirectory(temp.resolve("jars"));
		Calls.refused(List.of(folder.toString(), "cuda-12.3-8.9-1.5.10-linux-x86_64-redist.jar"),
			InstallGPUSupport.class, "anyway", true, "accept", true, "source", folder.toString());
		assertFalse(Files.exists(temp.resolve("gpu")));
	}

	@Test
	void deviceInfoSaysWhatThereIsOfAGpu() throws Exception {
		String info = (String) Calls.done(TaprootDeviceInfo.class, "json", true).getOutput("info");
		assertTrue(info.contains("\"gpu_state\": \"no card\""), info);
	}
}
