"""Lays the client for Windows out in a folder: client.py PYTHON PACKAGES FOLDER.

PYTHON is the embeddable CPython for Windows, PACKAGES what the lock holds for Windows. The client
has what the car and the desk import of them; headquarters and the lab stay out, and the tests,
tools and sources of others. As in a client that PyInstaller built, all but the two programs lies
in ``_internal``.
"""

import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import Distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
from installers import left_out  # noqa: E402 - found there

WINDOWS = {
    "sys_platform": "win32",
    "platform_system": "Windows",
    "os_name": "nt",
    "platform_machine": "AMD64",
    "python_version": "3.13",
    "python_full_version": "3.13.2",
    "implementation_name": "cpython",
    "platform_python_implementation": "CPython",
    "extra": "",
}
OURS_LEFT_OUT = ("mdt_alpr/hq", "mdt_alpr/lab", "resources/screenshots", "resources/training")
SOURCES_READ = re.compile(r"mdt_alpr/.*migrations/|mdt_alpr/database/environment/|cv2/")
"""Of these the source is read, by alembic and by OpenCV."""
PYTHON_LEFT_OUT = {"python.exe", "pythonw.exe", "python313._pth", "python.cat", "winsound.pyd"}
QT_MODULES = ("QtCore", "QtGui", "QtWidgets", "QtMultimedia", "QtNetwork", "QtSvg")
QT_PLUGINS = (
    "platforms/qwindows",
    "platforms/qoffscreen",
    "styles/qmodernwindowsstyle",
    "imageformats/qjpeg",
    "imageformats/qsvg",
    "iconengines/qsvgicon",
    "multimedia/windowsmediaplugin",
)
LEFT_OUT = re.compile(
    rf"{left_out.LEFT_OUT}|^PySide6/"
    r"|^shiboken6/(concrt|msvcp|vcamp|vccorlib|vcomp|vcruntime)"
    r"|^(pythonwin|adodbapi|isapi|win32com|win32/Demos|win32/scripts|win32comext)/"
    r"|^pywin32_system32/|^PyWin32\.chm"
)
RUNTIME = ("msvcp140.dll", "msvcp140_1.dll", "msvcp140_2.dll")
"""Of Microsoft's C++ library, which a fresh Windows lacks and onnxruntime does not bring."""
PATHS = "python313.zip\r\n.\r\nwin32\r\nwin32\\lib\r\n"


def wanted_by_the_client() -> list[str]:
    """Return what pyproject.toml names for the car and the desk."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return list(project["dependencies"])


def needed(
    packages: Path, wanted: Iterable[str], system: Mapping[str, str]
) -> dict[str, Distribution]:
    """Return the packages that are wanted on a system, and what those need, by name."""
    every = {
        canonicalize_name(each.name): each for each in Distribution.discover(path=[str(packages)])
    }
    waiting = [Requirement(line) for line in wanted]
    found: dict[str, Distribution] = {}
    while waiting:
        one = waiting.pop()
        name = canonicalize_name(one.name)
        if name in found or (one.marker and not one.marker.evaluate(dict(system))):
            continue
        found[name] = every[name]
        waiting += [Requirement(line) for line in every[name].requires or ()]
    return found


def files_of(package: Distribution, left_out: re.Pattern[str]) -> Iterator[str]:
    """Give the files of a package but those that are left out, with slashes."""
    for file in package.files or ():
        name = file.as_posix()
        if not name.startswith("..") and not left_out.search(name):
            yield name


def qt_files(packages: Path) -> set[str]:
    """Return the files of Qt that the client needs: modules, plug-ins, and what those load."""
    folder = packages / "PySide6"
    names = {"__init__.py", "_config.py", "_git_pyside_version.py", "pyside6.abi3.dll"}
    waiting = [f"{name}.pyd" for name in QT_MODULES] + ["pyside6.abi3.dll"]
    waiting += [f"plugins/{name}.dll" for name in QT_PLUGINS]
    there = {path.name.lower(): path.name for path in folder.glob("*.dll")}
    while waiting:
        name = waiting.pop()
        names.add(name)
        loads = (there.get(each.lower()) for each in imports(folder / name))
        waiting += [each for each in loads if each and each not in names]
    return {f"PySide6/{name}" for name in names if not name.startswith(("msvcp", "vcruntime"))}


def imports(path: Path) -> list[str]:
    """Return the libraries that one is linked to."""
    shown = subprocess.run(
        ["x86_64-w64-mingw32-objdump", "-p", path],
        capture_output=True,
        check=True,
        encoding="utf-8",
        errors="replace",
    ).stdout
    return re.findall(r"DLL Name: (\S+)", shown)


def copy(source: Path, place: Path) -> None:
    """Copy a file, its folder made where it is not."""
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, place)


def our_files(left_out: tuple[str, ...] = OURS_LEFT_OUT) -> Iterator[str]:
    """Give the files of the program itself, but those below ``left_out``."""
    for top in ("mdt_alpr", "resources"):
        for path in sorted((ROOT / top).rglob("*")):
            name = path.relative_to(ROOT).as_posix()
            is_left_out = name.startswith(left_out) or "__pycache__" in name
            if path.is_file() and not is_left_out:
                yield name


def lay_out(python: Path, packages: Path, inside: Path) -> list[str]:
    """Fill the folder ``_internal``; return the names of the packages in it."""
    for path in python.iterdir():
        if path.is_file() and path.name not in PYTHON_LEFT_OUT:
            copy(path, inside / path.name)
    (inside / "LICENSE.txt").rename(inside / "LICENSE-Python.txt")
    (inside / "python313._pth").write_text(PATHS, encoding="ascii", newline="")
    for name in our_files():
        copy(ROOT / name, inside / name)
    found = needed(packages, wanted_by_the_client(), WINDOWS)
    files = {name for one in found.values() for name in files_of(one, LEFT_OUT)}
    for name in sorted(files | qt_files(packages)):
        copy(packages / name, inside / name)
    for name in RUNTIME:
        copy(packages / "shiboken6" / name, inside / name)
    for path in (packages / "pywin32_system32").glob("*.dll"):
        copy(path, inside / path.name)
    return sorted(found)


def compile_all(inside: Path) -> None:
    """Compile every source with the same Python, then remove those that nobody reads."""
    compiled = [
        *("python3.13", "-I", "-m", "compileall", "-q", "-b"),
        *("--invalidation-mode", "unchecked-hash", "-s", str(inside), str(inside)),
    ]
    subprocess.run(compiled, check=True)
    for path in inside.rglob("*.py"):
        read = SOURCES_READ.search(path.relative_to(inside).as_posix())
        (path.with_suffix(".pyc") if read else path).unlink()


if __name__ == "__main__":
    given = [Path(word) for word in sys.argv[1:]]
    listed = lay_out(given[0], given[1], given[2] / "_internal")
    compile_all(given[2] / "_internal")
    (given[2] / "_internal" / "packages.txt").write_text(
        "".join(f"{name}\n" for name in listed), encoding="ascii"
    )
