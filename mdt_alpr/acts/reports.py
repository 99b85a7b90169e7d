"""Reports to the Chief, the legislature and the public; what is due when (RPT-01 to RPT-04)."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from mdt_alpr.acts.act import Act, Look
from mdt_alpr.acts.fields import ActField
from mdt_alpr.acts.listing import ListCell, ListColumn, Listing
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.review.annual_report import ReportFigure
from mdt_alpr.domain.review.audit_schedule import DEMANDS, LATE, ScheduleLine, ScheduleState
from mdt_alpr.wire.audit_schedule import ScheduleMessage
from mdt_alpr.wire.event_review import AuditedEventsMessage, EventReviewRequest
from mdt_alpr.wire.papers import PaperFile
from mdt_alpr.wire.problems import Problem
from mdt_alpr.wire.reports import PublicFilesMessage, ReportMessage

_STATES = {
    ScheduleState.OVERDUE: ("Overdue", "cross"),
    ScheduleState.NEVER: ("Never done", "cross"),
    ScheduleState.SOON: ("Soon", "ring"),
    ScheduleState.IN_TIME: ("In time", "tick"),
}
_PERIOD = (
    ActField(name="since", type=date, label="First day (default: a year before the last)"),
    ActField(name="until", type=date, label="Last day (default: yesterday)"),
)
_YEAR = (ActField(name="year", type=int, label="A year that is over (default: the last)"),)


class _Figure(NamedTuple):
    """A number of a section, at its place in it."""

    section: str
    place: int
    figure: ReportFigure


def _figures(answer: ReportMessage) -> Iterator[_Figure]:
    for section in answer.report.sections:
        for place, figure in enumerate(section.figures):
            yield _Figure(section.title, place, figure)


def _what(row: _Figure) -> str:
    figure = row.figure
    return f"{figure.row}: {figure.column.lower()}" if figure.column else figure.row


def _span(answer: ReportMessage) -> tuple[object, ...]:
    span = answer.report.span
    due = "both included. The next report is due on", answer.due_on
    return span.first, "to", span.last, *due


def _late(answer: ScheduleMessage) -> int:
    return sum(line.state in LATE for line in answer.lines)


def _state(line: ScheduleLine) -> ListCell:
    words, mark = _STATES[line.state]
    of_items = f"{line.late} of {line.items}" if line.late and line.items > 1 else ""
    return ListCell(words, of_items, mark, warns=line.state in LATE)


def _lateness(answer: ScheduleMessage) -> str:
    soon = sum(line.state is ScheduleState.SOON for line in answer.lines)
    return f"{_late(answer)} overdue, {soon} soon, of {len(answer.lines)}."


FIGURES: Listing[ReportMessage, _Figure] = Listing(
    _figures,
    lambda row: f"{row.section} {row.place}",
    (
        ListColumn("Section", 260, lambda row: ListCell(row.section, is_strong=not row.place)),
        ListColumn("What", 380, _what),
        ListColumn("Number", 210, lambda row: row.figure.words, right=True),
        ListColumn("Query", 190, lambda row: row.figure.source),
    ),
    "There is nothing to report.",
    _span,
)
DUTIES: Listing[ScheduleMessage, ScheduleLine] = Listing(
    lambda answer: answer.lines,
    lambda line: line.duty.value,
    (
        ListColumn("What", 270, lambda line: ListCell(
            DEMANDS[line.duty].what, DEMANDS[line.duty].every, is_strong=True)),
        ListColumn("Next due", 140, lambda line: line.due_on or "Nothing is due"),
        ListColumn("State", 150, _state),
        ListColumn("Last done", 170, lambda line: ListCell(line.last_on or "Never", line.last_by)),
        ListColumn("Where to do it", 210, lambda line: ListCell(
            DEMANDS[line.duty].page, DEMANDS[line.duty].command)),
        ListColumn("Clause", 130, lambda line: DEMANDS[line.duty].clause),
    ),
    foot=_lateness,
    waiting=_late,
)  # fmt: skip
SHOW_REPORT = Look(
    "GET /v1/annual-report", "See the annual report", (Permission.READ_AUDIT,), ReportMessage,
    refusal=Problem.REPORT_REFUSED, shows_captured=False, records=(AuditEvent.HQ_REPORT_VIEWED,),
    command="annual-report", query=_PERIOD, listing=FIGURES,
)  # fmt: skip
PRINT_REPORT = Look(
    "GET /v1/annual-report/paper", "Print the annual report to the Chief, due every year",
    (Permission.READ_AUDIT,), PaperFile, refusal=Problem.REPORT_REFUSED, shows_captured=False,
    records=(AuditEvent.HQ_REPORT_MADE, AuditEvent.HQ_REPORT_VIEWED),
    command="annual-report-paper", query=_PERIOD,
)  # fmt: skip
PRINT_LEGISLATIVE = Look(
    "GET /v1/legislative-report/paper",
    "Print the report to the legislature, due March 1 with cameras on a right-of-way",
    (Permission.READ_AUDIT,), PaperFile, refusal=Problem.REPORT_REFUSED, shows_captured=False,
    records=(AuditEvent.HQ_REPORT_MADE, AuditEvent.HQ_REPORT_VIEWED),
    command="legislative-report", query=_YEAR,
)  # fmt: skip
MAKE_PUBLIC_PAGE = Look(
    "GET /v1/public-page", "Make the public page", (Permission.MANAGE_ACCOUNTS,),
    PublicFilesMessage, shows_captured=False, records=(AuditEvent.HQ_PUBLICATION_CHANGED,
    AuditEvent.HQ_REPORT_MADE), button="Make the public page",
)  # fmt: skip
SHOW_SCHEDULE = Look(
    "GET /v1/schedule",
    "See the schedule of audits and checks; ends with 1 where something is overdue",
    (Permission.READ_AUDIT,), ScheduleMessage, shows_captured=False,
    records=(AuditEvent.HQ_SCHEDULE_VIEWED,), command="schedule", listing=DUTIES,
)  # fmt: skip
SHOW_AUDITED_EVENTS = Look(
    "GET /v1/audited-events", "See which types of events are audited", (Permission.READ_AUDIT,),
    AuditedEventsMessage, shows_captured=False, records=(AuditEvent.HQ_AUDIT_VIEWED,),
)  # fmt: skip
REVIEW_AUDITED_EVENTS = Act(
    "POST /v1/audited-events", "Review which types of events are audited",
    (Permission.MANAGE_ACCOUNTS,), AuditedEventsMessage, body=EventReviewRequest,
    refusal=Problem.EVENT_REVIEW_REFUSED, records=(AuditEvent.HQ_AUDIT_VIEWED,
    AuditEvent.HQ_EVENTS_REVIEWED),
)  # fmt: skip
