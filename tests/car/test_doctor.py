"""`mdt-alpr doctor` on an enrolled car and desk, against a headquarters over TLS."""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import cv2
import pytest

from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.adapters.vault.passphrase_vault import VARIABLE
from mdt_alpr.car import doctor
from mdt_alpr.car.device_key import STORE_FILE, device_vault_for, vault_for
from mdt_alpr.car.doctor import CarDoctor, DoctorParts
from mdt_alpr.cli import main
from mdt_alpr.domain.equipment.doctor import DoctorLine
from mdt_alpr.domain.people.known_devices import DeviceKind
from mdt_alpr.drive.renderer import DriveRenderer
from mdt_alpr.machine.clock import Clock, SystemClock
from tests.adapters.store.test_list_folder import a_package, listed
from tests.builders import SetClock, a_read
from tests.hq.enrolled import KnownMachines, known_machines

SHUT = "Not checked: the store does not open."
PASSPHRASE = "twelve letters and more"  # noqa: S105 - a test's
GIVEN = {VARIABLE: PASSPHRASE}


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnownMachines]:
    with known_machines(tmp_path_factory.mktemp("known")) as found:
        yield found


def enroll(machines: KnownMachines, folder: Path, kind: DeviceKind, name: str) -> None:
    os.environ[VARIABLE] = PASSPHRASE
    code = machines.code(name, kind)
    words = ["enroll", "--hq", machines.url, "--code", code, "--kind", kind.value]
    assert main([*words, "--data", str(folder)]) == 0


def test_a_desk_says_in_json_what_is_well_and_what_to_do(
    machines: KnownMachines, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    enroll(machines, tmp_path, DeviceKind.DESK, "desk-1")
    capsys.readouterr()
    os.environ[VARIABLE] = PASSPHRASE
    assert main(["doctor", "--kind", "desk", "--data", str(tmp_path), "--json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    names = ["program", "disk encryption", "screen", "keyring", "link", "certificate"]
    assert [line["name"] for line in lines] == [*names, "clock", "disk"]
    assert all(line["ok"] for line in lines)
    assert "answers desk-1" in lines[4]["words"]
    assert "from headquarters" in lines[6]["words"]

    (tmp_path / "desk.key").write_bytes(b"damaged")
    os.environ[VARIABLE] = PASSPHRASE
    assert main(["doctor", "--kind", "desk", "--data", str(tmp_path)]) == 1
    said = capsys.readouterr().out
    assert "WRONG keyring: " in said
    for name in ("link", "certificate"):
        assert f"WRONG {name}: Not checked: the desk's enrollment does not open." in said


@dataclass(frozen=True)
class OpenVault:
    """The key of a vault that was opened once: its passphrase is hashed at some cost."""

    content: bytes

    def key(self) -> bytes:
        return self.content

    def forget(self) -> None:
        raise NotImplementedError


@dataclass
class EnrolledCar:
    """A car's folder with one picture as its camera and one read in its store."""

    folder: Path
    named: str
    vaults: tuple["OpenVault", "OpenVault"]

    def examined(self, clock: Clock) -> dict[str, DoctorLine]:
        return {line.name: line for line in self.lines(clock, lambda: ("No sound output.",))}

    def lines(
        self, clock: Clock, voice: Callable[[], tuple[str, ...]], key: bytes | None = None
    ) -> Iterator[DoctorLine]:
        own, device = self.vaults
        vault = own if key is None else OpenVault(key)
        return CarDoctor(DoctorParts(self.folder, clock, vault, device, voice)).lines()

    def set(self, lines: str) -> None:
        (self.folder / "car.toml").write_text(f"{self.named}{lines}\n")


@pytest.fixture(scope="module")
def car(machines: KnownMachines, tmp_path_factory: pytest.TempPathFactory) -> EnrolledCar:
    folder = tmp_path_factory.mktemp("car")
    enroll(machines, folder, DeviceKind.CAR, "car-12")
    (folder / "pictures").mkdir()
    cv2.imwrite(str(folder / "pictures" / "one.png"), DriveRenderer().frame(60))
    own = vault_for(folder, None, GIVEN), device_vault_for(folder, None, GIVEN)
    clock, vaults = SystemClock(), (OpenVault(own[0].key()), OpenVault(own[1].key()))
    store = CarStore(folder / STORE_FILE, vaults[0].content, clock, os.urandom, "car-12")
    with store.begin() as work:
        work.save_read(a_read(captured_at=clock.now()))
    store.close()
    return EnrolledCar(folder, (folder / "car.toml").read_text(), vaults)


def wrong(lines: dict[str, DoctorLine]) -> set[str]:
    return {name for name, line in lines.items() if not line.ok}


def test_a_car_is_examined_from_its_camera_to_its_day_keys(car: EnrolledCar) -> None:
    source = (car.folder / "pictures").as_posix()
    car.set(f'unit = "Unit 12"\nsource = "{source}"')
    found = car.examined(SystemClock())
    assert wrong(found) - {"processor"} == {"sound", "hotlist"}  # as busy as this machine is
    for name, words in (
        ("sound", "No sound output."),
        ("processor", "frames a second"),
        ("link", "answers car-12"),
        ("day keys", "1 date can be read"),
        ("models", "by SHA-256"),
        ("focus", "in edges"),
        ("clock", "from headquarters"),
    ):
        assert words in found[name].words
    assert not found["screen"].known  # there is none, which is no good sign of it


def no_sound_system() -> tuple[str, ...]:
    message = "the driver is gone"
    raise RuntimeError(message)


def test_what_raises_anything_ends_no_report(
    car: EnrolledCar, monkeypatch: pytest.MonkeyPatch
) -> None:
    car.set('unit = "Unit 12"\nsource = "9"\nposition = "COM4"')
    for name in ("camera_for", "positions_for", "load_engines"):
        monkeypatch.setattr(doctor, name, lambda *_: no_sound_system())
    found = {line.name: line for line in car.lines(SystemClock(), no_sound_system)}
    assert {"camera", "GPS", "sound", "processor"} <= wrong(found)
    assert "RuntimeError" in found["sound"].words
    assert found["disk"].ok


def test_of_a_store_that_does_not_open_nothing_is_said_to_be_well(car: EnrolledCar) -> None:
    car.set('unit = "Unit 12"\nsource = "9"')
    found = {line.name: line for line in car.lines(SystemClock(), tuple, bytes(32))}
    for name in ("store", "day keys", "certificate", "link", "hotlist"):
        assert found[name] == DoctorLine(name, ok=False, words=SHUT)
    assert not found["keyring"].ok
    assert not any("enroll" in line.words for line in found.values())


def test_the_doctor_erases_no_list_that_came_meanwhile(car: EnrolledCar) -> None:
    car.set('unit = "Unit 12"\nsource = "9"')

    def store() -> CarStore:
        key = car.vaults[0].content
        return CarStore(car.folder / STORE_FILE, key, SystemClock(), os.urandom, "car-12")

    lines = car.lines(SystemClock(), tuple)
    assert next(line for line in lines if line.name == "keyring").ok
    running = store()
    running.lists.accept(a_package(0, 1, [listed("AB1")]))
    (car.folder / "list" / "list-2-half.list").write_bytes(b"it is being written")
    list(lines)
    again = CarDoctor(DoctorParts(car.folder, SystemClock(), *car.vaults, tuple)).lines()
    assert {line.name for line in again} > {"store"}
    assert (car.folder / "list" / "list-2-half.list").exists()
    running.close()
    kept = store()
    assert kept.lists.version == 1
    kept.close()
    for file in (car.folder / "list").iterdir():
        file.unlink()


def test_what_is_wrong_with_a_car_is_said_each_for_itself(car: EnrolledCar) -> None:
    car.set('detector = "none"\nsource = "9"')
    for key in (car.folder / "day_keys").iterdir():
        key.unlink()
    found = car.examined(SetClock(SystemClock().now() + timedelta(days=400)))
    assert wrong(found) == {
        "settings", "processor", "certificate", "day keys", "camera", "clock", "sound", "hotlist",
    }  # fmt: skip
    assert 'Write unit = "Unit 12"' in found["settings"].words
    assert "no recognition engine" in found["processor"].words
    assert "Bring the folder day_keys back" in found["day keys"].words
    assert "It ended on" in found["certificate"].words
