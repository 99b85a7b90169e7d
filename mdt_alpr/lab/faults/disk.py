"""A disk under SQLite that notes every write, lets reads fail, and loses what was not synced.

In the process that makes it, SQLite's own table of functions for files is replaced (``ctypes``):
that of ``sqlcipher3`` in a car, of ``sqlite3`` at headquarters. A loss of power keeps what was
synced; of what was written after that it keeps any part, in any order (``lose_power``).
"""

import ctypes
import os
import random
import resource
import signal
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

SQLITE = "libsqlite3.so.0"
"""What Python's own ``sqlite3`` is made with."""
_OK, _IOERR_READ = 0, 266
_OPENS_AT, _READS_AT, _WRITES_AT, _CUTS_AT, _SYNCS_AT = 40, 16, 24, 32, 40
"""Where the functions lie in SQLite's tables, in bytes."""
_METHODS_BYTES = 152
_HEAD = struct.Struct("<cHqi")
"""Kind, length of the path, offset or size, length of the content."""
_SECTOR = 512
_SIDES = ("", "-wal")

_File = ctypes.c_void_p
_Open = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.c_void_p, ctypes.c_char_p, _File, ctypes.c_int, ctypes.c_void_p
)
_Move = ctypes.CFUNCTYPE(ctypes.c_int, _File, ctypes.c_void_p, ctypes.c_int, ctypes.c_int64)
_Cut = ctypes.CFUNCTYPE(ctypes.c_int, _File, ctypes.c_int64)
_Sync = ctypes.CFUNCTYPE(ctypes.c_int, _File, ctypes.c_int)


_IN_USE: list["Disk"] = []
"""What C calls must not be collected."""


class Disk:
    """Stands between a library of SQLite and its files, until the process ends."""

    def __init__(self, library: str, journal: Path | None = None) -> None:
        """Begin; ``library`` is a module's file, or a name of the system's library."""
        self.reads_fail = 0.0
        """Which share of the reads fails."""
        self._dice = random.Random()  # noqa: S311 - no secret
        self._journal = -1
        if journal is not None:
            self._journal = os.open(journal, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._paths: dict[int, bytes] = {}
        self._kept: list[Any] = []
        self._tables: dict[int, Any] = {}
        sqlite = ctypes.CDLL(library)
        sqlite.sqlite3_vfs_find.restype = ctypes.c_void_p
        files = sqlite.sqlite3_vfs_find(None)
        place = ctypes.c_void_p.from_address(files + _OPENS_AT)
        self._opens = _Open(place.value or 0)
        self._kept.append(_Open(self._open))
        place.value = ctypes.cast(self._kept[-1], ctypes.c_void_p).value
        _IN_USE.append(self)

    def _open(self, files: int, path: bytes, file: int, flags: int, out: int) -> int:
        code: int = self._opens(files, path, file, flags, out)
        table = ctypes.c_void_p.from_address(file)
        if code == _OK and path and table.value:
            self._paths[file] = os.fsencode(path)
            table.value = ctypes.addressof(self._table(table.value))
        return code

    def _table(self, original: int) -> Any:
        """Return the functions of a file, with ours in the place of four."""
        if original not in self._tables:
            made = ctypes.create_string_buffer(ctypes.string_at(original, _METHODS_BYTES))
            for at, kind, wrap in (
                (_READS_AT, _Move, self._reading),
                (_WRITES_AT, _Move, self._writing),
                (_CUTS_AT, _Cut, self._cutting),
                (_SYNCS_AT, _Sync, self._syncing),
            ):
                place = ctypes.c_void_p.from_buffer(made, at)
                function = kind(wrap(kind(place.value or 0)))
                self._kept.append(function)
                place.value = ctypes.cast(function, ctypes.c_void_p).value
            self._tables[original] = made
        return self._tables[original]

    def _reading(self, read: Callable[..., int]) -> Callable[..., int]:
        def reading(file: int, into: int, size: int, at: int) -> int:
            if self._dice.random() < self.reads_fail:
                return _IOERR_READ
            return read(file, into, size, at)

        return reading

    def _writing(self, write: Callable[..., int]) -> Callable[..., int]:
        def writing(file: int, content: int, size: int, at: int) -> int:
            self._note(b"w", file, at, ctypes.string_at(content, size))
            return write(file, content, size, at)

        return writing

    def _cutting(self, cut: Callable[..., int]) -> Callable[..., int]:
        def cutting(file: int, size: int) -> int:
            self._note(b"c", file, size)
            return cut(file, size)

        return cutting

    def _syncing(self, sync: Callable[..., int]) -> Callable[..., int]:
        def syncing(file: int, flags: int) -> int:
            code = sync(file, flags)
            if code == _OK:  # only now it is on the disk
                self._note(b"s", file)
            return code

        return syncing

    def _note(self, kind: bytes, file: int, at: int = 0, content: bytes = b"") -> None:
        if self._journal >= 0:
            path = self._paths[file]
            head = _HEAD.pack(kind, len(path), at, len(content))
            os.write(self._journal, head + path + content)


def fill_disk_at(size: int) -> None:
    """Let no file of this process grow beyond so many bytes."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def on_disk(database: Path) -> dict[Path, bytes]:
    """Return what the files of a database hold, before a disk is put under it."""
    files = [database.with_name(database.name + side) for side in _SIDES]
    return {file: file.read_bytes() for file in files if file.exists()}


def lose_power(
    database: Path, before: dict[Path, bytes], journal: Path, dice: random.Random
) -> None:
    """Let a killed program's database be what the disk has after a loss of power."""
    files = {path: _Content(content) for path, content in before.items()}
    for kind, path, at, content in _noted(journal.read_bytes()):
        file = files.setdefault(path, _Content(b""))
        if kind == b"s":
            file.sync()
        else:
            file.waiting.append((kind, at, content))
    for side in (*_SIDES, "-shm"):
        path = database.with_name(database.name + side)
        path.unlink(missing_ok=True)
        if path in files:
            path.write_bytes(files[path].after_loss(dice))


class _Content:
    """A file as the disk has it, and what was written since it was last synced."""

    def __init__(self, content: bytes) -> None:
        self._synced = bytearray(content)
        self.waiting: list[tuple[bytes, int, bytes]] = []

    def sync(self) -> None:
        for each in self.waiting:
            self._apply(*each)
        self.waiting = []

    def after_loss(self, dice: random.Random) -> bytes:
        """Return what is left: of what waited any part, in any order, the last one torn."""
        left = dice.sample(self.waiting, dice.randint(0, len(self.waiting)))
        for number, (kind, at, content) in enumerate(left):
            is_torn = kind == b"w" and number == len(left) - 1
            sectors = dice.randint(0, len(content) // _SECTOR)
            self._apply(kind, at, content[: sectors * _SECTOR] if is_torn else content)
        return bytes(self._synced)

    def _apply(self, kind: bytes, at: int, content: bytes) -> None:
        held = self._synced
        if kind == b"c":
            del held[at:]
        else:
            held.extend(bytes(max(0, at - len(held))))
            held[at : at + len(content)] = content


def _noted(journal: bytes) -> list[tuple[bytes, Path, int, bytes]]:
    """Return the whole records of a journal; a kill may have cut the last one off."""
    found, place = [], 0
    while place + _HEAD.size <= len(journal):
        kind, path_bytes, at, size = _HEAD.unpack_from(journal, place)
        begins = place + _HEAD.size + path_bytes
        place = begins + size
        if place <= len(journal):
            path = Path(os.fsdecode(journal[begins - path_bytes : begins]))
            found.append((kind, path, at, journal[begins:place]))
    return found
