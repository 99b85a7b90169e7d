"""Prevented stops and their causes; lists are measured, officers never are (D12, ALR-10)."""

from enum import StrEnum

from mdt_alpr.domain.hit.disposition import Disposition
from mdt_alpr.domain.plate.plate import folded


class Cause(StrEnum):
    """Why a hit was not the wanted vehicle."""

    CHARACTER = "character"
    STATE = "state"
    STALE = "stale"
    DESCRIPTION = "description"
    PERSON = "person"
    BAD_ENTRY = "bad_entry"


CAUSES: dict[Disposition, Cause] = {
    Disposition.MISREAD: Cause.CHARACTER,
    Disposition.WRONG_STATE: Cause.STATE,
    Disposition.CLEARED_OR_STALE: Cause.STALE,
    Disposition.VEHICLE_MISMATCH: Cause.DESCRIPTION,
    Disposition.WRONG_PERSON: Cause.PERSON,
    Disposition.WRONG_ENTRY: Cause.BAD_ENTRY,
}
CONFIRMED = frozenset({Disposition.VERIFIED_STOPPED, Disposition.VERIFIED_NO_STOP})
"""Dispositions that say: this was the wanted plate."""


def confusion(read: str, entered: str) -> str:
    """Return which character was read for which: "2 for 7"; empty where one cannot tell.

    One differing place only: of several nobody knows what was taken for what. O and 0 count as
    one character, as everywhere.
    """
    if not read or not entered or len(read) != len(entered):
        return ""
    pairs = [(a, b) for a, b in zip(read, entered, strict=True) if folded(a) != folded(b)]
    return f"{pairs[0][0]} for {pairs[0][1]}" if len(pairs) == 1 else ""


def state_confusion(read: str, entered: str, listed: str) -> str:
    """Return which state was listed for which: "SC for NC"; empty where one cannot tell.

    What the officer entered is the truth; where nothing was entered, what was read.
    """
    seen = entered or read
    return f"{listed} for {seen}" if seen and listed and seen != listed else ""
