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
		return new ProcessBuilder(line(List.of(), main.getName(), arguments)).redirectError(Redirect.INHERIT).start();
	}

	/** The line that starts a class with this process's class path. */
	public static List<String> line(List<String> options, String main, String... arguments) {
		List<String> line = new ArrayList<>();
		line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		line.addAll(options);
		line.addAll(List.of("-cp", System.getProperty("surefire.test.class.path",
			System.getProperty("java.class.path")).replace("~", System.getProperty("user.home"))));
		line.add(main);
		line.addAll(List.of(arguments));
		return line;
	}
}
