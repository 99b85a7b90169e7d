"""What dispatch is told of hits and tells of calls: who is told what, when, and until when."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from mdt_alpr.domain.hotlist.hotlist import CATEGORIES
from mdt_alpr.domain.policy import CALL_OFFERED_FOR

TRIES = 30
"""After so many in vain, over two hours, a letter waits for a person."""
SIGNED_WITHIN = timedelta(minutes=5)
"""How far the clocks of CAD and headquarters may be apart; a letter is not taken later."""
_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=5), timedelta(minutes=5)


def wants(category: str, unit: str, categories: Collection[str], units: Collection[str]) -> bool:
    """Return whether a subscription is told of a hit; none named are all.

    A restricted file is told of only where it is named (CJIS 4.2.2).
    """
    of_category = category in categories or (
        not categories and not CATEGORIES[category].restricted
    )
    return of_category and (not units or unit in units)


def may_have_plate(category: str, *, with_plates: bool) -> bool:
    """Return whether a letter may carry the verified plate; never that of a restricted file."""
    return with_plates and not CATEGORIES[category].restricted


def next_try(tries: int, now: datetime) -> datetime:
    """Return when a letter that failed so often is sent again."""
    wait: timedelta = _FIRST_WAIT * 2 ** (tries - 1)
    return now + min(_LONGEST_WAIT, wait)


@dataclass(frozen=True, slots=True)
class CallEvent:
    """CAD put a unit on a call, or took it off (``is_open`` is False)."""

    call: str
    case_number: str
    call_type: str
    at: datetime
    is_open: bool


def open_calls(events: Iterable[CallEvent], now: datetime) -> tuple[CallEvent, ...]:
    """Return the calls that a unit is on, the newest first, by the last event of each.

    Of two events of one instant the one that ends the call counts. An event that comes late
    changes nothing that is newer.
    """
    last: dict[str, CallEvent] = {}
    for event in sorted(events, key=lambda event: (event.at, not event.is_open)):
        last[event.call] = event
    since = now - CALL_OFFERED_FOR
    known = (event for event in last.values() if event.is_open and event.at > since)
    return tuple(sorted(known, key=lambda event: event.at, reverse=True))


def why_not_taken(at: datetime, now: datetime) -> str:
    """Return why an event of CAD is not taken by its time; empty where it is."""
    if at > now + SIGNED_WITHIN:
        return "Its time is ahead of headquarters' clock: set the clock of CAD."
    return "It is more than a day old." if at <= now - CALL_OFFERED_FOR else ""
