"""A made-up schedule of audits and checks, for screenshots and tests of the screen."""

from datetime import timedelta
from typing import Any

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.review.audit_schedule import DutyDates, ScheduledDuty, schedule
from mdt_alpr.domain.review.event_review import EventChanges, EventReview
from mdt_alpr.domain.review.trial_parts import TOO_FEW
from mdt_alpr.domain.review.trial_report import TrialPlan
from mdt_alpr.lab.screens.desk_sample_hits import NOW
from mdt_alpr.wire.audit_schedule import ScheduleMessage
from mdt_alpr.wire.event_review import AuditedEventsMessage
from mdt_alpr.wire.trial import AN_HOUR, TrialLine, TrialMessage

_TODAY = NOW.date()
_DUTIES = (
    (ScheduledDuty.POLICY, (), 395, "Lt. B. Smith"),
    (ScheduledDuty.WEEKLY_REVIEW, (5,), 8, "Sgt. M. Whitfield"),
    (ScheduledDuty.ACCURACY_SAMPLE, (6,), 1, "D. Lee"),
    (ScheduledDuty.PUBLICATIONS, (41, 77), 50, "D. Lee"),
    (ScheduledDuty.TRAINING, (-2, 6, 24, 120, 240, 301), 64, "D. Lee"),
    (ScheduledDuty.ACCOUNT_REVIEW, (112,) * 6, 253, "Lt. B. Smith"),
    (ScheduledDuty.MAINTENANCE, (-3, 60, 93, 93), 87, "Radio shop"),
    (ScheduledDuty.CALIBRATION, (150, 210), 155, "Radio shop"),
    (ScheduledDuty.CORRECTION, (), 183, "Radio shop"),
    (ScheduledDuty.SYSTEM_AUDIT, (-7,), None, ""),
    (ScheduledDuty.RESTORE_DRILL, (204,), 161, "T. Reed"),
    (ScheduledDuty.EVENT_REVIEW, (140,), 225, "Lt. B. Smith"),
    (ScheduledDuty.CHIEF_REPORT, (8,), 327, "D. Lee"),
    (ScheduledDuty.LEGISLATIVE_REPORT, (97,), 275, "Lt. B. Smith"),
    (ScheduledDuty.SWORN_REQUESTS, (11,), 30, "D. Lee"),
    (ScheduledDuty.PRESERVATION, (190, 301), 64, "D. Lee"),
)
"""Each with how many days are left for its items, and how many days ago it was done by whom."""


def sample_schedule(rows: int) -> ScheduleMessage:
    """Return a schedule in which each state is seen."""
    dates = (
        DutyDates(
            duty,
            tuple(_TODAY + timedelta(days=each) for each in left),
            None if ago is None else _TODAY - timedelta(days=ago),
            by,
        )
        for duty, left, ago, by in _DUTIES
    )
    return ScheduleMessage(schedule(dates, _TODAY) if rows else ())


def sample_audited_events(rows: int) -> AuditedEventsMessage:
    """Return every type of event, two of them new since the last review."""
    names = sorted(one.value for one in AuditEvent)
    events = tuple((name, (7919 * place) % 1213) for place, name in enumerate(names, 1))
    review = EventReview(
        2,
        NOW - timedelta(days=225),
        "Lt. B. Smith",
        "Each access, decision and export is a type of its own; the cases of last year could "
        "be followed from sign-in to package.",
        (),
    )
    changes = EventChanges((AuditEvent.HQ_EVENTS_REVIEWED, AuditEvent.HQ_KEY_COPIED), ())
    due = _TODAY + timedelta(days=140)
    return AuditedEventsMessage(events if rows else (), changes, due, (review,) if rows else ())


def sample_trial(rows: int) -> TrialMessage:
    """Return a trial that is not told yet."""
    figures: tuple[tuple[Any, ...], ...] = (
        ("Plates offered that were read", 452, 489, 86.9, 94.6, "at least 90.0%", "open"),
        ("Reads with every character right", 430, 452, 92.7, 98.1, "at least 95.0%", "open"),
        ("Reads with characters and state right", 361, 452, 75.9, 86.2, "", ""),
        ("Reads wrong and flagged by nothing", 4, 452, 0.0, 2.3, "at most 2.0%", "open"),
        ("Hits of another plate than the listed one", 3, 31, 1.0, 24.9, "at most 20.0%", "open"),
        ("Passes judged twice with the same answer", 44, 45, 88.4, 99.6, "", ""),
        ("False alerts that would have sounded", 3, 41, 0.01, 0.21, "", "", AN_HOUR),
        ("Reads that could have alerted within 1 second of their picture", 4318, 4402, 97.6, 98.5),
        ("Every character: Light, day, 6 to 18", 298, 309, 93.7, 98.0),
        ("Every character: Light, night", 132, 143, 86.8, 95.7),
        ("Every character: Weather, rain", 21, 24, 69.0, 95.7, "", TOO_FEW),
        ("Every character: Width, under 70 px", 58, 71, 71.2, 89.0),
        ("car-12: processor, median (most 88)", 0, 240, 41.0, 44.0, "", "", "% of a core"),
        ("car-12: heat, median (most 79)", 0, 240, 63.0, 66.0, "", "", "degrees C"),
        ("car-12: links lost (most that waited 412)", 9, 41, 0.10, 0.42, "", "", AN_HOUR),
    )
    plan = TrialPlan(_TODAY - timedelta(days=7), _TODAY)
    if not rows:
        return TrialMessage("No trial is planned. Plan it before it begins.", ready=False)
    return TrialMessage(
        "Not ready. Not told yet, judge more: reads with every character right, reads wrong and "
        "flagged by nothing, hits of another plate than the listed one.",
        ready=False,
        lines=tuple(TrialLine(*figure) for figure in figures),
        plan=plan,
        planned_at=NOW - timedelta(days=9),
        planned_by="D. Lee",
        change=(
            "Width under 70 px: fewer right than elsewhere. Zoom in or mount the camera lower.",
        ),
        notes=("Plates offered are those that a car read and those that it found unread.",),
    )  # fmt: skip


ANSWERS = {
    ScheduleMessage: sample_schedule,
    AuditedEventsMessage: sample_audited_events,
    TrialMessage: sample_trial,
}
