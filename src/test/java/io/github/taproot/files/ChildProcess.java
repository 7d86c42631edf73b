// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.files;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a class of the tests in a process of its own, which a test may kill. */
public final class ChildProcess {

	private ChildProcess() {}

	/** Starts its main method; what it writes to its standard error is shown. */
	public static Process start(Class<?> main, String... arguments) throws IOException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-cp", System.getProperty("surefire.test.class.path",
			System.getProperty("java.class.path")).replace("~", System.getProperty("user.home"))));
		command.add(main.getName());
		command.addAll(List.of(arguments));
		return new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
	}
}
