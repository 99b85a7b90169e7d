#!/bin/sh
# Makes the client for Windows on Linux, from the locked wheels and the embeddable CPython: the
# folder dist/windows/mdt-alpr, mdt-alpr-VERSION.msi of it, and mdt-alpr-setup-VERSION.exe with that.
#   sh installers/windows/build.sh     as root, or with the Debian packages that it names
# MDT_ALPR_RELEASE_KEY signs the list of the program's files (see mdt_alpr/machine/program_files.py),
# MDT_ALPR_SIGNING_CERTIFICATE what Windows asks for (see sign.sh).
set -eu
. "$(dirname "$0")/prepare.sh"
out=$checkout/dist/windows
client=$out/mdt-alpr
msi=$out/mdt-alpr-$version.msi
setup=$out/mdt-alpr-setup-$version.exe
rm -rf "$client" "$msi" "$setup"
mkdir -p "$client"

sign() {
    if [ -n "${MDT_ALPR_SIGNING_CERTIFICATE:-}" ]; then
        need osslsigncode
        sh "$here/sign.sh" "$@"
    else
        echo "not signed, there is no certificate: $*" >&2
    fi
}

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
sign "$client/mdt-alpr.exe" "$client/mdt-alpr-window.exe"
PYTHONPATH=$checkout "$work/tools/bin/python" -c "
import os
from pathlib import Path
from mdt_alpr.machine.program_files import release_key_file, write_manifest
write_manifest(Path('$client'), release_key_file(os.environ))"
sh "$here/pack.sh" "$client" "$version" "$msi"
sign "$msi"
makensis -V2 -NOCD -DVERSION="$version" -DMSI="$msi" -DOUT="$setup" "$here/setup.nsi"
sign "$setup"
du -sh "$client" "$msi" "$setup"
