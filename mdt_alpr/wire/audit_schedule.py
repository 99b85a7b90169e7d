"""The schedule of audits and checks (RPT-02)."""

from dataclasses import dataclass

from mdt_alpr.domain.review.audit_schedule import ScheduleLine


@dataclass(frozen=True, slots=True)
class ScheduleMessage:
    """Every duty, the most urgent first; ``last_by`` of a line is a name."""

    lines: tuple[ScheduleLine, ...]
