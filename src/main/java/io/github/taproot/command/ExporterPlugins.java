// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

import org.scijava.Context;

import io.github.taproot.command.InstalledPlugins.Found;
import io.github.taproot.plugin.ExporterPlugin;
import io.github.taproot.roots.ExportedRoots;
import io.github.taproot.roots.RootExporter;

/** Formats that are installed; faults of others' are told by their names. */
final class ExporterPlugins {

	private ExporterPlugins() {}

	/**
	 * The format of a name.
	 *
	 * @throws IllegalArgumentException where there is none, or its files have no extension
	 */
	static RootExporter of(Context context, String name, Consumer<String> say) {
		Found<ExporterPlugin> found = InstalledPlugins.choose(context, ExporterPlugin.class, "format", name, say);
		if (found.isOurs()) return found.plugin();
		String extension;
		try {
			extension = String.valueOf(found.plugin().extension());
		}
		catch (RuntimeException | LinkageError | AssertionError e) {
			throw new IllegalArgumentException(found.failed(e).getMessage(), e);
		}
		if (!extension.matches("(\\.[A-Za-z0-9]++)++")) {
			throw new IllegalArgumentException(found.title() + " has the extension \"" + extension +
				"\", which must be a dot and letters or digits, such as .csv.");
		}
		return new Guarded(found, extension);
	}

	/** Leaves no file where it fails. */
	private record Guarded(Found<ExporterPlugin> found, String extension) implements RootExporter {

		@Override
		public String name() {
			return found.name();
		}

		@Override
		public void write(ExportedRoots roots, Path file) throws IOException {
			String failure = "it wrote no file.";
			boolean isWritten = false;
			try {
				found.plugin().write(roots, file);
				isWritten = Files.isRegularFile(file);
				if (isWritten) return;
			}
			catch (CancellationException e) {
				throw e;
			}
			catch (IOException e) {
				failure = e.getMessage();
			}
			catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
				failure = e.toString();
			}
			finally {
				if (!isWritten) Files.deleteIfExists(file);
			}
			throw new IOException(found.title() + " failed for " + roots.image() + ": " + failure);
		}

		@Override
		public String lacks(ExportedRoots roots) {
			try {
				return String.valueOf(found.plugin().lacks(roots));
			}
			catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
				return found.failed(e).getMessage();
			}
		}
	}
}
