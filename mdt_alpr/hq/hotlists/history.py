"""What was on the lists at a past instant: which lists, or which records of a plate (HOT-12).

Lists are known for good, by number and source. A record that left is known until the key dies
under which it lay, some weeks later.
"""

from collections.abc import Iterable
from datetime import datetime
from itertools import product
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, func, select

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.conversion import converted
from mdt_alpr.domain.hotlist.delivery import feeds
from mdt_alpr.domain.hotlist.hotlist import CATEGORIES, check_reason
from mdt_alpr.domain.plate.plate import STATES, tidy
from mdt_alpr.domain.policy import (
    CAPTURED_DATA_KEPT_FOR,
    LIST_SEALED_AGAIN_AFTER,
    capture_date_ends,
)
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base import sealed_rows
from mdt_alpr.hq.base.headquarters import RefusedError, Work
from mdt_alpr.hq.base.tables import HOTLIST_ENTRIES, HOTLIST_VERSIONS
from mdt_alpr.hq.hotlists import import_store as hotlist_imports
from mdt_alpr.hq.hotlists.tables import HOTLIST_PAST
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.feeds import (
    FeedMessage,
    ListedRecordMessage,
    ListedThenMessage,
    ListedThenRequest,
)
from mdt_alpr.wire.messages import EntryMessage
from mdt_alpr.wire.problems import Problem

KNOWN_FOR = CAPTURED_DATA_KEPT_FOR - LIST_SEALED_AGAIN_AFTER
"""How long a record that left is known at least."""
_MOST_SPELLINGS = 64
_NOW = 2**31 - 1
"""Stands for a version that is yet to come."""


def listed_then(work: Work, by: str, asked: ListedThenRequest) -> ListedThenMessage:
    """Return which lists were in use then, or what was on them of a plate; recorded.

    Raises:
        DomainError: no reason.
        PlateTextError: the text is no plate.
        RefusedError: no state.
    """
    check_reason(asked.reason)
    at = min(asked.at, work.now)
    version = _version_at(work.connection, at)
    typed: tuple[tuple[str, str], ...] = (("reason", asked.reason.strip()),)
    lists: tuple[FeedMessage, ...] = ()
    records: tuple[ListedRecordMessage, ...] = ()
    if asked.text:
        if asked.state not in STATES:
            raise RefusedError(Problem.STATE_OF_ISSUANCE)
        text = tidy(asked.text)
        records = tuple(_records(work, text, asked.state, version))
        typed = (*typed, ("plate", f"{text} {asked.state}"))
    else:
        lists = _lists(work, at)
    shown = [listing.entry_id for listing in records]
    when = ("at", at.isoformat())
    event = AuditEvent.HQ_LISTS_VIEWED
    record(work, event, "past day", by, when, typed=typed, returned=shown)
    for listing in records:
        if CATEGORIES[listing.category].restricted:
            category = ("category", listing.category)
            record(work, AuditEvent.HQ_RESTRICTED_SHOWN, listing.entry_id, by, category)
    return ListedThenMessage(at, version, lists, records, work.now - KNOWN_FOR)


def erase_past(work: Work) -> int:
    """Erase the records that left the list under the key of a day that is over."""
    dates = work.connection.scalars(select(HOTLIST_PAST.c.sealed_on).distinct())
    over = [on for on in dates if capture_date_ends(on) <= work.now]
    gone = delete(HOTLIST_PAST).where(HOTLIST_PAST.c.sealed_on.in_(over))
    return work.connection.execute(gone).rowcount


def _version_at(connection: Connection, at: datetime) -> int:
    table = HOTLIST_VERSIONS.c
    query = select(func.max(table.version)).where(table.made_at <= at)
    return connection.scalar(query) or 0


def _lists(work: Work, at: datetime) -> tuple[FeedMessage, ...]:
    return tuple(
        FeedMessage(
            name=feed.name,
            state=feed.state.value,
            data_at=feed.last.data_since,
            loaded_at=feed.last.at,
            source=feed.last.source,
            entries=feed.last.lists[feed.name],
            why=feed.why,
        )
        for feed in feeds(hotlist_imports.deliveries(work.connection, at), at)
    )


def _records(work: Work, text: str, state: str, version: int) -> Iterable[ListedRecordMessage]:
    """Give the records of a plate that were on the lists with a version, O being 0."""
    forms: list[bytes] = []
    for spelled in _spellings(text):
        forms += sealed_rows.forms(work.keys, spelled, state)
    past = HOTLIST_PAST.c
    rows: list[RowMapping] = []
    for table, more in ((HOTLIST_ENTRIES, []), (HOTLIST_PAST, [past.left_with > version])):
        listed = table.c.plate.in_(forms), table.c.listed_with <= version, *more
        rows += work.connection.execute(select(table).where(*listed)).mappings().all()
    times = _times(work.connection, rows)
    for row in rows:
        texts = sealed_rows.texts(work.keys, HOTLIST_ENTRIES, row)
        if texts is not None:
            yield _message(row, decode(EntryMessage, texts["body"]), times)


def _spellings(text: str) -> list[str]:
    """Return a plate with each O as 0 and the other way round; the text alone where too many."""
    choices = [("O0" if character in "O0" else character) for character in text]
    spelled = ["".join(letters) for letters in product(*choices)]
    return spelled if len(spelled) <= _MOST_SPELLINGS else [text]


def _times(connection: Connection, rows: Iterable[Any]) -> dict[int, datetime]:
    wanted = {row["listed_with"] for row in rows} | {row.get("left_with", _NOW) for row in rows}
    table = HOTLIST_VERSIONS.c
    query = select(table.version, table.made_at).where(table.version.in_(wanted))
    return {row.version: row.made_at for row in connection.execute(query)}


def _message(row: Any, entry: EntryMessage, times: dict[int, datetime]) -> ListedRecordMessage:
    parts = entry.vehicle_year, entry.make, entry.model, entry.style, entry.color
    return converted(
        ListedRecordMessage,
        entry,
        list_name=row["list_name"],
        category=row["category"],
        vehicle=" ".join(part for part in parts if part),
        came_at=times.get(row["listed_with"]),
        left_at=times.get(row.get("left_with", _NOW)),
    )
