"""`hq retention`: for how many days captured data is kept, never more than 90 (RET-06)."""

import sys
from argparse import Namespace

from mdt_alpr.cli.arguments import Command, arg
from mdt_alpr.cli.hq_link import REASON, Hq, hq_asks
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.printable import escaped
from mdt_alpr.domain.retention.kept_for import MOST_DAYS
from mdt_alpr.wire import addresses
from mdt_alpr.wire.retention import RetentionConfirmation, RetentionMessage, RetentionProposal

GROUP = Command("retention", f"for how many days data is kept, {MOST_DAYS} at most", None)


@hq_asks("retention show", "show the time that counts and every proposal")
def _show(hq: Hq, _args: Namespace) -> None:
    _said(hq.ask(RetentionMessage, addresses.RETENTION))


@hq_asks(
    "retention propose",
    "propose a time; it counts once another person confirmed it",
    arg("days", type=int, help=f"1 to {MOST_DAYS}"),
    REASON,
)
def _propose(hq: Hq, args: Namespace) -> None:
    asked = RetentionProposal(args.days, args.reason)
    _said(hq.ask(RetentionMessage, addresses.RETENTION, asked))


@hq_asks(
    "retention confirm",
    "confirm what another person proposed; what is too old goes at once, for good",
    arg("number", type=int, help="its number, as hq retention show lists it"),
    arg("--yes", action="store_true", help="erase what hq retention show says"),
)
def _confirm(hq: Hq, args: Namespace) -> None:
    found = hq.ask(RetentionMessage, addresses.RETENTION)
    if not args.yes:
        _said(found)
        raise OutsideError("Nothing was changed. Confirm with --yes what goes for good.")
    path = addresses.filled(addresses.RETENTION_CONFIRMATION, number=str(args.number))
    days = {one.number: one.kept_days for one in found.settings}.get(args.number, 0)
    _said(hq.ask(RetentionMessage, path, RetentionConfirmation(days)))


def _said(found: RetentionMessage) -> None:
    sys.stdout.write(f"Captured data is kept for {found.kept_days} days.\n")
    for one in found.settings:
        state = "waits for another person"
        if one.confirmed_at is not None:
            state = f"confirmed {capture_date(one.confirmed_at)} by {one.confirmed_by}"
        words = f"{one.number}: {one.kept_days} days, {one.proposed_by}, {one.reason}: {state}"
        sys.stdout.write(escaped(words) + "\n")
    if found.goes:
        goes = ", ".join(f"{number:,} {what}" for what, number in found.goes)
        sys.stdout.write(f"Once confirmed it erases at once: {goes}.\n")
