"""Whether two accounts are two people, where an act needs two (ACC-01, ACC-12).

Nobody proves to headquarters who signs in. Whoever makes an account, or sets its password or its
second factor, can sign in to it; so for a week, in which the review of the audit sees it (SUP-01),
the account counts as that person's own, through as many accounts as there are between.
"""

from collections.abc import Collection
from dataclasses import dataclass

from mdt_alpr.domain.people.passwords import folded


@dataclass(frozen=True, slots=True)
class NamedAccount:
    """An account that signs in for an act: user name, and the name of the person."""

    person_id: str
    name: str


@dataclass(frozen=True, slots=True)
class SetUp:
    """That an account was made, or got a password or second factor, by another person."""

    account: str
    by: str


def one_person_words(one: NamedAccount, other: NamedAccount, lately: Collection[SetUp]) -> str:
    """Return why one person may be behind both accounts; empty where they are two people.

    ``lately`` is what was set up within ``policy.MISUSE_WEEK``.
    """
    if one.person_id == other.person_id:
        return "Both are one account."
    if is_one_name(one.name, other.name):
        return "Both accounts have one name, and count as one person's."
    if _behind(one.person_id, lately) & _behind(other.person_id, lately):
        return "One of the two set up the other's account, or one person both, within a week."
    return ""


def is_one_name(one: str, other: str) -> bool:
    """Return whether two names of people are one, however they are written."""
    return _plain(one) == _plain(other)


def _plain(name: str) -> str:
    return " ".join(folded(name).split())


def _behind(account: str, lately: Collection[SetUp]) -> set[str]:
    """Return everybody who could sign in to an account, by user name."""
    found, new = {account}, {account}
    while new:
        new = {one.by for one in lately if one.account in new} - found
        found |= new
    return found
