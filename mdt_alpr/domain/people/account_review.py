"""The yearly review of every account, with a decision for each (ACC-11, AC-2 j)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mdt_alpr.domain.kinds import Note
from mdt_alpr.domain.people.accounts import AccountRefusedError, demand_reason
from mdt_alpr.domain.policy import ACCOUNTS_REVIEWED_EVERY


class ReviewDecision(StrEnum):
    """What a review decides about an account."""

    KEEP = "keep"
    CHANGE = "change"
    """The role or team is wrong; an administrator changes it."""
    DISABLE = "disable"


@dataclass(frozen=True, slots=True)
class ReviewedAccount:
    """A decision about one account; ``note`` is empty where it is kept as it is."""

    person_id: str
    decision: ReviewDecision
    note: Note = ""


def demand_review(
    live: Collection[str], decisions: Sequence[ReviewedAccount], by: str
) -> tuple[ReviewedAccount, ...]:
    """Return a review in the form in which it is signed, by user name.

    Nobody reviews their own account; another reviewer's review has it.

    Raises:
        AccountRefusedError: a live account is left out or decided twice, one is not live, the
            own account is in it, or a decision other than to keep has no reason.
    """
    decided = [decision.person_id for decision in decisions]
    if by in decided:
        message = "You can't review your own account. Leave it out; another reviewer has it."
        raise AccountRefusedError(message)
    for person_id in decided:
        if decided.count(person_id) > 1:
            raise AccountRefusedError(f"{person_id} is decided twice.")
    if unknown := sorted(set(decided) - set(live)):
        raise AccountRefusedError(f"{unknown[0]} is not a live account. Make the list again.")
    if missing := sorted(set(live) - set(decided) - {by}):
        message = f"{missing[0]} is not decided. A review has every live account but your own."
        raise AccountRefusedError(message)
    return tuple(
        decision
        if decision.decision is ReviewDecision.KEEP and not decision.note
        else ReviewedAccount(decision.person_id, decision.decision, demand_reason(decision.note))
        for decision in sorted(decisions, key=lambda judged: judged.person_id)
    )


def review_is_due(since: datetime | None, now: datetime) -> bool:
    """Return whether an account's yearly review is overdue.

    ``since`` is its last review or, without one, when it was made; None where that is not known.
    """
    return since is None or now - since >= ACCOUNTS_REVIEWED_EVERY
