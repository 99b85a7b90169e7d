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


def one_person_behind(work: Work, one: str, other: str) -> str:
    """Return why one person may be behind two accounts, by user name; empty where none may."""
    t = OWN_AUDIT.c
    lately = select(t.subject, t.person).where(
        t.at > work.now - MISUSE_WEEK,
        t.event.in_(_SETS_UP),
        t.person.in_(select(ACCOUNTS.c.person_id)),
    )
    set_up = {SetUp(row.subject, row.person) for row in work.connection.execute(lately)}
    names = people.names(work.connection)
    first, second = (NamedAccount(each, names.get(each, each)) for each in (one, other))
    return one_person_words(first, second, set_up)


def demand_two_people(work: Work, one: str, other: str) -> None:
    """Refuse two accounts, by user name, behind which one person may be.

    Raises:
        RefusedError: says why.
    """
    if words := one_person_behind(work, one, other):
        raise RefusedError(Problem.SECOND_PERSON, words)
