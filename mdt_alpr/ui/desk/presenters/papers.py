"""A paper of headquarters, written to a file off the screen's thread."""

import os
from collections.abc import Callable
from pathlib import Path

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.wire.papers import PaperFile


def written(call: Callable[[], object], place: str) -> Callable[[], object]:
    """Return the call that also writes its paper; only this user may read the file.

    It raises OutsideError where the file cannot be written.
    """

    def run() -> object:
        found = call()
        if isinstance(found, PaperFile):
            _write(Path(place), found.pdf)
        return found

    return run


def _write(place: Path, content: bytes) -> None:
    try:
        opened = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _BINARY, 0o600)
        with os.fdopen(opened, "wb") as file:
            file.write(content)
    except OSError as error:
        message = f"{place} cannot be written: {error.strerror or error}."
        raise OutsideError(message) from error


_BINARY = getattr(os, "O_BINARY", 0)
