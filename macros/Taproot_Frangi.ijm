// Tunes a Frangi filter on annotated photographs, and finds the roots in a folder of others with it. No training is needed,
// and it takes minutes; a trained U-Net finds more roots and fewer that are none.
//
// images, annotations  folders; NAME.png annotates NAME.jpg, values above 0 are root,
//                      or red root, green soil, transparent unknown as RootPainter paints
// suffix               what an annotation's name has more than its photograph's, such as _mask; [] for nothing
// filter               default, or exact: as in Smith et al. 2020
// roots                bright roots in dark soil, or dark ones
// evaluations          how many settings to try
// input                folder of photographs to find roots in
// output               folder for the settings (frangi.json), and for masks and overlays
// settings             the settings file
// overlay              true: pictures of the photographs with their roots outlined, too
//
// Without windows: fiji --headless -batch Taproot_Frangi.ijm "photographs,annotations,new photographs,output"

folders = split(getArgument(), ",");
if (folders.length == 4) {
	images = folders[0];
	annotations = folders[1];
	input = folders[2];
	output = folders[3];
} else {
	images = getDirectory("Annotated photographs");
	annotations = getDirectory("Annotations");
	input = getDirectory("Photographs to find roots in");
	output = getDirectory("Output");
}
run("Tune Frangi", "images=[" + images + "] annotations=[" + annotations + "] output=[" + output + "] suffix=[] filter=default roots=bright evaluations=480");
run("Segment Roots Frangi Folder", "settings=[" + output + "/frangi.json] input=[" + input + "] output=[" + output + "] overlay=true");
