"""Where a plate was read before somebody listed it: a search with the entry's reason (PUR-01)."""

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.entry.form import past_reads_needs, plate_of
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.people.provenance import REMOVED_SOON_AFTER, AsideReason
from mdt_alpr.domain.people.roles import Permission, may
from mdt_alpr.domain.policy import CAPTURED_DATA_KEPT_FOR
from mdt_alpr.domain.reason_words import serves_no_purpose, single_line
from mdt_alpr.domain.search.question import AskedCase, SearchQuestion, case_lacks, wide_because
from mdt_alpr.hq.audit import store as own_audit
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.case_formats import case_formats
from mdt_alpr.hq.base.headquarters import Caller, RefusedError, Work
from mdt_alpr.hq.base.retention_setting import kept_days
from mdt_alpr.hq.hotlists import manual_store as manual_entries
from mdt_alpr.hq.hotlists.manual_store import KeptEntry
from mdt_alpr.hq.reads import quarantine_store
from mdt_alpr.hq.search.finding import find, with_corrections
from mdt_alpr.hq.search.service import keep
from mdt_alpr.wire.manual import PastReadsMessage, PastReadsRequest
from mdt_alpr.wire.problems import Problem

PAST_READS = "past_reads"


def flag_removal(work: Work, stored: KeptEntry) -> None:
    """Flag an entry that its maker removes soon after past reads of its plate were viewed.

    It is among what was set aside until an administrator has looked into it.
    """
    entry = stored.entry
    if work.now - entry.entered_at > REMOVED_SOON_AFTER:
        return
    event = AuditEvent.HQ_PAST_READS_VIEWED
    if not own_audit.was_recorded_lately(work.connection, event, entry.entry_id):
        return
    row = {
        "item_id": entry.entry_id,
        "device": stored.device,
        "kind": PAST_READS,
        "reason": AsideReason.REMOVED_SOON,
        "person_id": entry.entered_by,
        "brought_by": entry.entered_by,
        "subject": entry.entry_id,
        "captured_at": entry.entered_at,
        "received_at": work.now,
        "body": "",
    }
    quarantine_store.add(work, [row])
    facts = ("kind", PAST_READS), ("reason", AsideReason.REMOVED_SOON.value)
    record(work, AuditEvent.HQ_ITEM_SET_ASIDE, entry.entry_id, entry.entered_by, *facts)


MOST = 200


def past_reads(
    work: Work, caller: Caller, entry_id: str, asked: PastReadsRequest, case: AskedCase
) -> PastReadsMessage:
    """Return the newest reads of a live manual entry's plate, of the state or an unread one.

    ``case`` is what the agency's case system knows of the case.

    Raises:
        RefusedError: no such entry, another officer's, no lawful purpose, or no case as the
            agency writes them.
    """
    purpose = Purpose(asked.purpose) if asked.purpose in set(Purpose) else None
    if past_reads_needs(purpose, asked.case):
        raise RefusedError(Problem.NO_PURPOSE)
    stored = manual_entries.find(work, entry_id)
    if stored is None or stored.ended_at is not None:
        raise RefusedError(Problem.NO_SUCH_ENTRY)
    reviews = may(caller.role, Permission.REVIEW_HITS) or may(caller.role, Permission.MANAGE_LISTS)
    if not reviews and stored.entry.entered_by != caller.person_id:
        raise RefusedError(Problem.NOT_PERMITTED)
    plate, draft = plate_of(stored.entry.draft), stored.entry.draft
    if serves_no_purpose(draft.reason):  # of an entry that was made before its form asked
        raise RefusedError(Problem.NO_PURPOSE, "The reason of this entry serves no purpose.")
    if lacks := " ".join(case_lacks(asked.case, plate.text, case_formats(work.connection))):
        raise RefusedError(Problem.NO_PURPOSE, lacks)
    question = SearchQuestion(
        plate.text, plate.state, work.now - CAPTURED_DATA_KEPT_FOR, work.now, asked.purpose,
        single_line(asked.case), draft.reason, everywhere=True,
    )  # fmt: skip
    result = find(work, question)
    reads = with_corrections(work, result.reads[:MOST])
    came_of_it = case, result.number, reads
    search_id = keep(work, caller, question, wide_because(question), came_of_it)
    made = ("search", search_id)
    record(work, AuditEvent.HQ_PAST_READS_VIEWED, entry_id, caller.person_id, made)
    return PastReadsMessage(reads, MOST, kept_days(work.connection))
