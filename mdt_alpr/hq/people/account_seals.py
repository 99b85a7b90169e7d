"""Who writes in the database alone makes nobody an administrator (CJIS AC-3, AC-6).

Role, password and end of an account, whose a session is, on which machine and since when, and that
no second factor is demanded each carry a mark of the agency's key, which lies outside the
database. What carries none, or another one, does not count. What a program of before left is
marked once, when this program first opens the database; a file in the data folder says that it
was. Where servers share the database a person says when all run this program
(``hq seal-accounts``): one of before writes no marks.

A row that was right once may be put back: an account that ended since ends again within the hour
(``ended_memory``), a session counts no longer than from when it began.
"""

from collections.abc import Mapping
from typing import Any

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.accounts import AccountRefusedError, demand_reason
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.hq.audit.service import NOBODY, record
from mdt_alpr.hq.base.agency_keys import ACCOUNTS_SEALED_FILE
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError, Work
from mdt_alpr.hq.people import factor_store
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people.store import Account, KeptSession
from mdt_alpr.keys.key_places import KeyFolder
from mdt_alpr.wire.problems import Problem

_OF_ACCOUNT = ("person_id", "role", "password_hash", "disabled_at", "expires_at", "live_since")
_OF_SESSION = ("token_hash", "person_id", "device", "signed_in_at", "seat", "bound_to")
_FIRST = "each account as it was when this program first opened the database"


def begin(hq: Headquarters) -> None:
    """Mark what a program of before left unmarked, once, and demand marks from then on.

    Where accounts carry marks already, only the file was lost: what carries none is not ours.
    """
    if hq.settings.cluster_key is not None or hq.keys.seals_are_demanded:
        return
    with hq.reading() as work:
        is_marked = any(account.seal for account in people.accounts(work.connection))
    if is_marked:
        demand(hq)
    else:
        seal_all(hq, _FIRST)


def seal_all(hq: Headquarters, reason: str) -> list[str]:
    """Mark what carries no mark, and demand marks on this server; return the administrators.

    Raises:
        AccountRefusedError: without a reason.
        OSError: the data folder cannot be written.
    """
    why = demand_reason(reason)
    with hq.writing() as work:
        unmarked = [account for account in people.accounts(work.connection) if not account.seal]
        administrators = [
            account.person_id for account in unmarked if account.role is Role.ADMINISTRATOR
        ]
        for account in unmarked:
            seal(work, account.person_id)
        for token_hash, session in people.unsealed_sessions(work.connection).items():
            people.seal_session(work.connection, token_hash, _of_kept(work, token_hash, session))
        if factor_store.is_removed(work.connection):
            factor_store.seal_removal(work.connection, removal_seal(work))
        if unmarked:
            facts = ("administrators", " ".join(administrators)), ("why", why)
            record(work, AuditEvent.HQ_ACCOUNT_CHANGED, "headquarters", NOBODY, *facts)
    demand(hq)
    return administrators


def demand(hq: Headquarters) -> None:
    """Let what carries no mark count no more on this server, from its next start at the latest.

    Raises:
        OSError: the data folder cannot be written.
    """
    KeyFolder(hq.settings.data, hq.random_bytes).add(ACCOUNTS_SEALED_FILE, b"1")
    hq.read_keys()


def seal(work: Work, person_id: str) -> None:
    """Mark an account as it is now."""
    account = people.account(work.connection, person_id)
    if account is not None:
        people.change_account(work.connection, person_id, seal=_account_seal(work, account))


def change(work: Work, account: Account, **values: Any) -> None:
    """Change an account's role, password or end, and mark it.

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


def close(work: Work, account: Account) -> None:
    """Disable an account and end its sessions; one that was changed outside stays so."""
    if account.disabled_at is None and is_own(work, account):
        change(work, account, disabled_at=work.now)
    elif account.disabled_at is None:
        people.change_account(work.connection, account.person_id, disabled_at=work.now)
    people.end_sessions(work.connection, account.person_id, work.now)


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
    """Tell whether role, password and end are those that this program wrote."""
    return not work.keys.seals_are_demanded or account.seal == _account_seal(work, account)


def changed_outside(work: Work) -> list[str]:
    """Return the accounts that were changed outside this program, by user name."""
    return [
        account.person_id
        for account in people.accounts(work.connection)
        if not is_own(work, account)
    ]


def add_session(work: Work, row: Mapping[str, Any]) -> None:
    """Keep a session of this program's."""
    people.add_session(work.connection, {**row, "seal": _session_seal(work, row)})


def is_own_session(work: Work, token_hash: str, session: KeptSession) -> bool:
    """Tell whether this program began a session for its person, on its machine, at its time."""
    return not work.keys.seals_are_demanded or session.seal == _of_kept(work, token_hash, session)


def is_factor_removed(work: Work) -> bool:
    """Tell whether two people removed the demand for a second factor."""
    if not factor_store.is_removed(work.connection):
        return False
    wanted, stored = removal_seal(work), factor_store.removal_seal(work.connection)
    return not work.keys.seals_are_demanded or stored == wanted


def removal_seal(work: Work) -> str:
    """Return the mark of a demand for second factors that two people removed."""
    return work.keys.agency.mark("second factor", "not demanded")


def _account_seal(work: Work, account: Account) -> str:
    said = (str(getattr(account, name)) for name in _OF_ACCOUNT)
    return work.keys.agency.mark("account", *said)


def _of_kept(work: Work, token_hash: str, session: KeptSession) -> str:
    of_kept = {name: getattr(session, name) for name in _OF_SESSION[2:]}
    whose = {"token_hash": token_hash, "person_id": session.account.person_id}
    return _session_seal(work, whose | of_kept)


def _session_seal(work: Work, row: Mapping[str, Any]) -> str:
    return work.keys.agency.mark("session", *(str(row[name]) for name in _OF_SESSION))
