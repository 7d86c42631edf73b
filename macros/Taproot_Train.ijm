// Trains a U-Net on photographs and annotations, and keeps the best model.
//
// images, annotations   folders; NAME.png annotates NAME.jpg, values above 0 are root,
//                       or red root, green soil, transparent unlabelled, RootPainter's colours
// output                folder for model.zip, history.csv and the autosave
// suffix                text at the end of annotation names, such as _mask; [] for none
// validation            folder of photographs that are used to select the best model; [] for about a quarter of the photographs
// validation_truth      their annotations; [] if validation is []
// start                 taproot: starts from the model that comes with Taproot; nothing: a new network
// minutes               training time; 60, or the fourth argument
// resume                true: continues the training in the output folder
//
// Other parameters, such as preset=paper, width=32, are listed in the guide (reference/commands.md).
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
