#!/bin/sh
# Installs an earlier version of the client in a fresh Wine, then that of dist/windows over it by
# setup.exe, runs it from there, and removes it. Builds it where that was not done.
#   sh installers/windows/test-under-wine.sh [--package-only | --without-package] [TESTS...]
# Without the package it is short, for .ci/run: the demo, one drill, tests of stores and keyrings.
# Headquarters, the demo, the drills and the tests run on the same CPython for Windows, from this
# checkout: the client has none of them. Pictures of the windows lie in dist/windows/pictures.
# MDT_ALPR_CLIPS names the truth of clips with known plates; without it none are evaluated.
set -eu
. "$(dirname "$0")/prepare.sh"
need wine wine64 xvfb x11-utils xdotool imagemagick curl
out=$checkout/dist/windows
pictures=$out/pictures
said=$work/said
# One at a time: the prefix and what was said are the same for every checkout.
exec 9>"$work/lock"
flock 9
folder='C:\Program Files\MDT ALPR'
installed=$work/wine/drive_c/Program\ Files/MDT\ ALPR
users=$work/wine/drive_c/users
machine=$work/wine/drive_c/ProgramData/MDT\ ALPR
setup=$out/mdt-alpr-setup-$version.exe
failed=0
serving=
code=
# Wine 10 dies where TMPDIR is set. A fresh Windows has no C++ runtime, so Wine's own is not used:
# the package must bring it.
unset TMPDIR
export WINEPREFIX="$work/wine" WINEARCH=win64 WINEDEBUG=-all XDG_RUNTIME_DIR="$work/run"
export WINEDLLOVERRIDES="mscoree=;mshtml=;ucrtbase=n,b;msvcp140,msvcp140_1,msvcp140_2=n"
unset MDT_ALPR_DATA
[ "${1:-}" = --without-package ] || [ -e "$setup" ] || sh "$here/build.sh"
rm -rf "$said" "$pictures" "$WINEPREFIX" "$work/before" "$work/headquarters" \
    "$work/interpreter"
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
windows() { xwininfo -root -tree 2>/dev/null | grep "\"$1"; }
whole() { # whole TITLE: the window has room on the screen
    windows "$1" | sed -nE 's/.* ([0-9]+)x([0-9]+)\+.* \+(-?[0-9]+)\+(-?[0-9]+)$/\1 \2 \3 \4/p' |
        awk '$1 > 1290 && $2 > 690 && $3 >= 0 && $4 >= 0 && $1 + $3 <= 1366 && $2 + $4 <= 768 { well = 1 }
            END { exit !well }'
}
window() { # window WORD TITLE DOTS WORDS...: a window at a density, by day and by night, closed again
    word=$1
    title=$2
    dots=$3
    shift 3
    begin
    wine reg add 'HKCU\Control Panel\Desktop' /v LogPixels /t REG_DWORD /d "$dots" /f >/dev/null 2>&1
    wineserver -k || :
    while windows "$title" >/dev/null; do sleep 1; done
    wine "$folder\\mdt-alpr-window.exe" "$word" "$@" >"$said/$word at $dots" 2>&1 &
    until [ $(($(date +%s) - began)) -ge 600 ] || windows "$title" >/dev/null; do sleep 1; done
    is "the $word's window at $dots dots an inch" whole "$title"
    for light in day night; do
        sleep "${SHOWN_AFTER:-10}"
        import -window root "$pictures/$word-$dots-$light.png"
        xdotool key F8
    done
    wine taskkill /f /im mdt-alpr-window.exe >/dev/null 2>&1 || :
    is "pictures of it" lightens "$pictures/$word-$dots-night.png" "$pictures/$word-$dots-day.png"
    is "its last row" margin_below "$pictures/$word-$dots-day.png"
}
margin_below() { # margin_below PICTURE: nothing is cut there; Qt may draw more than a window shows
    [ "$(convert "$1" -gravity south -crop x4+0+0 -format %k info:)" = 1 ]
}
lightens() { # lightens DARK LIGHT: both show something, and the second is much the lighter
    [ "$(identify -format %k "$1")" -gt 50 ] && [ "$(identify -format %k "$2")" -gt 50 ] &&
        [ "$(convert "$2" "$1" -colorspace gray -format '%[fx:100*mean],' info: |
            awk -F, '{print ($1 - $2 > 30)}')" = 1 ]
}

password=Quiet-canyon-92-zebra-lamp
port=${MDT_ALPR_TEST_PORT:-28643}
place=$(as_windows "$work/headquarters")
hq() { # hq NAME WORDS...: a command of headquarters
    name=$1
    shift
    MDT_ALPR_PASSWORD=$password MDT_ALPR_CODE=$code on_windows -m mdt_alpr hq "$@" \
        >"$said/$name" 2>&1 || :
}
stop_serving() {
    [ -z "$serving" ] || { kill "$serving" && wait "$serving"; } 2>/dev/null || :
    serving=
}
serve() { # serve SCHEME WORDS...: in place of what served before
    stop_serving
    scheme=$1
    shift
    (cd "$checkout" && exec wine "$python/python.exe" -X utf8 -m mdt_alpr hq serve \
        --port "$port" --data "$place" "$@") >"$said/serve" 2>&1 9>&- &
    serving=$!
    until curl -sk -o "$said/answer" "$scheme://127.0.0.1:$port/healthz"; do
        kill -0 $serving || break
        sleep 1
    done
}
recovery() { # recovery NUMBER: of the codes that sign in once
    code=$(sed -n '/recovery codes/,$s/^  \([^ ]*\).*/\1/p' "$said/second factor" | tr -d '\r' |
        sed -n "${1}p")
}
enrolling() { grep -oE '[A-Z0-9]{4,}(-[A-Z0-9]+)+' "$said/$1" | head -1; }
on_windows() { (cd "$checkout" && exec timeout 3000 wine "$python/python.exe" -X utf8 "$@"); }

interpreter() { # which finds this checkout and the wheels
    cp -al "$python/." "$work/interpreter"
    rm "$work/interpreter/python313._pth"
    python=$work/interpreter
    printf '%s\r\n' python313.zip . '..\program' '..\program\win32' '..\program\win32\lib' \
        '..\tests' "Z:$checkout" >"$python/python313._pth"
    cp "$work"/program/pywin32_system32/*.dll "$work"/program/shiboken6/msvcp140*.dll "$python"
}
programs() { # programs DRILL [TESTS...]
    drill=$1
    shift
    unpack tests "$work/tests"
    begin
    on_windows -m mdt_alpr demo --offscreen --script --json >"$said/demo" 2>&1 || :
    holds demo '"state": "whole"'
    begin
    on_windows -m mdt_alpr drill "$drill" --json >"$said/drill" 2>&1 || :
    holds drill '"failed": 0'
    if [ -n "${MDT_ALPR_CLIPS:-}" ]; then
        begin
        on_windows -m mdt_alpr evaluate clips "$(as_windows "$MDT_ALPR_CLIPS")" --json \
            >"$said/clips" 2>&1 || :
        holds clips '"total": {.*"hits_false": 0'
    fi
    begin
    # Left out: Wine hands no rights of a folder down to what is made in it.
    # shellcheck disable=SC2086
    on_windows -m pytest -q -p no:cacheprovider -p no:xdist --tb=short \
        -k "not test_only_this_user_may_read_the_file" ${*:-tests/test_private_files.py \
        tests/test_day_keys.py tests/adapters/store tests/adapters/vault tests/cli \
        tests/car/test_command_line.py} >"$said/tests" 2>&1 || :
    tail -1 "$said/tests"
    is tests sh -c "grep -q '[0-9] passed' '$said/tests' && ! grep -q ' failed\| error' '$said/tests'"
}

begin
wineboot -i >/dev/null 2>&1
PYTHON=$work/tools/bin/python sh "$here/wine_shims/build.sh" "$work/shims"
cp "$work"/shims/*.dll "$WINEPREFIX/drive_c/windows/system32/"
wineserver -k || :
rm -f "$work/display"
Xvfb -displayfd 1 -noreset -screen 0 1366x768x24 >"$work/display" 2>/dev/null 9>&- &
screen=$!
trap 'stop_serving; wineserver -k || :; kill $screen' EXIT
until [ -s "$work/display" ]; do sleep 1; done
DISPLAY=:$(cat "$work/display")
export DISPLAY
result "a fresh Wine" ok
if [ "${1:-}" = --without-package ]; then
    shift
    interpreter
    programs --run=RS-01 "${@:-tests/adapters/store tests/adapters/vault}"
    exit $failed
fi

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
window car "MDT ALPR" 96 --unit 12 --device car-12
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
code=0
wine "Z:$setup" /S /UNITS=12 >"$said/upgrade" 2>&1 || code=$?
is "a word that setup does not know is refused" test $code = 87
begin
wine "Z:$setup" /S "/UNIT=Unit 12" >"$said/upgrade" 2>&1 || :
is "a unit as PowerShell gives it" grep -q '^unit = "Unit 12"' "$machine/car.toml"
begin
printf '%s\r\n' "$(as_windows "$setup") /S /UNIT=\"Unit O'Brien\" /SOURCE=C:\\a.mp4" \
    >"$work/setup.bat"
wine cmd /c "$(as_windows "$work/setup.bat")" >"$said/upgrade" 2>&1 || :
printf '%s\r\n' "unit = \"Unit O'Brien\"" 'source = "C:\\a.mp4"' >"$work/asked.toml"
is "a unit as a command prompt gives it" cmp -s "$machine/car.toml" "$work/asked.toml"
begin
(cd / && wine cmd /c mdt-alpr --version) >"$said/found on PATH" 2>&1 || :
holds "found on PATH" "^mdt-alpr $version"
begin
wine "$folder\\mdt-alpr.exe" --self-test >"$said/self-test" 2>&1 || :
holds self-test '^desk: [1-9]'

begin
wine "$folder\\mdt-alpr.exe" doctor --json >"$said/store after the upgrade" 2>&1 || :
holds "store after the upgrade" '"name":"store","ok":true'
for dots in 96 120 144; do
    window car "MDT ALPR" $dots
    window desk "License plate reader" $dots --hq http://127.0.0.1:1 --device desk-1
done
wine reg add 'HKCU\Control Panel\Desktop' /v LogPixels /t REG_DWORD /d 96 /f >/dev/null 2>&1

if [ "${1:-}" != --package-only ]; then
    # Headquarters on the same machine, from nothing, and the car that was installed, over TLS.
    interpreter
    begin
    MDT_ALPR_NEW_PASSWORD=$password hq setup setup chief --name "C. Chief" \
        --trained-on "$(date -d yesterday +%F)" --data "$place"
    code=$(sed -n 's/.*second factor: \([^,]*\),.*/\1/p' "$said/setup")
    is "headquarters begins" test -n "$code"
    serve http
    MDT_ALPR_PASSWORD=$password MDT_ALPR_CODE=$code PYTHONUNBUFFERED=1 "$work/tools/bin/python" \
        "$here/../second_factor.py" wine "$python/python.exe" -X utf8 -m mdt_alpr hq enroll-factor \
        --hq "http://127.0.0.1:$port" chief >"$said/second factor" 2>&1 || :
    holds "second factor" "is in use"
    begin
    serve https --host 127.0.0.1 --names 127.0.0.1
    recovery 1
    hq "first desk" enroll-first-desk desk-1 --by chief --data "$place"
    on_windows -m mdt_alpr enroll --kind desk --hq "https://127.0.0.1:$port" \
        --code "$(enrolling "first desk")" >"$said/desk" 2>&1 || :
    holds desk desk-1
    recovery 2
    hq "sign in" sign-in --print chief
    MDT_ALPR_HQ_SESSION=$(tail -1 "$said/sign in" | tr -d '\r')
    export MDT_ALPR_HQ_SESSION
    hq "the car's code" enroll-device car-12 --kind car
    begin
    wine "$folder\\mdt-alpr.exe" enroll --hq "https://127.0.0.1:$port" \
        --code "$(enrolling "the car's code")" >"$said/the car is enrolled" 2>&1 || :
    holds "the car is enrolled" car-12
    wine "$folder\\mdt-alpr.exe" doctor --json >"$said/the car reaches it over TLS" 2>&1 || :
    holds "the car reaches it over TLS" '"name":"link","ok":true'
    stop_serving
    unset MDT_ALPR_HQ_SESSION
    begin
    on_windows -c "
import sys
from pathlib import Path
from tests.rights import is_private
paths = [path for place in sys.argv[1:] for path in Path(place).rglob('*') if path.is_file()]
paths = [path for path in paths if path.suffix != '.toml']  # settings are no secret
print(len(paths), 'files', [str(path) for path in paths if not is_private(path)])" \
        "$place" "$(as_windows "$data")" >"$said/only their user may read keys and stores" 2>&1 || :
    holds "only their user may read keys and stores" "[1-9] files \[\]"
fi

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

[ "${1:-}" = --package-only ] || programs --all "$@"
exit $failed
