"""What `hq` does with hotlists: import, watch, categories, corrections, look-alikes."""

import sys
from argparse import Namespace
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from mdt_alpr.cli.arguments import Command, arg
from mdt_alpr.cli.hq import PLACES, REASON, by, by_account, hq_command, second_person
from mdt_alpr.cli.passwords import CONFIRMER_PASSWORD_VARIABLE
from mdt_alpr.cli.progress import progress
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.hotlist.hotlist import AlertStyle, CategorySetting, CorrectionDraft, Priority
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.people.roles import Permission, Role
from mdt_alpr.domain.plate.plate import Plate
from mdt_alpr.domain.policy import CORRECTION_LASTS_AT_MOST, correction_time
from mdt_alpr.domain.printable import escaped

if TYPE_CHECKING:  # the car's build has no headquarters
    from mdt_alpr.hq.base.headquarters import Headquarters

_LISTS, _DECIDES = Permission.MANAGE_LISTS, Permission.MANAGE_ACCOUNTS
_SHOWN = 10
_EXAMPLE = "ABC1234"
_BY_CUSTODIAN = by("custodian or administrator")
_BY_DECIDING = by("which administrator decides")
_CODE = arg("code", help="its record code, such as K")
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
    by("custodian or administrator, signs in"),
    arg(
        "--confirmed-by",
        default="",
        metavar="ADMINISTRATOR",
        help="a second person, who signs in too (password: "
        f"{CONFIRMER_PASSWORD_VARIABLE}) and accepts a list that was stopped nevertheless",
    ),
    permissions=(_LISTS,),
)
def _import(hq: "Headquarters", args: Namespace) -> int:
    """Import it, with a second person signed in where one confirms it (HOT-04)."""
    from mdt_alpr.hq.hotlists.importing import Delivery, import_list, last_written

    if not args.file.is_file():
        message = f"There is no file {args.file}. Nothing was delivered; check its name."
        raise OutsideError(message)
    second = args.confirmed_by
    if second == args.by:
        message = f"{second} cannot confirm their own delivery. Another administrator has to."
        raise OutsideError(message)
    with ExitStack() as present:
        if second:
            present.enter_context(second_person(hq, second, _DECIDES))
        written_at = last_written(args.file)
        delivery = Delivery(args.file, args.by, args.format, second, written_at=written_at)
        with progress(f"Importing {args.file.name}"):
            report = import_list(hq, delivery)
    for dropped in report.dropped:
        sys.stderr.write(f"line {dropped.number}: {dropped.reason.value}\n")
    if report.note:
        sys.stderr.write(f"{report.note}\n")
    if report.stopped:
        raise OutsideError(report.stopped)
    lists = ", ".join(report.lists)
    sys.stdout.write(
        f"Version {report.version}: {lists}, {report.accepted} entries accepted, "
        f"{sum(report.reasons.values())} lines dropped. Every one: {report.path}\n"
    )
    if report.twins:
        sys.stdout.write(f"Local twins were read of {report.twins} new entries: see the report.\n")
    return 0


@hq_command(
    "lists",
    "what is wrong with the hotlists, and what came last",
    _BY_CUSTODIAN,
    epilog="Exit code: 1 where a list is overdue or a delivery was stopped.",
)
def _lists(hq: "Headquarters", args: Namespace) -> int:
    """Show it; 1 where a list is overdue or a delivery was stopped."""
    from mdt_alpr.hq.hotlists.deliveries import known_until, trouble_messages

    troubles, known = by_account(
        hq,
        args,
        _LISTS,
        lambda work: (trouble_messages(work), known_until(work, args.by, work.now)),
    )
    for one in troubles:
        sys.stdout.write(
            f"{one.kind.upper()}: {escaped(one.name)}, since {one.since:%Y-%m-%d %H:%M} UTC. "
            f"{escaped(one.why)}\n"
        )
    if not troubles:
        sys.stdout.write("No list is overdue, no delivery was stopped.\n")
    for kept in known.deliveries[:_SHOWN]:
        lists = ", ".join(f"{name} {number}" for name, number in kept.lists)
        sys.stdout.write(
            f"{kept.number}: {kept.at:%Y-%m-%d %H:%M} UTC, {escaped(kept.source)}, "
            f"data of {kept.data_at or kept.at:%Y-%m-%d %H:%M} UTC, "
            f"{'stopped' if kept.stopped else f'version {kept.version}'}, "
            f"{escaped(lists) or 'no list'}\n"
        )
    return 1 if troubles else 0


@hq_command(
    "dismiss-delivery",
    "settle a stopped delivery that nothing is to replace",
    arg("number", type=int, help="of the delivery, as `hq lists` shows it"),
    REASON,
    by("custodian or administrator, signs in"),
)
def _dismiss(hq: "Headquarters", args: Namespace) -> int:
    from mdt_alpr.hq.hotlists.deliveries import dismiss

    source = by_account(
        hq, args, _LISTS, lambda work: dismiss(work, args.number, args.reason, args.by)
    )
    sys.stdout.write(f"{source} is settled. It stays on record.\n")
    return 0


@hq_command(
    "retire-list",
    "retire a list that nobody delivers any more",
    arg("name", help="of the list, as `hq lists` shows it"),
    REASON,
    by("administrator"),
)
def _retire(hq: "Headquarters", args: Namespace) -> int:
    from mdt_alpr.hq.hotlists.deliveries import retire

    number = by_account(
        hq, args, _DECIDES, lambda work: retire(work, args.name, args.reason, args.by)
    )
    sys.stdout.write(f"{args.name} is out of use: {number} entries left the cars' list.\n")
    return 0


@hq_command("categories", "show the setting of every category of hotlists", _BY_CUSTODIAN)
def _categories(hq: "Headquarters", args: Namespace) -> int:
    from mdt_alpr.hq.hotlists.categories import every_category

    shown = by_account(hq, args, _LISTS, lambda work: every_category(work, args.by))
    for one in shown.categories:
        setting = one.setting
        state = f"{'on ' if one.is_on else 'off'} {setting.priority.value}, {setting.style.value}"
        signed = (
            f" Set by {one.set_by} on {one.set_at:%Y-%m-%d}: {one.reason}" if one.set_at else ""
        )
        instruction = f" Instruction: {setting.instruction}" * bool(setting.instruction)
        sys.stdout.write(f"{setting.code} {state}. {one.name}.{instruction}{signed}\n")
    return 0


@hq_command(
    "switch-category",
    "switch a hotlist category on or off",
    _CODE,
    arg("--purpose", choices=[p.value for p in Purpose], help="on, for this"),
    arg("--off", action="store_true", help="off"),
    REASON,
    _BY_DECIDING,
)
def _switch_category(hq: "Headquarters", args: Namespace) -> int:
    from mdt_alpr.hq.hotlists.categories import Decision, decide

    purpose = None if args.off or args.purpose is None else Purpose(args.purpose)
    decision = Decision(args.code.upper(), not args.off, purpose, args.reason)
    by_account(
        hq, args, _DECIDES, lambda work: decide(work, decision, args.by, Role.ADMINISTRATOR)
    )
    sys.stdout.write(f"{decision.code} is {'off' if args.off else 'on'}. Import the list again.\n")
    return 0


@hq_command(
    "set-category",
    "say how urgent a category is, how it alerts, what officers are to do",
    _CODE,
    arg("--priority", choices=[p.value for p in Priority], help="how urgent"),
    arg("--style", choices=[s.value for s in AlertStyle], help="how it sounds"),
    arg("--instruction", help="shown after the officer's entry; empty for none"),
    REASON,
    _BY_DECIDING,
)
def _set_category(hq: "Headquarters", args: Namespace) -> int:
    """Set what is named; the rest stays as it is."""
    from mdt_alpr.hq.hotlists.categories import present_setting, set_category

    before = present_setting(hq, args.code.upper())
    setting = CategorySetting(
        code=before.code,
        priority=Priority(args.priority or before.priority),
        style=AlertStyle(args.style or before.style),
        instruction=before.instruction if args.instruction is None else args.instruction,
    )
    by_account(
        hq,
        args,
        _DECIDES,
        lambda work: set_category(work, setting, args.reason, args.by, Role.ADMINISTRATOR),
    )
    said = f"{setting.code}: {setting.priority.value}, {setting.style.value}"
    sys.stdout.write(f"{said}. Instruction: {setting.instruction or 'none'}\n")
    return 0


CORRECTION = Command("correction", "let cars not alert on a record that is wrong", None, PLACES)


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
    _BY_CUSTODIAN,
)
def _place_correction(hq: "Headquarters", args: Namespace) -> int:
    from mdt_alpr.hq.hotlists import corrections

    draft = CorrectionDraft(
        args.reason, args.evidence, args.owner_asked, correction_time(args.days)
    )
    plate = Plate(args.plate, args.state.upper())
    number = by_account(
        hq, args, _LISTS, lambda work: corrections.place(work, args.by, plate, args.record, draft)
    )
    sys.stdout.write(f"Correction {number}: no car alerts on this record.\n")
    return 0


@hq_command("correction renew", "it lasts longer", _NUMBER, _DAYS, REASON, _BY_CUSTODIAN)
def _renew_correction(hq: "Headquarters", args: Namespace) -> int:
    from mdt_alpr.hq.hotlists import corrections

    lasts = correction_time(args.days)
    by_account(
        hq,
        args,
        _LISTS,
        lambda work: corrections.renew(work, args.by, args.number, args.reason, lasts),
    )
    sys.stdout.write(f"Correction {args.number} lasts {args.days} days from now on.\n")
    return 0


@hq_command(
    "correction owner",
    "its agency was asked, or answered",
    _NUMBER,
    arg("--note", required=True, help="what was asked or answered"),
    _BY_CUSTODIAN,
)
def _note_owner(hq: "Headquarters", args: Namespace) -> int:
    from mdt_alpr.hq.hotlists import corrections

    by_account(
        hq,
        args,
        _LISTS,
        lambda work: corrections.note_owner(work, args.by, args.number, args.note),
    )
    sys.stdout.write("Noted.\n")
    return 0


@hq_command("correction end", "cars alert on the record again", _NUMBER, REASON, _BY_CUSTODIAN)
def _end_correction(hq: "Headquarters", args: Namespace) -> int:
    from mdt_alpr.hq.hotlists import corrections

    by_account(
        hq, args, _LISTS, lambda work: corrections.end(work, args.by, args.number, args.reason)
    )
    sys.stdout.write(f"Correction {args.number} has ended; cars alert on the record again.\n")
    return 0


@hq_command("correction list", "the corrections that hold", _BY_CUSTODIAN)
def _corrections(hq: "Headquarters", args: Namespace) -> int:
    from mdt_alpr.hq.hotlists import corrections

    found = by_account(hq, args, _LISTS, lambda work: corrections.live(work, args.by))
    for one in found.corrections:
        asked = one.owner_asked or "NOT ASKED YET"
        gone = "" if one.is_listed else ", no longer listed"
        words = (
            f"{one.number}: {one.text} {one.state}, {one.list_name}{gone}, until "
            f"{one.expires_at:%Y-%m-%d %H:%M} UTC, by {one.made_by}: {one.reason} "
            f"Owner {one.owner or 'not known'}: {asked}"
        )
        sys.stdout.write(f"{escaped(words)}\n")
    return 0


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
    _BY_DECIDING,
)
def _look_alikes(hq: "Headquarters", args: Namespace) -> int:
    """Show what it means, then do it where a reason is given."""
    from mdt_alpr.hq.hotlists.categories import look_alikes, set_look_alikes
    from mdt_alpr.wire.hotlists import LookAlikesRequest

    plates = args.plate or [_EXAMPLE]
    shown = by_account(hq, args, _DECIDES, lambda work: look_alikes(work, plates, args.by))
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
        return 0
    ask = LookAlikesRequest(args.switch == "on", args.reason)
    is_other = by_account(
        hq, args, _DECIDES, lambda work: set_look_alikes(work, ask, args.by, Role.ADMINISTRATOR)
    )
    how = "now, with the next version of the list" if is_other else "already: nothing changed"
    sys.stdout.write(f"Look-alikes are {args.switch} {how}.\n")
    return 0
