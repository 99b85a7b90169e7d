"""The yearly review of accounts: decided, signed by headquarters' key, kept (ACC-11)."""

import hashlib
from collections.abc import Sequence

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.account_review import ReviewDecision, ReviewedAccount, demand_review
from mdt_alpr.domain.people.roles import Permission, may
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.headquarters import Headquarters, Work
from mdt_alpr.hq.base.tables import ACCOUNT_REVIEWS
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people.account_acts import accounts_of, demand_another_administrator, disable
from mdt_alpr.hq.people.account_review_state import NEWEST_FIRST, disabling_asked, overdue
from mdt_alpr.hq.people.ended_memory import remember
from mdt_alpr.keys.signing import is_signed
from mdt_alpr.wire.accounts import (
    AccountReviewMessage,
    AccountReviewsMessage,
    ReviewedAccountMessage,
    SignedReviewMessage,
)
from mdt_alpr.wire.codec import decode, encode


def sign_review(hq: Headquarters, decisions: Sequence[ReviewedAccount], by: str) -> None:
    """Keep and sign a review; what an administrator's disables is disabled at once.

    Whoever may not disable accounts asks for it: an administrator is told (ACC-11, ACC-12).

    Raises:
        AccountRefusedError: as of ``demand_review``, or it disables the last administrator.
        OutsideError: the signing key cannot be read.
    """
    signer = hq.signer
    with hq.writing() as work:
        accounts = {account.person_id: account for account in people.accounts(work.connection)}
        live = {person for person, line in accounts.items() if line.is_live(work.now)}
        decided = demand_review(live, decisions, by)
        shown = {account.person_id: account for account in accounts_of(work, by).accounts}
        reviewed = []
        for line in decided:
            seen = shown[line.person_id]
            reviewed.append(
                ReviewedAccountMessage(
                    person_id=line.person_id,
                    name=seen.name,
                    role=seen.role,
                    team=seen.team,
                    last_sign_in_at=seen.last_sign_in_at,
                    trained_until=seen.trained_until,
                    decision=line.decision,
                    note=line.note,
                )
            )
        body = encode(AccountReviewMessage(work.now, by, tuple(reviewed)))
        row = {
            "signed_at": work.now,
            "signed_by": by,
            "body": body,
            "key": signer.public_key,
            "signature": signer.sign(body.encode()).hex(),
        }
        work.connection.execute(ACCOUNT_REVIEWS.insert(), row)
        digest = ("digest", hashlib.sha256(body.encode()).hexdigest())
        counts = [
            (decision.value, str(sum(line.decision is decision for line in decided)))
            for decision in ReviewDecision
        ]
        record(work, AuditEvent.HQ_ACCOUNTS_REVIEWED, "accounts", by, digest, *counts)
        acts = may(accounts[by].role, Permission.MANAGE_ACCOUNTS)
        for line in decided:
            if acts and line.decision is ReviewDecision.DISABLE:
                demand_another_administrator(work, line.person_id)
                disable(work, accounts[line.person_id], line.note, by)
    remember(hq)


def reviews_of(hq: Headquarters, work: Work, by: str) -> AccountReviewsMessage:
    """Return every review and who is overdue; that they were viewed is recorded."""
    record(work, AuditEvent.HQ_ACCOUNTS_VIEWED, "reviews", by)
    asked = disabling_asked(work)
    return AccountReviewsMessage(tuple(reviews(hq, work)), tuple(overdue(work)), tuple(asked))


def reviews(hq: Headquarters, work: Work) -> list[SignedReviewMessage]:
    """Return every review, the newest first, each checked against headquarters' key."""
    own_key = hq.signer.public_key
    messages = []
    for row in work.connection.execute(NEWEST_FIRST):
        review = decode(AccountReviewMessage, row.body)
        is_own = (row.signed_at, row.signed_by) == (review.signed_at, review.signed_by)
        holds = is_signed(own_key, row.body.encode(), bytes.fromhex(row.signature))
        messages.append(SignedReviewMessage(row.number, review, is_own and holds))
    return messages
