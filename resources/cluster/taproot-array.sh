#!/usr/bin/env bash
# Runs one part of a folder command as a task of a SLURM array job:
#
#     sbatch --array=1-100 taproot-array.sh "Segment Roots Folder" "input=photographs,output=segmented,device=cpu"
#
# The command is run with part=i/100 in each task. Submit a task again with the same line and its own number, or let
# taproot-missing.sh do so. Set TAPROOT_PARTS where --array has only some of the parts.
#SBATCH --job-name=taproot
#SBATCH --cpus-per-task=4
#SBATCH --mem=6G
#SBATCH --time=12:00:00
#SBATCH --output=taproot-%A_%a.log
set -euo pipefail

# Taproot's jar, with its folder lib beside it, on a disk that all nodes see.
jar=${TAPROOT_JAR:?Set TAPROOT_JAR to the path of taproot-VERSION.jar.}
command=${1:?Give a command, such as \"Segment Roots Folder\", and its parameters.}
parameters=${2:?Give the parameters of the command, such as \"input=photographs,output=segmented\".}
part=${SLURM_ARRAY_TASK_ID:?Submit this script with sbatch --array=1-N.}
parts=${TAPROOT_PARTS:-${SLURM_ARRAY_TASK_COUNT:?Set TAPROOT_PARTS to the number of parts.}}

# On the node's own disk, so that it holds for jobs at once, and a home that is read-only does no harm: TensorFlow's
# libraries (700 MB) are unpacked by the first job of a user on a node, and found there by all others.
local=${TAPROOT_LOCAL:-${TMPDIR:-/tmp}}
export TAPROOT_CACHE=${TAPROOT_CACHE:-/tmp/taproot-cache-$(id -un)}
cores=${SLURM_CPUS_PER_TASK:-1}
memory=$(( ${SLURM_MEM_PER_NODE:-6144} * 6 / 10 ))

# TensorFlow keeps its memory beside Java's; threads as many as the job has cores.
TF_NUM_INTRAOP_THREADS=$cores TF_NUM_INTEROP_THREADS=1 exec "${JAVA:-java}" "-Xmx${memory}m" \
  "-XX:ActiveProcessorCount=$cores" "-Djava.io.tmpdir=$local" "-Djava.util.prefs.userRoot=$local" \
  -jar "$jar" --run "$command" "$parameters,part=$part/$parts"
