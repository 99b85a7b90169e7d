#!/bin/sh
# Sets everything up, then opens the demo: sh installers/run.sh [--setup-only] [--without-easyocr]
# Further words go to the demo. MDT_ALPR_INDEX names an agency's package index.
set -eu
checkout=$(cd "$(dirname "$0")/.." && pwd)
locks="program"
commands="aplay:alsa-utils"
. "$checkout/installers/setup.sh"
exec "$venv/bin/mdt-alpr" demo "$@"
