"""Files that a desk saves: written off the screen's thread, for this user alone."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.files import private_files
from mdt_alpr.wire.papers import PaperFile

T = TypeVar("T")


def saved_to(place: str, call: Callable[[], T]) -> Callable[[], T]:
    """Return the request that also writes its answer: bytes, a paper, or a message's ``body``."""

    def run() -> T:
        found: Any = call()
        if found:  # nothing where nobody is signed in any more
            write_private(place, _content(found))
        if isinstance(found, PaperFile):  # it is named as it was saved
            found = replace(found, name=Path(place).name)
        answer: T = found
        return answer

    return run


def folder_saved(place: str, call: Callable[[], Any]) -> Callable[[], tuple[str, ...]]:
    """Return the request that writes the files of its answer into a new folder; their names.

    Raises:
        OutsideError: by the request: the folder cannot be made, or a file not written.
    """

    def run() -> tuple[str, ...]:
        found, folder = call(), Path(place)
        if not found:
            return ()
        try:
            folder.mkdir(parents=True)
        except OSError as error:
            raise OutsideError(f"{place} cannot be made: {error.strerror or error}.") from error
        for name, text in found.files:
            write_private(folder / Path(name).name, text.encode())
        return tuple(Path(name).name for name, _ in found.files)

    return run


def _content(answer: Any) -> bytes:
    if isinstance(answer, PaperFile):
        return answer.pdf
    return answer if isinstance(answer, bytes) else answer.body.encode()


def write_private(place: str | Path, content: bytes) -> None:
    """Write a file that only this user may read.

    Raises:
        OutsideError: it cannot be written.
    """
    try:
        with private_files.rewrite(Path(place)) as file:
            file.write(content)
    except OSError as error:
        raise OutsideError(f"{place} cannot be written: {error.strerror or error}.") from error
