"""Rows of a log in the order that a person chose, page by page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select

from mdt_alpr.hq.base.headquarters import RefusedError
from mdt_alpr.wire.problems import Problem

LARGEST_FIRST = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Paging:
    """Rows after ``first`` others by ``order``; an empty order is the log's own, newest first."""

    order: str = ""
    descending: bool = False
    first: int = 0


NEWEST = Paging()


def paged(
    query: Select[Any],
    orders: Mapping[str, ColumnElement[Any]],
    number: ColumnElement[int],
    paging: Paging,
    most: int,
) -> Select[Any]:
    """Return the rows of a page; rows that are alike are ordered by their number.

    Raises:
        RefusedError: there is no such order or page.
    """
    if paging.order not in ("", *orders) or not 0 <= paging.first <= LARGEST_FIRST:
        raise RefusedError(Problem.MALFORMED, "order or first: no such order or page")
    rows = query.offset(paging.first).limit(most)
    if not paging.order:
        return rows.order_by(number.desc())
    by = orders[paging.order]
    if paging.descending:
        return rows.order_by(by.desc().nulls_last(), number.desc())
    return rows.order_by(by.nulls_last(), number)
