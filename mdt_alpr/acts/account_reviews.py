"""The yearly review of accounts (ACC-11)."""

from collections.abc import Iterator
from typing import NamedTuple

from mdt_alpr.acts.act import Act, Look, Unversioned
from mdt_alpr.acts.listing import ListCell, ListColumn, Listing
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.wire.accounts import (
    AccountReviewRequest,
    AccountReviewsMessage,
    ReviewedAccountMessage,
    SignedReviewMessage,
)


class _Line(NamedTuple):
    """An account of a review, or what the list says about an account without one."""

    person_id: str
    words: str = ""
    account: ReviewedAccountMessage | None = None
    signed: SignedReviewMessage | None = None


def _lines(answer: AccountReviewsMessage) -> Iterator[_Line]:
    for person in answer.overdue:
        yield _Line(person, "OVERDUE")
    for person in answer.disabling_asked:
        yield _Line(person, "TO DECIDE: disable the account, or sign anew")
    for signed in answer.reviews:
        words = "Signed" if signed.is_whole else "BROKEN: not what headquarters signed"
        for account in signed.review.accounts:
            yield _Line(account.person_id, words, account, signed)


def _undone(answer: AccountReviewsMessage) -> int:
    return sum(not signed.is_whole for signed in answer.reviews) + len(answer.overdue)


REVIEWS: Listing[AccountReviewsMessage, _Line] = Listing(
    _lines,
    lambda line: (line.signed and line.signed.number, line.person_id),
    (
        ListColumn("Review", 70, lambda line: line.signed and line.signed.number),
        ListColumn("Account", 150, lambda line: line.person_id),
        ListColumn("Role", 130, lambda line: line.account and line.account.role),
        ListColumn("Decision", 180, lambda line: (
            line.account and ListCell(line.account.decision, line.account.note))),
        ListColumn("State", 260, lambda line: line.words),
        ListColumn("Signed", 180, lambda line: line.signed and line.signed.review.signed_at),
        ListColumn("By", 150, lambda line: line.signed and line.signed.review.signed_by),
    ),
    "No review is signed, and none is overdue.",
    waiting=_undone,
)  # fmt: skip
SHOW_ACCOUNT_REVIEWS = Look(
    "GET /v1/account-reviews",
    "See signed reviews of accounts and what is overdue; ends with 1 where one is, or is broken",
    (Permission.RECORD_TRAINING,), AccountReviewsMessage, shows_captured=False,
    records=(AuditEvent.HQ_ACCOUNTS_VIEWED,), command="account-reviews", listing=REVIEWS,
)  # fmt: skip
SIGN_ACCOUNT_REVIEW = Act(
    "POST /v1/account-reviews", "Sign a review of accounts", (Permission.RECORD_TRAINING,),
    AccountReviewsMessage, body=AccountReviewRequest, records=(AuditEvent.HQ_ACCOUNTS_REVIEWED,
    AuditEvent.HQ_ACCOUNTS_VIEWED, AuditEvent.HQ_ACCOUNT_DISABLED), changes=Unversioned.MAKES,
)  # fmt: skip
