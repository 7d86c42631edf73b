// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * A folder that only its holder writes to, until it is closed or the process dies. A hidden file in the folder tells
 * others who has it. Any thread may close it.
 */
public final class FolderLock implements Closeable {

	static final String FILE = ".taproot-lock";

	/** Where Windows keeps nobody from reading who has the lock. */
	private static final long PLACE = Long.MAX_VALUE - 1;
	/** Held for the moment in which one of several holders comes or goes. */
	private static final long GATE = PLACE - 1;
	private static final int LONGEST_OWNER = 1000;
	private static final int TRIES = 100;
	/** A file of a folder is taken for a few milliseconds. */
	private static final long MOMENT = Duration.ofSeconds(5).toNanos();

	/**
	 * Owners of this process's locks, by their lock files. On POSIX systems, a process that opens a file again and
	 * closes it has lost its locks of it.
	 */
	private static final Map<Path, Owner> OURS = new HashMap<>();

	private static final class Owner {

		/** The id of the one that took the lock. */
		private final long thread;
		private final String text;
		/** What the holders of a lock that several have do together; null for a lock of one holder. */
		private final String run;
		private FileChannel channel;
		/** Of the channel, where several may have the lock. */
		private FileLock shared;
		/** Holders in this process. */
		private int holders = 1;

		Owner(long thread, String text, String run) {
			this.thread = thread;
			this.text = text;
			this.run = run;
		}
	}

	private final List<Path> made;
	/** The lock's own; null where nothing could be locked. */
	private final Path file;
	private final Owner owner;
	/** A part's other lock, which ends with this one; null for none. */
	private final FolderLock beside;
	private boolean isClosed;

	private FolderLock(List<Path> made, Path file, Owner owner, FolderLock beside) {
		this.made = made;
		this.file = file;
		this.owner = owner;
		this.beside = beside;
	}

	/**
	 * Takes a folder, which is made where it is missing.
	 *
	 * @param task what is done in it, such as a command's name
	 * @param log takes a sentence where the folder has no lock, as in some folders on a network; where it cannot be
	 *          made or written to, whoever writes there says so
	 * @throws IOException where somebody else has it, with who that is and what to do
	 */
	public static FolderLock of(Path folder, String task, Consumer<String> log) throws IOException {
		return of(folder, FILE, folder, task, null, null, log, false);
	}

	/**
	 * Takes a folder together with the other parts of a run, in this process or others: who does something else is kept
	 * out, and so is a part that somebody does already.
	 *
	 * @param run what all parts have in common, and nothing else has; one line
	 * @param part names the part, as in a file's name
	 * @param log as of {@link #of}
	 * @throws IOException as {@link #of}
	 */
	public static FolderLock ofPart(Path folder, String run, String part, String task, Consumer<String> log)
		throws IOException
	{
		FolderLock own = of(folder, "." + part + FILE, folder, task, null, null, log, false);
		try {
			return of(folder, FILE, folder, task, run, own, log, false);
		}
		catch (IOException e) {
			own.close();
			throw e;
		}
	}

	/** As {@link #of}, for a part of a longer task: where this thread has the folder already, nothing is taken. */
	public static FolderLock within(Path folder, String task, Consumer<String> log) throws IOException {
		return of(folder, FILE, folder, task, null, null, log, true);
	}

	/**
	 * Takes a single file for the moment in which it is read and written again, whoever has its folder. Waits some
	 * seconds for others who have it.
	 *
	 * @param log as of {@link #of}
	 * @throws IOException where somebody else keeps it, with who that is
	 */
	public static FolderLock ofFile(Path file, String task, Consumer<String> log) throws IOException {
		Path folder = file.toAbsolutePath().getParent();
		for (long end = System.nanoTime() + MOMENT;;) {
			try {
				return of(folder, "." + file.getFileName() + FILE, file, task, null, null, log, false);
			}
			catch (InUse e) {
				if (System.nanoTime() - end > 0) throw e;
			}
			LockSupport.parkNanos(1_000_000);
		}
	}

	/**
	 * @param named what is locked, for messages
	 * @param run as of {@link #ofPart}; null for a lock of one holder
	 */
	private static FolderLock of(Path folder, String name, Path named, String task, String run, FolderLock beside,
		Consumer<String> log, boolean isPart) throws IOException
	{
		List<Path> made = new ArrayList<>();
		String text = System.getProperty("user.name", "somebody") + "@" + TemporaryName.hostName() + ", process " +
			ProcessHandle.current().pid() + ": " + task;
		long thread = Thread.currentThread().getId();
		synchronized (OURS) {
			Path file;
			try {
				make(folder.toAbsolutePath(), made);
				file = folder.toRealPath().resolve(name);
			}
			catch (IOException e) {
				return new FolderLock(made, null, null, beside);
			}
			Owner other = OURS.get(file);
			if (other != null) {
				if (isPart && other.thread == thread) return new FolderLock(made, null, null, beside);
				if (run == null || !run.equals(other.run)) throw inUse(named, other.text);
				other.holders++;
				return new FolderLock(made, file, other, beside);
			}
			Owner owner = new Owner(thread, text, run);
			try {
				owner.channel = take(named, file, owner);
				OURS.put(file, owner);
			}
			catch (InUse e) {
				deleteEmpty(made);
				throw e;
			}
			catch (IOException e) {
				log.accept(described(named) + " cannot be locked (" + SafeFile.reason(e) +
					"): do not let other programs write to it meanwhile.");
			}
			return new FolderLock(made, owner.channel == null ? null : file, owner, beside);
		}
	}

	/** Makes a folder; adds what was made, the innermost first. */
	private static void make(Path folder, List<Path> made) throws IOException {
		for (Path part = folder; part != null && Files.notExists(part); part = part.getParent()) made.add(part);
		Files.createDirectories(folder);
	}

	/** Somebody else has the folder. */
	private static final class InUse extends IOException {

		private static final long serialVersionUID = 1L;

		InUse(String message) {
			super(message);
		}
	}

	private static InUse inUse(Path named, String owner) {
		return new InUse(described(named) + " is in use (" + owner + "): " + (Files.isDirectory(named)
			? "wait until that has finished, or choose another folder." : "try again once that has finished."));
	}

	private static String described(Path named) {
		return (Files.isDirectory(named) ? "The folder " : "The file ") + named;
	}

	/** Locks the file, which its last holder may just be deleting. */
	private static FileChannel take(Path named, Path file, Owner owner) throws IOException {
		IOException last = null;
		for (int i = 0; i < TRIES; i++) {
			FileChannel channel = null;
			boolean isTaken = false;
			try {
				create(file);
				Object before = key(file);
				channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE,
					LinkOption.NOFOLLOW_LINKS);
				if (owner.run != null) share(channel, owner, named);
				else if (channel.tryLock(PLACE, 1, false) == null) throw inUse(named, read(channel).get(0));
				isTaken = Objects.equals(before, key(file));
				if (isTaken) {
					if (owner.run == null) write(channel, owner.text);
					return channel;
				}
			}
			catch (NoSuchFileException e) {
				last = e;
			}
			finally {
				if (channel != null && !isTaken) channel.close();
			}
		}
		throw last == null ? new IOException("its lock changes too often") : last;
	}

	/** Takes a lock that others of the same run may have, too: the first of them writes which run it is. */
	private static void share(FileChannel channel, Owner owner, Path named) throws IOException {
		try (FileLock gate = channel.lock(GATE, 1, false)) {
			try (FileLock alone = channel.tryLock(PLACE, 1, false)) {
				if (alone != null) write(channel, owner.text + "\n" + owner.run);
			}
			owner.shared = channel.tryLock(PLACE, 1, true);
			List<String> other = read(channel);
			boolean isOurs = owner.shared != null && other.size() > 1 && other.get(1).equals(owner.run);
			if (!isOurs) throw inUse(named, other.get(0));
		}
	}

	private static void create(Path file) throws IOException {
		// Its last holder may have made it for nothing, and deleted it.
		Files.createDirectories(file.getParent());
		try {
			Files.createFile(file);
			if (Files.getFileStore(file).supportsFileAttributeView("dos")) Files.setAttribute(file, "dos:hidden", true);
		}
		catch (FileAlreadyExistsException e) {
			// Of a process that has it, or was killed.
		}
		catch (UnsupportedOperationException e) {
			// It is hidden by its name.
		}
	}

	private static Object key(Path file) throws IOException {
		return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey();
	}

	/** Who has it, and on another line, which run. */
	private static List<String> read(FileChannel channel) throws IOException {
		ByteBuffer bytes = ByteBuffer.allocate(LONGEST_OWNER);
		channel.read(bytes, 0);
		String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8).strip();
		return text.isEmpty() ? List.of("by another process") : text.lines().toList();
	}

	private static void write(FileChannel channel, String owner) throws IOException {
		channel.truncate(0);
		channel.write(ByteBuffer.wrap((owner + "\n").getBytes(StandardCharsets.UTF_8)), 0);
	}

	/** Lets others have the folder, which is deleted if it was made for nothing. */
	@Override
	public void close() {
		synchronized (OURS) {
			if (isClosed) return;
			isClosed = true;
			if (file != null && --owner.holders == 0) {
				OURS.remove(file);
				try (FileChannel channel = owner.channel) {
					if (owner.run == null || isLast(owner)) Files.deleteIfExists(file);
				}
				catch (IOException e) {
					// The lock ends with the process at the latest.
				}
			}
			if (beside != null) beside.close();
			deleteEmpty(made);
		}
	}

	/** Whether nobody else has a lock that several may have; the gate stays closed until the channel is. */
	private static boolean isLast(Owner owner) throws IOException {
		owner.channel.lock(GATE, 1, false);
		owner.shared.release();
		return owner.channel.tryLock(PLACE, 1, false) != null;
	}

	private static void deleteEmpty(List<Path> folders) {
		try {
			for (Path folder : folders) Files.deleteIfExists(folder);
		}
		catch (IOException e) {
			// It is not empty.
		}
	}
}
