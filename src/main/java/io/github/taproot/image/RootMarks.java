// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.image;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.taproot.image.Values.Value;

/**
 * Decides which pixels of a mask or an annotation are root: the one rule of every command.
 * <p>
 * Where nobody says which value is root, a file is accepted if that is clear, and refused otherwise:
 * </p>
 * <ul>
 * <li>0 and one other value: the other is root. ImageJ's inverting lookup table counts as in ImageJ: what it shows
 * black is 255.</li>
 * <li>Black and one other colour but green: the other is root.</li>
 * <li>Black and white that was blurred by JPEG, now or before it was saved again: root from 128, if at most
 * {@value #MOST_BLURRED_PERCENT} % as many pixels are between a quarter and three quarters of white as are root.</li>
 * <li>RootPainter's colours: red root, green soil, transparent unlabelled; or nothing but pure red and pure green.</li>
 * <li>One colour on transparent, other than red and green, as in RootPainter's segmentations: root where it is
 * opaque.</li>
 * <li>More than half root is refused, since it is most often soil.</li>
 * </ul>
 * <p>
 * A value that somebody gives decides alone. Where the value of soil is given as well, all else is unlabelled.
 * </p>
 *
 * @param root what is root; null to go by the rules above
 * @param soil what is soil; null for all that is not root
 */
public record RootMarks(Choice root, Choice soil) {

	/** Goes by the file alone. */
	public static final RootMarks AUTOMATIC = new RootMarks(null, null);
	/** Takes the value of root that Taproot writes, also where nearly all is root. */
	public static final RootMarks WRITTEN = new RootMarks(new Choice("255", 255, 255, -1), null);

	/** More than so many of 100 root pixels in between black and white are no blur of JPEG. */
	static final int MOST_BLURRED_PERCENT = 3;
	/** How far a JPEG can move the samples of a colour. */
	private static final float JPEG_TOLERANCE = 64;
	/** RootPainter and painting programs use one opacity or two; blurred edges have many. */
	private static final int MOST_OPACITIES = 4;
	/** Nobody paints in more colours. */
	private static final int MOST_PAINTED = 64;
	private static final Map<String, Integer> COLOURS = Map.of("black", 0, "white", 0xffffff, "red", 0xff0000, "green",
		0x00ff00, "blue", 0x0000ff, "yellow", 0xffff00, "cyan", 0x00ffff, "magenta", 0xff00ff);
	private static final Pattern NUMBER = Pattern.compile("(>=|<=|>|<|=)?\\s*([0-9]{1,10}(?:\\.[0-9]{1,10})?)");

	/** What a file's pixels are taken for. */
	public enum Use {
		/** Each pixel is root or soil; unlabelled pixels count as soil. */
		MASK,
		/** Pixels may be unlabelled; what a program found is not taken for what a person says. */
		ANNOTATION,
		/** A mask, or an annotation by somebody else, whose pixels may be unlabelled. */
		PREDICTION;

		/** The parameter that settles what is root. */
		private String key() {
			return this == PREDICTION ? "predicted_value" : "root_value";
		}
	}

	/**
	 * What was read.
	 *
	 * @param readAs what was taken for root, in a few words for a table
	 */
	public record Reading(Annotation labels, String readAs) {}

	/** Values or a colour that somebody gave. */
	public record Choice(String text, float from, float to, int rgb) {

		private static Choice of(String text) {
			String given = text.strip().toLowerCase(Locale.ROOT);
			if (given.isEmpty()) return null;
			Integer rgb = given.matches("#[0-9a-f]{6}") ? Integer.valueOf(given.substring(1), 16) : COLOURS.get(given);
			if (rgb != null) return new Choice(given, 0, 0, rgb);
			Matcher number = NUMBER.matcher(given);
			if (!number.matches()) {
				throw new IllegalArgumentException("The value of root or soil must be a number (2), a range (>=128), " +
					"or a colour (red, #ff0000), but is \"" + text + "\".");
			}
			float value = Float.parseFloat(number.group(2));
			String sign = number.group(1) == null ? "" : number.group(1);
			float from = switch (sign) {
				case ">" -> Math.nextUp(value);
				case "<", "<=" -> Float.NEGATIVE_INFINITY;
				default -> value;
			};
			float to = switch (sign) {
				case "<" -> Math.nextDown(value);
				case ">", ">=" -> Float.POSITIVE_INFINITY;
				default -> value;
			};
			return new Choice(given, from, to, -1);
		}

		private boolean fits(float red, float green, float blue, float white, float tolerance) {
			if (rgb < 0) return Float.compare(red, green) == 0 && red == blue && red >= from && red <= to;
			float scale = white / 255;
			return Math.abs(red - (rgb >> 16) * scale) <= tolerance &&
				Math.abs(green - (rgb >> 8 & 0xff) * scale) <= tolerance &&
				Math.abs(blue - (rgb & 0xff) * scale) <= tolerance;
		}
	}

	/**
	 * Reads what somebody gave.
	 *
	 * @param root a value (2), a range (&gt;=128), a colour (red, #ff0000), or "" for what the file tells
	 * @param soil likewise; "" for all that is not root
	 * @throws IllegalArgumentException where it is neither, with a sentence for the user
	 */
	public static RootMarks of(String root, String soil) {
		RootMarks marks = new RootMarks(Choice.of(root), Choice.of(soil));
		if (marks.root == null && marks.soil != null) {
			throw new IllegalArgumentException("Give root_value, too: with soil_value alone it is not clear which " +
				"pixels are root.");
		}
		return marks;
	}

	/**
	 * Reads a mask or an annotation.
	 *
	 * @param file for sentences
	 * @throws IOException where it is not clear which pixels are root, with what was seen and what to do
	 */
	public Reading read(Picture picture, Path file, Use use) throws IOException {
		return read(picture, file.toString(), use);
	}

	/** The same for what has no file. */
	public Reading read(Picture picture, String name, Use use) throws IOException {
		if (root != null) return chosen(picture, use);
		Values values = new Values(picture);
		Reading reading = picture.alpha() != null ? transparent(picture, values, name, use)
			: values.isGrey() ? grey(picture, values, name, use) : colours(picture, values, name, use);
		Annotation labels = reading.labels;
		long roots = labels.count(Annotation.ROOT);
		if (labels.count(Annotation.UNKNOWN) > 0 && use != Use.MASK || roots <= labels.labels().length / 2) {
			return hasFrame(labels) ? new Reading(labels, reading.readAs + "; the whole border of the image is root") :
				reading;
		}
		Value most = values.list().get(0);
		Value least = values.list().get(values.list().size() - 1);
		throw new IOException(String.format(Locale.ROOT, "%s would be %d %% root (%s): it looks inverted. Give the " +
			"value of root (%s%s=%s if it is right as it is), or invert it.", name, 100 * roots / labels.labels()
			.length, values.told(), values.list().size() == 2 ? use.key() + "=" + least.text(false) + "; " :
			"", use.key(), most.text(false)));
	}

	/** Whether all pixels at the border are root, as programs draw frames, and no root grows. */
	private static boolean hasFrame(Annotation labels) {
		int width = labels.width();
		int height = labels.height();
		for (int x = 0; x < width; x++) {
			if (!isRoot(labels, x) || !isRoot(labels, (height - 1) * width + x)) return false;
		}
		for (int y = 0; y < height; y++) {
			if (!isRoot(labels, y * width) || !isRoot(labels, y * width + width - 1)) return false;
		}
		return true;
	}

	private static boolean isRoot(Annotation labels, int pixel) {
		return labels.labels()[pixel] == Annotation.ROOT;
	}

	private interface IsRoot {

		boolean test(float red, float green, float blue);
	}

	private static Reading reading(Picture picture, IsRoot isRoot, String readAs) {
		byte[] labels = new byte[picture.width() * picture.height()];
		picture.forEach((place, red, green, blue) -> {
			if (!picture.isTransparent(place) && isRoot.test(red, green, blue)) labels[place] = Annotation.ROOT;
		});
		return new Reading(new Annotation(picture.width(), picture.height(), labels), readAs);
	}

	private Reading chosen(Picture picture, Use use) {
		float white = picture.white();
		float tolerance = picture.lossy() ? JPEG_TOLERANCE : 0;
		byte[] labels = new byte[picture.width() * picture.height()];
		picture.forEach((place, red, green, blue) -> {
			boolean isVisible = !picture.isTransparent(place);
			if (isVisible && root.fits(red, green, blue, white, tolerance)) labels[place] = Annotation.ROOT;
			else if (use == Use.ANNOTATION || soil != null) {
				boolean isSoil = isVisible && (soil == null || soil.fits(red, green, blue, white, tolerance));
				labels[place] = isSoil ? Annotation.SOIL : Annotation.UNKNOWN;
			}
		});
		Annotation annotation = new Annotation(picture.width(), picture.height(), labels);
		String readAs = "root where " + root.text + (soil == null ? "" : ", soil where " + soil.text) +
			(annotation.count(Annotation.ROOT) == 0 ? "; no pixel is" : "");
		return new Reading(annotation, readAs);
	}

	private static Reading grey(Picture picture, Values values, String name, Use use)
		throws IOException
	{
		List<Value> seen = values.list();
		String lut = picture.inverted() ? ", black by ImageJ's inverting LUT" : "";
		if (!values.isMore() && seen.size() == 1 && seen.get(0).isBlack()) {
			return reading(picture, (red, green, blue) -> false, "no root (0 everywhere)" + lut);
		}
		if (!values.isMore() && seen.size() == 2) {
			Value other = seen.get(0).isBlack() ? seen.get(1) : seen.get(0);
			boolean hasZero = seen.get(0).isBlack() || seen.get(1).isBlack();
			// Among floats, 0.3 everywhere is a probability.
			boolean isLabel = picture.white() > 1 || other.red() >= 1 && other.red() == Math.rint(other.red());
			if (hasZero && isLabel) {
				return reading(picture, (red, green, blue) -> red != 0, other.text(false) + " on 0" + lut);
			}
		}
		if (!values.isMore() && picture.white() == 255 && seen.size() > 2 && isBlurred(seen)) {
			return reading(picture, (red, green, blue) -> red >= 128, "128 to 255 of a JPEG" + lut);
		}
		throw unclear(name, values, use, seen.size() <= 8 ? seen.get(seen.size() - 1).text(false)
			: picture.white() == 1 ? ">0.5" : ">=" + (picture.white() + 1) / 2);
	}

	/** Whether all but few values lie near black and white. */
	private static boolean isBlurred(List<Value> seen) {
		long roots = 0;
		long between = 0;
		for (Value value : seen) {
			if (value.red() >= 128) roots += value.count();
			if (value.red() >= 64 && value.red() < 192) between += value.count();
		}
		return roots > 0 && 100 * between <= MOST_BLURRED_PERCENT * roots;
	}

	private static Reading colours(Picture picture, Values values, String name, Use use)
		throws IOException
	{
		List<Value> seen = values.list();
		if (!values.isMore() && seen.stream().allMatch(RootMarks::isPureRedOrGreen)) {
			return reading(picture, (red, green, blue) -> red > 0, "RootPainter annotation, red on green");
		}
		if (!values.isMore() && seen.stream().anyMatch(value -> isPureRedOrGreen(value) && value.isReddish()) &&
			seen.stream().anyMatch(value -> isPureRedOrGreen(value) && value.isGreenish()))
		{
			throw new IOException(name + " has red and green but no transparency, so it is not clear which pixels " +
				"are unlabelled: save it as PNG with transparency as RootPainter does, or give the colours " +
				"(root_value=red, soil_value=green).");
		}
		if (!values.isMore() && seen.size() == 2 && (seen.get(0).isBlack() || seen.get(1).isBlack())) {
			Value other = seen.get(0).isBlack() ? seen.get(1) : seen.get(0);
			if (!isPureRedOrGreen(other) || other.isReddish()) {
				return reading(picture, (red, green, blue) -> red != 0 || green != 0 || blue != 0,
					other.text(true) + " on black");
			}
		}
		if (seen.size() > MOST_PAINTED) throw photograph(name, values, use);
		throw unclear(name, values, use, seen.get(seen.size() - 1).text(true));
	}

	private static boolean isPureRedOrGreen(Value value) {
		return value.blue() == 0 && (value.red() == 0) != (value.green() == 0);
	}

	private static Reading transparent(Picture picture, Values values, String name, Use use)
		throws IOException
	{
		List<Value> seen = values.list();
		requireSharpEdges(picture, name);
		boolean hasRed = seen.stream().anyMatch(Value::isReddish);
		boolean hasGreen = seen.stream().anyMatch(Value::isGreenish);
		List<Value> colours = seen.stream().filter(value -> !value.isBlack()).toList();
		if (seen.size() > MOST_PAINTED) throw photograph(name, values, use);
		if (hasRed || hasGreen) {
			if (use == Use.MASK && !hasRed) {
				throw new IOException(name + " has " + values.told() + ": green is soil in RootPainter's " +
					"annotations. If it is root here, give the colour (" + use.key() + "=" + seen.get(0)
					.text(true) + ").");
			}
			return painted(picture);
		}
		if (use == Use.ANNOTATION && !seen.isEmpty()) {
			throw new IOException(name + " has transparency, but nothing in it is red or green: paint roots red and " +
				"soil green, or save roots as 255 and soil as 0 without transparency.");
		}
		if (seen.isEmpty() && use == Use.ANNOTATION) return painted(picture);
		if (seen.isEmpty()) return reading(picture, (red, green, blue) -> false, "no root (transparent everywhere)");
		if (colours.size() != 1) throw unclear(name, values, use, seen.get(seen.size() - 1).text(true));
		return reading(picture, (red, green, blue) -> red > 0 || green > 0 || blue > 0,
			colours.get(0).text(true) + " on transparent");
	}

	/** As in RootPainter; a brush of another colour says nothing. */
	private static Reading painted(Picture picture) {
		byte[] labels = new byte[picture.width() * picture.height()];
		picture.forEach((place, red, green, blue) -> labels[place] =
			picture.isTransparent(place) ? Annotation.UNKNOWN : red > Math.max(green, blue) ? Annotation.ROOT
				: green > Math.max(red, blue) ? Annotation.SOIL : Annotation.UNKNOWN);
		return new Reading(new Annotation(picture.width(), picture.height(), labels),
			"RootPainter annotation, unlabelled as soil");
	}

	/**
	 * Whether an opaque picture shows labels, not probabilities: colours, or one value besides 0.
	 */
	public static boolean isLabels(Picture picture) {
		Values values = new Values(picture);
		if (!values.isGrey()) return true;
		if (values.isMore()) return false;
		List<Value> seen = values.list();
		boolean hasZero = seen.stream().anyMatch(Value::isBlack);
		// Among floats, 0.3 everywhere is a probability.
		boolean isWhole = picture.white() > 1 || seen.stream().allMatch(value -> value.red() == Math.rint(value.red()));
		return isWhole && seen.size() <= 2 && (hasZero || seen.size() == 2);
	}

	private static void requireSharpEdges(Picture picture, String name) throws IOException {
		boolean[] isOpacity = new boolean[256];
		for (byte alpha : picture.alpha()) isOpacity[alpha & 0xff] = true;
		List<Integer> opacities = new ArrayList<>();
		for (int i = 1; i < 256; i++) if (isOpacity[i]) opacities.add(i);
		if (opacities.size() <= MOST_OPACITIES) return;
		throw new IOException(name + " has soft edges (" + opacities.size() + " opacities), so that it is not clear " +
			"where roots end: save it with hard edges, white roots on black soil.");
	}

	private static IOException photograph(String name, Values values, Use use) {
		return new IOException(name + " has " + values.told() + ": it looks like a photograph or an overlay. Give " +
			"masks with white roots on black soil, or the colour of roots (" + use.key() + "=#rrggbb).");
	}

	private static IOException unclear(String name, Values values, Use use, String example) {
		return new IOException(name + " has " + values.told() + ", so it is not clear which pixels are root: save " +
			"roots as 255 and soil as 0, or give the value of root (such as " + use.key() + "=" + example +
			(use == Use.ANNOTATION
				? "; if all but strokes is unlabelled, the value of soil as well, soil_value=...)." : ")."));
	}
}
