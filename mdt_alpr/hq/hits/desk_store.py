"""What the desk asks besides hits: where a list came from, which cars there are."""

from typing import Any

from sqlalchemy import Connection, Row, case, func, select, type_coerce, union

from mdt_alpr.database.types import UtcDateTime
from mdt_alpr.hq.base.hit_log_tables import HIT_LOG
from mdt_alpr.hq.base.notice_tables import LISTENERS
from mdt_alpr.hq.base.tables import CAR_LISTS, DEVICES, HOTLIST_VERSIONS


def list_source(connection: Connection, version: int) -> str:
    """Return where a version of the hotlist came from; empty where it is not known."""
    found = select(HOTLIST_VERSIONS.c.source).where(HOTLIST_VERSIONS.c.version == version)
    return connection.scalar(found) or ""


def cars(connection: Connection) -> list[Row[Any]]:
    """Return every car: unit, open hits, chain, list in use; the last heard first.

    A car is heard when it sends, and when it asks for notices. One that never sent anything has
    an empty ``chain_state``; one that never said which list it has, no ``list_version``.
    """
    still_open = (
        select(HIT_LOG.c.device, func.count().label("hits"))
        .where(HIT_LOG.c.disposition == "")
        .group_by(HIT_LOG.c.device)
        .subquery()
    )
    asking = select(LISTENERS).where(LISTENERS.c.unit != "").subquery()
    every = union(select(DEVICES.c.device), select(asking.c.device)).subquery()
    heard = (DEVICES.c.last_seen_at, asking.c.asked_at)
    last = case((heard[0] > heard[1], heard[0]), else_=func.coalesce(heard[1], heard[0]))
    device = every.c.device
    found = (
        select(
            device,
            func.coalesce(asking.c.unit, "").label("unit"),
            type_coerce(last, UtcDateTime).label("last_seen_at"),
            func.coalesce(DEVICES.c.chain_state, "").label("chain_state"),
            func.coalesce(still_open.c.hits, 0).label("open_hits"),
            CAR_LISTS.c.version.label("list_version"),
            HOTLIST_VERSIONS.c.compiled_at.label("list_compiled_at"),
        )
        .outerjoin(DEVICES, DEVICES.c.device == device)
        .outerjoin(asking, asking.c.device == device)
        .outerjoin(still_open, still_open.c.device == device)
        .outerjoin(CAR_LISTS, CAR_LISTS.c.device == device)
        .outerjoin(HOTLIST_VERSIONS, HOTLIST_VERSIONS.c.version == CAR_LISTS.c.version)
        .order_by(last.desc(), device)
    )
    return list(connection.execute(found))
