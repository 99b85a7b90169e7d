"""Papers that a command gives to headquarters, and files that it makes of what it is given."""

import os
from pathlib import Path

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.policy import LARGEST_PAPER
from mdt_alpr.files.private_files import saved_whole


def paper_in(path: Path, most: int = LARGEST_PAPER) -> bytes:
    """Return a paper; one byte too much is enough to refuse it.

    Raises:
        OutsideError: it cannot be read, or is empty.
    """
    try:
        with path.open("rb") as file:
            content = file.read(most + 1)
    except OSError as error:
        raise OutsideError(f"{path} cannot be read: {error.strerror or error}.") from error
    if not content:
        raise OutsideError(f"{path} is empty.")
    return content


def write_new(place: Path, content: bytes) -> None:
    """Write a file that is not there yet, whole or not at all.

    Raises:
        OutsideError: it cannot be written, or is there.
    """
    if os.path.lexists(place):
        raise OutsideError(f"{place} is there already. Remove it, or choose another name.")
    saved_whole(place, content)
