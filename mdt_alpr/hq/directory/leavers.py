"""The agency's directory says who has left, and who is back (ACC-10, AC-2).

It reaches linked accounts only: those with a password alone, such as the 72-hour account, are none
of its. It disables, enables what it disabled itself, and changes a name. It makes no account, and
no role, training or team of anybody is its to change. The last administrator stays.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.accounts import AccountRefusedError, demand_name, demand_reason
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.database import put_row
from mdt_alpr.hq.base.headquarters import Headquarters, Work
from mdt_alpr.hq.base.tables import DIRECTORY_LINKS, MARKS
from mdt_alpr.hq.people import account_acts, account_seals, openings
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people.ended_memory import remember
from mdt_alpr.hq.people.store import Account
from mdt_alpr.wire.directory import DirectoryToken

ACTOR = "#directory"
"""Who did it, in the audit: no account can have this user name."""
_TOKEN_BYTES = 32
_ASKED = "directory asked"
_NOTED_EVERY = timedelta(minutes=1)
_SET_UP_WITHIN = timedelta(hours=1)
"""Within which a directory says who has left; it tries its token as soon as it is set."""
_T = DIRECTORY_LINKS.c


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A linked account as the directory is told of it."""

    person_id: str
    subject: str
    name: str
    is_active: bool


def make_token(hq: Headquarters, reason: str, by: str) -> DirectoryToken:
    """Make the directory's token anew; what is kept of it proves one, and makes none.

    Raises:
        AccountRefusedError: without a reason.
    """
    why = demand_reason(reason)
    token = hq.random_bytes(_TOKEN_BYTES).hex()
    with hq.writing() as work:
        openings.set_token(work, token)
        record(work, AuditEvent.HQ_DIRECTORY_TOKEN_SET, "directory", by, ("why", why))
    remember(hq)
    return DirectoryToken(token)


def asks_with(hq: Headquarters, token: str) -> bool:
    """Tell whether it is the directory's token; by the minute it is kept when it asked last."""
    with hq.reading() as work:
        _, mark = openings.token(work)
        if not mark or not hmac.compare_digest(mark, openings.token_mark(work, token)):
            return False
        asked, now = _asked_at(work), work.now
    if asked is None or abs(now - asked) >= _NOTED_EVERY:
        with hq.database.writing() as connection:
            put_row(connection, MARKS, {"name": _ASKED, "value": now.isoformat()})
    return True


def trouble(work: Work, issuer: str) -> str:
    """Return why nobody here would learn that a linked person left; empty where it is told."""
    since, _ = openings.token(work)
    if not known_people(work, issuer):
        return ""
    if not since:
        return "It tells nobody who has left. Set that up: mdt-alpr hq directory new-token."
    made, asked = datetime.fromisoformat(since), _asked_at(work)
    if (asked is None or asked < made) and work.now - made >= _SET_UP_WITHIN:
        return f"It never asked with its token of {made:%m/%d/%Y}: nobody learns who has left."
    return ""


def _asked_at(work: Work) -> datetime | None:
    value = work.connection.scalar(select(MARKS.c.value).where(MARKS.c.name == _ASKED))
    return datetime.fromisoformat(value) if value else None


def known_people(work: Work, issuer: str) -> list[KnownPerson]:
    """Return whom the directory may ask about, by user name."""
    query = select(_T.person_id, _T.subject).where(_T.issuer == issuer).order_by(_T.person_id)
    known = []
    for row in work.connection.execute(query):
        account = people.account(work.connection, row.person_id)
        if account is not None:
            is_live = account.is_live(work.now)
            known.append(KnownPerson(row.person_id, row.subject, account.name, is_live))
    return known


def change(
    hq: Headquarters, person_id: str, *, is_active: bool | None = None, name: str | None = None
) -> KnownPerson | None:
    """Do what the directory says of a person; None where it knows no such account.

    Raises:
        AccountRefusedError: the last administrator's, disabled by somebody else or by a case, or
            the name is none.
    """
    with hq.writing() as work:
        linked = _account(work, hq.settings.directory, person_id)
        if linked is None:
            return None
        if name is not None and name != linked.name:
            _rename(work, linked, demand_name(name))
            linked = people.account(work.connection, person_id) or linked
        if is_active is False and linked.disabled_at is None:
            account_acts.demand_another_administrator(work, person_id)
            account_acts.disable(work, linked, "left, says the directory", ACTOR)
            ended = update(DIRECTORY_LINKS).where(_T.person_id == person_id)
            work.connection.execute(ended.values(ended_at=work.now))
        elif is_active and linked.disabled_at is not None:
            query = select(_T.ended_at).where(_T.person_id == person_id)
            if work.connection.scalar(query) != linked.disabled_at:
                raise AccountRefusedError(
                    "Somebody here disabled it. An administrator enables it."
                )
            account_acts.enable(work, linked, "is back, says the directory", ACTOR)
    if is_active is not None:
        remember(hq)
    with hq.reading() as work:
        everybody = known_people(work, hq.settings.directory)
    return next((person for person in everybody if person.person_id == person_id), None)


def _account(work: Work, issuer: str, person_id: str) -> Account | None:
    query = select(_T.person_id).where(_T.person_id == person_id, _T.issuer == issuer)
    is_linked = work.connection.scalar(query) is not None
    return people.account(work.connection, person_id) if is_linked else None


def _rename(work: Work, account: Account, name: str) -> None:
    account_seals.change(work, account, name=name)
    facts = ("name_before", account.name), ("name", name)
    record(work, AuditEvent.HQ_ACCOUNT_CHANGED, account.person_id, ACTOR, *facts)
