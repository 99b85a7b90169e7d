"""What may be done to an account, and by whom (ACC-05, ACC-10, ACC-13, TRN-03)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum, StrEnum

from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.kinds import NO_PLATE
from mdt_alpr.domain.people.roles import Permission, Placement, Role, may, may_see_person
from mdt_alpr.domain.policy import (
    ACCOUNT_UNUSED_AFTER,
    LEAST_REASON_LENGTH,
    TRAINING_WARNED_BEFORE,
    TRAINING_WARNED_STRONGLY_BEFORE,
    day_words,
    training_ends,
)
from mdt_alpr.domain.printable import LONGEST_NAME
from mdt_alpr.domain.reason_words import gives_no_reason, reads_like_a_plate

LONGEST_REASON = 200


class AccountRefusedError(DomainError):
    """The account stays as it is; the sentence says why and what to do."""


WHO_UNLOCKS_WORDS = "Ask a supervisor (officers) or administrator."
"""Whom a locked-out person asks, as ``demand_release`` allows it (ACC-05)."""


@dataclass(frozen=True, slots=True)
class AccountStatus:
    """The facts that decide about an account: ``is_live`` until it is disabled.

    ``access_until`` is the last day on which its training counts, where that is before a year.
    """

    person_id: str
    role: Role
    is_live: bool
    trained_on: date | None = None
    access_until: date | None = None


class AutomaticEnd(StrEnum):
    """Why headquarters disables an account by itself (ACC-10)."""

    EXPIRED = "expired"
    UNUSED = "unused for 90 days"


def has_expired(expires_at: datetime | None, now: datetime) -> bool:
    """Return whether an account's time is over; one without an end lasts."""
    return expires_at is not None and now >= expires_at


def automatic_end(
    expires_at: datetime | None, used_at: datetime | None, now: datetime
) -> AutomaticEnd | None:
    """Return why an account ends now, None where it lasts.

    ``used_at`` is the last sign-in or, where it is later, when the account was made or enabled.
    """
    if has_expired(expires_at, now):
        return AutomaticEnd.EXPIRED
    if used_at is not None and now - used_at >= ACCOUNT_UNUSED_AFTER:
        return AutomaticEnd.UNUSED
    return None


def live_again_since(disabled_at: datetime, now: datetime) -> datetime:
    """Return from when an account counts that is enabled again: later than it was disabled.

    The clock may have been ahead when it was.
    """
    return max(now, disabled_at + timedelta(microseconds=1))


def account_ends(expires_at: datetime | None, used_at: datetime | None) -> datetime | None:
    """Return when an account ends by itself, as it stands; arguments as of ``automatic_end``."""
    unused = None if used_at is None else used_at + ACCOUNT_UNUSED_AFTER
    return min((at for at in (expires_at, unused) if at is not None), default=None)


def demand_expiry(
    expires_at: datetime | None, now: datetime, *, is_emergency: bool = False
) -> None:
    """Refuse an end of an account that is over already, and any other for an emergency account.

    Raises:
        AccountRefusedError: disabling is an act of its own; 72 hours are not changed.
    """
    if is_emergency:
        message = "An emergency account ends after 72 hours. Make a regular account instead."
        raise AccountRefusedError(message)
    if has_expired(expires_at, now):
        raise AccountRefusedError("This day is over. Name a later one, or disable the account.")


def access_ends(trained_on: date, *sooner: date | None) -> date:
    """Return the last day on which a training gives access (TRN-01, TRN-03).

    ``sooner`` are days by which its paper must be recorded, or a refresher taken.
    """
    return min(training_ends(trained_on), *(day for day in sooner if day is not None), date.max)


def training_is_good(trained_on: date, until: date, today: date) -> bool:
    """Return whether a training of that day gives access; one in the future does not."""
    return trained_on <= today <= until


class TrainingWarning(Enum):
    """How near the end of a training is."""

    NONE = "none"
    SOON = "soon"
    URGENT = "urgent"
    OVER = "over"


def training_warning(trained_until: date, today: date) -> TrainingWarning:
    """Return how a person is warned of the training's end (TRN-03)."""
    left = trained_until - today
    if left < timedelta(0):
        return TrainingWarning.OVER
    if left <= TRAINING_WARNED_STRONGLY_BEFORE:
        return TrainingWarning.URGENT
    return TrainingWarning.SOON if left <= TRAINING_WARNED_BEFORE else TrainingWarning.NONE


def training_words(trained_until: date, today: date) -> str:
    """Return the sentence of that warning; empty where none is due."""
    warning = training_warning(trained_until, today)
    if warning is TrainingWarning.NONE:
        return ""
    if warning is TrainingWarning.OVER:
        return "Your ALPR training has expired. Ask the training coordinator."
    when = day_words(trained_until, today)
    return f"Your ALPR training ends {when}. Ask the training coordinator."


def demand_reason(words: str) -> str:
    """Return the reason in the form in which it is recorded.

    Raises:
        AccountRefusedError: it is too short, too long, says nothing, or reads like a plate.
    """
    text = " ".join(words.split())
    if gives_no_reason(text) or len(text) > LONGEST_REASON or not text.isprintable():
        message = f"Give the reason in {LEAST_REASON_LENGTH} to {LONGEST_REASON} characters."
        raise AccountRefusedError(message)
    if reads_like_a_plate(text):  # a command on headquarters' own machine sends no request
        raise AccountRefusedError(NO_PLATE)
    return text


def demand_name(words: str) -> str:
    """Return a person's name in the form in which it is kept.

    Raises:
        AccountRefusedError: it is empty or too long, or has unprintable characters.
    """
    name = " ".join(words.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise AccountRefusedError(f"A name has 1 to {LONGEST_NAME} printable characters.")
    return name


def demand_release(
    by: AccountStatus, placed: Placement, of: AccountStatus | None, team: str, *, in_use: bool
) -> None:
    """Refuse a release of a lock by a person who may not release it (ACC-05).

    An administrator releases every account. At night a duty supervisor substitutes, for officers
    of their own team: a lock must not keep an officer off the road until morning.

    Raises:
        AccountRefusedError: somebody else has to release it.
    """
    if may(by.role, Permission.MANAGE_ACCOUNTS):
        return
    is_officer = of is not None and of.role is Role.OFFICER
    if may(by.role, Permission.RELEASE_OFFICERS) and is_officer:
        if may_see_person(placed, team, in_use=in_use):
            return
        raise AccountRefusedError("This officer is in another team. Ask that team's supervisor.")
    message = "A supervisor releases officers. An administrator releases this account."
    raise AccountRefusedError(message)


def demand_administrator_left(everybody: Sequence[AccountStatus], person_id: str) -> None:
    """Refuse to remove the last account that could restore others.

    Raises:
        AccountRefusedError: there is no other live administrator.
    """
    if _administrators(everybody, without=person_id):
        return
    if any(administrator.person_id == person_id for administrator in _administrators(everybody)):
        raise AccountRefusedError("This is the last administrator. Make another one first.")


def demand_no_other_administrator(
    everybody: Sequence[AccountStatus], person_id: str, today: date, locked: Sequence[str]
) -> None:
    """Refuse a rescue on headquarters' machine while another administrator can help (TRN-03).

    Raises:
        AccountRefusedError: ``person_id`` is no administrator, or another one can sign in.
    """
    target = next((account for account in everybody if account.person_id == person_id), None)
    if target is None or target.role is not Role.ADMINISTRATOR:
        raise AccountRefusedError(f"{person_id} is no administrator's account.")
    if not target.is_live and _administrators(everybody):
        raise AccountRefusedError(f"{person_id} is disabled. Name an administrator who is not.")
    others = [account for account in everybody if account.person_id != person_id]
    if ends := administrators_end(others, today, locked):
        message = f"{ends[-1][1]} is an administrator who can sign in and help. Ask there."
        raise AccountRefusedError(message)


def administrators_end(
    everybody: Sequence[AccountStatus], today: date, locked: Collection[str]
) -> list[tuple[date, str]]:
    """Return who can sign in as administrator today, each with the last such day, in order."""
    return sorted(
        (until, administrator.person_id)
        for administrator in _administrators(everybody)
        if administrator.person_id not in locked
        and administrator.trained_on is not None
        and (until := access_ends(administrator.trained_on, administrator.access_until))
        >= today
        >= administrator.trained_on
    )


def _administrators(everybody: Sequence[AccountStatus], without: str = "") -> list[AccountStatus]:
    return [
        account
        for account in everybody
        if account.is_live and account.role is Role.ADMINISTRATOR and account.person_id != without
    ]
