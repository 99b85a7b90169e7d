"""Cells of an instant or a day: sorted by it, and saved and printed with its year."""

from datetime import UTC, date, datetime
from typing import Any

from mdt_alpr.ui.desk.models.desk import Cell, TableRow
from mdt_alpr.ui.desk.presenters.words import day_time
from mdt_alpr.ui.hit.presenters.hit_words import date_words
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.words import full_time, local_time


def time_cell(at: datetime, mark: Mark | None = None, **more: Any) -> Cell:
    """Return a cell of an instant."""
    return Cell(day_time(at), mark, at=at.astimezone(UTC).isoformat(), **more)


def minute_cell(at: datetime, mark: Mark | None = None, **more: Any) -> Cell:
    """Return a cell of an instant, shown without its seconds."""
    return Cell(day_time(at)[:-3], mark, at=at.astimezone(UTC).isoformat(), **more)


def year_cell(at: datetime, mark: Mark | None = None, **more: Any) -> Cell:
    """Return a cell of an instant with its year, of what lasts for years."""
    return Cell(full_time(at), mark, at=at.astimezone(UTC).isoformat(), **more)


def date_cell(day: date, mark: Mark | None = None, **more: Any) -> Cell:
    """Return a cell of a day."""
    return Cell(date_words(day), mark, at=day.isoformat(), **more)


def saved_texts(row: TableRow) -> tuple[str, ...]:
    """Return a row's texts as they are saved: a second line follows, an instant has its year."""
    return tuple("\n".join(filter(None, (_whole(cell), cell.below))) for cell in row.cells)


def _whole(cell: Cell) -> str:
    if "T" not in cell.at:
        return cell.text
    return f"{local_time(datetime.fromisoformat(cell.at)):%Y-%m-%d %H:%M:%S}"
