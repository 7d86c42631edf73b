// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.fiji;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;
import org.scijava.app.StatusService;
import org.scijava.command.Command;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.plugin.PluginInfo;
import org.scijava.plugin.PluginService;

/** What a Fiji on Java 8 loads of Taproot. */
class JavaCheckTest {

	/** What it loads: this package, the types of plugins, and what these extend. */
	private static final List<String> LOADED = List.of("fiji/JavaCheck", "fiji/NewerJavaNeeded", "plugin/NamedPlugin",
		"plugin/SegmenterPlugin", "plugin/TraitPlugin", "plugin/ExporterPlugin", "roots/Trait",
		"roots/RootExporter");

	@TempDir
	Path folder;

	private static Context context() {
		return new Context(CommandService.class, StatusService.class, JavaCheck.class);
	}

	private static List<CommandInfo> commands(Context context) {
		return context.service(CommandService.class).getCommands().stream()
			.filter(info -> info.getMenuPath().getMenuString().startsWith("Plugins > Taproot")).toList();
	}

	private static List<PluginInfo<?>> others(Context context) {
		return context.service(PluginService.class).getPlugins().stream().filter(plugin -> plugin.getPluginType() !=
			Command.class && plugin.getClassName().startsWith("io.github.taproot.")).toList();
	}

	@Test
	void everyCommandSaysWhatItNeedsAndNothingOfOursRunsForTheCommandsOfOthers() throws Exception {
		String version = System.getProperty("java.specification.version");
		System.setProperty("java.specification.version", "1.8");
		try (Context context = context()) {
			List<CommandInfo> commands = commands(context);
			assertTrue(commands.size() > 20, commands.toString());
			for (CommandInfo command : commands) {
				assertSame(NewerJavaNeeded.class, command.loadClass());
				CommandModule module = context.service(CommandService.class).run(command, true).get();
				assertEquals("Taproot needs Java 17 or newer, but this Fiji runs on Java 1.8: download Fiji-Latest " +
					"from https://fiji.sc and install Taproot there.", module.getCancelReason());
			}
			assertEquals(List.of(JavaCheck.class.getName()), others(context).stream().map(PluginInfo::getClassName)
				.toList());
		}
		finally {
			System.setProperty("java.specification.version", version);
		}
	}

	@Test
	void nothingChangesOnANewerJava() throws Exception {
		try (Context context = context()) {
			for (CommandInfo command : commands(context)) {
				assertTrue(command.loadClass().getName().startsWith("io.github.taproot.command."));
			}
			assertTrue(others(context).size() > 3);
		}
	}

	@Test
	void whatItLoadsIsJava8() throws IOException {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		List<Path> sources = new ArrayList<>();
		for (String name : LOADED) sources.add(Path.of("src/main/java/io/github/taproot", name + ".java"));
		try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
			assertTrue(compiler.getTask(null, files, null, List.of("--release", "8", "-proc:none", "-nowarn", "-d",
				folder.toString(), "-cp", System.getProperty("java.class.path")), null, files
					.getJavaFileObjectsFromPaths(sources))
				.call());
		}
		try (Stream<Path> made = Files.walk(folder)) {
			List<String> names = made.filter(Files::isRegularFile).map(file -> folder.resolve("io/github/taproot")
				.relativize(file).toString().replace('\\', '/').replace(".class", "")).sorted().toList();
			assertEquals(LOADED.stream().sorted().toList(), names);
		}
	}

	@Test
	void theBuildCompilesTheSameForJava8() throws IOException {
		String pom = Files.readString(Path.of("pom.xml"));
		for (String name : LOADED) {
			assertTrue(pom.contains("<argument>${taproot.java8}/" + name + ".java</argument>"), name);
		}
		// What Fiji loads for the commands of all is known here.
		try (Context context = context()) {
			List<String> wide = others(context).stream().filter(plugin -> plugin.getPluginType().getName()
				.startsWith("org.scijava.")).map(plugin -> plugin.getPluginType().getSimpleName()).distinct().sorted()
				.toList();
			assertEquals(List.of("PostprocessorPlugin", "PreprocessorPlugin", "Service"), wide);
		}
	}
}
