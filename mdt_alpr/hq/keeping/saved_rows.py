"""Files made of the rows of a desk's page: each is an entry of the audit (09.21.8.B, AUD-02)."""

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.canonical import sha256
from mdt_alpr.domain.csv_text import csv_text
from mdt_alpr.domain.people.page_rows import PAGE_ROWS, may_save
from mdt_alpr.domain.reason_words import reads_like_a_plate
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.headquarters import ApiCall, RefusedError
from mdt_alpr.hq.base.paper import Paper, printed
from mdt_alpr.wire.problems import Problem
from mdt_alpr.wire.saved_rows import RowsForm, RowsToSave, most_of

_LONGEST_WORDS = 200
_PLATE = "words like a plate"
_NOTICE = "As shown on a desk's screen. The record is at headquarters."


def file_of(call: ApiCall, rows: RowsToSave) -> bytes:
    """Return the file; who saved how many rows of which page is recorded, with its digest.

    Raises:
        RefusedError: there are too many rows, they do not fit their head, no page of the desk
            has such a name, or its rows leave with nobody, or not with this person.
    """
    _demand_page(call, rows.page)
    _demand_shape(rows)
    words = rows.filtered_by
    if rows.form is RowsForm.CSV:
        lines = ([text.replace("\n", "; ") for text in row] for row in rows.rows)
        content = csv_text(rows.columns, lines).encode()
    else:
        notice = f"{_NOTICE} Filtered by: {words}." if words else _NOTICE
        paper = Paper(rows.title, printed(call.hq, call.caller.name), notice=notice)
        paper.table(rows.columns, rows.rows, rows.shares)
        content = paper.pdf()
    facts = [
        ("form", rows.form.value),
        ("entries", str(len(rows.rows))),
        ("sha256", sha256(content)),
    ]
    if words:
        facts.append(("filtered_by", _PLATE if reads_like_a_plate(words) else words))
    with call.hq.writing() as work:
        record(work, AuditEvent.HQ_ROWS_EXPORTED, rows.page, call.by, *facts)
    return content


def _demand_page(call: ApiCall, name: str) -> None:
    page = PAGE_ROWS.get(name)
    if page is None:
        raise RefusedError(Problem.MALFORMED, "page: the desk has no such page")
    if page.stays or not may_save(call.caller.role, name):
        raise RefusedError(Problem.NOT_PERMITTED, page.stays)


def _demand_shape(rows: RowsToSave) -> None:
    if len(rows.rows) > most_of(rows.form):
        raise RefusedError(Problem.TOO_LARGE, f"At most {most_of(rows.form)} rows.")
    wide = len(rows.columns)
    if not wide or len(rows.shares) != wide or any(len(row) != wide for row in rows.rows):
        raise RefusedError(Problem.MALFORMED, "rows: not as wide as the columns")
    if min(rows.shares) <= 0:
        raise RefusedError(Problem.MALFORMED, "shares: no column is so wide")
    if len(rows.filtered_by) > _LONGEST_WORDS or not rows.filtered_by.isprintable():
        raise RefusedError(Problem.MALFORMED, f"filtered_by: at most {_LONGEST_WORDS} signs")
