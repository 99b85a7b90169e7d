"""Shifts as supervisors choose them, and when a hit was left open after one (SUP-02, VER-09)."""

from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from enum import StrEnum

from mdt_alpr.domain.policy import CAPTURE_ZONE, SESSION_LASTS

_TURNS = (6, 18)
"""Hours of local time at which the day shift begins and ends."""


class ShiftKind(StrEnum):
    """A part of a day, in local time; a night belongs to the date on which it begins."""

    WHOLE_DAY = "whole_day"
    DAY = "day"
    NIGHT = "night"


@dataclass(frozen=True, slots=True)
class Shift:
    """One shift of one date."""

    day: date
    kind: ShiftKind

    def span(self, zone: tzinfo) -> tuple[datetime, datetime]:
        """Return its first instant and the first after it, in ``zone``."""
        begins, ends = _TURNS
        if self.kind is ShiftKind.WHOLE_DAY:
            return _at(self.day, 0, zone), _at(_beside(self.day, 1), 0, zone)
        if self.kind is ShiftKind.DAY:
            return _at(self.day, begins, zone), _at(self.day, ends, zone)
        return _at(self.day, ends, zone), _at(_beside(self.day, 1), begins, zone)


def shift_of(at: datetime, zone: tzinfo) -> Shift:
    """Return the day or night shift in which something happened, in ``zone``."""
    local = at.astimezone(zone)
    begins, ends = _TURNS
    if begins <= local.hour < ends:
        return Shift(local.date(), ShiftKind.DAY)
    begun = local.date() if local.hour >= ends else _beside(local.date(), -1)
    return Shift(begun, ShiftKind.NIGHT)


def hour_of(at: datetime) -> int:
    """Return in which hour of the agency's day something happened, wherever its server is."""
    return at.astimezone(CAPTURE_ZONE).hour


def left_open_if_raised_by(shift_ended_at: datetime, now: datetime) -> datetime:
    """Return until when a hit must have been raised so that, still open, it outlived its shift.

    Its shift is over when the chosen span is, or when the officer's session must have ended.
    """
    return now if shift_ended_at <= now else now - SESSION_LASTS


def _at(day: date, hour: int, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(hour), zone)


def _beside(day: date, days: int) -> date:
    return date.fromordinal(day.toordinal() + days)
