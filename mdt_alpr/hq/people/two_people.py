"""Refuse an act of two people that one person could do by two accounts (ACC-12).

Who set an account up is in the audit, and so is who confirmed it: nothing else has to be kept.
"""

from collections.abc import Collection

from sqlalchemy import select

from mdt_alpr.acts.accounts import SetUpBy
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.accounts import AccountRefusedError, demand_reason
from mdt_alpr.domain.people.two_people import AccountAct, NamedAccount, one_person_words, set_up_by
from mdt_alpr.hq.audit import store as own_audit
from mdt_alpr.hq.audit.service import NOBODY, record
from mdt_alpr.hq.base.declared import demand_seen
from mdt_alpr.hq.base.headquarters import RefusedError, Work
from mdt_alpr.hq.base.tables import OF_ACCOUNTS, OWN_AUDIT
from mdt_alpr.hq.people import directory_links as links
from mdt_alpr.hq.people import store as people
from mdt_alpr.wire.problems import Problem


class PeopleBehind:
    """Who may be behind accounts: of all, or of these and of whoever set them up."""

    def __init__(self, work: Work, *accounts: str) -> None:
        self._work, self._names = work, people.names(work.connection)
        self._acts: dict[str, list[AccountAct]] = {}
        wanted = set(accounts)
        self._read(wanted)
        while wanted := {act.by for account in wanted for act in self._acts[account]} - {
            *self._acts
        }:
            self._read(wanted)

    def _read(self, accounts: Collection[str]) -> None:
        t = OWN_AUDIT.c
        query = select(t.subject, t.person, t.event, t.sequence).where(OF_ACCOUNTS)
        if accounts:
            query = query.where(t.subject.in_(accounts))
        self._acts |= {account_id: [] for account_id in accounts}
        for account, by, number in links.linkers(self._work, accounts):
            if by in self._names:
                self._acts.setdefault(account, []).append(AccountAct(account, by, number))
        for account, by, event, number in self._work.connection.execute(query):
            confirms = event is AuditEvent.HQ_ACCOUNT_CONFIRMED
            if confirms or by in self._names:
                act = AccountAct(account, by, number, confirms)
                self._acts.setdefault(account, []).append(act)

    def why_one(self, person: str, other: str) -> str:
        """Return why one person may be behind two accounts, by user name; empty for two people."""
        return one_person_words(self._named(person), self._named(other), self._acts)

    def set_up_by(self, person_id: str) -> tuple[str, ...]:
        """Return the user names of who set an account up that nobody confirmed since."""
        return set_up_by(person_id, self._acts)

    def _named(self, person_id: str) -> NamedAccount:
        return NamedAccount(person_id, self._names.get(person_id, person_id))


def one_person_behind(work: Work, person: str, other: str) -> str:
    """Return why one person may be behind two accounts, by user name; empty where none may."""
    return PeopleBehind(work, person, other).why_one(person, other)


def require_two_people(work: Work, person: str, *others: str) -> None:
    """Refuse an account and any of the others, by user name, behind which one person may be.

    An empty user name is nobody's.

    Raises:
        RefusedError: says why.
    """
    named = [name for name in others if name]
    behind = PeopleBehind(work, person, *named)
    if words := next(filter(None, (behind.why_one(person, name) for name in named)), ""):
        raise RefusedError(Problem.SECOND_PERSON, words)


def confirm_account(work: Work, person_id: str, reason: str, by: str = NOBODY) -> None:
    """Record that whose account it is was checked by somebody who cannot be behind it.

    ``by`` is nobody on headquarters' machine, where no account is needed. ``reason`` says how it
    was checked, such as by the badge.

    Raises:
        AccountRefusedError: without a reason, or there is nothing to confirm.
        RefusedError: no such account, or one person may be behind it and ``by``.
    """
    why = demand_reason(reason)
    own_audit.hold_end(work.connection)  # nobody sets it up meanwhile
    if people.account(work.connection, person_id) is None:
        raise RefusedError(Problem.NO_SUCH_ACCOUNT)
    behind = PeopleBehind(work, person_id, by)
    if by and (words := behind.why_one(by, person_id)):
        raise RefusedError(Problem.SECOND_PERSON, words)
    makers = behind.set_up_by(person_id)
    demand_seen(SetUpBy(makers))
    if not makers:
        message = f"Nobody set up {person_id} for this person since it was confirmed."
        raise AccountRefusedError(message)
    facts = ("set_up_by", " ".join(makers)), ("why", why)
    record(work, AuditEvent.HQ_ACCOUNT_CONFIRMED, person_id, by, *facts)
