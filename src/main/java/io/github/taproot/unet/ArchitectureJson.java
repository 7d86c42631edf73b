// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet;

import java.lang.reflect.Type;
import java.util.Map;

import com.google.gson.JsonDeserializationContext;
import com.google.gson.JsonDeserializer;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonSerializationContext;
import com.google.gson.JsonSerializer;

/** A network's shape as JSON: its components, and which one it is, the U-Net where that is not said as in old files. */
final class ArchitectureJson implements JsonSerializer<NetworkArchitecture>, JsonDeserializer<NetworkArchitecture> {

	private static final String NETWORK = "network";
	private static final String U_NET = "U-Net";
	/** All that there are. */
	private static final Map<String, Class<? extends NetworkArchitecture>> NETWORKS =
		Map.of(U_NET, UNetArchitecture.class, "RootPainter", RootPainterArchitecture.class);

	@Override
	public JsonElement serialize(NetworkArchitecture architecture, Type type, JsonSerializationContext context) {
		JsonObject json = context.serialize(architecture, architecture.getClass()).getAsJsonObject();
		NETWORKS.forEach((name, kind) -> {
			if (kind.isInstance(architecture)) json.addProperty(NETWORK, name);
		});
		return json;
	}

	@Override
	public NetworkArchitecture deserialize(JsonElement json, Type type, JsonDeserializationContext context) {
		JsonElement network = json.getAsJsonObject().get(NETWORK);
		String name = network == null ? U_NET : network.getAsString();
		if (!NETWORKS.containsKey(name)) throw new JsonParseException("no network is called " + name);
		return context.deserialize(json, NETWORKS.get(name));
	}
}
