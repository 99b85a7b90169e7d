# Sourced by run.sh and test.sh. They set
#   checkout   the folder of the repository
#   locks      what to install: program, or program and tests
#   commands   programs of the system that are needed, as command:package
# After it "$@" holds the words that were not for set-up, and $venv the virtual environment.
# shellcheck shell=sh disable=SC2154 # the variables above come from the sourcing script

venv=$checkout/.venv
setup_only=
easyocr=yes
words=$#
while [ "$words" -gt 0 ]; do
    case $1 in
    --setup-only) setup_only=yes ;;
    --without-easyocr) easyocr= ;;
    *) set -- "$@" "$1" ;;
    esac
    shift
    words=$((words - 1))
done

# What Qt, its sound and the voice load from the system: library:package.
libraries="
libEGL.so.1:libegl1
libGL.so.1:libgl1
libX11-xcb.so.1:libx11-xcb1
libXext.so.6:libxext6
libXrandr.so.2:libxrandr2
libdbus-1.so.3:libdbus-1-3
libdrm.so.2:libdrm2
libespeak-ng.so.1:libespeak-ng1
libfontconfig.so.1:libfontconfig1
libfreetype.so.6:libfreetype6
libglib-2.0.so.0:libglib2.0-0
libgssapi_krb5.so.2:libgssapi-krb5-2
libpulse.so.0:libpulse0
libxcb-cursor.so.0:libxcb-cursor0
libxcb-icccm.so.4:libxcb-icccm4
libxcb-image.so.0:libxcb-image0
libxcb-keysyms.so.1:libxcb-keysyms1
libxcb-randr.so.0:libxcb-randr0
libxcb-render-util.so.0:libxcb-render-util0
libxcb-shape.so.0:libxcb-shape0
libxcb-sync.so.1:libxcb-sync1
libxcb-xfixes.so.0:libxcb-xfixes0
libxcb-xkb.so.1:libxcb-xkb1
libxkbcommon-x11.so.0:libxkbcommon-x11-0
libxkbcommon.so.0:libxkbcommon0
"

say() {
    printf 'mdt-alpr: %s\n' "$*" >&2
}

fail() {
    say "$*"
    exit 1
}

# Print the first Python that the program runs on.
find_python() {
    for name in python3 python3.13 python3.12 python3.11; do
        if command -v "$name" >/dev/null 2>&1 && "$name" -c \
            'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
}

# Print the packages of the system that are missing.
missing_packages() {
    python=$(find_python)
    if [ -n "$python" ]; then
        "$python" -c 'import ensurepip, venv' 2>/dev/null ||
            "$python" -c 'import sys; print("python3.%d-venv" % sys.version_info[1])'
    elif command -v python3 >/dev/null 2>&1; then
        echo python3.11-venv # the system's own is too old or too new
    else
        echo python3-venv
    fi
    known=$({ ldconfig -p || /sbin/ldconfig -p; } 2>/dev/null) || known=
    for need in $libraries; do
        case $known in
        *"${need%%:*} "*) ;;
        *) echo "${need#*:}" ;;
        esac
    done
    for need in $commands; do
        command -v "${need%%:*}" >/dev/null 2>&1 || echo "${need#*:}"
    done
    # Qt's sound crashes where PipeWire's library came without its settings.
    case $known in
    *"libpipewire-0.3.so.0 "*) [ -e /usr/share/pipewire/client.conf ] || echo pipewire-bin ;;
    esac
}

install_packages() {
    command -v apt-get >/dev/null 2>&1 || fail \
        "this system lacks what Debian calls: $*. Install it with your package manager, then start again."
    if [ "$(id -u)" = 0 ]; then
        as_root=
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        as_root="sudo -n"
    else
        say "packages of the system are missing. Run this line, then start again:"
        fail "sudo apt-get update && sudo apt-get install --yes --no-install-recommends $*"
    fi
    say "installing packages of the system: $*"
    $as_root apt-get update -q >&2 || say "the package lists could not be renewed; trying the old ones"
    $as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install --yes -q --no-install-recommends "$@" >&2 ||
        fail "apt-get could not install: $*"
}

# Tell whether step $1 was done for the files after it, with this Python, in this folder.
is_done() {
    step=$1
    shift
    stamp=$(cd "$checkout" && { cat "$@" && printf '%s\n' "$checkout" && "$venv/bin/python" -V; } 2>/dev/null | cksum)
    [ "$(cat "$venv/.done-$step" 2>/dev/null)" = "$stamp" ]
}

mark_done() {
    printf '%s\n' "$stamp" >"$venv/.done-$step"
}

pip_install() {
    if [ -t 2 ]; then quiet=; else quiet=--quiet; fi
    # shellcheck disable=SC2086 # no word where the screen is a terminal
    (cd "$checkout" && "$venv/bin/python" -m pip --disable-pip-version-check \
        install --no-input $quiet "$@" >&2) || fail "pip could not install: $*"
}

missing=$(missing_packages)
# shellcheck disable=SC2086 # one word a package
[ -z "$missing" ] || install_packages $missing

if ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    python=$(find_python)
    [ -n "$python" ] || fail "Python 3.11, 3.12 or 3.13 is needed and was not found"
    say "making $venv with $("$python" -V)"
    "$python" -m venv --clear "$venv" || fail "the virtual environment could not be made"
fi

# An agency's mirror instead of the public index.
[ -z "${MDT_ALPR_INDEX:-}" ] || export PIP_INDEX_URL="$MDT_ALPR_INDEX"

for lock in $locks; do
    if ! is_done "$lock" "installers/locks/$lock.txt"; then
        say "installing the packages of installers/locks/$lock.txt"
        # A lock names all it needs: looking for more, pip may prefer a release since, and stop.
        pip_install --no-deps --requirement "installers/locks/$lock.txt"
        mark_done
    fi
done
if ! is_done project pyproject.toml; then
    pip_install --no-deps --no-build-isolation --editable .
    # Isolated from the start: no PYTHONPATH, no packages of the user, no current folder.
    printf '#!/bin/sh\nexec "%s/bin/python" -I -m mdt_alpr "$@"\n' "$venv" >"$venv/bin/mdt-alpr"
    mark_done
fi
if [ -n "$easyocr" ] && ! is_done easyocr installers/locks/easyocr.txt installers/locks/torch.txt; then
    say "installing EasyOCR with PyTorch, 1 to 7 GB; --without-easyocr leaves it out"
    pip_install --no-deps --requirement installers/locks/easyocr.txt
    pip_install --requirement installers/locks/torch.txt
    mark_done
fi
if [ -n "$setup_only" ]; then
    say "everything is set up in $venv"
    exit 0
fi
