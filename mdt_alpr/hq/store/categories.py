"""What the administrator decided of hotlist categories; one row a category, the latest."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, delete, select

from mdt_alpr.domain.hotlist import CATEGORIES, ON_BY_DEFAULT
from mdt_alpr.hq.store.tables import CATEGORY_DECISIONS


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
