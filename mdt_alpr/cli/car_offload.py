"""What `car offload` does: what waits in a car without a link, in a file for headquarters."""

import argparse
import secrets
import sys
from pathlib import Path

from mdt_alpr.adapters.clock import SystemClock
from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.car.device_key import device_vault_for, sealing_for
from mdt_alpr.car.offload import Offloading, offload
from mdt_alpr.car.settings import CarSettings
from mdt_alpr.car.wiring import STORE_FILE, vault_for
from mdt_alpr.domain.audit import AuditEvent
from mdt_alpr.offload_file import Signing, read_keys
from mdt_alpr.patrol.whereabouts import ClockChecks


def add_offload(parser: argparse.ArgumentParser) -> None:
    """Add `offload` to what `car` takes."""
    what = parser.add_subparsers(metavar="WHAT", required=False)
    offloading = what.add_parser("offload", help="write what waits to a file for headquarters")
    offloading.add_argument("file", type=Path, help="the file to write, as on a stick")
    offloading.add_argument(
        "--to", type=Path, required=True, help="headquarters' key file (hq offload-keys)"
    )
    offloading.set_defaults(offload=True)


def run_offload(settings: CarSettings, args: argparse.Namespace) -> int:
    """Write the file; the car must not run meanwhile."""
    keys, clock = read_keys(args.to), SystemClock()
    key = vault_for(settings.data).key()
    store = CarStore(settings.data / STORE_FILE, key, clock, secrets.token_bytes, settings.device)
    try:
        sealing = sealing_for(settings, key, device_vault_for(settings.data), ClockChecks())
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
