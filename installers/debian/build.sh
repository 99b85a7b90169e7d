#!/bin/sh
# Makes the packages for Debian 13 (amd64) from the locked wheels, their hashes demanded:
# dist/debian/mdt-alpr_VERSION_amd64.deb (car and desk) and mdt-alpr-server_VERSION_amd64.deb.
#   sh installers/debian/build.sh     as root, or with the Debian packages that it names
# MDT_ALPR_RELEASE_KEY signs the list of the program's files (see mdt_alpr/machine/program_files.py),
# MDT_ALPR_DEBIAN names the folder of work, MDT_ALPR_INDEX an agency's package index.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
checkout=$(cd "$here/../.." && pwd)
work=${MDT_ALPR_DEBIAN:-${XDG_CACHE_HOME:-$HOME/.cache}/mdt-alpr-debian}
out=$checkout/dist/debian
version=$(sed -n 's/^__version__ = "\(.*\)"/\1/p' "$checkout/mdt_alpr/__init__.py")
libraries=$(sed -n '/^libraries="/,/^"/s/^lib.*:\(.*\)/\1/p' "$checkout/installers/setup.sh" |
    sed 's/^libglib2.0-0$/libglib2.0-0t64/')
[ -z "${MDT_ALPR_INDEX:-}" ] || export PIP_INDEX_URL="$MDT_ALPR_INDEX" UV_DEFAULT_INDEX="$MDT_ALPR_INDEX"
umask 022

missing=
for each in python3.13 python3.13-venv binutils; do
    dpkg -s "$each" >/dev/null 2>&1 || missing="$missing $each"
done
if [ -n "$missing" ]; then
    [ "$(id -u)" = 0 ] || { echo "apt-get install --no-install-recommends$missing" >&2; exit 1; }
    apt-get update -qq
    # shellcheck disable=SC2086 # one word a package
    apt-get install -y -qq --no-install-recommends $missing >/dev/null
fi
mkdir -p "$work" "$out"
if [ ! -x "$work/tools/bin/uv" ]; then
    python3.13 -m venv "$work/tools"
    "$work/tools/bin/pip" install -q --no-deps --require-hashes -r "$checkout/installers/locks/windows.txt"
fi
lock=$checkout/installers/locks/program.txt
unpacked=$work/program/.$(cksum <"$lock" | tr -d ' ')
if [ ! -e "$unpacked" ]; then
    rm -rf "$work/program"
    "$work/tools/bin/uv" pip install -q --target "$work/program" --no-deps \
        --python /usr/bin/python3.13 --only-binary :all: --require-hashes -r "$lock"
    touch "$unpacked"
fi

put() { # put MODE FILE PLACE: into the package, with the version in it
    mkdir -p "$root/$(dirname "$3")"
    sed "s/@VERSION@/$version/" "$2" >"$root/$3"
    chmod "$1" "$root/$3"
}

program() { # program client|server NAME: the program in /usr/lib/NAME
    kind=$1
    name=$2
    root=$work/root/$name
    place=$root/usr/lib/$name
    rm -rf "$root"
    mkdir -p "$root/DEBIAN" "$place" "$root/usr/share/doc/$name"
    "$work/tools/bin/python" "$here/program.py" "$kind" "$work/program" "$place"
    # Debugging symbols of wheels; those that were patched when the wheel was made stay as they are.
    find "$place/_internal" -name '*.so' ! -path '*PySide6*' ! -path '*.libs/*' \
        -exec strip --strip-unneeded {} +
    "$work/tools/bin/python" "$checkout/installers/sbom.py" "$place/_internal/sbom.json" \
        "$place/_internal/packages.txt"
    rm "$place/_internal/packages.txt"
    cp "$checkout/LICENSE" "$place/_internal/LICENSE"
    put 755 "$here/$kind/mdt-alpr" "usr/lib/$name/mdt-alpr"
    put 644 "$here/copyright" "usr/share/doc/$name/copyright"
    ln -s "../../../lib/$name/_internal/sbom.json" "$root/usr/share/doc/$name/sbom.json"
    PYTHONPATH=$checkout "$work/tools/bin/python" -B -c "
import os
from pathlib import Path
from mdt_alpr.machine.program_files import release_key_file, write_manifest
write_manifest(Path('$place'), release_key_file(os.environ))"
    chmod -R u=rwX,go=rX "$root"
}

package() { # package: what is in $root, as dist/debian/NAME_VERSION_amd64.deb
    for script in postinst prerm postrm; do
        put 755 "$here/$kind/$script" "DEBIAN/$script"
    done
    size=$(du -sk --exclude=DEBIAN "$root" | cut -f1)
    sed "s/@VERSION@/$version/; s/@SIZE@/$size/; s/@LIBRARIES@/$needs/" "$here/$kind/control" \
        >"$root/DEBIAN/control"
    SOURCE_DATE_EPOCH=$(git -C "$checkout" log -1 --format=%ct 2>/dev/null || date +%s)
    export SOURCE_DATE_EPOCH
    dpkg-deb --root-owner-group -Zzstd -z"${MDT_ALPR_DEB_LEVEL:-12}" --build "$root" \
        "$out/${name}_${version}_amd64.deb" >/dev/null
    printf '%s: %s packed, %s installed\n' "$name" \
        "$(du -h "$out/${name}_${version}_amd64.deb" | cut -f1)" "$(du -sh "$root" | cut -f1)"
    rm -rf "$root"
}

program client mdt-alpr
needs=$(printf '%s, ' $libraries | sed 's/, $//')
put 644 "$here/client/mdt-alpr-car.desktop" usr/share/applications/mdt-alpr-car.desktop
put 644 "$here/client/mdt-alpr-desk.desktop" usr/share/applications/mdt-alpr-desk.desktop
put 644 "$here/client/mdt-alpr-drill.desktop" usr/share/applications/mdt-alpr-drill.desktop
put 644 "$here/client/mdt-alpr-car.service" usr/lib/systemd/system/mdt-alpr-car.service
put 644 "$here/client/mdt-alpr-camera.service" usr/lib/systemd/system/mdt-alpr-camera.service
put 644 "$here/client/mdt-alpr-update.path" usr/lib/systemd/system/mdt-alpr-update.path
put 644 "$here/client/mdt-alpr-update.service" usr/lib/systemd/system/mdt-alpr-update.service
put 755 "$here/client/kiosk" usr/lib/mdt-alpr-kiosk
put 644 "$checkout/resources/car/car.toml" usr/share/doc/mdt-alpr/examples/car.toml
package

program server mdt-alpr-server
needs=
put 755 "$here/server/mdt-alpr-hq" usr/sbin/mdt-alpr-hq
put 755 "$here/server/serve" usr/lib/mdt-alpr-serve
for unit in "$here"/server/*.service "$here"/server/*.timer; do
    put 644 "$unit" "usr/lib/systemd/system/$(basename "$unit")"
done
put 644 "$checkout/resources/hq/hq.toml" etc/mdt-alpr/hq.toml
sed -i 's|^# \(backups = "/var/backups/mdt-alpr"\).*|\1|' "$root/etc/mdt-alpr/hq.toml"
echo /etc/mdt-alpr/hq.toml >"$root/DEBIAN/conffiles"
# What is inside "http" of the configuration that is tested, for Debian's sites-available.
sed -n '/^http {/,/^}/p' "$checkout/installers/nginx.conf" |
    sed '1d; $d; s/^    //; s|/srv/HQ|/var/lib/mdt-alpr/hq|' >"$work/nginx-site.conf"
put 644 "$work/nginx-site.conf" usr/share/mdt-alpr-server/nginx-site.conf
package
