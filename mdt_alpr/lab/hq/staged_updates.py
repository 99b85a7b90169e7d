"""Packages and settings go to simulated cars: one car goes back, a mended version follows.

Each car has a certificate of its own and asks over TLS; what fetches, verifies, installs and goes
back is the product's, and only the platform's installer is played.
"""

import os
import secrets
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from mdt_alpr.adapters.hq_link.enrolled import Enrolled, Enrolling, enroll, enrolled
from mdt_alpr.adapters.hq_link.http_link import HttpLink
from mdt_alpr.car.group_settings import GroupSettingsParts, GroupSettingsRounds
from mdt_alpr.car.settings_file import GroupSettingsFile
from mdt_alpr.car.update_files import CarUpdateFiles, MachinePlaces
from mdt_alpr.car.update_install import MachineInstaller
from mdt_alpr.car.updates import UpdateParts, Updates
from mdt_alpr.domain.audit.audit import AuditEntry, AuditEvent, audit_entry
from mdt_alpr.domain.equipment.program_update import (
    CarUpdateState,
    PackageKind,
    SettingsState,
    UpdateStage,
)
from mdt_alpr.domain.equipment.self_check import CheckPart, SelfCheck
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.people.known_devices import DeviceKind, code_in
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.retention.outbox import ItemKind, OutboxItem
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.server_certificate import own_certificate
from mdt_alpr.hq.base.settings import HqSettings, Limits, PasswordCost
from mdt_alpr.hq.fleet import facts, group_settings, packages, rollouts
from mdt_alpr.hq.people import sample_agency
from mdt_alpr.hq.people.enrolling import offer_code
from mdt_alpr.keys.signing import pem_of
from mdt_alpr.machine.clock import SteppedClock, SystemClock
from mdt_alpr.patrol.outgoing import audit_message
from mdt_alpr.wire.car_settings import GroupSettingsRequest
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.devices import CodeRequest
from mdt_alpr.wire.fleet import FleetSettings
from mdt_alpr.wire.program_updates import FirstCarRequest, ProgramPackage

FIRST_VERSION, BROKEN, MENDED = "0.10.0", "0.11.0", "0.11.1"
_PASSWORD = "correct horse battery"  # noqa: S105 - of sample people
_CHEAP = PasswordCost(1, 1024, 1)
_PACKAGE_BYTES = 300_000
"""Three parts."""
_SHIFTS = 20
"""More than any package needs until it is in all cars or stopped."""
_SETTINGS_SHIFTS = 3
"""Settings are taken in one, prove themselves or go back in the next, and are reported then."""
_GROUP, _WHY = "patrol", "the simulated cars are too loud"
_ANSWER_WITHIN_S = 30.0


@dataclass
class PlayedInstaller:
    """Installs a package by noting its version, which is its first line after the head."""

    installed: str = FIRST_VERSION
    kind: PackageKind = PackageKind.DEBIAN
    fails: Callable[[str], str] = lambda _version: ""
    """Return why a version's self-test fails here; "" where it passes."""

    def version(self) -> str:
        return self.installed

    def install(self, package: Path, over: Path | None = None) -> None:
        del over
        self.installed = package.read_bytes().split(b"\n")[1].decode()

    def try_program(self) -> None:
        if why := self.fails(self.installed):
            raise OutsideError(why)


def package_of(version: str) -> bytes:
    """Return a package of a version that a played installer takes."""
    return b"!<arch>\n" + version.encode() + b"\n" + os.urandom(_PACKAGE_BYTES)


@dataclass
class UpdatedCar:
    """A car that works shifts; ``does_badly`` is the version whose check fails in it.

    ``settings_fail``: so does the next check by other settings than those of before.
    """

    device: str
    link: HttpLink
    files: CarUpdateFiles
    machine: MachinePlaces
    does_badly: str = ""
    settings_fail: bool = False
    installer: PlayedInstaller = field(default_factory=PlayedInstaller)
    audit: list[AuditEntry] = field(default_factory=list)
    _sent: int = 0
    _on_shift: bool = False

    @property
    def group_file(self) -> GroupSettingsFile:
        """Return where it keeps the settings of its group."""
        return GroupSettingsFile(self.files.folder)

    def work_a_shift(self) -> None:
        """Start, sign in, be checked, send, fetch, sign out; then the machine installs."""
        self.files.note_start(self.machine)
        self.group_file.note_start()
        given, settings = self.group_file.kept, self._group_settings()
        clock, waiting = SteppedClock(SystemClock().now()), list[Callable[[], None]]()
        version = self.installer.version()
        updates = Updates(
            UpdateParts(
                files=self.files,
                machine=self.machine,
                kind=self.installer.kind,
                version=version,
                link=self.link,
                later=lambda _seconds, work: waiting.append(work),
                note=self.note,
                hit_is_open=lambda: False,
                may_install=lambda: not self._on_shift,
            )
        )
        number = given.current.settings.number if given.current is not None else 0
        self.note(
            AuditEvent.STARTED, self.device, ("version", version),
            ("package", self.installer.kind.value), ("fleet_settings", str(number)),
        )  # fmt: skip
        session = self.link.sign_in(sample_agency.OFFICER, _PASSWORD)
        self._on_shift = True
        updates.somebody_works()
        fails = version == self.does_badly or (self.settings_fail and not given.is_proved)
        check = SelfCheck(clock.now(), (CheckPart.CAMERA,) if fails else ())
        updates.checked(check)
        settings.checked(check)
        updates.ask()
        settings.ask()
        while waiting:
            waiting.pop()()
        entries = [entry for entry in self.audit if entry.sequence > self._sent]
        items = [
            OutboxItem(
                new_id(entry.at, os.urandom(10)), entry.sequence, ItemKind.AUDIT, entry.at,
                encode(audit_message(entry)),
            )
            for entry in entries
        ]  # fmt: skip
        self.link.send(session, items)
        self._sent = self.audit[-1].sequence
        self.link.sign_out(session)
        self._on_shift = False
        updates.shift_is_over()
        updates.stop()
        settings.stop()
        MachineInstaller(self.files.folder, self.machine, self.installer).run()

    def _group_settings(self) -> GroupSettingsRounds:
        return GroupSettingsRounds(
            GroupSettingsParts(
                self.group_file, self.device, 0, self.link, lambda: self.machine.trusted,
                self.note, lambda: False, lambda: None,
            )
        )  # fmt: skip

    def note(self, event: AuditEvent, subject: str, *detail: tuple[str, str]) -> None:
        """Record in the car's audit."""
        last = self.audit[-1] if self.audit else None
        self.audit.append(
            audit_entry(
                last, at=SystemClock().now(), device=self.device, person="", event=event,
                subject=subject, detail=detail,
            )
        )  # fmt: skip


class SimulatedFleet:
    """A headquarters over TLS and its cars; ``close`` it at the end."""

    def __init__(self, folder: Path, hq: Headquarters, url: str, cars: int) -> None:
        self.hq = hq
        self._folder, self._url = folder, url
        people = dict.fromkeys(sample_agency.PEOPLE, _PASSWORD)
        sample_agency.sample_agency(hq, people, capture_date(hq.clock.now()))
        self.cars = [self._car(f"car-{number:02}") for number in range(1, cars + 1)]

    def publish(self, version: str) -> int:
        """Publish a package of a version, as two people do; return its number."""
        name = f"mdt-alpr_{version}_amd64.deb"
        delivered = self._folder / name
        delivered.write_bytes(package_of(version))
        by, second = sample_agency.ADMINISTRATOR, sample_agency.CUSTODIAN
        packages.publish(self.hq, delivered, name, by, second)
        return self.package().facts.number

    def begin(self, number: int, device: str) -> None:
        """Let a package go to its first car, and on by itself."""
        with self.hq.writing() as work:
            asked = FirstCarRequest(device, by_itself=True)
            rollouts.begin(work, number, asked, sample_agency.ADMINISTRATOR)

    def set_group(self, text: str) -> int:
        """Give the group of every car settings; return the number of the decision."""
        ask = GroupSettingsRequest(_GROUP, _WHY, text, confirmed=True)
        by, second = sample_agency.ADMINISTRATOR, sample_agency.CUSTODIAN
        return group_settings.set_group(self.hq, ask, by, second).groups[0].number

    def given_after_shifts(self) -> tuple[FleetSettings, ...]:
        """Let every car work; return what the page Fleet then shows of their settings."""
        for _ in range(_SETTINGS_SHIFTS):
            for car in self.cars:
                car.work_a_shift()
        with self.hq.writing() as work:
            machines = facts.fleet_of(work, sample_agency.ADMINISTRATOR).machines
        return tuple(machine.given for machine in machines)

    def package(self) -> ProgramPackage:
        """Return how far the cars are with the newest package."""
        rollouts.settle(self.hq)
        with self.hq.writing() as work:
            return rollouts.packages_of(work, sample_agency.ADMINISTRATOR).packages[0]

    def work_until_settled(self) -> ProgramPackage:
        """Let the cars work shifts until the newest package is stopped, or does well in all."""
        package, shifts = self.package(), 0
        while package.stage is not UpdateStage.STOPPED and shifts < _SHIFTS:
            for car in self.cars:
                car.work_a_shift()
            package, shifts = self.package(), shifts + 1
            if sum(car.state is CarUpdateState.GOOD for car in package.cars) == len(self.cars):
                break
        return package

    def close(self) -> None:
        """Close every connection."""
        for car in self.cars:
            car.link.close()

    def _car(self, device: str) -> UpdatedCar:
        with self.hq.writing() as work:
            asked = CodeRequest(device, DeviceKind.CAR)
            code = offer_code(self.hq, work, asked, sample_agency.ADMINISTRATOR).code
        seed = secrets.token_bytes(32)
        known = enrolled(enroll(self._url, code_in(code), Enrolling(DeviceKind.CAR, seed)), seed)
        machine = MachinePlaces(
            self._folder / f"{device}.pem", self._folder / f"{device}-installer"
        )
        machine.key.write_text(pem_of(self.hq.signer.public_key), encoding="ascii")
        files = CarUpdateFiles(self._folder / device)
        car = UpdatedCar(device, _link(known), files, machine)
        kept = self._folder / "earlier.deb"
        kept.write_bytes(package_of(FIRST_VERSION))
        MachineInstaller(files.folder, machine, car.installer).keep(kept, FIRST_VERSION)
        return car


@contextmanager
def simulated_fleet(folder: Path, cars: int) -> Iterator[SimulatedFleet]:
    """Serve a fleet until the context ends."""
    now = SystemClock().now()
    certificate, key = own_certificate(folder / "hq", ["127.0.0.1"], now)
    limits = Limits(sign_ins_at_once=100_000, requests_per_s=10_000)
    settings = HqSettings(
        folder / "hq", certificate=certificate, private_key=key, devices_demanded=True,
        password_cost=_CHEAP, limits=limits,
    )  # fmt: skip
    with InProcessHq(settings, SystemClock(), os.urandom) as served:
        fleet = SimulatedFleet(folder, served.hq, served.base_url, cars)
        try:
            for car in fleet.cars:  # which says in its first shift what it installs
                car.work_a_shift()
            yield fleet
        finally:
            fleet.close()


def figures(cars: int) -> dict[str, int]:
    """Return how many cars have the mended version, and how many went back from the broken one."""
    with tempfile.TemporaryDirectory() as folder, simulated_fleet(Path(folder), cars) as fleet:
        first, second = fleet.cars[0], fleet.cars[1]
        second.does_badly = BROKEN
        fleet.begin(fleet.publish(BROKEN), first.device)
        broken = fleet.work_until_settled()
        fleet.begin(fleet.publish(MENDED), first.device)
        fleet.work_until_settled()
        back = sum(car.state is CarUpdateState.ROLLED_BACK for car in broken.cars)
        updated = sum(car.installer.installed == MENDED for car in fleet.cars)
        settings = settings_figures(fleet)
    return {"fleet": cars, "updated": updated, "rolled_back": back} | settings


def settings_figures(fleet: SimulatedFleet) -> dict[str, int]:
    """Give every car settings, from which one goes back, then others, which all take."""
    by, second = sample_agency.ADMINISTRATOR, sample_agency.CUSTODIAN
    for car in fleet.cars:
        group_settings.move(fleet.hq, car.device, _GROUP, by, second)
    fleet.cars[1].settings_fail = True
    fleet.set_group("volume = 80")
    refused = fleet.given_after_shifts()
    fleet.cars[1].settings_fail = False
    asked = fleet.set_group("volume = 90")
    given = fleet.given_after_shifts()
    return {
        "settings_asked": sum(g.asked == asked for g in given),
        "settings_taken": sum(g.has == asked for g in given),
        "settings_refused": sum(g.state is SettingsState.WENT_BACK for g in refused),
    }


def _link(known: Enrolled) -> HttpLink:
    client = known.client(httpx.Timeout(_ANSWER_WITHIN_S))
    return HttpLink(client, SystemClock(), known.kept.device, known=known)
