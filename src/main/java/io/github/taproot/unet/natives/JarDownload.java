// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.natives;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

import io.github.taproot.files.SafeFile;
import io.github.taproot.files.Sha256;

/**
 * Fetches jars from a Maven repository, and goes on where it was broken off. A jar is used only with its checksum.
 *
 * @param folder for what is not whole yet, and for jars until they are unpacked
 */
record JarDownload(Path folder) {

	/** Times that nothing at all comes before it is given up. */
	private static final int TRIES = 4;
	private static final int CONNECT_MILLIS = 30_000;
	private static final int READ_MILLIS = 60_000;
	private static final int OK = HttpURLConnection.HTTP_OK;
	private static final int PARTIAL = HttpURLConnection.HTTP_PARTIAL;

	/** Bytes of these jars that are there already. */
	long have(List<GpuJar> jars) throws IOException {
		long have = 0;
		for (GpuJar jar : jars) {
			Path file = folder.resolve(jar.name());
			if (Files.exists(file)) have += Math.min(jar.size(), Files.size(file));
		}
		return have;
	}

	/**
	 * Fetches what is missing of a jar.
	 *
	 * @param repository its address
	 * @return the whole jar
	 */
	Path fetch(String repository, GpuJar jar, ProgressSum sum) throws IOException {
		Files.createDirectories(folder);
		Path file = folder.resolve(jar.name());
		String address = repository + (repository.endsWith("/") ? "" : "/") + jar.path();
		MessageDigest digest = Sha256.digest();
		long have = 0;
		if (Files.exists(file) && Files.size(file) <= jar.size()) {
			have = digest(file, digest, sum, "Checking " + jar.name());
		}
		else Files.deleteIfExists(file);
		byte[] buffer = new byte[1 << 16];
		for (int failures = 0; have < jar.size();) {
			long before = have;
			IOException failure = null;
			try (InputStream in = open(address, have)) {
				if (in == null) {
					// A server that can't begin in the middle.
					Files.delete(file);
					sum.report(-have, "");
					have = 0;
					digest.reset();
					continue;
				}
				try (OutputStream out = new FileOutputStream(file.toFile(), true)) {
					while (have < jar.size()) {
						int count;
						try {
							count = in.read(buffer, 0, (int) Math.min(buffer.length, jar.size() - have));
						}
						catch (IOException e) {
							failure = e;
							break;
						}
						if (count < 0) break;
						out.write(buffer, 0, count);
						digest.update(buffer, 0, count);
						have += count;
						sum.report(count, "Fetching " + jar.name());
					}
				}
			}
			catch (Unanswered e) {
				failure = (IOException) e.getCause();
			}
			if (have > before) failures = 0;
			else if (++failures >= TRIES) {
				throw new IOException("No more data came from " + address +
					(failure == null ? "" : " (" + failure + ")") +
					": check the connection and try again. The download continues from " + have / 1_000_000 +
					" MB.", failure);
			}
		}
		verify(file, jar, digest, true);
		return file;
	}

	/** Wraps what may pass when it is tried again. */
	private static final class Unanswered extends IOException {

		private static final long serialVersionUID = 1L;

		Unanswered(IOException cause) {
			super(cause);
		}
	}

	/** The bytes from a place on; null where the server starts from the first all the same. */
	private static InputStream open(String address, long from) throws IOException {
		HttpURLConnection connection;
		int code;
		try {
			connection = (HttpURLConnection) new URL(address).openConnection();
			connection.setConnectTimeout(CONNECT_MILLIS);
			connection.setReadTimeout(READ_MILLIS);
			if (from > 0) connection.setRequestProperty("Range", "bytes=" + from + "-");
			code = connection.getResponseCode();
			if (code == OK && from > 0) {
				connection.disconnect();
				return null;
			}
			if (code == OK || code == PARTIAL && connection.getHeaderField("Content-Range")
				.startsWith("bytes " + from + "-")) {
				return connection.getInputStream();
			}
		}
		catch (MalformedURLException | IllegalArgumentException e) {
			throw new IOException(address + " is not a web address (" + e.getMessage() + "): correct it.", e);
		}
		catch (IOException e) {
			throw new Unanswered(e);
		}
		if (code >= 500) throw new Unanswered(new IOException("the server answers " + code));
		throw new IOException("The server answers " + code + " to " + address + ": give the address of a Maven " +
			"repository, or a folder with the jar.");
	}

	/** The jar in a folder of the user's, verified. */
	static Path check(Path folder, GpuJar jar, ProgressSum sum) throws IOException {
		Path file = folder.resolve(jar.name());
		if (!Files.isRegularFile(file)) {
			throw new IOException("There is no " + jar.name() + " in " + folder + ": put it there, from " + jar.path() +
				" of the Maven repository.");
		}
		MessageDigest digest = Sha256.digest();
		digest(file, digest, sum, "Checking " + jar.name());
		verify(file, jar, digest, false);
		return file;
	}

	private static long digest(Path file, MessageDigest digest, ProgressSum sum, String message) throws IOException {
		byte[] buffer = new byte[1 << 20];
		long size = 0;
		try (InputStream in = Files.newInputStream(file)) {
			for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
				digest.update(buffer, 0, count);
				size += count;
				sum.report(count, message);
			}
		}
		return size;
	}

	private static void verify(Path file, GpuJar jar, MessageDigest digest, boolean isOurs) throws IOException {
		String found = HexFormat.of().formatHex(digest.digest());
		if (found.equals(jar.sha256())) return;
		if (isOurs) Files.delete(file);
		throw new IOException(file + " is not the jar that was published (its SHA-256 is " + found +
			"), so it is not used: " +
			(isOurs ? "try again, or from another address." : "download it again."));
	}

	/** Deletes what was fetched. */
	void delete() throws IOException {
		SafeFile.deleteFolder(folder);
	}
}
