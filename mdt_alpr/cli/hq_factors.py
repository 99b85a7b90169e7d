"""What `hq` does with second factors: set up, reset, demand (ACC-02, ACC-04)."""

import sys
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import replace

from mdt_alpr.adapters.security_key import security_key
from mdt_alpr.cli.arguments import arg, command
from mdt_alpr.cli.hq_link import DEVICE, WHERE, Hq, factor_from, key_answer, link_in, nobody_at
from mdt_alpr.cli.passwords import CODE_VARIABLE, PASSWORD_VARIABLE, password_from, typed_code
from mdt_alpr.cli.times import agency_time
from mdt_alpr.domain.errors import CodeWantedError, OutsideError
from mdt_alpr.wire.accounts import FactorOffer, FactorRequest, RecoveryCodes, SetupCode

_PERSON = arg("person", help="the user name")
_BLOCKS = {(True, True): " ", (True, False): "\u2584", (False, True): "\u2580"}
"""Two modules of a QR code, one above the other, as a character; light ones are written."""
_QUIET = 4


@command(
    "enroll-factor",
    "set up your own second factor, by your password and a code",
    _PERSON,
    *WHERE,
    arg("--key", action="store_true", help="a security key, in place of an app or beside it"),
)
def _enroll(args: Namespace) -> None:
    """Show the secret as a QR code, ask for its first code, and show the recovery codes."""
    with link_in(nobody_at(args.hq)) as hq:
        asked = FactorRequest(args.person, password_from(PASSWORD_VARIABLE, args.person), DEVICE)
        offer = _offered(hq, asked)
        if args.key:
            answer = key_answer(security_key(), _question_in(offer))
            codes = hq.confirm_factor(replace(asked, code=answer)).codes
        else:
            _show(offer)
            codes = _confirmed(hq, asked).codes
    sys.stdout.write(f"The second factor of {args.person} is in use.\n")
    if codes:
        sys.stdout.write(
            "Each of these recovery codes signs in once where the factor is lost. They are not "
            "shown again; keep them in a safe place:\n"
        )
    sys.stdout.write("".join(f"  {code}\n" for code in codes))


def _offered(hq: Hq, asked: FactorRequest) -> FactorOffer:
    try:
        return hq.offer_factor(asked)
    except CodeWantedError as error:
        sys.stderr.write(f"{error}\n")
        code = factor_from(hq, CODE_VARIABLE, asked, error)
        return hq.offer_factor(replace(asked, code=code))


def _question_in(offer: FactorOffer) -> str:
    if not offer.key:
        raise OutsideError("You have as many security keys as one may. Remove one: hq remove-key.")
    return offer.key


def _confirmed(hq: Hq, asked: FactorRequest) -> RecoveryCodes:
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
            f"{agency_time(setup.expires_at)}. Hand it over in person.\n"
        )
