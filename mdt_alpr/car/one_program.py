"""One program at a time in the folder of a car or a fixed camera.

A second one, as after a double tap or a doctor beside the car, would read, alert and send besides,
and headquarters would take the two for two machines of one name (SEC-12). Desks may be several at
once, and commands beside them: they only read what `enroll` wrote, and each has its own sign-in.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.files import private_files

_FILE = "program.lock"


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Keep other programs out of a folder; the system lets go of it however this one ends.

    A disk that refuses the file keeps no car from starting.

    Raises:
        OutsideError: another program has the folder.
    """
    opened = None
    with suppress(OSError):
        private_files.make_folder(folder)
        private_files.touch(folder / _FILE)
        opened = (folder / _FILE).open("r+b")
    try:
        if opened is not None and not _locked(opened.fileno()):
            message = (
                f"Another mdt-alpr works in {folder}. Close it first. A car that runs has its "
                "doctor in the window: F5."
            )
            raise OutsideError(message)
        yield
    finally:
        if opened is not None:
            opened.close()


def _locked(opened: int) -> bool:
    """Lock a file; False where another program has it locked."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(opened, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:  # Windows and Wine say it differently; others may have no locks
        return sys.platform != "win32" and not isinstance(error, BlockingIOError)
    return True
