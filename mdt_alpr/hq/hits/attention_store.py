"""Hits that a supervisor looks at first, found by their steps whatever their age."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import Connection, and_, or_, select, tuple_

from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.hq.base.tables import HIT_STEPS, HITS


def hits_with(
    connection: Connection, words: Collection[str], stopped: Collection[str], limit: int
) -> list[Any]:
    """Return the newest hits with a step of one of the words, or that ended in a stop.

    ``stopped`` are the values of a disposition's field; its body is JSON without spaces.
    """
    t = HIT_STEPS.c
    ended = or_(*(t.body.contains(f'"stopped":"{value}"') for value in stopped))
    told = select(t.day, t.hit_id).where(
        or_(t.word.in_(words), and_(t.kind == ItemKind.DISPOSITION, ended))
    )
    found = (
        select(
            HITS.c.day, HITS.c.hit_id, HITS.c.unit, HITS.c.captured_at, HITS.c.category,
            HITS.c.match_class,
        )
        .where(tuple_(HITS.c.day, HITS.c.hit_id).in_(told))
        .order_by(HITS.c.captured_at.desc(), HITS.c.hit_id.desc())
        .limit(limit)
    )  # fmt: skip
    return list(connection.execute(found))


def endings_of(connection: Connection, keys: Collection[tuple[date, str]]) -> dict[str, str]:
    """Return the body of each hit's disposition, by hit; the last where there are several."""
    t = HIT_STEPS.c
    found = (
        select(t.hit_id, t.body)
        .where(
            t.day.in_({day for day, _ in keys}),
            t.hit_id.in_({hit_id for _, hit_id in keys}),
            t.kind == ItemKind.DISPOSITION,
        )
        .order_by(t.at, t.item_id)
    )
    return {row.hit_id: row.body for row in connection.execute(found)}
