// Trains a U-Net, with photographs that you choose for validation: those that decide which model is the best.
//
// images       folder of photographs
// annotations  folder of their annotations, by the same names
// output       folder for model.zip, history.csv and the autosave
// validation   photographs whose names match this validate, such as .*plot3.* for all of plot 3; the others are learnt from
// minutes      the longest training
//
// Photographs of one plant or plot should be on one side only. Otherwise the model is tested on what it has learnt from.

#@ File (label = "Photographs (folder)", style = "directory") images
#@ File (label = "Annotations (folder)", style = "directory") annotations
#@ File (label = "Output (folder)", style = "directory") output
#@ String (label = "Validation: names that match", value = ".*plot3.*") validation
#@ Double (label = "Minutes", value = 60) minutes
#@output File model
#@output Double f1

import io.github.taproot.files.AnnotatedFolder
import io.github.taproot.files.ImageFiles
import io.github.taproot.files.NameAffix
import io.github.taproot.progress.Progress
import io.github.taproot.unet.DeviceChoice
import io.github.taproot.unet.EngineLoader
import io.github.taproot.unet.Precision
import io.github.taproot.unet.TrainingContext
import io.github.taproot.unet.TrainingListener
import io.github.taproot.unet.TrainingSettings
import io.github.taproot.unet.UNetTrainer
import io.github.taproot.unet.training.Split

// All pairs of photograph and annotation; a file with a problem ends the script with a list of all problems.
def reader = new ImageFiles()
def folder = new AnnotatedFolder(images.toPath(), annotations.toPath(), NameAffix.of(""))
def pairs = folder.check(reader, Progress.NONE).usable(false)

// The split. Any rule will do: two lists of pairs.
def (forValidation, forTraining) = pairs.split { it.name() ==~ validation }
def split = new Split(forTraining, forValidation)
println "Training on " + forTraining.size() + " photographs, validation on " + forValidation.size() + "."

def settings = TrainingSettings.fast(minutes, 1)
def context = new TrainingContext(EngineLoader.engine(), DeviceChoice.of("auto"), Precision.EXACT, TrainingListener.NONE, { println it })
// null: the training starts from a new network; false: it does not resume an earlier training.
def outcome = new UNetTrainer(context, reader).train(null, split, settings, output.toPath(), false, Progress.NONE)
model = outcome.model().toFile()
f1 = outcome.f1()
println "The best model is " + model + ", with a validation F1 of " + f1 + "."
