"""The public page as files: HTML that needs nothing else, and its numbers as CSV and JSON."""

import csv
import io
import json
from html import escape

from mdt_alpr.domain.printable import day_in_words, escaped
from mdt_alpr.domain.review.annual_report import AGENCY_DAYS
from mdt_alpr.domain.review.public_page import SEARCHES, PublicPage, PublicTable
from mdt_alpr.domain.review.small_cells import SMALLEST_CELL

_STYLE = """\
body{font:16px/1.5 system-ui,sans-serif;color:#1d2733;background:#fff;max-width:46rem;
margin:2rem auto;padding:0 1rem}
h1{font-size:1.6rem;line-height:1.25}h2{font-size:1.15rem;margin:2rem 0 .3rem}
p{margin:.3rem 0}table{border-collapse:collapse;width:100%;margin:.5rem 0}
th,td{text-align:left;padding:.35rem .5rem;border-bottom:1px solid #cdd5de;vertical-align:top}
td+td{text-align:right;font-variant-numeric:tabular-nums}
dt{font-weight:600;margin-top:.7rem}dd{margin:0}.note{color:#51606f;font-size:.9rem}
@media print{body{margin:0;max-width:none}}
"""
_HEAD = ("table", "first_day", "last_day", "name", "number", "of", "low_95", "high_95")


def files_of(page: PublicPage) -> tuple[tuple[str, str], ...]:
    """Return the files by name."""
    return (
        ("index.html", _html(page)),
        ("counts.csv", _csv(page)),
        ("counts.json", _json(page)),
        ("searches.csv", _searches(page)),
    )


def _html(page: PublicPage) -> str:
    agency = escape(escaped(page.agency))
    title = f"License plate readers of {agency}"
    statements = "".join(
        f"<dt>{escape(name)}</dt><dd>{escape(words)}</dd>\n" for name, words in page.statements
    )
    tables = "".join(map(_table, page.tables))
    return (
        '<!doctype html>\n<html lang="en-US">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>\n{_STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
        f'<p class="note">As of {page.made_on:%B} {page.made_on.day}, {page.made_on.year}. '
        f"{escape(escaped(page.policy))}.</p>\n<dl>\n{statements}</dl>\n{tables}"
        f'<p class="note">Counts below {SMALLEST_CELL}, other than 0, are not shown, and totals '
        f"leave them out. {AGENCY_DAYS} What a vehicle brings after the day of counting is not in "
        "the numbers, which stay as they were counted first. No plate, "
        "picture, place or person is on this page. The numbers are "
        'also in <a href="counts.csv">counts.csv</a> and <a href="counts.json">counts.json</a>, '
        'and each search, without plate and person, in <a href="searches.csv">searches.csv</a>.'
        "</p>\n</body>\n</html>\n"
    )


def _table(table: PublicTable) -> str:
    rows = "".join(
        f"<tr><td>{escape(escaped(row.name))}</td><td>{escape(row.words)}</td></tr>\n"
        for row in table.rows
    )
    body = f"<table>\n{rows}</table>\n" if rows else "<p>Nothing to show yet.</p>\n"
    about = f"<p>{escape(table.about)}</p>\n" if table.about else ""
    days = f'<p class="note">{_days(table)}</p>\n' if table.span else ""
    return f"<h2>{escape(table.title)}</h2>\n{days}{about}{body}"


def _days(table: PublicTable) -> str:
    span, counted = table.span, table.counted_on
    days = f"{day_in_words(span.first)} to {day_in_words(span.last)}" if span else ""
    utc = "" if table.zone else ", in part as days of UTC"
    return f"{days}, as counted on {day_in_words(counted)}{utc}" if counted else days


def _csv(page: PublicPage) -> str:
    """Return a line for each number; a hidden one is empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_HEAD)
    for table in page.tables:
        for name, number, of, interval in _cells(table):
            span = table.span
            days = (span.first.isoformat(), span.last.isoformat()) if span else ("", "")
            low, high = (f"{end:.4f}" for end in interval) if interval else ("", "")
            writer.writerow((table.title, *days, _plain(name), number, of, low, high))
    return out.getvalue()


def _searches(page: PublicPage) -> str:
    """Return a line for each search that the page counts (RPT-04).

    Without its day, and without the purposes that few had: both would tell a small count.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("month", "purpose", "case_stated", "reason_stated"))
    for table in page.tables:
        if table.title != SEARCHES or table.span is None:
            continue
        month = f"{table.span.first:%Y-%m}"
        for row in table.rows[1:]:  # the first is their total
            writer.writerows([(month, _plain(row.name), "yes", "yes")] * (row.number or 0))
    return out.getvalue()


def _plain(name: str) -> str:
    """Return a name that no spreadsheet takes for a formula."""
    shown = escaped(name)
    return f"'{shown}" if shown[:1] in set("=+-@") else shown


def _json(page: PublicPage) -> str:
    tables = [
        {
            "title": table.title,
            "first_day": table.span.first.isoformat() if table.span else None,
            "last_day": table.span.last.isoformat() if table.span else None,
            "counted_on": table.counted_on.isoformat() if table.counted_on else None,
            "zone": table.zone or None,
            "rows": [
                {"name": name, "number": number, "of": of, "interval_95": interval}
                for name, number, of, interval in _cells(table)
            ],
        }
        for table in page.tables
    ]
    plain = {
        "agency": page.agency,
        "made_on": page.made_on.isoformat(),
        "policy": page.policy,
        "statements": dict(page.statements),
        "counts_below_are_hidden": SMALLEST_CELL,
        "days": AGENCY_DAYS,
        "tables": tables,
    }
    return json.dumps(plain, indent=2) + "\n"


def _cells(
    table: PublicTable,
) -> list[tuple[str, int | None, int | None, tuple[float, float] | None]]:
    return [(row.name, row.number, row.of, row.interval) for row in table.rows]
