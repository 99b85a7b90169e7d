"""The rows of a table as they were before they were sealed."""

from types import SimpleNamespace
from typing import Any

from sqlalchemy import Table, select

from mdt_alpr.hq.base import sealed_rows
from mdt_alpr.hq.base.headquarters import Headquarters


def opened_rows(hq: Headquarters, table: Table, *where: Any) -> list[Any]:
    """Return the rows with their texts, in the order of their keys; each must open."""
    query = select(table).where(*where).order_by(*table.primary_key.columns)
    with hq.reading() as work:
        rows = [
            sealed_rows.opened(work.keys, table, row)
            for row in work.connection.execute(query).mappings()
        ]
    assert None not in rows
    return [SimpleNamespace(**row) for row in rows if row is not None]
