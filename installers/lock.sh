#!/bin/sh
# Writes locks/program.txt, tests.txt and windows.txt anew from pyproject.toml. Needs the program uv.
# locks/easyocr.txt and torch.txt are kept by hand: PyTorch must stay a range.
set -eu
cd "$(dirname "$0")/.."

compile() {
    uv pip compile pyproject.toml --quiet --upgrade --universal --python-version 3.11 \
        --generate-hashes --no-annotate --custom-compile-command "sh installers/lock.sh" \
        --extra hq --group build "$@"
}

compile --output-file installers/locks/program.txt
# What the program has is left out of the second file; set-up installs both.
# shellcheck disable=SC2046 # one word a package is meant
compile --output-file installers/locks/tests.txt --extra dev --extra training \
    --constraint installers/locks/program.txt \
    $(sed -n 's/^\([a-z0-9.-]*\)==.*/--no-emit-package \1/p' installers/locks/program.txt)
# The tools that make the client for Windows, on the CPython of Debian 13.
uv pip compile --quiet --upgrade --python-version 3.13 --generate-hashes --no-annotate \
    --custom-compile-command "sh installers/lock.sh" --group windows \
    --constraint installers/locks/program.txt --constraint installers/locks/tests.txt \
    --output-file installers/locks/windows.txt
