"""Where keys lie: by name, whole or not at all, and overwritten when they are destroyed.

A car and a headquarters of one server keep them in a folder; servers that share a database may
keep them there (``hq/base/database_keys.py``).
"""

import os
import re
from collections.abc import Callable
from contextlib import suppress
from glob import escape
from pathlib import Path
from typing import Protocol

from mdt_alpr.files import private_files

_HALF_BYTES = 4
"""Of the random end of a name, under which a file is written before it counts."""


class KeyPlace(Protocol):
    """A place with keys, by names such as ``holds/ID/ended``; any thread may use it.

    Every method raises ``OSError`` or ``OutsideError`` where the place cannot be used.
    """

    @property
    def words(self) -> str:
        """Name the place for a person."""
        ...

    def read(self, name: str) -> bytes | None:
        """Return what is kept under a name, None for nothing."""
        ...

    def add(self, name: str, content: bytes) -> None:
        """Keep something new; what is kept under the name already stays."""

    def replace(self, name: str, content: bytes) -> None:
        """Keep it in the place of what was there."""

    def destroy(self, name: str) -> None:
        """Let nothing be kept under a name."""

    def names(self, form: str) -> list[str]:
        """Return the names of a form; ``*`` in it is a part without ``/``."""
        ...

    def below(self, name: str) -> "KeyPlace":
        """Return the part of the place whose names begin so."""
        ...


class KeyFolder:
    """Keys as files of a folder, which only this user reads."""

    def __init__(self, folder: Path, random_bytes: Callable[[int], bytes]) -> None:
        self._folder = folder
        self._random_bytes = random_bytes

    @property
    def words(self) -> str:
        return str(self._folder)

    def read(self, name: str) -> bytes | None:
        try:
            return (self._folder / name).read_bytes()
        except FileNotFoundError:
            return None

    def add(self, name: str, content: bytes) -> None:
        """Write a file; of two programs at once the first counts."""
        place, half = self._half(name, content)
        with suppress(FileExistsError):
            os.link(half, place)
        private_files.remove(half)
        private_files.fsync_folder(place.parent)

    def replace(self, name: str, content: bytes) -> None:
        place, half = self._half(name, content)
        private_files.replace(half, place)
        private_files.fsync_folder(place.parent)

    def destroy(self, name: str) -> None:
        """Overwrite a file, then remove it, so that the disk does not keep it either.

        So goes what a loss of power left of it beside it.
        """
        place = self._folder / name
        for part in (place, *place.parent.glob(f"{escape(place.name)}.{'?' * 2 * _HALF_BYTES}")):
            with suppress(FileNotFoundError):
                with part.open("r+b") as file:
                    file.write(bytes(part.stat().st_size))
                    file.flush()
                    os.fsync(file.fileno())
                private_files.remove(part)
        if place.parent.exists():
            private_files.fsync_folder(place.parent)

    def names(self, form: str) -> list[str]:
        return [path.relative_to(self._folder).as_posix() for path in self._folder.glob(form)]

    def below(self, name: str) -> "KeyFolder":
        return KeyFolder(self._folder / name, self._random_bytes)

    def _half(self, name: str, content: bytes) -> tuple[Path, Path]:
        place = self._folder / name
        half = place.with_name(f"{place.name}.{self._random_bytes(_HALF_BYTES).hex()}")
        private_files.make_folder(place.parent)
        with private_files.create(half) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        return place, half


def has_form(name: str, form: str) -> bool:
    """Tell whether a name is of a form, as of ``KeyPlace.names``."""
    return bool(re.fullmatch("[^/]*".join(map(re.escape, form.split("*"))), name))
