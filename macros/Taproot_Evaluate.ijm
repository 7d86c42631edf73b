// Compares a folder of predictions with one of annotations: tables, error pictures, and a report for the browser.
//
// predictions  folder of masks (white roots on black), probabilities, or RootPainter segmentations
// annotations  folder of annotations: NAME.png is compared with the prediction NAME.png
// output       folder for evaluation.csv, evaluation-summary.csv, evaluation.html and errors
// photographs  folder of photographs on which errors are drawn; [] for none
// suffix       text at the end of prediction names, such as _roots; [] for none
// threshold    for predictions that are probabilities: pixels above it are root, 0 to 1
// tolerances   distances in pixels within which a centre line counts as found
//
// If an annotated image has no prediction, the others are evaluated, and the macro ends with an error.
// Without windows: fiji --headless -batch Taproot_Evaluate.ijm "segmented/masks,annotations,evaluation"

folders = split(getArgument(), ",");
if (folders.length == 3) {
	predictions = folders[0];
	annotations = folders[1];
	output = folders[2];
} else {
	predictions = getDirectory("Predictions");
	annotations = getDirectory("Annotations");
	output = getDirectory("Output");
}
run("Evaluate Segmentation", "predictions=[" + predictions + "] annotations=[" + annotations + "] output=[" + output + "] photographs=[] suffix=[] threshold=0.5 tolerances=2,3");
