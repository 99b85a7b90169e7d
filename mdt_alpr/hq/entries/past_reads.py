"""Where a plate was read before somebody listed it: shown with a stated purpose only (PUR-01)."""

from collections.abc import Collection

from sqlalchemy import select

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.entry.form import past_reads_needs, plate_of
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.people.provenance import REMOVED_SOON_AFTER, AsideReason
from mdt_alpr.domain.people.roles import Permission, may
from mdt_alpr.domain.plate.plate import UNKNOWN_STATE, folded
from mdt_alpr.hq.audit import store as own_audit
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base import sealed_reads
from mdt_alpr.hq.base.headquarters import Caller, RefusedError, Work
from mdt_alpr.hq.base.tables import READS
from mdt_alpr.hq.hotlists import manual_store as manual_entries
from mdt_alpr.hq.hotlists.manual_store import KeptEntry
from mdt_alpr.hq.reads import set_aside_store as set_aside
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.manual import PastReadsMessage, PastReadsRequest
from mdt_alpr.wire.messages import ReadMessage
from mdt_alpr.wire.problems import Problem


def of_plate(work: Work, text: str, states: Collection[str], limit: int) -> list[str]:
    """Return the bodies of reads whose text is this one, O being 0, newest first.

    A plate has a form of its own on each day: it is looked for on each that can still be read.
    A form that was moved to another read leads to none.
    """
    t = READS.c
    found = (
        select(t.captured_at, t.read_id, t.sealed)
        .where(t.plate.in_(sealed_reads.forms(work.day_keys, text, states)))
        .order_by(t.captured_at.desc(), t.read_id)
        .limit(limit)
    )
    bodies = (sealed_reads.opened(work.day_keys, *row) for row in work.connection.execute(found))
    return [body for body in bodies if body is not None and _is_of(body, text)]


def _is_of(body: str, text: str) -> bool:
    return folded(decode(ReadMessage, body).text) == folded(text)


PAST_READS = "past_reads"


def flag_removal(work: Work, kept: KeptEntry) -> None:
    """Flag an entry that its maker removes soon after past reads of its plate were viewed.

    It is among what was set aside until an administrator has looked into it.
    """
    entry = kept.entry
    if work.now - entry.entered_at > REMOVED_SOON_AFTER:
        return
    event = AuditEvent.HQ_PAST_READS_VIEWED
    if not own_audit.was_recorded_lately(work.connection, event, entry.entry_id):
        return
    row = {
        "item_id": entry.entry_id,
        "device": kept.device,
        "kind": PAST_READS,
        "reason": AsideReason.REMOVED_SOON,
        "person_id": entry.entered_by,
        "brought_by": entry.entered_by,
        "subject": entry.entry_id,
        "captured_at": entry.entered_at,
        "received_at": work.now,
        "body": "",
    }
    set_aside.add(work, [row])
    facts = ("kind", PAST_READS), ("reason", AsideReason.REMOVED_SOON.value)
    record(work, AuditEvent.HQ_ITEM_SET_ASIDE, entry.entry_id, entry.entered_by, *facts)


MOST = 200


def past_reads(
    work: Work, caller: Caller, entry_id: str, asked: PastReadsRequest
) -> PastReadsMessage:
    """Return the newest reads of a live manual entry's plate, of the state or an unread one.

    Raises:
        RefusedError: no such entry, another officer's, no lawful purpose, or no case.
    """
    purpose = Purpose(asked.purpose) if asked.purpose in set(Purpose) else None
    if past_reads_needs(purpose, asked.case):
        raise RefusedError(Problem.NO_PURPOSE)
    kept = manual_entries.one(work, entry_id)
    if kept is None or kept.ended_at is not None:
        raise RefusedError(Problem.NO_SUCH_ENTRY)
    reviews = may(caller.role, Permission.REVIEW_HITS) or may(caller.role, Permission.MANAGE_LISTS)
    if not reviews and kept.entry.entered_by != caller.person_id:
        raise RefusedError(Problem.NOT_PERMITTED)
    plate = plate_of(kept.entry.draft)
    states = {plate.state, UNKNOWN_STATE}
    bodies = of_plate(work, plate.text, states, MOST)
    detail = ("purpose", asked.purpose), ("reads", str(len(bodies)))
    event, typed = AuditEvent.HQ_PAST_READS_VIEWED, (("case", asked.case),)
    reads = tuple(decode(ReadMessage, body) for body in bodies)
    shown = [read.read_id for read in reads]
    record(work, event, entry_id, caller.person_id, *detail, typed=typed, returned=shown)
    return PastReadsMessage(reads, MOST)
