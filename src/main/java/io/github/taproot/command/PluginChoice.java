// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.scijava.Context;
import org.scijava.command.CommandModuleItem;

import io.github.taproot.command.InstalledPlugins.Found;
import io.github.taproot.plugin.NamedPlugin;

/** An input that offers the names of the plugins that are installed, and describes those that are not Taproot's. */
final class PluginChoice<P extends NamedPlugin> extends CommandModuleItem<String> {

	private final Context context;
	private final Class<P> type;

	/** @param item the input as the command's class has it */
	PluginChoice(CommandModuleItem<?> item, Context context, Class<P> type) {
		super(item.getInfo(), item.getField());
		this.context = context;
		this.type = type;
	}

	private Map<String, Found<P>> installed() {
		// What can't be used is told when the command runs.
		return InstalledPlugins.of(context, type, getName(), sentence -> {});
	}

	@Override
	public List<String> getChoices() {
		return new ArrayList<>(installed().keySet());
	}

	@Override
	public String getDescription() {
		StringBuilder text = new StringBuilder(super.getDescription());
		for (Found<P> found : installed().values()) {
			if (!found.isOurs()) text.append(' ').append(found.name()).append(": ").append(found.description());
		}
		return text.toString();
	}
}
