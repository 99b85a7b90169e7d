"""Builds the bar on every hit page: what it is called, and how true that is now."""

from dataclasses import replace
from datetime import datetime, tzinfo

from mdt_alpr.domain.hit.gate import STATUS_SOURCES, Gate, GateForm
from mdt_alpr.domain.hit.handover import is_own_stop, needs_own_check
from mdt_alpr.domain.hit.hit import Hit, HitState
from mdt_alpr.domain.hit.status_query import StatusResult
from mdt_alpr.domain.hotlist.hotlist import Category
from mdt_alpr.domain.policy import (
    NOT_A_MATCH_WORDS,
    NOT_PROBABLE_CAUSE_WORDS,
    NOT_VERIFIED_BY_YOU_WORDS,
    POSSIBLE_MATCH,
    VEHICLE_GONE_AFTER,
)
from mdt_alpr.ui.hit.models.hit_view import HitBarView
from mdt_alpr.ui.hit.presenters.confirmation_view import bar_line
from mdt_alpr.ui.hit.presenters.hit_words import PRIORITY_WORDS, clock_words, short_age

STATUS_NOT_VERIFIED = "STATUS NOT VERIFIED"
STATUS_SIMULATED = "STATUS SIMULATED"


def bar_view(hit: Hit, gate: Gate, now: datetime, zone: tzinfo | None) -> HitBarView:
    """Return the bar of a hit as it is now."""
    category = hit.category
    gone = bool(hit.contrary)
    seen = _seen(hit, now)
    return HitBarView(
        gone=gone,
        priority=PRIORITY_WORDS[hit.settings.of(category.code).priority],
        category=category.name,
        title=NOT_A_MATCH_WORDS if gone else _title(hit, gate, zone),
        cause=_cause(category),
        seen=f"Stop locked {clock_words(hit.contrary[0].at, zone)}" if gone else seen,
    )


_WIDEST = len(NOT_PROBABLE_CAUSE_WORDS)


def with_unchecked(bar: HitBarView, check: str, upkeep: str = "") -> HitBarView:
    """Return the bar of a hit of a car that is not in order (MNT-02, MNT-03).

    ``check`` says that it missed or failed its check, ``upkeep`` that work on it is overdue or
    failed, each empty where it is well; where the bar has no room, the status page says more.
    """
    if not (check or upkeep) or bar.gone:
        return bar
    if "\n" not in bar.cause:
        said = check or upkeep
        if check and upkeep:
            said = "Check and upkeep failed. See Status."
        elif len(said) > _WIDEST:
            said = "This car failed its check. See Status."
        return replace(bar, cause=f"{bar.cause}\n{said}")
    said = upkeep.partition(" since")[0].rstrip(".") if upkeep and not check else "Car not checked"
    if "\n" not in bar.title:
        return replace(bar, title=f"{bar.title}\n{said.upper()}")
    return replace(bar, cause=f"{bar.cause} {said}.")


def _cause(category: Category) -> str:
    """Return the law, and under it what the record does not say of the driver (HOT-09)."""
    if category.no_detention:
        return f"{NOT_PROBABLE_CAUSE_WORDS}\nDo not detain on this alone."
    if category.person_linked:
        return f"{NOT_PROBABLE_CAUSE_WORDS}\nDriver not identified."
    return NOT_PROBABLE_CAUSE_WORDS


def _title(hit: Hit, gate: Gate, zone: tzinfo | None) -> str:
    stopped = hit.state is HitState.STOPPED
    if needs_own_check(hit):
        return f"POSSIBLE MATCH,\n{NOT_VERIFIED_BY_YOU_WORDS}"
    if not (stopped or gate.may_stop) or hit.entry is None:
        return POSSIBLE_MATCH
    own_stop = hit.stop_by if is_own_stop(hit, hit.officer) else hit.officer
    active = [
        reply
        for reply in hit.replies
        if reply.source in STATUS_SOURCES
        and reply.result is StatusResult.ACTIVE
        and (reply.received or reply.by in (hit.officer, own_stop))
    ]
    if gate.form is GateForm.OPEN_WITHOUT_STATUS or not active:
        return STATUS_NOT_VERIFIED
    real = [reply.at for reply in active if not reply.simulated]
    if not real:
        return STATUS_SIMULATED
    at = clock_words(max(real), zone)
    if gate.differs is not None:
        return f"{gate.differs.value.upper()} DIFFERS,\nSTATUS {at}"
    return f"VERIFIED BY YOU {at}"


def _seen(hit: Hit, now: datetime) -> str:
    age = short_age(now - hit.read.captured_at)
    if clock := bar_line(hit, now):
        return f"{clock}\nSeen {age} ago"
    painted = hit.painted_at or hit.raised_at
    if painted - hit.read.captured_at > VEHICLE_GONE_AFTER:
        return f"Vehicle may be gone\nSeen {age} ago"
    return f"Seen {age} ago"
