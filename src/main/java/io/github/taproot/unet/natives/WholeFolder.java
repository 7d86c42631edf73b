// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.natives;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

import io.github.taproot.files.SafeFile;

/**
 * A folder that is complete wherever it has its final name: it is filled under another name and then renamed. Processes
 * that want it at the same time wait for each other by a lock on a file beside it, which the system releases when a
 * process dies; what a dead one left is deleted by the next.
 *
 * @param folder where it is to be
 */
record WholeFolder(Path folder) {

	private static final String PARTIAL = ".partial-";

	/** Tells whether a folder has all that it should have; it may not exist. */
	@FunctionalInterface
	interface Check {

		boolean isComplete(Path folder) throws IOException;
	}

	/** Fills an empty folder. */
	@FunctionalInterface
	interface Filling {

		void fill(Path empty) throws IOException;
	}

	/**
	 * Fills the folder where it is not complete.
	 *
	 * @throws IOException where it can't be written, or {@code filling} fails: then it is as it was before
	 */
	void make(Check check, Filling filling) throws IOException {
		if (check.isComplete(folder)) return;
		if (Files.isSymbolicLink(folder)) {
			// Its target is replaced, and not the link.
			new WholeFolder(target()).make(check, filling);
			return;
		}
		Path parent = folder.toAbsolutePath().getParent();
		// One lock in the process too, since a second one on the same file fails within a process.
		synchronized (WholeFolder.class) {
			Files.createDirectories(parent);
			try (FileChannel channel = FileChannel.open(parent.resolve(folder.getFileName() + ".lock"),
				StandardOpenOption.CREATE, StandardOpenOption.WRITE); FileLock lock = channel.lock())
			{
				if (!check.isComplete(folder)) fill(parent, filling);
			}
		}
	}

	private Path target() throws IOException {
		try {
			return folder.toRealPath();
		}
		catch (IOException e) {
			throw new IOException(folder + " is a symbolic link to a missing folder: remove the link", e);
		}
	}

	private void fill(Path parent, Filling filling) throws IOException {
		String prefix = folder.getFileName() + PARTIAL;
		try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(parent, prefix + "*")) {
			for (Path leftover : leftovers) SafeFile.deleteFolder(leftover);
		}
		Path partial = Files.createTempDirectory(parent, prefix);
		try {
			filling.fill(partial);
			// Files of a damaged folder may be in use by another process, so it is moved away, not emptied.
			if (Files.exists(folder)) Files.move(folder, Files.createTempDirectory(parent, prefix).resolve("damaged"));
			Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (IOException | RuntimeException e) {
			SafeFile.deleteFolder(partial);
			throw e;
		}
	}
}
