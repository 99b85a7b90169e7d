"""What the administrator decided and set of hotlist categories; one row each, the latest."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, delete, func, or_, select

from mdt_alpr.domain.hit.disposition import CONFIRMED
from mdt_alpr.domain.hotlist.hotlist import (
    CATEGORIES,
    ON_BY_DEFAULT,
    CategorySetting,
    CategorySettings,
    PastHits,
)
from mdt_alpr.domain.review.list_precision import DECIDED, ListPrecision
from mdt_alpr.hq.base.hit_tables import HIT_LOG
from mdt_alpr.hq.base.tables import CATEGORY_DECISIONS
from mdt_alpr.hq.hotlists.tables import CATEGORY_SETTINGS


def keep(connection: Connection, row: Mapping[str, Any]) -> None:
    """Keep a decision in the place of the one before; the audit chain keeps every one."""
    connection.execute(delete(CATEGORY_DECISIONS).where(CATEGORY_DECISIONS.c.code == row["code"]))
    connection.execute(CATEGORY_DECISIONS.insert(), dict(row))


def switched_on(connection: Connection) -> frozenset[str]:
    """Return the codes of the categories that are on now: by decision, else by default."""
    table = CATEGORY_DECISIONS
    rows = connection.execute(select(table.c.code, table.c.is_on))
    decided = {row.code: row.is_on for row in rows}
    return frozenset(code for code in CATEGORIES if decided.get(code, code in ON_BY_DEFAULT))


@dataclass(frozen=True, slots=True)
class Decided:
    """What an administrator decided of a category, by whom, when, and why."""

    purpose: str
    by: str
    at: datetime
    reason: str


def decisions(connection: Connection) -> dict[str, Decided]:
    """Return what was decided, by the categories' codes."""
    table = CATEGORY_DECISIONS.c
    query = select(table.code, table.purpose, table.decided_by, table.decided_at, table.reason)
    return {code: Decided(*rest) for code, *rest in connection.execute(query)}


def keep_setting(connection: Connection, row: Mapping[str, Any]) -> None:
    """Keep a setting in the place of the one before; the audit chain keeps every one."""
    table = CATEGORY_SETTINGS
    connection.execute(delete(table).where(table.c.code == row["code"]))
    connection.execute(table.insert(), dict(row))


def settings(connection: Connection) -> CategorySettings:
    """Return what was set, by the categories' codes."""
    table = CATEGORY_SETTINGS.c
    query = select(table.code, table.priority, table.style, table.instruction, table.set_at)
    rows = connection.execute(query.order_by(table.code))
    return CategorySettings(tuple(CategorySetting(*row) for row in rows))


@dataclass(frozen=True, slots=True)
class Signed:
    """By whose hand a setting is, and why."""

    by: str
    reason: str


def signed(connection: Connection) -> dict[str, Signed]:
    """Return who set what is set, by the categories' codes."""
    table = CATEGORY_SETTINGS.c
    rows = connection.execute(select(table.code, table.set_by, table.reason))
    return {code: Signed(by, reason) for code, by, reason in rows}


def precisions(connection: Connection) -> dict[str, tuple[ListPrecision, ...]]:
    """Return how often the hits of each list were right, by category, since that was last set."""
    setting = CATEGORY_SETTINGS.c
    return _precisions(
        connection, or_(setting.set_at.is_(None), HIT_LOG.c.captured_at > setting.set_at)
    )


def past_hits(connection: Connection, since: datetime, until: datetime) -> tuple[PastHits, ...]:
    """Return how often the hits of each list were right between two times, for the cars (D19)."""
    return tuple(
        PastHits(code, precision.list_name, precision.right, precision.decided, since, until)
        for code, lists in _precisions(connection, HIT_LOG.c.captured_at >= since).items()
        for precision in lists
        if precision.says_something
    )


def _precisions(
    connection: Connection, counts: ColumnElement[bool]
) -> dict[str, tuple[ListPrecision, ...]]:
    hit, setting = HIT_LOG.c, CATEGORY_SETTINGS.c
    query = (
        select(
            hit.category,
            hit.list_name,
            func.sum(case((hit.disposition.in_(CONFIRMED), 1), else_=0)),
            func.count(),
        )
        .outerjoin(CATEGORY_SETTINGS, setting.code == hit.category)
        .where(hit.disposition.in_(DECIDED), hit.list_name != "", counts)
        .group_by(hit.category, hit.list_name)
        .order_by(hit.category, hit.list_name)
    )
    lists: dict[str, tuple[ListPrecision, ...]] = {}
    for code, *values in connection.execute(query):
        lists[code] = (*lists.get(code, ()), ListPrecision(*values))
    return lists
