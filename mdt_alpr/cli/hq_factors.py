"""What `hq` does with second factors: set up, reset, demand (ACC-02, ACC-04)."""

import sys
from argparse import Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING

from mdt_alpr.cli.arguments import arg
from mdt_alpr.cli.hq import REASON, by, hq_command, second_person
from mdt_alpr.cli.passwords import (
    CODE_VARIABLE,
    CONFIRMER_CODE_VARIABLE,
    CONFIRMER_PASSWORD_VARIABLE,
    PASSWORD_VARIABLE,
    code_from,
    password_from,
    typed_code,
)
from mdt_alpr.domain.people.roles import Permission

if TYPE_CHECKING:  # the car's build has no headquarters
    from mdt_alpr.hq.base.headquarters import Headquarters
    from mdt_alpr.wire.accounts import FactorOffer, FactorRequest, RecoveryCodes

_ADMINISTRATOR = (Permission.MANAGE_ACCOUNTS,)
_PERSON = arg("person", help="the user name")
_BY = by(f"administrator, signs in ({PASSWORD_VARIABLE}, {CODE_VARIABLE})")
_BLOCKS = {(True, True): " ", (True, False): "\u2584", (False, True): "\u2580"}
"""Two modules of a QR code, one above the other, as a character; light ones are written."""
_QUIET = 4


@hq_command("enroll-factor", "set up your own second factor, by your password", _PERSON)
def _enroll(hq: "Headquarters", args: Namespace) -> int:
    """Show the secret as a QR code, ask for its first code, and show the recovery codes."""
    from dataclasses import replace

    from mdt_alpr.hq.people.command_sign_in import DEVICE
    from mdt_alpr.wire.accounts import FactorRequest

    asked = FactorRequest(args.person, password_from(PASSWORD_VARIABLE, args.person), DEVICE)
    offer, asked = _offered(hq, asked)
    _show(offer)
    codes = _confirmed(hq, replace(asked, code="")).codes
    sys.stdout.write(
        f"The second factor of {args.person} is in use. Each of these recovery codes signs in "
        "once where the app is lost. They are not shown again; keep them in a safe place:\n"
    )
    sys.stdout.write("".join(f"  {code}\n" for code in codes))
    return 0


def _offered(hq: "Headquarters", asked: "FactorRequest") -> "tuple[FactorOffer, FactorRequest]":
    from dataclasses import replace

    from mdt_alpr.hq.base.headquarters import RefusedError
    from mdt_alpr.hq.people.sign_in import offer_factor
    from mdt_alpr.wire.problems import Problem

    try:
        return offer_factor(hq, asked), asked
    except RefusedError as error:
        if error.problem is not Problem.CODE_WANTED:
            raise
    asked = replace(asked, code=code_from(CODE_VARIABLE, asked.person_id))
    return offer_factor(hq, asked), asked


def _confirmed(hq: "Headquarters", asked: "FactorRequest") -> "RecoveryCodes":
    """Ask until a code is right, or the account is locked."""
    from dataclasses import replace

    from mdt_alpr.hq.base.headquarters import RefusedError
    from mdt_alpr.hq.people.sign_in import confirm_factor
    from mdt_alpr.wire.problems import Problem

    while True:
        code = typed_code("The first code that the app shows")
        try:
            return confirm_factor(hq, replace(asked, code=code))
        except RefusedError as error:
            if error.problem is not Problem.CODE_REFUSED:
                raise
            sys.stderr.write(f"{error}\n")


def _show(offer: "FactorOffer") -> None:
    import segno

    rows = [[bool(module) for module in row] for row in segno.make_qr(offer.address).matrix]
    text = "\n".join(qr_lines(rows)) + "\n"
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        text = ""  # a terminal without these characters: the secret is typed
    sys.stdout.write(f"{text}Scan this with an app for one-time codes, or type this secret:\n")
    sys.stdout.write(f"  {offer.secret}\n")


def qr_lines(rows: Sequence[Sequence[bool]]) -> list[str]:
    """Return a QR code for a terminal with light text on dark ground, two rows a line."""
    width = len(rows[0]) + 2 * _QUIET
    light, beside = [False] * width, [False] * _QUIET
    framed = [*[light] * _QUIET, *([*beside, *row, *beside] for row in rows), *[light] * _QUIET]
    framed += [light] * (len(framed) % 2)
    pairs = zip(framed[::2], framed[1::2], strict=True)
    return [
        "".join(_BLOCKS.get(pair, "\u2588") for pair in zip(upper, lower, strict=True))
        for upper, lower in pairs
    ]


@hq_command(
    "reset-factor",
    "reset the second factor of another person, who lost it",
    _PERSON,
    REASON,
    _BY,
    permissions=_ADMINISTRATOR,
)
def _reset(hq: "Headquarters", args: Namespace) -> int:
    from mdt_alpr.hq.people.second_factors import reset_factor

    reset_factor(hq, args.person, args.reason, args.by)
    sys.stdout.write(f"{args.person} sets up a new second factor at the next sign-in.\n")
    return 0


@hq_command(
    "require-factor",
    "demand a second factor of everybody, or remove that demand",
    arg("demand", choices=("on", "off"), help="on as delivered; training never demands one"),
    REASON,
    _BY,
    arg(
        "--confirmed-by",
        required=True,
        help="another administrator, who signs in too "
        f"({CONFIRMER_PASSWORD_VARIABLE}, {CONFIRMER_CODE_VARIABLE})",
    ),
    permissions=_ADMINISTRATOR,
)
def _require(hq: "Headquarters", args: Namespace) -> int:
    from mdt_alpr.hq.people.second_factors import set_demand

    with second_person(hq, args.confirmed_by, *_ADMINISTRATOR):
        set_demand(hq, args.reason, args.by, args.confirmed_by, demanded=args.demand == "on")
    words = "demanded of everybody" if args.demand == "on" else "NOT demanded any more"
    sys.stdout.write(f"A second factor is {words}.\n")
    return 0
