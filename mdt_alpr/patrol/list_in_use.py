"""The list that reads are compared with: headquarters' entries and this car's own (MAN-02)."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Protocol

from mdt_alpr.domain.entry.listing import OverlaidIndex, listed, live_entries
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.hit.trace import Trace
from mdt_alpr.domain.hotlist.hotlist import Hotlist, HotlistEntry
from mdt_alpr.domain.hotlist.manual_entry import ManualEntry
from mdt_alpr.domain.hotlist.matching import DictIndex, HotlistIndex, matches
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.reading.reading import Read
from mdt_alpr.domain.reading.slashed_zero import resolved_positions
from mdt_alpr.machine.clock import Clock


class Matcher:
    """Matches reads with the list in use, which is replaced as a whole, never changed."""

    def __init__(self, clock: Clock, randomness: Callable[[int], bytes]) -> None:
        self._clock = clock
        self._randomness = randomness
        self._index: HotlistIndex | None = None
        self.alerts_stop = False
        """Whether no read raises a hit: the machine's upkeep is late (MNT-02); from any thread."""

    def use(self, index: HotlistIndex) -> None:
        """Use ``index`` from the next read on; called from any thread."""
        self._index = index

    @property
    def has_list(self) -> bool:
        """Return whether headquarters' list is in use, not this car's own entries alone."""
        return self._index is not None and self._index.version > 0

    def hit(self, read: Read, known: Collection[str] = ()) -> Hit | None:
        """Return the hit that ``read`` raises, or None. The second reader is asked after it.

        ``known`` are the ids of entries that already have a hit of this read: a revision raises
        another one only for another entry, and then with all on its plate (ALR-06).
        """
        index, now = self._index, self._clock.now()
        resolved = resolved_positions(read.characters)
        matched = (
            matches(read.plate, index, now, read.stacked, resolved) if index is not None else ()
        )
        if (
            index is None
            or self.alerts_stop
            or all(match.entry.entry_id in known for match in matched)
        ):
            return None
        return Hit(
            hit_id=new_id(now, self._randomness(10)),
            read=read,
            matches=matched,
            list_version=index.version,
            list_compiled_at=index.compiled_at,
            raised_at=now,
            second_text=None,
            trace=Trace(list_digest=index.digest),
            settings=index.settings.spelled_out(match.entry.category for match in matched),
        )


class EntriesOfList(Protocol):
    """The car's manual entries, as the list needs them; see ``entries.Entries``."""

    def restore(self) -> None:
        """Load the entries that were kept when the program ended."""
        ...

    def reconcile(self, hotlist: Hotlist) -> None:
        """Apply headquarters' decisions on this car's entries, before the list is used."""
        ...

    def show(self) -> None:
        """Call ``ListInUse.change`` with the live entries, and show the officer's own."""
        ...


class ListInUse:
    """Rebuilds the index whenever list or entries change; on the records thread only.

    ``use_index`` hands it to the matcher, ``withdraw`` to the hit service, whose open hits may
    rest on records that are no longer listed.
    """

    def __init__(
        self,
        clock: Clock,
        use_index: Callable[[HotlistIndex], None],
        withdraw: Callable[[HotlistIndex], None],
    ) -> None:
        self._clock = clock
        self._use_index = use_index
        self._withdraw = withdraw
        self._list: Hotlist | None = None
        self._below: HotlistIndex | None = None
        self._own: tuple[HotlistEntry, ...] = ()
        self._ending: tuple[HotlistEntry, ...] = ()
        """Headquarters' entries with an expiry: the few manual ones."""
        self._hidden: frozenset[str] = frozenset()

    @property
    def manual(self) -> tuple[HotlistEntry, ...]:
        """Return the manual entries that headquarters lists and that have not ended here."""
        return tuple(e for e in self._ending if e.manual and e.entry_id not in self._hidden)

    def restore(self, hotlist: Hotlist | None, own: EntriesOfList) -> None:
        """Use the list and the entries that were kept when the program ended."""
        own.restore()
        if hotlist is not None:
            self._store(hotlist)
        own.show()

    def use_list(self, hotlist: Hotlist, own: EntriesOfList) -> None:
        """Use a newer list, with headquarters' decisions on this car's entries."""
        own.reconcile(hotlist)
        self._store(hotlist)
        own.show()

    def expired(self) -> frozenset[str]:
        """Return which entries of headquarters' list have expired, and drop them."""
        live = {e.entry_id for e in live_entries(self._ending, self._clock.now())}
        gone = frozenset(e.entry_id for e in self._ending) - live
        if gone and self._list is not None:
            self._store(self._list)
        return gone

    def change(self, own: Iterable[ManualEntry], hidden: frozenset[str]) -> None:
        """Use the list with these live entries of the car, without those that ended here."""
        entries = tuple(listed(entry) for entry in own)
        if self._list is None and not entries and not self._own:
            return
        self._own, self._hidden = entries, hidden
        base = self._list or _no_list(entries)
        index = OverlaidIndex(self._below or DictIndex(base), entries, hidden)
        self._use_index(index)
        self._withdraw(index)

    def _store(self, hotlist: Hotlist) -> None:
        """Store headquarters' list; it is used from the next ``change``."""
        live = live_entries(hotlist.entries, self._clock.now())
        self._list = replace(hotlist, entries=live)
        self._below = DictIndex(self._list)
        self._ending = tuple(e for e in self._list.entries if e.expires_at)


def _no_list(own: tuple[HotlistEntry, ...]) -> Hotlist:
    """Return an empty list for a car without one, as old as its oldest entry."""
    made = [entry.manual.entered_at for entry in own if entry.manual]
    return Hotlist(0, min(made, default=_LONG_AGO), ())


_LONG_AGO = datetime.min.replace(tzinfo=UTC)
