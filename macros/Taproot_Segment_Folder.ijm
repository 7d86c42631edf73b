// Finds the roots in a folder of photographs with the model that comes with Taproot, or with your own.
//
// input      folder of photographs: PNG, JPEG, TIFF
// model      the model.zip that Train Root U-Net wrote; [] for the model that comes with Taproot
// output     folder for masks, overlays and a summary
// threshold  pixels with a root probability above it are root, 0 to 1
// overlay    true: also writes pictures of the photographs with outlined roots
// resume     true: finished photographs are skipped
//
// If a photograph fails, the others are done, and the macro ends with an error.
// Without windows: fiji --headless -batch Taproot_Segment_Folder.ijm "photographs,segmented", or "photographs,model.zip,segmented"

paths = split(getArgument(), ",");
model = "";
if (paths.length == 2) {
	input = paths[0];
	output = paths[1];
} else if (paths.length == 3) {
	input = paths[0];
	model = paths[1];
	output = paths[2];
} else {
	input = getDirectory("Photographs");
	if (!getBoolean("Use the model that comes with Taproot?")) model = File.openDialog("Model (model.zip)");
	output = getDirectory("Output");
}
run("Segment Roots Folder", "input=[" + input + "] model=[" + model + "] output=[" + output + "] threshold=0.5 overlay=true resume=true");
