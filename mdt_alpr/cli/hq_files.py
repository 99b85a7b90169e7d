"""A file that a command of headquarters writes for a person to carry on."""

import os
from pathlib import Path

from mdt_alpr.domain.errors import OutsideError


def write_file(place: Path, content: bytes) -> None:
    """Write a file that only this user may read.

    Raises:
        OutsideError: it cannot be written.
    """
    try:
        opened = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(opened, "wb") as file:
            file.write(content)
    except OSError as error:
        message = f"{place} cannot be written: {error.strerror or error}."
        raise OutsideError(message) from error
