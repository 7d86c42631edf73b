// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.window;

import java.awt.BorderLayout;
import java.awt.Color;
import java.awt.Component;
import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.FlowLayout;
import java.awt.Font;
import java.awt.Graphics;
import java.awt.Rectangle;
import java.awt.event.ActionEvent;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import javax.swing.AbstractAction;
import javax.swing.BorderFactory;
import javax.swing.DefaultListCellRenderer;
import javax.swing.DefaultListModel;
import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.KeyStroke;
import javax.swing.ListCellRenderer;
import javax.swing.ListSelectionModel;

import ij.ImagePlus;
import ij.gui.Roi;

import io.github.taproot.batch.SegmentationReview.Entry;
import io.github.taproot.batch.SegmentationReview.Order;
import io.github.taproot.batch.SegmentationReview;
import io.github.taproot.files.ImageFiles;
import io.github.taproot.files.ReducedScan;
import io.github.taproot.files.Thumbnail;
import io.github.taproot.image.Mask;
import io.github.taproot.image.PixelCalibration;
import io.github.taproot.image.RootMarks;
import io.github.taproot.imagej.ExcludedAreas;
import io.github.taproot.imagej.ImagePlusConversion;
import io.github.taproot.imagej.ImagePlusFiles;
import io.github.taproot.progress.Background;
import io.github.taproot.progress.Progress;
import io.github.taproot.progress.UnexpectedError;
import io.github.taproot.roots.skeleton.Diameters;
import io.github.taproot.roots.skeleton.Skeleton;

/**
 * A gallery of a batch, worst first: a click opens a photograph with its roots, a tick says that it was looked at, and
 * a photograph can be rejected with a reason.
 * Pictures are made on a thread of their own when they come into view, and a few hundred are held. All methods are
 * called on the event thread.
 */
public final class ReviewWindow extends JFrame {

	private static final long serialVersionUID = 1L;
	private static final int SIDE = 230;
	private static final int CELL_WIDTH = SIDE + 20;
	private static final int TEXT_HEIGHT = 66;
	private static final int CELL_HEIGHT = SIDE + TEXT_HEIGHT + 10;
	/** Columns or rows of a scan that is shown reduced. */
	private static final int SCAN_SIDE = 4000;
	private static final Color PROBLEM = new Color(0xb00020);
	/** Over the picture of a photograph that was rejected. */
	private static final Color FADED = new Color(0xa0ffffff, true);
	private static final String[] REASONS =
		{ "out of focus", "too dark or too bright", "not soil (tape, frame, label)", "segmentation is wrong" };
	/** Pictures held in memory, at most 0.2 MB each. */
	private static final int HELD = 300;

	private record Picture(BufferedImage image, String problem) {}

	/** A photograph to be shown, and how many of its px are one of the image. */
	private record Opened(ImagePlus image, ExcludedAreas areas, int factor, List<Roi> leftOut) {}

	/** Writes what was decided, and returns all that is decided by now. */
	private interface Saving {

		SegmentationReview.Saved run() throws IOException;
	}

	private final SegmentationReview review;
	private final DefaultListModel<Entry> shown = new DefaultListModel<>();
	private final JList<Entry> gallery = new JList<>(shown);
	private final JComboBox<Order> order;
	private final JCheckBox onlyOpen = new JCheckBox("Hide reviewed and rejected");
	private final JComboBox<String> reason = new JComboBox<>(REASONS);
	private final JButton reject = new JButton();
	private final JLabel count = new JLabel();
	private final JLabel message = new JLabel(" ");
	private final Map<String, Picture> pictures = new LinkedHashMap<>(16, 0.75f, true) {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Picture> eldest) {
			return size() > HELD;
		}
	};
	/** Still to be made; the last one first, since it came into view last. */
	private final Deque<Entry> wanted = new ArrayDeque<>();
	private boolean isMaking;
	/** Ticks that are not on the disk yet. */
	private int saving;
	private final Map<String, ImagePlus> opened = new HashMap<>();
	private final ExecutorService making = Background.threads(1, "Taproot thumbnails");
	private final ExecutorService opening = Background.threads(1, "Taproot review");
	/** No daemon: what was ticked last is written also where ImageJ is closed. */
	private final ExecutorService ticking =
		Executors.newSingleThreadExecutor(work -> new Thread(work, "Taproot review: ticks"));

	/**
	 * Makes the window; it is shown by {@code setVisible}.
	 *
	 * @param steps what can be done with the folder, as buttons
	 */
	public ReviewWindow(SegmentationReview review, TrainingWindow.NextStep... steps) {
		super("Review Segmentation: " + review.folder().toAbsolutePath());
		this.review = review;
		order = new JComboBox<>(orders(review).toArray(Order[]::new));
		order.setRenderer(new DefaultListCellRenderer() {

			private static final long serialVersionUID = 1L;

			@Override
			public Component getListCellRendererComponent(JList<?> list, Object value, int index, boolean isSelected,
				boolean hasFocus)
			{
				return super.getListCellRendererComponent(list, label((Order) value), index, isSelected, hasFocus);
			}
		});
		order.setToolTipText("<html>Worst: lowest expected F1, from 0 to 1, if the model is calibrated, or " +
			"else lowest confidence:<br>how far probabilities are from 0.5, from 0 to 1. Unusual: far from the " +
			"median length of all.<br>Photographs that failed always come first.</html>");
		onlyOpen.setToolTipText("Ticks and rejections are saved in reviewed.csv.");
		order.addActionListener(event -> refresh());
		onlyOpen.addActionListener(event -> refresh());
		gallery.setLayoutOrientation(JList.HORIZONTAL_WRAP);
		gallery.setVisibleRowCount(-1);
		gallery.setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
		gallery.setFixedCellWidth(CELL_WIDTH);
		gallery.setFixedCellHeight(CELL_HEIGHT);
		gallery.setCellRenderer(new Cell());
		gallery.addMouseListener(new MouseAdapter() {

			@Override
			public void mouseClicked(MouseEvent event) {
				click(event);
			}
		});
		onKey("ENTER", () -> open(gallery.getSelectedValue()));
		onKey("SPACE", () -> toggle(gallery.getSelectedValue()));
		onKey("R", () -> reject(gallery.getSelectedValue()));
		gallery.addListSelectionListener(event -> tell());
		reason.setEditable(true);
		reason.setToolTipText("Why the photograph is rejected: choose a reason or type one.");
		reject.setToolTipText("Rejected photographs are left out of all measurements of this folder's masks.");
		reject.addActionListener(event -> reject(gallery.getSelectedValue()));
		JPanel top = new JPanel(new FlowLayout(FlowLayout.LEFT, 12, 6));
		top.add(new JLabel("Show:"));
		top.add(order);
		top.add(onlyOpen);
		top.add(count);
		JPanel bottom = new JPanel(new BorderLayout());
		bottom.setBorder(BorderFactory.createEmptyBorder(4, 12, 6, 12));
		JPanel actions = new JPanel(new FlowLayout(FlowLayout.LEFT, 8, 0));
		actions.add(new JLabel("Reason:"));
		actions.add(reason);
		actions.add(reject);
		for (TrainingWindow.NextStep step : steps) {
			JButton button = new JButton(step.label());
			button.addActionListener(event -> step.action().run());
			actions.add(button);
		}
		bottom.add(actions, BorderLayout.NORTH);
		bottom.add(new JLabel("Click a picture to open it with its roots (Enter). Tick it when reviewed (Space). " +
			"Arrow keys move."), BorderLayout.CENTER);
		bottom.add(message, BorderLayout.SOUTH);
		JScrollPane scroll = new JScrollPane(gallery);
		scroll.getVerticalScrollBar().setUnitIncrement(CELL_HEIGHT / 4);
		add(top, BorderLayout.NORTH);
		add(scroll, BorderLayout.CENTER);
		add(bottom, BorderLayout.SOUTH);
		setDefaultCloseOperation(DISPOSE_ON_CLOSE);
		addWindowListener(new WindowAdapter() {

			@Override
			public void windowOpened(WindowEvent event) {
				// So that its keys work at once.
				gallery.requestFocusInWindow();
			}

			@Override
			public void windowClosed(WindowEvent event) {
				wanted.clear();
				making.shutdown();
				opening.shutdown();
				// What was ticked last is still written.
				ticking.shutdown();
			}
		});
		setPreferredSize(new Dimension(4 * CELL_WIDTH + 60, 680));
		refresh();
		pack();
	}

	private static List<Order> orders(SegmentationReview review) {
		List<Order> orders = new ArrayList<>(List.of(Order.LENGTH, Order.NAME));
		if (review.hasExpectedLength()) orders.add(0, Order.EXPECTED_LENGTH);
		if (review.hasConfidence()) orders.add(0, Order.CONFIDENCE);
		return orders;
	}

	private static String label(Order order) {
		return switch (order) {
			case CONFIDENCE -> "Worst first";
			case EXPECTED_LENGTH -> "Least certain length first";
			case LENGTH -> "Unusual root length first";
			case NAME -> "By name";
		};
	}

	private void onKey(String key, Runnable action) {
		gallery.getInputMap(JComponent.WHEN_FOCUSED).put(KeyStroke.getKeyStroke(key), key);
		gallery.getActionMap().put(key, new AbstractAction() {

			private static final long serialVersionUID = 1L;

			@Override
			public void actionPerformed(ActionEvent event) {
				action.run();
			}
		});
	}

	private void refresh() {
		Entry selected = gallery.getSelectedValue();
		shown.clear();
		List<Entry> entries = review.entries((Order) order.getSelectedItem(), onlyOpen.isSelected());
		shown.addAll(entries);
		if (selected != null) gallery.setSelectedValue(selected, true);
		if (gallery.isSelectionEmpty() && !entries.isEmpty()) gallery.setSelectedIndex(0);
		tell();
	}

	private void tell() {
		int rejected = review.rejectedCount();
		count.setText(review.reviewedCount() + " of " + review.size() + " reviewed" +
			(rejected == 0 ? "" : ", " + rejected + " rejected"));
		Entry selected = gallery.getSelectedValue();
		boolean isRejected = selected != null && !review.rejection(selected).isEmpty();
		reject.setText(isRejected ? "Accept again (R)" : "Reject (R)");
		reject.setEnabled(selected != null && !selected.hasFailed());
	}

	private void click(MouseEvent event) {
		int index = gallery.locationToIndex(event.getPoint());
		Rectangle bounds = index < 0 ? null : gallery.getCellBounds(index, index);
		if (bounds == null || !bounds.contains(event.getPoint())) return;
		Entry entry = shown.get(index);
		if (event.getY() - bounds.y >= CELL_HEIGHT - 28) toggle(entry);
		else open(entry);
	}

	private void toggle(Entry entry) {
		if (entry == null) return;
		boolean isReviewed = !review.isReviewed(entry);
		review.setReviewed(entry, isReviewed);
		save(() -> review.save(entry, isReviewed), " ");
	}

	private void reject(Entry entry) {
		if (entry == null || entry.hasFailed()) return;
		boolean isRejected = !review.rejection(entry).isEmpty();
		String why = isRejected ? "" : String.valueOf(reason.getEditor().getItem()).strip();
		if (!isRejected && why.isEmpty()) {
			say("Type a reason first, then reject " + entry.file() + ".", true);
			return;
		}
		review.setRejection(entry, why);
		save(() -> review.saveRejection(entry, why), isRejected ? entry.file() + " is accepted again."
			: "Rejected " + entry.file() + ": measurements of this folder's masks leave it out. Press R to accept it " +
			"again.");
	}

	/** @param done is said once it is on the disk */
	private void save(Saving work, String done) {
		saving++;
		ticking.execute(() -> {
			SegmentationReview.Saved saved = null;
			try {
				saved = work.run();
				say(done, false);
			}
			catch (IOException e) {
				say("NOT SAVED: " + e.getMessage(), true);
			}
			catch (RuntimeException | Error e) {
				say("NOT SAVED: An " + UnexpectedError.told(e), true);
			}
			finally {
				SegmentationReview.Saved now = saved;
				EventQueue.invokeLater(() -> saved(now));
			}
		});
		retell();
	}

	/** @param saved what all have decided by now; null where it is not known */
	private void saved(SegmentationReview.Saved saved) {
		saving--;
		// What is still to be saved is not among it.
		if (saving > 0 || saved == null) return;
		review.show(saved);
		retell();
	}

	private void retell() {
		if (onlyOpen.isSelected()) refresh();
		else tell();
		gallery.repaint();
	}

	private void open(Entry entry) {
		if (entry == null) return;
		ImagePlus before = opened.get(entry.file());
		if (before != null && before.getWindow() != null) {
			before.getWindow().toFront();
			return;
		}
		say("Opening " + entry.file() + "...", false);
		opening.execute(() -> {
			try {
				Opened read = read(entry);
				EventQueue.invokeLater(() -> {
					opened.put(entry.file(), read.image);
					if (read.areas == null) read.image.show();
					else new ReviewedPhotograph(read.image, read.areas, read.factor, read.leftOut);
				});
				say(entry.hasFailed() ? entry.failure() : " ", entry.hasFailed());
			}
			catch (IOException | IllegalArgumentException e) {
				say(e.getMessage(), true);
			}
			catch (OutOfMemoryError e) {
				say(entry.file() + " does not fit into memory: close other images, or give Fiji more memory.", true);
			}
			catch (RuntimeException | Error e) {
				say(entry.file() + " could not be opened because of an " + UnexpectedError.told(e), true);
			}
		});
	}

	private Opened read(Entry entry) throws IOException {
		if (!entry.hasFailed() && review.isScan(entry)) return readScan(entry);
		// ImageJ would open a window for a file that it can't read, and for one that only Fiji's readers know.
		ImagePlus image = ImagePlusFiles.open(review.photograph(entry));
		if (entry.hasFailed()) return new Opened(image, null, 1, List.of());
		Mask roots = new ImageFiles(RootMarks.WRITTEN).readMask(review.mask(entry)).mask();
		if (roots.width() != image.getWidth() || roots.height() != image.getHeight()) {
			throw new IOException(review.mask(entry) + " does not have the size of its photograph: segment it again.");
		}
		ImagePlusConversion.overlay(image, roots, Diameters.of(roots, Skeleton.complete(roots, Progress.NONE)),
			ImagePlusConversion.toCalibration(image));
		ExcludedAreas areas = review.areas(entry, roots.width(), roots.height());
		return new Opened(image, areas, 1, areas.read());
	}

	/** Outlines only: diameters of what is reduced are others. */
	private Opened readScan(Entry entry) throws IOException {
		ReducedScan scan = ReducedScan.of(review.photograph(entry), review.mask(entry), SCAN_SIDE);
		ImagePlus image = new ImagePlus(entry.file() + " (1:" + scan.factor() + ")",
			ImagePlusConversion.toColours(scan.photograph()));
		ImagePlusConversion.overlay(image, scan.roots(), null, PixelCalibration.PIXELS);
		ExcludedAreas areas = review.areas(entry, scan.width(), scan.height());
		return new Opened(image, areas, scan.factor(), areas.read());
	}

	/** Any thread may call it. */
	private void say(String sentence, boolean isProblem) {
		EventQueue.invokeLater(() -> {
			message.setForeground(isProblem ? PROBLEM : count.getForeground());
			message.setText(sentence);
			message.setToolTipText(sentence.isBlank() ? null : sentence);
		});
	}

	/** The picture, or null where it is still to be made. */
	private Picture picture(Entry entry) {
		Picture picture = pictures.get(entry.file());
		if (picture != null) return picture;
		wanted.remove(entry);
		wanted.push(entry);
		// What went out of view before its turn came is asked for again when it comes back.
		while (wanted.size() > HELD / 4) wanted.removeLast();
		makeNext();
		return null;
	}

	private void makeNext() {
		if (isMaking || wanted.isEmpty() || making.isShutdown()) return;
		isMaking = true;
		Entry entry = wanted.pop();
		making.execute(() -> {
			Picture picture = make(entry);
			EventQueue.invokeLater(() -> {
				pictures.put(entry.file(), picture);
				isMaking = false;
				gallery.repaint();
				makeNext();
			});
		});
	}

	private Picture make(Entry entry) {
		if (entry.hasFailed()) return new Picture(null, entry.failure());
		try {
			return new Picture(Thumbnail.of(review.photograph(entry), review.mask(entry), SIDE), "");
		}
		catch (IOException | IllegalArgumentException e) {
			return new Picture(null, e.getMessage());
		}
		catch (OutOfMemoryError e) {
			return new Picture(null, "There is too little memory for this picture: close other images.");
		}
		catch (RuntimeException | Error e) {
			return new Picture(null, "An " + UnexpectedError.told(e));
		}
	}

	/** Paints a photograph's place in the gallery. */
	private final class Cell extends JPanel implements ListCellRenderer<Entry> {

		private static final long serialVersionUID = 1L;

		private final JLabel place = new JLabel("", JLabel.CENTER);
		private final JLabel name = new JLabel();
		private final JLabel numbers = new JLabel();
		private final JCheckBox tick = new JCheckBox("Reviewed");
		private BufferedImage image;
		private String rejection = "";

		Cell() {
			super(new BorderLayout(0, 2));
			place.setOpaque(true);
			place.setPreferredSize(new Dimension(SIDE, SIDE));
			JPanel texts = new JPanel(new BorderLayout());
			texts.setOpaque(false);
			tick.setOpaque(false);
			tick.setBorder(BorderFactory.createEmptyBorder());
			for (JComponent part : new JComponent[] { name, numbers, tick }) {
				part.setFont(part.getFont().deriveFont(Font.PLAIN));
			}
			texts.add(name, BorderLayout.NORTH);
			texts.add(numbers, BorderLayout.CENTER);
			texts.add(tick, BorderLayout.SOUTH);
			texts.setPreferredSize(new Dimension(SIDE, TEXT_HEIGHT - 6));
			add(place, BorderLayout.CENTER);
			add(texts, BorderLayout.SOUTH);
		}

		@Override
		public Component getListCellRendererComponent(JList<? extends Entry> list, Entry entry, int index,
			boolean isSelected, boolean hasFocus)
		{
			Picture picture = picture(entry);
			image = picture == null ? null : picture.image();
			String text = picture == null ? "..." : picture.problem();
			place.setText(text.isEmpty() ? "" : "<html><div style='width:" + SIDE * 2 / 3 + "px;text-align:center'>" +
				escaped(text) + "</div></html>");
			place.setBackground(image == null ? new Color(0xd0d0d0) : Color.BLACK);
			place.setForeground(Color.BLACK);
			name.setText(entry.file());
			rejection = review.rejection(entry);
			numbers.setText(rejection.isEmpty() ? numbers(entry) : "Rejected: " + rejection);
			tick.setSelected(review.isReviewed(entry));
			setBackground(isSelected ? list.getSelectionBackground() : list.getBackground());
			for (JComponent part : new JComponent[] { name, numbers, tick }) {
				part.setForeground(isSelected ? list.getSelectionForeground() : list.getForeground());
			}
			if (!rejection.isEmpty()) numbers.setForeground(PROBLEM);
			setBorder(BorderFactory.createEmptyBorder(5, 10, 3, 10));
			setToolTipText(entry.hasFailed() ? entry.failure() : entry.file());
			return this;
		}

		@Override
		public void paint(Graphics g) {
			super.paint(g);
			if (image == null) return;
			int x = place.getX() + (place.getWidth() - image.getWidth()) / 2;
			int y = place.getY() + (place.getHeight() - image.getHeight()) / 2;
			g.drawImage(image, x, y, null);
			if (rejection.isEmpty()) return;
			g.setColor(FADED);
			g.fillRect(x, y, image.getWidth(), image.getHeight());
			g.setColor(PROBLEM);
			g.drawLine(x, y, x + image.getWidth(), y + image.getHeight());
			g.drawLine(x, y + image.getHeight(), x + image.getWidth(), y);
		}
	}

	private static String numbers(Entry entry) {
		if (entry.hasFailed()) return "Failed";
		String length = Double.isNaN(entry.length()) ? "" :
			String.format(Locale.ROOT, "length %,.0f px", entry.length());
		if (entry.isUnlike()) return "Unlike the calibration, " + length;
		if (!Double.isNaN(entry.expectedF1())) {
			return String.format(Locale.ROOT, "Expected F1 %.2f, %s", entry.expectedF1(), length);
		}
		return Double.isNaN(entry.confidence()) ? length
			: String.format(Locale.ROOT, "Confidence %.2f, %s", entry.confidence(), length);
	}

	private static String escaped(String text) {
		return text.replace("&", "&amp;").replace("<", "&lt;");
	}
}
