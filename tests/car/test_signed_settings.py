"""A live car is without a safety check only where headquarters signed that (CM-3, CM-5, V9)."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mdt_alpr.adapters.cameras import camera_for
from mdt_alpr.adapters.ed25519_signer import Ed25519Signer
from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.adapters.vault.memory_vault import MemoryVault
from mdt_alpr.car.settings import CarSettings, load_settings
from mdt_alpr.car.settings_file import SettingsUnsignedError, demand_signed, settings_file
from mdt_alpr.car.wiring import Outside, make_car
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.wire.car_settings import FORMAT, SettingsSignature, signed_bytes
from mdt_alpr.wire.codec import encode
from tests.adapters.store.test_list_folder import a_package, listed
from tests.builders import SetClock

HQ = Ed25519Signer(b"h" * 32)
"""The key of the list that the car has."""
WEAK = 'unit = "Unit 12"\ndevice = "car-1"\nsecond_reader = ""\n'
MASK = '[[camera]]\nname = "front"\nsource = "0"\nmask = [[0.0, 0.5, 1.0, 1.0]]\n'
WITH_GPS = 'unit = "Unit 12"\ndevice = "car-1"\nposition = "gpsd://127.0.0.1:1"\n'
WITHOUT = 'unit = "Unit 12"\ndevice = "car-1"\n'


def written(folder: Path, text: str) -> Path:
    path = folder / "car.toml"
    path.write_text(text, encoding="utf-8")
    return path


def sign(path: Path, device: str = "car-1", signer: Ed25519Signer = HQ, number: int = 7) -> None:
    signature = signer.sign(signed_bytes(device, number, path.read_bytes())).hex()
    signed = SettingsSignature(FORMAT, device, number, signer.public_key, signature)
    path.with_name("car.toml.sig").write_text(encode(signed), encoding="ascii")


def start(folder: Path, *, knows: bool = True, **given: Any) -> dict[str, str]:
    """Start a car by its settings file; return what its audit then says of the start."""
    settings = load_settings(folder / "car.toml", data=folder, **given)
    clock = SetClock()

    def opened() -> CarStore:
        return CarStore(
            folder / "car.db", bytes(32), clock, os.urandom, settings.device,
            training=settings.training,
        )  # fmt: skip

    if knows:
        store = opened()
        if not store.lists.signer:
            store.lists.accept(a_package(0, 1, [listed("AB1")]))
        store.close()
    outside = Outside(
        camera_for("0", clock), MemoryVault(bytes), clock, settings_file=settings_file(folder)
    )
    car = make_car(settings, outside, lambda _event: None)
    car.start()
    car.hold_round()
    car.stop()
    store = opened()
    with store.begin() as work:
        last = work.last_recorded(AuditEvent.STARTED)
    store.close()
    return dict(last.detail) if last else {}


@pytest.mark.attack("CM-5")
@pytest.mark.parametrize(
    "text", [WEAK, WITHOUT + MASK, WITHOUT + 'reader = "agency"\n', WITHOUT + 'mode = "trial"\n']
)
def test_a_car_without_a_check_starts_only_where_headquarters_signed_it(
    tmp_path: Path, text: str
) -> None:
    path = written(tmp_path, text)
    with pytest.raises(SettingsUnsignedError, match="no signature"):
        start(tmp_path)
    sign(path)
    recorded = start(tmp_path)
    assert len(recorded["signed"]) == 16
    assert recorded["program"] == "development copy"
    written(tmp_path, "threads = 2\n" + text)
    with pytest.raises(SettingsUnsignedError, match="changed after it was signed"):
        start(tmp_path)


def test_the_refusal_names_the_check_and_what_to_do(tmp_path: Path) -> None:
    written(tmp_path, WEAK)
    with pytest.raises(SettingsUnsignedError) as refused:
        start(tmp_path)
    said = str(refused.value)
    assert "Second reader: Off. No second reader checks a plate." in said
    assert "mdt-alpr hq sign-settings" in said


@pytest.mark.attack("CM-5")
def test_a_signature_is_for_one_car_by_its_own_headquarters(tmp_path: Path) -> None:
    path = written(tmp_path, WEAK)
    sign(path, "car-2")
    with pytest.raises(SettingsUnsignedError, match="for car-2, and this car is car-1"):
        start(tmp_path)
    sign(path, signer=Ed25519Signer(bytes(31) + b"x"))
    with pytest.raises(SettingsUnsignedError, match="not that of this car's headquarters"):
        start(tmp_path)
    path.with_name("car.toml.sig").write_text("no signature", encoding="ascii")
    with pytest.raises(SettingsUnsignedError, match="no signature"):
        start(tmp_path)


@pytest.mark.attack("CM-5")
def test_older_signed_settings_are_not_put_back(tmp_path: Path) -> None:
    path = written(tmp_path, WEAK)
    sign(path, number=7)
    start(tmp_path)
    assert start(tmp_path)["signed_number"] == "7", "the same file starts it again"
    old = path.read_bytes(), path.with_name("car.toml.sig").read_bytes()
    sign(written(tmp_path, WITHOUT + "threads = 2\n"), number=9)
    start(tmp_path)
    path.with_name("car.toml.sig").unlink()
    written(tmp_path, WITHOUT)
    assert start(tmp_path)["signed_number"] == "9", "it is remembered through unsigned settings"
    path.write_bytes(old[0])
    path.with_name("car.toml.sig").write_bytes(old[1])
    words = r"older \(number 7\) than settings that this car has had \(number 9\)"
    with pytest.raises(SettingsUnsignedError, match=words):
        start(tmp_path)
    sign(path, number=10)
    assert start(tmp_path)["signed_number"] == "10"


@pytest.mark.attack("CM-5")
def test_a_number_cannot_be_changed_in_the_signature(tmp_path: Path) -> None:
    path = written(tmp_path, WEAK)
    sign(path)
    place = path.with_name("car.toml.sig")
    place.write_bytes(place.read_bytes().replace(b'"number":7', b'"number":99'))
    with pytest.raises(SettingsUnsignedError, match="changed after it was signed"):
        start(tmp_path)


def test_a_car_that_knows_no_headquarters_believes_no_signature(tmp_path: Path) -> None:
    sign(written(tmp_path, WEAK))
    with pytest.raises(SettingsUnsignedError, match="enroll it"):
        start(tmp_path, knows=False)


@pytest.mark.attack("CM-5")
def test_the_command_line_takes_nothing_away_that_was_not_signed(tmp_path: Path) -> None:
    sign(written(tmp_path, WEAK))
    with pytest.raises(SettingsUnsignedError, match="signed other settings"):
        start(tmp_path, reader="easyocr")
    assert start(tmp_path)["second_reader"] == ""


def test_training_and_a_whole_car_need_no_signature(tmp_path: Path) -> None:
    written(tmp_path, WITHOUT)
    assert "signed" not in start(tmp_path, knows=False)
    lesson = tmp_path / "lesson"
    lesson.mkdir()
    written(lesson, WEAK + "training = true\n")
    assert start(lesson, knows=False)["training"] == "True"


@pytest.mark.attack("CM-5")
def test_a_car_that_had_a_receiver_is_not_without_one_unseen(tmp_path: Path) -> None:
    path = written(tmp_path, WITH_GPS)
    assert start(tmp_path)["position"] == "gpsd://127.0.0.1:1"
    written(tmp_path, WITHOUT)
    with pytest.raises(SettingsUnsignedError, match="Typing is not locked"):
        start(tmp_path)
    sign(path)
    assert "position" not in start(tmp_path)


def test_every_setting_that_is_not_usual_is_recorded_but_no_password(tmp_path: Path) -> None:
    written(tmp_path, WITHOUT + 'source = "rtsp://user:word@camera"\nthreads = 2\n')
    recorded = start(tmp_path)
    assert recorded["source"] == "set"
    assert CarSettings(hq_url="https://a:word@hq").deviations == (("hq_url", "set"),)
    assert (recorded["device"], recorded["threads"]) == ("car-1", "2")
    assert "word" not in str(recorded)


def test_nothing_of_the_file_counts_for_another_device(tmp_path: Path) -> None:
    path = written(tmp_path, WEAK)
    sign(path)
    settings = replace(load_settings(path), device="car-9")
    with pytest.raises(SettingsUnsignedError, match="this car is car-9"):
        demand_signed(settings, settings_file(tmp_path), HQ.public_key, {})


def test_a_car_that_was_made_without_a_file_is_not_asked(tmp_path: Path) -> None:
    clock = SetClock()
    settings = CarSettings(data=tmp_path, second_reader="")
    make_car(settings, Outside(camera_for("0", clock), MemoryVault(bytes), clock), print).stop()
