"""The annual report and the schedule: who sees and prints them (09.21.3.A.4)."""

from datetime import date

from mdt_alpr.acts import reports as acts
from mdt_alpr.domain.people.roles import Permission, may
from mdt_alpr.hq.base.headquarters import ApiCall
from mdt_alpr.hq.base.paper import printed
from mdt_alpr.hq.base.policy_in_force import adopted_policy
from mdt_alpr.hq.people.endpoints import RouteTable
from mdt_alpr.hq.reports import event_reviews, service
from mdt_alpr.hq.reports.audit_schedule import schedule_of
from mdt_alpr.hq.reports.chief_paper import chief_paper
from mdt_alpr.hq.reports.legislative import legislative_paper
from mdt_alpr.wire.audit_schedule import ScheduleMessage
from mdt_alpr.wire.codec import instant
from mdt_alpr.wire.event_review import AuditedEventsMessage, EventReviewRequest
from mdt_alpr.wire.papers import PaperFile
from mdt_alpr.wire.problems import Problem
from mdt_alpr.wire.reports import PublicFilesMessage, ReportMessage

ROUTES = RouteTable()
_MAY = Permission.READ_AUDIT
_REFUSED = Problem.REPORT_REFUSED


@ROUTES.does(acts.SHOW_REPORT)
def show_report(call: ApiCall, since: str = "", until: str = "") -> ReportMessage:
    """Show every number of a period with its query; without dates of the last year."""
    with call.hq.writing() as work:
        return service.shown(work, _day(since, "since"), _day(until, "until"), call.by)


@ROUTES.does(acts.PRINT_REPORT)
def print_report(call: ApiCall, since: str = "", until: str = "") -> PaperFile:
    """Print the report to the Chief."""
    with call.hq.writing() as work:
        asked = _day(since, "since"), _day(until, "until")
        report = service.made(work, *asked, call.by, delivers=_delivers(call))
    pdf = chief_paper(printed(call.hq, call.caller.name), report)
    return PaperFile.of(f"annual-report-{report.span.last:%Y-%m-%d}.pdf", pdf)


@ROUTES.does(acts.PRINT_LEGISLATIVE)
def print_legislative(call: ApiCall, year: int = 0) -> PaperFile:
    """Print the report of a year that is over; without a year of the last one."""
    with call.hq.writing() as work:
        report = service.legislative(work, year or None, call.by, delivers=_delivers(call))
        policy = adopted_policy(work.connection)
    pdf = legislative_paper(printed(call.hq, call.caller.name), report, policy)
    return PaperFile.of(f"legislative-report-{report.span.first:%Y}.pdf", pdf)


def _delivers(call: ApiCall) -> bool:
    """Return whether the report is the asking person's to deliver: not an auditor's."""
    return may(call.caller.role, Permission.MANAGE_LISTS)


@ROUTES.does(acts.MAKE_PUBLIC_PAGE)
def make_public_page(call: ApiCall) -> PublicFilesMessage:
    """Make the page for the public; the agency decides whether and where it is published."""
    agency = next(iter(call.hq.settings.agency), "this agency")
    with call.hq.writing() as work:
        return PublicFilesMessage(service.public_files(work, agency, call.by))


@ROUTES.does(acts.SHOW_SCHEDULE)
def show_schedule(call: ApiCall) -> ScheduleMessage:
    """Show what is due when, and when it was done last."""
    with call.hq.writing() as work:
        return schedule_of(work, call.by)


@ROUTES.does(acts.SHOW_AUDITED_EVENTS)
def show_audited_events(call: ApiCall) -> AuditedEventsMessage:
    """Show every type, what changed since the last review, and the reviews."""
    with call.hq.writing() as work:
        return event_reviews.audited_events(work, call.by)


@ROUTES.does(acts.REVIEW_AUDITED_EVENTS)
def review_audited_events(call: ApiCall, body: EventReviewRequest) -> AuditedEventsMessage:
    """Record the yearly review of all types with its rationale."""
    with call.hq.writing() as work:
        event_reviews.review(work, body.rationale, call.by)
        return event_reviews.audited_events(work, call.by)


def _day(text: str, field: str) -> date | None:
    return instant(f"{text}T00:00:00Z", field).date() if text else None
