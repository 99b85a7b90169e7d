#!/bin/sh
# Installs an earlier version of the client in a fresh Wine, then that of dist/windows over it by
# setup.exe, runs it from there, and removes it.
#   sh installers/windows/test-under-wine.sh [--package-only] [TESTS...]
# The demo, a drill and the tests run on the same CPython for Windows, from this checkout: the
# client has no headquarters. Pictures of the window lie in dist/windows/pictures.
set -eu
. "$(dirname "$0")/prepare.sh"
need wine wine64 xvfb x11-utils imagemagick
out=$checkout/dist/windows
pictures=$out/pictures
said=$work/said
# One at a time: the prefix, the screen and what was said are the same for every checkout.
exec 9>"$work/lock"
flock 9
folder='C:\Program Files\MDT ALPR'
installed=$work/wine/drive_c/Program\ Files/MDT\ ALPR
users=$work/wine/drive_c/users
machine=$work/wine/drive_c/ProgramData/MDT\ ALPR
setup=$out/mdt-alpr-setup-$version.exe
failed=0
# Wine 10 dies where TMPDIR is set. A fresh Windows has no C++ runtime, so Wine's own is not used:
# the package must bring it.
unset TMPDIR
export WINEPREFIX="$work/wine" WINEARCH=win64 WINEDEBUG=-all XDG_RUNTIME_DIR="$work/run"
export WINEDLLOVERRIDES="mscoree=;mshtml=;ucrtbase=n,b;msvcp140,msvcp140_1,msvcp140_2=n"
unset MDT_ALPR_DATA
rm -rf "$said" "$pictures" "$WINEPREFIX" "$work/before"
mkdir -p "$said" "$pictures" "$work/run"
chmod 700 "$work/run"

result() { printf '%s: %s (%s s)\n' "$1" "$2" "$(($(date +%s) - began))"; }
begin() { began=$(date +%s); }
# Wine may kill a program that is at its end, so what was said is judged, not how it ended.
holds() { # holds NAME PATTERN: what NAME said has a line like PATTERN
    if grep -q -- "$2" "$said/$1"; then
        result "$1" ok
    else
        result "$1" FAILED
        tail -15 "$said/$1"
        failed=1
    fi
}
is() { # is NAME TEST...
    name=$1
    shift
    if "$@"; then result "$name" ok; else result "$name" FAILED; failed=1; fi
}
as_windows() { printf 'Z:%s' "$1" | tr / '\\'; } # setup.exe knows no other path
window() { # window DOTS WORDS...: the car's window at a density, closed again
    dots=$1
    shift
    begin
    wine reg add 'HKCU\Control Panel\Desktop' /v LogPixels /t REG_DWORD /d "$dots" /f >/dev/null 2>&1
    wineserver -k || :
    while xwininfo -root -tree | grep -q '"MDT ALPR'; do sleep 1; done
    wine "$folder\\mdt-alpr-window.exe" car "$@" >"$said/window at $dots" 2>&1 &
    until [ $(($(date +%s) - began)) -ge 300 ] || xwininfo -root -tree | grep -q '"MDT ALPR'; do
        sleep 1
    done
    sleep "${SHOWN_AFTER:-10}"
    import -window root "$pictures/car-$dots.png"
    is "a window at $dots dots an inch" \
        sh -c "xwininfo -root -tree | grep '\"MDT ALPR' | grep -q ' 1366x768+0+0 '"
    wine taskkill /f /im mdt-alpr-window.exe >/dev/null 2>&1 || :
    is "a picture of it" test "$(identify -format %k "$pictures/car-$dots.png")" -gt 50
}

on_windows() { (cd "$checkout" && timeout 1500 wine "$python/python.exe" -X utf8 "$@"); }

begin
wineboot -i >/dev/null 2>&1
PYTHON=$work/tools/bin/python sh "$here/wine_shims/build.sh" "$work/shims"
cp "$work"/shims/*.dll "$WINEPREFIX/drive_c/windows/system32/"
wineserver -k || :
Xvfb :93 -noreset -screen 0 1366x768x24 >/dev/null 2>&1 9>&- &
screen=$!
trap 'wineserver -k || :; kill $screen' EXIT
export DISPLAY=:93
sleep 1
result "a fresh Wine" ok

begin
# The version before: the same program under a lower number.
before=0.0.9
cp -al "$out/mdt-alpr/." "$work/before"
rm "$work/before/_internal/mdt_alpr/__init__.pyc" "$work/before/_internal/program.manifest"
sed "s/^__version__ = .*/__version__ = \"$before\"/" "$checkout/mdt_alpr/__init__.py" \
    >"$work/__init__.py"
PYTHONPATH=$checkout "$work/tools/bin/python" -c "
import os, py_compile
from pathlib import Path
from mdt_alpr import program_files
py_compile.compile('$work/__init__.py', '$work/before/_internal/mdt_alpr/__init__.pyc',
    doraise=True, invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
program_files.__version__ = '$before'
program_files.write_manifest(Path('$work/before'), program_files.release_key_file(os.environ))"
sh "$here/pack.sh" "$work/before" "$before" "$work/before.msi"
wine msiexec /i "Z:$work/before.msi" /qn >"$said/install" 2>&1 || :
wine "$folder\\mdt-alpr.exe" --version >"$said/the version before" 2>&1 || :
holds "the version before" "^mdt-alpr $before"
window 96 --unit 12 --device car-12
data=$(find "$users" -type d -path '*Local/MDT ALPR' | head -1)
is "the user's folder has the store" test -s "$data/car.db"
printf '%s\n' 'unit = "Unit 12"' 'device = "car-12"' >"$work/car.toml"

begin
printf 'unit = "Unit 12\n' >"$work/wrong.toml"
code=0
wine "Z:$setup" /S "/SETTINGS=$(as_windows "$work/wrong.toml")" >"$said/upgrade" 2>&1 || code=$?
is "settings that are wrong are refused" test $code = 3 -a ! -e "$machine/car.toml"
begin
wine "Z:$setup" /S "/SETTINGS=$(as_windows "$work/car.toml")" >"$said/upgrade" 2>&1 || :
is "settings of the machine" cmp -s "$machine/car.toml" "$work/car.toml"
is install test -e "$installed/mdt-alpr.exe"
is "licenses and bill of materials" test -e "$installed/_internal/LICENSE" -a \
    -e "$installed/_internal/sbom.json" -a -e "$installed/_internal/LICENSE-Python.txt"
# Wine puts what is for everybody into the menu of the one user that it has.
menu="$users/$(id -un)/AppData/Roaming/Microsoft/Windows/Start Menu/Programs/MDT ALPR"
is "start menu" test -e "$menu/MDT ALPR Car.lnk" -a -e "$menu/MDT ALPR Desk.lnk"
begin
(cd / && wine cmd /c mdt-alpr --version) >"$said/found on PATH" 2>&1 || :
holds "found on PATH" "^mdt-alpr $version"
begin
wine "$folder\\mdt-alpr.exe" --self-test >"$said/self-test" 2>&1 || :
holds self-test '^screen: a window'

begin
wine "$folder\\mdt-alpr.exe" doctor --json >"$said/store after the upgrade" 2>&1 || :
holds "store after the upgrade" '"name":"store","ok":true'
for dots in 96 120 144; do window $dots; done
wine reg add 'HKCU\Control Panel\Desktop' /v LogPixels /t REG_DWORD /d 96 /f >/dev/null 2>&1

begin
wine "Z:$setup" /S /REMOVE >"$said/uninstall" 2>&1 || :
is uninstall test ! -e "$installed/mdt-alpr.exe" -a ! -e "$menu"
is "its data stays" test -s "$data/car.db" -a -e "$machine/car.toml"
wine reg query 'HKLM\System\CurrentControlSet\Control\Session Manager\Environment' /v PATH \
    >"$said/PATH" 2>&1 || :
is "PATH as before" sh -c "! grep -q 'MDT ALPR' '$said/PATH'"
begin
wine "Z:$setup" /S /REMOVE /DATA >"$said/data removed" 2>&1 || :
is "its data goes where that is asked" test ! -e "$data" -a ! -e "$machine/car.toml"

if [ "${1:-}" != --package-only ]; then
    unpack tests "$work/tests"
    printf '%s\r\n' python313.zip . '..\program' '..\program\win32' '..\program\win32\lib' \
        '..\tests' "Z:$checkout" >"$python/python313._pth"
    cp "$work"/program/pywin32_system32/*.dll "$work"/program/shiboken6/msvcp140*.dll "$python"
    begin
    on_windows -m mdt_alpr demo --offscreen --script --json >"$said/demo" 2>&1 || :
    holds demo '"state": "whole"'
    begin
    on_windows -m mdt_alpr drill --all --json >"$said/drill" 2>&1 || :
    holds drill '"failed": 0'
    begin
    # Left out: Wine hands no rights of a folder down to what is made in it.
    # shellcheck disable=SC2086
    on_windows -m pytest -q -p no:cacheprovider -p no:xdist --tb=short \
        -k "not test_only_this_user_may_read_the_file" ${*:-tests/test_private_files.py \
        tests/test_day_keys.py tests/adapters/store tests/adapters/vault tests/cli \
        tests/car/test_command_line.py} >"$said/tests" 2>&1 || :
    tail -1 "$said/tests"
    is tests sh -c "grep -q '[0-9] passed' '$said/tests' && ! grep -q ' failed\| error' '$said/tests'"
fi
exit $failed
