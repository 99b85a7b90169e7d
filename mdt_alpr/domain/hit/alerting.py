"""Whether and how a hit alerts, and what officers are to do, as set at that time (HOT-08)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from mdt_alpr.domain.hit.disposition import REJECTIONS, Disposition
from mdt_alpr.domain.hit.hit import Contrary, Hit, HitState
from mdt_alpr.domain.hit.known_before import stays_quiet
from mdt_alpr.domain.hotlist.hotlist import AlertStyle, CategorySetting, HotlistEntry, Priority
from mdt_alpr.domain.hotlist.matching import Match, MatchClass
from mdt_alpr.domain.officer import Officer
from mdt_alpr.domain.plate.plate import UNKNOWN_STATE, Plate, folded
from mdt_alpr.domain.policy import REPEAT_JOINS_FOR


class WindowAlert(StrEnum):
    """What the window does when a hit sounds while another program is in front."""

    OFF = "off"
    FLASH = "flash"
    FRONT = "front"


def setting_of(hit: Hit) -> CategorySetting:
    """Return what the administrator set for the category that the alert names."""
    return hit.settings.of(hit.category.code)


def is_audible(hit: Hit) -> bool:
    """Return whether the alert makes a sound: nobody silenced it, and its category has one."""
    return hit.silenced_at is None and setting_of(hit).style is not AlertStyle.SHOWN


def alert_tone(priority: Priority, match_class: MatchClass) -> str:
    """Return a tone of ``resources/sounds``: how urgent, and how good the match is (D15)."""
    if match_class is MatchClass.EXACT:
        return priority.value
    return f"{priority.value}_{match_class.value}"


_RANKS = {
    alert_tone(priority, match_class): (urgency, quality)
    for urgency, priority in enumerate(Priority)
    for quality, match_class in enumerate(MatchClass)
}
"""Of each tone, how urgent and how good a match it says, both from 0, the most."""
ALERT_TONES = frozenset(_RANKS)


def outdoes(tone: str, heard: Iterable[str]) -> bool:
    """Return whether no tone that was heard is as urgent and as good a match (U13, D15)."""
    urgency, quality = _RANKS[tone]
    ranks = (_RANKS[earlier] for earlier in heard)
    return not any(rank[0] <= urgency and rank[1] <= quality for rank in ranks)


def tones_from(least: Priority) -> frozenset[str]:
    """Return the tones of alerts that are at least so urgent."""
    urgencies = tuple(Priority)  # the most urgent first
    return frozenset(
        alert_tone(priority, match_class)
        for priority in urgencies[: urgencies.index(least) + 1]
        for match_class in MatchClass
    )


def silence(hit: Hit, now: datetime) -> Hit:
    """Stop the sound of the alert; decides nothing (U15)."""
    return hit if hit.silenced_at else replace(hit, silenced_at=now)


def note_painted(hit: Hit, now: datetime) -> Hit:
    """Note that the alert is on the screen."""
    return hit if hit.painted_at else replace(hit, painted_at=now)


def instruction_for(hit: Hit, record: HotlistEntry) -> str:
    """Return what officers are to do on such a record; empty where nothing is set.

    Empty before the entry matched, too: it would reveal what kind of record it is (D1).
    """
    return hit.settings.of(record.category).instruction if record in hit.records else ""


def joins(open_hit: Hit, new: Hit) -> bool:
    """Return whether ``new`` is the vehicle of an open hit again, which does not alert twice.

    A plate that the officer could not see alerts again, and so does one that a later read of the
    camera contradicted.
    """
    if open_hit.state is HitState.CLOSED or open_hit.cannot_see or _camera_disagreed(open_hit):
        return False
    since = new.read.captured_at - last_seen(open_hit)
    return abs(since) < REPEAT_JOINS_FOR and is_repeat(open_hit, new)


def is_quiet_after(ended: Hit, new: Hit, officer: Officer, now: datetime) -> bool:
    """Return whether ``new`` is a vehicle that this officer has just cleared or stopped (ALR-07).

    It raises no hit for five minutes. A hit that nobody could verify alerts again, and so does one
    that another officer ended.
    """
    closing = ended.closing
    return (
        closing is not None
        and is_cleared_or_stopped(ended)
        and bool(officer.person_id)
        and ended.officer.person_id == officer.person_id
        and stays_quiet(closing.at, now)
        and is_repeat(ended, new)
    )


def is_cleared_or_stopped(ended: Hit) -> bool:
    """Return whether a hit ended with an answer about its vehicle."""
    if ended.closing is None or _camera_disagreed(ended):
        return False
    ruled_out = ended.closing.disposition in REJECTIONS or bool(ended.contrary)
    return ruled_out or was_stopped(ended)


def was_stopped(ended: Hit) -> bool:
    """Return whether the vehicle of a hit was stopped."""
    closing = ended.closing
    said = closing is not None and closing.disposition is Disposition.VERIFIED_STOPPED
    return said or ended.stop_at is not None


def last_seen(hit: Hit) -> datetime:
    """Return when the vehicle of a hit was last read."""
    return max((hit.read.captured_at, *(again.at for again in hit.trace.seen_again)))


_CLASSES = tuple(MatchClass)


def _camera_disagreed(hit: Hit) -> bool:
    return any(fact.kind is Contrary.READ_DISAGREES for fact in hit.contrary)


def is_repeat(before: Hit, new: Hit) -> bool:
    """Return whether a read adds nothing on plate, state and records to the hit before it.

    Another record, another category, a state that was not read before, or a better match class is
    new.
    """
    if before.relayed_from is not None or new.relayed_from is not None:
        return False
    known = {_record(match): _CLASSES.index(match.match_class) for match in before.matches}
    return (
        folded(before.read.text) == folded(new.read.text)
        and new.read.state in (UNKNOWN_STATE, before.read.state)
        and all(
            _record(match) in known and _CLASSES.index(match.match_class) >= known[_record(match)]
            for match in new.matches
        )
    )


def _record(match: Match) -> tuple[str, str, Plate]:
    entry = match.entry
    return entry.entry_id, entry.category, entry.plate
