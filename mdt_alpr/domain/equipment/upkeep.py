"""Work on a machine that is overdue or failed: its hits say so, or none come (MNT-02)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from mdt_alpr.domain.equipment.schedule import (
    OF_SYSTEM,
    SCHEDULED,
    Plan,
    WorkDates,
    WorkKind,
    WorkResult,
    failed_work,
    work_due,
)

ALERTS_STOPPED_WORDS = "NO ALERTS IN THIS CAR"


@dataclass(frozen=True, slots=True)
class LateWork:
    """Work on an item that was to be done by a day, or that failed on it."""

    item: str
    kind: WorkKind
    since: date
    has_failed: bool = False

    @property
    def words(self) -> str:
        """Return the sentence: "Calibration overdue since 11/03/2026."."""
        what = "failed on" if self.has_failed else "overdue since"
        return f"{self.kind.value.capitalize()} {what} {self.since:%m/%d/%Y}."


@dataclass(frozen=True, slots=True)
class Upkeep:
    """What is late on a machine, the worst first; ``stops``: the agency wants no alerts then."""

    late: tuple[LateWork, ...] = ()
    stops: bool = False

    @property
    def alerts_stop(self) -> bool:
        """Tell whether the machine raises no hits."""
        return self.stops and any(work.kind in SCHEDULED for work in self.late)

    @property
    def words(self) -> str:
        """Return the sentence of the worst; empty where nothing is late."""
        return self.late[0].words if self.late else ""

    @property
    def details(self) -> str:
        """Return all of it, each with its item."""
        return " ".join(f"{work.item}: {work.words}" for work in self.late)


NOTHING_LATE = Upkeep()


def late_works(
    item: str, plans: Sequence[Plan], works: Iterable[WorkDates], day: date
) -> list[LateWork]:
    """Return what was late on an item on a day; what was done later was not done then."""
    known = [_as_on(day, work) for work in works]
    failed = [LateWork(item, kind, on, has_failed=True) for kind, on in failed_work(known)]
    kinds = [
        kind
        for kind in WorkKind
        if kind not in OF_SYSTEM and all(work.kind is not kind for work in failed)
    ]
    due = [(kind, work_due(kind, plans, known)) for kind in kinds]
    return failed + [LateWork(item, kind, on) for kind, on in due if on is not None and on < day]


def worst_first(late: Iterable[LateWork]) -> tuple[LateWork, ...]:
    """Return late work in the order in which it is said."""
    return tuple(sorted(late, key=lambda work: (not work.has_failed, work.since, work.item)))


def _as_on(day: date, work: WorkDates) -> WorkDates:
    is_later = work.done_on is not None and work.done_on > day
    return replace(work, done_on=None, result=WorkResult.OPEN) if is_later else work
