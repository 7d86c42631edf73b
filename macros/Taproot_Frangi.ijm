// Tunes a Frangi filter on annotated photographs, and uses it to find the roots in another folder. It needs minutes and no
// training; a trained U-Net finds more roots and fewer false ones.
//
// images, annotations  folders; NAME.png annotates NAME.jpg, values above 0 are root,
//                      or red root, green soil, transparent unlabelled, RootPainter's colours
// suffix               text at the end of annotation names, such as _mask; [] for none
// filter               default, or exact: as in Smith et al. 2020
// roots                bright roots in dark soil, or dark ones
// evaluations          how many settings to try
// input                folder of photographs in which to find roots
// output               folder for the settings (frangi.json), and for masks and overlays
// settings             the settings file
// overlay              true: also writes pictures of the photographs with outlined roots
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
