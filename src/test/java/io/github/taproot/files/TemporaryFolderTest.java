// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFolderTest {

	@TempDir
	private Path temp;

	/** Makes a folder with a file in it, says where, and waits to be killed. */
	public static void main(String[] args) throws Exception {
		Path folder = new TemporaryFolder().path();
		Files.writeString(Files.createDirectory(folder.resolve("model")).resolve("saved_model.pb"), "graph");
		System.out.println(folder);
		Thread.sleep(100_000);
	}

	@Test
	void isDeletedWithAllInItWhenClosed() throws IOException {
		TemporaryFolder folder = new TemporaryFolder();
		Files.writeString(folder.path().resolve("a"), "b");
		folder.close();
		assertTrue(Files.notExists(folder.path()));
	}

	@Test
	void whatAKilledProcessLeftIsDeletedAtTheNextStartAndNothingOfALivingOne() throws Exception {
		Path mine = Files.createTempDirectory("taproot-mine-a-b-c-d");
		Path link = mine.resolveSibling("taproot-1-1-" + TemporaryName.create().split("-")[2] + "-0123456789ab-1");
		Files.createSymbolicLink(link, temp);
		Files.writeString(temp.resolve("whole"), "whole");
		Process process = ChildProcess.start(TemporaryFolderTest.class);
		try {
			Path folder;
			try (BufferedReader said = process.inputReader()) {
				folder = Path.of(said.readLine());
			}
			TemporaryFolder.tidy();
			assertEquals("graph", Files.readString(folder.resolve("model/saved_model.pb")));
			process.destroyForcibly().waitFor();
			TemporaryFolder.tidy();
			assertTrue(Files.notExists(folder));
			assertTrue(Files.exists(mine), "the name of another program's folder");
			assertEquals("whole", Files.readString(temp.resolve("whole")));
		}
		finally {
			process.destroyForcibly();
			Files.delete(mine);
			Files.delete(link);
		}
	}
}
