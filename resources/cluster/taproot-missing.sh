#!/usr/bin/env bash
# Asks which parts of an array job have not finished, and submits them again; when all have, makes the tables:
#
#     taproot-missing.sh 100 segmented "Segment Roots Folder" "input=photographs,output=segmented,device=cpu,resume=true"
#
# The first two arguments are the number of parts and the output; the others are those of taproot-array.sh, where
# resume=true keeps what segmenting has done. Run it once no task of the job is queued or running.
set -euo pipefail

parts=${1:?Give the number of parts.}
output=${2:?Give the output that the parts were given.}
jar=${TAPROOT_JAR:?Set TAPROOT_JAR to the path of taproot-VERSION.jar.}
shift 2
# Nothing has begun where there are no parts.
missing=$("${JAVA:-java}" -jar "$jar" --run "Merge Results" "output='$output',list=true" 2>/dev/null | tail -n 1) ||
  missing=1-$parts
if [ -z "$missing" ]; then
  exec "${JAVA:-java}" -jar "$jar" --run "Merge Results" "output='$output'"
fi
echo "Parts without results: $missing. They are submitted again."
exec sbatch --array="$missing" --export="ALL,TAPROOT_PARTS=$parts" "$(dirname "$0")/taproot-array.sh" "$@"
