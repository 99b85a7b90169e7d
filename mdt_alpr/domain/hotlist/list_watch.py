"""What a custodian must hear of the lists: overdue, or stopped at the door (HOT-02, HOT-04)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mdt_alpr.domain.policy import list_is_stale

NOTHING_CAME = "Nothing of it was delivered since."
WAS_STOPPED = "What was delivered since was stopped."


class ListProblem(StrEnum):
    """What is wrong with a list."""

    OVERDUE = "overdue"
    """Cars compare with a list that is older than it may be."""
    STOPPED = "stopped"
    """A delivery was not taken in, and nothing has taken its place."""


@dataclass(frozen=True, slots=True)
class ListDelivery:
    """A delivery: ``lists`` by their entries, as far as it was read; ``stopped`` says why not.

    ``at`` is when it came, ``data_at`` from when its data is.
    """

    at: datetime
    source: str
    format: str
    lists: Mapping[str, int]
    stopped: str
    data_at: datetime | None = None

    @property
    def data_since(self) -> datetime:
        """Return from when its data is: never younger than its delivery."""
        return min(self.data_at or self.at, self.at)


@dataclass(frozen=True, slots=True)
class ListTrouble:
    """A trouble with a list or, where it was stopped, with a file; since when, and why."""

    kind: ListProblem
    name: str
    since: datetime
    why: str


def list_troubles(newest_first: Iterable[ListDelivery], now: datetime) -> tuple[ListTrouble, ...]:
    """Return what is wrong with the lists, the overdue ones first.

    A list is as old as the data that was taken in last; one that came without entries is not in
    use.
    """
    every = tuple(newest_first)
    stopped = _unsettled(every)
    overdue = [
        ListTrouble(ListProblem.OVERDUE, name, last.data_since, _why(name, last, stopped.values()))
        for name, last in sorted(_in_use(every).items())
        if list_is_stale(last.data_since, now)
    ]
    at_the_door = [
        ListTrouble(ListProblem.STOPPED, source, one.at, one.stopped)
        for source, one in stopped.items()
    ]
    return (*overdue, *at_the_door)


def compiled_from(newest_first: Iterable[ListDelivery]) -> datetime | None:
    """Return from when the data of the oldest list in use is, None for none.

    That is the age that officers see: a list that came an hour ago makes no other one younger.
    """
    return min((last.data_since for last in _in_use(newest_first).values()), default=None)


def newest_data(newest_first: Iterable[ListDelivery], lists: Collection[str]) -> datetime | None:
    """Return from when the newest data of these lists is that is in use, None for none."""
    in_use = _in_use(newest_first)
    return max((in_use[name].data_since for name in lists if name in in_use), default=None)


def _in_use(newest_first: Iterable[ListDelivery]) -> dict[str, ListDelivery]:
    """Return the delivery in which each list was taken in last; without entries it is over."""
    taken: dict[str, ListDelivery] = {}
    for delivery in newest_first:
        if not delivery.stopped:
            for name in delivery.lists:
                taken.setdefault(name, delivery)
    return {name: last for name, last in taken.items() if last.lists[name]}


def _unsettled(newest_first: Sequence[ListDelivery]) -> dict[str, ListDelivery]:
    """Return by its source what was stopped last, where nothing has taken its place (HOT-04)."""
    came = _Came()
    stops: list[tuple[int, ListDelivery, Collection[str]]] = []
    for turn, delivery in enumerate(reversed(newest_first)):
        if delivery.stopped:
            stops.append((turn, delivery, delivery.lists or came.expected(delivery)))
        else:
            came.take(turn, delivery)
    found: dict[str, ListDelivery] = {}
    for turn, stopped, lists in reversed(stops):
        if not came.settled(turn, stopped, lists):
            found.setdefault(stopped.source, stopped)
    return found


class _Came:
    """What was taken in, the oldest first: each list, file and sender with its last turn."""

    def __init__(self) -> None:
        self._last: dict[str, ListDelivery] = {}
        self._lists: dict[str, int] = {}
        self._sources: dict[str, int] = {}
        self._senders: dict[str, int] = {}

    def take(self, turn: int, delivery: ListDelivery) -> None:
        """Count a delivery that was taken in."""
        self._last |= dict.fromkeys(delivery.lists, delivery)
        self._lists |= dict.fromkeys(delivery.lists, turn)
        self._sources[delivery.source] = turn
        self._senders[_sender(delivery.source)] = turn

    def expected(self, unread: ListDelivery) -> Collection[str]:
        """Return the lists that a file which could not be read was to bring.

        They are those in use that came last under its name; else from its sender; else in its
        format, or in any where it shows none.
        """
        in_use = {name: last for name, last in self._last.items() if last.lists[name]}
        sender = _sender(unread.source)
        by_name = [name for name, last in in_use.items() if last.source == unread.source]
        by_sender = [name for name, last in in_use.items() if _sender(last.source) == sender]
        by_format = [n for n, last in in_use.items() if unread.format in ("", last.format)]
        return by_name or by_sender or by_format

    def settled(self, turn: int, stopped: ListDelivery, lists: Collection[str]) -> bool:
        """Tell whether its file, or every one of these lists, was taken in after a turn."""
        if self._sources.get(stopped.source, -1) > turn:
            return True
        if lists:
            return all(self._lists.get(name, -1) > turn for name in lists)
        if stopped.format:
            return self._senders.get(_sender(stopped.source), -1) > turn
        return max(self._lists.values(), default=-1) > turn


def _sender(source: str) -> str:
    """Return the letters of a file's name: the date in it differs from day to day."""
    return "".join(filter(str.isalpha, source)).casefold()


def _why(name: str, last: ListDelivery, stopped: Iterable[ListDelivery]) -> str:
    since = (one for one in stopped if one.at > last.at)
    was_stopped = any(name in one.lists or not one.lists for one in since)
    return WAS_STOPPED if was_stopped else NOTHING_CAME
