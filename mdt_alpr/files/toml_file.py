"""Read a file of settings; what cannot be read is said in words."""

import tomllib
from pathlib import Path
from typing import Any

from mdt_alpr.domain.errors import OutsideError, in_words


def toml_in(path: Path) -> dict[str, Any]:
    """Return what a TOML file holds, nothing where there is none.

    Raises:
        OutsideError: it cannot be read, or is no TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError, RecursionError) as error:
        message = f"{path} cannot be read: {in_words(error)}. Mend the file or move it away."
        raise OutsideError(message) from error
