// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.CancellationException;

import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.IJ;

import io.github.taproot.unet.EngineLoader;
import io.github.taproot.unet.natives.GpuLibraries;
import io.github.taproot.unet.natives.GpuStatus;
import io.github.taproot.unet.natives.GpuStatus.State;

/** Fetches what TensorFlow needs for an NVIDIA GPU. */
@Plugin(type = Command.class, headless = true, menu = { @Menu(label = "Plugins"), @Menu(label = "Taproot"),
	@Menu(label = "Models and Tools", weight = 60), @Menu(label = "Install GPU Support", weight = 66) },
	description = "Downloads the libraries of TensorFlow, CUDA and cuDNN, so that networks run on an NVIDIA GPU " +
	"under Linux. Only NVIDIA's driver must be installed before.")
public class InstallGPUSupport extends TaprootCommand {

	@Parameter(label = "From (folder or address, empty: the internet)", required = false, persist = false,
		description = "Empty: from the Maven registry, 2.5 GB. Otherwise a folder that holds the two jars, for a " +
		"computer without internet, or the address of a Maven repository.")
	private String source = "";

	@Parameter(label = "Install without a GPU", persist = false,
		description = "Installs even if no GPU or driver is found, for example in a folder that is copied to another " +
		"computer.")
	private boolean anyway;

	@Parameter(label = "Accept licences", persist = false,
		description = "Accepts NVIDIA's and TensorFlow's licences. If off, they are shown before anything is " +
		"downloaded.")
	private boolean accept;

	@Override
	void work() throws IOException {
		GpuLibraries libraries = EngineLoader.gpuLibraries();
		GpuStatus status = EngineLoader.gpu();
		if (libraries.damage().isEmpty()) {
			say("GPU support is installed in " + libraries.folder() + ". " + status.words());
			return;
		}
		boolean isUseful = status.state() == State.NO_LIBRARIES || status.state() == State.BROKEN_LIBRARIES;
		if (status.state() == State.UNSUPPORTED_SYSTEM || !isUseful && !anyway) {
			throw new IOException("GPU support would be of no use here. " + status.words() +
				(status.state() == State.UNSUPPORTED_SYSTEM ? "" : " To install it anyway, tick  Install without a " +
				"GPU (anyway=true)."));
		}
		String from = source.isBlank() ? GpuLibraries.REPOSITORY : source.strip();
		String terms = String.format(Locale.ROOT, "From %s (%.1f GB; unpacked %.1f GB, in %s):%n%s", from,
			libraries.downloadSize() / 1e9, libraries.unpackedSize() / 1e9, libraries.folder(),
			String.join(System.lineSeparator(), libraries.contents()));
		if (!accept) {
			if (GraphicsEnvironment.isHeadless() || isInMacro()) {
				throw new IOException("To install GPU support, accept the licences (accept=true). " + terms + ".");
			}
			if (!IJ.showMessageWithCancel("Install GPU Support", terms + "\n \nOK accepts these licences and " +
				"installs.")) {
				throw new CancellationException("GPU support was not installed.");
			}
		}
		say(terms);
		libraries.install(from, progress());
		say("GPU support is installed in " + libraries.folder() + ". " +
			(EngineLoader.isLoaded() ? "Restart Fiji to use it." : EngineLoader.gpu().words()));
	}
}
