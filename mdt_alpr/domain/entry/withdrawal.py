"""A list that no longer holds a record, and a clock that was set back, against a hit (D8, HOT-03).

Order of events plays no part: a record that left the list before the entry is as little ground
for a stop as one that leaves it afterwards.
"""

from dataclasses import replace
from datetime import datetime

from mdt_alpr.domain.entry.listing import why_gone
from mdt_alpr.domain.hit.hit import Contrary, Hit, HitState
from mdt_alpr.domain.hit.stale_facts import StaleFacts
from mdt_alpr.domain.hotlist.hotlist import HotlistEntry
from mdt_alpr.domain.hotlist.matching import HotlistIndex
from mdt_alpr.domain.plate.plate import folded
from mdt_alpr.domain.policy import MAX_CLOCK_SETBACK

_GONE = frozenset({Contrary.RECORD_CANCELLED, Contrary.RECORD_EXPIRED})


def compare_with_list(hit: Hit, index: HotlistIndex) -> Hit:
    """Return the hit without the records that the list in use does not hold.

    Where one of several on the plate entered has gone, the status must be asked anew: a reply
    may have been about that one.
    """
    entries = [match.entry for match in hit.matches]
    gone = tuple(e.entry_id for e in entries if _has_left(hit, e, index))
    if gone == hit.overtaken.records:
        return hit
    newly = set(gone) - set(hit.overtaken.records)
    left = replace(hit, overtaken=replace(hit.overtaken, records=gone))
    is_fewer = any(record.entry_id in newly for record in hit.records)
    return overtake_answers(left) if is_fewer else left


def withdrawn(hit: Hit, now: datetime) -> Contrary | None:
    """Return what speaks against a hit of whose records none is listed any more, told once.

    Before the entry all that it may be count, afterwards those on the plate entered.
    """
    records = hit.records or tuple(match.entry for match in hit.matches)
    is_told = any(fact.kind in _GONE for fact in hit.contrary)
    if hit.state is HitState.CLOSED or is_told:
        return None
    if any(record.entry_id not in hit.overtaken.records for record in records):
        return None
    return why_gone(records, now)


def overtake_answers(hit: Hit) -> Hit:
    """Return the hit with its status to be asked anew; what spoke against it still does."""
    records = hit.overtaken.records
    return replace(hit, overtaken=StaleFacts(records, len(hit.replies), len(hit.not_practicable)))


def overtake_answers_to_come(hit: Hit, now: datetime) -> Hit:
    """Return the hit with its status to be asked anew where an answer lies in the future.

    The clock was set back since. Otherwise that answer would count once more when the clock
    comes past its time, as if it had just been given (D6).
    """
    given = (*(r.at for r in hit.replies), *(n.at for n in hit.not_practicable))
    is_to_come = any(at - now > MAX_CLOCK_SETBACK for at in given)
    return overtake_answers(hit) if is_to_come else hit


def _has_left(hit: Hit, record: HotlistEntry, index: HotlistIndex) -> bool:
    """Tell whether the list speaks of a record, and does not hold it for this plate and state.

    Another unit's hit may rest on a newer list than this car's, or on a manual entry of that
    unit which headquarters lists in its next version only. What a damaged list lacks of delivered
    records, which have no end, may be listed all the same.
    """
    there = hit.relayed_from
    if there is not None and record.manual is not None and index.made_at <= there.at:
        return False
    if there is not None and index.version <= hit.list_version:
        return False
    listed = index.at(folded(record.plate.text))
    if any((e.entry_id, e.plate.state) == (record.entry_id, record.plate.state) for e in listed):
        return False
    return record.expires_at is not None or not index.is_damaged
