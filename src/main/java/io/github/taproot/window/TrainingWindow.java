// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.window;

import java.awt.BorderLayout;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.FlowLayout;
import java.awt.Font;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Locale;

import javax.swing.BorderFactory;
import javax.swing.Box;
import javax.swing.BoxLayout;
import javax.swing.ImageIcon;
import javax.swing.JButton;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JOptionPane;
import javax.swing.JPanel;
import javax.swing.JProgressBar;
import javax.swing.SwingConstants;
import javax.swing.Timer;

import ij.gui.Plot;

import io.github.taproot.files.ResultFiles;
import io.github.taproot.image.Annotation;
import io.github.taproot.image.Mask;
import io.github.taproot.image.Photograph;
import io.github.taproot.progress.Progress;
import io.github.taproot.progress.TimeLeft;
import io.github.taproot.unet.EpochScore;
import io.github.taproot.unet.TrainingListener;

/**
 * Shows a training that runs: curves of loss and F1, the last validation photograph with what the network finds in it,
 * the time left, and a button that stops it and keeps the best model. Training threads call it as
 * {@link TrainingListener} and {@link Progress}; it never makes them wait for the screen.
 */
public final class TrainingWindow implements TrainingListener, Progress {

	private static final int PLOT_WIDTH = 460;
	private static final int PLOT_HEIGHT = 230;
	private static final int PICTURE = 560;
	private static final int REDRAW_MILLIS = 500;

	private final Progress outer;
	private final JFrame frame;
	private final JLabel lossPlot = new JLabel();
	private final JLabel scorePlot = new JLabel();
	private final JLabel picture =
		new JLabel("A validation photograph is shown here after the first epoch.", SwingConstants.CENTER);
	private final JLabel caption = new JLabel(" ");
	private final JLabel scores = new JLabel(" ");
	private final JLabel state = new JLabel("Training begins ...");
	private final JProgressBar bar = new JProgressBar(0, 1000);
	private final JButton stop = new JButton("Stop and keep best");
	private final JPanel buttons = new JPanel(new FlowLayout(FlowLayout.RIGHT, 8, 0));
	private final Timer redraw = new Timer(REDRAW_MILLIS, event -> draw());

	private final Curve loss = new Curve();
	private final Curve f1 = new Curve();
	private final Curve precision = new Curve();
	private final Curve recall = new Curve();
	private final TimeLeft timeLeft = new TimeLeft();
	private boolean isChanged = true;
	private String message = "";
	private long done;
	private long total = 1;
	private volatile boolean isStopped;
	private boolean isOver;

	/**
	 * Makes the window; any thread may.
	 *
	 * @param folder the training's output folder, for the title
	 * @param outer is told of progress, too, and can cancel
	 */
	public TrainingWindow(String folder, Progress outer) {
		this.outer = outer;
		frame = new JFrame("Train Root U-Net: " + folder);
		EventQueue.invokeLater(this::show);
	}

	private void show() {
		JPanel plots = new JPanel();
		plots.setLayout(new BoxLayout(plots, BoxLayout.Y_AXIS));
		plots.add(lossPlot);
		plots.add(Box.createVerticalStrut(8));
		plots.add(scorePlot);
		scores.setFont(scores.getFont().deriveFont(Font.PLAIN));
		plots.add(scores);
		lossPlot.setToolTipText("Error on the training photographs (Dice + 0.3 cross-entropy). It should fall.");
		scorePlot.setToolTipText("How well the model finds roots in validation photographs, which it is not trained " +
			"on, 0 to 1. The model with the best F1 is kept.");

		picture.setPreferredSize(new Dimension(PICTURE, PLOT_HEIGHT * 2 - 20));
		picture.setOpaque(true);
		picture.setBackground(Color.DARK_GRAY);
		picture.setForeground(Color.LIGHT_GRAY);
		JPanel validation = new JPanel(new BorderLayout(0, 4));
		validation.add(picture, BorderLayout.CENTER);
		validation.add(caption, BorderLayout.SOUTH);

		stop.setToolTipText("Ends training after this step. The best model so far is kept. Tick Resume later to " +
			"continue.");
		stop.addActionListener(event -> stop());
		bar.setStringPainted(true);
		bar.setPreferredSize(new Dimension(420, bar.getPreferredSize().height));
		state.setFont(state.getFont().deriveFont(Font.PLAIN));
		buttons.add(bar);
		buttons.add(stop);
		JPanel bottom = new JPanel(new BorderLayout(8, 0));
		bottom.add(state, BorderLayout.NORTH);
		bottom.add(buttons, BorderLayout.SOUTH);

		JPanel content = new JPanel(new BorderLayout(8, 8));
		content.setBorder(BorderFactory.createEmptyBorder(8, 8, 8, 8));
		content.add(plots, BorderLayout.WEST);
		content.add(validation, BorderLayout.CENTER);
		content.add(bottom, BorderLayout.SOUTH);
		frame.setContentPane(content);
		frame.setDefaultCloseOperation(JFrame.DO_NOTHING_ON_CLOSE);
		frame.addWindowListener(new WindowAdapter() {

			@Override
			public void windowClosing(WindowEvent event) {
				closing();
			}
		});
		draw();
		frame.pack();
		frame.setLocationByPlatform(true);
		frame.setVisible(true);
		redraw.start();
	}

	private void stop() {
		isStopped = true;
		stop.setEnabled(false);
		stop.setText("Stopping ...");
	}

	/** One question while training runs, none after. */
	private void closing() {
		boolean isRunning;
		synchronized (this) {
			isRunning = !isOver && !isStopped;
		}
		if (isRunning) {
			String[] answers = { "Stop and keep best", "Continue without window" };
			int answer = JOptionPane.showOptionDialog(frame, "Training is still running.", "Taproot",
				JOptionPane.DEFAULT_OPTION, JOptionPane.QUESTION_MESSAGE, null, answers, answers[0]);
			if (answer == JOptionPane.CLOSED_OPTION) return;
			if (answer == 0) stop();
		}
		redraw.stop();
		frame.dispose();
	}

	@Override
	public synchronized void trained(long steps, double minutes, double value) {
		loss.add(minutes, value);
		isChanged = true;
	}

	@Override
	public synchronized void scored(EpochScore score) {
		if (score.f1() == null) return;
		f1.add(score.minutes(), score.f1());
		precision.add(score.minutes(), score.precision());
		recall.add(score.minutes(), score.recall());
		isChanged = true;
	}

	@Override
	public void segmented(String name, Photograph photograph, Annotation truth, Mask roots) {
		BufferedImage small = ResultFiles.judged(photograph, truth, roots, PICTURE, PLOT_HEIGHT * 2 - 20);
		EventQueue.invokeLater(() -> {
			picture.setText(null);
			picture.setIcon(new ImageIcon(small));
			caption.setText("<html>" + name.replace("<", "&lt;") + ": <font color=#c000c0>found</font>, <font " +
				"color=#008000>missed</font>, <font color=#d00000>found where soil is annotated</font></html>");
		});
	}

	@Override
	public void report(long nowDone, long ofTotal, String text) {
		outer.report(nowDone, ofTotal, text);
		synchronized (this) {
			done = nowDone;
			total = ofTotal;
			String left = timeLeft.of(nowDone, ofTotal, System.nanoTime());
			message = left.isEmpty() ? text : text + ", " + left;
		}
	}

	@Override
	public boolean isCancelled() {
		return isStopped || outer.isCancelled();
	}

	/**
	 * What the user may want to do next.
	 *
	 * @param label of the button
	 * @param action called in the event thread
	 */
	public record NextStep(String label, Runnable action) {}

	/** Tells how it ended; the window stays until it is closed. */
	public void ended(String sentence, NextStep... steps) {
		synchronized (this) {
			isOver = true;
			message = sentence;
			done = total;
		}
		EventQueue.invokeLater(() -> {
			buttons.remove(bar);
			for (int i = 0; i < steps.length; i++) {
				NextStep step = steps[i];
				JButton button = new JButton(step.label());
				button.addActionListener(event -> step.action().run());
				buttons.add(button, i);
			}
			for (var listener : stop.getActionListeners()) stop.removeActionListener(listener);
			stop.setText("Close");
			stop.setToolTipText(null);
			stop.setEnabled(true);
			stop.addActionListener(event -> frame.dispose());
			redraw.stop();
			draw();
			frame.getContentPane().validate();
			frame.repaint();
		});
	}

	private void draw() {
		double[][] curves;
		boolean isNew;
		synchronized (this) {
			isNew = isChanged;
			isChanged = false;
			if (!message.isEmpty()) state.setText("<html>" + message.replace("<", "&lt;") + "</html>");
			bar.setValue((int) (1000 * done / Math.max(1, total)));
			curves = new double[][] { loss.x(), loss.y(), f1.x(), f1.y(), precision.y(), recall.y() };
		}
		if (!isNew) return;
		Plot losses = plot("Loss", "Loss");
		double end = last(curves[0], curves[2]);
		double[] calm = smoothed(curves[1]);
		// The first steps of a new network may lie far above all others.
		double top = Arrays.stream(calm).max().orElse(1);
		losses.setLimits(0, end, 0, Math.max(0.1, 1.1 * top));
		line(losses, new Color(0xc8daea), curves[0], curves[1], "line");
		line(losses, new Color(0x1f77b4), curves[0], calm, "line");
		lossPlot.setIcon(new ImageIcon(losses.getProcessor().getBufferedImage()));

		double best = Arrays.stream(curves[3]).max().orElse(Double.NaN);
		Plot validated = plot("Validation", "Score");
		validated.setLimits(0, end, 0, 1);
		line(validated, new Color(0x999999), curves[2], curves[4], "line");
		line(validated, new Color(0xe8b060), curves[2], curves[5], "line");
		line(validated, new Color(0xd62728), curves[2], curves[3], curves[2].length > 1 ?
			"connected circles" : "circles");
		scorePlot.setIcon(new ImageIcon(validated.getProcessor().getBufferedImage()));
		scores.setText("<html><font color=#d62728>\u25cf F1</font>" + (Double.isNaN(best) ? "" :
			String.format(Locale.ROOT, " (best %.3f)", best)) + " &nbsp; <font color=#777777>\u25cf precision</font> " +
			"&nbsp; <font color=#c08020>\u25cf recall</font></html>");
	}

	/** Means of each value with those before it, a twentieth of all, so that a trend shows. */
	static double[] smoothed(double[] values) {
		int reach = Math.max(1, values.length / 20);
		double[] means = new double[values.length];
		double sum = 0;
		for (int i = 0; i < values.length; i++) {
			sum += values[i];
			if (i >= reach) sum -= values[i - reach];
			means[i] = sum / Math.min(i + 1, reach);
		}
		return means;
	}

	private static Plot plot(String title, String yLabel) {
		Plot plot = new Plot(title, "Minutes of training", yLabel);
		plot.setSize(PLOT_WIDTH, PLOT_HEIGHT);
		return plot;
	}

	private static void line(Plot plot, Color colour, double[] x, double[] y, String shape) {
		plot.setColor(colour, colour);
		plot.setLineWidth(2);
		plot.add(shape, x, y);
	}

	private static double last(double[]... xs) {
		double last = 0.5;
		for (double[] x : xs) if (x.length > 0) last = Math.max(last, x[x.length - 1]);
		return last * 1.02;
	}
}
