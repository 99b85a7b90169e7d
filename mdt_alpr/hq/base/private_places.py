"""Close headquarters' data to the other users of its machine: reads and password hashes lie there.

Both are done at each start, so that an installation of an earlier version is closed as well.
"""

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path

from mdt_alpr.files import private_files

_SQLITE = b"SQLite format 3\0"
_OTHERS_WRITE = 0o022
_LOG = logging.getLogger(__name__)


def close_database(path: Path) -> None:
    """Let only this user read a SQLite file, made where it is not, and what lies beside it.

    What SQLite puts beside it from now on gets the rights of the file. A database in memory and
    one that is named by a URI are no file that is known here; a file that is no database keeps
    its rights, for somebody named it by mistake.
    """
    if str(path).startswith((":memory:", "file:")):
        return
    private_files.touch(path)
    with path.open("rb") as file:
        if file.read(len(_SQLITE)) not in (b"", _SQLITE):
            return
    for kind in ("", "-wal", "-shm"):
        beside = path.with_name(path.name + kind)
        if beside.exists():
            _closed(beside, private_files.close_file)


def close_folder(folder: Path, drop_folder: Path) -> None:
    """Let only this user into a folder.

    Where somebody gave others the right to drop files in ``drop_folder``, inside, they still come
    through, and see no more of the folder than that.
    """
    passage = drop_folder.exists() and bool(drop_folder.stat().st_mode & _OTHERS_WRITE)
    _closed(folder, partial(private_files.close_folder, passage=passage))


def _closed(path: Path, close: Callable[[Path], None]) -> None:
    """Remove rights; where the owner is another, log it."""
    try:
        close(path)
    except OSError as error:
        why = error.strerror or error
        _LOG.error("%s is open to other users of this machine and stays so: %s", path, why)
