package io.github.taproot.unet;

import java.util.Locale;

/**
 * Where a user wants networks to run.
 *
 * @param kind any device, the processor, or a graphics card
 * @param index the card's number from 0; 0 for other kinds
 */
public record DeviceChoice(Kind kind, int index) {

	/** Kinds of devices. */
	public enum Kind {
		/** The first GPU where there is one, the CPU otherwise. */
		AUTO, CPU, GPU
	}

	public static final DeviceChoice AUTO = new DeviceChoice(Kind.AUTO, 0);
	public static final DeviceChoice CPU = new DeviceChoice(Kind.CPU, 0);

	/**
	 * Reads {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:N}.
	 *
	 * @throws IllegalArgumentException for any other text
	 */
	public static DeviceChoice of(String text) {
		String name = text == null ? "" : text.strip().toLowerCase(Locale.ROOT);
		if (name.equals("auto")) return AUTO;
		if (name.equals("cpu")) return CPU;
		if (name.equals("gpu")) return new DeviceChoice(Kind.GPU, 0);
		if (name.matches("gpu:\\d{1,2}")) return new DeviceChoice(Kind.GPU, Integer.parseInt(name.substring(4)));
		throw new IllegalArgumentException("The device must be auto, cpu or gpu:0, but is \"" + text + "\".");
	}

	@Override
	public String toString() {
		return kind == Kind.GPU ? "gpu:" + index : kind.name().toLowerCase(Locale.ROOT);
	}
}
