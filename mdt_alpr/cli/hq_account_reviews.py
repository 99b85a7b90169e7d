"""What `hq` does for the yearly review of accounts (ACC-11)."""

import csv
import sys
from argparse import Namespace
from pathlib import Path

from mdt_alpr.cli.arguments import arg
from mdt_alpr.cli.hq_link import Hq, hq_command
from mdt_alpr.cli.papers import write_new
from mdt_alpr.domain.csv_text import csv_text
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.people.account_review import ReviewDecision, ReviewedAccount
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.machine.clock import SystemClock
from mdt_alpr.wire import addresses
from mdt_alpr.wire.accounts import AccountReviewRequest, AccountsMessage

_DECISIONS = ", ".join(decision.value for decision in ReviewDecision)
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
