"""What `hq` does about machines: enroll, list, revoke (ACC-15, SEC-07, SEC-12)."""

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from mdt_alpr.cli.arguments import arg
from mdt_alpr.cli.hq import by, hq_local
from mdt_alpr.cli.hq_link import Hq, hq_command
from mdt_alpr.cli.times import agency_time
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.people.known_devices import DeviceKind
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.printable import escaped
from mdt_alpr.wire import addresses
from mdt_alpr.wire.devices import CodeMessage, CodeRequest

if TYPE_CHECKING:  # the car's build has no headquarters
    from mdt_alpr.hq.base.headquarters import Headquarters

_DEVICE = arg("device", help="name of the machine")
_CERTIFICATE = arg(
    "--certificate",
    type=Path,
    metavar="FILE",
    help="what machines are shown, where it is not what `hq serve --names` made (PEM)",
)


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
    _CERTIFICATE,
    epilog="A name that is enrolled already goes to the new machine; the former one counts no "
    "more as soon as the code is used.",
)
def _enroll(hq: Hq, args: Namespace) -> None:
    asked = CodeRequest(args.device, DeviceKind(args.kind), _shown(args.certificate))
    _say(hq.ask(CodeMessage, addresses.DEVICE_CODES, asked), hq.address)


@hq_local(
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
    from ssl import PEM_FOOTER

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
