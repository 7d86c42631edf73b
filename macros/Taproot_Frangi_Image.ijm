// Finds the roots in the active image with a Frangi filter, without training, and measures them.
//
// filter         default, exact (as in Smith et al. 2020), or imagej-ops
// roots          bright roots in dark soil, or dark ones
// scales         1 to 6: sigma 1, 2, 4 px and so on; more scales find thicker roots
// beta           lower values find straight lines only
// c              higher values need more contrast
// threshold      pixels with a vesselness above it are root: lower values find more roots, but also more false ones
// min_component  smaller pieces of root are removed, in px
// connectivity   4, or 8 if pixels of a piece may touch at corners
// vesselness     true: also shows the vesselness, to choose a threshold
// pixel_size     side of a pixel in mm; 0 for the image's own scale
// skeleton       true: also shows the centre lines
//
// Without windows: fiji --headless -batch Taproot_Frangi_Image.ijm photograph.jpg

// Without windows, only batch mode lets the next line reach the mask.
if (getInfo("java.awt.headless") == "true") setBatchMode(true);
if (getArgument() != "") open(getArgument());
run("Segment Roots Frangi", "filter=default roots=bright scales=2 beta=0.0922 c=1.0518 threshold=0.0000376 min_component=192 connectivity=4 vesselness=false");
run("Measure Roots", "pixel_size=0 skeleton=false");
