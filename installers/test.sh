#!/bin/sh
# Sets everything up, then runs the tests: sh installers/test.sh [--setup-only] [--without-easyocr]
# Further words go to pytest; paths are seen from the repository's folder.
set -eu
checkout=$(cd "$(dirname "$0")/.." && pwd)
locks="program tests"
commands="aplay:alsa-utils Xvfb:xvfb git:git initdb:postgresql strace:strace"
for programs in /usr/lib/postgresql/*/bin; do # where Debian keeps the server's programs
    PATH=$PATH:$programs
done
. "$checkout/installers/setup.sh"
cd "$checkout"
# A worker that crashes ends the run with an error: xdist 3.8 may wait for ever after replacing one.
exec "$venv/bin/python" -m pytest -n 4 --dist loadfile --no-loadscope-reorder \
    --max-worker-restart 0 "$@"
