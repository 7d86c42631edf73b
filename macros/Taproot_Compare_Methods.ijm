// Compares the predictions of two methods, or of two people, with the same annotations, and with each other.
//
// annotations  folder of annotations
// predictions  folders of predictions, separated by semicolons; NAME=folder names a method
// output       folder for comparison.csv, differences.csv, per-image.csv, f1-per-image.png and comparison.html
// threshold    for predictions that are probabilities: pixels above it are root, 0 to 1
// tolerances   distances in pixels within which a centre line counts as found
//
// Without windows: fiji --headless -batch Taproot_Compare_Methods.ijm "annotations,unet/masks,frangi/masks,comparison"

folders = split(getArgument(), ",");
if (folders.length == 4) {
	annotations = folders[0];
	first = folders[1];
	second = folders[2];
	output = folders[3];
} else {
	annotations = getDirectory("Annotations");
	first = getDirectory("Predictions of the first method");
	second = getDirectory("Predictions of the second method");
	output = getDirectory("Output");
}
predictions = first + ";" + second;
run("Compare Methods", "annotations=[" + annotations + "] predictions=[" + predictions + "] output=[" + output + "] threshold=0.5 tolerances=2,3");
