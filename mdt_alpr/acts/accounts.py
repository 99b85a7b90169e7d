"""Accounts: who has one, who made, changed, ended and confirmed it (ACC-05, ACC-10 to ACC-13)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import Any

from mdt_alpr.acts.act import Act, Look, Unversioned
from mdt_alpr.acts.listing import ListCell, ListColumn, Listing
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.accounts import TrainingWarning, training_warning
from mdt_alpr.domain.people.roles import Permission, Role
from mdt_alpr.domain.time_words import time_in_words
from mdt_alpr.wire.accounts import (
    AccountChange,
    AccountExpiry,
    AccountMessage,
    AccountsMessage,
    NewAccountRequest,
    TemporaryPassword,
)
from mdt_alpr.wire.manual import ReasonMessage


@dataclass(frozen=True, slots=True)
class ChangedOfAccount:
    """What acts change of an account; when it was used last is not of it."""

    name: str
    role: Role
    team: str
    disabled_at: datetime | None
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class SetUpBy:
    """Who set an account up since a third person confirmed it last."""

    people: tuple[str, ...]


def changed_of(account: Any, team: str) -> ChangedOfAccount:
    """Return what acts change of an account, as it is shown or as headquarters keeps it."""
    ends = account.disabled_at, account.expires_at
    return ChangedOfAccount(account.name, account.role, team, *ends)


def accounts_on(today: date) -> Listing[AccountsMessage, AccountMessage]:
    """Return the list of accounts, with how near the end of each training is."""
    return Listing(
        lambda answer: answer.accounts,
        lambda account: account.person_id,
        (
            ListColumn("User name", 150, lambda a: ListCell(a.person_id, is_strong=True)),
            ListColumn("Name", 180, lambda account: account.name),
            ListColumn("Role", 130, lambda account: account.role),
            ListColumn("Team", 90, lambda account: account.team or "None"),
            ListColumn("Last sign-in", 170, lambda account: account.last_sign_in_at or "Never"),
            ListColumn("Training until", 150, lambda account: _training(account, today)),
            ListColumn("State", 190, _state),
        ),
        foot=partial(_foot, today),
    )


def _foot(today: date, answer: AccountsMessage) -> str:
    if answer.setup is not None:
        return (
            f"Code for {answer.setup.person_id}'s second factor: {answer.setup.code}, once, until "
            f"{time_in_words(answer.setup.expires_at)}. Hand it over in person; it is not shown "
            "again."
        )
    accounts = answer.accounts
    ends = sum(_warning(account, today) is not TrainingWarning.NONE for account in accounts)
    locked = sum(bool(account.locked) for account in accounts)
    late = sum(bool(account.review) for account in accounts)
    return (
        f"{len(accounts)} accounts. {locked} locked. {ends} without training, or with less than a "
        "month of it." + f" {late} to decide by the yearly review." * bool(late)
    )


def _warning(account: AccountMessage, today: date) -> TrainingWarning:
    until = account.trained_until
    return TrainingWarning.OVER if until is None else training_warning(until, today)


def _training(account: AccountMessage, today: date) -> ListCell:
    until = account.trained_until or "None recorded"
    match _warning(account, today):
        case TrainingWarning.NONE:
            return ListCell(until, mark="tick")
        case TrainingWarning.OVER:
            return ListCell(until, "cannot sign in", "cross", warns=True)
        case _:
            return ListCell(until, "ends soon", "weak", warns=True)


def _state(account: AccountMessage) -> ListCell:
    if account.disabled_at is not None:
        return ListCell("Disabled", time_in_words(account.disabled_at), "cross", warns=True)
    if account.locked:
        below = "at every place" if account.locked == "all" else "at one place"
        return ListCell("Locked", below, "cross", warns=True)
    behind = ", ".join(account.set_up_by)
    lacks = (
        f"ends {time_in_words(account.expires_at)}" if account.expires_at else "",
        "new password due" * account.password_is_due,
        "no second factor" * (not account.has_factor),
        account.review,
        f"set up by {behind}, not confirmed" if behind else "",
    )
    below = ", ".join(filter(None, lacks))
    return ListCell("In use", below, "weak" if below else "tick")


def _account(answer: AccountsMessage, places: Mapping[str, str]) -> AccountMessage:
    return next(a for a in answer.accounts if a.person_id == places["person_id"])


def _changes(answer: AccountsMessage, places: Mapping[str, str]) -> ChangedOfAccount:
    account = _account(answer, places)
    return changed_of(account, account.team)


SHOW_ACCOUNTS = Look(
    "GET /v1/accounts", "See accounts", (Permission.RECORD_TRAINING, Permission.RELEASE_OFFICERS),
    AccountsMessage, shows_captured=False, records=(AuditEvent.HQ_ACCOUNTS_VIEWED,),
    command="accounts", listing=accounts_on,
)  # fmt: skip
MAKE_ACCOUNT = Act(
    "POST /v1/accounts", "Make an account; its password is changed at the first sign-in",
    (Permission.MANAGE_ACCOUNTS,), AccountsMessage, body=NewAccountRequest,
    records=(AuditEvent.HQ_ACCOUNTS_VIEWED, AuditEvent.HQ_ACCOUNT_MADE), listing=accounts_on,
    command="make-account {person_id}", changes=Unversioned.MAKES,
)  # fmt: skip
MAKE_USUAL = replace(
    MAKE_ACCOUNT, says={"emergency": ""}, command="", button="Create account",
)  # fmt: skip
MAKE_EMERGENCY = replace(
    MAKE_ACCOUNT, summary="Make an account that ends after 72 hours", command="",
    button="Create 72-hour account",
)  # fmt: skip
RELEASE_ACCOUNT = Act(
    "POST /v1/accounts/{person_id}/release", "Release a locked account",
    (Permission.RELEASE_OFFICERS,), AccountsMessage, body=ReasonMessage,
    records=(AuditEvent.HQ_ACCOUNTS_VIEWED, AuditEvent.HQ_ACCOUNT_RELEASED), listing=accounts_on,
    command="release-account", button="Unlock", changes=Unversioned.ONCE,
)  # fmt: skip
DISABLE_ACCOUNT = Act(
    "POST /v1/accounts/{person_id}/disable", "Disable an account; its sessions end now",
    (Permission.MANAGE_ACCOUNTS,), AccountsMessage, body=ReasonMessage,
    records=(AuditEvent.HQ_ACCOUNTS_VIEWED, AuditEvent.HQ_ACCOUNT_DISABLED), listing=accounts_on,
    command="disable-account", button="Disable", changes=_changes,
)  # fmt: skip
ENABLE_ACCOUNT = Act(
    "POST /v1/accounts/{person_id}/enable", "Enable an account again",
    (Permission.MANAGE_ACCOUNTS,), AccountsMessage, body=ReasonMessage,
    records=(AuditEvent.HQ_ACCOUNTS_VIEWED, AuditEvent.HQ_ACCOUNT_ENABLED), listing=accounts_on,
    command="enable-account", button="Enable", changes=_changes,
)  # fmt: skip
CONFIRM_ACCOUNT = Act(
    "POST /v1/accounts/{person_id}/confirm",
    "Confirm whose account it is, which another person set up; the reason says how you know",
    (Permission.RECORD_TRAINING,), AccountsMessage, body=ReasonMessage,
    records=(AuditEvent.HQ_ACCOUNTS_VIEWED, AuditEvent.HQ_ACCOUNT_CONFIRMED), listing=accounts_on,
    command="confirm-account", button="Confirm whose it is",
    changes=lambda answer, places: SetUpBy(_account(answer, places).set_up_by),
)  # fmt: skip
SET_EXPIRY = Act(
    "POST /v1/accounts/{person_id}/expiry", "Set the last day of an account; without a day, none",
    (Permission.MANAGE_ACCOUNTS,), AccountsMessage, body=AccountExpiry,
    records=(AuditEvent.HQ_ACCOUNTS_VIEWED, AuditEvent.HQ_ACCOUNT_EXPIRY_SET), listing=accounts_on,
    command="set-expiry", button="Set last day", changes=_changes,
)  # fmt: skip
RESET_FACTOR = Act(
    "POST /v1/accounts/{person_id}/second-factor/reset",
    "Make a code by which a person sets up a second factor; one that was lost counts no more",
    (Permission.MANAGE_ACCOUNTS,), AccountsMessage, body=ReasonMessage,
    records=(AuditEvent.HQ_ACCOUNTS_VIEWED, AuditEvent.HQ_FACTOR_RESET), listing=accounts_on,
    command="reset-factor", button="Reset second factor", changes=_changes,
)  # fmt: skip
SET_PASSWORD = Act(
    "POST /v1/accounts/{person_id}/password", "Set a temporary password of another person",
    (Permission.MANAGE_ACCOUNTS,), AccountsMessage, body=TemporaryPassword,
    records=(AuditEvent.HQ_ACCOUNTS_VIEWED, AuditEvent.HQ_PASSWORD_CHANGED,
    AuditEvent.HQ_PASSWORD_SET), listing=accounts_on, command="set-password",
    button="Set password", changes=_changes,
)  # fmt: skip
CHANGE_ACCOUNT = Act(
    "POST /v1/accounts/{person_id}", "Change an account's name or role",
    (Permission.MANAGE_ACCOUNTS,), AccountsMessage, body=AccountChange,
    records=(AuditEvent.HQ_ACCOUNTS_VIEWED, AuditEvent.HQ_ACCOUNT_CHANGED, AuditEvent.HQ_TEAM_SET),
    listing=accounts_on, button="Change name, role, team", changes=_changes,
)  # fmt: skip
