// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.taproot.files.ChildProcess;
import io.github.taproot.table.Table;

/**
 * The scripts for SLURM, with a stand-in for sbatch that starts all tasks of an array at once, on a node with a home
 * that nobody may write to.
 */
@Tag("slow")
class ClusterScriptsTest {

	private static final Path SCRIPTS = Path.of("resources", "cluster").toAbsolutePath();

	/** Runs the script for each number, all at once, but that in KILL, and says what it was given. */
	private static final String SBATCH = """
		#!/usr/bin/env bash
		echo "sbatch $*" >> "$LOG"
		for argument; do
		  case $argument in
		    --array=*) array=${argument#--array=}; shift;;
		    --export=ALL,*) export "${argument#--export=ALL,}"; shift;;
		  esac
		done
		numbers=$(for range in ${array//,/ }; do seq "${range%-*}" "${range#*-}"; done)
		for number in $numbers; do
		  if [ "$number" = "${KILL:-}" ]; then continue; fi
		  SLURM_ARRAY_TASK_ID=$number SLURM_ARRAY_TASK_COUNT=$(wc -w <<< "$numbers") SLURM_CPUS_PER_TASK=1 \\
		    SLURM_MEM_PER_NODE=3000 "$@" >> "$LOG.$number" 2>&1 &
		done
		wait
		""";

	@TempDir
	private Path temp;
	private Path cache;

	@BeforeEach
	void standIns() throws IOException {
		assumeTrue(Files.isExecutable(Path.of("/usr/bin/env")), "there is no shell");
		cache = temp.resolve("cache");
		List<String> main = ChildProcess.line(List.of(), Main.class.getName());
		executable("sbatch", SBATCH);
		executable("java", "#!/usr/bin/env bash\noptions=(-Duser.home=/proc)\n" +
			"while [ \"$1\" != -jar ]; do options+=(\"$1\"); shift; done\nshift 2\nexec '" + main.get(0) +
			"' \"${options[@]}\" -cp '" + main.get(main.size() - 2) + "' " + Main.class.getName() + " \"$@\"\n");
	}

	private void executable(String name, String script) throws IOException {
		assertTrue(Files.writeString(temp.resolve(name), script).toFile().setExecutable(true));
	}

	/** Runs a script to its end; what it says. */
	private String run(int code, String kill, String... line) throws IOException, InterruptedException {
		ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true).directory(temp.toFile());
		builder.environment().put("PATH", temp + ":" + System.getenv("PATH"));
		builder.environment().put("JAVA", temp.resolve("java").toString());
		builder.environment().put("TAPROOT_JAR", "taproot.jar");
		builder.environment().put("TAPROOT_CACHE", cache.toString());
		builder.environment().put("LOG", temp.resolve("log").toString());
		builder.environment().put("KILL", kill);
		Process process = builder.start();
		String said = new String(process.getInputStream().readAllBytes());
		assertEquals(code, process.waitFor(), said + logs());
		return said;
	}

	private String logs() throws IOException {
		StringBuilder text = new StringBuilder();
		try (Stream<Path> all = Files.list(temp)) {
			for (Path log : all.filter(file -> file.getFileName().toString().startsWith("log")).sorted().toList()) {
				text.append(log.getFileName()).append(":\n").append(Files.readString(log));
			}
		}
		return text.toString();
	}

	@Test
	void anArrayIsSubmittedAgainAndMerged() throws Exception {
		assertEquals(Calls.End.DONE, Calls.outcome("Simulate Rhizotron Images",
			"output=" + temp.resolve("set") + ",count=5,width=200,height=160").end());
		String parameters = "input=set/images,output=segmented,device=cpu,resume=true";
		String array = SCRIPTS.resolve("taproot-array.sh").toString();
		String missing = SCRIPTS.resolve("taproot-missing.sh").toString();
		List<String> again = List.of(missing, "3", "segmented", "Segment Roots Folder", parameters);

		run(0, "2", temp.resolve("sbatch").toString(), "--array=1-3", array, "Segment Roots Folder", parameters);
		try (Stream<Path> unpacked = Files.list(cache)) {
			assertEquals(1, unpacked.filter(Files::isDirectory).count(), "copies of the libraries");
		}
		assertFalse(Files.exists(temp.resolve("segmented/summary.csv")));
		assertEquals("Parts without results: 2. They are submitted again.\n",
			run(0, "", again.toArray(String[]::new)));
		assertTrue(logs().contains("sbatch --array=2 --export=ALL,TAPROOT_PARTS=3 " + array), logs());
		run(0, "", again.toArray(String[]::new));
		List<String> files = new ArrayList<>();
		for (var row : Table.read(temp.resolve("segmented/summary.csv")).rows()) {
			assertEquals("done", row.get("status"));
			files.add(row.get("file").toString());
		}
		assertEquals(5, files.size(), files.toString());
	}

	@Test
	void whatIsNotSetIsAskedFor() throws Exception {
		String array = SCRIPTS.resolve("taproot-array.sh").toString();
		assertTrue(run(1, "", array, "Segment Roots Folder", "input=a,output=b").contains("sbatch --array=1-N"));
		assertTrue(run(1, "", array).contains("Give a command"));
		assertTrue(run(0, "", SCRIPTS.resolve("taproot-missing.sh").toString(), "2", "nowhere", "Measure Roots Folder",
			"input=nowhere,output=nowhere").contains("Parts without results: 1-2."));
	}
}
