"""What rows say lies sealed: a dump, a replica or a log of the database says nothing (SEC-02).

A table names what is hidden with ``sealing``: these texts have no columns, but lie together in
the column ``sealed``, under the key that ``Under`` names. They open in their own row only: table
and key of the row are bound to them, so that a row that was moved or renamed says nothing. By a
form of its day a record is found without being opened (AES-SIV); it goes with the day's key, too.
Which key opens what: ``resources/docs/decisions/0016-sealed-rows.md``.
"""

import json
import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Column, Dialect, Engine, LargeBinary, Table, TypeDecorator

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.policy import capture_date, capture_date_over_with
from mdt_alpr.hq.base.agency_keys import AgencyKey
from mdt_alpr.keys.day_keys import DayKeys
from mdt_alpr.keys.hold_keys import HoldKeys

_LOG = logging.getLogger(__name__)
SEALED = "sealed"
_BETWEEN = "\0"
Row = Mapping[Any, Any]
_encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


class Under(StrEnum):
    """Under which key the hidden texts of a table lie."""

    CAPTURE = "capture"
    """That of the date of ``captured_at``: gone 90 days later (RET-03)."""
    LIFE = "life"
    """While the row lives the key that goes when the day of ``expires_at`` is over (MAN-05);
    once ``ended_at`` is set the agency's for good: what is left then holds no plate."""
    LISTED = "listed"
    """That of the date ``sealed_on``: what others deliver is sealed again before it goes."""
    HOLD = "hold"
    """That of the papers of ``hold_id``: it goes years after the hold (PRS-09)."""


@dataclass(frozen=True, slots=True)
class RowKeys:
    """The keys under which rows lie."""

    days: DayKeys
    agency: AgencyKey
    auditor: AgencyKey
    """What the audit keeps for years lies under it (RET-09), see ``Audited``."""
    holds: HoldKeys
    ends: DayKeys
    """Of entries and requests: the key of a date goes when that day of ``expires_at`` is over,
    however long captured data is kept (RET-06)."""
    seals_are_demanded: bool = False
    """Whether accounts and sessions count by their marks only (``hq.people.account_seals``)."""

    def forget(self) -> None:
        """Read every key again: another server may have destroyed it meanwhile."""
        for keys in (self.days, self.holds, self.ends):
            keys.forget()

    def seal(self, under: Under, row: Row, words: bytes, name: str) -> bytes:
        """Return words of a row, sealed; they open under this name only."""
        if under is Under.HOLD:
            return self.holds.seal_paper(row["hold_id"], words, name)
        place = self._which(under, row)
        if place is None:
            return self.agency.seal(words, name)
        keys, on = place
        return keys.seal(on, words, name)

    def opened(self, under: Under, row: Row, name: str) -> bytes | None:
        """Return what was sealed of a row, None where its key is destroyed.

        Raises:
            OutsideError: it was changed, or is another's.
        """
        if under is Under.HOLD:
            return self.holds.opened_paper(row["hold_id"], row[SEALED], name)
        place = self._which(under, row)
        if place is None:
            return self.agency.opened(row[SEALED], name)
        keys, on = place
        return keys.opened(on, row[SEALED], name)

    def _which(self, under: Under, row: Row) -> tuple[DayKeys, date] | None:
        if under is Under.CAPTURE:
            return self.days, capture_date(row["captured_at"])
        if under is Under.LISTED:
            return self.days, row["sealed_on"]
        if row["ended_at"] is None:
            return self.ends, capture_date_over_with(row["expires_at"])
        return None


@dataclass(frozen=True, slots=True)
class _Sealing:
    """What a table hides, under which key, and the columns that it is bound to."""

    texts: tuple[str, ...]
    under: Under
    named_by: Collection[str]


def sealing(
    *texts: str, under: Under = Under.CAPTURE, named_by: Collection[str] = ()
) -> Column[bytes]:
    """Return the column in which a table's hidden texts lie.

    ``named_by`` are the columns that they are bound to, without them those of the key.
    """
    said = _Sealing(texts, under, named_by)
    return Column(SEALED, LargeBinary, nullable=False, info={SEALED: said})


def sealed_under(table: Table) -> Under:
    """Return under which key a table's hidden texts lie."""
    return _said(table).under


def hidden(table: Table) -> tuple[str, ...]:
    """Return the names of a table's hidden texts."""
    return _said(table).texts


def sealed(keys: RowKeys, table: Table, row: Row) -> dict[str, Any]:
    """Return a row as it is kept."""
    said = _said(table)
    words = _encoded([row[name] for name in said.texts])
    plain = {name: value for name, value in row.items() if name not in said.texts}
    return {**plain, SEALED: keys.seal(said.under, row, words.encode(), _bound(table, row))}


def texts(keys: RowKeys, table: Table, row: Row) -> dict[str, Any] | None:
    """Return the hidden texts of a row; None where nobody can read them any more.

    The row has what names its key and what they are bound to, at least.
    """
    said = _said(table)
    try:
        words = keys.opened(said.under, row, _bound(table, row))
    except OutsideError as error:  # one damaged row must stop no page and no car
        _LOG.error("a row of %s cannot be opened: %s", table.name, error)
        return None
    return None if words is None else dict(zip(said.texts, json.loads(words), strict=True))


def opened(keys: RowKeys, table: Table, row: Row) -> dict[str, Any] | None:
    """Return a row as it was before it was sealed; None where nobody can read it any more."""
    hidden_texts = texts(keys, table, row)
    if hidden_texts is None:
        return None
    return {**{name: row[name] for name in row if name != SEALED}, **hidden_texts}


def text(keys: RowKeys, table: Table, row: Row) -> str | None:
    """Return the one hidden text of a row; None where nobody can read it any more."""
    hidden_texts = texts(keys, table, row)
    return None if hidden_texts is None else hidden_texts[hidden(table)[0]]


def form(keys: RowKeys, on: date, *words: str) -> bytes:
    """Return the form of these words on a day."""
    sealed_form = keys.days.seal_alike(on, _BETWEEN.join(words).encode())
    assert sealed_form is not None  # noqa: S101 - its key is made where there was none
    return sealed_form


def forms(keys: RowKeys, *words: str) -> list[bytes]:
    """Return the form of these words on every day that can still be read."""
    content = _BETWEEN.join(words).encode()
    candidates = (keys.days.seal_alike(on, content, make=False) for on in keys.days.dates())
    return [candidate for candidate in candidates if candidate is not None]


_AUDITORS: WeakKeyDictionary[Dialect, AgencyKey] = WeakKeyDictionary()
_AUDIT = "audit"


def let_audit_be_read(engine: Engine, keys: RowKeys) -> None:
    """Let every transaction of this database read and write the audit."""
    _AUDITORS[engine.dialect] = keys.auditor


class Audited(TypeDecorator[Any]):
    """Plain JSON values under the auditor's key.

    They are not bound to their row: the chain of digests is, and shows what was moved (AUD-04).
    """

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any | None, dialect: Dialect) -> bytes | None:
        """Return what is written."""
        if value is None:
            return None
        return _AUDITORS[dialect].seal(_encoded(value).encode(), _AUDIT)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Any | None:
        """Return the values; one that was changed is none, as ``ValueError`` says."""
        if value is None:
            return None
        try:
            return json.loads(_AUDITORS[dialect].opened(value, _AUDIT))
        except OutsideError as error:
            raise ValueError(str(error)) from error


@cache
def _said(table: Table) -> _Sealing:
    rule: _Sealing = table.c[SEALED].info[SEALED]
    named_by = rule.named_by or tuple(table.primary_key.columns.keys())
    return replace(rule, named_by=named_by)


def _bound(table: Table, row: Row) -> str:
    named_by = _said(table).named_by
    return "/".join([table.name, *[_plain(row[name]) for name in named_by]])


def _plain(value: object) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)
