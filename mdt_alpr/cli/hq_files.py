"""Files that commands of headquarters write for a person to carry on, or are named."""

import os
from pathlib import Path

from mdt_alpr.domain.errors import OutsideError

AUDIT_KEY_VARIABLE = "MDT_ALPR_AUDIT_KEY"
AUDIT_WITNESS_VARIABLE = "MDT_ALPR_AUDIT_WITNESS"


def path_from(variable: str) -> Path | None:
    """Return the path that a variable of the environment holds, None where it is not set."""
    value = os.environ.get(variable, "")
    return Path(value) if value else None


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
