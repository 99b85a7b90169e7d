#!/bin/sh
# Makes the client for Windows on Linux, from the locked wheels and the embeddable CPython: the
# folder dist/windows/mdt-alpr and dist/windows/mdt-alpr-VERSION.msi.
#   sh installers/windows/build.sh     as root, or with the Debian packages that it names
# MDT_ALPR_RELEASE_KEY signs the list of the program's files (see mdt_alpr/program_files.py).
set -eu
. "$(dirname "$0")/prepare.sh"
out=$checkout/dist/windows
client=$out/mdt-alpr
msi=$out/mdt-alpr-$version.msi
rm -rf "$client" "$msi"
mkdir -p "$client"

"$work/tools/bin/python" "$here/client.py" "$python" "$work/program" "$client"
sed "s/@VERSION@/$version/; s/@NUMBERS@/$(echo "$version" | tr . ,),0/" "$here/launcher.rc" \
    >"$work/launcher.rc"
x86_64-w64-mingw32-windres -I "$here" "$work/launcher.rc" -O coff -o "$work/launcher.o"
for program in "mdt-alpr -mconsole" "mdt-alpr-window -mwindows -DWINDOWED"; do
    # shellcheck disable=SC2086
    set -- $program
    name=$1
    shift
    x86_64-w64-mingw32-gcc-win32 -O2 -s -Wall -Werror -municode "$@" "$here/launcher.c" \
        "$work/launcher.o" -o "$client/$name.exe"
done
"$work/tools/bin/python" "$checkout/installers/sbom.py" "$client/_internal/sbom.json" \
    "$client/_internal/packages.txt"
rm "$client/_internal/packages.txt"
cp "$checkout/LICENSE" "$client/_internal/LICENSE"
PYTHONPATH=$checkout "$work/tools/bin/python" -c "
import os
from pathlib import Path
from mdt_alpr.program_files import release_key_file, write_manifest
write_manifest(Path('$client'), release_key_file(os.environ))"

cd "$client"
find . -type f | LC_ALL=C sort | wixl-heat -p ./ --component-group Files \
    --directory-ref INSTALLDIR --var var.FOLDER --win64 >"$work/files.wxs"
wixl -a x64 -D VERSION="$version" -D Win64=yes -D FOLDER="$client" -o "$msi" \
    "$here/product.wxs" "$work/files.wxs"
msiinfo export "$msi" Environment | grep -q '=-\*PATH' || {
    echo "the package would leave its folder on the PATH" >&2
    exit 1
}
du -sh "$client" "$msi"
