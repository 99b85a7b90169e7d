"""A car without a window: one line a read, of which camera, and on demand why not."""

import json
import os
from pathlib import Path

import cv2
import pytest

from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.car.device_key import STORE_FILE, vault_for
from mdt_alpr.car.settings import CarSettings
from mdt_alpr.cli import main
from mdt_alpr.cli.headless import Headless, Printing
from mdt_alpr.domain.people.roles import Role, Session
from mdt_alpr.machine.clock import SystemClock
from mdt_alpr.patrol.events import CameraChanged, Health
from tests.builders import NOW
from tests.drawn_plates import plate, scene


def a_folder(folder: Path, *texts: str) -> str:
    """Return a folder with a picture of each plate, and of a far one beside it."""
    made = folder / texts[0]
    made.mkdir()
    for number, text in enumerate(texts):
        plates = [(plate(text), 300, 150, 130), (plate("EXN2894"), 60, 60, 42)]
        cv2.imwrite(str(made / f"street {number}.png"), scene(plates))
    return str(made)


def lines(*arguments: str, capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    assert main(["car", "--headless", "--json", *arguments]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("MDT_ALPR_PASSPHRASE", "twelve letters and more")
    (tmp_path / "car").mkdir()
    names = 'unit = "Unit 12"\ndevice = "car-1"\n'
    (tmp_path / "car" / "car.toml").write_text(names, encoding="utf-8")
    return str(tmp_path / "car")


def test_two_cameras_each_tell_their_reads(
    data: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sources = [a_folder(tmp_path, text) for text in ("7KLM562", "8NPR203")]
    result = lines(
        "--data", data, "--source", sources[0], "--source", sources[1], capsys=capsys
    )  # fmt: skip
    assert {(line["camera"], line["text"]) for line in result} == {
        ("camera 1", "7KLM562"),
        ("camera 2", "8NPR203"),
    }


def test_every_picture_of_a_folder_is_read_in_order_however_late_the_engines_are(
    data: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plates = ("7KLM562", "8NPR203", "EXN2894")
    result = lines("--data", data, "--source", a_folder(tmp_path, *plates), capsys=capsys)
    assert [line["text"] for line in result] == list(plates)


def test_what_became_no_read_is_reported_once_with_its_reason(
    data: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    result = lines(
        "--data", data, "--why", "--source", a_folder(tmp_path, "7KLM562"), capsys=capsys
    )  # fmt: skip
    why = [line for line in result if line["event"] == "no read"]
    assert "too small to be read" in {line["why"] for line in why}
    assert any(line["event"] == "read" for line in result)


def troubles(*arguments: str, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Return what went wrong in a run that ends with 1."""
    assert main(["car", "--headless", "--json", *arguments]) == 1
    return [json.loads(line)["trouble"] for line in capsys.readouterr().err.splitlines()]


@pytest.mark.parametrize("content", [b"", b"Dear Sir or Madam" * 100, None])
def test_a_video_that_cannot_be_played_ends_the_run_with_1(
    data: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None
) -> None:
    video = tmp_path / "drive.mp4"
    if content is not None:
        video.write_bytes(content)
    result = troubles("--data", data, "--source", str(video), capsys=capsys)
    assert len(result) == 1
    assert "drive.mp4" in result[0]


@pytest.mark.logs_warnings
def test_a_folder_without_one_good_picture_ends_the_run_with_1(
    data: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = tmp_path / "pictures"
    made.mkdir()
    (made / "a.png").write_bytes(b"")
    (result,) = troubles("--data", data, "--source", str(made), capsys=capsys)
    assert result.startswith("No picture in")


def test_a_source_that_is_lost_leaves_the_other_to_be_read(
    data: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sources = ["--source", str(tmp_path / "gone.mp4"), "--source", a_folder(tmp_path, "7KLM562")]
    assert main(["car", "--headless", "--json", "--data", data, *sources]) == 1
    assert "7KLM562" in capsys.readouterr().out


@pytest.mark.parametrize("engine", ["--detector", "--reader"])
def test_an_engine_that_is_not_there_ends_the_run_with_1(
    data: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], engine: str
) -> None:
    source = a_folder(tmp_path, "7KLM562")
    words = ("--training", "--data", data, "--source", source, engine, "hal9000")
    (result,) = troubles(*words, capsys=capsys)
    assert result.startswith("There is no recognition engine 'hal9000'.")


@pytest.mark.proved("commands")
def test_without_json_a_read_is_a_line_for_people(
    data: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = a_folder(tmp_path, "7KLM562")
    assert main(["car", "--headless", "--why", "--data", data, "--source", source]) == 0
    result = capsys.readouterr().out.splitlines()
    assert any(line.startswith("Read 7KLM562") and "front" in line for line in result)
    assert any(line.startswith("Not read: ") for line in result)
    assert not any("[" in line or "{" in line for line in result)


@pytest.mark.proved("commands")
def test_what_stays_lost_is_said_once_until_it_was_back(
    capsys: pytest.CaptureFixture[str],
) -> None:
    headless = Headless(CarSettings(), Printing(), None)
    lost = CameraChanged("camera 1", Health.LOST, "No picture from 0.", NOW)
    starting = CameraChanged("camera 1", Health.STARTING, "Starting camera", NOW)
    back = CameraChanged("camera 1", Health.OK, "", NOW)
    other = CameraChanged("camera 2", Health.LOST, "No picture from 0.", NOW)
    for event in (lost, starting, lost, starting, lost, other, back, lost):
        headless.listen(event)
    assert capsys.readouterr().err.splitlines() == ["No picture from 0."] * 3


def store_of(data: str) -> CarStore:
    folder = Path(data)
    key = vault_for(folder, environ={"MDT_ALPR_PASSPHRASE": "twelve letters and more"}).key()
    return CarStore(folder / STORE_FILE, key, SystemClock(), os.urandom, "car-1")


@pytest.mark.proved("V6")
@pytest.mark.attack("V6")
def test_a_car_without_a_person_does_not_go_on_in_the_name_of_the_last_one(
    data: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = store_of(data)
    now = SystemClock().now()
    with store.begin() as work:
        work.save_session(Session("officer-1", "A. Sample", Role.OFFICER, now, "token"))
    store.close()
    lines("--data", data, "--source", a_folder(tmp_path, "7KLM562"), capsys=capsys)
    store = store_of(data)
    with store.begin() as work:
        bodies = [item.body for item in work.waiting(100)]
    store.close()
    assert bodies
    assert not [body for body in bodies if "officer-1" in body]
