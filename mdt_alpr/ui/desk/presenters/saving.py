"""Files that a desk saves: written off the screen's thread, for this user alone."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from mdt_alpr.files.private_files import saved_folder, saved_whole
from mdt_alpr.wire.papers import PaperFile

T = TypeVar("T")


def saved_to(place: str, call: Callable[[], T]) -> Callable[[], T]:
    """Return the request that also writes its answer: bytes, a paper, or a message's ``body``."""

    def run() -> T:
        found: Any = call()
        if found:  # nothing where nobody is signed in any more
            saved_whole(Path(place), _content(found))
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
        found = call()
        if not found:
            return ()
        saved_folder(Path(place), ((name, text.encode()) for name, text in found.files))
        return tuple(Path(name).name for name, _ in found.files)

    return run


def _content(answer: Any) -> bytes:
    if isinstance(answer, PaperFile):
        return answer.pdf
    return answer if isinstance(answer, bytes) else answer.body.encode()
