"""Gather what the public may know (RPT-04, RPT-05)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection, func, select

from mdt_alpr.domain.entry.listing import MANUAL_LIST
from mdt_alpr.domain.hit.disposition import CONFIRMED, REJECTIONS
from mdt_alpr.domain.hotlist.hotlist import CATEGORIES
from mdt_alpr.domain.people.known_devices import DeviceKind
from mdt_alpr.domain.policy import CAPTURE_ZONE, capture_date
from mdt_alpr.domain.review.accuracy import INTERVAL_WORDS, SampledBy
from mdt_alpr.domain.review.annual_report import ReportSpan
from mdt_alpr.domain.review.daily_counts import Counted, DayCount, by_list, by_word, total
from mdt_alpr.domain.review.public_page import (
    OTHER_LISTS,
    SEARCHES,
    STATEMENTS,
    PublicPage,
    PublicRow,
    PublicTable,
    accuracy_row,
    counted_rows,
    last_month,
    last_quarter,
    share_row,
    single_row,
)
from mdt_alpr.hq.base.agency_tables import PUBLISHED_COUNTS
from mdt_alpr.hq.base.database import insert
from mdt_alpr.hq.base.headquarters import Work
from mdt_alpr.hq.base.policy_in_force import adopted_policy
from mdt_alpr.hq.base.retention_setting import kept_days
from mdt_alpr.hq.base.tables import ENROLLED_DEVICES, HOTLIST_ENTRIES
from mdt_alpr.hq.reads import tallies
from mdt_alpr.hq.reports.records_section import sampled
from mdt_alpr.hq.reports.usage_section import PURPOSE_WORDS
from mdt_alpr.wire.codec import decode, encode

_MANUAL = "Plates entered by officers for a case"


def gathered(work: Work, agency: str) -> PublicPage:
    """Return the page as it may be published today."""
    today, connection = capture_date(work.now), work.connection
    month, quarter = last_month(today), last_quarter(today)
    used = tallies.all_counts(connection, month.first, month.last)
    decided = tallies.all_counts(connection, quarter.first, quarter.last)
    names = _public_names(connection)
    policy = adopted_policy(connection)
    counted = (
        _use(used, month),
        PublicTable("Alerts by list", "", month, _alerts(used, names)),
        _searches(used, month),
        _false_alerts(decided, names, quarter),
        _accuracy(connection, names, quarter),
    )
    tables = _facts(work), *(_as_first_made(connection, table, today) for table in counted)
    words = policy.words if policy else "No policy is on record."
    return PublicPage(agency, today, words, tuple(STATEMENTS.items()), tables)


def _as_first_made(connection: Connection, table: PublicTable, today: date) -> PublicTable:
    """Return the numbers of a span as they were made first: from two, small ones follow."""
    t, span = PUBLISHED_COUNTS.c, table.span
    assert span is not None  # noqa: S101 - these tables count days
    utc_to = tallies.utc_to(connection)
    zone = CAPTURE_ZONE.key if utc_to is None or utc_to < span.first else ""
    made = encode(replace(table, counted_on=today, zone=zone))
    row = {"title": table.title, "first_day": span.first, "last_day": span.last, "body": made}
    connection.execute(insert(connection, PUBLISHED_COUNTS).on_conflict_do_nothing(), row)
    this = t.title == table.title, t.first_day == span.first, t.last_day == span.last
    return decode(PublicTable, connection.scalars(select(t.body).where(*this)).one())


def _public_names(connection: Connection) -> dict[str, str]:
    """Return the lists that may be named: they have records of a file that is not restricted."""
    t = HOTLIST_ENTRIES.c
    plain = [code for code, category in CATEGORIES.items() if not category.restricted]
    list_names = connection.scalars(select(t.list_name).where(t.category.in_(plain)).distinct())
    return {name: name for name in list_names} | {MANUAL_LIST: _MANUAL}


def _facts(work: Work) -> PublicTable:
    t = ENROLLED_DEVICES.c
    in_use = select(t.kind, func.count()).where(t.revoked_at.is_(None)).group_by(t.kind)
    devices = {row[0]: row[1] for row in work.connection.execute(in_use)}
    rows = (
        PublicRow("Days that captured data is kept", kept_days(work.connection)),
        PublicRow("Fixed cameras", devices.get(DeviceKind.CAMERA, 0)),
        PublicRow("Vehicles with a reader", devices.get(DeviceKind.CAR, 0)),
        PublicRow("Outside agencies with standing access: the system can give none", 0),
    )
    return PublicTable("The system today", "", None, rows)


def _use(counts: Sequence[DayCount], span: ReportSpan) -> PublicTable:
    rows = (
        single_row("Plates read", total(counts, Counted.READS)),
        single_row("Stops after an alert", total(counts, Counted.STOPS)),
    )
    return PublicTable("Use", "A plate that passes twice is counted twice.", span, rows)


def _alerts(counts: Sequence[DayCount], names: Mapping[str, str]) -> tuple[PublicRow, ...]:
    merged = _merged(counts, names)
    return counted_rows({name: sum(words.values()) for name, words in merged.items()}, "Alerts")


def _searches(counts: Sequence[DayCount], span: ReportSpan) -> PublicTable:
    numbers_of = by_word(counts, Counted.SEARCHES)
    numbers = {words: numbers_of.get(purpose, 0) for purpose, words in PURPOSE_WORDS.items()}
    about = "Searches in stored reads, by the purpose that was stated before."
    return PublicTable(SEARCHES, about, span, counted_rows(numbers, "Searches"))


def _false_alerts(
    counts: Sequence[DayCount], names: Mapping[str, str], span: ReportSpan
) -> PublicTable:
    rows = []
    for name, words in _merged(counts, names).items():
        wrong = sum(words.get(rejection, 0) for rejection in REJECTIONS)
        right = sum(words.get(word, 0) for word in CONFIRMED)
        rows.append(share_row(name, wrong, wrong + right))
    about = f"Of the alerts that an officer verified or rejected. {INTERVAL_WORDS}"
    return PublicTable("False alerts", about, span, tuple(rows))


def _accuracy(connection: Connection, names: Mapping[str, str], span: ReportSpan) -> PublicTable:
    def named(by: SampledBy, name: str) -> str:
        return name if by is SampledBy.CAMERA else names.get(name, OTHER_LISTS)

    samples = sampled(connection, span, named)
    cameras = [sample for sample in samples if sample.by is SampledBy.CAMERA]
    lists = [(sample.name, sample) for sample in samples if sample.by is SampledBy.LIST]
    numbered = [(f"Camera {number}", sample) for number, sample in enumerate(cameras, 1)]
    rows = [
        accuracy_row(f"{name}: {what}", score)  # a camera's own name may be an address
        for name, sample in (*numbered, *lists)
        for what, score in (("characters", sample.characters), ("state", sample.states))
    ]
    about = f"Reads that a person judged by the picture alone. {INTERVAL_WORDS}"
    return PublicTable("Accuracy of the readers", about, span, tuple(rows))


def _merged(counts: Sequence[DayCount], names: Mapping[str, str]) -> dict[str, dict[str, int]]:
    """Return results by the name under which a list is published."""
    numbers_of: dict[str, dict[str, int]] = {}
    for list_name, words in by_list(counts, Counted.RESULTS).items():
        merged = numbers_of.setdefault(names.get(list_name, OTHER_LISTS), {})
        for word, number in words.items():
            merged[word] = merged.get(word, 0) + number
    return dict(sorted(numbers_of.items(), key=lambda item: (item[0] == OTHER_LISTS, item[0])))
