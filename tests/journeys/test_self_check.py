"""A shift's check from the car to the desk: a blurred lens is recorded, sent and said on a hit."""

import os
from pathlib import Path

import cv2
import numpy as np

from mdt_alpr.adapters.hq_link.http_link import HttpLink, open_client
from mdt_alpr.adapters.pictures import focus_of
from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.domain.equipment.self_check import CheckPart, SelfCheck
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.settings import HqSettings, PasswordCost
from mdt_alpr.hq.equipment import service
from mdt_alpr.hq.hits.hit_file import hit_file
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, OFFICER, sample_agency
from mdt_alpr.patrol import outbox
from mdt_alpr.patrol.events import CameraBeat, FrameSeen, ListChanged
from mdt_alpr.patrol.hit_recorder import HitRecorder
from mdt_alpr.patrol.ports import Frame
from mdt_alpr.patrol.position import ClockCheck
from mdt_alpr.patrol.self_check import Gauges, SelfCheckParts, ShiftCheck
from tests.builders import NOW, SetClock, a_hit, a_read
from tests.hq.senders import DEVICE, PASSWORDS


def a_street(blur: float) -> Frame:
    """Return a picture with edges, as through a lens that is so far out of focus."""
    rng = np.random.default_rng(7)
    blocks = rng.integers(0, 255, (36, 64, 3), dtype=np.uint8)
    sharp = cv2.resize(blocks, (1280, 720), interpolation=cv2.INTER_NEAREST)
    pixels = cv2.GaussianBlur(sharp, (0, 0), blur) if blur else sharp
    return Frame(pixels, NOW, 1, 1280, 720, "front")


def drive(store: CarStore, clock: SetClock, frame: Frame) -> SelfCheck | None:
    """Begin a shift and raise a hit; return the check that the car made."""
    recorder = HitRecorder(store, clock, "Unit 12", "0")
    made: list[SelfCheck | None] = []
    check = ShiftCheck(
        SelfCheckParts(
            recorder, clock, ("front",), DEVICE, Gauges(focus_of, store.free_bytes),
            ClockCheck, lambda: OFFICER, lambda event: made.append(event.check),
        )
    )  # fmt: skip
    check.tick()
    check.note(ListChanged(1, NOW, 10))
    clock.pass_by(seconds=20)
    check.note(CameraBeat("front", clock.now()))
    check.note(FrameSeen(frame, ()))
    check.tick()
    read = a_read()
    recorder.save_read(read, OFFICER)
    recorder.record_raised(a_hit(read), OFFICER)
    return made[-1]


def test_a_blurred_lens_is_recorded_in_the_car_and_said_at_headquarters(tmp_path: Path) -> None:
    cost = PasswordCost(time=1, memory=8, lanes=1)
    clock = SetClock()
    store = CarStore(tmp_path / "car.db", b"k" * 32, clock, os.urandom, DEVICE)
    with InProcessHq(HqSettings(tmp_path / "hq", password_cost=cost), clock, os.urandom) as at:
        sample_agency(at.hq, PASSWORDS, NOW.date())
        made = drive(store, clock, a_street(blur=9))
        assert made is not None
        assert made.failed == (CheckPart.FOCUS,)
        link = HttpLink(open_client(at.base_url), clock, DEVICE)
        session = link.sign_in(OFFICER, PASSWORDS[OFFICER])
        with store.begin() as work:
            batch = outbox.next_batch(work)
        outbox.deliver(link, session, batch)
        link.close()
        with at.hq.writing() as work:
            (kept,) = service.register_of(work, ADMINISTRATOR).checks
            file = hit_file(work, a_hit(a_read()).hit_id)
    store.close()
    assert (kept.device, kept.failed) == (DEVICE, "focus")
    assert file.unchecked == "Device failed its check: focus."


def test_a_sharp_picture_passes_and_a_dark_one_is_not_judged() -> None:
    sharp, dark = focus_of(a_street(blur=0)), a_street(blur=0)
    assert sharp is not None
    assert sharp > 1.0
    assert focus_of(Frame(dark.pixels // 64, NOW, 1, 1280, 720, "front")) is None
