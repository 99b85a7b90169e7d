"""The check with which a car begins its shift: when it is made, and what is recorded (MNT-03)."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.domain.audit.audit import AuditEntry, AuditEvent
from mdt_alpr.domain.equipment.self_check import TEST_PLATE, CheckPart, SelfCheck
from mdt_alpr.patrol.events import (
    CameraBeat,
    FrameSeen,
    Health,
    ListChanged,
    PositionChanged,
    ReadMade,
    SelfChecked,
    Sound,
    VoiceTried,
)
from mdt_alpr.patrol.hit_recorder import HitRecorder
from mdt_alpr.patrol.ports import Frame
from mdt_alpr.patrol.position import ClockCheck
from mdt_alpr.patrol.self_check import Gauges, SelfCheckParts, ShiftCheck
from tests.builders import NOW, SetClock, a_read


@dataclass
class Shift:
    """A car's check whose measures and officer a test sets."""

    store: CarStore
    clock: SetClock
    officer: str | None = "officer-1"
    sharpness: float = 20.0
    published: list[SelfCheck | None] = field(default_factory=list)
    check: ShiftCheck = field(init=False)

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        gauges = Gauges(lambda _frame: self.sharpness, lambda: 100 * 1024**3)
        self.check = ShiftCheck(
            SelfCheckParts(
                recorder=HitRecorder(self.store, self.clock, "Unit 12", "test"),
                clock=self.clock,
                cameras=("front",),
                device="car-1",
                gauges=gauges,
                clock_check=lambda: ClockCheck(headquarters_s=0.3),
                operator=lambda: self.officer,
                publish=self.take,
            )
        )
        self.check.restore()

    def take(self, event: SelfChecked) -> None:
        self.published.append(event.check)

    def goes_on(self, seconds: float = 20.0, *, beats: bool = True) -> None:
        """Let time pass in which the camera gives pictures, then look."""
        self.check.tick()
        self.clock.pass_by(seconds=seconds)
        if beats:
            now = self.clock.now()
            self.check.note(CameraBeat("front", now))
            self.check.note(FrameSeen(Frame(b"", now, 1, 1280, 720, "front"), ()))
        self.check.tick()

    def reads(self, text: str, *, held: bool = False) -> None:
        self.check.note(ReadMade(a_read(text), held, 100.0))

    def last(self) -> AuditEntry:
        with self.store.begin() as work:
            found = work.last_recorded(AuditEvent.SELF_CHECKED)
        assert found is not None
        return found

    def made(self) -> int:
        with self.store.begin() as work:
            return work.waiting_count()


@pytest.fixture
def shift(tmp_path: Path) -> Iterator[Shift]:
    clock = SetClock()
    store = CarStore(tmp_path / "car.db", bytes(32), clock, os.urandom, "car-1")
    made = Shift(store, clock)
    made.check.note(ListChanged(3, NOW, 100))
    made.check.note(PositionChanged(Health.OK, ""))
    made.check.note(VoiceTried(Sound.SPEECH))
    yield made
    store.close()


@pytest.mark.clause("3.A.4")
def test_the_check_of_a_shift_is_recorded_once_with_what_was_found(shift: Shift) -> None:
    assert shift.published == [None]
    shift.goes_on()
    entry = shift.last()
    assert (entry.person, entry.subject) == ("officer-1", "car-1")
    assert dict(entry.detail) == {
        **dict.fromkeys(("camera", "focus", "clock", "position"), "good"),
        **dict.fromkeys(("storage", "sound", "list"), "good"),
        "test_plate": "not_checked",
    }
    for _ in range(5):
        shift.goes_on()
    assert shift.made() == 1
    assert shift.published[-1] == SelfCheck(entry.at)


def test_nobody_signed_in_makes_no_check_and_the_camera_gets_time_to_start(shift: Shift) -> None:
    shift.officer = None
    shift.goes_on()
    shift.officer = "officer-1"
    shift.check.tick()
    shift.goes_on(5)
    assert shift.made() == 0
    shift.goes_on()
    assert shift.made() == 1


def test_another_officer_and_the_next_shift_have_checks_of_their_own(shift: Shift) -> None:
    shift.goes_on()
    shift.officer = "officer-2"
    shift.goes_on()
    assert (shift.made(), shift.last().person) == (2, "officer-2")
    shift.clock.pass_by(hours=13)
    shift.check.note(ListChanged(4, shift.clock.now(), 100))
    shift.goes_on()
    shift.goes_on()
    assert shift.made() == 3


def test_a_failed_check_is_repeated_and_recorded_when_it_passes(shift: Shift) -> None:
    shift.sharpness = 0.2
    shift.goes_on()
    shift.goes_on()
    assert (shift.made(), shift.published[-1]) == (
        1, SelfCheck(shift.last().at, (CheckPart.FOCUS,)),
    )  # fmt: skip
    shift.sharpness = 15.0
    shift.goes_on()
    assert shift.made() == 2
    assert shift.published[-1] == SelfCheck(shift.last().at)


def test_a_camera_without_pictures_fails(shift: Shift) -> None:
    shift.goes_on(beats=False)
    assert shift.published[-1] == SelfCheck(shift.last().at, (CheckPart.CAMERA,))


def test_the_test_plate_counts_whenever_it_is_shown_and_its_text_is_not_recorded(
    shift: Shift,
) -> None:
    shift.goes_on()
    shift.reads("ABC1234")
    shift.reads(TEST_PLATE, held=True)  # on a list it is no test plate
    shift.goes_on()
    assert shift.made() == 1
    shift.reads("ALPRTES7")
    shift.goes_on()
    assert shift.published[-1] == SelfCheck(shift.last().at, (CheckPart.TEST_PLATE,))
    assert "ALPRTES7" not in str(shift.last())
    shift.reads(TEST_PLATE)
    shift.goes_on()
    assert dict(shift.last().detail)["test_plate"] == "good"
    assert shift.made() == 3


def test_a_restart_in_the_shift_keeps_its_check_and_a_misread_test_plate(shift: Shift) -> None:
    shift.goes_on()
    shift.reads("ALPRTES7")
    shift.goes_on()
    before = shift.published[-1]
    shift.start()
    assert shift.published[-1] == before
    shift.check.note(ListChanged(3, NOW, 100))
    shift.goes_on(timedelta(minutes=2).total_seconds())
    assert shift.made() == 2
