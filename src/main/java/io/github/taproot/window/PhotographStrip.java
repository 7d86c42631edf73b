// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.window;

import java.awt.Color;
import java.awt.Dimension;
import java.awt.Graphics;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.function.IntConsumer;

import javax.swing.JComponent;
import javax.swing.JViewport;
import javax.swing.SwingUtilities;

import io.github.taproot.annotation.AnnotationProject;
import io.github.taproot.annotation.AnnotationProject.Part;
import io.github.taproot.files.Thumbnail;
import io.github.taproot.progress.Background;

/**
 * A project's photographs as small pictures side by side: which are painted, which validate, and which is shown. A
 * click goes to one. Pictures are read in a thread of its own, and only those that are visible. For the event thread.
 */
final class PhotographStrip extends JComponent {

	private static final long serialVersionUID = 1L;
	private static final int SIDE = 56;
	private static final int CELL = SIDE + 6;
	private static final int MOST = 300;
	private static final Color TRAINING = new Color(255, 120, 0);
	private static final Color VALIDATION = new Color(0, 150, 255);
	/** Stands for a photograph that can't be read. */
	private static final BufferedImage NONE = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);

	private final transient AnnotationProject project;
	private final transient ExecutorService thread = Background.threads(1, "taproot-thumbnails");
	/** Null while one is read; the oldest are forgotten. */
	private final transient Map<Integer, BufferedImage> pictures = new LinkedHashMap<>() {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(Map.Entry<Integer, BufferedImage> eldest) {
			return size() > MOST;
		}
	};
	private final transient Map<Integer, Part> parts = new HashMap<>();
	private int current = -1;

	/** @param go takes the index of the photograph that was clicked on */
	PhotographStrip(AnnotationProject project, IntConsumer go) {
		this.project = project;
		int count = project.photographs().size();
		setPreferredSize(new Dimension(count * CELL, CELL + 2));
		setToolTipText("");
		addMouseListener(new MouseAdapter() {

			@Override
			public void mousePressed(MouseEvent e) {
				int index = e.getX() / CELL;
				if (index < count && isEnabled()) go.accept(index);
			}
		});
	}

	@Override
	public String getToolTipText(MouseEvent e) {
		int index = e.getX() / CELL;
		List<Path> files = project.photographs();
		if (index >= files.size()) return null;
		Part part = parts.get(index);
		return files.get(index).getFileName() + (part == null ? ": not painted yet" : part == Part.TRAINING ?
			": used for training" : ": used for validation");
	}

	/** Marks a photograph as the one that is shown. */
	void setCurrent(int index) {
		current = index;
		// Asking to be scrolled would scroll the panel, too.
		if (getParent() instanceof JViewport view) {
			int first = (index - 1) * CELL;
			Rectangle shown = view.getViewRect();
			boolean isVisible = shown.x <= first && first + 3 * CELL <= shown.x + shown.width;
			int most = Math.max(0, getPreferredSize().width - shown.width);
			if (!isVisible) view.setViewPosition(new Point(Math.max(0, Math.min(first, most)), 0));
		}
		look(index);
	}

	/** Looks again at what a photograph is for. */
	void look(int index) {
		request(() -> {
			Part part = project.part(project.photographs().get(index));
			SwingUtilities.invokeLater(() -> {
				parts.put(index, part);
				repaint();
			});
		});
	}

	void close() {
		thread.shutdownNow();
	}

	private void request(Runnable work) {
		if (!thread.isShutdown()) thread.execute(work);
	}

	private void read(int index) {
		pictures.put(index, null);
		request(() -> {
			BufferedImage picture = NONE;
			try {
				picture = Thumbnail.of(project.photographs().get(index), null, SIDE);
			}
			catch (IOException | RuntimeException | Error e) {
				// It is told when the user comes there.
			}
			BufferedImage found = picture;
			SwingUtilities.invokeLater(() -> {
				pictures.put(index, found);
				repaint();
			});
		});
		look(index);
	}

	@Override
	protected void paintComponent(Graphics g) {
		Rectangle clip = g.getClipBounds();
		int last = Math.min(project.photographs().size() - 1, (clip.x + clip.width - 1) / CELL);
		for (int i = Math.max(0, clip.x / CELL); i <= last; i++) {
			if (!pictures.containsKey(i)) read(i);
			BufferedImage picture = pictures.get(i);
			int x = i * CELL + 3;
			g.setColor(Color.DARK_GRAY);
			g.fillRect(x, 3, SIDE, SIDE);
			if (picture != null) {
				g.drawImage(picture, x + (SIDE - picture.getWidth()) / 2, 3 + (SIDE - picture.getHeight()) / 2, null);
			}
			Part part = parts.get(i);
			if (part != null) {
				g.setColor(part == Part.TRAINING ? TRAINING : VALIDATION);
				g.fillRect(x, SIDE - 3, SIDE, 6);
			}
			if (i != current) continue;
			g.setColor(Color.WHITE);
			g.drawRect(x - 1, 2, SIDE + 1, SIDE + 1);
			g.setColor(Color.BLACK);
			g.drawRect(x - 2, 1, SIDE + 3, SIDE + 3);
		}
	}
}
