// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.event.KeyEvent;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;
import org.scijava.app.StatusService;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.event.EventHandler;
import org.scijava.event.EventService;
import org.scijava.service.Service;
import org.scijava.task.Task;
import org.scijava.task.TaskService;
import org.scijava.task.event.TaskEvent;
import org.scijava.ui.UIService;

import ij.IJ;

/** What ends a command that runs: its task's button in Fiji, the Escape key where there is none. */
class CancellingTest {

	@TempDir
	private Path temp;

	private Runnable onStart = () -> {};
	private boolean cancelsTask;
	private Task seen;

	@AfterEach
	void reset() {
		IJ.resetEscape();
	}

	@EventHandler
	void onEvent(TaskEvent event) {
		if (seen != null) return;
		seen = event.getTask();
		if (cancelsTask) seen.cancel("Enough.");
		onStart.run();
	}

	private CommandModule measure(Class<? extends Service> further) throws IOException {
		Calls.context();
		Calls.write(Calls.mask(40, 20, 9, 1), temp.resolve("masks").resolve("a.png"));
		try (Context context = new Context(CommandService.class, StatusService.class, TaskService.class, further)) {
			context.service(EventService.class).subscribe(this);
			return context.service(CommandService.class).run(MeasureRootsFolder.class, true, "input",
				temp.resolve("masks").toFile(), "output", temp.resolve("t.csv").toFile()).get();
		}
		catch (InterruptedException | ExecutionException e) {
			throw new AssertionError(e);
		}
	}

	@Test
	void aTaskIsCancelledByItsButton() throws IOException {
		cancelsTask = true;
		CommandModule module = measure(UIService.class);
		assertTrue(module.isCanceled());
		assertFalse(((MeasureRootsFolder) module.getDelegateObject()).hasFailed());
		assertFalse(temp.resolve("t.csv").toFile().exists());
		assertEquals("Measure Roots Folder", seen.getName());
	}

	@Test
	void aFailureIsToldFromCancelling() throws IOException {
		Calls.write(Calls.noise(BufferedImage.TYPE_INT_RGB), temp.resolve("masks").resolve("b.png"));
		CommandModule module = measure(UIService.class);
		assertTrue(module.isCanceled());
		assertTrue(((MeasureRootsFolder) module.getDelegateObject()).hasFailed(), module.getCancelReason());
	}

	@Test
	void inFijiEscapeInAnyWindowEndsNothing() throws IOException {
		onStart = () -> IJ.setKeyDown(KeyEvent.VK_ESCAPE);
		CommandModule module = measure(UIService.class);
		assertFalse(module.isCanceled(), module.getCancelReason());
	}

	@Test
	void withoutFijiEscapeEndsTheCommand() throws IOException {
		onStart = () -> IJ.setKeyDown(KeyEvent.VK_ESCAPE);
		assertTrue(measure(StatusService.class).isCanceled());
	}
}
