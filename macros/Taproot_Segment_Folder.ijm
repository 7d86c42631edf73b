// Finds the roots in a folder of photographs with a trained model.
//
// input      folder of photographs: PNG, JPEG, TIFF
// model      the model.zip that Train Root U-Net wrote
// output     folder for masks, overlays and a summary
// threshold  root where the probability is above it, 0 to 1
// overlay    true: pictures of the photographs with their roots outlined, too
// resume     true: photographs that are done already are skipped
//
// The macro stops with an error where a photograph fails; the others are done all the same.
// Without windows: fiji --headless -batch Taproot_Segment_Folder.ijm "photographs,model.zip,segmented"

paths = split(getArgument(), ",");
if (paths.length == 3) {
	input = paths[0];
	model = paths[1];
	output = paths[2];
} else {
	input = getDirectory("Photographs");
	model = File.openDialog("Model (model.zip)");
	output = getDirectory("Output");
}
run("Segment Roots Folder", "input=[" + input + "] model=[" + model + "] output=[" + output + "] threshold=0.5 overlay=true resume=true");
