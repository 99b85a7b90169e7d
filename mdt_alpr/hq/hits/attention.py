"""The supervisor's list: what was stopped without all of its checks stands on top (VER-03)."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hit.disposition import Stopped
from mdt_alpr.domain.hit.gate import GateForm
from mdt_alpr.domain.hit.hit_summary import IN_ORDER, Attention, attention
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.hq.base.headquarters import Work
from mdt_alpr.hq.hits import attention_store as store
from mdt_alpr.hq.reads import captured
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.messages import DispositionMessage
from mdt_alpr.wire.review import TrailMessage

_WORDS = (
    AuditEvent.STOP_RECORDED.value,
    AuditEvent.STATUS_NOT_PRACTICABLE.value,
    GateForm.OPEN_WITHOUT_STATUS.value,
)
_STOPPED = (Stopped.BEFORE.value, Stopped.AFTER.value)


def hits_to_show(work: Work, most: int) -> list[Any]:
    """Return the newest hits, and those that want attention however old; each once."""
    newest = captured.newest_hits(work.connection, most)
    pressing = store.hits_with(work.connection, _WORDS, _STOPPED, most)
    known = {hit.hit_id for hit in newest}
    return [*newest, *(hit for hit in pressing if hit.hit_id not in known)]


def why_first(
    work: Work, keys: list[tuple[date, str]], words: dict[str, list[tuple[ItemKind, str]]]
) -> dict[str, Attention]:
    """Return by hit why it is to be looked at."""
    endings = store.endings_of(work.connection, keys)
    return {
        hit_id: attention(
            dict(words.get(hit_id, ())).get(ItemKind.STOP),
            {word for kind, word in words.get(hit_id, ()) if kind is ItemKind.ANSWER},
            _stopped(endings.get(hit_id)),
        )
        for _, hit_id in keys
    }


def pressing_first(trails: Sequence[TrailMessage]) -> tuple[TrailMessage, ...]:
    """Return the trails, the most pressing first, else in their order."""
    rank = {why.value: place for place, why in enumerate(IN_ORDER)}
    return tuple(sorted(trails, key=lambda trail: rank[trail.attention]))


def counted(trails: Sequence[TrailMessage]) -> tuple[tuple[str, int], ...]:
    """Return how many hits want attention, by why; all of them, also where there is none."""
    found = Counter(trail.attention for trail in trails)
    return tuple((why.value, found[why.value]) for why in IN_ORDER if why.value)


def _stopped(body: str | None) -> str | None:
    return None if body is None else decode(DispositionMessage, body).stopped
