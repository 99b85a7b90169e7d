"""What `hq` does with second factors: set up, reset, demand (ACC-02, ACC-04)."""

import sys
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from mdt_alpr.cli.arguments import arg, command
from mdt_alpr.cli.hq_link import (
    DEVICE,
    REASON,
    WHERE,
    confirmed_by,
    hq_asks,
    link_in,
    nobody_at,
)
from mdt_alpr.cli.passwords import (
    CODE_VARIABLE,
    PASSWORD_VARIABLE,
    code_from,
    password_from,
    typed_code,
)
from mdt_alpr.domain.errors import CodeWantedError
from mdt_alpr.wire import addresses
from mdt_alpr.wire.accounts import (
    AccountsMessage,
    FactorDemand,
    FactorOffer,
    FactorRequest,
    RecoveryCodes,
    SetupCode,
)
from mdt_alpr.wire.manual import ReasonMessage

if TYPE_CHECKING:
    from mdt_alpr.adapters.hq_link.command_link import HttpCommandLink

_PERSON = arg("person", help="the user name")
_BLOCKS = {(True, True): " ", (True, False): "\u2584", (False, True): "\u2580"}
"""Two modules of a QR code, one above the other, as a character; light ones are written."""
_QUIET = 4


@command(
    "enroll-factor", "set up your own second factor, by your password and a code", _PERSON, *WHERE
)
def _enroll(args: Namespace) -> int:
    """Show the secret as a QR code, ask for its first code, and show the recovery codes."""
    with link_in(nobody_at(args.hq)) as hq:
        asked = FactorRequest(args.person, password_from(PASSWORD_VARIABLE, args.person), DEVICE)
        _show(_offered(hq, asked))
        codes = _confirmed(hq, asked).codes
    sys.stdout.write(
        f"The second factor of {args.person} is in use. Each of these recovery codes signs in "
        "once where the app is lost. They are not shown again; keep them in a safe place:\n"
    )
    sys.stdout.write("".join(f"  {code}\n" for code in codes))
    return 0


def _offered(hq: "HttpCommandLink", asked: FactorRequest) -> FactorOffer:
    try:
        return hq.offer_factor(asked)
    except CodeWantedError as error:
        sys.stderr.write(f"{error}\n")
        code = code_from(CODE_VARIABLE, asked.person_id)
        return hq.offer_factor(replace(asked, code=code))


def _confirmed(hq: "HttpCommandLink", asked: FactorRequest) -> RecoveryCodes:
    """Ask until a code is right, or the account is locked."""
    while True:
        code = typed_code("The first code that the app shows")
        try:
            return hq.confirm_factor(replace(asked, code=code))
        except CodeWantedError as error:
            sys.stderr.write(f"{error}\n")


def _show(offer: FactorOffer) -> None:
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


def say_setup(setup: SetupCode | None) -> None:
    """Say the code by which a person sets up a second factor."""
    if setup is not None:
        sys.stdout.write(
            f"Code for {setup.person_id}'s second factor: {setup.code}, once, until "
            f"{setup.expires_at:%Y-%m-%d %H:%M} UTC. Hand it over in person.\n"
        )


@hq_asks(
    "reset-factor",
    "make a code by which a person sets up a second factor; one that was lost counts no more",
    _PERSON,
    REASON,
)
def _reset(hq: "HttpCommandLink", args: Namespace) -> int:
    path = addresses.filled(addresses.ACCOUNT_FACTOR_RESET, person_id=args.person)
    say_setup(hq.ask(AccountsMessage, path, ReasonMessage(args.reason)).setup)
    return 0


@hq_asks(
    "require-factor",
    "demand a second factor of everybody, or remove that demand",
    arg("demand", choices=("on", "off"), help="on as delivered; training never demands one"),
    REASON,
    confirmed_by("another administrator"),
)
def _require(hq: "HttpCommandLink", args: Namespace) -> int:
    demanded = args.demand == "on"
    hq.put(addresses.SECOND_FACTOR_DEMAND, FactorDemand(demanded, args.reason))
    words = "demanded of everybody" if demanded else "NOT demanded any more"
    sys.stdout.write(f"A second factor is {words}.\n")
    return 0
