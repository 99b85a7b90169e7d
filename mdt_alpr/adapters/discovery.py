"""Offers the recognition engines by name."""

from typing import cast

from mdt_alpr.adapters import engines as engine_files
from mdt_alpr.domain.errors import EngineMissingError
from mdt_alpr.files.plugin_files import modules_in
from mdt_alpr.patrol.ports import PlateDetector, PlateReader


def engines() -> tuple[str, ...]:
    """Return the names of the engines that can both find and read plates."""
    detectors = _offering("Detector")
    return tuple(name for name in sorted(_offering("Reader")) if name in detectors)


def readers() -> tuple[str, ...]:
    """Return the names of the engines that can read a plate whose box is given."""
    return tuple(sorted(_offering("Reader")))


def detector(name: str, threads: int = 1) -> PlateDetector:
    """Return the detector of that name, not loaded yet.

    Raises:
        EngineMissingError: there is none of that name.
    """
    return cast("PlateDetector", _made("Detector", name, threads))


def reader(name: str, threads: int = 1) -> PlateReader:
    """Return the reader of that name, not loaded yet.

    Raises:
        EngineMissingError: there is none of that name.
    """
    return cast("PlateReader", _made("Reader", name, threads))


def _offering(kind: str) -> dict[str, type]:
    offered = (getattr(module, kind, None) for module in modules_in(engine_files))
    return {made.name: made for made in offered if made is not None}


def _made(kind: str, name: str, threads: int) -> object:
    offered = _offering(kind)
    if name not in offered:
        known = ", ".join(sorted(offered))
        message = f"There is no recognition engine {name!r}. Choose one of: {known}."
        raise EngineMissingError(message)
    return offered[name](threads)
