"""Find the hit whose evidence is let out: shown for a stated purpose only (PUR-01, 09.21.8.B)."""

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.entry.form import past_reads_needs
from mdt_alpr.domain.hotlist.hotlist import CATEGORIES
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.headquarters import Caller, RefusedError, Work
from mdt_alpr.hq.evidence import store as evidence
from mdt_alpr.hq.reads import hit_log_store as hit_log
from mdt_alpr.wire.hit_ids import HitIdRow, HitIdsMessage, HitIdsRequest
from mdt_alpr.wire.problems import Problem

MOST = 500


def note_search(work: Work, caller: Caller, ask: HitIdsRequest) -> None:
    """Record that a person looks for hits, in which span and for what.

    Raises:
        RefusedError: no lawful purpose, or no case.
    """
    purpose = Purpose(ask.purpose) if ask.purpose in set(Purpose) else None
    if past_reads_needs(purpose, ask.case):
        raise RefusedError(Problem.NO_PURPOSE)
    detail = (
        ("since", ask.since.isoformat()),
        ("until", ask.until.isoformat()),
        ("purpose", ask.purpose),
    )
    event, typed = AuditEvent.HQ_HIT_IDS_VIEWED, (("case", ask.case),)
    record(work, event, "hit ids", caller.person_id, *detail, typed=typed)


def hit_ids(work: Work, ask: HitIdsRequest) -> HitIdsMessage:
    """Return the hits that were raised in the span, the newest first."""
    lines = hit_log.raised_between(work.connection, ask.since, ask.until, MOST)
    sealed = evidence.sealed_hits(work.connection, [line.hit_id for line in lines])
    return HitIdsMessage(tuple(_row(line, sealed) for line in lines), MOST)


def _row(line: hit_log.Line, sealed: set[str]) -> HitIdRow:
    restricted = CATEGORIES[line.category].restricted
    return HitIdRow(
        hit_id=line.hit_id,
        raised_at=line.raised_at,
        unit=line.unit,
        text="" if restricted else line.read_text,
        state="" if restricted else line.read_state,
        category=line.category,
        disposition=line.disposition,
        restricted=restricted,
        has_package=line.hit_id in sealed,
    )
