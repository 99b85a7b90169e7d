"""A machine is enrolled once, by the code that an administrator or technician gave for it.

From then on it shows its certificate, trusts that headquarters only, and belongs to it.
"""

import sys
from argparse import Namespace
from pathlib import Path

from mdt_alpr.cli.arguments import arg, main_command
from mdt_alpr.cli.passwords import passphrase_prompt
from mdt_alpr.domain.people.known_devices import DeviceKind, code_in
from mdt_alpr.domain.printable import escaped
from mdt_alpr.files.paths import data_folder


@main_command(
    arg("--hq", required=True, help="address of headquarters, https://NAME:PORT"),
    arg("--code", help="one-time code of `hq enroll-device` (default: asked for)"),
    arg(
        "--kind",
        choices=[kind.value for kind in DeviceKind],
        default=DeviceKind.CAR.value,
        help="what this machine is (default: car)",
    ),
    arg("--data", type=Path, help="its folder (default: the data folder)"),
)
def _enroll(args: Namespace) -> None:
    """Enroll this machine; the program of the car or desk must not run meanwhile."""
    from mdt_alpr.car import enrolling
    from mdt_alpr.car.device_key import vaults_for
    from mdt_alpr.car.one_program import alone_in

    code = code_in(args.code or input("Code: "))
    kind, prompt = DeviceKind(args.kind), passphrase_prompt()
    if kind is DeviceKind.DESK:
        kept = enrolling.enroll_desk(args.data or desk_folder(), args.hq, code, prompt)
    else:
        folder = args.data or data_folder()
        vaults = vaults_for(folder, prompt)
        with alone_in(folder):
            kept = enrolling.enroll_car(folder, args.hq, code, vaults, kind)
    sys.stdout.write(
        f"This {kept.kind.value} is {escaped(kept.device)} at {kept.address} and trusts no other "
        "headquarters.\n"
    )


def desk_folder() -> Path:
    """Return where a desk keeps its enrollment."""
    return data_folder() / "desk"
