"""What asks for a second look at how past reads were used (PUR-01, SUP-03)."""

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.provenance import REMOVED_SOON_AFTER, AsideReason
from mdt_alpr.hq.audit import store as own_audit
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.headquarters import Work
from mdt_alpr.hq.hotlists.manual_store import KeptEntry
from mdt_alpr.hq.reads import set_aside_store as set_aside

PAST_READS = "past_reads"


def flag_removal(work: Work, kept: KeptEntry) -> None:
    """Flag an entry that its maker removes soon after past reads of its plate were viewed.

    It stands among what was set aside until an administrator has looked into it.
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
    set_aside.add(work.connection, [row])
    told = ("kind", PAST_READS), ("reason", AsideReason.REMOVED_SOON.value)
    record(work, AuditEvent.HQ_ITEM_SET_ASIDE, entry.entry_id, entry.entered_by, *told)
