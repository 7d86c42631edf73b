// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.natives;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;

/**
 * NVIDIA's driver as it answers itself (the CUDA driver API), and the GPUs that this process may see.
 *
 * @param cuda the newest CUDA that it is for, such as 12040 for 12.4
 * @param error CUDA's number where it does not work, 0 otherwise
 * @param cards the GPUs
 */
public record NvidiaDriver(int cuda, int error, List<Card> cards) {

	/**
	 * A GPU.
	 *
	 * @param name such as "NVIDIA GeForce RTX 3060"
	 * @param memory in bytes
	 * @param capability compute capability, such as "8.6"
	 */
	public record Card(String name, long memory, String capability) {}

	/** CUDA's numbers. */
	private static final int NO_DEVICE = 100;
	private static final int MAJOR = 75;
	private static final int MINOR = 76;

	private static final List<String> LIBRARIES = List.of("libcuda.so.1", "/usr/lib/wsl/lib/libcuda.so.1");
	private static final Path DEVICES = Path.of("/sys/bus/pci/devices");
	private static final String NVIDIA = "0x10de";
	private static final String DISPLAY = "0x03";

	/** The driver on this machine; null where there is none. */
	static NvidiaDriver find() {
		for (String name : LIBRARIES) {
			try {
				return ask(NativeLibrary.getInstance(name));
			}
			catch (LinkageError e) {
				// the next one
			}
		}
		return null;
	}

	static NvidiaDriver ask(NativeLibrary library) {
		IntByReference number = new IntByReference();
		call(library, "cuDriverGetVersion", number);
		int cuda = number.getValue();
		int error = call(library, "cuInit", 0);
		if (error == NO_DEVICE) return new NvidiaDriver(cuda, 0, List.of());
		if (error == 0) error = call(library, "cuDeviceGetCount", number);
		if (error != 0) return new NvidiaDriver(cuda, error, List.of());
		int count = number.getValue();
		List<Card> cards = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			byte[] name = new byte[256];
			LongByReference memory = new LongByReference();
			call(library, "cuDeviceGet", number, i);
			int device = number.getValue();
			call(library, "cuDeviceGetName", name, name.length - 1, device);
			call(library, "cuDeviceTotalMem_v2", memory, device);
			call(library, "cuDeviceGetAttribute", number, MAJOR, device);
			int major = number.getValue();
			call(library, "cuDeviceGetAttribute", number, MINOR, device);
			cards.add(new Card(Native.toString(name), memory.getValue(), major + "." + number.getValue()));
		}
		return new NvidiaDriver(cuda, 0, List.copyOf(cards));
	}

	private static int call(NativeLibrary library, String function, Object... arguments) {
		return library.getFunction(function, Function.C_CONVENTION).invokeInt(arguments);
	}

	/** Whether the machine has a card of NVIDIA's, be there a driver or not; false where the system does not tell. */
	static boolean hasCard() {
		return hasCard(DEVICES);
	}

	static boolean hasCard(Path devices) {
		if (!Files.isDirectory(devices)) return false;
		try (DirectoryStream<Path> all = Files.newDirectoryStream(devices)) {
			for (Path device : all) {
				if (Files.readString(device.resolve("vendor")).strip().equals(NVIDIA) &&
					Files.readString(device.resolve("class")).startsWith(DISPLAY)) return true;
			}
		}
		catch (IOException e) {
			// as if there were none
		}
		return false;
	}
}
