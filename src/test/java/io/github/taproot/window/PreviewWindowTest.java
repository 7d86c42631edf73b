// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.window;

import static io.github.taproot.window.Screen.all;
import static io.github.taproot.window.Screen.await;
import static io.github.taproot.window.Screen.there;

import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;

import javax.swing.JButton;
import javax.swing.JLabel;
import javax.swing.JProgressBar;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import ij.ImagePlus;
import ij.process.ByteProcessor;

import net.imglib2.img.array.ArrayImgs;

@Tag("window")
class PreviewWindowTest {

	private final ConcurrentLinkedQueue<Error> errors = new ConcurrentLinkedQueue<>(ThrowingImages.kinds());

	@Test
	void errorsAreToldAndTheNextTryWorks() throws Exception {
		ImagePlus image = new ImagePlus("roots", new ByteProcessor(60, 40));
		PreviewWindow window = there(() -> {
			PreviewWindow made = new PreviewWindow(image, (photograph, progress) -> {
				Error next = errors.poll();
				if (next != null) throw next;
				float[] roots = new float[photograph.width() * photograph.height()];
				Arrays.fill(roots, 0.7f);
				return ArrayImgs.floats(roots, photograph.width(), photograph.height());
			}, choice -> "", choice -> {}, () -> {});
			made.setVisible(true);
			return made;
		});
		JButton again = all(JButton.class, window).stream().filter(button -> button.getText().startsWith("Segment"))
			.findFirst().orElseThrow();
		JProgressBar bar = all(JProgressBar.class, window).get(0);
		for (Error error : ThrowingImages.kinds()) {
			await(error.toString(), () -> bar.getString().equals("Failed") && again.isEnabled() &&
				shows(window, error));
			there(() -> {
				again.doClick();
				return null;
			});
		}
		await("it works", () -> bar.getString().startsWith("Ready"));
		await("the roots", () -> shows(window, "1 piece of root, 100.00 %"));
		there(() -> {
			window.dispose();
			return null;
		});
	}

	private static boolean shows(PreviewWindow window, Error error) {
		return error instanceof OutOfMemoryError ? shows(window, "oo little memory") :
			shows(window, "An error in Taproot (" + error + "): please report it.");
	}

	private static boolean shows(PreviewWindow window, String text) {
		return all(JLabel.class, window).stream().anyMatch(label -> String.valueOf(label.getText()).contains(text));
	}
}
