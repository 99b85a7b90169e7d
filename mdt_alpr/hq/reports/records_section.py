"""The sections of a report that lasting records give: accuracy, audits, requests, cases (7.4).

None of these records goes with captured data, so that they are counted when they are asked for.
"""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.citations import cited
from mdt_alpr.domain.equipment.schedule import WorkKind, WorkResult
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.people.trainings import COURSE_WORDS
from mdt_alpr.domain.retention.data_request import STANDING_WORDS
from mdt_alpr.domain.retention.disclosure import RequestState
from mdt_alpr.domain.retention.hold_notices import KIND_WORDS
from mdt_alpr.domain.retention.holds import HoldKind
from mdt_alpr.domain.review.accuracy import (
    INTERVAL_WORDS,
    MonthOfReads,
    SampledBy,
    month_of,
    months,
)
from mdt_alpr.domain.review.annual_report import (
    ReportFigure,
    ReportSection,
    ReportSource,
    ReportSpan,
)
from mdt_alpr.domain.review.truth import Truth, TruthTally
from mdt_alpr.hq.base.equipment_tables import DESTROYED_MEDIA, EQUIPMENT_WORK, SAMPLE_COUNTS
from mdt_alpr.hq.base.retention_setting import kept_days
from mdt_alpr.hq.base.tables import ACCOUNT_REVIEWS, ACCOUNTS, OWN_AUDIT, TRAININGS
from mdt_alpr.hq.disclosures.tables import DISCLOSURES, PACKAGES
from mdt_alpr.hq.holds.tables import HOLDS
from mdt_alpr.hq.hotlists.tables import CORRECTIONS, HOTLIST_IMPORTS
from mdt_alpr.hq.outside_requests.tables import OUTSIDE_ACCESSES, OUTSIDE_REQUESTS
from mdt_alpr.hq.reports.counting import between, by_name, counts_of, in_span

SOURCES = (
    ReportSource("sampled-reads", "Reads judged blind by a person, in sample_counts by month."),
    ReportSource("work-orders", "equipment_work by kind, due or done in the period."),
    ReportSource("corrections-placed", "corrections made in the period."),
    ReportSource("corrections-ended", "corrections ended in the period."),
    ReportSource("imports", "hotlist_imports of the period, imported or stopped."),
    ReportSource("audit-entries", "Entries of headquarters' own audit, own_audit, by event."),
    ReportSource("destroyed-media", "destroyed_media by the day of their destruction."),
    ReportSource("holds", "holds requested in the period, by lawful ground."),
    ReportSource(
        "requests-received", "disclosures received in the period, by who asks and state."
    ),
    ReportSource("packages", "packages made in the period."),
    ReportSource("requests-made", "outside_requests made in the period."),
    ReportSource("looks-at-others", "outside_accesses in the period."),
    ReportSource("accounts-now", "accounts that are not disabled, as of the day of this report."),
    ReportSource("accounts-disabled", "accounts disabled in the period and not enabled since."),
    ReportSource("trainings", "trainings held in the period, by course; one a person."),
    ReportSource("account-reviews", "account_reviews signed in the period."),
)
REQUEST_COLUMNS = {
    "Received": tuple(RequestState),
    "Granted": (RequestState.GRANTED, RequestState.DELIVERED),
    "Refused or denied": (RequestState.REFUSED, RequestState.DENIED),
    "Withdrawn": (RequestState.WITHDRAWN,),
}
"""What became of requests, in the columns of a report."""
_EVENTS = {
    "Manual entries of plates": {
        AuditEvent.HQ_MANUAL_ADDED: "Entered",
        AuditEvent.HQ_MANUAL_EXTENDED: "Extended",
        AuditEvent.HQ_MANUAL_NOT_EXTENDED: "Extension refused",
        AuditEvent.HQ_MANUAL_REMOVED: "Removed by a person",
        AuditEvent.HQ_MANUAL_EXPIRED: "Expired",
    },
    "The record itself": {
        AuditEvent.HQ_EVENTS_REVIEWED: "Reviews of which events are audited",
        AuditEvent.HQ_AUDIT_SEARCHED: "Searches in the audit",
        AuditEvent.HQ_AUDIT_EXPORTED: "Exports of the audit",
        AuditEvent.HQ_CHAIN_BROKEN: "Breaks of an audit chain found",
        AuditEvent.HQ_ACCESS_REFUSED: "Accesses refused",
        AuditEvent.HQ_SIGN_IN_REFUSED: "Sign-ins refused",
        AuditEvent.HQ_ACCOUNT_LOCKED: "Accounts locked after failed sign-ins",
    },
}
_PURGES = {
    AuditEvent.HQ_PURGED: "Purges",
    AuditEvent.HQ_RETENTION_ALARM: "Alarms that something was not purged in time",
}
_WORK = {
    WorkKind.AUDIT: "Audit of the system",
    WorkKind.RESTORE_DRILL: "Restore drill",
    WorkKind.MAINTENANCE: "Maintenance",
    WorkKind.CALIBRATION: "Calibration",
    WorkKind.CORRECTION: "Corrections",
}


def sections(connection: Connection, span: ReportSpan) -> list[ReportSection]:
    """Return the sections that lasting records of a period give."""
    events = _events(connection, span)
    manual, record = (
        ReportSection(title, _of_events(events, words)) for title, words in _EVENTS.items()
    )
    return [
        _accuracy(connection, span),
        _work(connection, span),
        ReportSection("Hotlists", _lists(connection, span, events)),
        manual,
        _retention(connection, span, events),
        _requests(connection, span),
        ReportSection("Requests to other agencies", _outside(connection, span)),
        ReportSection("People and trainings", _people(connection, span)),
        record,
    ]


def _accuracy(connection: Connection, span: ReportSpan) -> ReportSection:
    figures = []
    for sample in sampled(connection, span):
        name = (
            f"{'Camera' if sample.by is SampledBy.CAMERA else 'List'} {sample.name or 'not given'}"
        )
        for column, score in (
            ("Characters right", sample.characters),
            ("State right", sample.states),
        ):
            figures.append(ReportFigure(name, score.right, "sampled-reads", column, score.of))
    missed, corrected = _missed(connection, span)
    figures.append(ReportFigure("Plates typed by officers, not read", missed, "sampled-reads"))
    figures.append(ReportFigure("Reads corrected by officers", corrected, "sampled-reads"))
    about = (
        "A person reads the picture and never sees what the reader read. The state of a misread "
        f"plate counts as not right. Months count as a whole. {INTERVAL_WORDS}"
    )
    return ReportSection("Accuracy of the readers", tuple(figures), about)


def sampled(
    connection: Connection, span: ReportSpan, named: Callable[[SampledBy, str], str] | None = None
) -> list[MonthOfReads]:
    """Return what was judged of each camera and list, all months of a period added up.

    ``named`` gives the names under which they are added up, where they are not their own.
    """
    t = SAMPLE_COUNTS.c
    judged = select(t.month, t.by, t.name, t.truth, t.number)
    asked = judged.where(_in_months(span), t.by != SampledBy.UNIT)
    rows = connection.execute(asked)
    counted_reads = [(row.month, row.by, row.name, row.truth, row.number) for row in rows]
    sums: dict[tuple[SampledBy, str], list[MonthOfReads]] = {}
    for month in months(counted_reads):
        name = named(month.by, month.name) if named else month.name
        sums.setdefault((month.by, name), []).append(month)
    return [
        MonthOfReads(group[0].month, by, name, _sum_of(name, [sample.tally for sample in group]))
        for (by, name), group in sorted(sums.items())
    ]


def _in_months(span: ReportSpan) -> ColumnElement[bool]:
    return SAMPLE_COUNTS.c.month.between(month_of(span.first), span.last)


def _missed(connection: Connection, span: ReportSpan) -> tuple[int, int]:
    """Return how many plates officers typed that no camera read, and that one misread."""
    t = SAMPLE_COUNTS.c
    typed = select(t.truth, t.number).where(_in_months(span), t.by == SampledBy.UNIT)
    numbers = [(truth is Truth.MISSED, number) for truth, number in connection.execute(typed)]
    missed = sum(number for is_missed, number in numbers if is_missed)
    return missed, sum(number for _, number in numbers) - missed


def _sum_of(name: str, tallies: Sequence[TruthTally]) -> TruthTally:
    numbers: dict[str, int] = {}
    for truth, number in (count for tally in tallies for count in tally.counts()):
        numbers[truth.value] = numbers.get(truth.value, 0) + number
    return TruthTally(name, **numbers)


def _work(connection: Connection, span: ReportSpan) -> ReportSection:
    t = EQUIPMENT_WORK.c
    rows = connection.execute(select(t.kind, t.due_on, t.done_on, t.result)).all()
    figures = []
    for kind, words in _WORK.items():
        of_kind = [row for row in rows if row.kind is kind]
        due = [row for row in of_kind if span.first <= row.due_on <= span.last]
        done = [row for row in of_kind if _is_in(row.done_on, span)]
        numbers = {
            "Due": len(due),
            "Done": len(done),
            "After its day": sum(row.done_on > row.due_on for row in done),
            "Failed": sum(row.result is WorkResult.FAILED for row in done),
            "Due and open": sum(row.result is WorkResult.OPEN for row in due),
        }
        figures += [
            ReportFigure(words, number, "work-orders", name) for name, number in numbers.items()
        ]
    about = (
        f"The schedule{cited('audits', ' of ', '')}; corrections are ordered when they are needed."
    )
    return ReportSection("Audits, maintenance, calibration, corrections", tuple(figures), about)


def _is_in(day: Any, span: ReportSpan) -> bool:
    return day is not None and span.first <= day <= span.last


def _lists(
    connection: Connection, span: ReportSpan, events: dict[str, int]
) -> tuple[ReportFigure, ...]:
    t = HOTLIST_IMPORTS.c
    was_stopped = t.stopped != ""
    imports = [
        ReportFigure(words, between(connection, t.at, span, condition), "imports")
        for words, condition in (
            ("Deliveries imported", ~was_stopped), ("Deliveries stopped", was_stopped)
        )
    ]  # fmt: skip
    overdue = _of_events(events, {AuditEvent.HQ_LIST_OVERDUE: "Times that a list was overdue"})
    placed = between(connection, CORRECTIONS.c.made_at, span)
    ended = between(connection, CORRECTIONS.c.ended_at, span)
    return (
        *imports,
        *overdue,
        ReportFigure("Corrections of records placed", placed, "corrections-placed"),
        ReportFigure("Corrections of records ended", ended, "corrections-ended"),
    )


def _retention(connection: Connection, span: ReportSpan, events: dict[str, int]) -> ReportSection:
    day = DESTROYED_MEDIA.c.destroyed_on.between(span.first, span.last)
    destroyed = connection.scalar(select(func.count()).select_from(DESTROYED_MEDIA).where(day))
    held = holds_by_ground(connection, span)
    figures = (
        *_of_events(events, _PURGES),
        ReportFigure("Media destroyed", destroyed or 0, "destroyed-media"),
        *(
            ReportFigure(f"Preservation requests: {words}", held.get(kind, 0), "holds")
            for kind, words in KIND_WORDS.items()
        ),
        ReportFigure(
            "Packages let out", between(connection, PACKAGES.c.made_at, span), "packages"
        ),
    )
    about = (
        f"Captured data goes after {kept_days(connection)} days unless a request or warrant holds "
        f"it{cited('preservation')}."
    )
    return ReportSection("Retention, preservation, release", figures, about)


def holds_by_ground(connection: Connection, span: ReportSpan) -> dict[HoldKind, int]:
    """Return how many holds were requested in a period, by lawful ground."""
    return by_name(connection, HOLDS.c.kind, HOLDS.c.requested_at, span)


def _requests(connection: Connection, span: ReportSpan) -> ReportSection:
    t = DISCLOSURES.c
    asked = select(t.standing, t.state, func.count()).where(*in_span(t.received_at, span))
    rows = connection.execute(asked.group_by(t.standing, t.state)).all()
    given = {(standing, state): number for standing, state, number in rows}
    figures = [
        ReportFigure(
            words,
            sum(given.get((standing, state), 0) for state in states),
            "requests-received",
            column,
        )
        for standing, words in STANDING_WORDS.items()
        if any(basis == standing for basis, _ in given)
        for column, states in REQUEST_COLUMNS.items()
    ]
    for column, states in REQUEST_COLUMNS.items():
        number = sum(given[basis] for basis in given if basis[1] in states)
        figures.append(ReportFigure("All", number, "requests-received", column))
    about = f"Requests for stored data and what became of them{cited('all_requests')}."
    return ReportSection("Requests from others", tuple(figures), about)


def _outside(connection: Connection, span: ReportSpan) -> tuple[ReportFigure, ...]:
    return (
        ReportFigure(
            "Requests made", between(connection, OUTSIDE_REQUESTS.c.requested_at, span),
            "requests-made",
        ),
        ReportFigure(
            "Looks at readers of other agencies",
            between(connection, OUTSIDE_ACCESSES.c.at, span),
            "looks-at-others",
        ),
    )  # fmt: skip


def _people(connection: Connection, span: ReportSpan) -> tuple[ReportFigure, ...]:
    t = ACCOUNTS.c
    now = select(t.role, func.count()).where(t.disabled_at.is_(None)).group_by(t.role)
    roles = counts_of(connection, now)
    disabled = between(connection, t.disabled_at, span)
    held = TRAININGS.c.trained_on.between(span.first, span.last)
    trained = select(TRAININGS.c.course, func.count()).where(held).group_by(TRAININGS.c.course)
    courses = counts_of(connection, trained)
    reviews = between(connection, ACCOUNT_REVIEWS.c.signed_at, span)
    return (
        *(
            ReportFigure(f"Accounts: {role.value}", roles.get(role, 0), "accounts-now")
            for role in Role
        ),
        ReportFigure("Accounts disabled", disabled, "accounts-disabled"),
        *(
            ReportFigure(f"Trainings: {words.lower()}", courses.get(course, 0), "trainings")
            for course, words in COURSE_WORDS.items()
        ),
        ReportFigure("Reviews of all accounts", reviews, "account-reviews"),
    )


def _events(connection: Connection, span: ReportSpan) -> dict[str, int]:
    return by_name(connection, OWN_AUDIT.c.event, OWN_AUDIT.c.at, span)


def _of_events(numbers: dict[str, int], words: dict[AuditEvent, str]) -> tuple[ReportFigure, ...]:
    return tuple(
        ReportFigure(said, numbers.get(event, 0), "audit-entries") for event, said in words.items()
    )
