"""A hotlist on its way to a car: whole, or what changed since a version, signed as one piece.

Lines of UTF-8 text. The first is a ``PackageHead``; then, in this order, so that a cancellation
counts before anything else: ``-`` and the id of an entry that left the list; ``+`` and an
``EntryMessage`` that came or changed; ``*`` and an ``EntryMessage`` that a coworker made: these
are always all that there are. The last is ``.`` and a ``PackageEnd``: numbers, the SHA-256 of
every byte before it, and headquarters' Ed25519 signature of ``FORMAT``, a line feed and that
digest. Nothing is loaded of a package whose end does not fit.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, TypeVar

from mdt_alpr.domain.errors import ListRefusedError
from mdt_alpr.wire.codec import DecodeError, decode, encode

T = TypeVar("T")

FORMAT = "mdt-alpr hotlist 1"
WHOLE = 0
"""``since`` of a package that holds the whole list."""
_CHUNK = 64 * 1024
_LONGEST_LINE = 64 * 1024

CANCELLED, ENTRY, MANUAL, END = b"-", b"+", b"*", b"."


@dataclass(frozen=True, slots=True)
class PackageHead:
    """Which list: from which version to which; ``key`` is headquarters' (hexadecimal).

    ``entries`` is how many delivered entries the whole list has at that version.
    """

    format: str
    since: int
    version: int
    compiled_at: datetime
    look_alikes_allowed: bool
    entries: int
    key: str


@dataclass(frozen=True, slots=True)
class PackageEnd:
    """What must have come, and by whose hand."""

    cancelled: int
    entries: int
    manual: int
    digest: str
    signature: str


def signed_part(digest: str) -> bytes:
    """Return the bytes that are signed."""
    return f"{FORMAT}\n{digest}".encode()


def packed(
    head: PackageHead,
    cancelled: Iterable[str],
    entries: Iterable[str],
    manual: Iterable[str],
    sign: Callable[[bytes], bytes],
) -> Iterator[bytes]:
    """Give the package in pieces; entries are the JSON texts of ``EntryMessage``."""
    digest = hashlib.sha256()
    counted = dict.fromkeys((CANCELLED, ENTRY, MANUAL), 0)
    piece = bytearray(encode(head).encode() + b"\n")
    for mark, lines in ((CANCELLED, cancelled), (ENTRY, entries), (MANUAL, manual)):
        for line in lines:
            counted[mark] += 1
            piece += mark + line.encode() + b"\n"
            if len(piece) >= _CHUNK:
                digest.update(piece)
                yield bytes(piece)
                piece.clear()
    digest.update(piece)
    said = digest.hexdigest()
    end = PackageEnd(
        cancelled=counted[CANCELLED],
        entries=counted[ENTRY],
        manual=counted[MANUAL],
        digest=said,
        signature=sign(signed_part(said)).hex(),
    )
    yield bytes(piece) + END + encode(end).encode() + b"\n"


def checked(
    file: BinaryIO, is_signed: Callable[[str, bytes, bytes], bool]
) -> tuple[PackageHead, PackageEnd]:
    """Return head and end of a package that is whole and signed by the key in its head.

    Whether that key is headquarters' is the caller's to judge.

    Raises:
        ListRefusedError: says in words what is wrong.
    """
    digest = hashlib.sha256()
    first = file.readline(_LONGEST_LINE)
    digest.update(first)
    head = _read(PackageHead, first)
    counted = {CANCELLED: 0, ENTRY: 0, MANUAL: 0}
    for line in file:
        mark = line[:1]
        if mark == END:
            break
        if mark not in counted or not line.endswith(b"\n"):
            raise ListRefusedError(_DAMAGED)
        counted[mark] += 1
        digest.update(line)
    else:
        raise ListRefusedError(_CUT_OFF)
    end = _read(PackageEnd, line[1:])
    if file.read(1) or (end.cancelled, end.entries, end.manual) != tuple(counted.values()):
        raise ListRefusedError(_DAMAGED)
    if head.format != FORMAT:
        raise ListRefusedError(_OTHER_FORMAT)
    if end.digest != digest.hexdigest():
        raise ListRefusedError(_DAMAGED)
    if not is_signed(head.key, signed_part(end.digest), _bytes(end.signature)):
        raise ListRefusedError(_NOT_SIGNED)
    return head, end


def lines_of(file: BinaryIO) -> Iterator[tuple[bytes, bytes]]:
    """Give mark and content of every line between head and end of a checked package."""
    file.readline()
    for line in file:
        mark = line[:1]
        if mark == END:
            return
        yield mark, line[1:-1]


def _read(kind: type[T], line: bytes) -> T:
    """Return the message of a line, which has the one spelling that there is of it."""
    try:
        text = line.decode()
        found = decode(kind, text)
    except (DecodeError, UnicodeDecodeError):
        raise ListRefusedError(_DAMAGED) from None
    if text != encode(found) + "\n":
        raise ListRefusedError(_DAMAGED)
    return found


def _bytes(text: str) -> bytes:
    try:
        found = bytes.fromhex(text)
    except ValueError:
        return b""
    return found if found.hex() == text else b""


_STAYS = "The list in use stays; its age shows. Tell the hotlist custodian."
_DAMAGED = f"The new hotlist was changed or damaged on its way and is not used. {_STAYS}"
_CUT_OFF = f"The new hotlist did not arrive whole and is not used. {_STAYS}"
_NOT_SIGNED = f"The new hotlist does not bear headquarters' signature and is not used. {_STAYS}"
_OTHER_FORMAT = f"The new hotlist is in a form that this program does not know. {_STAYS}"
