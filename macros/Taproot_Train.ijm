// Trains a U-Net on photographs and annotations, and keeps the best model.
//
// images, annotations   folders; NAME.png annotates NAME.jpg, values above 0 are root,
//                       or red root, green soil, transparent unknown as RootPainter paints
// output                folder for model.zip, history.csv and the autosave
// suffix                what an annotation's name has more than its photograph's, such as _mask; [] for nothing
// validation            folder of photographs that choose the best model; [] for about a quarter of the photographs
// validation_truth      their annotations; [] where validation is
// start                 taproot: the model that comes with Taproot learns from your photographs; nothing: a new network
// minutes               the longest training; 60, or the fourth argument
// resume                true: go on with the training that is in the output folder
//
// Other parameters, such as preset=paper, width=32, are listed in README.
// Without windows: fiji --headless -batch Taproot_Train.ijm "photographs,annotations,model", or "photographs,annotations,model,10"

folders = split(getArgument(), ",");
minutes = 60;
if (folders.length == 4) minutes = parseFloat(folders[3]);
if (folders.length >= 3) {
	images = folders[0];
	annotations = folders[1];
	output = folders[2];
} else {
	images = getDirectory("Photographs");
	annotations = getDirectory("Annotations");
	output = getDirectory("Output: an empty folder");
}
run("Train Root U-Net", "images=[" + images + "] annotations=[" + annotations + "] output=[" + output + "] suffix=[] validation=[] validation_truth=[] start=taproot minutes=" + minutes + " resume=false");
