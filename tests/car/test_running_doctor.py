"""Doctor in a car whose program runs: the same lines, and nothing that it is in the way of."""

import threading
from pathlib import Path
from typing import Any

from mdt_alpr.car.doctor import CarDoctor, DoctorParts
from mdt_alpr.car.running_doctor import RunningDoctor
from mdt_alpr.car.runtime import Car
from mdt_alpr.car.settings import CarSettings
from mdt_alpr.domain.equipment.doctor import DoctorLine, sound_line
from mdt_alpr.machine.clock import SystemClock
from mdt_alpr.patrol.events import Sound, SourceEnded, VoiceTried
from mdt_alpr.patrol.ports import Frame
from tests.builders import NOW
from tests.car.test_doctor import OpenVault
from tests.car.test_runtime import EventLog, a_car
from tests.played_devices import PlayedCamera

PICTURE = Frame(bytes(3 * 64 * 36), NOW, 1, 64, 36, "front")


class HeldCamera(PlayedCamera):
    """Opens when the test lets it; ``asked`` once somebody wants to."""

    def __init__(self) -> None:
        super().__init__(PICTURE)
        self.asked, self.let = threading.Event(), threading.Event()

    def open(self) -> None:
        self.asked.set()
        assert self.let.wait(20)
        super().open()


def examined(car: Car, folder: Path, **given: Any) -> dict[str, DoctorLine]:
    settings = CarSettings(unit="Unit 12", device="car-1", data=folder, detector="none", **given)
    return {line.name: line for line in RunningDoctor(car, settings, None).lines()}


def running(folder: Path, camera: PlayedCamera) -> tuple[Car, EventLog]:
    car, log = a_car(folder, camera)
    car.start()
    return car, log


def test_the_lines_are_those_of_the_command_and_a_frame_arrived(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "car.toml").write_text('source = "9"\ndetector = "none"\n')
    vault = OpenVault(bytes(32))
    command = CarDoctor(DoctorParts(tmp_path / "other", SystemClock(), vault, vault, tuple))
    named = [line.name for line in command.lines()]

    car, _ = running(tmp_path, PlayedCamera(PICTURE))
    try:
        found = examined(car, tmp_path)
        assert list(found) == named
        assert found["camera"].ok
        assert found["store"].words == "Every page is as it was written."
        assert found["sound"].words == "Not tested."
        assert "no recognition engine" in found["processor"].words
        car.shift_check.note(VoiceTried(Sound.SPEECH, "Alerts are not spoken: no voice."))
        again = examined(car, tmp_path)
        assert again["sound"] == sound_line(("Alerts are not spoken: no voice.",))
        assert not again["camera"].ok  # its only picture was given before
    finally:
        car.stop()


def test_who_signs_in_meanwhile_gets_the_cameras_right_after(tmp_path: Path) -> None:
    camera = HeldCamera()
    car, log = running(tmp_path, camera)
    tried: list[object] = []
    trying = threading.Thread(target=lambda: tried.append(car.tried_frames()))
    trying.start()
    assert camera.asked.wait(20)
    assert car.tried_frames() is None  # one at a time
    car.watch()  # returns at once, and waits for nobody
    assert car.is_on_watch
    assert camera.opened == 0
    camera.let.set()
    trying.join(20)
    log.wait_for(SourceEnded)
    assert tried == [(PICTURE,)]
    assert camera.opened == 2
    assert "Not measured" in examined(car, tmp_path)["processor"].words
    assert car.tried_frames() is None  # the watch has them
    car.rest()
    assert car.tried_frames() == (None,)
    car.stop()
    assert car.tried_frames() is None


def test_no_line_repeats_a_password_of_a_camera_or_anything_captured(tmp_path: Path) -> None:
    (tmp_path / "car.toml").write_text(
        'source = ["rtsp://ann:topsecret@10.0.0.7"]\nunit = 7\n[[camera]]\nname = 1\n'
        'source = "rtsp://ann:topsecret@10.0.0.7"\n'
    )
    car, _ = running(tmp_path, PlayedCamera())
    try:
        found = examined(car, tmp_path, source="rtsp://ann:topsecret@10.0.0.7")
    finally:
        car.stop()
    assert not found["settings"].ok
    assert "topsecret" not in " ".join(line.words for line in found.values())


def test_examining_keeps_nobody_from_writing(tmp_path: Path) -> None:
    car, _ = running(tmp_path, PlayedCamera())
    try:
        with car.parts.store.begin():  # a writing transaction is open
            assert car.parts.store.is_whole()
            assert car.parts.store.dates_of_keys() == ([], [])
            assert car.parts.store.enrollment() is None
    finally:
        car.stop()
