"""The delivered list as it is looked up: the base, and over it what changed since."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Self

from mdt_alpr.adapters.store.list_files import ListBase, id_of, text_of
from mdt_alpr.domain.hotlist.hotlist import CATEGORIES, HotlistEntry
from mdt_alpr.domain.plate.plate import folded
from mdt_alpr.wire.codec import DecodeError, decode
from mdt_alpr.wire.hotlist_package import CANCELED, ENTRY
from mdt_alpr.wire.messages import EntryMessage, record_from

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Overlay:
    """What changed since the base was written; never changed itself.

    ``fresh`` has the JSON texts of entries by id, ``ids`` which ids a hash has, ``gone`` the ids
    of the base that do not count any more.
    """

    fresh: Mapping[str, bytes] = field(default_factory=dict)
    ids: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()

    def changed(
        self, lines: Iterable[tuple[bytes, bytes]], key_of: Callable[[bytes], int]
    ) -> Self:
        """Return the overlay after the lines of a package of changes."""
        fresh, ids, gone = dict(self.fresh), dict(self.ids), set(self.gone)
        for mark, line in lines:
            if mark == CANCELED:
                entry_id = line.decode()
                gone.add(entry_id)
                fresh.pop(entry_id, None)
            elif mark == ENTRY:
                entry_id, hashed = id_of(line), key_of(line)
                gone.add(entry_id)
                fresh[entry_id] = line
                if (known := ids.get(hashed)) is None:
                    ids[hashed] = (entry_id,)
                elif entry_id not in known:
                    ids[hashed] = (*known, entry_id)
        return type(self)(fresh, ids, frozenset(gone))

    def as_changes(self) -> list[tuple[bytes, bytes]]:
        """Return the lines of a package that make this overlay of an empty one."""
        left = [(CANCELED, entry_id.encode()) for entry_id in sorted(self.gone)]
        return left + [(ENTRY, line) for line in self.fresh.values()]

    def at(self, hashed: int) -> Iterator[bytes]:
        """Give the JSON texts of the entries with this hash."""
        for entry_id in self.ids.get(hashed, ()):
            if (line := self.fresh.get(entry_id)) is not None:
                yield line


class ListIndex:
    """Delivered entries by folded plate; immutable, so swapped as a whole.

    ``count`` is how many entries there are. A hash that is equal by chance does no harm: the
    plate itself is compared. What is damaged on the disk is left out of every answer.
    """

    def __init__(
        self, base: ListBase, overlay: Overlay, hashed: Callable[[str], int], count: int
    ) -> None:
        self.base = base
        self.overlay = overlay
        self.count = count
        self._hashed = hashed
        self._place = base.place
        self._changed = overlay.ids

    @property
    def is_damaged(self) -> bool:
        """Tell whether damage was met, so that an answer may lack an entry."""
        return self.base.is_damaged

    def at(self, folded_text: str) -> tuple[HotlistEntry, ...]:
        hashed = self._hashed(folded_text)
        place = self._place(hashed)
        if place < 0 and hashed not in self._changed:
            return ()
        return tuple(self._found(folded_text, hashed, place))

    def lines(self) -> Iterator[bytes]:
        """Give the JSON text of every entry, as the next base is made of."""
        gone = self.overlay.gone
        for line in self.base.lines():
            if not gone or id_of(line) not in gone:
                yield line
        yield from self.overlay.fresh.values()

    def _found(self, folded_text: str, hashed: int, place: int) -> Iterator[HotlistEntry]:
        lines = list(self.overlay.at(hashed))
        if place >= 0:
            lines += self._of_base(hashed, place)
        for line in lines:
            if folded(text_of(line)) == folded_text and (entry := _entry(line)) is not None:
                yield entry

    def _of_base(self, hashed: int, place: int) -> Iterator[bytes]:
        gone = self.overlay.gone
        for line in self.base.lines_from(place):
            if self._hashed(folded(text_of(line))) != hashed:  # the index leads to another's
                self.base.is_damaged = True
            elif id_of(line) not in gone:
                yield line


def _entry(line: bytes) -> HotlistEntry | None:
    """Return the entry; None for one of a newer headquarters that is not understood here."""
    try:
        message = decode(EntryMessage, line)
    except DecodeError:
        _LOG.warning("a hotlist entry is not understood and left out")
        return None
    return record_from(message) if message.category in CATEGORIES else None
