"""What `hq` does for the yearly review of accounts (ACC-11)."""

import csv
import sys
from argparse import Namespace
from pathlib import Path

from mdt_alpr.cli.arguments import arg
from mdt_alpr.cli.hq_link import Hq, hq_command
from mdt_alpr.cli.papers import write_new
from mdt_alpr.cli.times import agency_time
from mdt_alpr.clock import SystemClock
from mdt_alpr.domain.csv_text import csv_text
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.people.account_review import ReviewDecision, ReviewedAccount
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.printable import escaped
from mdt_alpr.wire import addresses
from mdt_alpr.wire.accounts import AccountReviewRequest, AccountReviewsMessage, AccountsMessage

_DECISIONS = ", ".join(one.value for one in ReviewDecision)
_HEADING = (
    "user name", "name", "role", "team", "last sign-in", "training until", "decision", "note",
)  # fmt: skip


@hq_command(
    "account-review-list",
    "write the list of live accounts that a reviewer fills in",
    arg("file", type=Path, help="the CSV file to write; it must be new"),
)
def _list(hq: Hq, args: Namespace) -> None:
    found, now = hq.ask(AccountsMessage, addresses.ACCOUNTS).accounts, SystemClock().now()
    rows = []
    for one in found:
        is_over = one.expires_at is not None and one.expires_at <= now
        if one.disabled_at is not None or is_over or one.person_id == hq.person_id:
            continue
        last = capture_date(one.last_sign_in_at).isoformat() if one.last_sign_in_at else "never"
        until = one.trained_until.isoformat() if one.trained_until else "none"
        rows.append((one.person_id, one.name, one.role.value, one.team, last, until, "", ""))
    write_new(args.file, csv_text(_HEADING, rows).encode())
    sys.stdout.write(f"{args.file}: enter a decision in each line: {_DECISIONS}.\n")


@hq_command(
    "sign-account-review",
    "sign the yearly review of accounts; what an administrator's disables is disabled now",
    arg("file", type=Path, help="the list of account-review-list with a decision in each line"),
)
def _sign(hq: Hq, args: Namespace) -> None:
    decisions = _decisions(args.file)
    hq.post(addresses.ACCOUNT_REVIEWS, AccountReviewRequest(tuple(decisions)))
    sys.stdout.write(f"The review of {len(decisions)} accounts is signed.\n")


def _decisions(path: Path) -> list[ReviewedAccount]:
    """Return the lines of a list.

    Raises:
        OutsideError: it cannot be read, or a line has no decision; names the line.
    """
    try:
        rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        message = f"{path} cannot be read. It is the CSV file of hq account-review-list."
        raise OutsideError(message) from error
    found = []
    for number, row in enumerate(rows, 1):
        words = [word.strip() for word in row]
        if number == 1 or not any(words):
            continue
        try:
            person, *_, decision, note = words
            found.append(ReviewedAccount(person, ReviewDecision(decision.casefold()), note))
        except ValueError:
            message = f"{path}, line {number}: enter one of {_DECISIONS} as decision."
            raise OutsideError(message) from None
    return found


@hq_command(
    "account-reviews",
    "list signed reviews of accounts, and accounts whose review is overdue",
    epilog="Exit code: 1 where a review is not what headquarters signed, or one is overdue.",
)
def _reviews(hq: Hq, _args: Namespace) -> int:
    shown = hq.ask(AccountReviewsMessage, addresses.ACCOUNT_REVIEWS)
    for one in shown.reviews:
        at, who = one.review.signed_at, one.review.signed_by
        state = "signed" if one.is_whole else "BROKEN: not what headquarters signed"
        sys.stdout.write(escaped(f"{one.number}: {agency_time(at)}, {who}: {state}") + "\n")
        for account in one.review.accounts:
            note = f": {account.note}" if account.note else ""
            words = f"  {account.person_id} ({account.role.value}): {account.decision.value}{note}"
            sys.stdout.write(escaped(words) + "\n")
    for person in shown.overdue:
        sys.stdout.write(escaped(f"OVERDUE: {person}") + "\n")
    for person in shown.disabling_asked:
        sys.stdout.write(escaped(f"TO DECIDE: {person}: hq disable-account, or sign anew") + "\n")
    return 0 if all(review.is_whole for review in shown.reviews) and not shown.overdue else 1
