// Finds the roots in a folder of photographs with the model that comes with Taproot, or with your own.
//
// input      folder of photographs: PNG, JPEG, TIFF
// model      the model.zip that Train Root U-Net wrote; [] for the model that comes with Taproot
// output     folder for masks, overlays and a summary
// threshold  root where the probability is above it, 0 to 1
// overlay    true: pictures of the photographs with their roots outlined, too
// resume     true: photographs that are done already are skipped
//
// The macro stops with an error where a photograph fails; the others are done all the same.
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
