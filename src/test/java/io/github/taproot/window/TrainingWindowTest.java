// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.window;

import static io.github.taproot.window.Screen.all;
import static io.github.taproot.window.Screen.await;
import static io.github.taproot.window.Screen.there;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.event.WindowEvent;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.swing.JButton;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JProgressBar;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.github.taproot.progress.Progress;

@Tag("window")
class TrainingWindowTest {

	private JFrame frame;

	private TrainingWindow open(Progress outer) throws InterruptedException {
		TrainingWindow window = new TrainingWindow("my model", outer);
		await("the window", () -> (frame = Screen.window(JFrame.class, "Train Root U-Net: my model")) != null);
		return window;
	}

	private boolean shows(String text) {
		return all(JLabel.class, frame).stream().anyMatch(label -> String.valueOf(label.getText()).contains(text));
	}

	private JButton button() {
		return all(JButton.class, frame).get(0);
	}

	@Test
	void stopsAndStaysUntilItIsClosed() throws Exception {
		TrainingWindow window = open(Progress.NONE);
		window.report(30, 120, "Epoch 1");
		window.trained(10, 0.5, 0.9);
		await("what is done", () -> shows("Epoch 1") && all(JProgressBar.class, frame).get(0).getValue() == 250);
		assertFalse(window.isCancelled());
		there(() -> {
			button().doClick();
			return null;
		});
		assertTrue(window.isCancelled());
		await("it says so", () -> button().getText().startsWith("Stopping") && !button().isEnabled());
		window.ended("Best F1 0.5 <after> 3 epochs.");
		await("how it ended", () -> shows("Best F1 0.5 &lt;after> 3 epochs.") && button().getText().equals("Close"));
		there(() -> {
			button().doClick();
			return null;
		});
		assertFalse(frame.isVisible());
	}

	@Test
	void theEndOffersWhatComesNext() throws Exception {
		TrainingWindow window = open(Progress.NONE);
		AtomicBoolean isDone = new AtomicBoolean();
		window.ended("Done.", new TrainingWindow.NextStep("Segment a folder ...", () -> isDone.set(true)));
		await("the button", () -> button().getText().equals("Segment a folder ..."));
		there(() -> {
			button().doClick();
			return null;
		});
		assertTrue(isDone.get());
		assertTrue(all(JProgressBar.class, frame).isEmpty(), "nothing goes on");
	}

	@Test
	void curvesAreSmoothedByATwentiethOfThem() {
		assertArrayEquals(new double[] { 1, 3 }, TrainingWindow.smoothed(new double[] { 1, 3 }));
		double[] steps = new double[40];
		for (int i = 0; i < 40; i++) steps[i] = i % 2;
		double[] calm = TrainingWindow.smoothed(steps);
		assertEquals(0, calm[0]);
		for (int i = 1; i < 40; i++) assertEquals(0.5, calm[i]);
	}

	@Test
	void closingAsksNothingOnceTheTrainingIsOver() throws Exception {
		TrainingWindow window = open(Progress.NONE);
		window.ended("Done.");
		await("the end", () -> button().getText().equals("Close"));
		there(() -> {
			frame.dispatchEvent(new WindowEvent(frame, WindowEvent.WINDOW_CLOSING));
			return null;
		});
		assertFalse(frame.isVisible());
	}
}
