// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.window;

import java.awt.KeyEventDispatcher;
import java.awt.TextComponent;
import java.awt.Window;
import java.awt.event.KeyEvent;
import java.util.function.Predicate;

import javax.swing.SwingUtilities;
import javax.swing.text.JTextComponent;

import io.github.taproot.image.Annotation;
import io.github.taproot.window.AnnotationCanvas.Layer;

/** Takes the keys of the annotation window before ImageJ does, to which W means to close and S to save. */
final class AnnotationKeys implements KeyEventDispatcher {

	private final Predicate<Window> isOurs;
	private final AnnotationPanel panel;
	private final AnnotationPanel.Actions actions;
	private final PaintBrush brush;

	/**
	 * @param isOurs whether keys in a window are meant for the photograph
	 * @param panel toggles layers
	 * @param actions what the panel's buttons do
	 */
	AnnotationKeys(Predicate<Window> isOurs, AnnotationPanel panel, AnnotationPanel.Actions actions, PaintBrush brush) {
		this.isOurs = isOurs;
		this.panel = panel;
		this.actions = actions;
		this.brush = brush;
	}

	@Override
	public boolean dispatchKeyEvent(KeyEvent e) {
		if (!isOurs(e)) return false;
		boolean control = e.isControlDown() || e.isMetaDown();
		if (e.isAltDown() && !isBracket(e)) return false;
		Runnable action = control && !isBracket(e) ? commandKey(e) : plainKey(e);
		if (action == null) return false;
		if (e.getID() == KeyEvent.KEY_PRESSED) action.run();
		return true;
	}

	/** On some keyboards brackets need Ctrl and Alt. */
	private static boolean isBracket(KeyEvent e) {
		return e.getKeyChar() == '[' || e.getKeyChar() == ']';
	}

	/** Also in ImageJ's main window, but not while something is written there. */
	private boolean isOurs(KeyEvent e) {
		if (e.getComponent() instanceof TextComponent || e.getComponent() instanceof JTextComponent) return false;
		Window window = e.getComponent() instanceof Window w ? w : SwingUtilities.getWindowAncestor(e.getComponent());
		return window != null && isOurs.test(window);
	}

	private Runnable commandKey(KeyEvent e) {
		return switch (e.getKeyCode()) {
			case KeyEvent.VK_Z -> e.isShiftDown() ? actions::redo : actions::undo;
			case KeyEvent.VK_Y -> actions::redo;
			default -> null;
		};
	}

	private Runnable plainKey(KeyEvent e) {
		switch (e.getKeyChar()) {
			case '[', ',':
				return () -> brush.resize(-1);
			case ']', '.':
				return () -> brush.resize(1);
			default:
				break;
		}
		return switch (e.getKeyCode()) {
			case KeyEvent.VK_Q -> () -> actions.brush(Annotation.ROOT);
			case KeyEvent.VK_W -> () -> actions.brush(Annotation.SOIL);
			case KeyEvent.VK_E -> () -> actions.brush(Annotation.UNKNOWN);
			case KeyEvent.VK_Z -> e.isShiftDown() ? actions::redo : actions::undo;
			case KeyEvent.VK_S -> () -> panel.toggle(Layer.SEGMENTATION);
			case KeyEvent.VK_A -> () -> panel.toggle(Layer.ANNOTATION);
			case KeyEvent.VK_I -> () -> panel.toggle(Layer.PHOTOGRAPH);
			case KeyEvent.VK_R -> actions::lookAgain;
			case KeyEvent.VK_O -> panel::toggleOutlines;
			case KeyEvent.VK_F -> () -> actions.flood(e.isShiftDown() ? Annotation.ROOT : Annotation.SOIL);
			case KeyEvent.VK_D, KeyEvent.VK_PAGE_DOWN -> actions::next;
			case KeyEvent.VK_PAGE_UP -> actions::previous;
			case KeyEvent.VK_N -> actions::nextBlank;
			default -> null;
		};
	}
}
