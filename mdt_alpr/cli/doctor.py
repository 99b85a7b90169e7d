"""What is well with this machine, what is not, and what to do.

The program of the car or desk must not run meanwhile. Of headquarters: `hq doctor`.
"""

import os
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator
from pathlib import Path

from mdt_alpr.cli.arguments import arg, main_command
from mdt_alpr.cli.enroll import desk_folder
from mdt_alpr.cli.passwords import passphrase_prompt
from mdt_alpr.domain.equipment.doctor import DoctorLine
from mdt_alpr.domain.people.known_devices import DeviceKind
from mdt_alpr.domain.printable import escaped
from mdt_alpr.files.paths import data_folder
from mdt_alpr.wire.codec import encode

AS_JSON = arg("--json", action="store_true", help="one JSON object a line")
EXIT_CODE = "Exit code: 1 where something is wrong."


@main_command(
    arg(
        "--kind",
        choices=(DeviceKind.CAR.value, DeviceKind.DESK.value),
        default=DeviceKind.CAR.value,
        help="what this machine is (default: car)",
    ),
    arg("--data", type=Path, help="its folder (default: that of this kind)"),
    AS_JSON,
    epilog=EXIT_CODE,
)
def _doctor(args: Namespace) -> int:
    """Examine this machine."""
    if sys.platform == "linux" and not {"DISPLAY", "WAYLAND_DISPLAY"} & set(os.environ):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("QT_LOGGING_RULES", "qt.multimedia.*=false")
    kind = DeviceKind(args.kind)
    lines = _of_desk(args.data) if kind is DeviceKind.DESK else _of_car(args.data)
    return shown(lines, as_json=args.json)


def shown(lines: Iterable[DoctorLine], *, as_json: bool) -> int:
    """Print each line as it comes; 1 where something is wrong."""
    is_well = True
    for line in lines:
        is_well = is_well and line.ok
        found = ("ok   " if line.known else "-    ") if line.ok else "WRONG"
        words = escaped(f"{found} {line.name}: {line.words}")
        sys.stdout.write(f"{encode(line) if as_json else words}\n")
        sys.stdout.flush()
    return 0 if is_well else 1


def _of_car(data: Path | None) -> Iterator[DoctorLine]:
    from mdt_alpr.adapters.voice.heard import tried_voice
    from mdt_alpr.car.device_key import device_vault_for, given_passphrase, vault_for
    from mdt_alpr.car.doctor import CarDoctor, DoctorParts
    from mdt_alpr.car.one_program import alone_in
    from mdt_alpr.machine.clock import SystemClock

    folder, prompt, given = data or data_folder(), passphrase_prompt(), given_passphrase()
    vaults = vault_for(folder, prompt, given), device_vault_for(folder, prompt, given)
    with alone_in(folder):
        yield from CarDoctor(DoctorParts(folder, SystemClock(), *vaults, tried_voice)).lines()


def _of_desk(data: Path | None) -> Iterator[DoctorLine]:
    from mdt_alpr.car.doctor_lines import desk_lines, desk_of
    from mdt_alpr.car.enrolling import desk_vault
    from mdt_alpr.machine.clock import SystemClock

    folder = data or desk_folder()
    yield from desk_lines(desk_of(folder, SystemClock(), desk_vault(folder, passphrase_prompt())))
