"""Lays a program for Debian out in a folder: program.py client|server PACKAGES FOLDER.

PACKAGES is what the lock holds for Linux. As in a client that PyInstaller built, all but the
command lies in ``_internal``, so that the program compares its own files. The client is what it is
on Windows. The server has headquarters, and nothing that draws a window or reads a plate.
"""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
from installers import left_out  # noqa: E402 - found there
from installers.windows import client as windows  # noqa: E402

LINUX = windows.WINDOWS | {
    "sys_platform": "linux",
    "platform_system": "Linux",
    "os_name": "posix",
    "platform_machine": "x86_64",
}
OF_THE_CAR_ALONE = (
    "PySide6-Addons",
    "onnxruntime",
    "opencv-python-headless",
    "pmtiles",
    "pyserial",
    "pyttsx3",
    "rapidocr",
)
OURS_LEFT_OUT = {
    "client": windows.OURS_LEFT_OUT,
    "server": ("mdt_alpr/lab", "resources/models", "resources/screenshots", "resources/training"),
}
QT_MODULES = ("QtCore", "QtDBus", *windows.QT_MODULES[1:])
QT_PLUGINS = (
    "platforms/libqxcb",
    "platforms/libqwayland",
    "platforms/libqoffscreen",
    "xcbglintegrations/libqxcb-egl-integration",
    "xcbglintegrations/libqxcb-glx-integration",
    "wayland-graphics-integration-client/libqt-plugin-wayland-egl",
    "wayland-shell-integration/libxdg-shell",
    "wayland-decoration-client/libbradient",
    "imageformats/libqjpeg",
    "imageformats/libqsvg",
    "iconengines/libqsvgicon",
)
"""None of Qt Multimedia: tones need none, and its FFmpeg brings codecs and Qt Quick, 35 MB."""
LEFT_OUT = re.compile(rf"{left_out.LEFT_OUT}|^PySide6/")
MAIN = """import sys

if __name__ == "__main__":
    from mdt_alpr.__main__ import start

    sys.exit(start())
"""
"""What ``python3 FOLDER/_internal`` runs: a folder is found in an isolated interpreter, too."""


def wanted(kind: str) -> list[str]:
    """Return the packages that a program imports, as pyproject.toml names them."""
    listed = windows.wanted_by_the_client()
    if kind == "client":
        return listed
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    listed = [line for line in listed if not line.startswith(OF_THE_CAR_ALONE)]
    return [*listed, *project["optional-dependencies"]["hq"], "psycopg-binary"]


def qt_files(packages: Path) -> set[str]:
    """Return the files of Qt that the client needs: modules, plug-ins, and what those load."""
    folder = packages / "PySide6"
    names = {"__init__.py", "_config.py", "_git_pyside_version.py"}
    waiting = [f"{name}.abi3.so" for name in QT_MODULES]
    waiting += [f"Qt/plugins/{name}.so" for name in QT_PLUGINS]
    there = {
        path.name: path.relative_to(folder).as_posix()
        for place in (folder, folder / "Qt" / "lib")
        for path in place.glob("*.so*")
    }
    while waiting:
        name = waiting.pop()
        names.add(name)
        loads = (there.get(each) for each in libraries_of(folder / name))
        waiting += [each for each in loads if each and each not in names]
    return {f"PySide6/{name}" for name in names}


def libraries_of(path: Path) -> list[str]:
    """Return the libraries that one is linked to."""
    shown = subprocess.run(["objdump", "-p", path], capture_output=True, check=True, text=True)
    return re.findall(r"NEEDED\s+(\S+)", shown.stdout)


def lay_out(kind: str, packages: Path, inside: Path) -> list[str]:
    """Fill the folder ``_internal``; return the names of the packages in it."""
    for name in windows.our_files(OURS_LEFT_OUT[kind]):
        windows.copy(ROOT / name, inside / name)
    (inside / "__main__.py").write_text(MAIN, encoding="ascii")
    found = windows.needed(packages, wanted(kind), LINUX)
    files = {name for one in found.values() for name in windows.files_of(one, LEFT_OUT)}
    if kind == "client":
        files |= qt_files(packages)
    for name in sorted(files):
        windows.copy(packages / name, inside / name)
    return sorted(found)


if __name__ == "__main__":
    which, given, made = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    listed = lay_out(which, given, made / "_internal")
    windows.compile_all(made / "_internal")
    (made / "_internal" / "packages.txt").write_text(
        "".join(f"{name}\n" for name in listed), encoding="ascii"
    )
