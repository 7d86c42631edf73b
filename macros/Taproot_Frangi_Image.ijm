// Finds the roots in the active image with a Frangi filter, without training, and measures them.
//
// filter         default, exact (as in Smith et al. 2020), or imagej-ops
// roots          bright roots in dark soil, or dark ones
// scales         1 to 6: sigma 1, 2, 4 px and so on; more find thicker roots
// beta           lower wants straighter lines
// c              higher needs more contrast
// threshold      root where the vesselness is above it: lower finds more roots and more that is none
// min_component  smaller pieces of root are removed, in px
// connectivity   4, or 8 where pixels of a piece may touch at corners
// vesselness     true: shows the vesselness, too, to choose a threshold in
// pixel_size     side of a pixel in mm; 0 for the image's own scale
// skeleton       true: shows the centre lines, too
//
// Without windows: fiji --headless -batch Taproot_Frangi_Image.ijm photograph.jpg

// Without windows, only batch mode lets the next line reach the mask.
if (getInfo("java.awt.headless") == "true") setBatchMode(true);
if (getArgument() != "") open(getArgument());
run("Segment Roots Frangi", "filter=default roots=bright scales=2 beta=0.0922 c=1.0518 threshold=0.0000376 min_component=192 connectivity=4 vesselness=false");
run("Measure Roots", "pixel_size=0 skeleton=false");
