"""Count rows of lasting records in a period."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Select, func, select

from mdt_alpr.domain.review.annual_report import ReportSpan


def in_span(at: Column[datetime], span: ReportSpan) -> tuple[Any, Any]:
    """Return the conditions that an instant lies in a period."""
    return at >= span.since, at < span.until


def by_name(
    connection: Connection, name: Column[Any], at: Column[datetime], span: ReportSpan
) -> dict[Any, int]:
    """Return how many rows of a period have each name."""
    asked = select(name, func.count()).where(*in_span(at, span)).group_by(name)
    return counts_of(connection, asked)


def counts_of(connection: Connection, asked: Select[Any]) -> dict[Any, int]:
    """Return the numbers of a statement by their name."""
    return {row[0]: row[1] for row in connection.execute(asked)}


def between(connection: Connection, at: Column[datetime], span: ReportSpan, *more: Any) -> int:
    """Return how many rows of a period there are, of which more may be demanded."""
    asked = select(func.count()).select_from(at.table).where(*in_span(at, span), *more)
    return connection.scalar(asked) or 0
