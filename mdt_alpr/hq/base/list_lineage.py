"""In which lineage headquarters counts the versions of its list, in a file of its own (HOT-03).

A restored headquarters counts on from the number of its backup, while its cars know the same
numbers of the list that was lost: only within one lineage do two numbers compare. The file goes
into no backup, and each restore begins another lineage. Where it is lost or damaged another
begins, too: cars then get the whole list once. It is no secret.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from mdt_alpr.domain.errors import OutsideError

FILE = "hotlist_lineage"
_BYTES = 16
_LINEAGE = re.compile(r"[0-9a-f]{32}", flags=re.ASCII)


def kept_lineage(folder: Path, random_bytes: Callable[[int], bytes]) -> str:
    """Return the lineage (hexadecimal), begun on first use.

    Raises:
        OutsideError: the file cannot be made.
    """
    with suppress(OSError, UnicodeDecodeError):
        kept = (folder / FILE).read_text(encoding="ascii")
        if _LINEAGE.fullmatch(kept):
            return kept
    return begun_anew(folder, random_bytes)


def begun_anew(folder: Path, random_bytes: Callable[[int], bytes]) -> str:
    """Begin another lineage and return it.

    Raises:
        OutsideError: the file cannot be made.
    """
    path, lineage = folder / FILE, random_bytes(_BYTES).hex()
    draft = path.with_name(f"{FILE}.new")
    try:
        draft.touch(mode=0o600)
        draft.write_text(lineage, encoding="ascii")
        draft.replace(path)
    except OSError as error:
        message = f"{path} cannot be made: {error.strerror or error}. Check the folder's rights."
        raise OutsideError(message) from error
    return lineage
