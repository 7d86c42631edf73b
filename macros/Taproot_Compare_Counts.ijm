// Compares a table of root lengths with one of line-intersect counts, or of any measure by hand.
//
// lengths      table (CSV) of Measure Roots Folder, or any with names and lengths
// counts       table (CSV) of names and counts; names may have another folder, image extension or case
// output       folder for report.html, agreement.csv, matched.csv, scatter.png, bland-altman.png
// name_column, length_column, count_column
//              [] for the usual ones: file or the like; root_length_mm or _px; the only one of numbers
// same_unit    true: both are lengths in the same unit, and are compared directly
//
// Without windows: fiji --headless -batch Taproot_Compare_Counts.ijm "root-lengths.csv,counts.csv,comparison"

paths = split(getArgument(), ",");
if (paths.length == 3) {
	lengths = paths[0];
	counts = paths[1];
	output = paths[2];
} else {
	lengths = File.openDialog("Root lengths (CSV)");
	counts = File.openDialog("Counts (CSV)");
	output = getDirectory("Output");
}
run("Compare With Counts", "lengths=[" + lengths + "] counts=[" + counts + "] output=[" + output + "] name_column=[] " +
	"length_column=[] count_column=[] same_unit=false");
row = nResults - 1;
print("Spearman's rho " + getResult("spearman", row) + ", r2 " + getResult("r_squared", row));
