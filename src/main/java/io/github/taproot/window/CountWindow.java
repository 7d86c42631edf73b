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
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import javax.swing.JTextField;
import javax.swing.KeyStroke;

import io.github.taproot.annotation.HandCounts;
import io.github.taproot.files.ImageFiles;
import io.github.taproot.image.Photograph;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.imagej.ImagePlusConversion;
import io.github.taproot.progress.Background;
import io.github.taproot.progress.UnexpectedError;
import io.github.taproot.roots.LineGrid;
import io.github.taproot.table.Table;

/**
 * Counting by hand: a grid over each photograph of a folder, a click on each crossing of a root with a line. Every
 * click is saved at once. Photographs are read on a thread of their own. All methods are called on the event thread.
 */
public final class CountWindow extends JFrame {

	private static final long serialVersionUID = 1L;
	private static final Color PROBLEM = new Color(0xb00020);
	/** In px of the photograph: a shorter one tells no scale. */
	private static final int SHORTEST_LINE = 10;
	private static final Map<String, Color> COLOURS = colours();
	private static final String FIXED = "Squares and scale are fixed once a crossing is marked. To change them, " +
		"remove all marks, or choose another folder for counts.";

	private final transient HandCounts counts;
	private final JComboBox<Path> photographs;
	private final JLabel count = new JLabel();
	private final JLabel message = new JLabel(" ");
	private final JCheckBox grid = new JCheckBox("Show the grid (G)", true);
	private final JCheckBox finished = new JCheckBox("All crossings are marked (F)");
	private final CountCanvas canvas;
	private final JTextField square = new JTextField(4);
	private final JComboBox<String> unit = new JComboBox<>(new String[] { "mm", "px" });
	private final JTextField pixelSize = new JTextField(7);
	private final JTextField known = new JTextField("10", 4);
	/** What sets the grid. */
	private final transient List<JComponent> gridInputs;
	private final JButton draw = button("Draw a line", "Drag along a ruler or another known length.", this::measure);
	private final JLabel gridState = new JLabel();
	private final JComboBox<String> colour = new JComboBox<>(COLOURS.keySet().toArray(String[]::new));
	private final transient ExecutorService reading = Background.threads(1, "Taproot counting: photographs");
	/** No daemon: what was marked last is written also where ImageJ is closed. */
	private final transient ExecutorService saving =
		Executors.newSingleThreadExecutor(work -> new Thread(work, "Taproot counting: tables"));
	/** What is shown, and may be marked; null while it is read, and without a grid. */
	private transient Path shown;
	/** What is seen, with a grid or not; null while it is read. */
	private transient Path seen;
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
		photographs.setToolTipText("The photograph shown. A tick means that all crossings are marked.");
		photographs.setPrototypeDisplayValue(Path.of("a name of usual length_001.jpg"));
		photographs.setFocusable(false);
		photographs.addActionListener(event -> open());
		JButton previous = button("< Previous (P)", "Shows the photograph before this one.", () -> move(-1));
		JButton next = button("Next (N) >", "Marks this photograph as finished and shows the next one.",
			this::next);
		JButton undo = button("Undo (Z)", "Removes the last mark in this photograph.",
			this::undo);
		JButton fit = button("Show all (0)", "Shows the whole photograph. Zoom with the mouse wheel, drag to move.",
			canvas::fit);
		grid.setToolTipText("Shows or hides the lines.");
		grid.setFocusable(false);
		grid.addActionListener(event -> canvas.setGridShown(grid.isSelected()));
		finished.setToolTipText("Tick when you have finished a photograph, also if it has no crossing: only then is " +
			"a count of 0 saved.");
		finished.setFocusable(false);
		finished.addActionListener(event -> setFinished(finished.isSelected()));

		JPanel top = new JPanel(new FlowLayout(FlowLayout.LEFT, 8, 6));
		for (JComponent part : new JComponent[] { previous, photographs, next, undo, fit, grid, finished }) {
			top.add(part);
		}
		JPanel settings = new JPanel(new FlowLayout(FlowLayout.LEFT, 8, 0));
		square.setText(text(counts.grid().square()));
		square.setToolTipText("Side of the grid's squares.");
		unit.setSelectedItem(counts.grid().inPixels() ? "px" : "mm");
		pixelSize.setText(counts.scale() == null ? "" : text(counts.scale().pixelWidth()));
		pixelSize.setToolTipText("Side of a pixel in mm, for all photographs. Empty: the scale in each file.");
		known.setToolTipText("Length in mm of the line that you draw.");
		colour.setToolTipText("Colour of the grid.");
		colour.addActionListener(event -> canvas.setGridColour(COLOURS.get(colour.getSelectedItem())));
		JButton apply = button("Apply", "Draws the grid with these squares and this scale.", this::applyGrid);
		square.addActionListener(event -> applyGrid());
		pixelSize.addActionListener(event -> applyGrid());
		gridInputs = List.of(square, unit, pixelSize, apply, known, draw);
		for (JComponent part : new JComponent[] { new JLabel("Squares:"), square, unit, new JLabel("Pixel size (mm):"),
			pixelSize, apply, new JLabel("or"), draw, new JLabel("over"), known, new JLabel("mm"), gridState,
			new JLabel("  Colour:"), colour })
		{
			settings.add(part);
		}
		JPanel head = new JPanel(new BorderLayout());
		head.add(top, BorderLayout.NORTH);
		head.add(settings, BorderLayout.SOUTH);
		JPanel bottom = new JPanel(new BorderLayout(12, 2));
		bottom.setBorder(BorderFactory.createEmptyBorder(4, 12, 6, 12));
		bottom.add(new JLabel("Click each place where a root crosses a line, once. Right click: remove a mark. Wheel " +
			"or + and -: zoom. Drag: move. Every click is saved at once."), BorderLayout.NORTH);
		bottom.add(count, BorderLayout.WEST);
		bottom.add(message, BorderLayout.CENTER);
		add(head, BorderLayout.NORTH);
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
				// Numbers are typed there.
				if (!(getFocusOwner() instanceof JTextField)) action.run();
			}
		});
	}

	private static Map<String, Color> colours() {
		Map<String, Color> colours = new LinkedHashMap<>();
		colours.put("blue", new Color(0x56B4E9));
		colours.put("yellow", new Color(0xF0E442));
		colours.put("orange", new Color(0xE69F00));
		colours.put("white", Color.WHITE);
		colours.put("black", Color.BLACK);
		return colours;
	}

	private void applyGrid() {
		try {
			double side = number(square, "the side of the grid's squares");
			PixelCalibration scale = pixelSize.getText().isBlank() ? null
				: PixelCalibration.millimetres(number(pixelSize, "the pixel size in mm"));
			LineGrid old = counts.grid();
			counts.setGrid(new LineGrid(side, "px".equals(unit.getSelectedItem()), old.lines(), old.offsetX(),
				old.offsetY()), scale);
			pixelSize.setText(counts.scale() == null ? "" : text(counts.scale().pixelWidth()));
			canvas.requestFocusInWindow();
			open();
		}
		catch (IllegalArgumentException e) {
			say(e.getMessage(), true);
		}
	}

	/** As in the tables, without zeros at the end. */
	private static String text(double value) {
		return new BigDecimal(Table.text(value)).stripTrailingZeros().toPlainString();
	}

	/** @throws IllegalArgumentException where it is not above 0 */
	private static double number(JTextField field, String what) {
		String text = field.getText().strip();
		try {
			double value = Double.parseDouble(text.replace(',', '.'));
			// 1,234 may be a thousand and more.
			boolean isClear = text.startsWith("0") || !text.contains(",") || !Table.mayBeGrouped(text);
			if (isClear && value > 0 && value < 1e9) return value;
		}
		catch (NumberFormatException e) {
			// As for a number that is none of use.
		}
		throw new IllegalArgumentException("Type " + what + " as a number above 0, not \"" + text + "\".");
	}

	private void measure() {
		if (seen == null) return;
		try {
			double length = number(known, "the length of the line in mm");
			say("Drag along a length of " + text(length) + " mm, such as a ruler.", false);
			canvas.measure(pixels -> {
				if (pixels < SHORTEST_LINE) {
					say("The line is too short: drag along at least " + SHORTEST_LINE + " px.", true);
					return;
				}
				pixelSize.setText(text(length / pixels));
				applyGrid();
			});
		}
		catch (IllegalArgumentException e) {
			say(e.getMessage(), true);
		}
	}

	private void open() {
		Path photograph = (Path) photographs.getSelectedItem();
		shown = null;
		seen = null;
		canvas.measure(null);
		canvas.show(null, new double[0], new double[0]);
		say("Opening " + photograph.getFileName() + "...", false);
		count.setText("");
		finished.setSelected(counts.isFinished(photograph));
		finished.setEnabled(false);
		LineGrid lines = counts.grid();
		PixelCalibration given = counts.scale();
		reading.execute(() -> {
			try {
				Photograph read = new ImageFiles().readPhotograph(photograph);
				PixelCalibration scale = given != null ? given : read.calibration();
				BufferedImage image = ImagePlusConversion.toColours(read).getBufferedImage();
				if (!lines.inPixels() && !scale.isCalibrated()) {
					withoutGrid(photograph, lines, image, photograph.getFileName() + " has no scale: type the pixel " +
						"size, or draw a line over a known length.");
					return;
				}
				try {
					lines.requireLines(read.width(), read.height(), scale);
				}
				catch (IllegalArgumentException e) {
					withoutGrid(photograph, lines, image, e.getMessage());
					return;
				}
				double[] columns = lines.columns(read.width(), scale);
				double[] rows = lines.rows(read.height(), scale);
				EventQueue.invokeLater(() -> {
					if (lines == counts.grid()) show(photograph, image, columns, rows);
				});
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

	/** Shows a photograph that cannot be counted yet. */
	private void withoutGrid(Path photograph, LineGrid lines, BufferedImage image, String sentence) {
		EventQueue.invokeLater(() -> {
			if (lines != counts.grid() || !photograph.equals(photographs.getSelectedItem())) return;
			seen = photograph;
			canvas.show(image, new double[0], new double[0]);
			canvas.setPoints(List.of());
			say(sentence, true);
			setGridInputs();
		});
	}

	private void setGridInputs() {
		boolean isFree = counts.isUnmarked();
		for (JComponent input : gridInputs) input.setEnabled(isFree);
		gridState.setText(isFree ? "" : "(fixed)");
		gridState.setToolTipText(FIXED);
	}

	private void show(Path photograph, BufferedImage image, double[] columns, double[] rows) {
		// Another one may have been chosen meanwhile.
		if (!photograph.equals(photographs.getSelectedItem())) return;
		shown = photograph;
		seen = photograph;
		finished.setEnabled(true);
		canvas.show(image, columns, rows);
		say(" ", false);
		tell();
	}

	private void tell() {
		setGridInputs();
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
		canvas.say(sentence);
		message.setToolTipText(sentence.isBlank() ? null : sentence);
	}
}
