// Measures the roots in a folder of masks into a table.
//
// input       folder of masks: white roots on black
// output      the table, a CSV file
// pixel_size  side of a pixel in mm; 0 if it is not known: lengths are then in pixels
// skeletons   folder for pictures of the centre lines; [] for none
//
// Without windows: fiji --headless -batch Taproot_Measure_Folder.ijm "masks,lengths.csv"

paths = split(getArgument(), ",");
if (paths.length == 2) {
	input = paths[0];
	output = paths[1];
} else {
	input = getDirectory("Masks");
	output = input + ".." + File.separator + "root-lengths.csv";
}
run("Measure Roots Folder", "input=[" + input + "] output=[" + output + "] pixel_size=0 skeletons=[]");
