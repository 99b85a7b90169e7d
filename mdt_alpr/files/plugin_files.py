"""Walks a folder for its plug-in files, so that adding one means adding one file."""

import importlib
import pkgutil
from types import ModuleType


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
