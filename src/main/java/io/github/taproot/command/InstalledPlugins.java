// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

import org.scijava.Context;
import org.scijava.plugin.PluginInfo;
import org.scijava.plugin.PluginService;
import org.scijava.util.VersionUtils;

import io.github.taproot.files.Sha256;
import io.github.taproot.plugin.NamedPlugin;

/** The plugins of a type that are installed, ours first. */
final class InstalledPlugins {

	private static final String NAME = "[a-z][a-z0-9_]*+";

	private InstalledPlugins() {}

	/**
	 * A plugin with a name of its own.
	 *
	 * @param what it is for the user, such as "trait"
	 */
	record Found<P extends NamedPlugin>(P plugin, String name, String description, String what) {

		/** As sentences name it. */
		String title() {
			return "The " + what + " " + name + " (" + plugin.getClass().getName() + ")";
		}

		/** What tells a fault of it. */
		IOException failed(Throwable fault) {
			return new IOException(title() + " failed: " + (fault instanceof IOException ? fault.getMessage() : fault),
				fault);
		}

		/** Whether it is one of Taproot's own, whose sentences need no name before them. */
		boolean isOurs() {
			return plugin instanceof UNetMethod || plugin instanceof FrangiMethod ||
				plugin.getClass().getEnclosingClass() == RootFormats.class;
		}

		/** The version of its jar; "" where it is not known. */
		String version() {
			String version = VersionUtils.getVersion(plugin.getClass());
			return version == null || version.equals("Unknown") ? "" : version;
		}

		/** The checksum of its jar; "" where it is in none. */
		String checksum() throws IOException {
			CodeSource source = plugin.getClass().getProtectionDomain().getCodeSource();
			try {
				Path jar = source == null ? null : Path.of(source.getLocation().toURI());
				return jar == null || !Files.isRegularFile(jar) ? "" : Sha256.of(jar);
			}
			catch (URISyntaxException | RuntimeException e) {
				return "";
			}
		}
	}

	/**
	 * All by name.
	 *
	 * @param what they are for the user, such as "trait"
	 * @param say takes a sentence for each that can't be used
	 */
	static <P extends NamedPlugin> Map<String, Found<P>> of(Context context, Class<P> type, String what,
		Consumer<String> say)
	{
		Map<String, Found<P>> all = new LinkedHashMap<>();
		PluginService plugins = context.getService(PluginService.class);
		if (plugins == null) return all;
		for (PluginInfo<P> info : plugins.getPluginsOfType(type)) {
			String leftOut = "The " + what + " " + info.getClassName() + " is left out: ";
			try {
				P plugin = info.createInstance();
				context.inject(plugin);
				String name = plugin.name();
				if (!name.matches(NAME)) {
					say.accept(leftOut + "its name must have lower-case letters, digits and underscores, but is \"" +
						name + "\".");
				}
				else if (all.containsKey(name)) say.accept(leftOut + "another one is called " + name + ", too.");
				else all.put(name, new Found<>(plugin, name, String.valueOf(plugin.description()), what));
			}
			catch (Exception | LinkageError | AssertionError e) {
				say.accept(leftOut + e);
			}
		}
		return all;
	}

	/**
	 * The one that was asked for, in any case.
	 *
	 * @param key the parameter, which is what the user calls them, too
	 * @throws IllegalArgumentException where there is none, with the names of all
	 */
	static <P extends NamedPlugin> Found<P> choose(Context context, Class<P> type, String key, String name,
		Consumer<String> say)
	{
		Map<String, Found<P>> all = of(context, type, key, say);
		for (Found<P> found : all.values()) if (found.name().equalsIgnoreCase(name)) return found;
		throw new IllegalArgumentException("The parameter " + key + " must be one of " +
			String.join(", ", all.keySet()) + ", but is \"" + name + "\".");
	}
}
