"""Where a message comes from: its device, and a person who was signed in on it (AC-3, IA-3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from mdt_alpr.domain.canonical import canonical
from mdt_alpr.domain.policy import (
    COMMAND_SESSION_LASTS,
    DESK_SESSION_UNUSED_FOR,
    SESSION_LASTS,
    session_has_expired,
)

CLOCKS_APART_AT_MOST = timedelta(minutes=5)
"""How much a car's clock may differ from headquarters' when a person is looked up."""
REVISIONS_AT_MOST = 10_000
"""More revisions than the longest pass of a vehicle can have; a larger number is forged."""
REMOVED_SOON_AFTER = timedelta(minutes=60)
"""An entry removed so soon, with past reads viewed in between, is set aside for review."""
SIGN_IN_FORMAT = "mdt-alpr sign-in 1"
RECORD_FORMAT = "mdt-alpr sign-in record 1"


class Seat(StrEnum):
    """Where a person signs in; only a car gets the hotlist and sends items."""

    CAR = "car"
    DESK = "desk"
    COMMAND_LINE = "command_line"

    @property
    def session_lasts(self) -> timedelta:
        """Return how long a session lasts here (ACC-08)."""
        return COMMAND_SESSION_LASTS if self is Seat.COMMAND_LINE else SESSION_LASTS


SESSION_USE_NOTED_EVERY = timedelta(minutes=1)
"""How exactly headquarters knows when a desk's session was used last."""


def session_is_over(seat: Seat, signed_in_at: datetime, used_at: datetime, now: datetime) -> bool:
    """Return whether a session ended by its age (ACC-08), or unused where nobody drives."""
    if session_has_expired(signed_in_at, now, seat.session_lasts):
        return True
    return seat is Seat.DESK and now - used_at > DESK_SESSION_UNUSED_FOR


def session_use_is_due(seat: Seat, used_at: datetime, now: datetime) -> bool:
    """Return whether it is to be noted that a session is used now."""
    return seat is Seat.DESK and now - used_at >= SESSION_USE_NOTED_EVERY


class AsideReason(StrEnum):
    """Why an item was set aside for review at headquarters instead of being applied."""

    PERSON = "person_not_signed_in"
    OTHER_DEVICE = "of_another_device"
    HIT_NOT_HERE = "hit_not_here_yet"
    REVISION = "revision_not_plausible"
    PLACE_TAKEN = "audit_place_taken"
    UNKNOWN_KEY = "device_key_not_accepted"
    NOT_ALLOWED = "not_for_this_person"
    REMOVED_SOON = "removed_soon_after_past_reads"
    SIMULATED = "simulated_outside_training"
    CLOCK = "clock_of_the_car_wrong"
    HOLD_KEY = "key_of_its_hold_lost"

    @property
    def words(self) -> str:
        """Return the reason as a sentence."""
        return _WORDS[self]


_WORDS = {
    AsideReason.PERSON: "The person it names was not signed in on this device at that time.",
    AsideReason.OTHER_DEVICE: "It is about a hit or a read of another device.",
    AsideReason.HIT_NOT_HERE: "Headquarters does not hold its hit yet.",
    AsideReason.REVISION: "The revision number is larger than any pass can bring.",
    AsideReason.PLACE_TAKEN: "Another entry already has this place in the audit chain.",
    AsideReason.UNKNOWN_KEY: "It is signed by a device key that nobody accepted.",
    AsideReason.NOT_ALLOWED: "Only the person who made the entry may do this.",
    AsideReason.REMOVED_SOON: "Past reads were viewed, and the entry was removed soon after.",
    AsideReason.SIMULATED: "A simulated reply does not count outside training.",
    AsideReason.CLOCK: "The car's clock was wrong: its times cannot be right.",
    AsideReason.HOLD_KEY: "The key of the hold that keeps it is missing or damaged.",
}


@dataclass(frozen=True, slots=True)
class Presence:
    """A person's time on a device; ``ended_at`` is None where its end is unknown."""

    person_id: str
    began_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SignInRecord:
    """A car's note that a person signed in or out."""

    person_id: str
    at: datetime
    signed_in: bool


def sign_in_claim(device: str, public_key: str, person_id: str) -> bytes:
    """Return what a device signs at a person's sign-in to identify itself."""
    return canonical(
        {"format": SIGN_IN_FORMAT, "device": device, "public_key": public_key,
         "person_id": person_id}
    )  # fmt: skip


def record_claim(device: str, public_key: str, record: SignInRecord) -> bytes:
    """Return what a device signs for a sign-in or sign-out that it noted."""
    return canonical(
        {"format": RECORD_FORMAT, "device": device, "public_key": public_key,
         "person_id": record.person_id, "at": record.at, "signed_in": record.signed_in}
    )  # fmt: skip


def sessions_hold(sessions: Iterable[Presence], person_id: str, at: datetime) -> bool:
    """Return whether a session of the person covers an instant of the car's clock.

    A session whose end is not known lasts twelve hours (ACC-08).
    """
    return any(
        session.began_at - CLOCKS_APART_AT_MOST
        <= at
        <= (session.ended_at or session.began_at + SESSION_LASTS) + CLOCKS_APART_AT_MOST
        for session in sessions
        if session.person_id == person_id
    )


def records_hold(records: Iterable[SignInRecord], person_id: str, at: datetime) -> bool:
    """Return whether the car's own records say that the person was signed in at an instant.

    Both use the car's clock. A person's time ends with the sign-out, or when somebody else signs
    in.
    """
    before = [record for record in records if record.at <= at]
    last = max(before, key=lambda moment: moment.at, default=None)
    return last is not None and last.signed_in and last.person_id == person_id
