package io.github.taproot.unet;

import java.lang.reflect.Type;

import com.google.gson.JsonDeserializationContext;
import com.google.gson.JsonDeserializer;
import com.google.gson.JsonElement;
import com.google.gson.JsonSerializationContext;
import com.google.gson.JsonSerializer;

/** A network's shape as JSON: its components. */
final class ArchitectureJson implements JsonSerializer<NetworkArchitecture>, JsonDeserializer<NetworkArchitecture> {

	@Override
	public JsonElement serialize(NetworkArchitecture architecture, Type type, JsonSerializationContext context) {
		return context.serialize(architecture, architecture.getClass());
	}

	@Override
	public NetworkArchitecture deserialize(JsonElement json, Type type, JsonDeserializationContext context) {
		return context.deserialize(json, UNetArchitecture.class);
	}
}
