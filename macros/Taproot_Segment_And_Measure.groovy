// Finds the roots in the open photograph and measures them. The result is the mask, a table with one row, and the
// length. 
// image       the photograph
// model       the model.zip that Train Root U-Net wrote
// pixel_size  side of a pixel in mm; 0 for the scale of the image
//
// Open this file in Fiji's script editor and press Run. Copy it to change it: every key of the two commands can be
// added.

#@ ImagePlus (label = "Photograph") image
#@ File (label = "Model (model.zip)") model
#@ Double (label = "Pixel size (mm), 0: that of the image", value = 0) pixel_size
#@ CommandService command
#@output ImagePlus mask
#@output ResultsTable table
#@output Double root_length_px

import io.github.taproot.command.MeasureRoots
import io.github.taproot.command.SegmentRoots

// Runs a command with these keys and waits for it. false: it asks nothing and shows nothing.
def run(command, type, keys) {
	def done = command.run(type, false, keys).get()
	if (done.isCanceled()) throw new RuntimeException(done.getCancelReason())
	return done
}

def segmented = run(command, SegmentRoots, [image: image, model: model, threshold: 0.5])
mask = segmented.getOutput("mask")

def measured = run(command, MeasureRoots, [mask: mask, pixel_size: pixel_size])
table = measured.getOutput("table")
root_length_px = measured.getOutput("root_length_px")
