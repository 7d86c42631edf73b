// Measures a folder of masks, with a measurement of your own as one more column of the table.
//
// masks       folder of masks: white roots on black soil
// table       the CSV file to write; an existing one is replaced
// pixel_size  side of a pixel in mm; 0 for the scale that each mask has
//
// The measurement here is the number of junctions by root length. Change the four methods of JunctionDensity to get yours:
// roots has the mask, the skeleton's graph, the roots with their branches, and all numbers of Measure Root Traits.

#@ File (label = "Masks (folder)", style = "directory") masks
#@ File (label = "Table (CSV file)", style = "save") table
#@ Double (label = "Pixel size (mm), 0: that of each mask", value = 0) pixel_size
#@output String summary

import io.github.taproot.batch.FolderMeasurement
import io.github.taproot.files.ImageFiles
import io.github.taproot.image.PixelCalibration
import io.github.taproot.progress.Progress
import io.github.taproot.roots.AddedTraits
import io.github.taproot.roots.RootTraits
import io.github.taproot.roots.Trait

class JunctionDensity implements Trait {

	// The column's name, without the unit
	String name() { "junction_density" }

	// The unit, for an image of this scale
	String unit(PixelCalibration scale) { "per_" + scale.unit() }

	String description() { "Junctions by root length." }

	// NaN where there are no roots: the cell stays empty
	double measure(RootTraits roots) {
		double length = roots.depthProfile().length()
		return length == 0 ? Double.NaN : roots.graph().nodes().count { it.isJunction() } / length
	}
}

def scale = pixel_size > 0 ? PixelCalibration.millimetres(pixel_size) : null
def measurement = new FolderMeasurement(new ImageFiles(), scale, null, new AddedTraits([new JunctionDensity()]))
def result = measurement.run(masks.toPath(), table.toPath(), Progress.NONE, { println it })
summary = result.summary().text()
