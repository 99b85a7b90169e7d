"""What waits for each role of the made-up agency."""

from datetime import timedelta

from mdt_alpr.domain.citations import PAPERS_KEPT_IN
from mdt_alpr.domain.people.roles import Role, may
from mdt_alpr.domain.policy import days_after
from mdt_alpr.hq.waiting.service import ROOMS
from mdt_alpr.lab.screens.desk_sample_hits import NOW, sample_page
from mdt_alpr.wire.waiting import WaitingLine, WaitingMessage

_TODAY = NOW.date()
_SINCE = NOW - timedelta(hours=20)
_LINES = (
    WaitingLine("weekly_review", "w", "Weekly review of 2026-11-16", "Not signed", None, _TODAY),
    *(
        WaitingLine("schedule", str(n), what, "Overdue", None, days_after(_TODAY, n - 9))
        for n, what in enumerate(("Calibration", "Audit of the system", "Restore drill"))
    ),
    *(
        WaitingLine("hold_item", str(n), f"Preservation request 2026-000{n}", lacks, _SINCE,
                    days_after(_TODAY, 3 * n))
        for n, lacks in ((3, "Sworn and notarized"), (5, f"Filed in {PAPERS_KEPT_IN}"))
    ),
    *(
        WaitingLine("hit", row.hit_id, f"Hit of {row.unit}: stolen vehicle", "Not reviewed",
                    row.raised_at)
        for row in sample_page(3).rows
    ),
    *(
        WaitingLine("misuse_flags", str(n), f"Misuse flag {n}",
                    "One plate was searched or viewed 8 times within 30 days", _SINCE)
        for n in (1, 2)
    ),
    *(
        WaitingLine("review_cases", f"2026-000{n}", f"Review case 2026-000{n}", "Open", _SINCE)
        for n in (1, 2)
    ),
    *(
        WaitingLine("set_aside", str(n), f"Set aside {n}: answer",
                    "Headquarters does not hold its hit yet.", _SINCE)
        for n in range(1, 5)
    ),
    WaitingLine("data_request", "3", "Data request 3", "To decide", _SINCE),
    WaitingLine("packages", "1", "Package 1", "Its copy is due back, or to destroy", _SINCE,
                days_after(_TODAY, 4)),
)  # fmt: skip


def sample_waiting(role: Role) -> WaitingMessage:
    """Return what waits for a role."""
    may_work = {
        room.page
        for room in ROOMS
        if not room.act.may or any(may(role, permission) for permission in room.act.may)
    }
    return WaitingMessage(tuple(line for line in _LINES if line.page in may_work))
