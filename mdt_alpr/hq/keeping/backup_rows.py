"""How long a row of a backup may be read, and what comes back of one whose time is over.

Captured rows lie under the key of their date. Manual entries and corrections that still hold lie
under the key that is destroyed when their last day is over (MAN-05, HOT-11), and besides there is
kept for good what their end leaves: a hash, reason, case and dates, but no plate.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table

from mdt_alpr.domain.hotlist.manual_entry import ManualEntry
from mdt_alpr.domain.policy import (
    capture_date,
    capture_date_over_with,
    captured_data_expired_until,
)
from mdt_alpr.hq.audit.service import NOBODY
from mdt_alpr.hq.base.hotlist_tables import CORRECTIONS
from mdt_alpr.hq.base.manual_tables import MANUAL_ENTRIES
from mdt_alpr.hq.hotlists.correction_store import KeptCorrection
from mdt_alpr.hq.hotlists.corrections import what_is_left
from mdt_alpr.hq.hotlists.manual_ending import EXPIRED, ended
from mdt_alpr.hq.hotlists.manual_store import ended_values
from mdt_alpr.wire.codec import decode

Row = Mapping[str, Any]
_Left = Callable[[Row, bytes], dict[str, Any]]


def to_seal(
    table: Table, row: Row, now: datetime, key: bytes
) -> Iterator[tuple[date | None, Row]]:
    """Yield what a backup holds of a row, each with the date whose key seals it, None for good.

    ``key`` is the agency's for the hashes of ended entries.
    """
    if table not in _LEFT or row["ended_at"] is not None:
        captured_at = row.get("captured_at")
        yield None if captured_at is None else capture_date(captured_at), row
        return
    yield None, _left(table, row, key)
    if row["expires_at"] > now:
        yield capture_date_over_with(row["expires_at"]), row


def to_put_back(
    table: Table, groups: Iterable[list[dict[str, Any]]], now: datetime, key: bytes
) -> Iterator[list[dict[str, Any]]]:
    """Yield the rows that may be there now, of one table whose parts were opened."""
    if table not in _LEFT:
        until = captured_data_expired_until(now)
        for rows in groups:
            yield [r for r in rows if not (at := r.get("captured_at")) or at > until]
        return
    found: dict[Any, dict[str, Any]] = {}
    (named_by,) = table.primary_key.columns
    for row in (row for rows in groups for row in rows):
        is_whole = row["ended_at"] is None
        if is_whole and row["expires_at"] <= now:
            found.setdefault(row[named_by.name], _left(table, row, key))
        elif is_whole or row[named_by.name] not in found:
            found[row[named_by.name]] = row
    yield list(found.values())


def _left(table: Table, row: Row, key: bytes) -> dict[str, Any]:
    return {**row, **_LEFT[table](row, key)}


def _left_of_entry(row: Row, key: bytes) -> dict[str, Any]:
    entry = decode(ManualEntry, row["body"])
    return ended_values(*ended(entry, key, entry.expires_at, NOBODY, EXPIRED))


def _left_of_correction(row: Row, _key: bytes) -> dict[str, Any]:
    return what_is_left(KeptCorrection(**row), row["expires_at"], NOBODY)


_LEFT: dict[Table, _Left] = {MANUAL_ENTRIES: _left_of_entry, CORRECTIONS: _left_of_correction}
