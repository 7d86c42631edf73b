// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * What is measured, and how. Lengths are in the unit of the images' calibration unless another is named.
 *
 * @param spurLength branches with a free end that are shorter are removed, in px; 0 for none
 * @param spursByRadius whether also those are removed that are shorter than the radius of the root that they lie on
 * @param classes diameters that divide one class from the next, increasing, above 0; each is in the class below; empty
 *          for a single class
 * @param bandHeight height of depth bands, above 0; 0 for none
 * @param top depth of the upper edge of the image
 * @param slope angle of the image's vertical to the horizontal in degrees, above 0 and at most 90: 90 where it hangs
 *          upright, that of a tilted tube otherwise
 * @param shifts depth that is added in each column of the image, as in scans around a tube; empty for none
 * @param fieldDepth depth of field in mm, the thickness of the soil that is looked into; 0 where unknown
 * @param soilVolume volume of soil that an image stands for in cm³; 0 where unknown
 * @param rootsLeft how many roots may still be below the depth that is asked for, 0 or more
 */
public record TraitSettings(double spurLength, boolean spursByRadius, double[] classes, double bandHeight, double top,
	double slope, double[] shifts, double fieldDepth, double soilVolume, int rootsLeft)
{

	/** Spurs removed by radius, nothing else. */
	public static final TraitSettings DEFAULT = new Builder().settings();

	public TraitSettings {
		require(spurLength >= 0 && spurLength <= 1e6, "The length of spurs must be 0 or more px", spurLength);
		require(bandHeight >= 0 && bandHeight < 1e9, "The height of depth bands must be 0 or more", bandHeight);
		require(Math.abs(top) < 1e9, "The depth of the images' upper edge must be a number", top);
		require(slope > 0 && slope <= 90, "The slope must be above 0 and at most 90 degrees", slope);
		require(fieldDepth >= 0 && fieldDepth < 1e9, "The depth of field must be 0 or more mm", fieldDepth);
		require(soilVolume >= 0 && soilVolume < 1e12, "The volume of soil must be 0 or more cm³", soilVolume);
		require(rootsLeft >= 0, "The number of roots left must be 0 or more", rootsLeft);
		if (fieldDepth > 0 && soilVolume > 0) {
			throw new IllegalArgumentException("Give the depth of field or the volume of soil, not both.");
		}
		for (int i = 0; i < classes.length; i++) {
			if (!(classes[i] > (i == 0 ? 0 : classes[i - 1]) && classes[i] < 1e9)) {
				throw new IllegalArgumentException(
					"The limits of diameter classes must be above 0 and increase, but are " +
					Arrays.toString(classes) + ".");
			}
		}
		classes = classes.clone();
		shifts = shifts.clone();
	}

	/**
	 * Limits of diameter classes as people write them.
	 *
	 * @param text numbers divided by commas, semicolons or blanks, such as {@code 0.2, 0.5, 1}; blank for none
	 */
	public static double[] classes(String text) {
		if (text.isBlank()) return new double[0];
		try {
			return Arrays.stream(text.strip().split("[\\s,;]+")).mapToDouble(Double::parseDouble).toArray();
		}
		catch (NumberFormatException e) {
			throw new IllegalArgumentException(
				"The limits of diameter classes must be numbers such as 0.2, 0.5, 1, but are \"" + text + "\".", e);
		}
	}

	/** The same with changes: {@code settings.with(other -> other.top = 20)}. */
	public TraitSettings with(Consumer<Builder> changes) {
		Builder other = new Builder(this);
		changes.accept(other);
		return other.settings();
	}

	/** Settings on their way. Fields are as in {@link TraitSettings}. */
	public static final class Builder {

		public double spurLength;
		public boolean spursByRadius = true;
		public double[] classes = {};
		public double bandHeight;
		public double top;
		public double slope = 90;
		public double[] shifts = {};
		public double fieldDepth;
		public double soilVolume;
		public int rootsLeft;

		private Builder() {}

		private Builder(TraitSettings from) {
			spurLength = from.spurLength;
			spursByRadius = from.spursByRadius;
			classes = from.classes;
			bandHeight = from.bandHeight;
			top = from.top;
			slope = from.slope;
			shifts = from.shifts;
			fieldDepth = from.fieldDepth;
			soilVolume = from.soilVolume;
			rootsLeft = from.rootsLeft;
		}

		private TraitSettings settings() {
			return new TraitSettings(spurLength, spursByRadius, classes, bandHeight, top, slope, shifts, fieldDepth,
				soilVolume, rootsLeft);
		}
	}

	private static void require(boolean isRight, String what, double value) {
		if (!isRight) throw new IllegalArgumentException(what + ", but is " + value + ".");
	}
}
