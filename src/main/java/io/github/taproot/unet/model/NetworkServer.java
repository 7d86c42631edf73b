// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.model;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.SynchronousQueue;

import io.github.taproot.progress.Background;
import io.github.taproot.unet.DeviceChoice;
import io.github.taproot.unet.EngineLoader;
import io.github.taproot.unet.EngineMemoryError;
import io.github.taproot.unet.SavedNetwork;
import io.github.taproot.unet.SavedNetwork.Values;

/** The process that runs a network of a stranger's; it ends when the one that started it does. */
public final class NetworkServer {

	private NetworkServer() {}

	/** @param arguments the SavedModel's folder, and the name of a {@link DeviceChoice} */
	public static void main(String[] arguments) throws IOException, InterruptedException {
		DataOutputStream out = new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
		// What is printed would stand between the answers.
		System.setOut(System.err);
		dieFirst();
		SynchronousQueue<Values> tiles = new SynchronousQueue<>();
		Background.thread(() -> read(tiles), "Taproot tiles").start();
		try (SavedNetwork network =
			EngineLoader.engine().openSavedModel(Path.of(arguments[0]), DeviceChoice.valueOf(arguments[1])))
		{
			NetworkProtocol.write(NetworkProtocol.READY, network.device(), out);
			while (true) answer(network, tiles.take(), out);
		}
		catch (IOException | IllegalArgumentException e) {
			NetworkProtocol.write(NetworkProtocol.REFUSED, e.getMessage(), out);
		}
		finally {
			Runtime.getRuntime().halt(1);
		}
	}

	/** Where memory runs out, Linux is to end this process, and not Fiji or another one. */
	private static void dieFirst() {
		try {
			Files.writeString(Path.of("/proc/self/oom_score_adj"), "1000");
		}
		catch (IOException e) {
			// another system
		}
	}

	private static void read(SynchronousQueue<Values> tiles) {
		try (DataInputStream in = new DataInputStream(new BufferedInputStream(System.in))) {
			while (true) tiles.put(NetworkProtocol.read(in, Integer.MAX_VALUE));
		}
		catch (IOException | InterruptedException e) {
			// The other side has ended.
		}
		finally {
			// A network that is loaded, or computes, does not hear of it.
			Runtime.getRuntime().halt(0);
		}
	}

	private static void answer(SavedNetwork network, Values tile, DataOutputStream out) throws IOException {
		try {
			Values result = network.run(tile);
			if (result.values().length > NetworkProtocol.mostOutputs(tile)) {
				throw new IllegalArgumentException("The network gives " + result.values().length + " values for " +
					tile.values().length + ", which is too many for probabilities.");
			}
			out.writeByte(NetworkProtocol.VALUES);
			NetworkProtocol.write(result, out);
		}
		catch (IllegalArgumentException e) {
			NetworkProtocol.write(NetworkProtocol.REFUSED, e.getMessage(), out);
		}
		catch (EngineMemoryError e) {
			out.writeByte(NetworkProtocol.MEMORY);
		}
		out.flush();
	}
}
