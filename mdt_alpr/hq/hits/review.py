"""What reviewers see; that they saw it is recorded first (AUD-01, AUD-05)."""

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.hq.audit import store as own_audit
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.capture_day import capture_day, id_time
from mdt_alpr.hq.base.headquarters import Caller, RefusedError, Work
from mdt_alpr.hq.evidence import store as evidence
from mdt_alpr.hq.hits import attention
from mdt_alpr.hq.hotlists import list_watch
from mdt_alpr.hq.hotlists import store as hotlists
from mdt_alpr.hq.reads import captured, device_audit
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.messages import (
    AnswerMessage,
    AuditMessage,
    DispositionMessage,
    HitMessage,
    PictureMessage,
    ReadMessage,
    StopMessage,
)
from mdt_alpr.wire.problems import Problem
from mdt_alpr.wire.review import ChainMessage, HitTrailMessage, OverviewMessage, TrailMessage

MOST_TRAILS = 500


def note_overview(work: Work, caller: Caller) -> None:
    """Record that a person looks at the overview."""
    record(work, AuditEvent.HQ_OVERVIEW_VIEWED, "overview", caller.person_id)


def overview(work: Work) -> OverviewMessage:
    """Return counts, the state of every chain, and the trails of the newest hits."""
    counts = captured.counts(work.connection)
    chains = device_audit.chains(work.connection)
    newest = hotlists.newest(work.connection)
    trails = attention.pressing_first(_trails(work))
    return OverviewMessage(
        at=work.now,
        reads=counts["reads"],
        hits=counts["hits"],
        answers=counts.get(ItemKind.ANSWER, 0),
        stops=counts.get(ItemKind.STOP, 0),
        dispositions=tuple(captured.dispositions(work.connection).items()),
        audit_entries=sum(number for _, number in chains) + own_audit.count(work.connection),
        pictures=counts["pictures"],
        pictures_held=counts["held"],
        hotlist_version=newest.version if newest else 0,
        hotlist_entries=newest.entries if newest else 0,
        chains=tuple(
            ChainMessage(chain.device, number, chain.verified, chain.state, chain.broken_at)
            for chain, number in chains
        ),
        trails=trails,
        attention=attention.counted(trails),
        evidence=tuple(
            ChainMessage(chain.device, number, chain.verified, chain.state, chain.broken_at)
            for chain, number in evidence.chains(work.connection)
        ),
        lists=list_watch.trouble_messages(work),
    )


def note_hit(work: Work, caller: Caller, hit_id: str) -> None:
    """Record that a person looks at a hit.

    Raises:
        RefusedError: the id is none; nothing is recorded of what was typed.
    """
    if id_time(hit_id) is None:
        raise RefusedError(Problem.NO_SUCH_HIT)
    record(work, AuditEvent.HQ_HIT_VIEWED, hit_id, caller.person_id)


def hit_trail(work: Work, hit_id: str) -> HitTrailMessage:
    """Return everything that is kept about a hit.

    Raises:
        RefusedError: no such hit is kept.
    """
    day = capture_day(hit_id)
    body = captured.hit(work.connection, day, hit_id)
    if body is None:
        raise RefusedError(Problem.NO_SUCH_HIT)
    hit = decode(HitMessage, body)
    read_day = capture_day(hit.read_id)
    read = captured.read(work.connection, read_day, hit.read_id)
    steps = captured.steps(work.connection, day, hit_id)
    return HitTrailMessage(
        hit=hit,
        read=decode(ReadMessage, read) if read else None,
        answers=_of(steps, ItemKind.ANSWER, AnswerMessage),
        stops=_of(steps, ItemKind.STOP, StopMessage),
        dispositions=_of(steps, ItemKind.DISPOSITION, DispositionMessage),
        audit=tuple(
            decode(AuditMessage, entry)
            for entry in device_audit.entries_about(work.connection, hit_id)
        ),
        pictures=tuple(
            decode(PictureMessage, picture)
            for picture in captured.pictures(work.connection, read_day, hit.read_id)
        ),
    )


def _of(steps: list[tuple[ItemKind, str]], kind: ItemKind, message: type[Any]) -> tuple[Any, ...]:
    return tuple(decode(message, body) for found, body in steps if found is kind)


def _trails(work: Work) -> tuple[TrailMessage, ...]:
    hits = attention.hits_to_show(work, MOST_TRAILS)
    keys: list[tuple[date, str]] = [(hit.day, hit.hit_id) for hit in hits]
    words = captured.words_of(work.connection, keys)
    events = device_audit.events_about(work.connection, [hit_id for _, hit_id in keys])
    why = attention.why_first(work, keys, words)
    trails = (
        _trail(hit, words.get(hit.hit_id, []), tuple(events.get(hit.hit_id, ()))) for hit in hits
    )
    return tuple(replace(trail, attention=why[trail.hit_id].value) for trail in trails)


def _trail(
    hit: Any, words: list[tuple[ItemKind, str]], events: tuple[AuditEvent, ...]
) -> TrailMessage:
    last = dict(words)
    return TrailMessage(
        hit_id=hit.hit_id,
        unit=hit.unit,
        captured_at=hit.captured_at,
        category=hit.category,
        match_class=hit.match_class,
        disposition=last.get(ItemKind.DISPOSITION),
        answers=Counter(kind for kind, _ in words)[ItemKind.ANSWER],
        gate_form=last.get(ItemKind.STOP),
        events=tuple(event.value for event in events),
    )
