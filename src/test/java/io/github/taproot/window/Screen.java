// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.window;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Component;
import java.awt.Container;
import java.awt.EventQueue;
import java.awt.Window;
import java.awt.event.InputEvent;
import java.awt.event.MouseEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;

/** What a person does at a window: looks, waits, clicks. */
final class Screen {

	private Screen() {}

	static void await(String what, BooleanSupplier condition) throws InterruptedException {
		for (int i = 0; i < 1000 && !condition.getAsBoolean(); i++) Thread.sleep(10);
		assertTrue(condition.getAsBoolean(), what);
	}

	/** Does something on the event thread, and returns its result. */
	static <T> T there(Callable<T> work) throws Exception {
		FutureTask<T> task = new FutureTask<>(work);
		EventQueue.invokeAndWait(task);
		return task.get();
	}

	/** Presses a mouse button and lets it go. */
	static void click(Component component, int button, int x, int y) {
		for (int id : new int[] { MouseEvent.MOUSE_PRESSED, MouseEvent.MOUSE_RELEASED, MouseEvent.MOUSE_CLICKED }) {
			mouse(component, id, button, x, y);
		}
	}

	/** One event of the mouse, whose button is down while it is pressed or dragged. */
	static void mouse(Component component, int id, int button, int x, int y) {
		boolean isDown = id == MouseEvent.MOUSE_PRESSED || id == MouseEvent.MOUSE_DRAGGED;
		int held = button == MouseEvent.BUTTON3 ? InputEvent.BUTTON3_DOWN_MASK : InputEvent.BUTTON1_DOWN_MASK;
		component.dispatchEvent(new MouseEvent(component, id, 0, isDown ? held : 0, x, y, 1, false, button));
	}

	/** All parts of a kind in a window, from the upper left. */
	static <T> List<T> all(Class<T> kind, Container in) {
		List<T> found = new ArrayList<>();
		for (Component part : in.getComponents()) {
			if (kind.isInstance(part)) found.add(kind.cast(part));
			if (part instanceof Container inner) found.addAll(all(kind, inner));
		}
		return found;
	}

	/** The window that is shown, of a title with this beginning. */
	static <W extends Window> W window(Class<W> kind, String title) {
		for (Window window : Window.getWindows()) {
			if (kind.isInstance(window) && window.isVisible() && String.valueOf(window.getAccessibleContext()
				.getAccessibleName()).startsWith(title)) return kind.cast(window);
		}
		return null;
	}
}
