"""What `hq` does about machines: enroll, list, revoke (ACC-15, SEC-07, SEC-12)."""

import sys
from argparse import Namespace
from enum import StrEnum
from pathlib import Path
from ssl import PEM_FOOTER
from typing import TYPE_CHECKING

from mdt_alpr.cli.arguments import Argument, arg
from mdt_alpr.cli.hq import by, hq_command
from mdt_alpr.cli.hq_link import REASON, Hq, hq_asks
from mdt_alpr.cli.times import agency_time
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.people.fixed_cameras import CameraPlace
from mdt_alpr.domain.people.known_devices import (
    DeviceKind,
    MachineLoss,
    OutOfHands,
    ScreenLock,
)
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.printable import escaped
from mdt_alpr.wire import addresses
from mdt_alpr.wire.devices import (
    CodeMessage,
    CodeRequest,
    DeviceMessage,
    DevicesMessage,
    RevocationRequest,
)

if TYPE_CHECKING:  # the car's build has no headquarters
    from mdt_alpr.hq.base.headquarters import Headquarters

_DEVICE = arg("device", help="name of the machine")
_CERTIFICATE = arg(
    "--certificate",
    type=Path,
    metavar="FILE",
    help="what machines are shown, where it is not what `hq serve --names` made (PEM)",
)


def _one_of(name: str, kind: type[StrEnum], default: StrEnum, words: str) -> Argument:
    choices, usual = [one.value for one in kind], default.value
    return arg(name, choices=choices, default=usual, help=f"{words} (default: {usual})")


@hq_asks(
    "enroll-device",
    "make a one-time code by which a machine is enrolled",
    _DEVICE,
    arg(
        "--kind",
        choices=[kind.value for kind in DeviceKind],
        default=DeviceKind.CAR.value,
        help="default: car",
    ),
    _CERTIFICATE,
    epilog="A name that is enrolled already goes to the new machine; the former one counts no "
    "more as soon as the code is used.",
)
def _enroll(hq: Hq, args: Namespace) -> None:
    asked = CodeRequest(args.device, DeviceKind(args.kind), _shown(args.certificate))
    _say(hq.ask(CodeMessage, addresses.DEVICE_CODES, asked), hq.address)


@hq_command(
    "enroll-first-desk",
    "make the code of a desk, on headquarters' machine, while no other desk is enrolled",
    _DEVICE,
    by("administrator or technician, signs in"),
    _CERTIFICATE,
    permissions=(Permission.MANAGE_ACCOUNTS, Permission.RUN_SERVER),
    takes=("names", "port", "proxy"),
    epilog="From there the other machines are enrolled: hq sign-in, hq enroll-device.",
)
def _enroll_first(hq: "Headquarters", args: Namespace) -> None:
    from mdt_alpr.hq.people.enrolling import offer_first_desk

    asked = CodeRequest(args.device, DeviceKind.DESK, _shown(args.certificate))
    with hq.writing() as work:
        code = offer_first_desk(hq, work, asked, args.by)
    name = (getattr(args, "names", None) or ("NAME",))[0]
    if getattr(args, "proxy", None):
        _say(code, f"https://{name}")
        sys.stdout.write(
            f"That is the proxy's address; where its port is not 443: https://{name}:PORT\n"
        )
        return
    _say(code, f"https://{name}:{getattr(args, 'port', None) or hq.settings.port}")
    sys.stdout.write("Where a proxy is before headquarters, give the proxy's address instead.\n")


def _shown(certificate: Path | None) -> str:
    if certificate is None:
        return ""
    try:
        text = certificate.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise OutsideError(f"{certificate} is no certificate in PEM form.") from error
    return "".join(text.partition(PEM_FOOTER)[:2])


def _say(code: CodeMessage, address: str) -> None:
    sys.stdout.write(
        f"{code.code}\nCounts once, on {escaped(code.device)}, until "
        f"{agency_time(code.expires_at)}: mdt-alpr enroll --kind {code.kind.value} "
        f"--hq {address} --code CODE\n"
    )


@hq_asks("devices", "list the machines that are or were enrolled")
def _devices(hq: Hq, _args: Namespace) -> None:
    found = hq.ask(DevicesMessage, addresses.DEVICES).devices
    for one in found:
        sys.stdout.write(f"{_words(one)}\n")
    if not found:
        sys.stdout.write("No machine is enrolled.\n")


def _words(one: DeviceMessage) -> str:
    until = str(capture_date(one.ends_at)) if one.ends_at else "-"
    words = f"{one.kind.value} {one.device}: by {one.enrolled_by} {capture_date(one.enrolled_at)}"
    words += f", certificate {one.serial} until {until}"
    if one.place is not None:
        words += f", at {one.place.name} looking {one.place.direction}"
    elif one.kind is DeviceKind.CAMERA:
        words += ", NOT PLACED (hq place-camera)"
    if one.revoked_at is not None:
        words += f", REVOKED {agency_time(one.revoked_at)} by {one.revoked_by}: {one.reason}"
        states = ("ordered to erase itself", one.wipe_ordered_at), ("says it did", one.wiped_at)
        words += "".join(f", {state} {agency_time(at)}" for state, at in states if at)
    return escaped(f"{words}. {one.trouble}".strip())


@hq_asks(
    "revoke-device",
    "let a lost machine count no more; it erases itself at its next contact",
    _DEVICE,
    REASON,
    _one_of("--what", MachineLoss, MachineLoss.LOST, "what became of it"),
    _one_of("--lock", ScreenLock, ScreenLock.UNKNOWN, "whether it was locked"),
    _one_of("--out", OutOfHands, OutOfHands.UNKNOWN, "how long it was out of your hands"),
    epilog="What is not retired is an incident, and who signed in on it last takes the training "
    "again within a month.",
)
def _revoke(hq: Hq, args: Namespace) -> None:
    path = addresses.filled(addresses.DEVICE_REVOCATION, device=args.device)
    ask = RevocationRequest(
        args.reason, MachineLoss(args.what), ScreenLock(args.lock), OutOfHands(args.out)
    )
    hq.post(path, ask)
    sys.stdout.write(
        f"{escaped(args.device)} counts no more. At its next contact it is ordered to erase "
        "itself; `hq devices` says when.\n"
    )


@hq_asks(
    "place-camera",
    "say where a fixed camera is; it reads nothing before",
    _DEVICE,
    arg("--name", required=True, help="what people call the place: officers hear it"),
    arg("--lat", required=True, type=float, help="latitude in degrees"),
    arg("--lon", required=True, type=float, help="longitude in degrees, west negative"),
    arg("--direction", required=True, help="which way it looks, in words: northbound lanes"),
)
def _place(hq: Hq, args: Namespace) -> None:
    """Say where a camera is; an administrator does."""
    at = CameraPlace(args.name, args.lat, args.lon, args.direction)
    hq.put(addresses.filled(addresses.DEVICE_PLACE, device=args.device), at)
    sys.stdout.write(f"{escaped(args.device)} is at {escaped(args.name)} from now on.\n")
