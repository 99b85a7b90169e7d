"""A hotlist on its way to a car: whole, or what changed since a version, signed as one piece.

Lines of UTF-8 text. The first is a ``PackageHead``; then, in this order, so that a cancellation
counts before anything else: ``-`` and the id of an entry that left the list; ``+`` and an
``EntryMessage`` that came or changed; ``*`` and an ``EntryMessage`` that a coworker made: these
are always all that there are. The last is ``.`` and a ``PackageEnd``: numbers, the SHA-256 of
every byte before it, and headquarters' Ed25519 signature of ``FORMAT``, a line feed and that
digest. Nothing is loaded of a package whose end does not fit.

Version numbers mean something within one lineage only: a restored headquarters counts on from
the number of its backup, and its cars know the same numbers of another list (HOT-03).
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

import msgspec

from mdt_alpr.domain.errors import DomainError, ListRefusedError
from mdt_alpr.domain.hotlist.hotlist import CategorySetting, CategorySettings, PastHits
from mdt_alpr.domain.policy import MOST_DAYS
from mdt_alpr.wire.codec import DecodeError, decode, encode, make_known

T = TypeVar("T")

FORMAT = "mdt-alpr hotlist 1"
WHOLE = 0
"""``since`` of a package that holds the whole list."""
_CHUNK = 64 * 1024
_LONGEST_LINE = 64 * 1024

CANCELED, ENTRY, MANUAL, END = b"-", b"+", b"*", b"."


@dataclass(frozen=True, slots=True)
class PackageHead:
    """Which list: from which version to which; ``key`` is headquarters' (hexadecimal).

    ``entries`` is how many delivered entries the whole list has at that version. ``lineage``
    changes when headquarters is restored. ``compiled_at`` is from when the oldest data in it is,
    which may go back (HOT-02), ``made_at`` when the version was made. ``settings`` are all that
    the administrator set for categories, ``past_hits`` how often hits of each list were right
    where that is known (D19); an older headquarters gives none. ``kept_days`` is for how many days
    captured data is kept (RET-06).
    """

    format: str
    since: int
    version: int
    compiled_at: datetime
    look_alikes_allowed: bool
    entries: int
    key: str
    settings: tuple[CategorySetting, ...] = ()
    lineage: str = ""
    made_at: datetime | None = None
    kept_days: int = MOST_DAYS
    past_hits: tuple[PastHits, ...] = ()


@dataclass(frozen=True, slots=True)
class PackageEnd:
    """What must have come, and by whose hand."""

    canceled: int
    entries: int
    manual: int
    digest: str
    signature: str


def signed_part(digest: str) -> bytes:
    """Return the bytes that are signed."""
    return f"{FORMAT}\n{digest}".encode()


def packed(
    head: PackageHead,
    canceled: Iterable[str],
    entries: Iterable[str],
    manual: Iterable[str],
    sign: Callable[[bytes], bytes],
) -> Iterator[bytes]:
    """Give the package in pieces; entries are the JSON texts of ``EntryMessage``."""
    digest = hashlib.sha256()
    counted = dict.fromkeys((CANCELED, ENTRY, MANUAL), 0)
    piece = bytearray(encode(head).encode() + b"\n")
    for mark, lines in ((CANCELED, canceled), (ENTRY, entries), (MANUAL, manual)):
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
        canceled=counted[CANCELED],
        entries=counted[ENTRY],
        manual=counted[MANUAL],
        digest=said,
        signature=sign(signed_part(said)).hex(),
    )
    yield bytes(piece) + END + encode(end).encode() + b"\n"


class HotlistPackage:
    """A package as it arrives: gone through once, and true only when its end was reached.

    Whether the key of its ``head`` is headquarters' is the caller's to judge.
    """

    def __init__(
        self, lines: Iterable[bytes], is_signed: Callable[[str, bytes, bytes], bool]
    ) -> None:
        """Read the head.

        Raises:
            ListRefusedError: it is none.
        """
        self._lines = iter(lines)
        self._is_signed = is_signed
        first = next(self._lines, b"")
        self._digest = hashlib.sha256(first)
        self.head = _head_from(first)
        self.digest = ""

    def __iter__(self) -> Iterator[tuple[bytes, bytes]]:
        """Give mark and content of every line; the end is judged before the last one is over.

        Raises:
            ListRefusedError: not whole, changed or not signed; says so in words.
        """
        counted = {CANCELED: 0, ENTRY: 0, MANUAL: 0}
        update = self._digest.update
        for line in self._lines:
            mark = line[:1]
            if mark == END:
                self._judge(_read(PackageEnd, line[1:]), tuple(counted.values()))
                return
            if mark not in counted or line[-1:] != b"\n":
                raise ListRefusedError(_DAMAGED)
            counted[mark] += 1
            update(line)
            yield mark, line[1:-1]
        raise ListRefusedError(_CUT_OFF)

    def _judge(self, end: PackageEnd, counted: tuple[int, ...]) -> None:
        if next(self._lines, b"") or (end.canceled, end.entries, end.manual) != counted:
            raise ListRefusedError(_DAMAGED)
        if end.digest != self._digest.hexdigest():
            raise ListRefusedError(_DAMAGED)
        signed = signed_part(end.digest)
        if not self._is_signed(self.head.key, signed, _bytes(end.signature)):
            raise ListRefusedError(_NOT_SIGNED)
        self.digest = end.digest


def lines_of(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Give the lines of what arrives in pieces, each with its end.

    Raises:
        ListRefusedError: a line does not end.
    """
    rest = b""
    for piece in pieces:
        lines = (rest + piece).split(b"\n")
        rest = lines.pop()
        if len(rest) > _LONGEST_LINE:
            raise ListRefusedError(_DAMAGED)
        for line in lines:
            yield line + b"\n"
    if rest:
        yield rest


def _head_from(line: bytes) -> PackageHead:
    """Return the head in a line.

    Raises:
        ListRefusedError: it is none, of another format, or sets what may not be set.
    """
    if _format_of(line) != FORMAT:
        raise ListRefusedError(_OTHER_FORMAT)
    head = _read(PackageHead, line)
    try:
        CategorySettings(head.settings).check()
    except DomainError:
        raise ListRefusedError(_STRANGE_SETTING) from None
    return head


class _AnyHead(msgspec.Struct):
    format: str


make_known(_AnyHead)


def _format_of(line: bytes) -> str:
    try:
        return msgspec.json.decode(line, type=_AnyHead).format
    except (ValueError, RecursionError):
        raise ListRefusedError(_DAMAGED) from None


def _read(kind: type[T], line: bytes) -> T:
    """Return the message of a line, which has the one spelling that there is of its fields.

    Those that were added later may be missing.
    """
    try:
        message = decode(kind, line)
        spelled = msgspec.json.encode(msgspec.json.decode(line), order="sorted")
    except DecodeError:
        raise ListRefusedError(_DAMAGED) from None
    if line != spelled + b"\n":
        raise ListRefusedError(_DAMAGED)
    return message


def _bytes(text: str) -> bytes:
    try:
        content = bytes.fromhex(text)
    except ValueError:
        return b""
    return content if content.hex() == text else b""


_STAYS = "The list in use stays; its age shows. Tell the hotlist custodian."
_DAMAGED = f"The new hotlist was changed or damaged on its way and is not used. {_STAYS}"
_CUT_OFF = f"The new hotlist did not arrive whole and is not used. {_STAYS}"
_NOT_SIGNED = f"The new hotlist does not bear headquarters' signature and is not used. {_STAYS}"
_OTHER_FORMAT = f"The new hotlist is in a form that this program does not know. {_STAYS}"
_STRANGE_SETTING = (
    f"The new hotlist sets a category in a way that this program does not know. {_STAYS}"
)
