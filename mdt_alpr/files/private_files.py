"""Files and folders that only this user may read: keys, stores, what people save (SEC-02).

POSIX keeps rights in mode bits. Windows ignores those and has lists of who has access: there the
list of each folder and file names this user and the system itself, nobody else, and what is made
in such a folder inherits it.
"""

import errno
import os
import shutil
import stat
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from mdt_alpr.domain.canonical import sha256
from mdt_alpr.domain.errors import OutsideError

OTHERS = 0o077
"""The mode bits of everybody but the owner."""
_FILE, _FOLDER, _PASSAGE = 0o600, 0o700, 0o711
_READABLE, _LISTED = 0o644, 0o755
_IS_WINDOWS = sys.platform == "win32"
_STANDS_FOR_ANOTHER = 0x20000000
"""The bit of Windows' reparse tags of links, junctions and mounted volumes."""
_PAUSES_S = (0.02, 0.05, 0.1, 0.2, 0.4, 0.8) if _IS_WINDOWS else ()


def make_folder(folder: Path) -> None:
    """Make a folder, with those above it; one that is there keeps its rights."""
    if not folder.parent.exists():
        make_folder(folder.parent)
    try:
        folder.mkdir(mode=_FOLDER)
    except FileExistsError:
        if not folder.is_dir():
            raise
    else:
        try:
            _leave_to_user(folder)
        except OSError:
            with suppress(OSError):
                folder.rmdir()
            raise


def is_link(path: Path) -> bool:
    """Tell whether a path stands for another one; on Windows a junction does, too."""
    try:
        state = path.lstat()
    except FileNotFoundError:
        return False
    tag: int = getattr(state, "st_reparse_tag", 0)  # Windows only
    return stat.S_ISLNK(state.st_mode) or bool(tag & _STANDS_FOR_ANOTHER)


def is_plain(path: Path) -> bool:
    """Tell whether a path is a regular file itself, and no link to one."""
    return path.is_file() and not is_link(path)


def move_out(path: Path, place: Path) -> None:
    """Move what lies in a folder that others write to, itself and not what a link names.

    Raises:
        OSError: its folder has become a link meanwhile.
    """
    with _real_folder(path.parent) as folder:
        if folder is None:
            replace(path, place)
        else:
            os.replace(path.name, place, src_dir_fd=folder)


def remove_from(path: Path) -> None:
    """Remove what lies in a folder that others write to, as ``move_out`` moves it."""
    with _real_folder(path.parent) as folder:
        if folder is None:
            remove(path)
        else:
            with suppress(FileNotFoundError):
                os.unlink(path.name, dir_fd=folder)


@contextmanager
def _real_folder(folder: Path) -> Iterator[int | None]:
    """Hold a folder that is no link; Windows holds none, and looks before."""
    if is_link(folder):
        raise OSError(errno.ELOOP, "it is a link", str(folder))
    if _IS_WINDOWS:
        yield None
        return
    held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        yield held
    finally:
        os.close(held)


def touch(path: Path) -> None:
    """Make an empty file; one that is there stays as it is."""
    with suppress(FileExistsError):
        create(path).close()


def create(path: Path) -> BinaryIO:
    """Open a new file to write to; FileExistsError where there is one."""
    return _opened(path, os.O_EXCL)


def rewrite(path: Path) -> BinaryIO:
    """Open a file to write to, new or emptied; OSError where a link stands in its place."""
    with suppress(FileExistsError):
        return create(path)
    return _opened(path, os.O_TRUNC)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, also where the power fails."""
    half = path.with_name(f"{path.name}.part")
    remove(half)
    with create(half) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    replace(half, path)
    fsync_folder(path.parent)


def saved_whole(path: Path, content: bytes) -> str:
    """Write a file whole or not at all; return the SHA-256 of what can be read back.

    Raises:
        OutsideError: it cannot be written.
    """
    try:
        write_whole(path, content)
        return sha256(path.read_bytes())
    except OSError as error:
        raise OutsideError(f"{path} cannot be written: {error.strerror or error}.") from error


def saved_folder(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Write files into a new folder, which has its name once they are whole.

    Raises:
        OutsideError: the folder is there already, or cannot be written.
    """
    half = folder.with_name(f"{folder.name}.part")
    if folder.exists() or half.exists():
        message = f"{folder} or {half} exists already. Remove it, or choose another name."
        raise OutsideError(message)
    try:
        half.mkdir(parents=True)
    except OSError as error:
        raise OutsideError(f"{folder} cannot be made: {error.strerror or error}.") from error
    try:
        for name, content in files:
            saved_whole(half / Path(name).name, content)
        replace(half, folder)
        fsync_folder(folder.parent)
    except OSError as error:
        raise OutsideError(f"{folder} cannot be written: {error.strerror or error}.") from error
    finally:
        shutil.rmtree(half, ignore_errors=True)


def close_file(path: Path) -> None:
    """Take from other users what rights they have on a file; OSError where that cannot be."""
    _close(path, _FILE)


def close_folder(folder: Path, *, passage: bool = False) -> None:
    """Take from other users what rights they have on a folder; OSError where that cannot be.

    With ``passage`` they may go through it to a folder inside, as Windows always lets them.
    """
    _close(folder, _PASSAGE if passage else _FOLDER)


def let_others_read(path: Path) -> None:
    """Let every user read a file, or list a folder, as Windows lets them in a machine's folder."""
    if not _IS_WINDOWS:
        path.chmod(_LISTED if path.is_dir() else _READABLE)


def replace(half: Path, place: Path) -> None:
    """Give a file its name, in place of the one that had it."""
    _patiently(lambda: half.replace(place), _PAUSES_S)


def remove(path: Path, *, waits: bool = True) -> None:
    """Remove a file, if it is there; ``waits`` for whoever has it open on Windows."""
    _patiently(lambda: path.unlink(missing_ok=True), _PAUSES_S if waits else ())


def fsync_folder(folder: Path) -> None:
    """Have the disk keep which files a folder has; Windows does so by itself."""
    if os.name != "posix":  # elsewhere a folder cannot be opened
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _opened(path: Path, how: int) -> BinaryIO:
    if is_link(path):
        raise OSError(errno.ELOOP, "it is a link", str(path))
    how |= os.O_WRONLY | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)  # Windows has none
    file = os.fdopen(os.open(path, how, _FILE), "wb")
    try:
        _leave_to_user(path)
    except OSError:
        file.close()
        if how & os.O_EXCL:  # a new one left here would be taken for one that is private
            with suppress(OSError):
                remove(path)
        raise
    return file


def _close(path: Path, mode: int) -> None:
    if _IS_WINDOWS:
        _leave_to_user(path)
    elif path.stat().st_mode & OTHERS & ~mode:
        path.chmod(mode)


def _leave_to_user(path: Path) -> None:
    if sys.platform == "win32":
        from mdt_alpr.files.windows_rights import leave_to_user

        leave_to_user(path)


def _patiently(step: Callable[[], object], pauses: Iterable[float]) -> None:
    """Do a step again for a while: on Windows scanners and readers hold a file for a moment."""
    for pause in pauses:
        try:
            step()
        except PermissionError:
            threading.Event().wait(pause)
        else:
            return
    step()
