// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.window;

import java.awt.BasicStroke;
import java.awt.BorderLayout;
import java.awt.Color;
import java.awt.Component;
import java.awt.Container;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.GridLayout;
import java.awt.Insets;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.util.EnumMap;
import java.util.Map;

import javax.swing.AbstractButton;
import javax.swing.BorderFactory;
import javax.swing.Box;
import javax.swing.BoxLayout;
import javax.swing.ButtonGroup;
import javax.swing.Icon;
import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JComponent;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollBar;
import javax.swing.JScrollPane;
import javax.swing.JSlider;
import javax.swing.JTextArea;
import javax.swing.JToggleButton;
import javax.swing.Scrollable;
import javax.swing.SwingUtilities;
import javax.swing.WindowConstants;
import javax.swing.text.DefaultCaret;

import io.github.taproot.annotation.Stroke;
import io.github.taproot.image.Annotation;
import io.github.taproot.window.AnnotationCanvas.Layer;

/** The buttons, states and keys beside the image that is annotated. For the event thread only. */
final class AnnotationPanel extends JFrame {

	private static final long serialVersionUID = 1L;

	/** Whether root strokes get a halo of soil until the user chooses. */
	static final boolean HALO = false;
	static final Color ROOT = new Color(215, 0, 0);
	static final Color SOIL = new Color(0, 150, 0);
	static final Color ERASER = new Color(240, 240, 240);
	private static final Color FAILURE = new Color(190, 0, 0);

	private static final String KEYS = "<html><table cellpadding=0 cellspacing=1>" +
		key("Q &nbsp; W &nbsp; E", "root, soil, eraser") + key("[ &nbsp; ]", "smaller, larger brush (or , and .)") +
		key("Shift+wheel", "brush size") + key("Z, Shift+Z", "undo, redo (or Ctrl+Z, Ctrl+Y)") +
		key("S &nbsp; A &nbsp; I", "show or hide roots found, paint, photo") +
		key("R", "find roots again with the newest model") + key("O", "roots found as outlines") +
		key("F, Shift+F", "fill between strokes: soil, root") + key("D, Page Down", "next photograph") +
		key("N", "next unpainted photograph") + key("Page Up", "previous photograph") + key("Wheel, + and -", "zoom") +
		key("Right drag", "move (or space bar and drag)") + "</table></html>";

	/** What the panel's buttons do. */
	interface Actions {

		void brush(byte label);

		void brushSize(int diameter);

		/** @param painted whether root strokes get a halo of soil */
		void halo(boolean painted);

		void undo();

		void redo();

		/** Fills what is not painted around the pointer, up to the strokes. */
		void flood(byte label);

		/** @param asFound whether what is not painted becomes what the model found, or else soil */
		void finish(boolean asFound);

		/** Finds roots again with the newest model. */
		void lookAgain();

		/**
		 * @param opacity in percent
		 * @param outlines whether only outlines are drawn
		 */
		void foundLook(int opacity, boolean outlines);

		/** Both as for {@link AnnotationCanvas#setPhotoLook}. */
		void photoLook(int brightness, int contrast);

		void show(Layer layer, boolean visible);

		void next();

		void previous();

		void nextBlank();

		void fillSelections(byte label, boolean fromManager);

		void startTraining();

		void stopTraining();
	}

	/** As wide as the window, whether or not it scrolls. */
	private static final class Column extends JPanel implements Scrollable {

		private static final long serialVersionUID = 1L;

		Column() {
			setLayout(new BoxLayout(this, BoxLayout.Y_AXIS));
		}

		@Override
		public Dimension getPreferredScrollableViewportSize() {
			return getPreferredSize();
		}

		@Override
		public int getScrollableUnitIncrement(Rectangle visible, int orientation, int direction) {
			return 16;
		}

		@Override
		public int getScrollableBlockIncrement(Rectangle visible, int orientation, int direction) {
			return visible.height;
		}

		@Override
		public boolean getScrollableTracksViewportWidth() {
			return true;
		}

		@Override
		public boolean getScrollableTracksViewportHeight() {
			return getParent().getHeight() > getPreferredSize().height;
		}
	}

	private final JLabel name = new JLabel(" ");
	private final JLabel part = new JLabel(" ");
	private final Map<Layer, JCheckBox> layers = new EnumMap<>(Layer.class);
	private final JToggleButton[] brushes = new JToggleButton[3];
	private final JCheckBox halo = new JCheckBox("Soil around root strokes", HALO);
	private final JLabel sizeText = new JLabel();
	private final JSlider size = new JSlider(1, 150, 15);
	private final JButton undo;
	private final JButton redo;
	private final JTextArea segmentation = text(2);
	private final JSlider opacity = new JSlider(10, 100, AnnotationCanvas.OPACITY);
	private final JCheckBox outlines = new JCheckBox("Outlines (O)");
	private final JSlider brightness = new JSlider(-100, 100, 0);
	private final JSlider contrast = new JSlider(-80, 80, 0);
	private final JTextArea training = text(5);
	private final ScoreCurve curve = new ScoreCurve();
	private final JButton startTraining;
	private final JTextArea saved = text(4);
	private final JTextArea messages = text(3);
	private final JScrollBar messageBar;
	private boolean isTraining;

	private static String key(String keys, String meaning) {
		return "<tr><td><b>" + keys + "</b>&nbsp;&nbsp;&nbsp;</td><td>" + meaning + "</td></tr>";
	}

	AnnotationPanel(Actions actions, boolean canTrain, JComponent photographs) {
		super("Annotate Roots");
		setDefaultCloseOperation(WindowConstants.DO_NOTHING_ON_CLOSE);
		undo = button("Undo (Z)", "Undoes the last stroke.", actions::undo);
		redo = button("Redo (Shift+Z)", "Repeats the last undone stroke.", actions::redo);
		startTraining = button("Start training", "Trains on everything painted while you keep painting.",
			() -> {
				if (isTraining) actions.stopTraining();
				else actions.startTraining();
			});
		Column all = new Column();
		all.setBorder(BorderFactory.createEmptyBorder(6, 8, 6, 8));
		name.setFont(name.getFont().deriveFont(Font.BOLD));
		add(all, name);
		add(all, part);
		add(all, row(
			button("\u25c0 Previous", "Opens the previous photograph (Page Up). Your painting is saved.",
			actions::previous), button("Next \u25b6", "Opens the next photograph (D, or Page Down). Your painting " +
			"is saved.", actions::next),
			button("Next unpainted", "Opens the next unpainted photograph (N).", actions::nextBlank)));

		JScrollPane strip = new JScrollPane(photographs, JScrollPane.VERTICAL_SCROLLBAR_NEVER,
			JScrollPane.HORIZONTAL_SCROLLBAR_AS_NEEDED);
		strip.setPreferredSize(new Dimension(100, photographs.getPreferredSize().height + 18));
		strip.setMinimumSize(strip.getPreferredSize());
		add(all, strip);

		heading(all, "Paint");
		ButtonGroup group = new ButtonGroup();
		JPanel tools = row();
		for (byte label : new byte[] { Annotation.ROOT, Annotation.SOIL, Annotation.UNKNOWN }) {
			JToggleButton brush = new JToggleButton(toolName(label), dot(colour(label)));
			prepare(brush, toolTip(label), () -> actions.brush(label));
			brushes[label] = brush;
			group.add(brush);
			tools.add(brush);
		}
		add(all, tools);
		size.setFocusable(false);
		size.setToolTipText("Brush width in pixels of the photograph. Keys: [ and ].");
		size.addChangeListener(e -> actions.brushSize(size.getValue()));
		JPanel sizes = new JPanel(new BorderLayout(6, 0));
		sizes.add(sizeText, BorderLayout.WEST);
		sizes.add(size);
		add(all, sizes);
		prepare(halo, "Also paints a ring of soil around each root stroke, where nothing is painted yet.",
			() -> actions.halo(halo.isSelected()));
		halo.setMargin(new Insets(0, 0, 0, 0));
		add(all, halo);
		add(all, row(undo, redo));
		JPanel fills = new JPanel();
		fills.setLayout(new BoxLayout(fills, BoxLayout.X_AXIS));
		for (boolean fromManager : new boolean[] { false, true }) {
			if (fromManager) fills.add(Box.createHorizontalGlue());
			fills.add(new JLabel(fromManager ? "ROI Manager as " : "Selection as "));
			for (byte label : new byte[] { Annotation.ROOT, Annotation.SOIL }) {
				String what = fromManager ? "the ROI Manager's selections (the marked ones, or all) as " :
					"the current selection as ";
				fills.add(button(label == Annotation.ROOT ? "Root" : "Soil", "Paints " + what +
					(label == Annotation.ROOT ? "root" : "soil") + ": areas are filled, lines and points get the " +
					"brush's width.", () -> actions.fillSelections(label, fromManager)));
			}
		}
		add(all, fills);
		JPanel finish = new JPanel();
		finish.setLayout(new BoxLayout(finish, BoxLayout.X_AXIS));
		finish.add(new JLabel("All unpainted is "));
		finish.add(button("As found", "Finishes this photograph: unpainted pixels become root if the model found " +
			"roots there, and soil otherwise.", () -> actions.finish(true)));
		finish.add(button("Soil", "Finishes this photograph: unpainted pixels become soil.",
			() -> actions.finish(false)));
		add(all, finish);

		heading(all, "Show");
		JPanel shown = row();
		for (Layer layer : Layer.values()) {
			JCheckBox box = new JCheckBox(switch (layer) {
				case SEGMENTATION -> "Roots found (S)";
				case ANNOTATION -> "Paint (A)";
				case PHOTOGRAPH -> "Photo (I)";
			}, true);
			prepare(box, "Show or hide this layer.", () -> actions.show(layer, box.isSelected()));
			box.setMargin(new Insets(0, 0, 0, 0));
			layers.put(layer, box);
			shown.add(box);
		}
		shown.setLayout(new BoxLayout(shown, BoxLayout.X_AXIS));
		add(all, shown);
		add(all, segmentation);
		JButton again = button("Find again (R)", "Finds the roots of this photograph again with the newest model. " +
			"This also happens automatically while nobody paints.", actions::lookAgain);
		prepare(outlines, "Shows only the outlines of the roots found.", () -> foundLook(actions));
		outlines.setMargin(new Insets(0, 0, 0, 0));
		add(all, row(again, outlines));
		slider(all, opacity, "Roots found", "How strongly the roots found cover the photograph.",
			() -> foundLook(actions));
		Runnable photoLook = () -> actions.photoLook(brightness.getValue(), contrast.getValue());
		slider(all, brightness, "Brightness", "Brightness of the photograph on the screen. Files, training and " +
			"results do not change. Double-click to reset.", photoLook);
		slider(all, contrast, "Contrast", "Contrast of the photograph on the screen. Files, training and results do " +
			"not change. Double-click to reset.", photoLook);

		heading(all, "Training");
		if (canTrain) add(all, row(startTraining));
		else training.setText("This window was opened without training.");
		add(all, training);
		if (canTrain) add(all, curve);

		heading(all, "Saving");
		add(all, saved);
		JScrollPane scroll = new JScrollPane(messages);
		scroll.setBorder(null);
		messageBar = scroll.getVerticalScrollBar();
		add(all, scroll);

		heading(all, "Keys");
		add(all, new JLabel(KEYS));
		all.add(Box.createVerticalGlue());
		JScrollPane whole =
			new JScrollPane(all, JScrollPane.VERTICAL_SCROLLBAR_AS_NEEDED, JScrollPane.HORIZONTAL_SCROLLBAR_NEVER);
		setContentPane(whole);
		setCanUndo(false, false);
		setBrushSize(15);
		pack();
		setSize(getWidth() + whole.getVerticalScrollBar().getPreferredSize().width, getHeight());
	}

	static Color colour(byte label) {
		return label == Annotation.ROOT ? ROOT : label == Annotation.SOIL ? SOIL : ERASER;
	}

	private static String toolName(byte label) {
		return label == Annotation.ROOT ? "Root (Q)" : label == Annotation.SOIL ? "Soil (W)" : "Erase (E)";
	}

	private static String toolTip(byte label) {
		return switch (label) {
			case Annotation.ROOT -> "Paint roots red. You need not paint all of them: start where the model is wrong.";
			case Annotation.SOIL -> "Paint everything that is not root green: soil, stones, scratches.";
			default -> "Erase: these pixels become unlabelled.";
		};
	}

	private static JTextArea text(int rows) {
		JTextArea text = new JTextArea(rows, 20);
		text.setLineWrap(true);
		text.setWrapStyleWord(true);
		text.setEditable(false);
		text.setFocusable(false);
		text.setOpaque(false);
		// Otherwise each new sentence scrolls the panel to itself.
		((DefaultCaret) text.getCaret()).setUpdatePolicy(DefaultCaret.NEVER_UPDATE);
		text.setFont(new JLabel().getFont());
		return text;
	}

	private static JButton button(String label, String tip, Runnable action) {
		JButton button = new JButton(label);
		prepare(button, tip, action);
		return button;
	}

	/** Keys stay with the image: a button that had them would be pressed by the space bar. */
	private static void prepare(AbstractButton button, String tip, Runnable action) {
		button.setToolTipText(tip);
		button.setFocusable(false);
		button.setMargin(new Insets(2, 4, 2, 4));
		button.addActionListener(e -> action.run());
	}

	private void foundLook(Actions actions) {
		actions.foundLook(opacity.getValue(), outlines.isSelected());
	}

	/** A double click sets it back. */
	private static void slider(Container all, JSlider slider, String label, String tip, Runnable action) {
		int usual = slider.getValue();
		slider.setFocusable(false);
		slider.setToolTipText(tip);
		slider.addChangeListener(e -> action.run());
		slider.addMouseListener(new MouseAdapter() {

			@Override
			public void mouseClicked(MouseEvent e) {
				if (e.getClickCount() == 2) slider.setValue(usual);
			}
		});
		JLabel name = new JLabel(label);
		name.setPreferredSize(new JLabel("Roots found ").getPreferredSize());
		JPanel row = new JPanel(new BorderLayout(6, 0));
		row.add(name, BorderLayout.WEST);
		row.add(slider);
		add(all, row);
	}

	private static JPanel row(JComponent... parts) {
		JPanel row = new JPanel(new GridLayout(1, 0, 4, 0));
		for (JComponent component : parts) row.add(component);
		return row;
	}

	private static void heading(Container all, String title) {
		JLabel label = new JLabel(title);
		label.setBorder(BorderFactory.createCompoundBorder(BorderFactory.createEmptyBorder(6, 0, 2, 0),
			BorderFactory.createMatteBorder(0, 0, 1, 0, Color.GRAY)));
		label.setMaximumSize(new Dimension(Integer.MAX_VALUE, label.getPreferredSize().height));
		add(all, label);
	}

	private static void add(Container all, JComponent component) {
		component.setAlignmentX(Component.LEFT_ALIGNMENT);
		if (!(component instanceof JScrollPane)) {
			component.setMaximumSize(new Dimension(Integer.MAX_VALUE, component.getPreferredSize().height));
		}
		all.add(component);
		all.add(Box.createVerticalStrut(3));
	}

	private static Icon dot(Color colour) {
		return new Icon() {

			@Override
			public void paintIcon(Component c, Graphics g, int x, int y) {
				Graphics2D g2 = (Graphics2D) g.create();
				g2.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
				g2.setColor(colour);
				g2.fillOval(x + 1, y + 1, 12, 12);
				g2.setColor(Color.DARK_GRAY);
				g2.setStroke(new BasicStroke(1));
				g2.drawOval(x + 1, y + 1, 12, 12);
				g2.dispose();
			}

			@Override
			public int getIconWidth() {
				return 14;
			}

			@Override
			public int getIconHeight() {
				return 14;
			}
		};
	}

	void setPhotograph(String title, String tip) {
		name.setText(title);
		name.setToolTipText(tip);
	}

	void setPart(String text) {
		part.setText(text);
	}

	/** Shows which brush is in use; none where {@code label} is negative. */
	void setBrush(int label) {
		if (label >= 0) brushes[label].setSelected(true);
		else for (JToggleButton brush : brushes) brush.getModel().getGroup().clearSelection();
	}

	void setBrushSize(int diameter) {
		sizeText.setText("Brush " + diameter + " px");
		sizeText.setPreferredSize(new JLabel("Brush " + Stroke.LARGEST + " px ").getPreferredSize());
		if (size.getValue() != diameter) size.setValue(diameter);
	}

	/** Ticks or unticks the halo of soil around root strokes. */
	void paintHalo(boolean painted) {
		if (halo.isSelected() != painted) halo.doClick(0);
	}

	int largestBrush() {
		return size.getMaximum();
	}

	void setCanUndo(boolean canUndo, boolean canRedo) {
		undo.setEnabled(canUndo);
		redo.setEnabled(canRedo);
	}

	void toggle(Layer layer) {
		layers.get(layer).doClick(0);
	}

	void toggleOutlines() {
		outlines.doClick(0);
	}

	/** Ends what can be done here; states are still shown. */
	void freeze() {
		freeze(getContentPane());
	}

	private static void freeze(Container parts) {
		for (Component part : parts.getComponents()) {
			if (part instanceof AbstractButton || part instanceof JSlider) part.setEnabled(false);
			else if (part instanceof Container inner) freeze(inner);
		}
	}

	void setSegmentation(String sentence) {
		segmentation.setText(sentence);
	}

	/** @param course minutes and F1 of the validations */
	void setTraining(boolean running, boolean ready, String sentence, double[][] course) {
		isTraining = running;
		startTraining.setText(running ? "Stop training" : "Start training");
		startTraining.setToolTipText(running ? "Stops training, and keeps the best model." :
			"Trains on everything painted while you keep painting.");
		startTraining.setEnabled(ready);
		training.setText(sentence);
		curve.show(course[0], course[1]);
	}

	void setSaved(String sentence, boolean failed) {
		saved.setText(sentence);
		saved.setForeground(failed ? FAILURE : new JLabel().getForeground());
	}

	/** Adds a sentence to those that the user should know. */
	void say(String sentence) {
		messages.setText(messages.getText().isEmpty() ? sentence : messages.getText() + "\n" + sentence);
		SwingUtilities.invokeLater(() -> messageBar.setValue(messageBar.getMaximum()));
	}
}
