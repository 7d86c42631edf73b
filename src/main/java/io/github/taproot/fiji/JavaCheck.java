// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.fiji;

import java.util.ArrayList;
import java.util.List;

import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.plugin.PluginInfo;
import org.scijava.plugin.PluginService;
import org.scijava.service.AbstractService;
import org.scijava.service.Service;

/**
 * On a Java that cannot load Taproot, has each of its commands say so, and withdraws what Fiji would load for the
 * commands of others, each time with a red trace. Does nothing on others.
 */
@Plugin(type = Service.class)
public final class JavaCheck extends AbstractService {

	static final double OLDEST = 17;

	private static final String OURS = "io.github.taproot.";

	@Parameter
	private PluginService plugins;

	@Override
	public void initialize() {
		if (version() < OLDEST) withdraw(plugins);
	}

	/** Such as 1.8 or 21. */
	static double version() {
		return Double.parseDouble(System.getProperty("java.specification.version"));
	}

	static void withdraw(PluginService plugins) {
		List<PluginInfo<?>> withdrawn = new ArrayList<>();
		for (PluginInfo<?> plugin : plugins.getPlugins()) {
			if (!plugin.getClassName().startsWith(OURS) || plugin.getClassName().equals(JavaCheck.class.getName())) {
				continue;
			}
			if (plugin.getPluginType() == Command.class) replace(plugin);
			else withdrawn.add(plugin);
		}
		plugins.removePlugins(withdrawn);
	}

	@SuppressWarnings("unchecked")
	private static void replace(PluginInfo<?> command) {
		((PluginInfo<Command>) command).setPluginClass(NewerJavaNeeded.class);
	}
}
