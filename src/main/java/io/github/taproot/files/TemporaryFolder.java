// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * A folder in the system's folder for temporary files, which is deleted with all in it when it is closed, or once the
 * next one is made where the process was killed.
 */
public final class TemporaryFolder implements Closeable {

	private static final String PREFIX = "taproot-";

	private final Path path;

	/** @throws IOException where it cannot be made */
	public TemporaryFolder() throws IOException {
		// Java adds digits to the name, and keeps other users out.
		path = Files.createTempDirectory(PREFIX + TemporaryName.create() + "-");
		deleteLeftovers();
	}

	/** Deletes what processes that were killed have left. */
	public static void tidy() {
		try {
			new TemporaryFolder().close();
		}
		catch (IOException e) {
			// Whoever needs one says so.
		}
	}

	private void deleteLeftovers() {
		try (DirectoryStream<Path> folders = Files.newDirectoryStream(path.getParent(), PREFIX + "*-*-*-*-*")) {
			for (Path folder : folders) {
				String name = folder.getFileName().toString();
				if (isOurs(folder) && TemporaryName.isLeftover(folder,
					name.substring(PREFIX.length(), name.lastIndexOf('-')))) delete(folder);
			}
		}
		catch (IOException | DirectoryIteratorException e) {
			// The next process may.
		}
	}

	/** Whether this user made a folder: in one of another user, links might lead anywhere while it is deleted. */
	private boolean isOurs(Path folder) {
		try {
			return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) &&
				Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(path));
		}
		catch (IOException | UnsupportedOperationException e) {
			return false;
		}
	}

	public Path path() {
		return path;
	}

	@Override
	public void close() {
		delete(path);
	}

	private static void delete(Path folder) {
		try {
			SafeFile.deleteFolder(folder);
		}
		catch (IOException e) {
			// Something has it open: it is a leftover once this process ends.
		}
	}
}
