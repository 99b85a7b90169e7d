"""Reports to the Chief, the legislature and the public; what is due when (RPT-01 to RPT-04)."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from mdt_alpr.acts.act import Act, Look, Unversioned
from mdt_alpr.acts.fields import ActField
from mdt_alpr.acts.listing import ListCell, ListColumn, Listing
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.policy import capture_date
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


class _EventType(NamedTuple):
    """A type of event with how often it was recorded in a year, and whether it came or went."""

    name: str
    number: int | None
    change: str = ""


def _event_types(answer: AuditedEventsMessage) -> list[_EventType]:
    """Return what came or went since the last review, then the others."""
    new = set(answer.changes.added)
    gone = [_EventType(name, None, "Not audited any more") for name in answer.changes.removed]
    came = [_EventType(*event, "New") for event in answer.events if event[0] in new]
    return [*gone, *came, *(_EventType(*event) for event in answer.events if event[0] not in new)]


def _changed(row: _EventType) -> ListCell:
    mark = {"": "", "New": "ring"}.get(row.change, "cross")
    return ListCell(row.change, mark=mark, warns=bool(mark))


def events_on(today: date) -> Listing[AuditedEventsMessage, _EventType]:
    """Return the list of types of events; it waits where its yearly review is overdue."""

    def about(answer: AuditedEventsMessage) -> tuple[object, ...]:
        when = "OVERDUE since" if answer.due_on < today else "by"
        due = "Next review", when, answer.due_on
        if not answer.reviews:
            return "It was never reviewed.", *due
        last = answer.reviews[0]
        words = f"by {last.by}: {last.rationale.removesuffix('.')}."
        return "Last on", capture_date(last.at), words, *due

    return Listing(
        _event_types,
        lambda row: row.name,
        (
            ListColumn("Type of event", 420, lambda row: row.name),
            ListColumn("In the last year", 160, lambda row: (
                "" if row.number is None else f"{row.number:,}"), right=True),
            ListColumn("Since the last review", 260, _changed),
        ),
        foot=lambda answer: (
            f"{len(answer.events)} types: {len(answer.changes.added)} new, "
            f"{len(answer.changes.removed)} gone since the review."
        ),
        waiting=lambda answer: int(answer.due_on < today),
        about=about,
    )  # fmt: skip


SHOW_AUDITED_EVENTS = Look(
    "GET /v1/audited-events",
    "See which types of events are audited; ends with 1 where their review is overdue",
    (Permission.READ_AUDIT,), AuditedEventsMessage, shows_captured=False,
    records=(AuditEvent.HQ_AUDIT_VIEWED,), command="audited-events", listing=events_on,
)  # fmt: skip
REVIEW_AUDITED_EVENTS = Act(
    "POST /v1/audited-events", "Record the yearly review of the types of events that are audited",
    (Permission.MANAGE_ACCOUNTS,), AuditedEventsMessage, body=EventReviewRequest,
    refusal=Problem.EVENT_REVIEW_REFUSED, records=(AuditEvent.HQ_AUDIT_VIEWED,
    AuditEvent.HQ_EVENTS_REVIEWED), command="review-audited-events {rationale}",
    button="Record the yearly review", listing=events_on, changes=Unversioned.MAKES,
)  # fmt: skip
