"""Who may sign in to a car that does not reach headquarters (CAR-01; CJIS IA-2, AC-7, PS-4).

The car compares the password with a verifier that it made when headquarters accepted the person in
this very car, by password and second factor. No code is checked without headquarters: its secret
is kept there only (ACC-04). What is possessed instead is this computer, whose sealed store alone
holds the verifier. Headquarters gives and takes nothing in such a session.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mdt_alpr.domain.conversion import converted
from mdt_alpr.domain.people.provenance import CLOCKS_APART_AT_MOST
from mdt_alpr.domain.people.roles import Role, Session
from mdt_alpr.domain.policy import (
    FAILED_SIGN_INS,
    FAILED_SIGN_INS_IN_A_ROW,
    FAILED_SIGN_INS_WITHIN,
    OFFLINE_SIGN_IN_LASTS,
    capture_date,
)

NOT_KNOWN_HERE = "Without it only those sign in whom it accepted in this car in the last 24 hours."
CLOCK_WAS_SET_BACK = (
    "Without it nobody signs in while this computer's clock is set back. Set the clock."
)


@dataclass(frozen=True, slots=True)
class Verifier:
    """What a car keeps of a person; the password is stretched with ``salt`` to ``digest``.

    ``accepted_at``: when headquarters last accepted the person in this car. ``seen_at``: the
    newest instant that this car recorded since then.
    """

    person_id: str
    name: str
    role: Role
    accepted_at: datetime
    seen_at: datetime
    trained_until: date | None
    training: bool
    salt: bytes
    digest: bytes

    def __repr__(self) -> str:
        """Return a text without the digest."""
        return f"Verifier({self.person_id!r})"

    @property
    def ends_at(self) -> datetime:
        """Return when it no longer signs anybody in."""
        return self.accepted_at + OFFLINE_SIGN_IN_LASTS


def refusal(verifier: Verifier | None, now: datetime) -> str:
    """Return why a verifier does not count now, whatever the password; empty where it does."""
    if verifier is None or now >= verifier.ends_at:
        return NOT_KNOWN_HERE
    if verifier.trained_until is not None and capture_date(now) > verifier.trained_until:
        return NOT_KNOWN_HERE
    if now < max(verifier.accepted_at, verifier.seen_at) - CLOCKS_APART_AT_MOST:
        return CLOCK_WAS_SET_BACK
    return ""


def sign_in_is_locked(failures: Sequence[datetime]) -> bool:
    """Return whether wrong passwords came too fast, or too often, for another try (ACC-05).

    ``failures`` are those since the last sign-in, in any order; CJIS AC-7, NIST 800-63B.
    """
    if len(failures) >= FAILED_SIGN_INS_IN_A_ROW:
        return True
    times = sorted(failures)
    fast = zip(times, times[FAILED_SIGN_INS - 1 :], strict=False)
    return any(last - first <= FAILED_SIGN_INS_WITHIN for first, last in fast)


def session_by(verifier: Verifier, now: datetime) -> Session:
    """Return the session that begins without headquarters; it sends nothing."""
    return converted(Session, verifier, signed_in_at=now, token="", offline_until=verifier.ends_at)


def is_accepted_again(accepted_at: datetime, now: datetime) -> bool:
    """Tell whether it is time to note once more that headquarters accepts the person."""
    return not timedelta(0) <= now - accepted_at < _NOTED_EVERY


_NOTED_EVERY = timedelta(minutes=10)
