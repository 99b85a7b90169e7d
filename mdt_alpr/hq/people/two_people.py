"""Refuse an act of two people that one person could do by two accounts (ACC-12)."""

from sqlalchemy import select

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.two_people import NamedAccount, SetUp, one_person_words
from mdt_alpr.domain.policy import MISUSE_WEEK
from mdt_alpr.hq.base.headquarters import RefusedError, Work
from mdt_alpr.hq.base.tables import ACCOUNTS, OWN_AUDIT
from mdt_alpr.hq.people import store as people
from mdt_alpr.wire.problems import Problem

_SETS_UP = AuditEvent.HQ_ACCOUNT_MADE, AuditEvent.HQ_PASSWORD_SET, AuditEvent.HQ_FACTOR_RESET


class PeopleBehind:
    """Who may be behind each account; the database is asked once."""

    def __init__(self, work: Work) -> None:
        t = OWN_AUDIT.c
        lately = select(t.subject, t.person).where(
            t.at > work.now - MISUSE_WEEK,
            t.event.in_(_SETS_UP),
            t.person.in_(select(ACCOUNTS.c.person_id)),
        )
        rows = work.connection.execute(lately)
        self._set_up = {SetUp(row.subject, row.person) for row in rows}
        self._names = people.names(work.connection)

    def why_one(self, one: str, other: str) -> str:
        """Return why one person may be behind two accounts, by user name; empty for two people."""
        return one_person_words(self._named(one), self._named(other), self._set_up)

    def _named(self, person_id: str) -> NamedAccount:
        return NamedAccount(person_id, self._names.get(person_id, person_id))


def one_person_behind(work: Work, one: str, other: str) -> str:
    """Return why one person may be behind two accounts, by user name; empty where none may."""
    return PeopleBehind(work).why_one(one, other)


def demand_two_people(work: Work, one: str, *others: str) -> None:
    """Refuse an account and any of the others, by user name, behind which one person may be.

    An empty user name is nobody's.

    Raises:
        RefusedError: says why.
    """
    behind = PeopleBehind(work)
    if words := next(filter(None, (behind.why_one(one, each) for each in others if each)), ""):
        raise RefusedError(Problem.SECOND_PERSON, words)
