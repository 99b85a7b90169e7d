"""The sections of a report on oversight: review cases, misuse flags, incidents (09.21.6, 7.4)."""

from collections import Counter
from typing import Any

from sqlalchemy import Connection, func, select

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.citations import cited
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.retention.incidents import IncidentKind, IncidentStep
from mdt_alpr.domain.review.annual_report import (
    ReportFigure,
    ReportSection,
    ReportSource,
    ReportSpan,
)
from mdt_alpr.domain.review.misuse import FlagRule, FlagVerdict
from mdt_alpr.domain.review.review import CaseResult, CaseStep
from mdt_alpr.domain.review.weekly import sign_by
from mdt_alpr.hq.base.tables import CASE_STEPS, OWN_AUDIT
from mdt_alpr.hq.incidents.tables import INCIDENTS
from mdt_alpr.hq.misuse.tables import MISUSE_FLAGS
from mdt_alpr.hq.reports.counting import between, by_name, in_span
from mdt_alpr.hq.weekly.tables import WEEKLY_REVIEWS

SOURCES = (
    ReportSource("weekly-reviews", "weekly_reviews begun or signed in the period."),
    ReportSource("case-steps", "case_steps of the period: review cases opened, frozen, closed."),
    ReportSource(
        "misuse-flags", "misuse_flags raised in the period, by rule and by what was found."
    ),
    ReportSource("incidents", "incidents reported in the period, by kind."),
    ReportSource(
        "incident-steps",
        "Steps of incidents in the period, by the entries of own_audit that record them.",
    ),
)
_RESULTS = {
    CaseResult.NO_VIOLATION: "Closed: no violation",
    CaseResult.TRAINING: "Closed: training",
    CaseResult.VIOLATION: "Closed: violation",
    CaseResult.PASSED_ON: "Closed: passed on, such as to internal affairs",
}
_RULES = {
    FlagRule.ONE_PLATE: "Repeated looks at one plate without an open case",
    FlagRule.ONE_PLATE_UNCHECKED: "Repeated looks at one plate, case not checked",
    FlagRule.ONE_PLATE_MANY_CASES: "One plate under several cases",
    FlagRule.PLATES_MANY_CASES: "The same plates under several cases",
    FlagRule.CASES_OF_OTHERS: "One plate under several cases of others",
    FlagRule.HITS_OF_ONE_PLATE: "Hits of one plate opened again and again",
    FlagRule.OFF_SHIFT_AT_NIGHT: "At night and off shift",
    FlagRule.ONE_PLATE_OFF_SHIFT: "One plate off shift on several days",
    FlagRule.SAME_REASON: "Same reason again and again",
    FlagRule.UNKNOWN_CASE: "Unknown case number",
    FlagRule.UNKNOWN_CASE_OFF_SHIFT: "Unknown case number, off shift",
    FlagRule.OWN_PLATE: "Own plate, or one of the household",
    FlagRule.COWORKERS_PLATE: "Plate of a coworker",
    FlagRule.RENEWED_ENTRY: "Entry renewed again and again",
    FlagRule.SEARCH_THEN_ENTRY: "Search, then entry of the same plate",
    FlagRule.REASON_SUBJECT: "Subject of the reason",
    FlagRule.OUTLIER: "Far more than others of the unit",
    FlagRule.OUTLIER_ON_ONE_PLATE: "Far more than others of the unit on one plate",
}
_FOUND = {
    "Justified": FlagVerdict.JUSTIFIED,
    "Case opened": FlagVerdict.CASE,
    "Not reviewed": FlagVerdict.NONE,
}
_INCIDENTS = {
    IncidentKind.WRONGFUL_STOP: "Wrongful stops reported",
    IncidentKind.BREACH: "Breaches or losses of data reported",
    IncidentKind.MISUSE: "Misuse reported",
    IncidentKind.OTHER: "Other incidents reported",
}
_NOTICES = {
    IncidentStep.TEAM_NOTIFIED: "The response team was notified",
    IncidentStep.STATE_NOTIFIED: "The state was notified",
}
_WEEKLY_ABOUT = "A supervisor goes through a drawn sample of searches each week, and signs it."
_INCIDENTS_ABOUT = "What was reported from cars and desks, whatever came of it."


def sections(connection: Connection, span: ReportSpan) -> list[ReportSection]:
    """Return the sections on oversight of a period."""
    return [
        ReportSection("Weekly reviews", _weekly(connection, span), _WEEKLY_ABOUT),
        _cases(connection, span),
        _flags(connection, span),
        ReportSection("Incidents", _incidents(connection, span), _INCIDENTS_ABOUT),
    ]


def _weekly(connection: Connection, span: ReportSpan) -> tuple[ReportFigure, ...]:
    t = WEEKLY_REVIEWS.c
    signed = connection.execute(select(t.week, t.signed_at).where(*in_span(t.signed_at, span)))
    late = sum(capture_date(at) > sign_by(week) for week, at in signed)
    return (
        ReportFigure("Reviews begun", between(connection, t.begun_at, span), "weekly-reviews"),
        ReportFigure("Reviews signed", between(connection, t.signed_at, span), "weekly-reviews"),
        ReportFigure("Reviews signed after their last day", late, "weekly-reviews"),
    )


def _cases(connection: Connection, span: ReportSpan) -> ReportSection:
    t = CASE_STEPS.c
    asked = select(t.step, t.result, func.count()).where(*in_span(t.at, span))
    numbers = {
        (step, result): number
        for step, result, number in connection.execute(asked.group_by(t.step, t.result))
    }

    def of(step: CaseStep) -> int:
        return sum(number for (case_step, _), number in numbers.items() if case_step is step)

    figures = (
        ReportFigure("Opened", of(CaseStep.OPENED), "case-steps"),
        ReportFigure("Account frozen at once", of(CaseStep.FROZEN), "case-steps"),
        *(
            ReportFigure(words, numbers.get((CaseStep.CLOSED, result), 0), "case-steps")
            for result, words in _RESULTS.items()
        ),
    )
    about = f"Cases that a supervisor opened about the use of the system{cited('reviews')}."
    return ReportSection("Review cases", figures, about)


def _flags(connection: Connection, span: ReportSpan) -> ReportSection:
    t = MISUSE_FLAGS.c
    asked = select(t.rule, t.verdict, func.count()).where(*in_span(t.raised_at, span))
    rows = connection.execute(asked.group_by(t.rule, t.verdict))
    numbers: dict[tuple[Any, Any], int] = {(rule, verdict): n for rule, verdict, n in rows}
    named = {"All rules": frozenset(_RULES)}
    named |= {
        _RULES[rule]: frozenset({rule}) for rule in _RULES if any(rule in at for at in numbers)
    }
    figures = []
    for words, rules in named.items():
        of_rules = {at: n for at, n in numbers.items() if at[0] in rules}
        parts = {
            name: sum(n for (_, flag_verdict), n in of_rules.items() if flag_verdict is verdict)
            for name, verdict in _FOUND.items()
        }
        figures += [
            ReportFigure(words, number, "misuse-flags", column)
            for column, number in {"Raised": sum(of_rules.values()), **parts}.items()
        ]
    about = (
        "The program compares every access with plain rules once a day. A flag is no finding: "
        "someone other than that person reviews it. Rules without a flag are left out."
    )
    return ReportSection("Misuse flags", tuple(figures), about)


def _incidents(connection: Connection, span: ReportSpan) -> tuple[ReportFigure, ...]:
    numbers = by_name(connection, INCIDENTS.c.kind, INCIDENTS.c.reported_at, span)
    made = _incident_steps(connection, span)
    return (
        *(
            ReportFigure(words, numbers.get(kind, 0), "incidents")
            for kind, words in _INCIDENTS.items()
        ),
        *(
            ReportFigure(words, made[step.value], "incident-steps")
            for step, words in _NOTICES.items()
        ),
    )


def _incident_steps(connection: Connection, span: ReportSpan) -> Counter[str]:
    """Count steps by the audit: an incident is erased before the entries about it are."""
    t = OWN_AUDIT.c
    made = select(t.detail).where(t.event == AuditEvent.HQ_INCIDENT_STEP, *in_span(t.at, span))
    return Counter(dict(detail)["step"] for detail in connection.scalars(made))
