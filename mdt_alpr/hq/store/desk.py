"""What the desk asks besides hits: where a list came from, which cars there are."""

from typing import Any

from sqlalchemy import Connection, Row, func, select

from mdt_alpr.hq.store.hit_log_tables import HIT_LOG
from mdt_alpr.hq.store.notice_tables import LISTENERS
from mdt_alpr.hq.store.tables import DEVICES, HOTLIST_VERSIONS


def list_source(connection: Connection, version: int) -> str:
    """Return where a version of the hotlist came from; empty where it is not known."""
    found = select(HOTLIST_VERSIONS.c.source).where(HOTLIST_VERSIONS.c.version == version)
    return connection.scalar(found) or ""


def cars(connection: Connection) -> list[Row[Any]]:
    """Return every car with its unit, its open hits and its chain; the last heard first."""
    still_open = (
        select(HIT_LOG.c.device, func.count().label("hits"))
        .where(HIT_LOG.c.disposition == "")
        .group_by(HIT_LOG.c.device)
        .subquery()
    )
    found = (
        select(
            DEVICES.c.device,
            func.coalesce(LISTENERS.c.unit, "").label("unit"),
            DEVICES.c.last_seen_at,
            DEVICES.c.chain_state,
            func.coalesce(still_open.c.hits, 0).label("open_hits"),
        )
        .outerjoin(LISTENERS, LISTENERS.c.device == DEVICES.c.device)
        .outerjoin(still_open, still_open.c.device == DEVICES.c.device)
        .order_by(DEVICES.c.last_seen_at.desc(), DEVICES.c.device)
    )
    return list(connection.execute(found))
