"""What account managers and the training coordinator are reminded of (ACC-10, ACC-11, TRN-01).

A user name is no secret of a case: it may go by mail.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from mdt_alpr.domain.people.accounts import account_ends
from mdt_alpr.domain.policy import ACCOUNT_END_TOLD, capture_date
from mdt_alpr.domain.review.reminders import DueThing
from mdt_alpr.hq.base.headquarters import Work
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people.account_review_state import disabling_asked, overdue
from mdt_alpr.hq.people.store import Account


def due(work: Work) -> list[DueThing]:
    """Return what of accounts ends, ended, or waits for somebody."""
    last = people.last_sign_ins(work.connection)
    things = list[DueThing]()
    for account in people.accounts(work.connection):
        things += _ends(account, last.get(account.person_id), work.now)
        if account.is_live(work.now):
            things += _trainings(account)
    return things + list(_reviews(work))


def _ends(account: Account, last: datetime | None, now: datetime) -> Iterator[DueThing]:
    name = f"Account {account.person_id}"
    if account.disabled_at is not None:
        if now - account.disabled_at < ACCOUNT_END_TOLD:
            on = capture_date(account.disabled_at)
            yield DueThing(name, f"ended {on}", f"it was disabled on {on}. {_SEE}")
        return
    used = max((at for at in (account.live_since, last) if at is not None), default=None)
    ends_at = account_ends(account.expires_at, used)
    if ends_at is not None and ends_at - now <= ACCOUNT_END_TOLD:
        on = capture_date(ends_at - timedelta(microseconds=1))  # its last day
        yield DueThing(name, f"ends {on}", f"it ends on {on}, by its last day or unused. {_SEE}")


def _trainings(account: Account) -> Iterator[DueThing]:
    name = f"Training of {account.person_id}"
    if (on := account.paper_by) is not None:
        words = f"access ends on {on} unless its signed paper is recorded (Training register)."
        yield DueThing(name, f"paper by {on}", words)
    if (on := account.refresher_by) is not None:
        words = f"access ends on {on} unless it is taken again, after a security event."
        yield DueThing(name, f"refresher by {on}", words)


def _reviews(work: Work) -> Iterator[DueThing]:
    if late := overdue(work):
        words = f"{len(late)} overdue: hq account-review-list, then hq sign-account-review."
        yield DueThing("Yearly review of accounts", "overdue", words)
    for person_id, by in disabling_asked(work).items():
        words = f"{by} asks in the yearly review to disable it; an administrator decides."
        yield DueThing(f"Account {person_id}", "to decide", words)


_SEE = "See the desk's page Accounts."
