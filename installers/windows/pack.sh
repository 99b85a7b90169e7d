#!/bin/sh
# Packs a folder of the client for Windows: pack.sh FOLDER VERSION MSI
set -eu
here=$(cd "$(dirname "$0")" && pwd)
files=$(mktemp)
trap 'rm -f "$files"' EXIT
cd "$1"
find . -type f | LC_ALL=C sort | wixl-heat -p ./ --component-group Files \
    --directory-ref INSTALLDIR --var var.FOLDER --win64 >"$files"
wixl -a x64 -D VERSION="$2" -D Win64=yes -D FOLDER="$1" -o "$3" "$here/product.wxs" "$files"
msiinfo export "$3" Environment | grep -q '=-\*PATH' || {
    echo "the package would leave its folder on the PATH" >&2
    exit 1
}
