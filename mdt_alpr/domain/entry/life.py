"""The life of a manual entry: made, reminded of, extended, rechecked, over (09.21.5.A.6)."""

import hashlib
import hmac
import re
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from mdt_alpr.domain import policy
from mdt_alpr.domain.entry.form import plate_of, still_needed, tidied
from mdt_alpr.domain.errors import ActRefusedError
from mdt_alpr.domain.hit.disposition import Closing, Outcome
from mdt_alpr.domain.hotlist.manual_entry import EntryDraft, Extension, ManualEntry, PersonBasis
from mdt_alpr.domain.plate.plate import Plate, tidy
from mdt_alpr.domain.policy import (
    ENTRY_REMINDERS,
    PERSON_RECHECKED_EVERY,
    manual_entry_ends,
    manual_entry_ends_after_more_time,
    manual_entry_has_expired,
    person_recheck_is_due,
)
from mdt_alpr.domain.reason_words import gives_no_reason, serves_no_purpose, single_line


class EntryRefusedError(ActRefusedError):
    """A manual entry is not made or changed."""


class Reminder(StrEnum):
    """Why the entering coworker is reminded of an entry (MAN-04, MAN-08)."""

    THREE_DAYS = "three_days"
    SEVEN_DAYS = "seven_days"
    SHIFT_ENDS = "shift_ends"
    CASE_CLOSED = "case_closed"
    RECHECK = "recheck"


_FOUND = frozenset(
    {Outcome.ARREST, Outcome.VEHICLE_RECOVERED, Outcome.PLATE_RECOVERED, Outcome.PERSON_FOUND}
)
_BY_TIME_LEFT = (Reminder.THREE_DAYS, Reminder.SEVEN_DAYS)


def make_entry(draft: EntryDraft, person: str, now: datetime, entry_id: str) -> ManualEntry:
    """Return the entry that a complete draft makes; it ends by itself after 30 days (MAN-02).

    Raises:
        EntryRefusedError: something is missing; says what.
    """
    missing = still_needed(draft)
    if missing:
        raise EntryRefusedError(*missing)
    if not person:
        raise EntryRefusedError("Sign in first: an entry carries the name of who made it.")
    return ManualEntry(entry_id, tidied(draft), person, now, manual_entry_ends(now))


def is_live(entry: ManualEntry, now: datetime) -> bool:
    """Return whether the entry may alert at ``now`` (MAN-02)."""
    return entry.removed_at is None and not manual_entry_has_expired(entry.expires_at, now)


def remove(entry: ManualEntry, by: str, now: datetime) -> ManualEntry:
    """Return the entry as ended before its day, by whom; ``entered_by`` is kept (MAN-04).

    Raises:
        EntryRefusedError: it is over already.
    """
    _demand_live(entry, now)
    return replace(entry, removed_at=now, removed_by=by)


def ask_more_time(entry: ManualEntry, by: str, justification: str, now: datetime) -> ManualEntry:
    """Return the entry with a written request for more time, before its end (MAN-03).

    Raises:
        EntryRefusedError: somebody else asks, it is over, or no reason is given.
    """
    _demand_live(entry, now)
    if by != entry.entered_by:
        raise EntryRefusedError("Only the coworker who made the entry may ask for more time.")
    if entry.extension is Extension.ASKED:
        raise EntryRefusedError("More time was already requested. A supervisor decides.")
    if gives_no_reason(justification):
        raise EntryRefusedError("Say in writing why this entry is needed longer.")
    if serves_no_purpose(justification):
        raise EntryRefusedError("That reason serves none of the four lawful purposes.")
    return replace(
        entry,
        extension=Extension.ASKED,
        justification=single_line(justification),
        decided_by="",
        decided_why="",
    )


def decide_more_time(
    entry: ManualEntry, by: str, why: str, now: datetime, *, approved: bool
) -> ManualEntry:
    """Return the entry as a supervisor or custodian decided on it: 30 days at most (MAN-03).

    Raises:
        EntryRefusedError: nothing was asked, the requester decides (ACC-12), no reason is given.
    """
    _demand_live(entry, now)
    if entry.extension is not Extension.ASKED:
        raise EntryRefusedError("No request for more time is open.")
    if by == entry.entered_by:
        raise EntryRefusedError("You can't approve your own request.")
    if not why.strip():
        raise EntryRefusedError("Give the reason of the decision.")
    ends = manual_entry_ends_after_more_time(entry.expires_at) if approved else entry.expires_at
    return replace(
        entry,
        expires_at=ends,
        extension=Extension.APPROVED if approved else Extension.REFUSED,
        decided_by=by,
        decided_why=single_line(why),
    )


def recheck(entry: ManualEntry, by: str, now: datetime, *, still_wanted: bool) -> ManualEntry:
    """Return the entry after its re-check against DCIN or the owner; no longer wanted ends it.

    Raises:
        EntryRefusedError: it is over already (MAN-08).
    """
    if not still_wanted:
        return remove(entry, by, now)
    _demand_live(entry, now)
    return replace(entry, rechecked_at=now)


RECHECK_DUE = f"Due, every {PERSON_RECHECKED_EVERY // timedelta(hours=1)} h"
"""The flag of an entry whose person must be checked again (MAN-08)."""


def recheck_is_due(entry: ManualEntry, now: datetime) -> bool:
    """Return whether an entry that names a person must be checked again: every 12 h (MAN-08)."""
    checked = entry.rechecked_at or entry.entered_at
    return bool(entry.draft.names_person) and person_recheck_is_due(checked, now)


def close_case(entry: ManualEntry, now: datetime) -> ManualEntry:
    """Return the entry after its case closed: its maker must say whether it is needed (MAN-04).

    Raises:
        EntryRefusedError: it is over already.
    """
    _demand_live(entry, now)
    return replace(entry, case_closed=True)


def closes_case(closing: Closing) -> bool:
    """Return whether a hit ended in a way that leaves its manual entry without a reason."""
    return closing.outcome in _FOUND


def days_left(entry: ManualEntry, now: datetime) -> int:
    """Return how many days the entry has left, a partial day counting as one; 0 when over."""
    return policy.days_left(entry.expires_at, now)


def reminders(entry: ManualEntry, now: datetime) -> tuple[Reminder, ...]:
    """Return the reminders of a live entry that are due now (MAN-04, MAN-08).

    Of the reminders by time left only the more urgent counts. The end of a shift is not a fact of
    the entry: the caller adds ``Reminder.SHIFT_ENDS``.
    """
    if not is_live(entry, now):
        return ()
    left = entry.expires_at - now
    by_time = [
        why for why, most in zip(_BY_TIME_LEFT, ENTRY_REMINDERS, strict=True) if left <= most
    ]
    others = (
        (Reminder.CASE_CLOSED, entry.case_closed),
        (Reminder.RECHECK, recheck_is_due(entry, now)),
    )
    return (*by_time[:1], *(why for why, is_due in others if is_due))


def _demand_live(entry: ManualEntry, now: datetime) -> None:
    if not is_live(entry, now):
        raise EntryRefusedError("This entry has expired. Make a new one if needed.")


ERASED = "(plate erased)"
_SCOPE = b"mdt-alpr manual entry 1\0"
_BETWEEN = r"[\s\-.·•]*"


def audit_hash(key: bytes, plate: Plate) -> str:
    """Return the hash of a plate under the agency's key, from which nobody can read the plate.

    O and 0 are kept apart, as everywhere in manual entries (MAN-07).
    """
    signed = f"{tidy(plate.text)}\0{plate.state}".encode()
    return hmac.new(key, _SCOPE + signed, hashlib.sha256).hexdigest()


def is_plate_of(key: bytes, plate: Plate, digest: str) -> bool:
    """Return whether ``digest`` is the hash of a plate that an auditor has (MAN-05)."""
    return hmac.compare_digest(audit_hash(key, plate), digest)


def without_plate(text: str, plate: str) -> str:
    """Return ``text`` with every spelling of the plate removed: spaces, dashes, O for 0."""
    characters = [re.escape(c) if c not in "O0" else "[O0]" for c in tidy(plate)]
    return re.sub(_BETWEEN.join(characters), ERASED, text, flags=re.IGNORECASE)


def erased(entry: ManualEntry) -> ManualEntry:
    """Return the entry without its plate, in the form's field and in every text.

    Reason, case and dates stay; notes about a person are erased with the plate.
    """
    draft = entry.draft
    plate = plate_of(draft).text

    def clean(text: str) -> str:
        return without_plate(text, plate)

    left = replace(
        draft,
        text="",
        reason=clean(draft.reason),
        case=clean(draft.case),
        instruction=clean(draft.instruction),
        person=PersonBasis("", "", "") if draft.person else None,
    )
    return replace(
        entry,
        draft=left,
        justification=clean(entry.justification),
        decided_why=clean(entry.decided_why),
    )
