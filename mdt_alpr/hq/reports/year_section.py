"""The sections of a report on hours, delays, who searched, and what is certified (7.4, RPT-01)."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise

from sqlalchemy import func, select

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.citations import cited
from mdt_alpr.domain.people.provenance import Seat
from mdt_alpr.domain.policy import (
    LIST_STALE_AFTER,
    MISUSE_WEEK,
    SESSION_LASTS,
    capture_date,
    days_after,
    training_ends,
)
from mdt_alpr.domain.review.annual_report import (
    ReportFigure,
    ReportSection,
    ReportSource,
    ReportSpan,
)
from mdt_alpr.domain.review.daily_counts import Counted, DayCount
from mdt_alpr.domain.review.review import CaseResult, CaseStep
from mdt_alpr.domain.review.weekly import SearchVerdict, unsigned_people
from mdt_alpr.domain.search.offense import Offense, offense_words
from mdt_alpr.hq.audit.store import entry_of
from mdt_alpr.hq.base.headquarters import Work
from mdt_alpr.hq.base.retention_setting import kept_days
from mdt_alpr.hq.base.tables import CASE_STEPS, OWN_AUDIT, READS, SESSIONS
from mdt_alpr.hq.holds.tables import HELD
from mdt_alpr.hq.hotlists.tables import HOTLIST_IMPORTS
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people import team_store as teams
from mdt_alpr.hq.people.adoption import is_adopted
from mdt_alpr.hq.reports.counting import between, in_span
from mdt_alpr.hq.weekly import store as weekly

SOURCES = (
    ReportSource(
        "hours-of-cars", "sessions of cars, from sign-in to sign-out or their end, in whole hours."
    ),
    ReportSource("reads-over-age", "reads-by-day of days whose time of retention is over."),
    ReportSource("held-over-age", "held: copies of reads past that time, on the day of counting."),
    ReportSource(
        "hours-between-lists",
        "hotlist_imports that were not stopped: hours beyond 24 between two of one list.",
    ),
    ReportSource("searches-by-team", "own_audit: searches of the period, by today's team."),
    ReportSource("searches-by-offense", "own_audit: searches of the period, by what they say."),
    ReportSource("signed-verdicts", "own_audit: verdicts of the weekly reviews that were signed."),
    ReportSource(
        "weeks-of-searches",
        "own_audit: weeks in which somebody searched, and weekly_reviews that were signed.",
    ),
    ReportSource("certified", "Accounts in use, trainings, adoption of the policy, case_steps."),
)
_VERDICTS = {
    SearchVerdict.JUSTIFIED: "Sampled searches found justified",
    SearchVerdict.NOT_JUSTIFIED: "Sampled searches found not justified",
    SearchVerdict.UNCLEAR: "Sampled searches found unclear",
}
_HOUR = timedelta(hours=1)


def sections(work: Work, span: ReportSpan, counts: list[DayCount]) -> list[ReportSection]:
    """Return the sections of a period; ``counts`` are those of its days."""
    searched = _searched(work, span)
    verdicts = _verdicts(work, span)
    return [
        _hours(work, span, counts),
        ReportSection("Searches by team", tuple(_by_team(work, searched))),
        ReportSection("Searches by type of offense", tuple(_by_offense(work, span))),
        ReportSection("Weekly samples", tuple(_weekly(work, span, searched, verdicts))),
        _certified(work, span, verdicts),
    ]


def _hours(work: Work, span: ReportSpan, counts: list[DayCount]) -> ReportSection:
    days = kept_days(work.connection)
    over = days_after(capture_date(work.now), -days)
    reads = sum(
        count.number for count in counts if count.what == Counted.READS and count.day < over
    )
    is_read = HELD.c.place == READS.name, HELD.c.captured_on < over
    held = work.connection.scalar(select(func.count()).select_from(HELD).where(*is_read)) or 0
    figures = (
        ReportFigure("Hours signed in at cars", _driven(work, span), "hours-of-cars"),
        ReportFigure(f"Reads purged, older than {days} days", reads, "reads-over-age"),
        ReportFigure(f"Reads preserved beyond {days} days, today", held, "held-over-age"),
        *(
            ReportFigure(f"Hours late: {name or 'not given'}", hours, "hours-between-lists")
            for name, hours in sorted(_late(work, span).items())
        ),
    )
    hours = LIST_STALE_AFTER // _HOUR
    about = f"A list is late from {hours} hours after its last delivery on{cited('list_late')}."
    return ReportSection("Hours, delays and what is left", figures, about)


def _driven(work: Work, span: ReportSpan) -> int:
    t = SESSIONS.c
    begun_from = span.since - SESSION_LASTS
    of_cars = select(t.signed_in_at, t.ended_at).where(
        t.seat == Seat.CAR, t.signed_in_at.between(begun_from, span.until)
    )
    hours = timedelta()
    for begun, ended in work.connection.execute(of_cars):
        until = min(ended or work.now, begun + SESSION_LASTS, span.until)
        hours += max(timedelta(), until - max(begun, span.since))
    return int(hours / _HOUR)


def _late(work: Work, span: ReportSpan) -> dict[str, int]:
    """Return by list how many hours of the period were more than a day after its delivery."""
    t = HOTLIST_IMPORTS.c
    rows = select(t.at, t.lists).where(t.stopped == "", t.at < span.until).order_by(t.at)
    came: dict[str, list[datetime]] = {}
    for at, lists in work.connection.execute(rows):
        for name in lists:
            came.setdefault(name, []).append(at)
    end = min(span.until, work.now)
    return {
        name: int(sum((_beyond(span, *gap) for gap in pairwise([*ats, end])), timedelta()) / _HOUR)
        for name, ats in came.items()
    }


def _beyond(span: ReportSpan, came: datetime, following: datetime) -> timedelta:
    return max(timedelta(), following - max(came + LIST_STALE_AFTER, span.since))


def _searched(work: Work, span: ReportSpan) -> list[tuple[datetime, str]]:
    """Return when who searched, by the audit: it outlives the searches."""
    t = OWN_AUDIT.c
    made = select(t.at, t.person).where(t.event == AuditEvent.HQ_SEARCHED, *in_span(t.at, span))
    return [(row.at, row.person) for row in work.connection.execute(made)]


def _by_team(work: Work, searched: list[tuple[datetime, str]]) -> Iterator[ReportFigure]:
    placed = teams.placements(work.connection)
    counter = Counter(placed[who].team if who in placed else "" for _, who in searched)
    for team, number in sorted(counter.items()):
        yield ReportFigure(team or "In no team", number, "searches-by-team")


def _by_offense(work: Work, span: ReportSpan) -> Iterator[ReportFigure]:
    t = OWN_AUDIT.c
    made = select(OWN_AUDIT).where(t.event == AuditEvent.HQ_SEARCHED, *in_span(t.at, span))
    said = (dict(entry_of(row).detail).get("offense") for row in work.connection.execute(made))
    counter = Counter(words or offense_words(Offense.NOT_SAID) for words in said)
    for words, number in sorted(counter.items()):
        yield ReportFigure(words, number, "searches-by-offense")


def _verdicts(work: Work, span: ReportSpan) -> dict[SearchVerdict, int]:
    t = OWN_AUDIT.c
    signed = select(OWN_AUDIT).where(t.event == AuditEvent.HQ_WEEKLY_SIGNED, *in_span(t.at, span))
    facts = [dict(entry_of(row).detail) for row in work.connection.execute(signed)]
    return {
        verdict: sum(int(fact.get(verdict.value, "0")) for fact in facts)
        for verdict in SearchVerdict
    }


def _weekly(
    work: Work,
    span: ReportSpan,
    searched: list[tuple[datetime, str]],
    verdicts: dict[SearchVerdict, int],
) -> Iterator[ReportFigure]:
    for verdict, words in _VERDICTS.items():
        yield ReportFigure(words, verdicts[verdict], "signed-verdicts")
    signed = weekly.signed_since(work, days_after(span.first, -MISUSE_WEEK.days))
    people_of: dict[date, set[str]] = {}
    for at, who in searched:
        people_of.setdefault(_monday(capture_date(at)), set()).add(who)
    due = days_after(capture_date(work.now), -2 * MISUSE_WEEK.days)
    over = [week for week in people_of if week < due]
    none = [week for week in over if not any(review.week == week for review in signed)]
    part = [
        week
        for week in over
        if unsigned_people(people_of[week], (review for review in signed if review.week == week))
    ]
    yield ReportFigure("Weeks that nobody signed", len(none), "weeks-of-searches")
    only = len(part) - len(none)
    yield ReportFigure("Weeks signed for some people only", only, "weeks-of-searches")


def _monday(day: date) -> date:
    return days_after(day, -day.weekday())


def _certified(work: Work, span: ReportSpan, verdicts: dict[SearchVerdict, int]) -> ReportSection:
    """Return what the administrator certifies to the Chief, as numbers that are on record."""
    today = capture_date(work.now)
    live = [account for account in people.accounts(work.connection) if account.is_live(work.now)]
    trained = [account.trained_on for account in live if account.trained_on]
    lacking = sum(
        account.trained_on is None or training_ends(account.trained_on) < today for account in live
    )
    t = CASE_STEPS.c
    closed = {
        result: between(work.connection, t.at, span, t.step == CaseStep.CLOSED, t.result == result)
        for result in (CaseResult.VIOLATION, CaseResult.PASSED_ON)
    }
    doubted = verdicts[SearchVerdict.NOT_JUSTIFIED] + verdicts[SearchVerdict.UNCLEAR]
    figures = (
        ("1. The policy is in force (1 is yes)", int(is_adopted(work.connection))),
        ("2. Accounts in use without a training that counts", lacking),
        ("3. Days since the oldest training of an account in use",
         (today - min(trained, default=today)).days),
        ("4. Searches of the random samples that were not justified or unclear", doubted),
        ("5. Violations found in review cases", closed[CaseResult.VIOLATION]),
        ("5. Violations passed on, such as to internal affairs", closed[CaseResult.PASSED_ON]),
    )  # fmt: skip
    about = (
        "The administrator certifies by signing this report: a policy in force, authorized users "
        "only, their last trainings, a random survey, and violations forwarded."
    )
    numbers = (ReportFigure(words, number, "certified") for words, number in figures)
    return ReportSection("Certifications", tuple(numbers), about)
