"""What a purge erases from the car's store, and from the copy that was made before a migration."""

from datetime import datetime

from sqlalchemy import Connection

from mdt_alpr.adapters.store import evidence_table, hotlist_table, kept_data, outbox_table
from mdt_alpr.adapters.store.content import Content
from mdt_alpr.adapters.store.hold_table import HoldTable
from mdt_alpr.wire.evidence import EvidenceMessage


def erase_due(
    connection: Connection, content: Content, now: datetime, until: datetime
) -> tuple[dict[str, int], tuple[EvidenceMessage, ...]]:
    """Erase what was captured up to ``until`` (RET-01, RET-02), and entries that are over.

    Return how much of each kind, and the bare seals that headquarters has not got yet. No hold
    ends here: both stores have the same keys of holds, and the copy knows of no oath since.
    """
    kept_data.count_from(connection, now)
    held = HoldTable(connection, content, now).keep_due(until)
    seals = evidence_table.erase_content(connection, content, until)
    of_passes = evidence_table.erase_pictures(connection, until)
    reads, of_reads = kept_data.erase_reads(connection, until)
    hits, of_hits = kept_data.erase_hits(connection, until)
    queued, of_queued = outbox_table.erase_captured(connection, until)
    gone = of_reads | of_hits | of_queued | of_passes
    counts = {
        "reads": reads,
        "hits": hits,
        "pictures": kept_data.forget_pictures(connection, gone),
        "queued": queued,
        "entries": hotlist_table.erase_expired(connection, now),
        "rejections": kept_data.NoticeTable(connection, content).erase(until),
        "held": held,
    }
    return counts, seals
