"""The lists as the custodian watches them: health, deliveries page by page, dropped lines.

09.21.4.A.3: the custodian manages the gathering of hotlists.
"""

import csv
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.hotlist.delivery import Feed, feeds
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError, Work
from mdt_alpr.hq.base.hit_tables import LISTENERS
from mdt_alpr.hq.base.paging import Paging
from mdt_alpr.hq.base.tables import CAR_LISTS, HOTLIST_VERSIONS
from mdt_alpr.hq.formats import formats
from mdt_alpr.hq.hotlists import import_store as hotlist_imports
from mdt_alpr.hq.hotlists.deliveries import known, trouble_messages
from mdt_alpr.hq.hotlists.import_store import KeptImport
from mdt_alpr.hq.hotlists.importing import REPORT_FOLDER
from mdt_alpr.hq.hotlists.service import present_version
from mdt_alpr.wire.feeds import (
    CarListMessage,
    DeliveriesMessage,
    DroppedLineMessage,
    DroppedLinesMessage,
    FeedMessage,
    FeedsMessage,
)
from mdt_alpr.wire.problems import Problem

MOST_ROWS = 500


def health(hq: Headquarters, work: Work, by: str) -> FeedsMessage:
    """Return every list in use with its age, and which list each car has; recorded."""
    record(work, AuditEvent.HQ_LISTS_VIEWED, "feeds", by)
    states = feeds(hotlist_imports.deliveries(work.connection), work.now)
    imports = {(k.at, k.source): k for k in hotlist_imports.page(work.connection, MOST_ROWS)}
    return FeedsMessage(
        at=work.now,
        version=present_version(work),
        feeds=tuple(_feed(feed, imports.get((feed.last.at, feed.last.source))) for feed in states),
        cars=_cars(work),
        troubles=trouble_messages(work),
        formats=tuple(formats(hq.settings.data)),
    )


def _feed(feed: Feed, stored: KeptImport | None) -> FeedMessage:
    counts = stored.counts if stored else {}
    return FeedMessage(
        name=feed.name,
        state=feed.state.value,
        data_at=feed.last.data_since,
        loaded_at=feed.last.at,
        source=feed.last.source,
        entries=feed.last.lists[feed.name],
        why=feed.why,
        fresh=counts.get("fresh", 0),
        canceled=counts.get("canceled", 0),
    )


def _cars(work: Work) -> tuple[CarListMessage, ...]:
    unit = func.coalesce(LISTENERS.c.unit, "")
    query = (
        select(CAR_LISTS.c.device, unit, HOTLIST_VERSIONS.c.compiled_at)
        .outerjoin(LISTENERS, LISTENERS.c.device == CAR_LISTS.c.device)
        .outerjoin(HOTLIST_VERSIONS, HOTLIST_VERSIONS.c.version == CAR_LISTS.c.version)
        .order_by(unit, CAR_LISTS.c.device)
    )
    return tuple(CarListMessage(*row) for row in work.connection.execute(query))


_ORDERS: dict[str, Callable[[DroppedLineMessage], Any]] = {
    "line": lambda line: line.line,
    "reason": lambda line: (line.reason, line.line),
}


def page(work: Work, by: str, paging: Paging, most: int) -> DeliveriesMessage:
    """Return a page of the deliveries; recorded.

    Raises:
        RefusedError: too many are asked for.
    """
    _demand_few(most)
    imports = hotlist_imports.page(work.connection, most + 1, paging)
    shown = imports[:most]
    record(work, AuditEvent.HQ_LISTS_VIEWED, "deliveries", by, ("deliveries", str(len(shown))))
    return DeliveriesMessage(tuple(map(known, shown)), len(imports) > most)


def dropped(
    hq: Headquarters, by: str, number: int, paging: Paging, most: int
) -> DroppedLinesMessage:
    """Return some dropped lines of a delivery, in the file's order or by why; recorded.

    Raises:
        RefusedError: too many are asked for.
        DomainError: there is no such delivery, or its report is gone.
    """
    _demand_few(most)
    with hq.writing() as work:
        stored = hotlist_imports.of_number(work.connection, number)
        record(work, AuditEvent.HQ_LISTS_VIEWED, "dropped lines", by, ("number", str(number)))
    if stored is None or not stored.report:
        raise DomainError(f"There is no report on a delivery {number}.")
    lines = _lines(hq.settings.data / REPORT_FOLDER / Path(stored.report).name, paging, most + 1)
    return DroppedLinesMessage(number, stored.source, lines[:most], len(lines) > most)


def _lines(path: Path, paging: Paging, most: int) -> tuple[DroppedLineMessage, ...]:
    if paging.order not in ("", *_ORDERS) or paging.first < 0:
        raise RefusedError(Problem.MALFORMED, "order or first: no such order or page")
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = islice(csv.reader(file), 1, None)
            lines: Iterable[DroppedLineMessage] = (
                DroppedLineMessage(int(line), reason) for line, reason in rows
            )
            if paging.order:
                lines = sorted(lines, key=_ORDERS[paging.order], reverse=paging.descending)
            return tuple(islice(lines, paging.first, paging.first + most))
    except (OSError, ValueError) as error:
        raise DomainError("The report on this delivery is gone or damaged.") from error


def _demand_few(most: int) -> None:
    if not 0 < most <= MOST_ROWS:
        raise RefusedError(Problem.TOO_LARGE, f"At most {MOST_ROWS} rows.")
