"""Words of the desk: dispositions in one line, checks, times, choices of purpose and span."""

from contextlib import suppress
from datetime import date, datetime
from time import strptime

from mdt_alpr.domain.hit.disposition import Disposition, Stopped
from mdt_alpr.domain.hit.hit_summary import (
    NOT_PRACTICABLE,
    NOT_PRACTICABLE_LIMIT,
    NOT_SEEN,
    TOO_FAST_BELOW,
    Cause,
)
from mdt_alpr.domain.hit.status_query import StatusSource
from mdt_alpr.domain.hit.trial import ENDED_AS
from mdt_alpr.domain.hotlist.hotlist import CATEGORIES, Priority
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.people.roles import EVERY_TEAM, Role
from mdt_alpr.domain.people.shift import Shift, ShiftKind
from mdt_alpr.domain.policy import CAPTURE_ZONE, MOST_DAYS
from mdt_alpr.ui.entries.presenters.past_read_words import purpose_words
from mdt_alpr.ui.hit.presenters.hit_words import DISPOSITION_WORDS, SOURCE_WORDS
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.words import local_time
from mdt_alpr.wire.accounts import DeskTeamsMessage
from mdt_alpr.wire.desk import HitLogFilter

ROLE_WORDS = {
    Role.OFFICER: "Officer",
    Role.SUPERVISOR: "Supervisor",
    Role.CUSTODIAN: "Custodian",
    Role.ADMINISTRATOR: "Administrator",
    Role.AUDITOR: "Auditor",
    Role.TECHNICIAN: "Technician",
}
METHOD_WORDS = {
    "": "Not checked",
    "typed": "Typed",
    "tiles_and_number": "Tiles, then plate",
    NOT_SEEN: "Could not see",
}
MARKS = {Priority.HIGH: Mark.SQUARE, Priority.MEDIUM: Mark.TRIANGLE, Priority.LOW: Mark.CIRCLE}
CAUSE_WORDS = {
    Cause.CHARACTER: "Character",
    Cause.STATE: "State",
    Cause.STALE: "Stale record",
    Cause.DESCRIPTION: "Vehicle",
    Cause.PERSON: "Person",
    Cause.BAD_ENTRY: "Bad entry",
}
ATTENTION_WORDS = {
    "stopped_unverified": "Unverified stop",
    "stopped_without_status": "Stop, no status",
    "not_practicable": "Not practicable",
}
LEFT_OPEN_WORDS = "Open after shift"
_ENDINGS = {
    "": "Open",
    **{d.value: DISPOSITION_WORDS[d].replace("\n", " ") for d in Disposition},
    ENDED_AS: "TRIAL: nobody was alerted",
}
ENDING_CHOICES = tuple((value, words) for value, words in _ENDINGS.items() if value)
_SOURCES = {NOT_PRACTICABLE: "Not practicable", **{s.value: SOURCE_WORDS[s] for s in StatusSource}}
_STOPPED = {
    Stopped.NO.value: "No stop",
    Stopped.BEFORE.value: "Stopped before",
    Stopped.AFTER.value: "Stopped after",
}
NONE = "\u2013"
"""Shown in place of nothing."""
NO_EXPORT_WORDS = (
    "View only. Its evidence package is let out by the custodian or an administrator, under a "
    "hold or a granted request."
)


def disposition_words(value: str) -> str:
    """Return how a hit ended, in one line; "Open" where it has not."""
    return _ENDINGS.get(value, value)


def outcome_words(outcome: str, stopped: str) -> str:
    """Return a hit's outcome in one line, else whether there was a stop."""
    return outcome.replace("_", " ").capitalize() or _STOPPED.get(stopped, "")


def status_words(source: str) -> str:
    """Return who gave the status."""
    return _SOURCES.get(source, source)


def seconds(milliseconds: int | None) -> str:
    """Return a time span as "1.1 s" or "34 s"; a dash for None."""
    if milliseconds is None:
        return NONE
    value = milliseconds / 1000
    return f"{value:.1f} s" if value < 10 else f"{value:.0f} s"  # noqa: PLR2004 - digits that say something


def day_time(at: datetime) -> str:
    """Return date and time of day, local."""
    local = local_time(at)
    return f"{local:%b} {local.day}, {local:%H:%M:%S}"


def exact_time(at: datetime) -> str:
    """Return the time of day to 1/100 s, local (AUD-03)."""
    local = local_time(at)
    return f"{local:%H:%M:%S}.{local.microsecond // 10_000:02d}"


def plate_words(text: str, state: str) -> str:
    """Return a plate with its state's code, a dash where there is none."""
    return f"{text} {state}".strip() or NONE


def category_mark(code: str) -> Mark:
    """Return the shape of a category's urgency."""
    return MARKS[CATEGORIES[code].priority]


PURPOSE_CHOICES = (("", "Purpose"), *((p.value, purpose_words(p)) for p in Purpose))


TOO_FAST = f"{TOO_FAST_BELOW.total_seconds():.0f} s"
"""A check under it is shown for review (D7)."""
LIMIT = f"{NOT_PRACTICABLE_LIMIT:.0%}"
"""The share of stops without a status above which the gate fails."""
SPANS = (("7", "7 days"), ("30", "30 days"), (f"{MOST_DAYS}", f"{MOST_DAYS} days"))
FIRST_SPAN = 30


def whole_days(first: date, last: date) -> tuple[datetime, datetime]:
    """Return the instants from the first day's beginning to the last day's end."""
    since, _ = Shift(first, ShiftKind.WHOLE_DAY).span(CAPTURE_ZONE)
    _, until = Shift(last, ShiftKind.WHOLE_DAY).span(CAPTURE_ZONE)
    return since, until


def hits_of(days: int, today: date, team: str) -> HitLogFilter:
    """Return the filter for a team's hits of so many days up to today."""
    first = date.fromordinal(today.toordinal() - days + 1)
    return HitLogFilter(*whole_days(first, today), team=team)


_DAY_FORMS = ("%b %d, %Y", "%m/%d/%Y", "%Y-%m-%d")
"""As the desk shows a date, as a person may type it, and as in ISO 8601."""


def typed_day(text: str) -> date:
    """Return the date that was typed.

    Raises:
        ValueError: it is not a date.
    """
    for form in _DAY_FORMS:
        with suppress(ValueError):
            return date(*strptime(text, form)[:3])
    raise ValueError("not a date")


SECTIONS = (
    (0, "Hits and reads"),
    (50, "Lists"),
    (60, "Requests"),
    (75, "Records"),
    (100, "Agency"),
)
"""Sections of the menu, each from a place on."""
DAILY = {
    Role.SUPERVISOR: (
        "mine", "shift_log", "near_misses", "search", "misuse_flags", "review_cases", "searches",
        "weekly_review", "live_wall", "manual_entries", "holds", "incidents",
    ),
    Role.CUSTODIAN: (
        "mine", "search", "hotlists", "case_thread", "data_requests", "packages",
        "portable_media", "holds", "outside_requests", "audit", "incidents", "annual_report",
    ),
    Role.ADMINISTRATOR: (
        "mine", "search", "hotlists", "data_requests", "holds", "publications", "audit",
        "incidents", "accounts", "machines", "training_register", "equipment",
    ),
    Role.AUDITOR: (
        "mine", "misuse_flags", "holds", "outside_accesses", "audit", "who_saw", "incidents",
        "schedule", "audited_events", "annual_report", "certificates", "designations",
    ),
}  # fmt: skip
"""The dozen pages of daily work, by role; the other roles have no more than that in all."""


def team_choices(answer: DeskTeamsMessage) -> tuple[tuple[str, str], ...]:
    """Return the teams whose hits may be shown, as value and words, own team first."""
    own = [(answer.own, f"Own team: {answer.own}")] if answer.own else []
    if not answer.teams and not own:
        return ()
    if not answer.sees_all:
        return tuple(own)
    others = [(name, f"Team {name}") for name in answer.teams if name != answer.own]
    return (*own, (EVERY_TEAM, "All teams"), *others)
