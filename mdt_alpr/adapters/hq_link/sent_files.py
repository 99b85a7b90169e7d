"""Files on their way to headquarters, and whether its answer is a message."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import httpx

from mdt_alpr.domain.errors import OutsideError

_PART = 256 * 1024


@contextmanager
def readable(file: Path) -> Iterator[BinaryIO]:
    """Give a file's content.

    Raises:
        OutsideError: it cannot be read.
    """
    try:
        with file.open("rb") as content:
            yield content
    except OSError as error:
        raise OutsideError(f"{file} cannot be read: {error.strerror or error}.") from error


def parts(content: BinaryIO, moved: Callable[[int], None] = lambda _: None) -> Iterator[bytes]:
    """Give it part by part; ``moved`` gets how many bytes are gone, and may raise to stop."""
    gone = 0
    while part := content.read(_PART):
        moved(gone)
        yield part
        gone += len(part)
    moved(gone)


def is_message(response: httpx.Response) -> bool:
    """Return whether an answer is a message, not a problem."""
    kind: str = response.headers.get("Content-Type", "")
    return kind.startswith("application/json")
