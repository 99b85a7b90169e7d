"""A package on its way to twenty cars, and into one car from its sign-in to its installation."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mdt_alpr import __version__
from mdt_alpr.adapters.vault.passphrase_vault import VARIABLE
from mdt_alpr.car.device_key import device_vault_for, vault_for
from mdt_alpr.car.settings import CarSettings
from mdt_alpr.car.settings_file import GroupSettingsFile
from mdt_alpr.car.update_files import CarUpdateFiles, MachinePlaces
from mdt_alpr.car.update_install import MachineInstaller
from mdt_alpr.car.wiring import Outside, make_car
from mdt_alpr.cli import main
from mdt_alpr.domain.equipment.program_update import CarUpdateState, UpdateStage
from mdt_alpr.hq.fleet import group_settings, packages, rollouts
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER
from mdt_alpr.keys.signing import pem_of
from mdt_alpr.lab.hq.staged_updates import (
    BROKEN,
    FIRST_VERSION,
    MENDED,
    PlayedInstaller,
    package_of,
    settings_figures,
    simulated_fleet,
)
from mdt_alpr.wire.car_settings import GroupSettingsRequest
from mdt_alpr.wire.program_updates import CarUpdate, FirstCarRequest
from tests.hq.enrolled import KnownMachines, known_machines
from tests.journeys.two_cars import COMES_WITHIN_S, RunningCar, no_engines
from tests.played_devices import PlayedCamera

PASSPHRASE = "twelve letters and more"  # noqa: S105 - a test's
GIVEN = {VARIABLE: PASSPHRASE}
NEXT = "99.0.0"


def test_twenty_cars_are_updated_in_stages_and_one_goes_back_before_most_have_it(
    tmp_path: Path,
) -> None:
    with simulated_fleet(tmp_path, 20) as fleet:
        fleet.cars[1].does_badly = BROKEN
        fleet.begin(fleet.publish(BROKEN), "car-01")
        broken = fleet.work_until_settled()
        assert broken.stage is UpdateStage.STOPPED
        states = {car.device: car.state for car in broken.cars}
        assert states.pop("car-02") is CarUpdateState.ROLLED_BACK
        others = "car-01", "car-03", "car-04", "car-05"
        assert states == dict.fromkeys(others, CarUpdateState.GOOD)
        has = {car.device: car.installer.installed for car in fleet.cars}
        assert [has[f"car-{n:02}"] for n in (1, 2, 3, 20)] == [
            BROKEN, FIRST_VERSION, BROKEN, FIRST_VERSION,
        ]  # fmt: skip
        fleet.begin(fleet.publish(MENDED), "car-02")
        mended = fleet.work_until_settled()
        assert mended.stage is UpdateStage.ALL
        assert {car.installer.installed for car in fleet.cars} == {MENDED}
        assert {car.state for car in mended.cars} == {CarUpdateState.GOOD}


def test_twenty_cars_take_the_settings_of_their_group_and_one_goes_back_from_them(
    tmp_path: Path,
) -> None:
    with simulated_fleet(tmp_path, 20) as fleet:
        figures = settings_figures(fleet)
        assert figures == {"settings_asked": 20, "settings_taken": 20, "settings_refused": 1}
        assert {car.group_file.values["volume"] for car in fleet.cars} == {90}


class SetUpCar(RunningCar):
    """A car that is enrolled, and that a technician set up for updates."""

    def __init__(self, folder: Path, machines: KnownMachines) -> None:
        self.events = []
        self._came = threading.Condition()
        self.machines, data = machines, folder / "car"
        words = "--hq", machines.url, "--code", machines.code("car-12"), "--data", str(data)
        assert main(["enroll", *words]) == 0
        places = MachinePlaces(folder / "key.pem", folder / "machine")
        places.key.write_text(pem_of(machines.hq.signer.public_key))
        self.installer, self.files = PlayedInstaller(__version__), CarUpdateFiles(data)
        self.machine = MachineInstaller(data, places, self.installer)
        self.delivered = folder / "package"
        self.delivered.write_bytes(package_of(__version__))
        self.machine.keep(self.delivered, __version__)
        outside = Outside(
            PlayedCamera(),
            vault_for(data, None, GIVEN),
            machines.clock,
            make_recognition=no_engines,
            device_vault=device_vault_for(data, None, GIVEN),
            machine_places=places,
        )
        self.car = make_car(CarSettings(unit="Unit 12", data=data), outside, self._take)

    def send(self) -> CarUpdate:
        """Hold a round; return what headquarters knows of the car's package then."""
        self.car.hold_round()
        with self.machines.hq.writing() as work:
            (package,) = rollouts.packages_of(work, ADMINISTRATOR).packages
        (car,) = package.cars
        return car

    def offer(self) -> None:
        """Let headquarters offer the next version, and the time come at which the car asks."""
        self.delivered.write_bytes(package_of(NEXT))
        name, hq = f"mdt-alpr_{NEXT}_amd64.deb", self.machines.hq
        packages.publish(hq, self.delivered, name, ADMINISTRATOR, CUSTODIAN)
        with hq.writing() as work:
            rollouts.begin(work, 1, FirstCarRequest("car-12"), ADMINISTRATOR)
        self.machines.clock.pass_by(minutes=10)


@pytest.fixture
def car(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SetUpCar]:
    monkeypatch.setenv(VARIABLE, PASSPHRASE)
    with known_machines(tmp_path / "headquarters") as machines:
        set_up = SetUpCar(tmp_path, machines)
        set_up.car.start()
        try:
            yield set_up
        finally:
            set_up.car.stop()


def until(happens: Callable[[], bool]) -> None:
    ends = time.monotonic() + COMES_WITHIN_S
    while not happens():
        assert time.monotonic() < ends
        threading.Event().wait(0.02)


def test_a_car_fetches_on_duty_and_is_installed_only_once_its_officer_signed_out(
    car: SetUpCar,
) -> None:
    car.sign_in(OFFICER)
    car.car.hold_round()
    assert car.car.wait_until_sent(COMES_WITHIN_S) == 0
    car.offer()
    car.car.hold_round()
    until(car.files.package.exists)
    until(lambda: car.send().state is CarUpdateState.FETCHED)
    assert not car.files.wish.exists()
    car.car.desk.sign_out()
    until(car.files.wish.exists)
    car.sign_in(OFFICER)
    until(lambda: not car.files.wish.exists())
    car.car.desk.sign_out()
    until(car.files.wish.exists)
    done = car.machine.run()
    assert done is not None
    assert (done.state, car.installer.installed) == (CarUpdateState.INSTALLED, NEXT)


def test_a_car_takes_its_groups_settings_on_duty_and_starts_again_once_its_officer_signed_out(
    car: SetUpCar,
) -> None:
    hq, kept = car.machines.hq, GroupSettingsFile(car.files.folder)
    group_settings.move(hq, "car-12", "patrol", ADMINISTRATOR, "")
    why = "alerts are too loud in these cars"
    ask = GroupSettingsRequest("patrol", why, "volume = 80", confirmed=True)
    group_settings.set_group(hq, ask, ADMINISTRATOR, "")
    car.sign_in(OFFICER)
    car.machines.clock.pass_by(minutes=10)
    car.car.hold_round()
    until(lambda: kept.values == {"volume": 80})
    assert not car.files.wish.exists()
    car.car.desk.sign_out()
    until(car.files.wish.exists)
    assert car.machine.run() is None
    assert not car.files.wish.exists()
