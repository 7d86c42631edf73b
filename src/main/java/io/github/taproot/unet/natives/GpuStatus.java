// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.natives;

import java.util.List;
import java.util.Locale;

/**
 * Whether networks can run on a GPU, and what is missing otherwise.
 *
 * @param state which case it is
 * @param words one sentence for the user, with what to do
 * @param cards the GPUs that the process may see; empty where the driver does not tell
 */
public record GpuStatus(State state, String words, List<NvidiaDriver.Card> cards) {

	/** The cases, from the machine's to those of our own files. */
	public enum State {
		/** The variable or property says so. */
		SWITCHED_OFF,
		/** Not Linux on x86-64. */
		UNSUPPORTED_SYSTEM, NO_CARD, NO_DRIVER, BROKEN_DRIVER, OLD_DRIVER, SMALL_CARD, NO_LIBRARIES,
		BROKEN_LIBRARIES, READY
	}

	/** CUDA 12: from driver 525 on, whatever the minor version. */
	private static final int CUDA = 12_000;
	private static final long MEMORY = 1_900_000_000L;

	private static final String DRIVER = "NVIDIA's driver, version 525 or later (nvidia.com/drivers), and restart " +
		"the computer";

	/** What this machine has, and what is installed. */
	public static GpuStatus of(GpuLibraries libraries) {
		String chosen = System.getProperty("taproot.gpu", System.getenv("TAPROOT_GPU"));
		if ("off".equals(chosen)) {
			return new GpuStatus(State.SWITCHED_OFF, "GPUs are switched off by TAPROOT_GPU=off.", List.of());
		}
		String os = System.getProperty("os.name");
		String arch = System.getProperty("os.arch");
		if (!os.equals("Linux") || !arch.matches("amd64|x86_64")) {
			return new GpuStatus(State.UNSUPPORTED_SYSTEM, "On " + os + " (" + arch + "), networks run on the CPU" +
				(os.startsWith("Windows") ? "; for a GPU, run Fiji inside WSL2, see the guide." : "."), List.of());
		}
		if ("always".equals(chosen) && libraries.damage().isEmpty()) {
			return new GpuStatus(State.READY, "GPU libraries are loaded whether there is a card or not, by " +
				"TAPROOT_GPU=always.", List.of());
		}
		return of(NvidiaDriver.find(), NvidiaDriver.hasCard(), libraries);
	}

	static GpuStatus of(NvidiaDriver driver, boolean hasCard, GpuLibraries libraries) {
		if (driver == null) {
			return hasCard
				? new GpuStatus(State.NO_DRIVER, "There is an NVIDIA card, but not its driver: install " + DRIVER +
				".", List.of())
				: new GpuStatus(State.NO_CARD, "There is no NVIDIA card in this computer.", List.of());
		}
		List<NvidiaDriver.Card> cards = driver.cards();
		if (driver.error() != 0) {
			return new GpuStatus(State.BROKEN_DRIVER, "NVIDIA's driver does not work (CUDA error " + driver.error() +
				"): restart the computer. If that does not help, install " + DRIVER + ".", cards);
		}
		if (cards.isEmpty()) {
			return new GpuStatus(State.NO_CARD, "There is NVIDIA's driver, but no card that this program may use (is " +
				"CUDA_VISIBLE_DEVICES set?).", cards);
		}
		if (driver.cuda() < CUDA) {
			return new GpuStatus(State.OLD_DRIVER, String.format(Locale.ROOT,
				"NVIDIA's driver is too old (for CUDA %d.%d, and 12 is needed): install %s.", driver.cuda() / 1000,
				driver.cuda() % 1000 / 10, DRIVER), cards);
		}
		NvidiaDriver.Card card = cards.get(0);
		if (card.memory() < MEMORY) {
			return new GpuStatus(State.SMALL_CARD, card.name() + " has " + card.memory() / 1_000_000 +
				" MB of memory, and networks need 2000: use the CPU, or choose another card by " +
				"CUDA_VISIBLE_DEVICES.", cards);
		}
		if (!libraries.isThere()) {
			return new GpuStatus(State.NO_LIBRARIES, "There is an " + card.name() + ", but not what TensorFlow needs " +
				"for it: run Plugins > Taproot > Install GPU Support.", cards);
		}
		String damage = libraries.damage();
		return damage.isEmpty() ? new GpuStatus(State.READY, "Networks can run on " + card.name() + ".", cards)
			: broken(libraries, damage, cards);
	}

	private static GpuStatus broken(GpuLibraries libraries, String damage, List<NvidiaDriver.Card> cards) {
		return new GpuStatus(State.BROKEN_LIBRARIES, "TensorFlow's libraries for GPUs in " + libraries.folder() +
			" are damaged (" + damage + "): run Plugins > Taproot > Install GPU Support again.", cards);
	}

	/** The same machine, on which the libraries turned out not to load. */
	public GpuStatus with(GpuLibraries libraries, String damage) {
		return broken(libraries, damage, cards);
	}
}
