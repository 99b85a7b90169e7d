"""What cars send about manual entries: checked, kept, listed for every car (MAN-01 to MAN-09)."""

import re
from collections.abc import Callable, Iterable

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.entry import life as entry_life
from mdt_alpr.domain.entry.form import still_needed, tidied
from mdt_alpr.domain.entry.life import EntryRefusedError
from mdt_alpr.domain.hotlist.manual_entry import ManualEntry
from mdt_alpr.domain.policy import manual_entry_ends
from mdt_alpr.hq.audit.service import NOBODY, record
from mdt_alpr.hq.base.headquarters import Work
from mdt_alpr.hq.entries.past_reads import flag_removal
from mdt_alpr.hq.hotlists import manual_store as manual_entries
from mdt_alpr.hq.hotlists.manual_ending import end_entry, made_of, new_version
from mdt_alpr.hq.hotlists.manual_store import Ending, KeptEntry
from mdt_alpr.wire.manual import EnteredMessage, EntryStep, ManualEntryMessage
from mdt_alpr.wire.problems import Problem

CARS_KEY = "car"
OVER_BEFORE_RECEIVED = "over before headquarters received it"

_HASH = re.compile(r"[0-9a-f]{64}", flags=re.ASCII)
_ORDER = {step: place for place, step in enumerate(EntryStep)}


def wrong_with(message: ManualEntryMessage) -> Problem | None:
    """Return why a step is refused: the rules of the form hold for every car's program."""
    entered = message.entered
    if (message.step is EntryStep.ADDED) != (entered is not None):
        return Problem.BODY
    if entered is None:
        return None
    if not entered.draft.text:
        return None if _HASH.fullmatch(entered.plate_hash) else Problem.BODY
    complete = not still_needed(entered.draft) and tidied(entered.draft) == entered.draft
    in_time = entered.expires_at == manual_entry_ends(entered.entered_at)
    return None if complete and in_time else Problem.MANUAL_ENTRY


def keep_entries(work: Work, device: str, messages: Iterable[ManualEntryMessage]) -> None:
    """Keep every step that a car sends; what changes the list makes a new version of it."""
    changed = False
    for message in sorted(messages, key=lambda m: (m.at, _ORDER[m.step])):
        if message.entered is not None:
            changed |= _add(work, device, message, message.entered)
        else:
            changed |= _step(work, message)
    if changed:
        new_version(work, NOBODY)


def _add(work: Work, device: str, message: ManualEntryMessage, entered: EnteredMessage) -> bool:
    entry = ManualEntry(
        entry_id=message.entry_id,
        draft=entered.draft,
        entered_by=message.person_id,
        entered_at=entered.entered_at,
        expires_at=entered.expires_at,
    )
    stored = KeptEntry(entry, device, message.unit)
    if not manual_entries.add(work, stored):
        return False
    facts = *made_of(entry), ("device", device)
    record(work, AuditEvent.HQ_MANUAL_ADDED, entry.entry_id, entry.entered_by, *facts)
    if not entered.draft.text:
        ending = Ending(work.now, NOBODY, OVER_BEFORE_RECEIVED, entered.plate_hash, CARS_KEY)
        manual_entries.end(work, entry, ending)
        return False
    if not entry_life.is_live(entry, work.now):
        end_entry(work, stored, NOBODY, "expired")
        return False
    return True


def _step(work: Work, message: ManualEntryMessage) -> bool:
    """Apply a step of a known entry; return whether cars must be notified."""
    stored = manual_entries.find(work, message.entry_id)
    try:
        if stored is None or stored.ended_at is not None:
            why = "This entry has expired or is unknown."
            raise EntryRefusedError(why)  # noqa: TRY301 - one way out for every refusal
        return _STEPS[message.step](work, stored, message)
    except EntryRefusedError as error:
        if not _is_harmless(message, stored):
            facts = ("step", message.step.value), ("why", str(error))
            person = message.person_id
            record(work, AuditEvent.HQ_MANUAL_REFUSED, message.entry_id, person, *facts)
        return False


def _is_harmless(message: ManualEntryMessage, entry: KeptEntry | None) -> bool:
    """Tell whether a car only ended what had ended here."""
    return message.step is EntryStep.REMOVED and entry is not None and entry.ended_at is not None


def _rechecked(work: Work, stored: KeptEntry, message: ManualEntryMessage) -> bool:
    _demand_maker(stored, message)
    entry = entry_life.recheck(stored.entry, message.person_id, message.at, still_wanted=True)
    _keep(work, entry, AuditEvent.HQ_MANUAL_RECHECKED, message)
    return False


def _more_time_asked(work: Work, stored: KeptEntry, message: ManualEntryMessage) -> bool:
    entry = entry_life.ask_more_time(stored.entry, message.person_id, message.why, message.at)
    _keep(work, entry, AuditEvent.HQ_MANUAL_MORE_TIME_ASKED, message)
    return True


def _case_closed(work: Work, stored: KeptEntry, message: ManualEntryMessage) -> bool:
    entry = entry_life.close_case(stored.entry, message.at)
    _keep(work, entry, AuditEvent.HQ_MANUAL_CASE_CLOSED, message)
    return True


def _removed(work: Work, entry: KeptEntry, message: ManualEntryMessage) -> bool:
    _demand_maker(entry, message)
    flag_removal(work, entry)
    end_entry(work, entry, message.person_id, "removed in the car")
    return True


def _demand_maker(entry: KeptEntry, message: ManualEntryMessage) -> None:
    if message.person_id != entry.entry.entered_by:
        why = "Another coworker made this entry."
        raise EntryRefusedError(why)


def _keep(work: Work, entry: ManualEntry, event: AuditEvent, message: ManualEntryMessage) -> None:
    manual_entries.change(work, entry)
    record(work, event, entry.entry_id, message.person_id)


_STEPS: dict[EntryStep, Callable[[Work, KeptEntry, ManualEntryMessage], bool]] = {
    EntryStep.RECHECKED: _rechecked,
    EntryStep.MORE_TIME_ASKED: _more_time_asked,
    EntryStep.CASE_CLOSED: _case_closed,
    EntryStep.REMOVED: _removed,
}
