// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.imagej;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileInfo;

/**
 * The pictures of a stack: a slice of a frame each, with all its channels where there are three, and one channel
 * otherwise. Pictures of a virtual stack are read one by one. Not for several threads at once.
 */
public final class Planes {

	private final ImagePlus image;
	/** Channel, slice and frame that are shown. */
	private final int[] shown;
	private final List<Integer> chosen;
	/** Stack positions of the first channel that is used, for each picture of the image. */
	private final List<Integer> positions = new ArrayList<>();

	/**
	 * Chooses pictures.
	 *
	 * @param slices "all", "current", or numbers from 1 such as 1-3, 7; frames follow each other, each with all its
	 *            slices
	 * @throws IllegalArgumentException where it is none of these, or there is no such picture
	 */
	public Planes(ImagePlus image, String slices) {
		ImagePlusConversion.requireOneOrThreeChannels(image);
		this.image = image;
		shown = image.convertIndexToPosition(image.getCurrentSlice());
		int channel = image.getNChannels() == 3 ? 1 : shown[0];
		for (int frame = 1; frame <= image.getNFrames(); frame++) {
			for (int slice = 1; slice <= image.getNSlices(); slice++) {
				positions.add(image.getStackIndex(channel, slice, frame));
			}
		}
		chosen = chosen(slices.strip());
	}

	private List<Integer> chosen(String slices) {
		int current = (shown[2] - 1) * image.getNSlices() + shown[1];
		if (slices.isEmpty() || slices.equalsIgnoreCase("all")) {
			return IntStream.rangeClosed(1, positions.size()).boxed().toList();
		}
		if (slices.equalsIgnoreCase("current")) return List.of(current);
		TreeSet<Integer> numbers = new TreeSet<>();
		for (String part : slices.split("[,;\\s]+")) {
			if (!part.matches("\\d{1,9}(-\\d{1,9})?")) throw wrong(slices);
			String[] ends = part.split("-");
			int first = Integer.parseInt(ends[0]);
			int last = Integer.parseInt(ends[ends.length - 1]);
			if (first < 1 || last < first || last > positions.size()) throw wrong(slices);
			for (int i = first; i <= last; i++) numbers.add(i);
		}
		return List.copyOf(numbers);
	}

	private IllegalArgumentException wrong(String slices) {
		return new IllegalArgumentException("The slices \"" + slices + "\" are not all, current, or numbers " +
			"from 1 to " +
			positions.size() + ", such as 1-3, 7.");
	}

	/** How many are chosen. */
	public int count() {
		return chosen.size();
	}

	/** Whether the image has more than one picture. */
	public boolean isStack() {
		return positions.size() > 1;
	}

	/** Whether all of the image's pictures are chosen. */
	public boolean isWhole() {
		return chosen.size() == positions.size();
	}

	/** Slice of a chosen picture, from 1. */
	public int slice(int index) {
		return (chosen.get(index) - 1) % image.getNSlices() + 1;
	}

	/** Frame of a chosen picture, from 1. */
	public int frame(int index) {
		return (chosen.get(index) - 1) / image.getNSlices() + 1;
	}

	/** The label of a chosen picture's slice in its first line; "" for none. */
	public String label(int index) {
		String label = image.getStack().getShortSliceLabel(positions.get(chosen.get(index) - 1));
		return label == null ? "" : label;
	}

	/** What a chosen picture is called: the title, and in a stack its place and label. */
	public String name(int index) {
		if (!isStack()) return image.getTitle();
		String place = image.getNFrames() == 1 ? "slice " + slice(index)
			: image.getNSlices() == 1 ? "frame " + frame(index) : "slice " + slice(index) + ", frame " + frame(index);
		return image.getTitle() + ", " + place + (label(index).isEmpty() ? "" : " (" + label(index) + ")");
	}

	/**
	 * A chosen picture as an image of its own, with title, scale and file of the whole; the image itself if it is one.
	 */
	public ImagePlus get(int index) {
		if (!isStack()) return image;
		int position = positions.get(chosen.get(index) - 1);
		ImageStack whole = image.getStack();
		ImageStack one = new ImageStack(image.getWidth(), image.getHeight());
		int channels = image.getNChannels() == 3 ? 3 : 1;
		for (int c = 0; c < channels; c++) {
			one.addSlice(whole.getProcessor(position + c));
		}
		ImagePlus plane = new ImagePlus(image.getTitle(), one);
		if (channels == 3) plane.setDimensions(3, 1, 1);
		plane.setCalibration(image.getCalibration().copy());
		FileInfo file = image.getOriginalFileInfo();
		if (file != null) plane.setFileInfo(file);
		return plane;
	}

	/**
	 * Images of the chosen pictures as one, in their order, with their labels; frames and slices as the whole has them
	 * where all were chosen.
	 *
	 * @param made of one picture each, all of one size
	 */
	public ImagePlus together(List<ImagePlus> made) {
		if (!isStack() || made.size() == 1) return made.get(0);
		ImagePlus first = made.get(0);
		ImageStack stack = new ImageStack(first.getWidth(), first.getHeight());
		for (int i = 0; i < made.size(); i++) {
			String label = label(i);
			stack.addSlice(label.isEmpty() ? name(i).substring(image.getTitle().length() + 2) : label,
				made.get(i).getProcessor());
		}
		ImagePlus all = new ImagePlus(first.getTitle(), stack);
		if (isWhole()) all.setDimensions(1, image.getNSlices(), image.getNFrames());
		all.setOpenAsHyperStack(isWhole() && image.isHyperStack());
		all.setCalibration(first.getCalibration());
		ImagePlusConversion.keepOrigin(first, all);
		return all;
	}
}
