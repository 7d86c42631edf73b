// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.window;

import java.awt.BorderLayout;
import java.awt.Button;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.FlowLayout;
import java.awt.Label;
import java.awt.Panel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import ij.ImagePlus;
import ij.gui.GUI;
import ij.gui.ImageCanvas;
import ij.gui.ImageWindow;
import ij.gui.Roi;
import ij.gui.ShapeRoi;
import ij.plugin.RoiScaler;

import io.github.taproot.imagej.ExcludedAreas;
import io.github.taproot.imagej.ImagePlusConversion;
import io.github.taproot.progress.Background;
import io.github.taproot.progress.UnexpectedError;

/**
 * ImageJ's window of a photograph that is reviewed, with buttons that leave the selection out of measurements. Files
 * are written on threads of their own. All methods are called on the event thread.
 */
final class ReviewedPhotograph extends ImageWindow {

	private static final long serialVersionUID = 1L;
	private static final int WIDTH = 640;
	private static final String OVERLAY = "Areas left out";
	private static final Color LEFT_OUT = new Color(0x80e69f00, true);

	/** What is done with the areas' files. */
	private interface Work {

		Path run() throws IOException;
	}

	private final transient ExcludedAreas areas;
	private final int factor;
	private final Label message = new Label();
	private final Button add = new Button("Leave out selection");
	private final Button remove = new Button("Take back last area");

	/**
	 * Shows the window.
	 *
	 * @param factor px of the photograph for one of the image, at least 1
	 * @param before the areas that are left out already, in px of the photograph
	 */
	ReviewedPhotograph(ImagePlus image, ExcludedAreas areas, int factor, List<Roi> before) {
		super(image, new ImageCanvas(image));
		this.areas = areas;
		this.factor = factor;
		Panel buttons = new Panel(new FlowLayout(FlowLayout.LEFT, 6, 2));
		buttons.add(add);
		buttons.add(remove);
		Panel bar = new Panel(new BorderLayout(6, 0)) {

			private static final long serialVersionUID = 1L;

			@Override
			public Dimension getPreferredSize() {
				// Sentences may be longer than a photograph is wide.
				return new Dimension(Math.max(WIDTH, ic.getPreferredSize().width), super.getPreferredSize().height);
			}
		};
		bar.add(buttons, BorderLayout.NORTH);
		bar.add(message, BorderLayout.SOUTH);
		add(bar);
		add.addActionListener(event -> {
			Roi selection = image.getRoi() == null ? null : (Roi) image.getRoi().clone();
			change(() -> areas.add(selection, factor), "Left out. Saved to ");
		});
		remove.addActionListener(event -> change(areas::removeLast, "Taken back. Saved to "));
		show(before);
		say(before.isEmpty() ? "Draw a rectangle or polygon around what should not be measured."
			: before.size() + (before.size() == 1 ? " area is" : " areas are") + " left out (orange).", false);
		pack();
		setVisible(true);
		// ImageJ does not know of the buttons when it chooses the zoom.
		if (getHeight() > GUI.getMaxWindowBounds(this).height) ic.zoomOut(0, 0);
	}

	private void change(Work work, String done) {
		add.setEnabled(false);
		remove.setEnabled(false);
		Background.start(() -> {
			String sentence;
			boolean isProblem = true;
			try {
				Path file = work.run();
				List<Roi> now = areas.read();
				sentence = file == null ? "Nothing is left out." : done + file.getParent().getFileName() + "/" +
					file.getFileName() + ", which Measure Root Traits Folder finds.";
				isProblem = false;
				EventQueue.invokeLater(() -> {
					show(now);
					getImagePlus().deleteRoi();
				});
			}
			catch (IOException e) {
				sentence = e.getMessage();
			}
			catch (RuntimeException | Error e) {
				sentence = "NOT SAVED: An " + UnexpectedError.told(e);
			}
			String told = sentence;
			boolean isBad = isProblem;
			EventQueue.invokeLater(() -> {
				say(told, isBad);
				add.setEnabled(true);
				remove.setEnabled(true);
			});
			return null;
		}, "Taproot review: areas");
	}

	/** @param now all areas, in px of the photograph */
	private void show(List<Roi> now) {
		ShapeRoi all = null;
		for (Roi area : now) {
			Roi scaled = RoiScaler.scale(area, 1.0 / factor, 1.0 / factor, false);
			// A file of somebody's may have lines, too.
			if (scaled.isLine()) scaled = Roi.convertLineToArea(scaled);
			if (scaled == null || !scaled.isArea()) continue;
			all = all == null ? new ShapeRoi(scaled) : all.or(new ShapeRoi(scaled));
		}
		if (all != null) all.setFillColor(LEFT_OUT);
		ImagePlusConversion.overlay(getImagePlus(), OVERLAY, all);
	}

	private void say(String sentence, boolean isProblem) {
		message.setForeground(isProblem ? new Color(0xb00020) : getForeground());
		message.setText(sentence);
		message.setName(sentence);
	}
}
