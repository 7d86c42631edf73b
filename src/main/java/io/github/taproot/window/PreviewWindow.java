// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.window;

import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.FlowLayout;
import java.awt.GridBagConstraints;
import java.awt.GridBagLayout;
import java.awt.Insets;
import java.awt.Rectangle;
import java.awt.Toolkit;
import java.awt.datatransfer.StringSelection;
import java.awt.event.ActionEvent;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;

import javax.swing.AbstractAction;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JComponent;
import javax.swing.JDialog;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JProgressBar;
import javax.swing.JSlider;
import javax.swing.JSpinner;
import javax.swing.KeyStroke;
import javax.swing.SpinnerNumberModel;

import ij.ImageListener;
import ij.ImagePlus;
import ij.gui.ImageRoi;

import io.github.taproot.image.Photograph;
import io.github.taproot.imagej.ImagePlusConversion;
import io.github.taproot.progress.Background;
import io.github.taproot.progress.Progress;
import io.github.taproot.progress.UnexpectedError;
import io.github.taproot.segmentation.ComponentFilter;
import io.github.taproot.segmentation.RootSegmenter;
import io.github.taproot.segmentation.Threshold;
import io.github.taproot.unet.EngineMemoryError;

/**
 * Sliders for threshold and smallest component, whose effect shows at once on a region of an image. The region is
 * segmented once, on a thread of its own. Closing the window, or the image, takes the preview off. Made on the event
 * thread.
 */
public final class PreviewWindow extends JDialog {

	private static final long serialVersionUID = 1L;
	/** Name of what is shown on the image. */
	private static final String OVERLAY = "Taproot preview";
	static final int LARGEST_COMPONENT = 5000;
	private static final int STEPS = 200;

	/**
	 * What the user has chosen.
	 *
	 * @param threshold 0.01 to 0.99
	 * @param minComponent 0 to 5000 px
	 */
	public record Choice(double threshold, int minComponent) {}

	private final ImagePlus image;
	private final transient RootSegmenter segmenter;
	private final JSlider thresholdSlider = new JSlider(1, 99, 50);
	private final JSpinner threshold = new JSpinner(new SpinnerNumberModel(0.5, 0.01, 0.99, 0.01));
	private final JSlider componentSlider = new JSlider(0, STEPS, 0);
	private final JSpinner component = new JSpinner(new SpinnerNumberModel(0, 0, LARGEST_COMPONENT, 10));
	private final JCheckBox visible = new JCheckBox("Show roots (H)", true);
	private final JLabel result = new JLabel(" ");
	private final JLabel place = new JLabel(" ");
	private final JProgressBar bar = new JProgressBar();
	private final JButton again = new JButton("Segment again here");
	private final transient ExecutorService segmenting = Background.threads(1, "Taproot preview");
	private final transient ExecutorService cutting = Background.threads(1, "Taproot preview threshold");
	/** The latest choice that is still to be shown. */
	private final transient AtomicReference<Choice> wanted = new AtomicReference<>();
	private transient Preview preview;
	private boolean isFollowing;
	private volatile boolean isClosed;

	/**
	 * @param segmenter used by one thread at a time
	 * @param macroLine the line of a macro that segments a folder by a choice
	 * @param useForFolder takes a choice that is to be used for a folder; called on the event thread
	 * @param closed called last, on another thread, when nothing uses the segmenter any more
	 */
	public PreviewWindow(ImagePlus image, RootSegmenter segmenter, Function<Choice, String> macroLine,
		Consumer<Choice> useForFolder, Runnable closed)
	{
		super(image.getWindow(), "Preview Segmentation: " + image.getTitle(), false);
		this.image = image;
		this.segmenter = segmenter;
		JButton use = new JButton("Use for a folder...");
		JButton copy = new JButton("Copy macro line");
		thresholdSlider
			.setToolTipText("Pixels with a root probability above it are root. Lower values find more roots, but " +
			"also more false ones.");
		threshold.setToolTipText(thresholdSlider.getToolTipText());
		componentSlider.setToolTipText("Connected pieces of root with fewer pixels are removed. Higher values remove " +
			"more specks, but also more short roots.");
		component.setToolTipText(componentSlider.getToolTipText());
		visible.setToolTipText("Shows or hides the roots. Key: H.");
		again.setToolTipText("Segments the selection or the visible part of the image again, after you moved, zoomed " +
			"or selected.");
		use.setToolTipText("Opens Segment Roots Folder with this model, threshold and smallest piece.");
		copy.setToolTipText("Copies a line for a macro that segments a folder with these values.");
		threshold.setEditor(new JSpinner.NumberEditor(threshold, "0.00"));
		component.setEditor(new JSpinner.NumberEditor(component, "0"));

		JPanel panel = new JPanel(new GridBagLayout());
		panel.setBorder(BorderFactory.createEmptyBorder(8, 10, 8, 10));
		row(panel, 0, "Threshold (0 to 1)", thresholdSlider, threshold);
		row(panel, 1, "Remove pieces smaller than (px)", componentSlider, component);
		row(panel, 2, result);
		row(panel, 3, place);
		row(panel, 4, bar);
		JPanel buttons = new JPanel(new FlowLayout(FlowLayout.LEFT, 6, 0));
		for (JComponent part : new JComponent[] { visible, again, use, copy }) buttons.add(part);
		row(panel, 5, buttons);
		row(panel, 6, new JLabel("Keys: H shows or hides the roots, arrow keys move a slider, Esc closes."));
		add(panel);

		thresholdSlider.addChangeListener(event -> follow(threshold, thresholdSlider.getValue() / 100.0));
		threshold.addChangeListener(event -> follow(thresholdSlider, (int) Math.round(100 * number(threshold))));
		componentSlider.addChangeListener(event -> follow(component, pixels(componentSlider.getValue())));
		component.addChangeListener(event -> follow(componentSlider, place((int) number(component))));
		visible.addActionListener(event -> show(choice()));
		again.addActionListener(event -> segment());
		use.addActionListener(event -> useForFolder.accept(choice()));
		copy.addActionListener(event -> {
			Toolkit.getDefaultToolkit().getSystemClipboard()
				.setContents(new StringSelection(macroLine.apply(choice())), null);
			place.setText("Copied. Replace input and output with your folders.");
		});
		onKey(KeyStroke.getKeyStroke("H"), visible::doClick);
		onKey(KeyStroke.getKeyStroke("ESCAPE"), this::dispose);

		ImageListener listener = new ImageListener() {

			@Override
			public void imageOpened(ImagePlus other) {}

			@Override
			public void imageUpdated(ImagePlus other) {}

			@Override
			public void imageClosed(ImagePlus other) {
				if (other == image) EventQueue.invokeLater(PreviewWindow.this::dispose);
			}
		};
		ImagePlus.addImageListener(listener);
		setDefaultCloseOperation(DISPOSE_ON_CLOSE);
		addWindowListener(new WindowAdapter() {

			@Override
			public void windowClosed(WindowEvent event) {
				if (isClosed) return;
				isClosed = true;
				ImagePlus.removeImageListener(listener);
				cutting.shutdown();
				ImagePlusConversion.overlay(image, OVERLAY, null);
				segmenting.execute(closed);
				segmenting.shutdown();
			}
		});
		pack();
		setResizable(false);
		placeBeside();
		segment();
	}

	/** The smallest component at a place of its slider: 0 at 0, then growing evenly in ratio from 1 to 5000. */
	static int pixels(int place) {
		return place == 0 ? 0 : (int) Math.round(Math.pow(LARGEST_COMPONENT, (place - 1) / (STEPS - 1.0)));
	}

	/** The place of the slider that is nearest to a number of pixels. */
	static int place(int pixels) {
		return pixels == 0 ? 0 : 1 + (int) Math.round((STEPS - 1) * Math.log(pixels) / Math.log(LARGEST_COMPONENT));
	}

	private static double number(JSpinner spinner) {
		return ((Number) spinner.getValue()).doubleValue();
	}

	private void row(JPanel panel, int y, String text, JSlider slider, JSpinner spinner) {
		JLabel label = new JLabel(text);
		label.setLabelFor(slider);
		label.setToolTipText(slider.getToolTipText());
		slider.setPreferredSize(new Dimension(260, slider.getPreferredSize().height));
		spinner.setPreferredSize(new Dimension(80, spinner.getPreferredSize().height));
		Insets insets = new Insets(3, 3, 3, 6);
		panel.add(label, new GridBagConstraints(0, y, 1, 1, 0, 0, GridBagConstraints.WEST, 0, insets, 0, 0));
		panel.add(slider, new GridBagConstraints(1, y, 1, 1, 1, 0, GridBagConstraints.WEST,
			GridBagConstraints.HORIZONTAL, insets, 0, 0));
		panel.add(spinner, new GridBagConstraints(2, y, 1, 1, 0, 0, GridBagConstraints.WEST, 0, insets, 0, 0));
	}

	private static void row(JPanel panel, int y, JComponent part) {
		panel.add(part, new GridBagConstraints(0, y, 3, 1, 1, 0, GridBagConstraints.WEST, GridBagConstraints.HORIZONTAL,
			new Insets(3, 3, 3, 3), 0, 0));
	}

	private void onKey(KeyStroke key, Runnable action) {
		getRootPane().getInputMap(JComponent.WHEN_IN_FOCUSED_WINDOW).put(key, key.toString());
		getRootPane().getActionMap().put(key.toString(), new AbstractAction() {

			private static final long serialVersionUID = 1L;

			@Override
			public void actionPerformed(ActionEvent event) {
				action.run();
			}
		});
	}

	/** Beside the image where there is room, else in the screen's lower right corner. */
	private void placeBeside() {
		Rectangle screen = getGraphicsConfiguration().getBounds();
		Rectangle owner = getOwner() == null ? new Rectangle() : getOwner().getBounds();
		int x = owner.x + owner.width + 8;
		boolean fits = x + getWidth() <= screen.x + screen.width;
		setLocation(fits ? x : screen.x + screen.width - getWidth() - 8,
			fits ? owner.y : screen.y + screen.height - getHeight() - 40);
	}

	/** Lets a slider and its number follow each other, and shows the choice. */
	private void follow(JComponent other, Number value) {
		if (isFollowing) return;
		isFollowing = true;
		if (other instanceof JSlider slider) slider.setValue(value.intValue());
		if (other instanceof JSpinner spinner) spinner.setValue(value);
		isFollowing = false;
		show(choice());
	}

	private Choice choice() {
		return new Choice(Math.round(100 * number(threshold)) / 100.0, (int) number(component));
	}

	private void segment() {
		again.setEnabled(false);
		bar.setIndeterminate(true);
		bar.setStringPainted(true);
		bar.setString("Segmenting the region...");
		PreviewRegion region = PreviewRegion.of(image);
		Rectangle bounds = region.bounds();
		place.setText(bounds.width + " x " + bounds.height + " px at (" + bounds.x + ", " + bounds.y + ")" +
			(region.isLimited() ? ": only the middle, since a larger region takes long." : "."));
		segmenting.execute(() -> {
			Preview made = null;
			String problem = null;
			try {
				Photograph photograph = ImagePlusConversion.toPhotograph(image);
				made = Preview.of(photograph, region, segmenter, progress());
			}
			catch (CancellationException e) {
				return;
			}
			catch (IllegalArgumentException e) {
				problem = e.getMessage();
			}
			catch (OutOfMemoryError e) {
				problem = EngineMemoryError.sentence(e, "There is too little memory for this region: select a " +
					"smaller one.");
			}
			catch (RuntimeException | Error e) {
				problem = "An " + UnexpectedError.told(e);
			}
			finish(made, problem);
		});
	}

	private void finish(Preview made, String problem) {
		EventQueue.invokeLater(() -> {
			if (isClosed) return;
			again.setEnabled(true);
			bar.setIndeterminate(false);
			bar.setValue(bar.getMaximum());
			bar.setString(problem == null ? "Ready: move the sliders." : "Failed");
			if (problem != null) {
				place.setText(problem);
				place.setToolTipText(problem);
				return;
			}
			preview = made;
			show(choice());
		});
	}

	private Progress progress() {
		return new Progress() {

			@Override
			public void report(long done, long total, String message) {
				EventQueue.invokeLater(() -> {
					bar.setIndeterminate(done == 0);
					bar.setMaximum((int) total);
					bar.setValue((int) done);
				});
			}

			@Override
			public boolean isCancelled() {
				return isClosed;
			}
		};
	}

	/** Shows a choice, or the latest one where several came while another was still in work. */
	private void show(Choice choice) {
		Preview shown = preview;
		if (shown == null || isClosed) return;
		if (!visible.isSelected()) ImagePlusConversion.overlay(image, OVERLAY, null);
		if (wanted.getAndSet(choice) != null) return;
		cutting.execute(() -> {
			Choice latest = wanted.getAndSet(null);
			try {
				Preview.Found found =
					shown.at(new Threshold(latest.threshold()), new ComponentFilter(latest.minComponent()));
				EventQueue.invokeLater(() -> show(shown, found));
			}
			catch (OutOfMemoryError e) {
				EventQueue.invokeLater(() -> result.setText("Too little memory: select a smaller region."));
			}
			catch (RuntimeException | Error e) {
				EventQueue.invokeLater(() -> result.setText("An " + UnexpectedError.told(e)));
			}
		});
	}

	private void show(Preview shown, Preview.Found found) {
		if (isClosed || shown != preview) return;
		result.setText(String.format(Locale.ROOT, "%,d %s of root, %.2f %% of the region", found.components(),
			found.components() == 1 ? "piece" : "pieces", 100 * found.share()));
		if (!visible.isSelected()) return;
		Rectangle bounds = shown.region().bounds();
		ImagePlusConversion.overlay(image, OVERLAY, new ImageRoi(bounds.x, bounds.y, found.picture()));
	}
}
