// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.window;

import java.awt.BorderLayout;
import java.awt.Color;
import java.awt.Component;
import java.awt.GridBagConstraints;
import java.awt.GridBagLayout;
import java.awt.Insets;
import java.util.List;

import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JTextArea;

/** The first window for new users: a button with a line of text for each way to begin. In the event thread. */
public final class StartWindow extends JFrame {

	private static final int COLUMNS = 46;

	/**
	 * A way to begin.
	 *
	 * @param label of its button
	 * @param text what it is for
	 * @param action runs in the event thread; returns at once
	 */
	public record Way(String label, String text, Runnable action) {}

	/**
	 * @param what Taproot is
	 * @param ways from top to bottom
	 * @param cite how to cite it, to be copied
	 */
	public StartWindow(String what, List<Way> ways, String cite) {
		super("Start Here");
		setDefaultCloseOperation(DISPOSE_ON_CLOSE);
		JPanel all = new JPanel(new GridBagLayout());
		all.setBorder(BorderFactory.createEmptyBorder(12, 14, 12, 14));
		GridBagConstraints place = new GridBagConstraints();
		place.insets = new Insets(5, 4, 5, 4);
		place.anchor = GridBagConstraints.NORTHWEST;
		place.fill = GridBagConstraints.HORIZONTAL;
		wide(all, place, text(what));
		for (Way way : ways) {
			JButton button = new JButton(way.label);
			button.addActionListener(event -> way.action.run());
			place.gridy++;
			place.gridwidth = 1;
			place.weightx = 0;
			all.add(button, place);
			place.weightx = 1;
			all.add(text(way.text), place);
		}
		wide(all, place, new JLabel("How to cite"));
		JTextArea citation = text(cite);
		citation.setBackground(Color.WHITE);
		citation.setOpaque(true);
		wide(all, place, citation);
		add(all, BorderLayout.CENTER);
		pack();
		// Lines are broken once their width is known.
		pack();
		setLocationByPlatform(true);
	}

	private static void wide(JPanel all, GridBagConstraints place, Component part) {
		place.gridy++;
		place.gridwidth = 2;
		place.weightx = 1;
		all.add(part, place);
	}

	/** A text that breaks its lines, and that people can copy. */
	private static JTextArea text(String text) {
		JTextArea area = new JTextArea(text, 0, COLUMNS);
		area.setLineWrap(true);
		area.setWrapStyleWord(true);
		area.setEditable(false);
		area.setOpaque(false);
		area.setFont(new JLabel().getFont());
		return area;
	}
}
