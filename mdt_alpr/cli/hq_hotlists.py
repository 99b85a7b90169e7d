"""What `hq` does with hotlists beside its acts: a file to import, and part of a setting."""

import sys
from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

from mdt_alpr.acts import hotlists as acts
from mdt_alpr.cli.arguments import arg
from mdt_alpr.cli.hq_link import REASON, Hq, confirmed_by, hq_command
from mdt_alpr.cli.progress import progress
from mdt_alpr.domain.equipment.doctor import counted
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.hotlist.hotlist import AlertStyle, Priority
from mdt_alpr.domain.printable import escaped
from mdt_alpr.wire.hotlists import CategoriesMessage, DeliveryMessage, SettingMessage


@hq_command(
    "import-hotlist",
    "replace a list by a delivered file",
    arg("file", type=Path, help="the delivered file"),
    arg(
        "--format",
        default="",
        help="of the file (an unknown one lists them); default: what its first lines show",
    ),
    confirmed_by("an administrator, who accepts a list that was stopped", required=False),
)
def _import(hq: Hq, args: Namespace) -> None:
    """Send it, with a second person where one confirms it (HOT-04)."""
    try:
        written_at = datetime.fromtimestamp(args.file.stat().st_mtime, UTC).isoformat()
    except (OSError, OverflowError, ValueError) as error:
        message = f"There is no file {args.file}. Nothing was delivered; check its name."
        raise OutsideError(message) from error
    named = [("name", args.file.name), ("format", args.format), ("written_at", written_at)]
    with progress(f"Importing {args.file.name}"):
        report = hq.send_file(DeliveryMessage, acts.DELIVER_LIST.path(), args.file, named)
    for number, reason in report.dropped:
        sys.stderr.write(f"line {number}: {escaped(reason)}\n")
    if report.note:
        sys.stderr.write(f"{escaped(report.note)}\n")
    if report.stopped:
        raise OutsideError(report.stopped)
    lists = ", ".join(report.lists)
    accepted = counted(report.accepted, "entry", "entries")
    dropped = sum(number for _, number in report.reasons)
    words = (
        f"Version {report.version}: {lists}, {accepted} accepted, "
        f"{counted(dropped, 'line')} dropped. Every one: {report.report}, in headquarters' folder "
        "hotlist-reports."
    )
    sys.stdout.write(f"{escaped(words)}\n")
    if report.twins:
        sys.stdout.write(f"Local twins were read of {report.twins} new entries: see the report.\n")


@hq_command(
    "set-category",
    "say how urgent a category is, how it alerts, what officers are to do",
    arg("code", help="its record code, such as K"),
    arg("--priority", choices=[p.value for p in Priority], help="how urgent"),
    arg("--style", choices=[s.value for s in AlertStyle], help="how it sounds"),
    arg("--instruction", help="shown after the officer's entry; empty for none"),
    REASON,
)
def _set_category(hq: Hq, args: Namespace) -> None:
    """Set what is named; the rest stays as it is."""
    code = args.code.upper()
    shown = hq.ask(CategoriesMessage, acts.SHOW_CATEGORIES.path())
    settings = (category.setting for category in shown.categories)
    before = next((setting for setting in settings if setting.code == code), None)
    if before is None:
        raise OutsideError(f"{code!r} is no category. `hq categories` shows them.")
    setting = SettingMessage(
        priority=Priority(args.priority or before.priority),
        style=AlertStyle(args.style or before.style),
        instruction=before.instruction if args.instruction is None else args.instruction,
        reason=args.reason,
    )
    seen = acts.SET_CATEGORY.seen_in(shown, code=code)
    hq.post(acts.SET_CATEGORY.path(seen=seen, code=code), setting)
    said = f"{code}: {setting.priority.value}, {setting.style.value}"
    sys.stdout.write(f"{said}. Instruction: {setting.instruction or 'none'}\n")
