"""What dispatch is told of hits: who is told what, and when a letter is sent again."""

from collections.abc import Collection
from datetime import datetime, timedelta

from mdt_alpr.domain.hotlist.hotlist import CATEGORIES

TRIES = 30
"""After so many in vain, over two hours, a letter waits for a person."""
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
