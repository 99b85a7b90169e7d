"""`hq retention confirm`: what goes for good is said first (RET-06)."""

import sys
from argparse import Namespace

from mdt_alpr.acts import keeping as acts
from mdt_alpr.cli.act_commands import foot_of
from mdt_alpr.cli.arguments import arg
from mdt_alpr.cli.hq_link import Hq, hq_command
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.wire.retention import RetentionConfirmation, RetentionMessage


@hq_command(
    "retention confirm",
    "confirm what another person proposed; what is too old goes at once, for good",
    arg("number", type=int, help="its number, as hq retention show lists it"),
    arg("--yes", action="store_true", help="erase what hq retention show says"),
)
def _confirm(hq: Hq, args: Namespace) -> None:
    shown = hq.ask(RetentionMessage, acts.SHOW_RETENTION.path())
    if not args.yes:
        sys.stdout.write(f"{foot_of(acts.RETENTION, shown)}\n")
        raise OutsideError("Nothing was changed. Confirm with --yes what goes for good.")
    days = {setting.number: setting.kept_days for setting in shown.settings}.get(args.number, 0)
    path = acts.CONFIRM_RETENTION.path(number=args.number)
    answer = hq.ask(RetentionMessage, path, RetentionConfirmation(days))
    sys.stdout.write(f"{foot_of(acts.RETENTION, answer)}\n")
