// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.window;

import java.awt.BorderLayout;
import java.awt.Color;
import java.awt.Component;
import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.FlowLayout;
import java.awt.event.ActionEvent;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import javax.swing.AbstractAction;
import javax.swing.BorderFactory;
import javax.swing.DefaultListCellRenderer;
import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JPanel;
import javax.swing.KeyStroke;

import io.github.taproot.annotation.HandCounts;
import io.github.taproot.files.ImageFiles;
import io.github.taproot.image.Photograph;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.imagej.ImagePlusConversion;
import io.github.taproot.progress.Background;
import io.github.taproot.progress.UnexpectedError;
import io.github.taproot.roots.LineGrid;

/**
 * Counting by hand: a grid over each photograph of a folder, a click on each crossing of a root with a line. Every
 * click is saved at once. Photographs are read on a thread of their own. All methods are called on the event thread.
 */
public final class CountWindow extends JFrame {

	private static final long serialVersionUID = 1L;
	private static final Color PROBLEM = new Color(0xb00020);

	private final transient HandCounts counts;
	private final JComboBox<Path> photographs;
	private final JLabel count = new JLabel();
	private final JLabel message = new JLabel(" ");
	private final JCheckBox grid = new JCheckBox("Show the grid (G)", true);
	private final JCheckBox finished = new JCheckBox("All crossings are marked (F)");
	private final CountCanvas canvas;
	private final transient ExecutorService reading = Background.threads(1, "Taproot counting: photographs");
	/** No daemon: what was marked last is written also where ImageJ is closed. */
	private final transient ExecutorService saving =
		Executors.newSingleThreadExecutor(work -> new Thread(work, "Taproot counting: tables"));
	/** What is shown, and may be marked; null while it is read. */
	private transient Path shown;
	/** Whether the message is that something is not saved. */
	private boolean isUnsaved;

	/** Makes the window, which is shown by {@code setVisible}. */
	public CountWindow(HandCounts counts) {
		super("Count Intersections By Hand: " + counts.output().toAbsolutePath());
		this.counts = counts;
		canvas = new CountCanvas(new CountCanvas.Marking() {

			@Override
			public void mark(double x, double y) {
				if (shown == null) return;
				counts.add(shown, x, y);
				changed();
			}

			@Override
			public void unmark(double x, double y, double reach) {
				if (shown != null && counts.remove(shown, x, y, reach)) changed();
			}
		});
		photographs = new JComboBox<>(counts.photographs().toArray(Path[]::new));
		photographs.setRenderer(new DefaultListCellRenderer() {

			private static final long serialVersionUID = 1L;

			@Override
			public Component getListCellRendererComponent(JList<?> list, Object value, int index, boolean isSelected,
				boolean hasFocus)
			{
				Path file = (Path) value;
				String tick = counts.isFinished(file) ? "\u2713 " : "";
				return super.getListCellRendererComponent(list, tick + file.getFileName(), index, isSelected, hasFocus);
			}
		});
		photographs.setToolTipText("The photograph that is shown. A tick is before those whose crossings are " +
			"all marked.");
		photographs.setPrototypeDisplayValue(Path.of("a name of usual length_001.jpg"));
		photographs.setFocusable(false);
		photographs.addActionListener(event -> open());
		JButton previous = button("< Previous (P)", "Shows the photograph before this one.", () -> move(-1));
		JButton next = button("Next (N) >", "Says that all crossings are marked, and shows the next photograph.",
			this::next);
		JButton undo = button("Undo (Z)", "Takes away the crossing that was marked last in this photograph.",
			this::undo);
		JButton fit = button("Show all (0)", "Shows the whole photograph. The mouse wheel zooms, dragging moves.",
			canvas::fit);
		grid.setToolTipText("Shows or hides the lines, to see what lies under them.");
		grid.setFocusable(false);
		grid.addActionListener(event -> canvas.setGridShown(grid.isSelected()));
		finished.setToolTipText("Tick it when you are done with a photograph, also where it has no crossing: only " +
			"then a count of 0 is saved.");
		finished.setFocusable(false);
		finished.addActionListener(event -> setFinished(finished.isSelected()));

		JPanel top = new JPanel(new FlowLayout(FlowLayout.LEFT, 8, 6));
		for (JComponent part : new JComponent[] { previous, photographs, next, undo, fit, grid, finished }) {
			top.add(part);
		}
		JPanel bottom = new JPanel(new BorderLayout(12, 2));
		bottom.setBorder(BorderFactory.createEmptyBorder(4, 12, 6, 12));
		bottom.add(new JLabel("Click each place where a root crosses a line, once. Right click: take a mark away. " +
			"Wheel or + and -: zoom. Drag: move. Every click is saved at once."), BorderLayout.NORTH);
		bottom.add(count, BorderLayout.WEST);
		bottom.add(message, BorderLayout.CENTER);
		add(top, BorderLayout.NORTH);
		add(canvas, BorderLayout.CENTER);
		add(bottom, BorderLayout.SOUTH);
		key("G", () -> {
			grid.setSelected(!grid.isSelected());
			canvas.setGridShown(grid.isSelected());
		});
		key("F", finished::doClick);
		key("N", this::next);
		key("P", () -> move(-1));
		key("Z", this::undo);
		key("ctrl Z", this::undo);
		key("meta Z", this::undo);
		key("typed 0", canvas::fit);
		key("typed +", () -> canvas.zoom(true));
		key("typed -", () -> canvas.zoom(false));
		setDefaultCloseOperation(DISPOSE_ON_CLOSE);
		addWindowListener(new WindowAdapter() {

			@Override
			public void windowClosed(WindowEvent event) {
				reading.shutdownNow();
				// What was marked last is still written.
				saving.execute(counts::close);
				saving.shutdown();
			}
		});
		canvas.setPreferredSize(new Dimension(1180, 560));
		pack();
		int first = 0;
		while (first < counts.photographs().size() - 1 && counts.isFinished(counts.photographs().get(first))) first++;
		photographs.setSelectedIndex(first);
	}

	private static JButton button(String text, String tip, Runnable action) {
		JButton button = new JButton(text);
		button.setToolTipText(tip);
		// Keys belong to the window.
		button.setFocusable(false);
		button.addActionListener(event -> action.run());
		return button;
	}

	private void key(String key, Runnable action) {
		getRootPane().getInputMap(JComponent.WHEN_IN_FOCUSED_WINDOW).put(KeyStroke.getKeyStroke(key), key);
		getRootPane().getActionMap().put(key, new AbstractAction() {

			private static final long serialVersionUID = 1L;

			@Override
			public void actionPerformed(ActionEvent event) {
				action.run();
			}
		});
	}

	private void open() {
		Path photograph = (Path) photographs.getSelectedItem();
		shown = null;
		canvas.show(null, new double[0], new double[0]);
		say("Opening " + photograph.getFileName() + "...", false);
		count.setText("");
		finished.setSelected(counts.isFinished(photograph));
		finished.setEnabled(false);
		reading.execute(() -> {
			try {
				Photograph read = new ImageFiles().readPhotograph(photograph);
				PixelCalibration scale = counts.scale() != null ? counts.scale() : read.calibration();
				LineGrid lines = counts.grid();
				lines.requireLines(read.width(), read.height(), scale);
				double[] columns = lines.columns(read.width(), scale);
				double[] rows = lines.rows(read.height(), scale);
				BufferedImage image = ImagePlusConversion.toColours(read).getBufferedImage();
				EventQueue.invokeLater(() -> show(photograph, image, columns, rows));
			}
			catch (IOException | IllegalArgumentException e) {
				fail(photograph, e.getMessage());
			}
			catch (OutOfMemoryError e) {
				fail(photograph, photograph.getFileName() +
					" does not fit into memory: close other images, or give Fiji more memory.");
			}
			catch (RuntimeException | Error e) {
				fail(photograph, photograph.getFileName() + " could not be read because of an " +
					UnexpectedError.told(e));
			}
		});
	}

	private void fail(Path photograph, String sentence) {
		EventQueue.invokeLater(() -> {
			if (photograph.equals(photographs.getSelectedItem())) say(sentence, true);
		});
	}

	private void show(Path photograph, BufferedImage image, double[] columns, double[] rows) {
		// Another one may have been chosen meanwhile.
		if (!photograph.equals(photographs.getSelectedItem())) return;
		shown = photograph;
		finished.setEnabled(true);
		canvas.show(image, columns, rows);
		say(columns.length + rows.length == 0 ? "No line of the grid lies in this photograph: give smaller " +
			"squares." : " ", columns.length + rows.length == 0);
		tell();
	}

	private void tell() {
		canvas.setPoints(counts.points(shown));
		finished.setSelected(counts.isFinished(shown));
		int marked = counts.points(shown).size();
		count.setText("<html><b>" + marked + (marked == 1 ? " crossing" : " crossings") + "</b>; " +
			counts.finishedCount() +
			" of " + counts.photographs().size() + " photographs finished</html>");
		photographs.repaint();
	}

	private void changed() {
		tell();
		HandCounts.Tables tables = counts.tables();
		saving.execute(() -> {
			try {
				counts.save(tables);
				EventQueue.invokeLater(() -> {
					if (isUnsaved) say(" ", false);
				});
			}
			catch (IOException | RuntimeException | Error e) {
				String why = e instanceof IOException ? e.getMessage() : "An " + UnexpectedError.told(e);
				EventQueue.invokeLater(() -> {
					say("NOT SAVED: " + why, true);
					isUnsaved = true;
				});
			}
		});
	}

	private void undo() {
		if (shown == null || counts.points(shown).isEmpty()) return;
		counts.undo(shown);
		changed();
	}

	private void setFinished(boolean isFinished) {
		if (shown == null) return;
		counts.setFinished(shown, isFinished);
		changed();
	}

	private void next() {
		if (shown != null) setFinished(true);
		move(1);
	}

	private void move(int by) {
		int index = photographs.getSelectedIndex() + by;
		if (index >= 0 && index < counts.photographs().size()) photographs.setSelectedIndex(index);
		else if (by > 0) {
			say("This was the last photograph. The counts are in " + counts.output().resolve("counts.csv") +
				".", false);
		}
	}

	private void say(String sentence, boolean isProblem) {
		isUnsaved = false;
		message.setForeground(isProblem ? PROBLEM : getForeground());
		message.setText(sentence);
		message.setToolTipText(sentence.isBlank() ? null : sentence);
	}
}
