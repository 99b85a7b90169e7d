"""What `hq` does about machines: enroll, list, revoke (ACC-15, SEC-07, SEC-12)."""

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from mdt_alpr.cli.arguments import arg
from mdt_alpr.cli.hq import by, hq_command
from mdt_alpr.cli.hq_link import REASON, hq_asks
from mdt_alpr.domain.people.fixed_cameras import CameraPlace
from mdt_alpr.domain.people.known_devices import DeviceKind
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.printable import escaped
from mdt_alpr.wire import addresses

if TYPE_CHECKING:  # the car's build has no headquarters
    from mdt_alpr.adapters.hq_link.command_link import HttpCommandLink
    from mdt_alpr.hq.base.headquarters import Headquarters
    from mdt_alpr.wire.devices import DeviceMessage

_MAY = (Permission.MANAGE_ACCOUNTS, Permission.RUN_SERVER)
_BY = by("administrator or technician, signs in")
_DEVICE = arg("device", help="name of the machine")


@hq_command(
    "enroll-device",
    "make a one-time code by which a machine is enrolled",
    _DEVICE,
    arg(
        "--kind",
        choices=[kind.value for kind in DeviceKind],
        default=DeviceKind.CAR.value,
        help="default: car",
    ),
    _BY,
    arg(
        "--certificate",
        type=Path,
        metavar="FILE",
        help="what machines are shown, where it is not what `hq serve --names` made (PEM)",
    ),
    permissions=_MAY,
    epilog="A name that is enrolled already goes to the new machine; the former one counts no "
    "more as soon as the code is used.",
)
def _enroll(hq: "Headquarters", args: Namespace) -> int:
    from mdt_alpr.hq.people.enrolling import offer_code
    from mdt_alpr.wire.devices import CodeRequest

    asked = CodeRequest(args.device, DeviceKind(args.kind))
    with hq.writing() as work:
        code = offer_code(hq, work, asked, args.by, args.certificate)
    sys.stdout.write(
        f"{code.code}\nCounts once, on {escaped(code.device)}, until "
        f"{code.expires_at:%Y-%m-%d %H:%M} UTC: mdt-alpr enroll --kind {code.kind.value} "
        "--hq https://NAME:8443 --code CODE\n"
    )
    return 0


@hq_command("devices", "list the machines that are or were enrolled", _BY, permissions=_MAY)
def _devices(hq: "Headquarters", args: Namespace) -> int:
    from mdt_alpr.hq.people.enrolling import devices_of

    with hq.writing() as work:
        found = devices_of(work, args.by).devices
    for one in found:
        sys.stdout.write(f"{_words(one)}\n")
    if not found:
        sys.stdout.write("No machine is enrolled.\n")
    return 0


def _words(one: "DeviceMessage") -> str:
    until = f"{one.ends_at:%Y-%m-%d}" if one.ends_at else "-"
    words = f"{one.kind.value} {one.device}: by {one.enrolled_by} {one.enrolled_at:%Y-%m-%d}"
    words += f", certificate {one.serial} until {until}"
    if one.place is not None:
        words += f", at {one.place.name} looking {one.place.direction}"
    elif one.kind is DeviceKind.CAMERA:
        words += ", NOT PLACED (hq place-camera)"
    if one.revoked_at is not None:
        words += f", REVOKED {one.revoked_at:%Y-%m-%d %H:%M} by {one.revoked_by}: {one.reason}"
        states = ("ordered to erase itself", one.wipe_ordered_at), ("says it did", one.wiped_at)
        words += "".join(f", {state} {at:%Y-%m-%d %H:%M}" for state, at in states if at)
    return escaped(f"{words}. {one.trouble}".strip())


@hq_command(
    "revoke-device",
    "let a lost machine count no more; it erases itself at its next contact",
    _DEVICE,
    REASON,
    _BY,
    permissions=_MAY,
)
def _revoke(hq: "Headquarters", args: Namespace) -> int:
    from mdt_alpr.hq.people.enrolling import revoke

    with hq.writing() as work:
        revoke(hq, work, args.device, args.reason, args.by)
    sys.stdout.write(
        f"{escaped(args.device)} counts no more. At its next contact it is ordered to erase "
        "itself; `hq devices` says when.\n"
    )
    return 0


@hq_asks(
    "place-camera",
    "say where a fixed camera stands; it reads nothing before",
    _DEVICE,
    arg("--name", required=True, help="what people call the place: officers hear it"),
    arg("--lat", required=True, type=float, help="latitude in degrees"),
    arg("--lon", required=True, type=float, help="longitude in degrees, west negative"),
    arg("--direction", required=True, help="which way it looks, in words: northbound lanes"),
)
def _place(hq: "HttpCommandLink", args: Namespace) -> int:
    """Say where a camera stands; an administrator does."""
    at = CameraPlace(args.name, args.lat, args.lon, args.direction)
    hq.put(addresses.filled(addresses.DEVICE_PLACE, device=args.device), at)
    sys.stdout.write(f"{escaped(args.device)} stands at {escaped(args.name)} from now on.\n")
    return 0
