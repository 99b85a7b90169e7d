"""What a car without a link does with a stick: `offload` what waits, `settle` by a receipt."""

import argparse
import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mdt_alpr.car.settings import CarSettings
from mdt_alpr.cli.passwords import passphrase_prompt
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import OutsideError

if TYPE_CHECKING:  # a command loads no more than it needs
    from mdt_alpr.adapters.store.car_store import CarStore


def add_offload(parser: argparse.ArgumentParser) -> None:
    """Add `offload` to what `car` takes."""
    what = parser.add_subparsers(metavar="[WHAT]", required=False)
    offloading = what.add_parser("offload", help="write what waits to a file for headquarters")
    offloading.add_argument("file", type=Path, help="the file to write, as on a stick")
    offloading.add_argument(
        "--to", type=Path, required=True, help="headquarters' key file (hq offload-keys)"
    )
    offloading.set_defaults(instead=run_offload)
    settling = what.add_parser("settle", help="remove what a receipt file confirms")
    settling.add_argument("file", type=Path, help="its receipt file (hq load --receipt)")
    settling.add_argument(
        "--signed-by", default="", metavar="KEY", help="for a car that never had a list: "
        "headquarters' key, which `hq offload-keys` prints",
    )  # fmt: skip
    settling.set_defaults(instead=run_settle)


def run_offload(settings: CarSettings, args: argparse.Namespace) -> int:
    """Write the file; the car must not run meanwhile."""
    from mdt_alpr.car.device_key import device_vault_for, given_passphrase, sealing_for
    from mdt_alpr.car.offload import Offloading, offload
    from mdt_alpr.car.wiring import vault_for
    from mdt_alpr.clock import SystemClock
    from mdt_alpr.offload_file import Signing, read_keys
    from mdt_alpr.patrol.position import ClockChecks

    keys, clock = read_keys(args.to), SystemClock()
    given, prompt = given_passphrase(), passphrase_prompt()
    key = vault_for(settings.data, prompt, given).key()
    store = _opened(settings, key)
    try:
        sealing = sealing_for(
            settings, key, device_vault_for(settings.data, prompt, given), ClockChecks()
        )
        with store.begin() as work:
            sealing.announce_key(work, clock.now())
            work.record(AuditEvent.OFFLOADED, settings.device, "")
        signing = Signing(settings.device, sealing.signer.public_key, sealing.signer.sign)
        number = offload(Offloading(store, clock, keys, signing), args.file)
    finally:
        store.close()
    sys.stdout.write(
        f"{args.file}: {number} items. They stay in the car until headquarters has "
        "acknowledged them, or their 90 days are over.\n"
    )
    return 0


def run_settle(settings: CarSettings, args: argparse.Namespace) -> int:
    """Take the receipts of a file; the car must not run meanwhile."""
    from mdt_alpr.car.device_key import given_passphrase
    from mdt_alpr.car.offload import apply_receipts
    from mdt_alpr.car.wiring import vault_for
    from mdt_alpr.offload_file import read_receipts

    try:
        content = args.file.read_bytes()
    except OSError as error:
        message = f"{args.file} cannot be read: {error.strerror or error}."
        raise OutsideError(message) from error
    store = _opened(
        settings, vault_for(settings.data, passphrase_prompt(), given_passphrase()).key()
    )
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
    return 0


def _opened(settings: CarSettings, key: bytes) -> "CarStore":
    from mdt_alpr.adapters.store.car_store import CarStore
    from mdt_alpr.car.wiring import STORE_FILE
    from mdt_alpr.clock import SystemClock

    place = settings.data / STORE_FILE
    return CarStore(
        place, key, SystemClock(), secrets.token_bytes, settings.device, training=settings.training
    )
