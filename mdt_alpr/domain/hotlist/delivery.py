"""Delivered hotlists: how old they are, when one is refused, what is overdue (HOT-02, HOT-04)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from mdt_alpr.domain.policy import LIST_COMPARED_WITH, list_is_stale

CLOCKS_DIFFER_BY = timedelta(minutes=5)
"""How far a sender's clock may be ahead; a later time is not believed."""


@dataclass(frozen=True, slots=True)
class DataTime:
    """The time that counts; ``note`` says which given time was not believed, else empty."""

    at: datetime
    note: str = ""


def data_time(
    extracted_at: datetime | None, written_at: datetime | None, delivered_at: datetime
) -> DataTime:
    """Return from which time data is.

    That is what the delivery itself says (``extracted_at``), else when its file was last written
    to, else when it was delivered. A time in the future is skipped for the next one.
    """
    note = ""
    for what, at in (
        ("The delivery says that its data is of", extracted_at),
        ("The file was last written to at", written_at),
    ):
        if at is None:
            continue
        if at <= delivered_at + CLOCKS_DIFFER_BY:
            return DataTime(min(at, delivered_at), note)
        note = f"{what} {at:%Y-%m-%d %H:%M} UTC, which is yet to come: check the sender's clock."
    return DataTime(delivered_at, note)


STILL_FOR = timedelta(minutes=2)
"""How long a file without a done mark must not have been written to."""
DONE = ".done"
"""A file of the same name with this ending says that the other one is complete."""
_IN_PART = (
    ".part", ".filepart", ".partial", ".tmp", ".temp", ".crdownload", ".download", ".incomplete",
)  # fmt: skip
"""Endings under which senders write: WinSCP, rsync, curl, browsers and others."""


def is_complete(
    name: str, changed_at: datetime, now: datetime, done_at: datetime | None = None
) -> bool:
    """Return whether a file looks complete and may be imported.

    ``changed_at`` and ``done_at`` are when it and its companion were last written to; a companion
    that is older than the file is of an earlier delivery, and means nothing.
    """
    if name.startswith(".") or name.lower().endswith((*_IN_PART, DONE)):
        return False
    is_done = done_at is not None and done_at >= changed_at
    was_set = changed_at > now + CLOCKS_DIFFER_BY  # nobody writes to a file in the future
    return is_done or was_set or now - changed_at >= STILL_FOR


BROKEN_LINES_ALLOWED = 3
BROKEN_SHARE_ALLOWED = 0.001
CHANGE_ALLOWED = 0.2
"""Share of its entries that a list may lose or gain from one delivery to the next (HOT-04)."""
SMALL_LIST = 25
"""Lists below this many entries may change freely: one of three is no sign of a fault."""

_PLACEHOLDERS = frozenset({"190", "NONE", "UNK", "UNKNOWN", "NOPLATE", "NOTAG", "NOLIC", "TEST"})


def is_placeholder(text: str) -> bool:
    """Return whether a "plate" means none: only zeros, or a word for it (D16)."""
    return not text.strip("0") or text in _PLACEHOLDERS


def why_broken(broken: int, every: int) -> str:
    """Return why so many broken lines stop an import, empty where they are tolerated (HOT-04)."""
    if broken <= max(BROKEN_LINES_ALLOWED, BROKEN_SHARE_ALLOWED * every):
        return ""
    return f"{broken} of {every} lines are broken."


def why_changed(name: str, before: int, after: int) -> str:
    """Return why a list that changed so much needs a confirmation, else an empty text (D16)."""
    if before < SMALL_LIST or abs(after - before) < CHANGE_ALLOWED * before:
        return ""
    word = "lost" if after < before else "gained"
    share = round(100 * abs(after - before) / before)
    return f"{name} {word} {share}% of its entries ({before} before, {after} now)."


def why_older(data_at: datetime, in_use: datetime | None) -> str:
    """Return why data that is older than what is in use needs a confirmation (D16)."""
    if in_use is None or data_at >= in_use:
        return ""
    return (
        f"The data was written at {data_at:%Y-%m-%d %H:%M} UTC, what is in use at "
        f"{in_use:%Y-%m-%d %H:%M}: what was canceled since would be listed again."
    )


NOTHING_CAME = "Nothing of it was delivered since."
WAS_STOPPED = "What was delivered since was stopped."


class ListProblem(StrEnum):
    """What is wrong with a list."""

    OVERDUE = "overdue"
    """Cars use a list that is older than allowed."""
    STOPPED = "stopped"
    """A delivery was not imported, and nothing has replaced it."""


@dataclass(frozen=True, slots=True)
class ListDelivery:
    """A delivery: ``lists`` with their number of entries; ``stopped``: why not imported.

    ``at`` is when it came, ``data_at`` from when its data is. ``seen_by_two``: it was stopped, and
    two people let it in.
    """

    at: datetime
    source: str
    format: str
    lists: Mapping[str, int]
    stopped: str
    data_at: datetime | None = None
    seen_by_two: bool = False

    @property
    def data_since(self) -> datetime:
        """Return from when its data is: never newer than its delivery."""
        return min(self.data_at or self.at, self.at)


def sizes_compared(newest_first: Sequence[ListDelivery], name: str, now: datetime) -> list[int]:
    """Return how many entries a list had, with which a new delivery of it is compared (HOT-04).

    That is at its last import, and at the last one that two people saw, or that was a week old:
    many small steps, each of them free, are together what a single one would be.
    """
    sizes: list[int] = []
    for delivery in newest_first:
        if delivery.stopped or name not in delivery.lists:
            continue
        sizes[1:] = [delivery.lists[name]]
        if delivery.seen_by_two or delivery.at <= now - LIST_COMPARED_WITH:
            break
    return sizes


@dataclass(frozen=True, slots=True)
class ListTrouble:
    """A trouble with a list or, where it was stopped, with a file; since when, and why."""

    kind: ListProblem
    name: str
    since: datetime
    why: str


def list_troubles(newest_first: Iterable[ListDelivery], now: datetime) -> tuple[ListTrouble, ...]:
    """Return what is wrong with the lists, the overdue ones first.

    A list is as old as the data that was last imported; one without entries is not in use.
    """
    every = tuple(newest_first)
    stopped = _unsettled(every)
    overdue = [
        ListTrouble(ListProblem.OVERDUE, name, last.data_since, _why(name, last, stopped.values()))
        for name, last in sorted(_in_use(every).items())
        if list_is_stale(last.data_since, now)
    ]
    at_the_door = [
        ListTrouble(ListProblem.STOPPED, source, delivery.at, delivery.stopped)
        for source, delivery in stopped.items()
    ]
    return (*overdue, *at_the_door)


class FeedState(StrEnum):
    """The state of a list in use."""

    GOOD = "good"
    KEPT_OLD = "kept_old"
    """A newer delivery was stopped; the data is not too old yet."""
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Feed:
    """A list in use, with the delivery that brought it; ``why`` it is not newer, where it is old.

    Its age is that of its data, never that of its delivery (HOT-02).
    """

    name: str
    last: ListDelivery
    state: FeedState
    why: str


def feeds(newest_first: Iterable[ListDelivery], now: datetime) -> tuple[Feed, ...]:
    """Return every list in use, those that need somebody first (09.21.4.A.3, 09.21.9)."""
    every = tuple(newest_first)
    stopped = _unsettled(every)
    states = []
    for name, last in sorted(_in_use(every).items()):
        why, state = _why(name, last, stopped.values()), FeedState.GOOD
        if list_is_stale(last.data_since, now):
            state = FeedState.OVERDUE
        elif why == WAS_STOPPED:
            state = FeedState.KEPT_OLD
        states.append(Feed(name, last, state, "" if state is FeedState.GOOD else why))
    return tuple(sorted(states, key=lambda feed: _FEED_ORDER.index(feed.state)))


_FEED_ORDER = (FeedState.OVERDUE, FeedState.KEPT_OLD, FeedState.GOOD)


def compiled_from(newest_first: Iterable[ListDelivery]) -> datetime | None:
    """Return from when the data of the oldest list in use is, None for none.

    That is the age that officers see: a new list does not make another one newer.
    """
    return min((last.data_since for last in _in_use(newest_first).values()), default=None)


def newest_data(newest_first: Iterable[ListDelivery], lists: Collection[str]) -> datetime | None:
    """Return from when the newest data of these lists is that is in use, None for none."""
    in_use = _in_use(newest_first)
    return max((in_use[name].data_since for name in lists if name in in_use), default=None)


def _in_use(newest_first: Iterable[ListDelivery]) -> dict[str, ListDelivery]:
    """Return the delivery in which each list was last imported; without entries it is over."""
    imported: dict[str, ListDelivery] = {}
    for delivery in newest_first:
        if not delivery.stopped:
            for name in delivery.lists:
                imported.setdefault(name, delivery)
    return {name: last for name, last in imported.items() if last.lists[name]}


def _unsettled(newest_first: Sequence[ListDelivery]) -> dict[str, ListDelivery]:
    """Return by its source what was last stopped, where nothing has replaced it (HOT-04)."""
    came = _Came()
    stops: list[tuple[int, ListDelivery, Collection[str]]] = []
    for turn, delivery in enumerate(reversed(newest_first)):
        if delivery.stopped:
            stops.append((turn, delivery, delivery.lists or came.expected(delivery)))
        else:
            came.take(turn, delivery)
    unsettled: dict[str, ListDelivery] = {}
    for turn, stopped, lists in reversed(stops):
        if not came.settled(turn, stopped, lists):
            unsettled.setdefault(stopped.source, stopped)
    return unsettled


class _Came:
    """What was imported, oldest first: each list, file and sender with its last turn."""

    def __init__(self) -> None:
        self._last: dict[str, ListDelivery] = {}
        self._lists: dict[str, int] = {}
        self._sources: dict[str, int] = {}
        self._senders: dict[str, int] = {}

    def take(self, turn: int, delivery: ListDelivery) -> None:
        """Count an imported delivery."""
        self._last |= dict.fromkeys(delivery.lists, delivery)
        self._lists |= dict.fromkeys(delivery.lists, turn)
        self._sources[delivery.source] = turn
        self._senders[_sender(delivery.source)] = turn

    def expected(self, unread: ListDelivery) -> Collection[str]:
        """Return the lists that a file which could not be read was to bring.

        They are those in use that last came under its name; else from its sender; else in its
        format, or in any where it has none.
        """
        in_use = {name: last for name, last in self._last.items() if last.lists[name]}
        sender = _sender(unread.source)
        by_name = [name for name, last in in_use.items() if last.source == unread.source]
        by_sender = [name for name, last in in_use.items() if _sender(last.source) == sender]
        by_format = [n for n, last in in_use.items() if unread.format in ("", last.format)]
        return by_name or by_sender or by_format

    def settled(self, turn: int, stopped: ListDelivery, lists: Collection[str]) -> bool:
        """Return whether its file, or every one of these lists, was imported after a turn."""
        if self._sources.get(stopped.source, -1) > turn:
            return True
        if lists:
            return all(self._lists.get(name, -1) > turn for name in lists)
        if stopped.format:
            return self._senders.get(_sender(stopped.source), -1) > turn
        return max(self._lists.values(), default=-1) > turn


def _sender(source: str) -> str:
    """Return the letters of a file's name, without the date in it."""
    return "".join(filter(str.isalpha, source)).casefold()


def _why(name: str, last: ListDelivery, stopped: Iterable[ListDelivery]) -> str:
    since = (delivery for delivery in stopped if delivery.at > last.at)
    was_stopped = any(name in delivery.lists or not delivery.lists for delivery in since)
    return WAS_STOPPED if was_stopped else NOTHING_CAME
