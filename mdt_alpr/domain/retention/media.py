"""Portable media that carry what is let out: the agency's own, kept a year (8.E, PRS-11)."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.policy import HOLD_WARNED_BEFORE, days_left
from mdt_alpr.domain.reason_words import says_nothing, single_line

LONGEST_WORDS = 200


class MediumRefusedError(DomainError):
    """A medium is not registered, given or taken back; the sentence says why."""


class MediumKind(StrEnum):
    """What it is."""

    USB_DRIVE = "usb_drive"
    PORTABLE_DISK = "portable_disk"
    OPTICAL_DISC = "optical_disc"


@dataclass(frozen=True, slots=True)
class Medium:
    """A medium by its serial number; ``retired_at`` is when it was taken out of use."""

    serial: str
    kind: MediumKind
    label: str = ""
    is_agency_owned: bool = True
    retired_at: datetime | None = None


class CopyState(StrEnum):
    """Where a copy is."""

    OUT = "out"
    RETURNED = "returned"
    DESTROYED = "destroyed"


@dataclass(frozen=True, slots=True)
class Copy:
    """A package on a medium: who holds it, where it is kept, until when.

    ``due_at`` None is a copy under a warrant's hold, which has no year.
    """

    number: int
    serial: str
    holder: str
    place: str
    transport: str
    made_at: datetime
    due_at: datetime | None
    state: CopyState = CopyState.OUT
    ended_at: datetime | None = None
    ended_how: str = ""


def register(medium: Medium) -> Medium:
    """Return a medium as it is put on the list of those that may carry data.

    Raises:
        MediumRefusedError: it has no serial number, or is not the agency's (CJIS MP-7).
    """
    serial = single_line(medium.serial)
    if len(serial) < 3 or len(serial) > LONGEST_WORDS:  # noqa: PLR2004
        raise MediumRefusedError("Enter the serial number of the medium.")
    if not medium.is_agency_owned:
        raise MediumRefusedError("Only media that the agency owns may carry data (CJIS MP-7).")
    return replace(medium, serial=serial, label=single_line(medium.label)[:LONGEST_WORDS])


def demand_usable(medium: Medium | None) -> Medium:
    """Return a registered medium in use.

    Raises:
        MediumRefusedError: it is not on the list, or was retired.
    """
    if medium is None or medium.retired_at is not None:
        message = "This medium is not in the register. Register the agency's own medium first."
        raise MediumRefusedError(message)
    return medium


def demand_places(holder: str, place: str, transport: str) -> tuple[str, str, str]:
    """Return holder, storage place and transport as they are kept (CJIS MP-4, MP-5).

    Raises:
        MediumRefusedError: one lacks.
    """
    words = single_line(holder), single_line(place), single_line(transport)
    if any(says_nothing(word) or len(word) > LONGEST_WORDS for word in words):
        message = "Enter who holds the medium, where it is kept, and how it gets there."
        raise MediumRefusedError(message)
    return words


def end_copy(copy: Copy, state: CopyState, how: str, now: datetime) -> Copy:
    """Return a copy as returned or destroyed; a returned one may be destroyed later.

    Raises:
        MediumRefusedError: it was destroyed already, or nothing says how.
    """
    if copy.state is CopyState.DESTROYED or state in (CopyState.OUT, copy.state):
        raise MediumRefusedError("This copy is back or destroyed already.")
    words = single_line(how)
    if says_nothing(words) or len(words) > LONGEST_WORDS:
        raise MediumRefusedError("Say how it came back, or how it was destroyed.")
    return replace(copy, state=state, ended_at=now, ended_how=words)


def days_until_due(copy: Copy, now: datetime) -> int | None:
    """Return how many days are left until a copy is due; negative or 0 where it is overdue."""
    if copy.state is CopyState.DESTROYED or copy.due_at is None:
        return None
    return days_left(copy.due_at, now)


def is_reminded(copy: Copy, now: datetime) -> bool:
    """Tell whether a copy is due soon or overdue: it must come back or be destroyed (8.E)."""
    left = days_until_due(copy, now)
    return left is not None and left <= max(HOLD_WARNED_BEFORE)
