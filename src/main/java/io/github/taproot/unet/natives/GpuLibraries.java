// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.natives;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import io.github.taproot.progress.Progress;
import io.github.taproot.unet.natives.GpuJar.Library;

/**
 * TensorFlow's libraries for NVIDIA GPUs, with CUDA's and cuDNN's, in a folder of Taproot's own: nothing but NVIDIA's
 * driver needs to be on the machine, and a CUDA that is there is left alone. For Linux, x86-64.
 */
public final class GpuLibraries {

	/** The address of the Maven repository that has the jars. */
	public static final String REPOSITORY = repository();

	/** Left free on a disk, in bytes. */
	private static final long SPARE = 200_000_000;

	private final Path folder;
	private final List<GpuJar> jars;

	private static String repository() {
		try (InputStream in = GpuLibraries.class.getResourceAsStream("repository.txt")) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
		}
		catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** @param folder where the libraries are, or are to be */
	public GpuLibraries(Path folder) {
		this(folder, GpuJar.ALL);
	}

	GpuLibraries(Path folder, List<GpuJar> jars) {
		this.folder = folder.toAbsolutePath();
		this.jars = jars;
	}

	public Path folder() {
		return folder;
	}

	/** Whether anything is installed, be it damaged or not. */
	public boolean isThere() {
		return Files.isDirectory(folder);
	}

	/**
	 * What is wrong with the installed libraries, such as "libcudart.so.12 is missing"; empty where each is there with
	 * its size. Their checksums are verified when they are installed.
	 */
	public String damage() {
		return damage(folder);
	}

	private String damage(Path place) {
		for (GpuJar jar : jars) {
			for (Library library : jar.libraries()) {
				Path file = place.resolve(library.name());
				if (!Files.isRegularFile(file)) return library.name() + " is missing";
				try {
					if (Files.size(file) != library.size()) {
						return library.name() + " has " + Files.size(file) + " bytes instead of " + library.size();
					}
				}
				catch (IOException e) {
					return library.name() + " cannot be read";
				}
			}
		}
		return "";
	}

	/** Bytes that are fetched. */
	public long downloadSize() {
		return jars.stream().mapToLong(GpuJar::size).sum();
	}

	/** Bytes that they take in the end. */
	public long unpackedSize() {
		return jars.stream().mapToLong(GpuJar::unpackedSize).sum();
	}

	/** One line for each jar: its name, size and licence. */
	public List<String> contents() {
		return jars.stream().map(jar -> jar.name() + ", " + jar.size() / 1_000_000 + " MB: " + jar.licence()).toList();
	}

	/**
	 * Installs the libraries where they are not whole. What was downloaded by then is kept when it is cancelled or
	 * fails, and gone on from the next time. Processes that do it at the same time wait for each other.
	 *
	 * @param source the address of a Maven repository, or a folder that holds the jars
	 * @throws IOException where a jar can't be had, is not the one that it should be, or the disk is full, with what to
	 *          do
	 * @throws CancellationException where the user cancels
	 */
	public void install(String source, Progress progress) throws IOException {
		boolean isAddress = source.matches("https?://.*");
		JarDownload download = new JarDownload(folder.resolveSibling(folder.getFileName() + ".download"));
		ProgressSum sum = new ProgressSum(progress, unpackedSize() + downloadSize());
		try {
			new WholeFolder(folder).make(place -> damage(place).isEmpty(), empty -> {
				requireSpace(isAddress ? downloadSize() - download.have(jars) : 0);
				for (GpuJar jar : jars) {
					Path file = isAddress ? download.fetch(source, jar, sum) :
						JarDownload.check(Path.of(source), jar, sum);
					unpack(file, jar, empty, sum);
				}
			});
			download.delete();
		}
		catch (FileSystemException e) {
			throw new IOException("The libraries cannot be written to " + folder + " (" +
				(e.getReason() == null ? e.getClass().getSimpleName() : e.getReason()) +
				"): check that you may write to the folder, or set TAPROOT_CACHE to one that may.", e);
		}
	}

	private void requireSpace(long toFetch) throws IOException {
		long needed = toFetch + unpackedSize() + SPARE;
		long free = Files.getFileStore(folder.getParent()).getUsableSpace();
		if (free < needed) {
			throw new IOException(String.format(Locale.ROOT, "The disk of %s has %.1f GB left, and %.1f are " +
				"needed: make room, or set TAPROOT_CACHE to a folder on another disk.", folder.getParent(), free / 1e9,
				needed / 1e9));
		}
	}

	private static void unpack(Path file, GpuJar jar, Path target, ProgressSum sum) throws IOException {
		byte[] buffer = new byte[1 << 20];
		try (ZipFile zip = new ZipFile(file.toFile())) {
			for (Library library : jar.libraries()) {
				ZipEntry entry = zip.getEntry(jar.inside() + library.name());
				if (entry == null || entry.getSize() != library.size()) {
					throw new IOException(file + " has no " + library.name() + " of " + library.size() +
						" bytes: download it again.");
				}
				try (InputStream in = zip.getInputStream(entry);
						OutputStream out = Files.newOutputStream(target.resolve(library.name()))) {
					for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
						out.write(buffer, 0, count);
						sum.report(count, "Unpacking " + library.name());
					}
				}
			}
		}
	}

	/**
	 * Loads what TensorFlow opens by name, so that it finds these libraries and no others. A second time does nothing.
	 *
	 * @throws IOException where one can't be loaded, with what to do
	 */
	public void load() throws IOException {
		for (GpuJar jar : jars) {
			if (!jar.areDependencies()) continue;
			for (Library library : jar.libraries()) {
				try {
					System.load(folder.resolve(library.name()).toString());
				}
				catch (UnsatisfiedLinkError e) {
					throw new IOException(library.name() + " cannot be loaded (" + e.getMessage() + ")", e);
				}
			}
		}
	}
}
