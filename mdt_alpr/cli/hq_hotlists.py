"""What `hq` does with hotlists: import, watch, categories, corrections, look-alikes."""

import sys
from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

from mdt_alpr.cli.arguments import Command, arg
from mdt_alpr.cli.hq_link import REASON, Hq, confirmed_by, hq_command
from mdt_alpr.cli.progress import progress
from mdt_alpr.cli.times import agency_time
from mdt_alpr.domain.equipment.doctor import counted
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.hotlist.hotlist import AlertStyle, Priority
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.policy import CORRECTION_LASTS_AT_MOST, capture_date
from mdt_alpr.domain.printable import escaped
from mdt_alpr.domain.review.list_precision import proposal_words
from mdt_alpr.wire import addresses
from mdt_alpr.wire.codec import instant
from mdt_alpr.wire.feeds import DroppedLinesMessage, ListedThenMessage, ListedThenRequest
from mdt_alpr.wire.hotlists import (
    CategoriesMessage,
    CategoryDecision,
    CorrectionRequest,
    CorrectionsMessage,
    DeliveryMessage,
    DismissedMessage,
    KnownListsMessage,
    LookAlikesMessage,
    LookAlikesRequest,
    MisreadsRequest,
    PlacedMessage,
    RenewalRequest,
    RetiredMessage,
    SettingMessage,
)
from mdt_alpr.wire.manual import ReasonMessage

_SHOWN = 10
_AT_ONCE = 500
"""Lines that are asked for at a time."""
_EXAMPLE = "ABC1234"
_CODE = arg("code", help="its record code, such as K")
_DELIVERY = arg("number", type=int, help="of the delivery, as `hq lists` shows it")
_NUMBER = arg("number", type=int, help="of the correction, as `list` shows it")
_DAYS = arg(
    "--days",
    type=int,
    default=CORRECTION_LASTS_AT_MOST.days,
    help=f"1 to {CORRECTION_LASTS_AT_MOST.days}",
)


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
        found = hq.send_file(DeliveryMessage, addresses.HOTLISTS, args.file, named)
    for number, reason in found.dropped:
        sys.stderr.write(f"line {number}: {escaped(reason)}\n")
    if found.note:
        sys.stderr.write(f"{escaped(found.note)}\n")
    if found.stopped:
        raise OutsideError(found.stopped)
    lists = ", ".join(found.lists)
    dropped = sum(number for _, number in found.reasons)
    words = (
        f"Version {found.version}: {lists}, {_accepted(found)} accepted, "
        f"{counted(dropped, 'line')} dropped. Every one: {found.report}, in headquarters' folder "
        "hotlist-reports."
    )
    sys.stdout.write(f"{escaped(words)}\n")
    if found.twins:
        sys.stdout.write(f"Local twins were read of {found.twins} new entries: see the report.\n")


def _accepted(delivery: DeliveryMessage) -> str:
    return counted(delivery.accepted, "entry", "entries")


@hq_command(
    "lists",
    "what is wrong with the hotlists, and what came last",
    epilog="Exit code: 1 where a list is overdue or a delivery was stopped.",
)
def _lists(hq: Hq, _args: Namespace) -> int:
    """Show it; 1 where a list is overdue or a delivery was stopped."""
    known = hq.ask(KnownListsMessage, addresses.HOTLISTS)
    for one in known.troubles:
        sys.stdout.write(
            f"{one.kind.upper()}: {escaped(one.name)}, since {agency_time(one.since)}. "
            f"{escaped(one.why)}\n"
        )
    if not known.troubles:
        sys.stdout.write("No list is overdue, no delivery was stopped.\n")
    for delivery in known.deliveries[:_SHOWN]:
        lists = ", ".join(f"{name} {number}" for name, number in delivery.lists)
        sys.stdout.write(
            f"{delivery.number}: {agency_time(delivery.at)}, {escaped(delivery.source)}, "
            f"data of {agency_time(delivery.data_at or delivery.at)}, "
            f"{'stopped' if delivery.stopped else f'version {delivery.version}'}, "
            f"{escaped(lists) or 'no list'}\n"
        )
    return 1 if known.troubles else 0


@hq_command(
    "dismiss-delivery",
    "settle a stopped delivery that nothing is to replace",
    _DELIVERY,
    REASON,
    confirmed_by("another custodian or an administrator"),
)
def _dismiss(hq: Hq, args: Namespace) -> None:
    path = addresses.filled(addresses.DELIVERY_DISMISSAL, number=str(args.number))
    source = hq.ask(DismissedMessage, path, ReasonMessage(args.reason)).source
    sys.stdout.write(f"{escaped(source)} is settled. It stays on record.\n")


@hq_command(
    "accept-delivery",
    "import what was stopped in the drop folder after all",
    _DELIVERY,
    REASON,
    confirmed_by("an administrator"),
)
def _accept(hq: Hq, args: Namespace) -> None:
    path = addresses.filled(addresses.DELIVERY_ACCEPTANCE, number=str(args.number))
    answer = hq.ask(DeliveryMessage, path, ReasonMessage(args.reason))
    sys.stdout.write(f"Version {answer.version}: {_accepted(answer)} accepted.\n")


@hq_command(
    "dropped-lines",
    "which lines of a delivery were dropped, and why",
    _DELIVERY,
)
def _dropped(hq: Hq, args: Namespace) -> None:
    first, more = 0, True
    path = addresses.filled(addresses.DELIVERY_DROPPED, number=str(args.number))
    while more:
        params = [("first", str(first)), ("most", str(_AT_ONCE))]
        answer = hq.ask(DroppedLinesMessage, path, params=params)
        for line in answer.lines:
            sys.stdout.write(f"line {line.line}: {escaped(line.reason)}\n")
        first, more = first + len(answer.lines), answer.more
    if not first:
        sys.stdout.write("No line was dropped.\n")


@hq_command(
    "list-on-day",
    "what was on the lists at a past instant: the lists, or a plate's records",
    arg("at", help="such as 2026-11-24T14:30:00-05:00"),
    arg("--plate", default="", help="as listed"),
    arg("--state", default="", help="such as NC"),
    REASON,
)
def _on_day(hq: Hq, args: Namespace) -> None:
    at, state = instant(args.at, "at"), args.state.upper()
    asked = ListedThenRequest(at, args.plate, state, args.reason)
    answer = hq.ask(ListedThenMessage, addresses.LISTED_THEN, asked)
    lines = [f"Version {answer.version} at {agency_time(answer.at)}."]
    lines += [
        f"{one.name}: {one.entries} records from {one.source}, loaded "
        f"{agency_time(one.loaded_at)}, data of {agency_time(one.data_at)}"
        for one in answer.lists
    ]
    for each in answer.records:
        came = agency_time(each.came_at) if each.came_at else "not known"
        left = agency_time(each.left_at) if each.left_at else "now"
        lines.append(
            f"{each.entry_id}: {each.text} {each.state}, {each.category}, {each.list_name}, NIC "
            f"{each.nic or 'none'}, ORI {each.ori or 'none'}, on it from {came} to {left}"
        )
    if args.plate and not answer.records:
        lines.append("No record of this plate is known of that instant.")
    sys.stdout.writelines(f"{escaped(line)}\n" for line in lines)


@hq_command(
    "retire-list",
    "retire a list that nobody delivers any more",
    arg("name", help="of the list, as `hq lists` shows it"),
    REASON,
    confirmed_by("a custodian, or another administrator"),
)
def _retire(hq: Hq, args: Namespace) -> None:
    path = addresses.filled(addresses.LIST_RETIREMENT, name=args.name)
    number = hq.ask(RetiredMessage, path, ReasonMessage(args.reason)).entries
    sys.stdout.write(f"{args.name} is out of use: {number} entries left the cars' list.\n")


@hq_command("categories", "show the setting of every category of hotlists")
def _categories(hq: Hq, _args: Namespace) -> None:
    answer = hq.ask(CategoriesMessage, addresses.CATEGORIES)
    for one in answer.categories:
        setting = one.setting
        state = f"{'on ' if one.is_on else 'off'} {setting.priority.value}, {setting.style.value}"
        set_at = setting.set_at
        signed = f" Set by {one.set_by} on {capture_date(set_at)}: {one.reason}" if set_at else ""
        instruction = f" Instruction: {setting.instruction}" * bool(setting.instruction)
        purpose = f" Purpose: {one.purpose.value}." if one.purpose else ""
        said = f"{setting.code} {state}. {one.name}.{purpose}{instruction}{signed}"
        sys.stdout.write(f"{escaped(said)}\n")
        sys.stdout.writelines(f"  {escaped(each.words)}\n" for each in one.lists)
        if one.proposed is not None and answer.line is not None:
            words = proposal_words(one.proposed, one.lists, answer.line)
            sys.stdout.write(f"  {escaped(words)}\n")


@hq_command(
    "switch-category",
    "switch a hotlist category on or off",
    _CODE,
    (
        arg("--purpose", choices=[p.value for p in Purpose], help="on, for this"),
        arg("--off", action="store_true", help="off"),
    ),
    REASON,
)
def _switch_category(hq: Hq, args: Namespace) -> None:
    if not args.off and args.purpose is None:
        message = "Name the lawful purpose that the category serves (GS 20-183.31), or --off."
        raise OutsideError(message)
    code, purpose = args.code.upper(), None if args.off else Purpose(args.purpose)
    path = addresses.filled(addresses.CATEGORY_DECISION, code=code)
    hq.post(path, CategoryDecision(purpose, args.reason))
    sys.stdout.write(f"{code} is {'off' if args.off else 'on'}. Import the list again.\n")


@hq_command(
    "set-category",
    "say how urgent a category is, how it alerts, what officers are to do",
    _CODE,
    arg("--priority", choices=[p.value for p in Priority], help="how urgent"),
    arg("--style", choices=[s.value for s in AlertStyle], help="how it sounds"),
    arg("--instruction", help="shown after the officer's entry; empty for none"),
    REASON,
)
def _set_category(hq: Hq, args: Namespace) -> None:
    """Set what is named; the rest stays as it is."""
    code = args.code.upper()
    every = hq.ask(CategoriesMessage, addresses.CATEGORIES).categories
    before = next((one.setting for one in every if one.setting.code == code), None)
    if before is None:
        raise OutsideError(f"{code!r} is no category. `hq categories` shows them.")
    setting = SettingMessage(
        priority=Priority(args.priority or before.priority),
        style=AlertStyle(args.style or before.style),
        instruction=before.instruction if args.instruction is None else args.instruction,
        reason=args.reason,
    )
    hq.post(addresses.filled(addresses.CATEGORY_SETTING, code=code), setting)
    said = f"{code}: {setting.priority.value}, {setting.style.value}"
    sys.stdout.write(f"{said}. Instruction: {setting.instruction or 'none'}\n")


CORRECTION = Command("correction", "let cars not alert on a record that is wrong", None)


@hq_command(
    "correction place",
    "stop every car from alerting on it",
    arg("plate", help="plate as listed"),
    arg("state", help="such as NC"),
    arg("--record", default="", help="its id, where several are on the plate"),
    arg("--evidence", required=True, help="hit, case or reply that shows it"),
    arg("--owner-asked", default="", help="how its agency was asked to correct it"),
    _DAYS,
    REASON,
)
def _place_correction(hq: Hq, args: Namespace) -> None:
    asked = CorrectionRequest(
        text=args.plate,
        state=args.state.upper(),
        entry_id=args.record,
        reason=args.reason,
        evidence=args.evidence,
        owner_asked=args.owner_asked,
        days=args.days,
    )
    number = hq.ask(PlacedMessage, addresses.CORRECTIONS, asked).number
    sys.stdout.write(f"Correction {number}: no car alerts on this record.\n")


@hq_command("correction renew", "it lasts longer", _NUMBER, _DAYS, REASON)
def _renew_correction(hq: Hq, args: Namespace) -> None:
    path = addresses.filled(addresses.CORRECTION_RENEWAL, number=str(args.number))
    hq.post(path, RenewalRequest(args.reason, args.days))
    sys.stdout.write(f"Correction {args.number} lasts {args.days} days from now on.\n")


@hq_command(
    "correction owner",
    "its agency was asked, or answered",
    _NUMBER,
    arg("--note", required=True, help="what was asked or answered"),
)
def _note_owner(hq: Hq, args: Namespace) -> None:
    path = addresses.filled(addresses.CORRECTION_OWNER, number=str(args.number))
    hq.post(path, ReasonMessage(args.note))
    sys.stdout.write("Noted.\n")


@hq_command("correction end", "cars alert on the record again", _NUMBER, REASON)
def _end_correction(hq: Hq, args: Namespace) -> None:
    path = addresses.filled(addresses.CORRECTION_END, number=str(args.number))
    hq.post(path, ReasonMessage(args.reason))
    sys.stdout.write(f"Correction {args.number} has ended; cars alert on the record again.\n")


@hq_command("correction list", "the corrections that hold")
def _corrections(hq: Hq, _args: Namespace) -> None:
    for one in hq.ask(CorrectionsMessage, addresses.CORRECTIONS).corrections:
        asked = one.owner_asked or "NOT ASKED YET"
        gone = "" if one.is_listed else ", no longer listed"
        words = (
            f"{one.number}: {one.text} {one.state}, {one.list_name}{gone}, until "
            f"{agency_time(one.expires_at)}, by {one.made_by}: {one.reason} "
            f"Owner {one.owner or 'not known'}: {asked}"
        )
        sys.stdout.write(f"{escaped(words)}\n")


@hq_command(
    "look-alikes",
    "let one look-alike character match, or not",
    arg("switch", choices=["on", "off"], help="let them match, or not"),
    arg(
        "--plate",
        action="append",
        metavar="PLATE",
        help=f"show which misreads of it count (default: {_EXAMPLE}); may be given again",
    ),
    arg("--reason", help="why, for the audit; without it nothing is changed"),
)
def _look_alikes(hq: Hq, args: Namespace) -> None:
    """Show what it means, then do it where a reason is given."""
    plates = MisreadsRequest(tuple(args.plate or [_EXAMPLE]))
    shown = hq.ask(LookAlikesMessage, addresses.MISREADS, plates)
    sys.stdout.write(
        f"Look-alikes are {'on' if shown.allowed else 'off'}. Where they are on, one character "
        f"of these may differ: {' '.join(shown.characters)}\n"
        "A state that was read has to be the record's; officers see which character it is.\n"
    )
    for one in shown.misreads:
        sys.stdout.write(
            f"A listed {one.text} is hit by a read of {' '.join(one.always)}; with look-alikes "
            f"also by one of {' '.join(one.with_look_alikes) or 'no other'}.\n"
        )
    if args.reason is None:
        sys.stdout.write(f"Nothing changed. With --reason WHY they are {args.switch}.\n")
        return
    is_other = shown.allowed != (args.switch == "on")
    hq.post(addresses.LOOK_ALIKES, LookAlikesRequest(args.switch == "on", args.reason))
    how = "now, with the next version of the list" if is_other else "already: nothing changed"
    sys.stdout.write(f"Look-alikes are {args.switch} {how}.\n")
