"""Numbers of the hotlist's versions, none of which is ever given to two of them (HOT-03)."""

_FIRST_TIMELINE = 1
_APART = 1_000_000_000
"""More versions than are made while a database has one primary."""


def next_number(last: int, timeline: int) -> int:
    """Return the number of the version that follows ``last``, 0 for none.

    ``timeline`` counts the histories of the database, from 1 on. A standby that becomes the
    primary begins another one, and may lack the last versions of before: cars have them, so its
    own begin above whatever number these can have.
    """
    return max(last, (timeline - _FIRST_TIMELINE) * _APART) + 1


def is_of_before(last: int, timeline: int) -> bool:
    """Tell whether a version was made before this timeline began."""
    return next_number(last, timeline) != last + 1
