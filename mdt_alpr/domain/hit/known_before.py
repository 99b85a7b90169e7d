"""Earlier hits on a record: rejections by anyone, cleared twins (ALR-08, D13).

A remembered plate still matches and alerts: the memory is shown after the entry and decides
nothing.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from mdt_alpr.domain.hit.disposition import REJECTIONS, Disposition
from mdt_alpr.domain.hotlist.hotlist import HotlistEntry
from mdt_alpr.domain.plate.plate import folded
from mdt_alpr.domain.policy import (
    REJECTED_PLATE_QUIET_FOR,
    TWIN_REMEMBERED_FOR,
    captured_data_has_expired,
)
from mdt_alpr.domain.reading.reading import Character, is_one_number

CLEARED_TWINS = frozenset({Disposition.WRONG_STATE, Disposition.CLEARED_OR_STALE})
"""Rejections that by themselves mean: this plate was checked and is not the wanted one."""


@dataclass(frozen=True, slots=True)
class EarlierRejection:
    """One hit of the agency on a record that ended as not the wanted vehicle.

    ``rejection_id`` is the hit's id, so that it is counted once. ``text`` and ``state`` are the
    record's. ``by_status``: a status reply said so. ``ended``: a supervisor ended its twin memory;
    it still counts.
    """

    rejection_id: str
    entry_id: str
    text: str
    state: str
    cause: Disposition
    by_status: bool
    at: datetime
    captured_at: datetime
    ended: bool = False

    @property
    def clears(self) -> bool:
        """Return whether it makes a cleared twin (D13)."""
        return self.by_status or self.cause in CLEARED_TWINS


@dataclass(frozen=True, slots=True)
class KnownBefore:
    """What the next officer sees: how often rejected, by cause; how it was last cleared."""

    count: int
    causes: tuple[tuple[Disposition, int], ...]
    cleared: EarlierRejection | None


@dataclass(frozen=True, slots=True)
class RejectedPlate:
    """A plate that was rejected in this car: as it was read, the ids of the records, when."""

    characters: tuple[Character, ...]
    records: frozenset[str]
    at: datetime

    def is_quiet(
        self, characters: tuple[Character, ...], records: frozenset[str], now: datetime
    ) -> bool:
        """Return whether another read is that plate again, shown without a sound (ALR-07).

        With or without its small stack; another record than the rejected one sounds again.
        """
        same = records == self.records and is_one_number(characters, self.characters)
        return same and stays_quiet(self.at, now)


def is_about(rejection: EarlierRejection, record: HotlistEntry) -> bool:
    """Return whether a rejection is about the same record, plate and state (ALR-08)."""
    return (
        rejection.entry_id == record.entry_id
        and folded(rejection.text) == folded(record.plate.text)
        and rejection.state == record.plate.state
    )


def known_before(
    rejections: Iterable[EarlierRejection], record: HotlistEntry, now: datetime
) -> KnownBefore | None:
    """Return what is known of ``record``, None for nothing.

    Nothing counts 90 days after its capture (RET-01); a cleared twin for 30 days, unless a
    supervisor ended it (D13).
    """
    live = {
        r.rejection_id: r
        for r in rejections
        if is_about(r, record)
        and r.cause in REJECTIONS
        and not captured_data_has_expired(r.captured_at, now)
    }
    if not live:
        return None
    causes = Counter(r.cause for r in live.values())
    cleared = [r for r in live.values() if r.clears and is_remembered(r, now)]
    return KnownBefore(
        count=len(live),
        causes=tuple(sorted(causes.items(), key=lambda pair: (-pair[1], pair[0].value))),
        cleared=max(cleared, key=lambda r: r.at, default=None),
    )


def is_remembered(rejection: EarlierRejection, now: datetime) -> bool:
    """Return whether a cleared twin is still shown (D13)."""
    return not rejection.ended and now - rejection.at < TWIN_REMEMBERED_FOR


def stays_quiet(rejected_at: datetime, now: datetime) -> bool:
    """Return whether the same plate is shown without a sound: rejected just before (ALR-07).

    A clock that was set back makes it sound again.
    """
    return now >= rejected_at and now - rejected_at < REJECTED_PLATE_QUIET_FOR
