// From a folder of photographs to one table of root traits, a row for each photograph, and a plot of root length by depth.
//
// Segments the photographs with a trained model, then measures the masks; with two paths (masks, results) it measures only.
// In the output folder: segmented with masks and overlays, and
// traits with traits.csv (a row for each photograph), branches.csv, classes.csv, bands.csv and
// depth-profile.png.
//
// input        folder of photographs (PNG, JPEG, TIFF), then of masks
// model        the model.zip that Train Root U-Net wrote
// output       folder for the results
// threshold    pixels with a root probability above it are root, 0 to 1
// overlay      true: also writes pictures of the photographs with outlined roots
// resume       true: finished photographs are skipped
// pixel_size   side of a pixel in mm; 0 if it is not known: lengths, band_height and classes are then in pixels
// band_height  height of the depth bands
// classes      limits between diameter classes
// names        file name pattern: ci-600, bartz, panels, date, or a regular expression with named groups; [] for none
// exclude      areas to leave out, such as tape: selections (.roi, .zip) or image for all, or a folder by names; [] for none
//
// If a photograph fails, the others are done, and the macro ends with an error.
// Without windows: fiji --headless -batch Taproot_Traits.ijm "photographs,model.zip,results"

paths = split(getArgument(), ",");
if (paths.length == 2) {
	masks = paths[0];
	output = paths[1];
} else {
	if (paths.length == 3) {
		input = paths[0];
		model = paths[1];
		output = paths[2];
	} else {
		input = getDirectory("Photographs");
		model = File.openDialog("Model (model.zip)");
		output = getDirectory("Output");
	}
	segmented = output + File.separator + "segmented";
	run("Segment Roots Folder", "input=[" + input + "] model=[" + model + "] output=[" + segmented + "] threshold=0.5 overlay=true resume=true");
	masks = segmented + File.separator + "masks";
}
traits = output + File.separator + "traits";
run("Measure Root Traits Folder", "input=[" + masks + "] output=[" + traits + "] pixel_size=0 band_height=100 classes=[4, 8] names=[] exclude=[]");
