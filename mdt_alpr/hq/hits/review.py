"""What reviewers see, and what needs attention first (VER-03).

That they saw it is recorded first (AUD-01, AUD-05).
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, or_, select, tuple_

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hit.disposition import Stopped
from mdt_alpr.domain.hit.gate import GateForm
from mdt_alpr.domain.hit.hit_summary import IN_ORDER, Attention, attention
from mdt_alpr.domain.hotlist.hotlist import CATEGORIES
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.hq.audit import store as own_audit
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.capture_day import capture_day, id_time
from mdt_alpr.hq.base.headquarters import Caller, RefusedError, Work
from mdt_alpr.hq.base.hit_tables import HIT_LOG
from mdt_alpr.hq.base.tables import HIT_STEPS, HITS
from mdt_alpr.hq.evidence import store as evidence
from mdt_alpr.hq.hits.restricted_log import note_shown
from mdt_alpr.hq.hotlists import deliveries
from mdt_alpr.hq.hotlists import store as hotlists
from mdt_alpr.hq.reads import captured, device_audit
from mdt_alpr.hq.reads import hit_log_store as hit_log
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


def hits_with(
    connection: Connection, words: Collection[str], stopped: Collection[str], limit: int
) -> list[Any]:
    """Return the newest hits with a step of one of the words, or that ended in such a stop."""
    t = HIT_STEPS.c
    with_step = select(t.day, t.hit_id).where(t.word.in_(words))
    ended = select(HIT_LOG.c.day, HIT_LOG.c.hit_id).where(HIT_LOG.c.stopped.in_(stopped))
    key = tuple_(HITS.c.day, HITS.c.hit_id)
    query = (
        select(
            HITS.c.day, HITS.c.hit_id, HITS.c.unit, HITS.c.captured_at, HITS.c.category,
            HITS.c.match_class,
        )
        .where(or_(key.in_(with_step), key.in_(ended)))
        .order_by(HITS.c.captured_at.desc(), HITS.c.hit_id.desc())
        .limit(limit)
    )  # fmt: skip
    return list(connection.execute(query))


def stops_of(connection: Connection, keys: Collection[tuple[date, str]]) -> dict[str, str]:
    """Return by hit whether it ended in a stop, as its officer said in the end."""
    t = HIT_LOG.c
    query = select(t.hit_id, t.stopped).where(
        t.day.in_({day for day, _ in keys}), t.hit_id.in_({hit_id for _, hit_id in keys})
    )
    return {row.hit_id: row.stopped for row in connection.execute(query)}


_WORDS = (
    AuditEvent.STOP_RECORDED.value,
    AuditEvent.STATUS_NOT_PRACTICABLE.value,
    GateForm.OPEN_WITHOUT_STATUS.value,
)
_STOPPED = (Stopped.BEFORE.value, Stopped.AFTER.value)


def hits_to_show(work: Work, most: int) -> list[Any]:
    """Return the newest hits, and those that want attention however old; each once."""
    newest = captured.newest_hits(work.connection, most)
    pressing = hits_with(work.connection, _WORDS, _STOPPED, most)
    known = {hit.hit_id for hit in newest}
    return [*newest, *(hit for hit in pressing if hit.hit_id not in known)]


def why_first(
    work: Work, keys: list[tuple[date, str]], words: dict[str, list[tuple[ItemKind, str]]]
) -> dict[str, Attention]:
    """Return by hit why it needs attention."""
    stopped = stops_of(work.connection, keys)
    return {
        hit_id: attention(
            dict(words.get(hit_id, ())).get(ItemKind.STOP),
            {word for kind, word in words.get(hit_id, ()) if kind is ItemKind.ANSWER},
            stopped.get(hit_id) or None,
        )
        for _, hit_id in keys
    }


def pressing_first(trails: Sequence[TrailMessage]) -> tuple[TrailMessage, ...]:
    """Return the trails, the most pressing first, else in their order."""
    rank = {why.value: place for place, why in enumerate(IN_ORDER)}
    return tuple(sorted(trails, key=lambda trail: rank[trail.attention]))


def counted(trails: Sequence[TrailMessage]) -> tuple[tuple[str, int], ...]:
    """Return how many hits want attention, by why; all of them, also where there is none."""
    counter = Counter(trail.attention for trail in trails)
    return tuple((why.value, counter[why.value]) for why in IN_ORDER if why.value)


MOST_TRAILS = 500


def note_overview(work: Work, caller: Caller) -> None:
    """Record that a person views the overview."""
    record(work, AuditEvent.HQ_OVERVIEW_VIEWED, "overview", caller.person_id)


def overview(work: Work) -> OverviewMessage:
    """Return counts, the state of every chain, and the trails of the newest hits."""
    counts = captured.counts(work.connection)
    chains = device_audit.chains(work.connection)
    newest = hotlists.newest(work.connection)
    trails = pressing_first(_trails(work))
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
        attention=counted(trails),
        evidence=tuple(
            ChainMessage(chain.device, number, chain.verified, chain.state, chain.broken_at)
            for chain, number in evidence.chains(work.connection)
        ),
        lists=deliveries.trouble_messages(work),
    )


def note_hit(work: Work, caller: Caller, hit_id: str) -> None:
    """Record that a person views a hit.

    Raises:
        RefusedError: the id is none; nothing is recorded of what was typed.
    """
    if id_time(hit_id) is None:
        raise RefusedError(Problem.NO_SUCH_HIT)
    record(
        work, AuditEvent.HQ_HIT_VIEWED, hit_id, caller.person_id, *_offense(work, hit_id),
        returned=captured.ids_of_hit(work.connection, hit_id),
    )  # fmt: skip
    note_shown(work, hit_id, caller.person_id)


def _offense(work: Work, hit_id: str) -> tuple[tuple[str, str], ...]:
    """Return what a hit's vehicle is listed for (AUD-01); nothing of a hit that is not kept."""
    line = hit_log.line(work, capture_day(hit_id), hit_id)
    return () if line is None else (("offense", CATEGORIES[line.category].offense),)


def hit_trail(work: Work, hit_id: str) -> HitTrailMessage:
    """Return everything that is kept about a hit.

    Raises:
        RefusedError: no such hit is kept.
    """
    day = capture_day(hit_id)
    body = captured.hit(work, day, hit_id)
    if body is None:
        raise RefusedError(Problem.NO_SUCH_HIT)
    hit = decode(HitMessage, body)
    read_day = capture_day(hit.read_id)
    read = captured.read(work, read_day, hit.read_id)
    steps = captured.steps(work, day, hit_id)
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
    return tuple(decode(message, body) for step_kind, body in steps if step_kind is kind)


def _trails(work: Work) -> tuple[TrailMessage, ...]:
    hits = hits_to_show(work, MOST_TRAILS)
    keys: list[tuple[date, str]] = [(hit.day, hit.hit_id) for hit in hits]
    words = captured.words_of(work.connection, keys)
    events = device_audit.events_about(work.connection, [hit_id for _, hit_id in keys])
    why = why_first(work, keys, words)
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
