"""What `hq` does with categories of hotlists: show, switch, set how they alert (HOT-08)."""

import argparse
import sys
from typing import TYPE_CHECKING

from mdt_alpr.domain.hotlist.hotlist import AlertStyle, CategorySetting, Priority
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.people.roles import Permission, Role

if TYPE_CHECKING:  # the car's build has no headquarters
    from mdt_alpr.hq.base.headquarters import Headquarters


def add_switch(what: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `switch-category`."""
    switch = what.add_parser("switch-category", help="switch a hotlist category on or off")
    switch.add_argument("code", help="its record code, such as K")
    switch.add_argument("--purpose", choices=[p.value for p in Purpose], help="on, for this")
    switch.add_argument("--off", action="store_true", help="off")
    _add_signed(switch)
    switch.set_defaults(do_with=_switch)


def add_show(what: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `categories`."""
    showing = what.add_parser("categories", help="show the setting of every category of hotlists")
    showing.add_argument("--by", required=True, help="custodian or administrator")
    showing.set_defaults(do_with=_show)


def add_set(what: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `set-category`."""
    setting = what.add_parser(
        "set-category", help="say how urgent a category is, how it alerts, what officers are to do"
    )
    setting.add_argument("code", help="its record code, such as K")
    setting.add_argument("--priority", choices=[p.value for p in Priority], help="how urgent")
    setting.add_argument("--style", choices=[s.value for s in AlertStyle], help="how it sounds")
    setting.add_argument("--instruction", help="shown after the officer's entry; empty for none")
    _add_signed(setting)
    setting.set_defaults(do_with=_set)


def _add_signed(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--reason", required=True, help="why, for the audit")
    parser.add_argument("--by", required=True, help="which administrator decides")


def _show(hq: "Headquarters", args: argparse.Namespace) -> int:
    from mdt_alpr.hq.hotlists.categories import every_category
    from mdt_alpr.hq.people.command_sign_in import by_account

    for one in by_account(hq, args.by, Permission.MANAGE_LISTS, every_category).categories:
        setting = one.setting
        state = f"{'on ' if one.is_on else 'off'} {setting.priority.value}, {setting.style.value}"
        signed = (
            f" Set by {one.set_by} on {one.set_at:%Y-%m-%d}: {one.reason}" if one.set_at else ""
        )
        instruction = f" Instruction: {setting.instruction}" * bool(setting.instruction)
        sys.stdout.write(f"{setting.code} {state}. {one.name}.{instruction}{signed}\n")
    return 0


def _switch(hq: "Headquarters", args: argparse.Namespace) -> int:
    from mdt_alpr.hq.hotlists.categories import Decision, decide
    from mdt_alpr.hq.people.command_sign_in import by_account

    purpose = None if args.off or args.purpose is None else Purpose(args.purpose)
    decision = Decision(args.code.upper(), not args.off, purpose, args.reason)
    by_account(
        hq,
        args.by,
        Permission.MANAGE_ACCOUNTS,
        lambda work: decide(work, decision, args.by, Role.ADMINISTRATOR),
    )
    sys.stdout.write(f"{decision.code} is {'off' if args.off else 'on'}. Import the list again.\n")
    return 0


def _set(hq: "Headquarters", args: argparse.Namespace) -> int:
    """Set what is named; the rest stays as it is."""
    from mdt_alpr.hq.hotlists.categories import present_setting, set_category
    from mdt_alpr.hq.people.command_sign_in import by_account

    before = present_setting(hq, args.code.upper())
    setting = CategorySetting(
        code=before.code,
        priority=Priority(args.priority or before.priority),
        style=AlertStyle(args.style or before.style),
        instruction=before.instruction if args.instruction is None else args.instruction,
    )
    by_account(
        hq,
        args.by,
        Permission.MANAGE_ACCOUNTS,
        lambda work: set_category(work, setting, args.reason, args.by, Role.ADMINISTRATOR),
    )
    said = f"{setting.code}: {setting.priority.value}, {setting.style.value}"
    sys.stdout.write(f"{said}. Instruction: {setting.instruction or 'none'}\n")
    return 0
