// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.awt.Graphics2D;
import java.awt.event.MouseEvent;
import java.awt.event.MouseWheelEvent;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Marking on a photograph of 800x600 px that is shown in 400x400 px: at half its size, 50 px from the upper edge. */
class CountCanvasTest {

	private final List<String> marks = new ArrayList<>();
	private CountCanvas canvas;

	@BeforeEach
	void show() {
		canvas = new CountCanvas(new CountCanvas.Marking() {

			@Override
			public void mark(double x, double y) {
				marks.add(String.format(Locale.ROOT, "+%.0f,%.0f", x, y));
			}

			@Override
			public void unmark(double x, double y, double reach) {
				marks.add(String.format(Locale.ROOT, "-%.0f,%.0f within %.0f", x, y, reach));
			}
		});
		canvas.setSize(400, 400);
		canvas.show(new BufferedImage(800, 600, BufferedImage.TYPE_INT_RGB), new double[] { 200 },
			new double[] { 300 });
		paint();
	}

	private BufferedImage paint() {
		BufferedImage screen = new BufferedImage(400, 400, BufferedImage.TYPE_INT_RGB);
		Graphics2D g = screen.createGraphics();
		canvas.paint(g);
		g.dispose();
		return screen;
	}

	private void mouse(int id, int button, int x, int y) {
		Screen.mouse(canvas, id, button, x, y);
	}

	private void click(int button, int x, int y) {
		Screen.click(canvas, button, x, y);
	}

	private void wheel(int x, int y, int turns) {
		canvas.dispatchEvent(new MouseWheelEvent(canvas, MouseEvent.MOUSE_WHEEL, 0, 0, x, y, 0, false,
			MouseWheelEvent.WHEEL_UNIT_SCROLL, 3, turns));
	}

	@Test
	void clicksAreInPixelsOfThePhotograph() {
		click(MouseEvent.BUTTON1, 100, 200);
		click(MouseEvent.BUTTON3, 101, 200);
		click(MouseEvent.BUTTON1, 100, 20);
		assertEquals(List.of("+200,300", "-202,300 within 24"), marks, "above the photograph is nothing");
	}

	@Test
	void draggingMovesAndMarksNothing() {
		mouse(MouseEvent.MOUSE_PRESSED, MouseEvent.BUTTON1, 100, 200);
		mouse(MouseEvent.MOUSE_DRAGGED, MouseEvent.BUTTON1, 130, 180);
		mouse(MouseEvent.MOUSE_RELEASED, MouseEvent.BUTTON1, 130, 180);
		assertEquals(List.of(), marks);
		click(MouseEvent.BUTTON1, 130, 180);
		assertEquals(List.of("+200,300"), marks);
		canvas.fit();
		paint();
		click(MouseEvent.BUTTON1, 130, 180);
		assertEquals("+260,260", marks.get(1));
	}

	@Test
	void theWheelZoomsAroundThePointer() {
		wheel(100, 200, -4);
		click(MouseEvent.BUTTON1, 100, 200);
		click(MouseEvent.BUTTON1, 222, 200);
		// 1.25 to the power of 4, by 2, are 1.22 screen px for each of the photograph.
		assertEquals(List.of("+200,300", "+300,300"), marks);
		wheel(100, 200, 100);
		click(MouseEvent.BUTTON1, 100, 200);
		assertEquals("+200,300", marks.get(2));
	}

	@Test
	void drawsTheGridAndTheMarks() {
		BufferedImage plain = paint();
		assertEquals(0, plain.getRGB(50, 100) & 0xffffff);
		assertNotEquals(0, plain.getRGB(100, 100) & 0xffffff, "the upright line");
		assertNotEquals(0, plain.getRGB(50, 200) & 0xffffff, "the level line");
		canvas.setGridShown(false);
		canvas.setPoints(List.of(new double[] { 400, 400 }));
		BufferedImage marked = paint();
		assertEquals(0, marked.getRGB(100, 100) & 0xffffff);
		assertEquals(0xff00ff, marked.getRGB(206, 250) & 0xffffff, "the circle's rim");
		assertEquals(0, marked.getRGB(200, 250) & 0xffffff, "and what is in it");
	}
}
