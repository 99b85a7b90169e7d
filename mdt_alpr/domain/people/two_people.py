"""Whether two accounts are two people, where an act needs two (ACC-01, ACC-12).

Nobody proves to headquarters who signs in. Whoever makes an account, or sets its password or its
second factor, can sign in to it; so the account counts as that person's own, through as many
accounts as there are between, until a third person confirms whose it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mdt_alpr.domain.people.passwords import folded


@dataclass(frozen=True, slots=True)
class NamedAccount:
    """An account that signs in for an act: user name, and the name of the person."""

    person_id: str
    name: str


@dataclass(frozen=True, slots=True)
class AccountAct:
    """That an account was made or got a password or second factor, or was confirmed.

    ``number`` counts up with each later act.
    """

    account: str
    by: str
    number: int
    confirms: bool = False


Acts = Mapping[str, Sequence[AccountAct]]
"""What was done to each account, by user name."""


def one_person_words(account: NamedAccount, other: NamedAccount, acts: Acts) -> str:
    """Return why one person may be behind both accounts; empty where they are two people."""
    if account.person_id == other.person_id:
        return "Both are one account."
    if is_one_name(account.name, other.name):
        return "Both accounts have one name, and count as one person's."
    both = _behind(account.person_id, acts) & _behind(other.person_id, acts)
    if not both:
        return ""
    if both & {account.person_id, other.person_id}:
        return f"One of the two set up the other's account. {_CONFIRM}"
    return f"One person set up both accounts. {_CONFIRM}"


def set_up_by(account: str, acts: Acts) -> tuple[str, ...]:
    """Return the user names of who set an account up that nobody confirmed since."""
    return tuple(sorted({act.by for act in _open(account, acts)}))


_CONFIRM = (
    "They count as one person until somebody else, whose account that person did not set up, "
    "confirms whose account it is: the desk's page Accounts, or hq confirm-account."
)


def is_one_name(name: str, other: str) -> bool:
    """Return whether two names of people are one, however they are written."""
    return _plain(name) == _plain(other)


def _plain(name: str) -> str:
    return " ".join(folded(name).split())


def _behind(account: str, acts: Acts) -> set[str]:
    """Return everybody who could sign in to an account, by user name.

    Of who set it up that counts which could sign in as that one then: what is confirmed later
    does not undo it.
    """
    accounts, waits = {account}, list(_open(account, acts))
    while waits:
        act = waits.pop()
        accounts.add(act.by)
        waits += _open(act.by, acts, act.number)
    return accounts


def _open(account: str, acts: Acts, before: int | None = None) -> list[AccountAct]:
    """Return by what others could sign in to an account, now or before an act."""
    known = [act for act in acts.get(account, ()) if before is None or act.number < before]
    last = max((act.number for act in known if act.confirms), default=-1)
    return [act for act in known if act.number > last and act.by != account]
