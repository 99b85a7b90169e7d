"""What is done with accounts in the years after they were made, each act recorded (ACC-13)."""

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.conversion import converted
from mdt_alpr.domain.people.accounts import (
    AccountRefusedError,
    AccountStatus,
    administrators_end,
    automatic_end,
    demand_administrator_left,
    demand_expiry,
    demand_name,
    demand_no_other_administrator,
    demand_reason,
    demand_release,
    live_again_since,
)
from mdt_alpr.domain.people.passwords import password_is_due
from mdt_alpr.domain.people.roles import (
    Permission,
    Placement,
    Role,
    may,
    may_see_person,
    team_named,
)
from mdt_alpr.domain.people.trainings import demand_training
from mdt_alpr.domain.policy import capture_date, date_ends
from mdt_alpr.hq.audit import review_case_store as review_cases
from mdt_alpr.hq.audit.clock_guard import doubt_in
from mdt_alpr.hq.audit.service import NOBODY, record
from mdt_alpr.hq.base.database import hold_name
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError, Work
from mdt_alpr.hq.people import account_seals, factor_store
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people import team_store as teams
from mdt_alpr.hq.people import training_store as trainings
from mdt_alpr.hq.people.account_review_state import review_words
from mdt_alpr.hq.people.accounts import demand_good_password, hasher, person_key
from mdt_alpr.hq.people.ended_memory import remember
from mdt_alpr.hq.people.second_factors import Factors, new_setup
from mdt_alpr.hq.people.seen_accounts import account_as_seen
from mdt_alpr.hq.people.store import Account
from mdt_alpr.hq.people.trainings import note_training, record_training
from mdt_alpr.hq.people.two_people import PeopleBehind
from mdt_alpr.wire.accounts import (
    AccountChange,
    AccountExpiry,
    AccountMessage,
    AccountsMessage,
    SetupCode,
    TrainingRecord,
)
from mdt_alpr.wire.problems import Problem

ENDED_EVERY = timedelta(hours=1)


def release_account(hq: Headquarters, person_id: str, reason: str, by: str) -> None:
    """Release a locked account at every place, by an administrator or a duty supervisor (ACC-05).

    Raises:
        AccountRefusedError: without a reason, or somebody else's to release.
        RefusedError: no such account is locked.
    """
    why = demand_reason(reason)
    with hq.writing() as work:
        account = people.account(work.connection, person_id)
        team = teams.placement(work.connection, person_id).team
        demand_release(
            _standing(_existing(work, by), work),
            teams.placement(work.connection, by),
            None if account is None else _standing(account, work),
            team,
            in_use=teams.is_in_use(work.connection),
        )
        key = person_key(person_id)
        people.forget_failures(work.connection, key)
        if not people.unlock(work.connection, key):
            raise RefusedError(Problem.NO_SUCH_LOCK)
        record(work, AuditEvent.HQ_ACCOUNT_RELEASED, person_id, by, ("why", why))


def disable_account(hq: Headquarters, person_id: str, reason: str, by: str) -> None:
    """Disable an account; its sessions end at once.

    Raises:
        AccountRefusedError: without a reason, your own account, the last administrator's, or one
            that is disabled already.
        RefusedError: no such account.
    """
    why = demand_reason(reason)
    with hq.writing() as work:
        everybody = _everybody(work)
        account = account_as_seen(work, person_id)
        _demand_other(person_id, by)
        demand_administrator_left(everybody, person_id)
        if account.disabled_at is not None:
            raise AccountRefusedError(f"{person_id} is disabled already. Reload the accounts.")
        disable(work, account, why, by)
    remember(hq)


def disable(work: Work, account: Account, why: str, by: str) -> None:
    """Disable an account and end its sessions; whoever calls has checked that it may be."""
    account_seals.close(work, account)
    record(work, AuditEvent.HQ_ACCOUNT_DISABLED, account.person_id, by, ("why", why))


def demand_another_administrator(work: Work, person_id: str) -> None:
    """Refuse to end the last account that could restore others.

    Raises:
        AccountRefusedError: there is no other live administrator.
    """
    demand_administrator_left(_everybody(work), person_id)


def enable_account(hq: Headquarters, person_id: str, reason: str, by: str) -> None:
    """Enable an account again; one that a review case froze comes back by its case only.

    Raises:
        AccountRefusedError: without a reason, not disabled, or frozen by a case.
        RefusedError: no such account.
    """
    why = demand_reason(reason)
    with hq.writing() as work:
        enable(work, account_as_seen(work, person_id), why, by)
    remember(hq)


def enable(work: Work, account: Account, why: str, by: str) -> None:
    """Enable an account again in a transaction.

    Raises:
        AccountRefusedError: not disabled, over, or frozen by a case.
    """
    if account.disabled_at is None:
        raise AccountRefusedError(f"{account.person_id} is not disabled.")
    _demand_not_frozen(work, account)
    demand_expiry(account.expires_at, work.now)
    since = live_again_since(account.disabled_at, work.now)
    account_seals.change(work, account, disabled_at=None, live_since=since)
    record(work, AuditEvent.HQ_ACCOUNT_ENABLED, account.person_id, by, ("why", why))


def set_expiry(hq: Headquarters, person_id: str, ask: AccountExpiry, by: str) -> None:
    """Set the last day of an account, or none (ACC-10).

    Raises:
        AccountRefusedError: without a reason, a day that is over, your own account, or the last
            administrator's.
        RefusedError: no such account.
    """
    why = demand_reason(ask.why)
    expires_at = date_ends(ask.last_day) if ask.last_day else None
    with hq.writing() as work:
        everybody = _everybody(work)
        account = account_as_seen(work, person_id)
        _demand_other(person_id, by)
        demand_expiry(expires_at, work.now, is_emergency=account.is_emergency)
        if expires_at is not None:
            demand_administrator_left(everybody, person_id)
        account_seals.change(work, account, expires_at=expires_at)
        until = ("last_day", ask.last_day.isoformat() if ask.last_day else "none")
        record(work, AuditEvent.HQ_ACCOUNT_EXPIRY_SET, person_id, by, until, ("why", why))


def end_accounts(hq: Headquarters) -> None:
    """Disable what has expired or was not used for 90 days, each with a record (ACC-10).

    A clock that is not believed ends none, and the last administrator stays.
    """
    with hq.writing() as work:
        if doubt_in(work):
            return
        last = people.last_sign_ins(work.connection)
        for account in people.accounts(work.connection):
            used = [
                at for at in (account.live_since, last.get(account.person_id)) if at is not None
            ]
            end = automatic_end(account.expires_at, max(used, default=None), work.now)
            if account.disabled_at is not None or end is None:
                continue
            with suppress(AccountRefusedError):
                demand_another_administrator(work, account.person_id)
                disable(work, account, end.value, NOBODY)


def change_account(hq: Headquarters, person_id: str, change: AccountChange, by: str) -> None:
    """Change name, role or team; with another role every session ends (ACC-08).

    Raises:
        DomainError: a name is none, your own role, or the last administrator's.
        RefusedError: no such account.
    """
    name = demand_name(change.name)
    with hq.writing() as work:
        everybody = _everybody(work)
        account = account_as_seen(work, person_id)
        if change.role is not account.role:
            _demand_other(person_id, by)
            if change.role is not Role.ADMINISTRATOR:
                demand_administrator_left(everybody, person_id)
            people.end_sessions(work.connection, person_id, work.now)
        if change.team is not None:
            _set_team(work, person_id, change.team, by)
        account_seals.change(work, account, name=name, role=change.role)
        before = ("name_before", account.name), ("role_before", account.role.value)
        after = ("name", name), ("role", change.role.value)
        record(work, AuditEvent.HQ_ACCOUNT_CHANGED, person_id, by, *before, *after)


@dataclass(frozen=True, slots=True)
class Rescue:
    """How an administrator comes back; without a password the old one stays."""

    trained_on: date
    reason: str
    password: str = ""
    resets_factor: bool = False

    def __repr__(self) -> str:
        """Return a text without the password."""
        return f"Rescue({self.trained_on!r})"


def rescue_administrator(hq: Headquarters, person_id: str, rescue: Rescue) -> SetupCode | None:
    """Bring an administrator back from headquarters' machine where no other one can (TRN-03).

    So an agency is never locked out as a whole: lock and disabling go, the training is renewed,
    and a password, where one is given, is temporary. A lost second factor goes, too, and a code
    for a new one is returned. Nobody is signed in who could be named, so that the record names
    nobody.

    Raises:
        DomainError: another administrator can sign in, no such administrator, or what is refused
            of training, reason or password.
    """
    why = demand_reason(rescue.reason)
    values: dict[str, object] = {}
    setup = new_setup(hq, person_id) if rescue.resets_factor else None
    if rescue.password:
        demand_good_password(hq.settings, rescue.password, person_id)
        values["password_hash"] = hasher(hq.settings.password_cost).hash(rescue.password)
    with hq.writing() as work:
        everybody, today = _everybody(work), capture_date(work.now)
        locked = _locked(work)
        demand_no_other_administrator(everybody, person_id, today, list(locked))
        account = _existing(work, person_id)
        _demand_not_frozen(work, account)
        demand_expiry(None, work.now, is_emergency=account.is_emergency)
        newest = max(trainings.newest(work.connection, person_id).values(), default=None)
        demand_training(person_id, rescue.trained_on, newest, today, by="")
        if values:
            values |= {"password_is_temporary": True, "password_set_at": work.now}
        values |= {"disabled_at": None, "expires_at": None, "live_since": work.now}
        account_seals.change(work, account, **values)
        people.unlock(work.connection, person_key(person_id))
        people.forget_failures(work.connection, person_key(person_id))
        people.end_sessions(work.connection, person_id, work.now)
        record(work, AuditEvent.HQ_ACCOUNT_RESCUED, person_id, "", ("why", why))
        code = None if setup is None else Factors(hq, work).reset(setup, "", why)
        trained = TrainingRecord(person_id, rescue.trained_on)
        note_training(work, trained, by="")
        record_training(work, trained, by="")
    return code


def accounts_of(work: Work, person_id: str) -> AccountsMessage:
    """Return the accounts that are open to a person; that they were viewed is recorded.

    A supervisor sees the officers of their own team, whom a supervisor may release.

    Raises:
        RefusedError: no such person.
    """
    who = _existing(work, person_id)
    placements = teams.placements(work.connection)
    in_use = teams.is_in_use(work.connection)
    locked, last = _locked(work), people.last_sign_ins(work.connection)
    enrolled, behind = factor_store.people_with(work.connection), PeopleBehind(work)
    asked = review_words(work)
    sees_all = may(who.role, Permission.RECORD_TRAINING)
    own = teams.placement(work.connection, person_id)

    def is_open(account: Account, team: str) -> bool:
        is_officer = account.role is Role.OFFICER
        return sees_all or (is_officer and may_see_person(own, team, in_use=in_use))

    messages = []
    for account in people.accounts(work.connection):
        placed = placements.get(account.person_id)
        team = placed.team if placed else ""
        if is_open(account, team):
            messages.append(
                converted(
                    AccountMessage,
                    account,
                    team=team,
                    last_sign_in_at=last.get(account.person_id),
                    locked=locked.get(account.person_id, ""),
                    password_is_due=is_due(account, work),
                    has_factor=account.person_id in enrolled,
                    set_up_by=behind.set_up_by(account.person_id),
                    review=asked.get(account.person_id, ""),
                )
            )
    shown = [message.person_id for message in messages]
    record(work, AuditEvent.HQ_ACCOUNTS_VIEWED, "accounts", person_id, returned=shown)
    return AccountsMessage(tuple(messages))


def is_due(account: Account, work: Work) -> bool:
    """Tell whether the account's password must be changed at its next sign-in (ACC-03)."""
    return password_is_due(
        account.password_set_at, work.now, is_temporary=account.password_is_temporary
    )


def _set_team(work: Work, person_id: str, team: str, by: str) -> None:
    sees_all = teams.placement(work.connection, person_id).sees_all
    placed = Placement(team_named(team), sees_all)
    teams.put(work.connection, person_id, placed)
    after = ("team", placed.team), ("sees_all", str(sees_all).lower())
    record(work, AuditEvent.HQ_TEAM_SET, person_id, by, *after)


def _existing(work: Work, person_id: str) -> Account:
    account = people.account(work.connection, person_id)
    if account is None:
        raise RefusedError(Problem.NO_SUCH_ACCOUNT)
    return account


def _demand_other(person_id: str, by: str) -> None:
    if person_id == by:
        message = "You can't do this to your own account. Ask another administrator."
        raise AccountRefusedError(message)


def _demand_not_frozen(work: Work, account: Account) -> None:
    at = account.disabled_at
    if at is not None and review_cases.freezes(work.connection, account.person_id, at):
        raise AccountRefusedError("A review case froze this account. Lift it in the case.")


def _standing(account: Account, work: Work) -> AccountStatus:
    is_live = account.is_live(work.now) and account_seals.is_own(work, account)
    until = account.trained_until
    return AccountStatus(account.person_id, account.role, is_live, account.trained_on, until)


def _everybody(work: Work) -> list[AccountStatus]:
    """Return every account; who asks decides by it alone, one after the other."""
    hold_name(work.connection, "administrators")
    return [_standing(account, work) for account in people.accounts(work.connection)]


def administrators_last_day(work: Work) -> date | None:
    """Return the last day on which an administrator can sign in, None where none can today."""
    everybody = [_standing(account, work) for account in people.accounts(work.connection)]
    ends = administrators_end(everybody, capture_date(work.now), _locked(work))
    return ends[-1][0] if ends else None


def _locked(work: Work) -> dict[str, str]:
    """Return the locked accounts: "all" where the lock holds everywhere, else "here"."""
    keys = people.locked_keys(work.connection)
    ids: Collection[str] = people.person_ids(work.connection)
    return {
        person: "all" if keys[person_key(person)] else "here"
        for person in ids
        if person_key(person) in keys
    }
