"""Who writes in the database alone makes nobody an administrator (CJIS AC-3, AC-6).

Role and password of an account, whose a session is, and that no second factor is demanded each
carry a mark of the agency's key, which lies outside the database. What carries none, or another
one, does not count. A database of before is marked once, when this program first opens it: a file
beside the keys says that it was. Where the database keeps the keys, several programs may share
it, and nothing is demanded.
"""

from typing import Any

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.accounts import AccountRefusedError, demand_reason
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.hq.audit.service import NOBODY, record
from mdt_alpr.hq.base.agency_keys import ACCOUNTS_SEALED_FILE
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError, Work
from mdt_alpr.hq.people import factor_store
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people.store import Account
from mdt_alpr.wire.problems import Problem


def begin(hq: Headquarters) -> None:
    """Mark what a program of before left unmarked, once."""
    if hq.settings.cluster_key is not None or hq.keys.seals_are_demanded:
        return
    with hq.database.writing() as connection:
        work = Work(connection, hq.clock.now(), hq.keys)
        for account in people.accounts(connection):
            if not account.seal:
                seal(work, account.person_id)
        for token_hash, person_id in people.unsealed_sessions(connection):
            people.seal_session(connection, token_hash, session_seal(work, token_hash, person_id))
        if factor_store.is_removed(connection):
            factor_store.seal_removal(connection, removal_seal(work))
    hq.kept.add(ACCOUNTS_SEALED_FILE, b"1")
    hq.read_keys()


def seal(work: Work, person_id: str) -> None:
    """Mark an account as it is now."""
    account = people.account(work.connection, person_id)
    if account is not None:
        people.change_account(work.connection, person_id, seal=_account_seal(work, account))


def change(work: Work, account: Account, **values: Any) -> None:
    """Change an account's role or password, and mark it.

    Raises:
        AccountRefusedError: it was changed outside this program: its mark would say otherwise.
    """
    if not is_own(work, account):
        message = (
            f"{account.person_id} was changed outside this program. Look at its role, then, on "
            "headquarters' machine: hq seal-account."
        )
        raise AccountRefusedError(message)
    people.change_account(work.connection, account.person_id, **values)
    seal(work, account.person_id)


def accept(hq: Headquarters, person_id: str, reason: str) -> Role:
    """Mark an account as it is now, on headquarters' machine; return its role.

    Raises:
        AccountRefusedError: without a reason.
        RefusedError: no such account.
    """
    why = demand_reason(reason)
    with hq.writing() as work:
        account = people.account(work.connection, person_id)
        if account is None:
            raise RefusedError(Problem.NO_SUCH_ACCOUNT)
        seal(work, person_id)
        facts = ("role", account.role.value), ("why", why)
        record(work, AuditEvent.HQ_ACCOUNT_CHANGED, person_id, NOBODY, *facts)
    return account.role


def is_own(work: Work, account: Account) -> bool:
    """Tell whether role and password are those that this program wrote."""
    return not work.keys.seals_are_demanded or account.seal == _account_seal(work, account)


def changed_outside(work: Work) -> list[str]:
    """Return the accounts that were changed outside this program, by user name."""
    return [one.person_id for one in people.accounts(work.connection) if not is_own(work, one)]


def is_own_session(work: Work, token_hash: str, person_id: str, kept: str | None) -> bool:
    """Tell whether this program began a session for its person."""
    wanted = session_seal(work, token_hash, person_id)
    return not work.keys.seals_are_demanded or kept == wanted


def session_seal(work: Work, token_hash: str, person_id: str) -> str:
    """Return the mark of a session."""
    return work.keys.agency.mark("session", token_hash, person_id)


def removal_seal(work: Work) -> str:
    """Return the mark of a demand for second factors that two people removed."""
    return work.keys.agency.mark("second factor", "not demanded")


def is_factor_removed(work: Work) -> bool:
    """Tell whether two people removed the demand for a second factor."""
    if not factor_store.is_removed(work.connection):
        return False
    wanted, kept = removal_seal(work), factor_store.removal_seal(work.connection)
    return not work.keys.seals_are_demanded or kept == wanted


def _account_seal(work: Work, account: Account) -> str:
    said = account.person_id, account.role.value, account.password_hash
    return work.keys.agency.mark("account", *said)
