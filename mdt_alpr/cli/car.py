"""A patrol car: a camera, a file, an address or a folder; with a window, or one line a read.

Without a link it writes what waits to a stick (`offload`), and removes it by a receipt (`settle`).
"""

import secrets
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from mdt_alpr.car.one_program import alone_in
from mdt_alpr.car.settings import CarSettings, cameras_of, demand_names, is_new, load_settings
from mdt_alpr.car.settings_file import SETTINGS_FILE, GroupSettingsFile, by_group_settings
from mdt_alpr.car.update_files import CarUpdateFiles, MachinePlaces
from mdt_alpr.cli.arguments import arg, command, main_command
from mdt_alpr.cli.passwords import CODE_VARIABLE, PASSWORD_VARIABLE, passphrase_prompt
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.files.paths import data_folder

if TYPE_CHECKING:  # a command loads no more than it needs
    from mdt_alpr.adapters.store.car_store import CarStore
    from mdt_alpr.car.offload import Offloading


@main_command(
    arg(
        "--source",
        action="append",
        help="camera index, video file, rtsp:// address, or folder; once for each camera",
    ),
    arg("--hq", help="address of a headquarters on this machine, for a car that is not enrolled"),
    arg("--data", type=Path, help="its folder (default: the data folder)"),
    arg("--unit", help="name of the unit, as headquarters knows it"),
    arg("--device", help="name of this computer; no two cars share one"),
    arg("--detector", help="engine that finds plates: own (default), ppocr, easyocr, agency"),
    arg(
        "--reader",
        help="engine that reads plates: own (default), ppocr, easyocr, easyocr-plates (our "
        "weights in EasyOCR), agency (`models import`)",
    ),
    arg("--position", help="GPS: serial:PORT, nmea:// or gpsd:// address"),
    arg(
        "--training",
        action="store_true",
        help="mark everything TRAINING; needs a folder of its own",
    ),
    arg("--windowed", action="store_true", help="a window, not the full screen"),
    arg("--headless", action="store_true", help="no window"),
    arg("--json", action="store_true", help="with --headless: JSON lines"),
    arg("--why", action="store_true", help="with --headless: say why a candidate became no read"),
    arg(
        "--person",
        help=f"with --headless: who signs in ({PASSWORD_VARIABLE}, {CODE_VARIABLE}), so that "
        "lists come and hits",
    ),
    epilog="Exit code with --headless: 1 where not all of the source was read, or something "
    "failed.",
)
def _drive(args: Namespace) -> int:
    """Run the car until its window is closed, or headless until the source ends."""
    folder = args.data or data_folder()
    with alone_in(folder):
        CarUpdateFiles(folder).note_start(MachinePlaces())
        return by_group_settings(folder, lambda: _driven(args))


def _driven(args: Namespace) -> int:
    from mdt_alpr.cli.headless import Headless, Printing, outside_of

    if args.headless:
        settings = _settings(args)
        return Headless(settings, Printing(args.json, args.why), args.person).run()
    from mdt_alpr.car.app import WindowParts, run_window
    from mdt_alpr.car.device_key import vaults_for
    from mdt_alpr.car.set_up_app import set_up
    from mdt_alpr.cli import drill
    from mdt_alpr.machine.clock import SystemClock

    clock, settings = SystemClock(), _given(args)
    vaults = vaults_for(settings.data, passphrase_prompt())
    if is_new(settings) and not set_up(settings, clock, vaults):
        return 1
    settings = _settings(args)
    parts = WindowParts(settings, clock, drill=lambda app: drill.open_over(app, settings, clock))
    return run_window(parts, outside_of(settings, vaults=vaults))


def _settings(args: Namespace) -> CarSettings:
    settings = _given(args)
    demand_names(settings)
    return settings


def _given(args: Namespace) -> CarSettings:
    folder = args.data or data_folder()
    sources: list[str] = args.source or []
    return load_settings(
        folder / SETTINGS_FILE,
        GroupSettingsFile(folder).values,
        source=sources[0] if sources else None,
        camera=cameras_of(sources if len(sources) > 1 else []) if sources else None,
        hq_url=args.hq,
        unit=args.unit,
        device=args.device,
        detector=args.detector,
        reader=args.reader,
        position=args.position,
        training=True if args.training else None,
        fullscreen=False if args.windowed else None,
        data=folder,
    )


_TO_WRITE = (
    arg("file", type=Path, help="the file to write, as on a stick"),
    arg("--to", type=Path, required=True, help="headquarters' key file (hq offload-keys)"),
)


@command("offload", "write what waits to a file for headquarters", *_TO_WRITE)
def _offload(args: Namespace) -> None:
    """Write the file; the car must not run meanwhile."""
    with _for_offload(args) as (_, parts):
        number = _written(parts, args.file)
    sys.stdout.write(
        f"{args.file}: {number} items. They stay in the car until headquarters has "
        "acknowledged them, or their time is over.\n"
    )


@command(
    "go-back",
    "for the program of before an update: write what waits to a file, use the store of before",
    *_TO_WRITE,
)
def _go_back(args: Namespace) -> None:
    """Write the file, then go back; the car must not run meanwhile."""
    with _for_offload(args) as (store, parts):
        since = store.since_update()
        with store.begin() as work:
            aside = work.set_aside().count
        number = _written(parts, args.file, ("goes", "back"))
        store.go_back()
    query = ", ".join(f"{count} {_SINCE[name]}" for name, count in since.items())
    sys.stdout.write(
        f"The store of before the update counts again. Kept since then: {query}. This car shows "
        f"them no more. Headquarters has what it confirmed; the other {number} items are in "
        f"{args.file}: load that there (hq load). Install the program of before, then sign in.\n"
    )
    if aside:
        sys.stdout.write(
            f"Lost are {aside} items that headquarters had refused. Tell the administrator.\n"
        )


_SINCE = {
    "reads": "reads",
    "hits": "hits",
    "audit": "entries of the audit",
    "manual_entries": "manual entries",
}


@contextmanager
def _for_offload(args: Namespace) -> "Iterator[tuple[CarStore, Offloading]]":
    """Give the store, opened, with what an offload needs."""
    from mdt_alpr.car.device_key import (
        device_seed,
        device_vault_for,
        given_passphrase,
        sealing_for,
        vault_for,
    )
    from mdt_alpr.car.offload import Offloading
    from mdt_alpr.keys.offload_file import Signing, read_keys
    from mdt_alpr.machine.clock import SystemClock
    from mdt_alpr.patrol.position import ClockChecks

    settings = _settings(args)
    keys, clock = read_keys(args.to), SystemClock()
    given, prompt = given_passphrase(), passphrase_prompt()
    with alone_in(settings.data):
        key = vault_for(settings.data, prompt, given).key()
        store = _opened(settings, key)
        try:
            seed = device_seed(key, device_vault_for(settings.data, prompt, given))
            sealing = sealing_for(settings, seed, ClockChecks())
            with store.begin() as work:
                sealing.announce_key(work, clock.now())
            signing = Signing(settings.device, sealing.signer.public_key, sealing.signer.sign)
            yield store, Offloading(store, clock, keys, signing)
        finally:
            store.close()


def _written(parts: "Offloading", file: Path, *facts: tuple[str, str]) -> int:
    """Write what waits, with the entry that says so; return how many items."""
    from mdt_alpr.car.offload import offload

    with parts.store.begin() as work:
        work.record(AuditEvent.OFFLOADED, parts.signing.device, "", *facts)
    return offload(parts, file)


@command(
    "settle",
    "remove what a receipt file confirms",
    arg("file", type=Path, help="its receipt file (hq load --receipt)"),
    arg(
        "--signed-by",
        default="",
        metavar="KEY",
        help="for a car that never had a list: headquarters' key, which `hq offload-keys` prints",
    ),
)
def _settle(args: Namespace) -> None:
    """Apply the receipts of a file; the car must not run meanwhile."""
    from mdt_alpr.car.device_key import given_passphrase, vault_for
    from mdt_alpr.car.offload import apply_receipts
    from mdt_alpr.keys.offload_file import read_receipts

    settings = _settings(args)
    try:
        content = args.file.read_bytes()
    except OSError as error:
        raise OutsideError(f"{args.file} cannot be read: {error.strerror or error}.") from error
    with alone_in(settings.data):
        key = vault_for(settings.data, passphrase_prompt(), given_passphrase()).key()
        store = _opened(settings, key)
        try:
            known = store.lists.signer or args.signed_by
            if not known:
                message = "This car never had a list: name headquarters' key with --signed-by."
                raise OutsideError(message)
            receipts = read_receipts(content, settings.device, known)
            left = apply_receipts(store, settings.device, receipts)
        finally:
            store.close()
    aside = (
        f" {left.set_aside.count} were refused and are set aside." if left.set_aside.count else ""
    )
    sys.stdout.write(f"{len(receipts)} receipts. {left.waiting} items still wait.{aside}\n")


def _opened(settings: CarSettings, key: bytes) -> "CarStore":
    from mdt_alpr.adapters.store.car_store import CarStore
    from mdt_alpr.car.device_key import STORE_FILE
    from mdt_alpr.machine.clock import SystemClock

    place = settings.data / STORE_FILE
    return CarStore(
        place, key, SystemClock(), secrets.token_bytes, settings.device, training=settings.training
    )
