// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.fiji;

import java.awt.GraphicsEnvironment;

import org.scijava.command.ContextCommand;
import org.scijava.log.LogService;
import org.scijava.plugin.Parameter;

/** Stands for each command where Java is too old. */
public final class NewerJavaNeeded extends ContextCommand {

	static final String SENTENCE = "Taproot needs Java 17 or newer, but this Fiji runs on Java %s: download " +
		"Fiji-Latest from https://fiji.sc and install Taproot there.";

	@Parameter
	private LogService log;

	@Override
	public void run() {
		String sentence = String.format(SENTENCE, System.getProperty("java.specification.version"));
		// Without windows, nobody shows why a command was cancelled.
		if (GraphicsEnvironment.isHeadless()) log.error(sentence);
		cancel(sentence);
	}
}
