"""How manual entries end at headquarters: by a word, or by their day (MAN-02, MAN-05)."""

from dataclasses import replace
from datetime import datetime, timedelta

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.entry.form import plate_of
from mdt_alpr.domain.entry.life import audit_hash, erased, without_plate
from mdt_alpr.domain.hotlist.manual_entry import ManualEntry
from mdt_alpr.hq.audit.clock_guard import doubt_in
from mdt_alpr.hq.audit.service import NOBODY, record
from mdt_alpr.hq.base.agency_keys import key_id
from mdt_alpr.hq.base.headquarters import Headquarters, Work
from mdt_alpr.hq.hotlists import manual_store as manual_entries
from mdt_alpr.hq.hotlists import store as hotlists
from mdt_alpr.hq.hotlists.manual_store import Ending, KeptEntry
from mdt_alpr.hq.hotlists.service import hold_list, next_version

EVERY = timedelta(minutes=1)
EXPIRED = "expired"

Detail = tuple[tuple[str, str], ...]


def made_of(entry: ManualEntry) -> Detail:
    """Return what the audit keeps of a new entry: no plate, no person."""
    draft = entry.draft
    case = without_plate(draft.case, draft.text) if draft.text else draft.case
    return (
        ("purpose", draft.purpose.value if draft.purpose else ""),
        ("case", case),
        ("expires_at", entry.expires_at.isoformat()),
    )


def ended(
    entry: ManualEntry, key: bytes, at: datetime, by: str, why: str
) -> tuple[ManualEntry, Ending]:
    """Return what is left of an entry that ends: no plate, but its hash under the key (MAN-05)."""
    plate = plate_of(entry.draft)
    left = replace(erased(entry), removed_at=at, removed_by=by)
    clean_why = without_plate(why, plate.text)
    return left, Ending(at, by, clean_why, audit_hash(key, plate), key_id(key))


def end_entry(work: Work, stored: KeptEntry, by: str, why: str) -> None:
    """End an entry: the plate goes, its keyed hash, reason, case and dates stay (MAN-05)."""
    entry = stored.entry
    left, ending = ended(entry, work.entry_key, work.now, by, why)
    manual_entries.end(work, left, ending)
    is_over = why == EXPIRED and by == NOBODY
    event = AuditEvent.HQ_MANUAL_EXPIRED if is_over else AuditEvent.HQ_MANUAL_REMOVED
    record(
        work,
        event,
        entry.entry_id,
        by,
        ("why", ending.why),
        ("plate_hash", ending.plate_hash),
        ("reason", left.draft.reason),
        ("case", left.draft.case),
        ("entered_by", entry.entered_by),
        ("entered_at", entry.entered_at.isoformat()),
        ("expires_at", entry.expires_at.isoformat()),
    )


def end_expired(hq: Headquarters) -> int:
    """End every entry whose day has come; return how many. Cars end theirs by themselves.

    By a clock that is not believed nothing ends for good: no list has such an entry any more,
    but its plate is erased later.
    """
    with hq.reading() as work:
        if not manual_entries.expired(work) or doubt_in(work):
            return 0
    with hq.writing() as work:
        hold_list(work)
        over = manual_entries.expired(work)
        for stored in over:
            end_entry(work, stored, NOBODY, EXPIRED)
        if over:
            new_version(work, NOBODY)
    hq.database.leave_nothing_erased()
    return len(over)


def new_version(work: Work, by: str, source: str = "manual entries") -> int:
    """Make the next version of the hotlist, so that cars ask for it; its age stays.

    Return its number.
    """
    version = next_version(work, by, source=source, dropped=0)
    present = hotlists.newest(work.connection)
    compiled_at = present.compiled_at if present else version.compiled_at
    hotlists.add_version(work.connection, replace(version, compiled_at=compiled_at))
    return version.version
