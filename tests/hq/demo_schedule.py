"""Schedule and work of the demo's month, counted by queries of our own (RPT-02, RPT-06)."""

from datetime import UTC, datetime

from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.review.annual_report import Report

WORK_DUE = """(SELECT e, min(due) due FROM (
    SELECT p.equipment e, date(max(p.since, coalesce((SELECT max(w.done_on) FROM equipment_work w
        WHERE w.equipment = p.equipment AND w.kind = p.kind AND w.result = 'passed'), p.since)),
        '+' || p.every_days || ' days') due FROM equipment_plans p WHERE p.kind = '{kind}'
    UNION SELECT equipment, due_on FROM equipment_work WHERE kind = '{kind}' AND result = ''
    UNION SELECT f.equipment, f.done_on FROM equipment_work f WHERE f.kind = '{kind}'
        AND f.result = 'failed' AND NOT EXISTS (SELECT 1 FROM equipment_work w
        WHERE w.equipment = f.equipment AND w.kind = f.kind AND w.result = 'passed'
        AND w.done_on >= f.done_on)) GROUP BY e)"""
WEEK_DUE = """(WITH RECURSIVE weeks(week) AS (
    SELECT date(min(at), '-5 hours', '-6 days', 'weekday 1') FROM policy_adoptions
    UNION ALL SELECT date(week, '+7 days') FROM weeks WHERE week < date('now'))
    SELECT date(min(week), '+13 days') due FROM weeks WHERE week NOT IN
    (SELECT week FROM weekly_reviews WHERE signed_at IS NOT NULL))"""
SCHEDULED = {
    "Policy adopted": "(SELECT 1 due WHERE NOT EXISTS (SELECT 1 FROM policy_adoptions))",
    "Weekly review of searches": WEEK_DUE,
    "Sample of reads judged": (
        "(SELECT date(min(at), '-5 hours', 'start of month', '+1 month', '-1 day') due "
        "FROM own_audit)"
    ),
    "Publications checked": "(SELECT date(max(at), '+91 days') due FROM content_checks)",
    "Training renewed": "(SELECT date(trained_on, '+365 days') due FROM accounts)",
    "Accounts reviewed": (
        "(SELECT date((SELECT min(at) FROM own_audit), '-5 hours', '+365 days') due FROM accounts)"
    ),
    "Maintenance": WORK_DUE.format(kind="maintenance"),
    "Calibration": WORK_DUE.format(kind="calibration"),
    "Corrections and repairs": WORK_DUE.format(kind="correction"),
    "Audit of the whole system": WORK_DUE.format(kind="audit"),
    "Backup restored as a drill": WORK_DUE.format(kind="restore_drill"),
    "Audited events reviewed": "(SELECT date(max(at), '+365 days') due FROM event_reviews)",
    "Report to the Chief": "(SELECT date(min(at), '-5 hours', '+335 days') due FROM own_audit)",
    "Report to the legislature": "(SELECT 1 due FROM enrolled_devices WHERE kind = 'camera')",
    "Preservation requests sworn": "(SELECT date(last_on, '+90 days') due FROM holds)",
    "Preservation renewed or ended": "(SELECT due_at due FROM holds WHERE due_at IS NOT NULL)",
}
"""Each duty's days, as the demo's month has them."""
WORKS = {
    "Audit of the system": "audit",
    "Restore drill": "restore_drill",
    "Maintenance": "maintenance",
    "Calibration": "calibration",
    "Corrections": "correction",
}
WORKED = {
    "Due": "due_on >= '{since}' AND due_on <= '{until}'",
    "Done": "done_on IS NOT NULL",
    "After its day": "julianday(done_on) > julianday(due_on)",
    "Failed": "result = 'failed'",
    "Due and open": "result = '' AND due_on <= '{until}'",
}


def scheduled(report: Report, row: str, column: str) -> str:
    every = " UNION ALL ".join(f"SELECT due FROM {one}" for one in SCHEDULED.values())  # noqa: S608 - ours
    days = f"({every})" if row == "All of the schedule" else SCHEDULED[row]
    today = capture_date(report.made_at)
    return days + (f" WHERE due < '{today}'" if column == "Overdue" else "")


def worked(report: Report, row: str, column: str) -> str:
    span = WORKED[column].format(since=report.span.first, until=report.span.last)
    return f"equipment_work WHERE kind = '{WORKS[row]}' AND {span}"


def here(at: str | None) -> str | None:
    """Return the agency's date of an instant, for queries."""
    return at and capture_date(datetime.fromisoformat(at).replace(tzinfo=UTC)).isoformat()


ENDINGS = {
    "Verified, stopped": "verified_stopped",
    "Verified, not stopped": "verified_no_stop",
    "Rejected: misread": "misread",
    "Rejected: other state": "wrong_state",
    "Rejected: other vehicle": "vehicle_mismatch",
    "Rejected: other person": "wrong_person",
    "Rejected: record cleared or stale": "cleared_or_stale",
    "Rejected: record is wrong": "wrong_entry",
    "Not verified": "unable_to_verify",
    "Lost sight": "lost_sight",
    "Duplicate": "duplicate",
}
PURPOSES = {
    "Criminal investigation": "criminal_investigation",
    "Felony warrant": "felony_warrant",
    "Missing or endangered person": "missing_or_endangered",
    "Lost or stolen vehicle": "lost_or_stolen_vehicle",
}
