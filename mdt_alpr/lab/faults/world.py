"""A headquarters over HTTPS and one enrolled car, each in processes that can be killed."""

import os
import shutil
import socket
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from mdt_alpr.adapters.ed25519_signer import Ed25519Signer
from mdt_alpr.adapters.hq_link.enrolled import Enrolling, enroll
from mdt_alpr.car.device_key import device_seed
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.people.known_devices import DeviceKind, code_in
from mdt_alpr.domain.policy import CAPTURED_DATA_KEPT_FOR, capture_date
from mdt_alpr.hq.app import open_headquarters, serve
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.server_certificate import own_certificate, own_place
from mdt_alpr.hq.base.settings import HqSettings, Limits, PasswordCost
from mdt_alpr.hq.people import sample_agency
from mdt_alpr.hq.people.enrolling import offer_code
from mdt_alpr.lab.faults import car_life
from mdt_alpr.lab.faults.car_life import Life
from mdt_alpr.lab.faults.disk import SQLITE, Disk, fill_disk_at
from mdt_alpr.lab.faults.network import FaultyNetwork
from mdt_alpr.lab.faults.processes import Forked, Say, forked
from mdt_alpr.lab.ports import free_port
from mdt_alpr.machine.clock import SystemClock
from mdt_alpr.wire.devices import CodeRequest

_NAME, _PASSWORD = "127.0.0.1", "correct horse battery"
_STARTS_WITHIN_S, _TRY_EVERY_S = 600.0, 0.05
_CHEAP = PasswordCost(1, 1024, 1)


class World:
    """Begin: headquarters with its people, a car enrolled there, the network between."""

    def __init__(self, folder: Path, *, database: str = "", picture_store: str = "") -> None:
        self.folder, self.car, self.log = folder, folder / "car", folder / "log"
        self.car.mkdir(mode=0o700, parents=True)
        data = folder / "hq"
        certificate, key = own_certificate(data, [_NAME], SystemClock().now())
        limits = Limits(sign_ins_at_once=100_000, requests_per_s=10_000)
        self.settings = HqSettings(
            data, port=free_port(), certificate=certificate, private_key=key,
            devices_demanded=True, password_cost=_CHEAP, limits=limits,
            database_url=database, picture_store=picture_store,
        )  # fmt: skip
        self.network = FaultyNetwork(self.settings.port)
        self._carrier = forked(self.network.carry, self.log)
        code = self._make_agency()
        self.server: Forked | None = None
        self.crashes: list[str] = []
        """How headquarters ended, where it was not killed."""
        self.start_server()
        self._enroll(code)

    @property
    def officer(self) -> tuple[str, str]:
        """Return who drives, and the password."""
        return sample_agency.OFFICER, _PASSWORD

    def life(self, **how: object) -> Forked:
        """Begin a life of the car."""
        life = replace(Life(self.car, *self.officer), **how)  # type: ignore[arg-type]
        return forked(lambda say: car_life.live(life, say), self.log)

    def start_server(self, *, journal: Path | None = None, largest_file: int = 0) -> None:
        """Begin to serve, and wait until it answers.

        ``journal`` notes what it writes to its database; ``largest_file`` is where the disk is
        full.
        """

        def served(_say: Say) -> None:
            if journal is not None:
                Disk(SQLITE, journal)
            if largest_file:
                fill_disk_at(largest_file)
            serve(self.settings)

        self.server = forked(served, self.log)
        for _ in range(round(_STARTS_WITHIN_S / _TRY_EVERY_S)):
            if not self.server.listen(_TRY_EVERY_S):
                break
            with suppress(OSError), socket.create_connection((_NAME, self.settings.port), 1):
                return
        raise OutsideError(f"Headquarters did not start: see {self.log}.")

    def kill_server(self) -> None:
        """Kill it as a loss of power does."""
        if self.server is not None:
            self.server.kill()
            if not self.server.was_killed:
                self.crashes.append(f"headquarters ended by itself with {self.server.code}")
            self.server = None

    def expire_certificate(self) -> None:
        """Let the server's certificate be one that ended; it is shown from its next start on."""
        own_place(self.settings.data).unlink()
        long_ago = SystemClock().now() - 40 * CAPTURED_DATA_KEPT_FOR
        own_certificate(self.settings.data, [_NAME], long_ago)

    def renew_certificate(self) -> None:
        """Make another that lasts."""
        own_certificate(self.settings.data, [_NAME], SystemClock().now())

    def headquarters(self, data: Path | None = None) -> Headquarters:
        """Open headquarters' own data, or a copy of it."""
        return open_headquarters(self.settings_at(data), SystemClock(), os.urandom)

    def settings_at(self, data: Path | None) -> HqSettings:
        """Return the settings of headquarters, for a copy of its data where one is named."""
        return replace(self.settings, data=data or self.settings.data)

    def empty(self, name: str) -> Path:
        """Return a folder with nothing in it."""
        place = self.folder / name
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(mode=0o700)
        return place

    def copy_of(self, original: Path, name: str) -> Path:
        """Return a copy of a folder as it lies there."""
        place = self.folder / name
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(original, place)
        return place

    def close(self) -> None:
        """End every process."""
        self.kill_server()
        self._carrier.kill()
        self.network.close()

    def _make_agency(self) -> str:
        hq = self.headquarters()
        try:
            agency = sample_agency
            people = (
                agency.OFFICER, agency.SECOND_OFFICER, agency.SUPERVISOR, agency.CUSTODIAN,
                agency.ADMINISTRATOR,
            )  # fmt: skip
            agency.sample_agency(
                hq, dict.fromkeys(people, _PASSWORD), capture_date(hq.clock.now())
            )
            with hq.writing() as work:
                asked = CodeRequest(car_life.DEVICE, DeviceKind.CAR)
                return offer_code(hq, work, asked, agency.ADMINISTRATOR).code
        finally:
            hq.close()

    def _enroll(self, code: str) -> None:
        seed = device_seed(car_life.KEY, None)
        asking = Enrolling(DeviceKind.CAR, seed, "", Ed25519Signer(seed))
        kept = enroll(f"https://{_NAME}:{self.network.port}", code_in(code), asking)
        store = car_life.opened(self.car, SystemClock())
        store.keep_enrollment(kept)
        store.close()
