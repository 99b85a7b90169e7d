"""Manual entries as hotlist entries, and records that left the list (D8, HOT-03)."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime

from mdt_alpr.domain.conversion import converted
from mdt_alpr.domain.entry.form import STOP_INSTRUCTION, labels, plate_of
from mdt_alpr.domain.hit.alerting import instruction_for
from mdt_alpr.domain.hit.hit import Contrary, Hit, HitState
from mdt_alpr.domain.hotlist.hotlist import HotlistEntry
from mdt_alpr.domain.hotlist.manual_entry import EntryDraft, ManualEntry, ManualFacts
from mdt_alpr.domain.hotlist.matching import HotlistIndex
from mdt_alpr.domain.plate.plate import folded
from mdt_alpr.domain.policy import MAX_CLOCK_SETBACK, capture_date

MANUAL_CATEGORY = "B"
MANUAL_LIST = "Manual entries"


def listed(entry: ManualEntry) -> HotlistEntry:
    """Return the entry as it is matched and shown: its one plate, as confirmed (MAN-07)."""
    return HotlistEntry(
        entry_id=entry.entry_id,
        list_name=MANUAL_LIST,
        category=MANUAL_CATEGORY,
        plate=plate_of(entry.draft),
        entered_on=capture_date(entry.entered_at),
        expires_at=entry.expires_at,
        manual=facts_of(entry),
    )


def facts_of(entry: ManualEntry) -> ManualFacts:
    """Return what a hit on the entry shows of it.

    Raises:
        ValueError: the draft was not complete (a bug: no entry is made of such a draft).
    """
    draft = entry.draft
    if draft.purpose is None or draft.basis is None or draft.names_person is None:
        raise ValueError("an entry was made of an incomplete draft")
    return ManualFacts(
        reason=draft.reason,
        instruction=draft.instruction,
        case=draft.case,
        purpose=draft.purpose,
        basis=draft.basis,
        names_person=draft.names_person,
        labels=labels(draft),
        entered_by=entry.entered_by,
        entered_at=entry.entered_at,
        rechecked_at=entry.rechecked_at,
        extension=entry.extension,
        decided_by=entry.decided_by,
        decided_why=entry.decided_why,
        case_closed=entry.case_closed,
    )


def entry_from(record: HotlistEntry) -> ManualEntry | None:
    """Return the manual entry behind a listed one, as far as the list has it; else None.

    So the coworker who made it finds it in every car.
    """
    facts = record.manual
    if facts is None or record.expires_at is None:
        return None
    draft = converted(
        EntryDraft, facts, text=record.plate.text, state=record.plate.state, spelled=True
    )
    return converted(
        ManualEntry, facts, entry_id=record.entry_id, draft=draft, expires_at=record.expires_at
    )


def brought_up_to_date(entry: ManualEntry, record: HotlistEntry) -> ManualEntry:
    """Return this car's entry with what headquarters decided on it (MAN-03, MAN-04).

    Only for entries with nothing in the outbox: a waiting request for more time would be lost.
    """
    facts, ends = record.manual, record.expires_at
    if facts is None or ends is None:
        return entry
    return replace(
        entry,
        expires_at=ends,
        extension=facts.extension,
        decided_by=facts.decided_by,
        decided_why=facts.decided_why,
        case_closed=entry.case_closed or facts.case_closed,
    )


class OverlaidIndex:
    """A ``HotlistIndex`` of a list with this car's own entries before it.

    ``hidden`` are ids of the list that no longer count here: an entry that comes back from
    headquarters is one record, not two.
    """

    def __init__(
        self, below: HotlistIndex, own: Iterable[HotlistEntry], hidden: Collection[str]
    ) -> None:
        self.version = below.version
        self.compiled_at = below.compiled_at
        self.made_at = below.made_at
        self.look_alikes_allowed = below.look_alikes_allowed
        self.digest = below.digest
        self.settings = below.settings
        self._below = below
        self._own: dict[str, tuple[HotlistEntry, ...]] = {}
        ids = set(hidden)
        for entry in own:
            key = folded(entry.plate.text)
            self._own[key] = (*self._own.get(key, ()), entry)
            ids.add(entry.entry_id)
        self._hidden = frozenset(ids)

    @property
    def is_damaged(self) -> bool:
        return self._below.is_damaged

    def at(self, folded_text: str) -> tuple[HotlistEntry, ...]:
        left = tuple(e for e in self._below.at(folded_text) if e.entry_id not in self._hidden)
        return self._own.get(folded_text, ()) + left


def why_gone(records: Iterable[HotlistEntry], now: datetime) -> Contrary:
    """Return what contradicts a hit whose records left the list: expiry or cancellation."""
    ends = [record.expires_at for record in records]
    is_over = all(end is not None and end <= now for end in ends)
    return Contrary.RECORD_EXPIRED if is_over else Contrary.RECORD_CANCELED


def live_entries(entries: Iterable[HotlistEntry], now: datetime) -> tuple[HotlistEntry, ...]:
    """Return the entries that have not reached their end (MAN-02)."""
    return tuple(e for e in entries if e.expires_at is None or now < e.expires_at)


_GONE = frozenset({Contrary.RECORD_CANCELED, Contrary.RECORD_EXPIRED})


def compare_with_list(hit: Hit, index: HotlistIndex) -> Hit:
    """Return the hit with its records as the list in use has them, and which of them left it.

    Where one on the plate entered is gone or names another vehicle now, the status must be asked
    again, and a reason why the vehicle differs given again: they may have been about that.
    """
    listed = {m.entry.entry_id: _as_listed(hit, m.entry, index) for m in hit.matches}
    gone = tuple(m.entry.entry_id for m in hit.matches if listed[m.entry.entry_id] is None)
    matches = tuple(replace(m, entry=listed[m.entry.entry_id] or m.entry) for m in hit.matches)
    if (gone, matches) == (hit.superseded.records, hit.matches):
        return hit
    left = replace(hit, matches=matches, superseded=replace(hit.superseded, records=gone))
    newly = set(gone) - set(hit.superseded.records)
    said = zip(hit.records, left.records, strict=True)
    is_other = any(now.entry_id in newly or _names(before) != _names(now) for before, now in said)
    if not is_other:
        return left
    asked = supersede_answers(left)
    reasons = len(hit.vehicle_reasons)
    return replace(asked, superseded=replace(asked.superseded, reasons=reasons))


def _names(record: HotlistEntry) -> tuple[str, ...]:
    """Return what a record says of its vehicle, and under which category and number."""
    r = record
    vehicle = r.plate_type, r.plate_year, r.vehicle_year, r.make, r.model, r.style, r.color
    return r.category, r.nic, r.ori, *vehicle


def other_than_stop(hit: Hit) -> str:
    """Return what a record of the hit asks officers to do unless it is to check, then stop.

    Empty where none asks for anything else. An own wording counts, too: nobody but the officer
    can tell whether it asks for a stop (MAN-01, HOT-08).
    """
    asked = (
        record.manual.instruction if record.manual else instruction_for(hit, record)
        for record in hit.records
    )
    return next((words for words in asked if words not in ("", STOP_INSTRUCTION)), "")


def withdrawn(hit: Hit, now: datetime) -> Contrary | None:
    """Return what contradicts a hit that has no listed record left; once per hit.

    Before the entry all possible records count, afterwards those on the plate entered.
    """
    records = hit.records or tuple(match.entry for match in hit.matches)
    is_recorded = any(fact.kind in _GONE for fact in hit.contrary)
    if hit.state is HitState.CLOSED or is_recorded:
        return None
    if any(record.entry_id not in hit.superseded.records for record in records):
        return None
    return why_gone(records, now)


def supersede_answers(hit: Hit) -> Hit:
    """Return the hit with its status to be asked again; contradictions still count."""
    replies, statements = len(hit.replies), len(hit.not_practicable)
    asked = replace(hit.superseded, replies=replies, statements=statements)
    return replace(hit, superseded=asked)


def supersede_future_answers(hit: Hit, now: datetime) -> Hit:
    """Return the hit with its status to be asked again where an answer is in the future.

    The clock was set back since then. Otherwise that answer would count again when the clock
    passes its time, as if it had just been given (D6).
    """
    given = (*(r.at for r in hit.replies), *(n.at for n in hit.not_practicable))
    is_to_come = any(at - now > MAX_CLOCK_SETBACK for at in given)
    return supersede_answers(hit) if is_to_come else hit


def _as_listed(hit: Hit, record: HotlistEntry, index: HotlistIndex) -> HotlistEntry | None:
    """Return a record as the list has it; None where the list covers it and has it no longer.

    Another unit's hit may rest on a newer list than this car's, or on a manual entry of that unit
    which headquarters lists only in its next version. A damaged list may still lack delivered
    records that are listed, which have no expiry.
    """
    there = hit.relayed_from
    if there is not None and record.manual is not None and index.made_at <= there.at:
        return record
    if there is not None and index.version <= hit.list_version:
        return record
    this = record.entry_id, record.plate.state
    listed = index.at(folded(record.plate.text))
    if entry := next((e for e in listed if (e.entry_id, e.plate.state) == this), None):
        return entry
    return None if record.expires_at is not None or not index.is_damaged else record
