"""Which person of the agency's directory has which account (ACC-01, ACC-12).

An administrator says so: nobody gets an account by signing in at the directory, and whoever links
an account counts as a person behind it until somebody else confirms whose it is. The link carries
a mark of the agency's key: who writes in the database alone lets nobody in.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from mdt_alpr.acts.directory import links_of
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.accounts import AccountRefusedError, demand_reason
from mdt_alpr.domain.people.directory import demand_subject
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.database import hold_name
from mdt_alpr.hq.base.declared import demand_seen
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError, Work
from mdt_alpr.hq.base.tables import ACCOUNTS, DIRECTORY_LINKS
from mdt_alpr.hq.people import openings
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people.ended_memory import remember
from mdt_alpr.wire.directory import DirectoryLink, DirectoryLinks, LinkRequest
from mdt_alpr.wire.problems import Problem

_T = DIRECTORY_LINKS.c


@dataclass(frozen=True, slots=True)
class LinkedAccount:
    """An account, and by which subject of which directory its person signs in."""

    person_id: str
    issuer: str
    subject: str


def linked_account(work: Work, issuer: str, subject: str) -> LinkedAccount | None:
    """Return the account of a person of the directory; None where nobody linked one."""
    query = select(DIRECTORY_LINKS).where(_T.subject == subject, _T.issuer == issuer)
    row = work.connection.execute(query).one_or_none()
    if row is None:
        return None
    account = LinkedAccount(row.person_id, row.issuer, row.subject)
    return account if row.seal == _seal(work, account) else None


def links(hq: Headquarters, work: Work, by: str) -> DirectoryLinks:
    """Return every link; that they were viewed is recorded."""
    record(work, AuditEvent.HQ_DIRECTORY_VIEWED, "directory", by)
    return _links(hq, work)


def link(hq: Headquarters, person_id: str, ask: LinkRequest, by: str) -> None:
    """Let a person of the directory sign in to an account, and nobody else of it.

    Raises:
        AccountRefusedError: without a reason, there is no directory, or the person has an account.
        DirectoryRefusedError: the subject can be nobody's.
        RefusedError: no such account, or its link was changed meanwhile.
    """
    why, subject = demand_reason(ask.why), demand_subject(ask.subject)
    if not hq.settings.directory:
        raise AccountRefusedError("This headquarters has no directory: set directory in hq.toml.")
    with hq.writing() as work:
        before = _as_seen(hq, work, person_id)
        taken = select(_T.person_id).where(_T.subject == subject, _T.person_id != person_id)
        if other := work.connection.scalar(taken):
            raise AccountRefusedError(
                f"This person of the directory signs in as {other}. Unlink that account first."
            )
        openings.end_link(work, person_id)
        account = LinkedAccount(person_id, hq.settings.directory, subject)
        facts = ("subject", subject), ("before", before), ("why", why)
        entry = record(work, AuditEvent.HQ_DIRECTORY_LINKED, person_id, by, *facts)
        row = {
            "person_id": person_id,
            "subject": subject,
            "issuer": account.issuer,
            "linked_at": work.now,
            "linked_by": by,
            "entry": entry.sequence,
            "seal": _seal(work, account),
        }
        work.connection.execute(DIRECTORY_LINKS.insert().values(row))


def end_link(hq: Headquarters, person_id: str, reason: str, by: str) -> None:
    """Let nobody of the directory sign in to an account any more.

    Raises:
        AccountRefusedError: without a reason, or it is not linked.
        RefusedError: no such account, or its link was changed meanwhile.
    """
    why = demand_reason(reason)
    with hq.writing() as work:
        before = _as_seen(hq, work, person_id)
        if not before:
            raise AccountRefusedError(f"{person_id} is not linked to the directory.")
        openings.end_link(work, person_id)
        facts = ("before", before), ("why", why)
        record(work, AuditEvent.HQ_DIRECTORY_UNLINKED, person_id, by, *facts)
    remember(hq)


def linkers(work: Work, accounts: Collection[str]) -> list[tuple[str, str, int]]:
    """Return who linked which account, with the number of the audit's entry; of none, all."""
    query = select(_T.person_id, _T.linked_by, _T.entry)
    if accounts:
        query = query.where(_T.person_id.in_(accounts))
    return [(row.person_id, row.linked_by, row.entry) for row in work.connection.execute(query)]


def _as_seen(hq: Headquarters, work: Work, person_id: str) -> str:
    """Return the subject of an account's link, as its sender was shown it; empty without one."""
    hold_name(work.connection, DIRECTORY_LINKS.name)
    if people.account(work.connection, person_id) is None:
        raise RefusedError(Problem.NO_SUCH_ACCOUNT)
    shown = links_of(_links(hq, work), {"person_id": person_id})
    demand_seen(shown)
    return shown[0].subject if shown else ""


def _links(hq: Headquarters, work: Work) -> DirectoryLinks:
    columns = _T.person_id, ACCOUNTS.c.name, _T.subject, _T.linked_at, _T.linked_by
    query = select(*columns).join(ACCOUNTS, ACCOUNTS.c.person_id == _T.person_id)
    rows = work.connection.execute(query.order_by(_T.person_id)).mappings()
    return DirectoryLinks(hq.settings.directory, tuple(DirectoryLink(**row) for row in rows))


def _seal(work: Work, account: LinkedAccount) -> str:
    words = account.person_id, account.issuer, account.subject
    return work.keys.agency.mark("directory", *words)
