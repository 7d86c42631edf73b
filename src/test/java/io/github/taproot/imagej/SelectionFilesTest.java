// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import ij.gui.Line;
import ij.gui.PolygonRoi;
import ij.gui.Roi;
import ij.gui.TextRoi;
import ij.io.RoiEncoder;

class SelectionFilesTest {

	@TempDir
	private Path temp;

	private Path file(byte[] bytes) throws IOException {
		return Files.write(temp.resolve("a.roi"), bytes);
	}

	private long rootsOf(byte[] bytes) throws IOException {
		return new SelectionFiles().read(file(bytes), 50, 40).roots().rootPixels();
	}

	private void refused(byte[] bytes, String part) throws IOException {
		Path file = file(bytes);
		String message =
			assertThrows(IOException.class, () -> new SelectionFiles().read(file, 50, 40)).getMessage();
		assertTrue(message.startsWith(file.toString()) && message.contains(part), message);
	}

	private static byte[] triangle() {
		return RoiEncoder.saveAsByteArray(
			new PolygonRoi(new float[] { 0, 10, 0 }, new float[] { 0, 0, 10 }, Roi.POLYGON));
	}

	@Test
	void whatIsClaimedMustBeThere() throws IOException {
		assertTrue(rootsOf(triangle()) > 30);
		assertEquals(6, rootsOf(RoiEncoder.saveAsByteArray(new Roi(1, 1, 3, 2))));
		for (int count : new int[] { 1 << 29, Integer.MAX_VALUE, -1, 1000 }) {
			byte[] many = triangle();
			ByteBuffer.wrap(many).putShort(16, (short) 0).putInt(18, count);
			refused(many, "cannot be read");
			byte[] shape = triangle();
			ByteBuffer.wrap(shape).putInt(36, count);
			refused(shape, "cannot be read");
			byte[] name = triangle();
			ByteBuffer.wrap(name).putInt(ByteBuffer.wrap(name).getInt(60) + 20, count);
			refused(name, "cannot be read");
			byte[] text = RoiEncoder.saveAsByteArray(new TextRoi(1, 1, "soil"));
			ByteBuffer.wrap(text).putInt(64 + 12, count);
			refused(text, "cannot be read");
		}
		refused(new byte[] { 'I', 'o', 'u', 't', 0, 1 }, "cannot be read");
	}

	@Test
	void linesAreNotDrawnWiderThanTheImage() throws IOException {
		Line line = new Line(5, 5, 30, 5);
		line.setStrokeWidth(4);
		assertTrue(rootsOf(RoiEncoder.saveAsByteArray(line)) >= 100);
		PolygonRoi wide = new PolygonRoi(new float[] { 0, 10, 20 }, new float[] { 0, 10, 0 }, Roi.POLYLINE);
		wide.setStrokeWidth(60_000);
		refused(RoiEncoder.saveAsByteArray(wide), "pixels wide");
	}
}
