"""A whole agency in one process: headquarters, its people, a hotlist, and a simulated drive.

Everything in it is made up and marked TRAINING; nothing is left behind when it ends.
"""

import json
import os
import secrets
import sys
import tempfile
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from mdt_alpr.car.settings import CarSettings
from mdt_alpr.cli.arguments import arg, main_command
from mdt_alpr.cli.progress import progress
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.files.paths import resource
from mdt_alpr.wire import addresses

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from mdt_alpr.car.app import CarApp, WindowParts
    from mdt_alpr.car.wiring import Outside
    from mdt_alpr.hq.app import InProcessHq
    from mdt_alpr.patrol.ports import Camera

PASSWORD = "training-only"  # noqa: S105 - printed on the sign-in page; guards made-up data
OFFICER, SUPERVISOR, ADMINISTRATOR = "officer-1", "supervisor-1", "administrator-1"
AT_DESK = (SUPERVISOR, "custodian-1", ADMINISTRATOR)
PEOPLE = (OFFICER, "officer-2", *AT_DESK)
UNIT = "Unit 12"


@main_command(
    arg("--offscreen", action="store_true", help="draw offscreen, no window"),
    arg("--script", action="store_true", help="a scripted officer works through it"),
    arg("--json", action="store_true", help="print what headquarters holds"),
    arg(
        "--desk",
        action="store_true",
        help="with the supervisor's desk beside it, full of the month before",
    ),
    arg("--seed", type=int, default=7, help="of the drawn drive"),
    arg(
        "--clip",
        type=Path,
        metavar="FILE",
        help="only write the drive as a video (.mp4), to try a reader with: car --source FILE",
    ),
)
def _demo(args: Namespace) -> int:
    """Run the demo; scripted it ends by itself, 0 when everything reached headquarters."""
    if args.clip:
        _write_clip(args.clip, args.seed)
        return 0
    if args.offscreen:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with (
        tempfile.TemporaryDirectory(prefix="mdt-alpr-demo-") as folder,
        agency(Path(folder), with_past=args.desk) as headquarters,
    ):
        return _drive(_car_at(headquarters.base_url, Path(folder)), args)


def _write_clip(file: Path, seed: int) -> None:
    from mdt_alpr.drive.clip import write_clip

    with progress("drawing the drive"):
        write_clip(file, seed)
    sys.stdout.write(
        f"{file}: made-up vehicles and plates. Try a reader with it, in a folder of its own:\n"
        f"  mdt-alpr car --training --data FOLDER --unit Try --device try --source {file} "
        "--headless\n"
    )


def scripted_shift(
    address: str, folder: Path, camera: "Camera", begun: "Callable[[CarApp], object]" = id
) -> int:
    """Drive one round with the scripted officer, 0 when everything reached headquarters.

    ``begun`` is given the car before it starts.
    """
    from mdt_alpr.car.app import run_window
    from mdt_alpr.demo.scripted_officer import DemoScript

    parts, outside = _parts(_car_at(address, folder), camera)
    credentials = OFFICER, PASSWORD

    def script(app: "CarApp") -> "QObject":
        begun(app)
        return DemoScript(app, parts.clock, credentials)

    return run_window(parts, outside, script)


@contextmanager
def agency(folder: Path, *, with_past: bool = False) -> "Iterator[InProcessHq]":
    """Serve the demo's headquarters, with its people and its hotlist, while the context lasts.

    ``with_past``: it has been at work for a month, so that the pages of a desk are full.
    """
    from mdt_alpr.demo import sample_month
    from mdt_alpr.hq.app import InProcessHq
    from mdt_alpr.hq.base.settings import HqSettings, PasswordCost
    from mdt_alpr.hq.hotlists.importing import import_csv
    from mdt_alpr.hq.hotlists.service import allow_look_alikes
    from mdt_alpr.hq.people.sample_agency import sample_agency
    from mdt_alpr.machine.clock import SystemClock

    clock = SystemClock()
    cheap = PasswordCost(time=1, memory=1024, lanes=1)  # the screen shows the passwords
    settings = HqSettings(
        data=folder / "hq", password_cost=cheap, status_gateway="simulated", training=True
    )
    passwords = dict.fromkeys(PEOPLE, PASSWORD)
    if with_past:
        with progress("Filling headquarters with months of work, up to half a minute"):
            sample_month.fill(settings, clock.now(), passwords)
    with InProcessHq(settings, clock, os.urandom) as headquarters:
        hq = headquarters.hq
        if not with_past:
            sample_agency(hq, passwords, capture_date(clock.now()))
        import_csv(hq, resource("demo/hotlist.csv"), ADMINISTRATOR)
        with hq.writing() as work:
            allow_look_alikes(work, ADMINISTRATOR, Role.ADMINISTRATOR, allowed=True)
        yield headquarters


def _car_at(address: str, folder: Path) -> CarSettings:
    return CarSettings(
        unit=UNIT,
        device="training-car",
        hq_url=address,
        data=folder,
        training=True,
        position="drive",
        fullscreen=False,
    )


def _drive(settings: CarSettings, args: Namespace) -> int:
    from mdt_alpr.adapters.cameras.drive_camera import DriveCamera, Playback
    from mdt_alpr.car.app import run_window
    from mdt_alpr.machine.clock import SystemClock

    playback = Playback(seed=args.seed, loop=not args.script, waits=args.script)
    camera = DriveCamera(SystemClock(), playback)
    if args.script:
        code = scripted_shift(settings.hq_url, settings.data, camera)
        held = _overview(settings.hq_url)
        sys.stdout.write(json.dumps(held, indent=None if args.json else 2) + "\n")
        return code
    parts, outside = _parts(settings, camera)
    if args.desk:
        return _with_desk(settings.hq_url, lambda desk: run_window(parts, outside, desk))
    return run_window(parts, outside)


def _parts(settings: CarSettings, camera: "Camera") -> "tuple[WindowParts, Outside]":
    from mdt_alpr.adapters.cameras.drive_camera import DriveCamera
    from mdt_alpr.adapters.positions.drive_receiver import Receiver
    from mdt_alpr.adapters.vault.memory_vault import MemoryVault
    from mdt_alpr.car.app import WindowParts
    from mdt_alpr.car.wiring import Outside
    from mdt_alpr.machine.clock import SystemClock

    clock = SystemClock()
    seconds = camera.seconds if isinstance(camera, DriveCamera) else None
    receiver = Receiver(settings.position, clock, seconds)
    outside = Outside(camera, MemoryVault(secrets.token_bytes), clock, positions=receiver)
    accounts = ((OFFICER, PASSWORD), ("officer-2", PASSWORD))
    return WindowParts(settings, clock, accounts), outside


def _with_desk(address: str, run: "Callable[[Callable[[object], QObject]], int]") -> int:
    """Open the supervisor's desk beside the car, at the same headquarters."""
    from PySide6.QtCore import QTimer

    from mdt_alpr.adapters.hq_link.desk_link import HttpDeskLink
    from mdt_alpr.adapters.hq_link.http_link import open_client
    from mdt_alpr.machine.clock import SystemClock
    from mdt_alpr.maps.map_tiles import map_in
    from mdt_alpr.ui.desk.presenters.sign_in import DeskFacts
    from mdt_alpr.ui.desk.screen import DeskScreen

    clock = SystemClock()
    opened: list[DeskScreen] = []

    def desk(_car: object) -> "QObject":
        link = HttpDeskLink(open_client(address), clock, "training-desk")
        accounts = tuple((person, PASSWORD) for person in AT_DESK)
        facts = DeskFacts(
            address, training=True, accounts=accounts, map_file=map_in(resource("demo"))
        )
        opened.append(DeskScreen(link, clock, facts))
        QTimer.singleShot(0, opened[0].start)  # the car's window comes first, else over this one
        return opened[0]

    try:
        return run(desk)
    finally:
        for screen in opened:
            screen.stop()


def _overview(address: str) -> dict[str, object]:
    """Return what headquarters holds, as its supervisor sees it over HTTP."""
    from mdt_alpr.adapters.hq_link.http_link import HttpLink, open_client
    from mdt_alpr.machine.clock import SystemClock

    client = open_client(address)
    link = HttpLink(client, SystemClock(), "training-desk")
    session = link.sign_in(SUPERVISOR, PASSWORD)
    answer = client.get(addresses.OVERVIEW, headers={"Authorization": f"Bearer {session.token}"})
    answer.raise_for_status()
    found: dict[str, object] = answer.json()
    link.sign_out(session)
    link.close()
    return found
