// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.evaluation.report;

import java.util.ArrayList;
import java.util.List;

/**
 * How photographs were analysed, in the words of a paper's <i>Methods</i>.
 *
 * @param version of Taproot
 * @param model its name, without folders
 * @param checksum SHA-256 of its file; several separated by semicolons
 * @param device where and how the network computed, such as "CPU, 2 threads, bfloat16"
 * @param tileSide the largest side of a tile in px; 0 where there are no tiles
 * @param threshold root above it
 * @param minComponent fewest pixels of a piece of root; 0 or 1 for no limit
 * @param pixelSize side of a pixel in mm that was given; 0 for the scale of the files
 * @param isScaled whether any length is in mm
 * @param isExcluded whether areas were left out
 */
public record AnalysisMethods(String version, String model, String checksum, String device, int tileSide,
	double threshold, int minComponent, double pixelSize, boolean isScaled, boolean isExcluded)
{

	/** The paper whose method Taproot implements. */
	public static final String PAPER = "Smith AG, Petersen J, Selvan R, Rasmussen CR (2020) Segmentation of roots in " +
		"soil with U-Net. Plant Methods 16:13. doi:10.1186/s13007-020-0563-0";
	private static final int SHORT = 16;

	/** The paragraph. */
	public String text(int photographs) {
		StringBuilder text = new StringBuilder("Roots in " + photographs +
			(photographs == 1 ? " photograph" : " photographs") + " were segmented and measured with Taproot (" +
			(version.equals("development") ? "development version" : "version " + version) + ") for Fiji/ImageJ " +
			"(Schindelin et al. 2012). A U-Net after Smith et al. (2020) gave each pixel the probability that it is " +
			"root (model: " + model + ", SHA-256 " + shortChecksum() +
			(tileSide > 0 ? "; tiles of up to " + tileSide + " px" : "") + "; computed on " + device +
			"). Pixels with a probability above " +
			threshold + " were taken as root");
		text.append(minComponent > 1 ? ", and connected pieces of fewer than " + minComponent +
			" pixels were removed. " : ". ");
		text.append("Centre lines were found by thinning (Zhang and Suen 1984; Guo and Hall 1989 for diagonal roots " +
			"that the former loses). Root length is the length of the centre lines after Kimura et al. (1999). " +
			"Diameters were measured across the roots, along their centre lines, after branches with a free end " +
			"shorter than the radius of their root had been removed. ");
		if (pixelSize > 0) text.append("The side of a pixel was ").append(pixelSize).append(" mm. ");
		else {
			text.append(isScaled ? "Lengths were scaled by the pixel size stored in each file. "
				: "The scale of the photographs was not known: all lengths are in pixels. ");
		}
		if (isScaled) {
			text.append("Root length per image area is the root length divided by the area of the image");
			text.append(isExcluded ? " without the areas left out. " : ". ");
		}
		if (isExcluded) text.append("Areas that are not soil, such as tape or frames, were left out. ");
		return text.toString().strip();
	}

	private String shortChecksum() {
		List<String> sums = new ArrayList<>();
		for (String sum : checksum.split(";")) {
			sums.add(sum.length() > SHORT ? sum.substring(0, SHORT) + "..." : sum);
		}
		return String.join(", ", sums);
	}

	/** The works that the paragraph names. */
	public static List<String> references() {
		return List.of("Guo Z, Hall RW (1989) Parallel thinning with two-subiteration algorithms. Communications of " +
			"the ACM 32:359-373. doi:10.1145/62065.62074",
			"Kimura K, Kikuchi S, Yamasaki S (1999) Accurate root length measurement by image analysis. Plant and " +
				"Soil 216:117-127. doi:10.1023/A:1004778925316",
			"Schindelin J et al. (2012) Fiji: an open-source platform for biological-image analysis. Nature Methods " +
				"9:676-682. doi:10.1038/nmeth.2019",
			PAPER,
			"Zhang TY, Suen CY (1984) A fast parallel algorithm for thinning digital patterns. Communications of the " +
				"ACM 27:236-239. doi:10.1145/357994.358023");
	}
}
