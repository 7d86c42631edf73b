// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.taproot.files.AnnotatedImage;

class GrowingAnnotationsTest {

	private static final int RED = 0xb4ff0000;
	private static final int GREEN = 0xb400ff00;

	@TempDir
	private Path temp;
	private final List<String> said = new ArrayList<>();

	private Path write(String file, int width, int... pixels) throws IOException {
		BufferedImage image = new BufferedImage(width, 3, BufferedImage.TYPE_INT_ARGB);
		for (int i = 0; i < pixels.length; i++) image.setRGB(i % width, i / width, pixels[i]);
		Path path = temp.resolve(file);
		Files.createDirectories(path.getParent());
		ImageIO.write(image, "png", path.toFile());
		return path;
	}

	private GrowingAnnotations annotations() throws IOException {
		return new GrowingAnnotations(List.of(write("photos/ä [1].png", 4), write("photos/b.png", 4)),
			temp.resolve("a"), new PngFiles());
	}

	@Test
	void findsWhatIsPaintedAndWhatIsLacking() throws IOException {
		GrowingAnnotations annotations = annotations();
		assertTrue(annotations.look(said::add).lacks().contains("a first photograph"));
		write("a/train/ä [1].png", 4, GREEN);
		assertTrue(annotations.look(said::add).lacks().contains("a first photograph"), "soil alone is not enough");
		Files.setLastModifiedTime(write("a/train/ä [1].png", 4, RED, RED, GREEN), FileTime.fromMillis(1000));
		assertTrue(annotations.look(said::add).lacks().contains("a second photograph"));
		write("a/val/b.png", 4, RED);
		GrowingAnnotations.Found found = annotations.look(said::add);
		assertEquals("", found.lacks());
		assertEquals(List.of("ä [1]"), found.training().stream().map(AnnotatedImage::name).toList());
		assertEquals("2 root, 1 soil", found.training().get(0).rootPixels() + " root, " + found.training().get(0)
			.soilPixels() + " soil");
		assertEquals(found, annotations.look(said::add));

		Files.setLastModifiedTime(write("a/train/ä [1].png", 4, GREEN, RED, RED), FileTime.fromMillis(2000));
		assertNotEquals(found, annotations.look(said::add), "as many pixels, but others");
		Files.delete(temp.resolve("a/val/b.png"));
		assertTrue(annotations.look(said::add).lacks().contains("a second photograph"));
		assertEquals(List.of(), said);
	}

	@Test
	void namesFilesThatCannotBeUsedOnce() throws IOException {
		GrowingAnnotations annotations = annotations();
		write("a/train/b.png", 5, RED);
		write("a/train/stranger.png", 4, RED);
		Files.writeString(temp.resolve("a/train/ä [1].png"), "no image");
		write("a/val/b.png", 4, RED);
		for (int i = 0; i < 2; i++) assertEquals(List.of(), annotations.look(said::add).training());
		assertEquals(3, said.size());
		assertTrue(said.get(0).contains("b.png has 5x3 pixels, but its photograph 4x3"), said.toString());
		assertTrue(said.get(1).contains("stranger.png has no photograph"), said.toString());
		assertTrue(said.get(2).contains("ä [1].png"), said.toString());
	}
}
