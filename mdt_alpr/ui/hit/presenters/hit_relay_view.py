"""Builds what concerns other units: the page on which a hit is passed on, whence one came (D9)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from math import ceil

from mdt_alpr.domain.hit.disposition import Disposition
from mdt_alpr.domain.hit.hit import EarlierCheck, Hit, RelayedFrom
from mdt_alpr.domain.hit.known_before import KnownBefore, known_before
from mdt_alpr.domain.hotlist.hotlist import HotlistEntry
from mdt_alpr.domain.policy import NOT_VERIFIED_BY_YOU_WORDS
from mdt_alpr.ui.hit.models.hit_view import RelayView
from mdt_alpr.ui.hit.presenters.hit_words import clock_words, record_age
from mdt_alpr.ui.kit.models.choice import ChoiceView
from mdt_alpr.ui.kit.words import local_day
from mdt_alpr.wire.notices import UnitMessage

CAUSES_SHOWN = 2
UNITS_SHOWN = 12
"""Tiles of the page."""
LOOK_AT_VEHICLE = "Enter the plate that you see on the vehicle, not in this picture."
_CAUSES = {
    Disposition.MISREAD: "misread",
    Disposition.WRONG_STATE: "other-state twin",
    Disposition.VEHICLE_MISMATCH: "vehicle did not fit",
    Disposition.WRONG_PERSON: "other person",
    Disposition.CLEARED_OR_STALE: "record cleared",
    Disposition.WRONG_ENTRY: "wrong entry",
}


@dataclass(frozen=True, slots=True)
class UnitsPage:
    """Units of one page in order of their names; ``more`` is what its last tile says of others."""

    units: Sequence[UnitMessage]
    more: str = ""


def units_of_page(units: Iterable[UnitMessage], page: int) -> UnitsPage:
    """Return the units of a page, counted from 0 on; behind the last page comes the first."""
    in_order = sorted(units, key=lambda unit: (len(unit.unit), unit.unit))
    if len(in_order) <= UNITS_SHOWN:
        return UnitsPage(in_order)
    size = UNITS_SHOWN - 1
    pages = ceil(len(in_order) / size)
    place = page % pages
    return UnitsPage(in_order[place * size :][:size], f"Page {place + 1} of {pages}")


def relay_view(hit: Hit, page: UnitsPage, zone: tzinfo | None, notice: str) -> RelayView:
    """Return the page of the units to which the hit may go."""
    sent = {to.device: to.at for to in hit.relayed_to}
    tiles = tuple(
        ChoiceView(
            unit.device,
            unit.unit,
            chosen=unit.device in sent,
            live=unit.device not in sent,
            second=f"Passed on {clock_words(sent[unit.device], zone)}"
            if unit.device in sent
            else unit.name,
        )
        for unit in page.units
    )
    if page.more:
        tiles += (ChoiceView("", "More units", second=page.more),)
    text = "It arrives there unverified. That officer repeats every check."
    if not tiles:
        text = "No other unit is on shift, or headquarters cannot be reached."
    return RelayView("Pass this hit on to", text, tiles, notice)


def passed_by(there: RelayedFrom, zone: tzinfo | None) -> str:
    """Return who passed a hit on, when, and what that officer checked (VER-06)."""
    if not there.officer:
        at = clock_words(there.at, zone)
        return f"Read by the fixed camera {there.unit}, {at}. No one checked it."
    checked = ", ".join(there.checked) or "nothing"
    return (
        f"Passed on by {there.unit}, {there.officer}, {clock_words(there.at, zone)}. "
        f"Checked there: {checked}."
    )


TYPED_PICTURE_WORDS = (
    "You typed this plate. No camera read it.",
    "Enter the plate that you see on the vehicle.",
)
TYPED_WORDS = (
    "Possible match on the plate you typed",
    "Typing it verified nothing: look at the vehicle again.",
    "Continue when you see the vehicle. If you cannot: F3.",
)
"""Title, text and foot of the same page where the officer typed the plate."""


def own_sight_words(there: RelayedFrom, zone: tzinfo | None) -> tuple[str, str, str]:
    """Return title, text and foot of the page before the first own look at the vehicle."""
    return (
        NOT_VERIFIED_BY_YOU_WORDS,
        f"{passed_by(there, zone)} None of it counts here. {LOOK_AT_VEHICLE}",
        "Continue when you see the vehicle. If you cannot: F3.",
    )


def verified_words(check: EarlierCheck, zone: tzinfo | None) -> str:
    """Return who verified a hit before, when, and that it was not this officer."""
    at = max((attempt.at for attempt in check.attempts if attempt.matched), default=check.until)
    who = check.officer.name or check.officer.person_id or "another officer"
    return f"Verified by {who} at {clock_words(at, zone)[:5]}, not by you."


def known_line(hit: Hit, record: HotlistEntry, now: datetime, zone: tzinfo | None) -> str:
    """Return what was known before of a record, empty for nothing (ALR-08, D13)."""
    known = known_before(hit.known_before, record, now)
    if known is None:
        return ""
    times = "once" if known.count == 1 else f"{known.count} times"
    if known.cleared is None:
        return f"Rejected {times}: {_causes(known)}"
    cleared = known.cleared
    days = record_age(local_day(cleared.at, zone), local_day(now, zone))
    how = "status check" if cleared.by_status else "an officer"
    before = f" (rejected {times})" if known.count > 1 else ""
    return f"Cleared by {how} {days}: {_CAUSES[cleared.cause]}{before}"


def _causes(known: KnownBefore) -> str:
    """Return the two most frequent causes; the line has room for no more."""
    first = ", ".join(_CAUSES[cause] for cause, _ in known.causes[:CAUSES_SHOWN])
    return f"{first}, other" if len(known.causes) > CAUSES_SHOWN else first
