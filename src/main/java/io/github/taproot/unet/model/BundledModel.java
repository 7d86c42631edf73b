// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.model;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.OffsetDateTime;

import io.github.taproot.files.Sha256;
import io.github.taproot.unet.ModelSource;
import io.github.taproot.unet.NetworkArchitecture;
import io.github.taproot.unet.UNetModel;

/**
 * The model that comes with Taproot, in its jar, for whoever names none. It is read into memory and never written to a
 * file. Any number of threads may call it. All methods throw an IllegalStateException where the jar lacks it.
 */
public final class BundledModel implements ModelSource {

	/** The model. */
	public static final BundledModel MODEL = new BundledModel();

	/** What people call it, whatever its version. */
	public static final String NAME = "Taproot's own model";

	private static final String FILE = "taproot.zip";

	/** What is asked for again and again; null before the first time. */
	private String sha256;
	private FileTime time;
	private NetworkArchitecture architecture;

	private BundledModel() {}

	/** Its name and the first eight digits of its checksum, by which versions are told apart. */
	@Override
	public String title() {
		return NAME + " (" + sha256().substring(0, 8) + ")";
	}

	/** When it was trained, but never later than now, so that a model of today is newer whatever the clock. */
	@Override
	public synchronized FileTime time() {
		if (time == null) load();
		return time;
	}

	@Override
	public synchronized UNetModel load() {
		UNetModel model;
		try {
			model = UNetModel.read(new ByteArrayInputStream(bytes()), NAME);
		}
		catch (IOException e) {
			throw broken(e);
		}
		Instant trained = OffsetDateTime.parse(model.details().date()).toInstant();
		if (time == null) time = FileTime.from(trained.isBefore(Instant.now()) ? trained : Instant.now());
		architecture = model.architecture();
		return model;
	}

	/** The network that it is. */
	public synchronized NetworkArchitecture architecture() {
		if (architecture == null) load();
		return architecture;
	}

	/** The checksum of its file. */
	public synchronized String sha256() {
		if (sha256 == null) sha256 = Sha256.of(bytes());
		return sha256;
	}

	/** Its file, as it is in the jar. */
	byte[] bytes() {
		try (InputStream in = BundledModel.class.getResourceAsStream(FILE)) {
			if (in == null) throw broken(null);
			return in.readAllBytes();
		}
		catch (IOException e) {
			throw broken(e);
		}
	}

	private static IllegalStateException broken(IOException cause) {
		return new IllegalStateException("Taproot's jar lacks its model, or is damaged: install Taproot again.", cause);
	}
}
