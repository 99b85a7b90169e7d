"""Finds the plug-in files of a folder, so that adding one means adding one file."""

import importlib
import pkgutil
from types import ModuleType

from mdt_alpr.adapters import engines as engine_files
from mdt_alpr.domain.errors import EngineMissingError
from mdt_alpr.patrol.ports import PlateDetector, PlateReader


def modules_in(package: ModuleType) -> tuple[ModuleType, ...]:
    """Import every file of ``package`` whose name has no leading underscore, by name.

    Works in a checkout, installed, and frozen.
    """
    names = sorted(info.name for info in pkgutil.iter_modules(package.__path__))
    return tuple(
        importlib.import_module(f"{package.__name__}.{name}")
        for name in names
        if not name.startswith("_")
    )


def engines() -> tuple[str, ...]:
    """Return the names of the engines that can find and read plates."""
    return tuple(name for name in _offering("Reader") if name in _offering("Detector"))


def detector(name: str, threads: int = 1) -> PlateDetector:
    """Return the detector of that name, not loaded yet.

    Raises:
        EngineMissingError: there is none of that name.
    """
    return _made("Detector", name, threads)  # type: ignore[no-any-return]


def reader(name: str, threads: int = 1) -> PlateReader:
    """Return the reader of that name, not loaded yet.

    Raises:
        EngineMissingError: there is none of that name.
    """
    return _made("Reader", name, threads)  # type: ignore[no-any-return]


def _offering(kind: str) -> dict[str, type]:
    offered = (getattr(module, kind, None) for module in modules_in(engine_files))
    return {made.name: made for made in offered if made is not None}


def _made(kind: str, name: str, threads: int) -> object:
    offered = _offering(kind)
    if name not in offered:
        message = f"There is no engine {name!r}. Choose one of: {', '.join(offered)}."
        raise EngineMissingError(message)
    return offered[name](threads)
