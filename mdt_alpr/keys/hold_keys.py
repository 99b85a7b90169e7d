"""Keys of what is held beyond its ninetieth day: each hold has its own (PRS-02, PRS-06, RET-03).

A hold's folder has a key for each date of capture under it, and one for its papers. Under a
provisional hold the key of a date goes with the ninetieth day; when a hold ends, all keys of its
data go, and a mark stays: a hold that ended is never sealed under again, even where a restored
backup or an older copy of the database still takes it for live. The key of the papers goes years
later. Like the keys of days these lie in no database and in no backup.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.keys.day_keys import DamagedError, DayKeys
from mdt_alpr.keys.key_places import KeyPlace

_ID = re.compile(r"[0-9a-f-]{36}", flags=re.ASCII)
_DATA, _PAPERS, _ENDED = "data", "papers", "ended"
_OF_PAPERS = date.min
"""The name of the papers' only key."""


class HoldKeys:
    """The keys in ``place``, a folder a hold; ``wrapping`` as of ``DayKeys``."""

    def __init__(
        self, place: KeyPlace, random_bytes: Callable[[int], bytes], wrapping: bytes = b""
    ) -> None:
        self._place = place
        self._random_bytes = random_bytes
        self._wrapping = wrapping
        self._opened: dict[tuple[str, str], DayKeys] = {}

    def seal(self, hold_id: str, on: date, content: bytes, name: str) -> bytes:
        """Return what was captured on a date, encrypted under a hold.

        Raises:
            OutsideError: the hold has ended, or its keys cannot be used.
        """
        if self._is_marked(hold_id):
            raise OutsideError("This hold has ended: nothing is kept under it any more.")
        return self._keys(hold_id, _DATA).seal(on, content, name)

    def renew(self, hold_id: str, on: date) -> None:
        """Put another key in the place of a damaged one, as of ``DayKeys``."""
        self._keys(hold_id, _DATA).renew(on)

    def opened(self, hold_id: str, on: date, sealed: bytes, name: str) -> bytes | None:
        """Return what was sealed, None where the key is destroyed.

        Raises:
            OutsideError: it was changed, or is another's.
        """
        return self._keys(hold_id, _DATA).opened(on, sealed, name)

    def begin_papers(self, hold_id: str) -> None:
        """Make the key of the papers of a new hold."""
        self._keys(hold_id, _PAPERS).begin(_OF_PAPERS)

    def seal_paper(self, hold_id: str, content: bytes, name: str) -> bytes:
        """Return what belongs to the hold's papers, encrypted.

        Raises:
            DamagedError: their key was changed or is missing: another one would hide the loss.
        """
        return self._keys(hold_id, _PAPERS).seal(_OF_PAPERS, content, name, make=False)

    def opened_paper(self, hold_id: str, sealed: bytes, name: str) -> bytes | None:
        """Return a paper that was sealed, None where its key is destroyed."""
        return self._keys(hold_id, _PAPERS).opened(_OF_PAPERS, sealed, name)

    def paper_secret(self, hold_id: str, purpose: str) -> bytes | None:
        """Return 32 bytes that follow from the papers' key, None where that is destroyed."""
        return self._keys(hold_id, _PAPERS).secret(_OF_PAPERS, purpose)

    def destroy_expired(self, hold_id: str, now: datetime) -> list[date]:
        """Destroy the keys of dates whose ninetieth day is over: nobody swore (PRS-03)."""
        return self._keys(hold_id, _DATA).destroy_expired(now)

    def end(self, hold_id: str) -> list[date]:
        """Destroy every key of the hold's data, for good; return the dates.

        Broken off in between, it is done again.
        """
        keys = self._keys(hold_id, _DATA)
        self._place.replace(f"{hold_id}/{_ENDED}", b"")  # a damaged mark is whole again
        gone = keys.dates()
        keys.destroy(gone)
        return gone

    def destroy(self, hold_id: str, dates: Iterable[date]) -> None:
        """Destroy the keys of these dates: what lies under them is given up."""
        self._keys(hold_id, _DATA).destroy(dates)

    def destroy_papers(self, hold_id: str) -> None:
        """Destroy the key of the hold's papers."""
        self._keys(hold_id, _PAPERS).destroy([_OF_PAPERS])

    def is_ended(self, hold_id: str) -> bool:
        """Return whether the hold's data was destroyed; no for what is no id of a hold.

        By a damaged mark nothing ends: who writes in the database could end a hold by one.
        """
        try:
            return self._is_marked(hold_id)
        except DamagedError:
            return False

    def _is_marked(self, hold_id: str) -> bool:
        is_id = _ID.fullmatch(hold_id) is not None
        return is_id and self._place.read(f"{hold_id}/{_ENDED}") is not None

    def _has_damaged_mark(self, hold_id: str) -> bool:
        try:
            self._is_marked(hold_id)
        except DamagedError:
            return True
        return False

    def dates(self, hold_id: str) -> list[date]:
        """Return the dates of which a hold's data has a key, oldest first."""
        return self._keys(hold_id, _DATA).dates()

    def damaged_dates(self, hold_id: str) -> list[date]:
        """Return the dates whose key under a hold is not what was written."""
        return self._keys(hold_id, _DATA).damaged()

    def is_damaged(self, hold_id: str, on: date) -> bool:
        """Return whether the key of a date under a hold, or its mark, is not what was written."""
        return self._has_damaged_mark(hold_id) or self._keys(hold_id, _DATA).is_damaged(on)

    def lacks_papers(self, hold_id: str) -> bool:
        """Return whether the key of a hold's papers is missing, or is not what was written."""
        return hold_id not in self.with_papers() or self._keys(hold_id, _PAPERS).is_damaged(
            _OF_PAPERS
        )

    def damaged(self) -> frozenset[str]:
        """Return the holds, and other requests, of which a key or mark is not what was written.

        Raises:
            OutsideError: the place cannot be used.
        """
        data, papers = self.live(), self.with_papers()
        return frozenset(
            {name for name in data if self._keys(name, _DATA).damaged()}
            | {paper for paper in papers if self._keys(paper, _PAPERS).damaged()}
            | {name for name in self._ids(f"*/{_ENDED}") if self._has_damaged_mark(name)}
        )

    def live(self) -> frozenset[str]:
        """Return the holds that have keys of data."""
        return self._with_keys(_DATA)

    def with_papers(self) -> frozenset[str]:
        """Return the holds, and other requests, whose papers can be read."""
        return self._with_keys(_PAPERS)

    def _with_keys(self, what: str) -> frozenset[str]:
        return self._ids(f"*/{what}/*.key")

    def _ids(self, form: str) -> frozenset[str]:
        return frozenset(name.partition("/")[0] for name in self._place.names(form))

    def forget(self) -> None:
        """Read every key again: another program may have destroyed it meanwhile."""
        self._opened.clear()

    def _keys(self, hold_id: str, what: str) -> DayKeys:
        if (known := self._opened.get((hold_id, what))) is not None:
            return known
        if not _ID.fullmatch(hold_id):
            raise OutsideError("This is not the id of a hold.")
        place = self._place.below(f"{hold_id}/{what}")
        made = DayKeys(place, self._random_bytes, self._wrapping)
        return self._opened.setdefault((hold_id, what), made)
