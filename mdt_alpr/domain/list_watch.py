"""What a custodian must hear of the lists: overdue, or stopped at the door (HOT-02, HOT-04)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mdt_alpr.domain.policy import list_is_stale

NOTHING_CAME = "Nothing of it was delivered since."
WAS_STOPPED = "What was delivered since was stopped."


class Trouble(StrEnum):
    """What is wrong with a list."""

    OVERDUE = "overdue"
    """Cars compare with a list that is older than it may be."""
    STOPPED = "stopped"
    """A delivery was not taken in, and nothing has taken its place."""


@dataclass(frozen=True, slots=True)
class ListDelivery:
    """A delivery: ``lists`` by their entries, as far as it was read; ``stopped`` says why not."""

    at: datetime
    source: str
    format: str
    lists: Mapping[str, int]
    stopped: str


@dataclass(frozen=True, slots=True)
class ListTrouble:
    """A trouble with a list or, where it was stopped, with a file; since when, and why."""

    kind: Trouble
    name: str
    since: datetime
    why: str


def list_troubles(newest_first: Iterable[ListDelivery], now: datetime) -> tuple[ListTrouble, ...]:
    """Return what is wrong with the lists, the overdue ones first.

    A list counts from when it was taken in last; one that came without entries is not in use.
    """
    every = tuple(newest_first)
    stopped: dict[str, ListDelivery] = {}
    after: list[ListDelivery] = []
    for delivery in every:
        if not delivery.stopped:
            after.append(delivery)
        elif not any(_settles(later, delivery) for later in after):
            stopped.setdefault(delivery.source, delivery)
    overdue = [
        ListTrouble(Trouble.OVERDUE, name, last.at, _why(name, last, stopped.values()))
        for name, last in sorted(_in_use(every).items())
        if list_is_stale(last.at, now)
    ]
    at_the_door = [
        ListTrouble(Trouble.STOPPED, source, one.at, one.stopped)
        for source, one in stopped.items()
    ]
    return (*overdue, *at_the_door)


def compiled_from(newest_first: Iterable[ListDelivery]) -> datetime | None:
    """Return since when the oldest list in use is the one that cars compare with, None for none.

    That is the age that officers see: a list that came an hour ago makes no other one younger.
    """
    return min((last.at for last in _in_use(newest_first).values()), default=None)


def _in_use(newest_first: Iterable[ListDelivery]) -> dict[str, ListDelivery]:
    """Return the delivery in which each list was taken in last; without entries it is over."""
    taken: dict[str, ListDelivery] = {}
    for delivery in newest_first:
        if not delivery.stopped:
            for name in delivery.lists:
                taken.setdefault(name, delivery)
    return {name: last for name, last in taken.items() if last.lists[name]}


def _settles(later: ListDelivery, stopped: ListDelivery) -> bool:
    """Tell whether what was taken in later stands for what was stopped.

    A file that could not be read names no list: then its name counts, or its format.
    """
    if later.source == stopped.source:
        return True
    if stopped.lists:
        return bool(later.lists.keys() & stopped.lists.keys())
    return stopped.format in ("", later.format)


def _why(name: str, last: ListDelivery, stopped: Iterable[ListDelivery]) -> str:
    since = (one for one in stopped if one.at > last.at)
    was_stopped = any(name in one.lists or not one.lists for one in since)
    return WAS_STOPPED if was_stopped else NOTHING_CAME
