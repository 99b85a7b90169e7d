"""Where a plate was read before somebody listed it: shown with a stated purpose only (PUR-01)."""

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.entry.form import past_reads_needs, plate_of
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.people.roles import Permission, may
from mdt_alpr.domain.plate.plate import UNKNOWN_STATE, folded
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.headquarters import Caller, RefusedError, Work
from mdt_alpr.hq.entries import past_read_store
from mdt_alpr.hq.hotlists import manual_store as manual_entries
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.manual import PastReadsMessage, PastReadsRequest
from mdt_alpr.wire.messages import ReadMessage
from mdt_alpr.wire.problems import Problem

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
    kept = manual_entries.one(work.connection, entry_id)
    if kept is None or kept.ended_at is not None:
        raise RefusedError(Problem.NO_SUCH_ENTRY)
    reviews = may(caller.role, Permission.REVIEW_HITS) or may(caller.role, Permission.MANAGE_LISTS)
    if not reviews and kept.entry.entered_by != caller.person_id:
        raise RefusedError(Problem.NOT_PERMITTED)
    plate = plate_of(kept.entry.draft)
    states = {plate.state, UNKNOWN_STATE}
    bodies = past_read_store.of_plate(work.connection, folded(plate.text), states, MOST)
    detail = ("purpose", asked.purpose), ("reads", str(len(bodies)))
    event, typed = AuditEvent.HQ_PAST_READS_VIEWED, (("case", asked.case),)
    record(work, event, entry_id, caller.person_id, *detail, typed=typed)
    return PastReadsMessage(tuple(decode(ReadMessage, body) for body in bodies), MOST)
