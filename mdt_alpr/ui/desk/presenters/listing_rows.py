"""Rows, columns and the line under them, of a listing and of what headquarters answered."""

from dataclasses import replace
from datetime import date, datetime
from enum import Enum
from typing import Any

from mdt_alpr.acts.fields import enum_words
from mdt_alpr.acts.listing import ListCell, ListColumn, Listing
from mdt_alpr.ui.desk.models.desk import Cell, Column, TableRow
from mdt_alpr.ui.desk.presenters.cells import date_cell, minute_cell, time_cell, year_cell
from mdt_alpr.ui.hit.presenters.hit_words import date_words
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.words import full_time, local_day


def foot_of(listing: Listing[Any, Any], answer: object) -> str:
    """Return the line under the rows."""
    words = _text(listing.foot(answer)) if listing.foot else ""
    return words.partition("\n")[0]


def about_of(listing: Listing[Any, Any], answer: object) -> str:
    """Return the text above the rows."""
    return _text(listing.about(answer)) if listing.about else ""


def columns_of(listing: Listing[Any, Any]) -> tuple[Column, ...]:
    """Return the columns of a listing."""
    return tuple(Column(c.title, c.width, c.order, c.right) for c in _shown(listing))


def rows_of(listing: Listing[Any, Any], answer: object, now: datetime) -> list[TableRow]:
    """Return the rows of an answer."""
    return [
        TableRow(
            str(listing.key(row)),
            tuple(_cell(column.value(row), now) for column in _shown(listing)),
        )
        for row in listing.rows(answer)
    ]


def _shown(listing: Listing[Any, Any]) -> list[ListColumn[Any]]:
    return [column for column in listing.columns if column.width]


def _cell(value: object, now: datetime) -> Cell:
    shown = value if isinstance(value, ListCell) else ListCell(value)
    if shown.due and shown.due < (now if isinstance(shown.due, datetime) else local_day(now)):
        below = ", ".join(filter(None, (_text(shown.below), "overdue")))
        shown = replace(shown, below=below, warns=True)
    more: dict[str, Any] = {
        "mark": Mark(shown.mark) if shown.mark else None,
        "below": _text(shown.below),
        "strong": shown.is_strong,
        "plate": shown.is_plate,
        "warns": shown.warns,
    }
    if isinstance(shown.value, datetime):
        cell = minute_cell if shown.to_minute else time_cell if shown.to_second else year_cell
        return cell(shown.value, **more)
    if isinstance(shown.value, date):
        return date_cell(shown.value, **more)
    return Cell(_text(shown.value), **more)


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return " ".join(map(_text, value))
    if isinstance(value, datetime):
        return full_time(value)
    if isinstance(value, date):
        return date_words(value)
    if isinstance(value, Enum):
        return enum_words(value)
    return "" if value is None else str(value)
