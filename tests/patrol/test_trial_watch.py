"""What a car in trial mode keeps of plates that it did not read, and says of itself."""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hit.trial_sample import UNREAD, TrialSample
from mdt_alpr.domain.hit.trial_state import CarState, state_from
from mdt_alpr.domain.people.roles import Role, Session
from mdt_alpr.domain.reading.read_rules import ReadRejection, Rejected
from mdt_alpr.domain.reading.reading import Box
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.domain.review.trial_parts import Weather
from mdt_alpr.machine.load import MachineLoad
from mdt_alpr.patrol.candidates import Candidate
from mdt_alpr.patrol.events import (
    CandidateUnread,
    FrameSeen,
    Health,
    LinkChanged,
    QueueChanged,
    ReadMade,
    SignedIn,
    SignedOut,
)
from mdt_alpr.patrol.hit_recorder import HitRecorder
from mdt_alpr.patrol.ports import Frame
from mdt_alpr.patrol.trial_watch import TrialWatch, TrialWatchParts, sample_facts
from mdt_alpr.patrol.worker import Worker
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.messages import AuditMessage, PictureMessage
from tests.builders import NOW, SetClock, a_read

ALL, NONE = TrialSample("7 abc", 1.0), TrialSample("7 abc", 0.0)
PICTURE = b"\xff\xd8\xffplate"


class Shift:
    """A trial's watch on a real store and a real thread."""

    def __init__(self, folder: Path) -> None:
        self.clock = SetClock()
        self.store = CarStore(folder / "car.db", bytes(32), self.clock, os.urandom, "car-1")
        self.records = Worker("records", lambda failed: pytest.fail(failed.why))
        self.records.start()
        self.loads = [MachineLoad(10.0, 400, 61.0)]
        recorder = HitRecorder(self.store, self.clock, "Unit 12", "0")
        self.watch = TrialWatch(
            TrialWatchParts(self.records, recorder, "car-1", load=lambda: self.loads[-1])
        )

    def sign_in(self, sample: TrialSample | None, *, resumed: bool = False) -> None:
        session = Session("officer-1", "A. Officer", Role.OFFICER, NOW, "token", sample=sample)
        self.watch.note(SignedIn(session, resumed=resumed))

    def waiting(self, kind: ItemKind) -> list[str]:
        def bodies() -> list[str]:
            with self.store.begin() as work:
                return [item.body for item in work.waiting_of((kind,), 100)]

        return self.records.ask(bodies)

    def pictures(self) -> list[PictureMessage]:
        return [decode(PictureMessage, body) for body in self.waiting(ItemKind.PICTURE)]

    def states(self) -> list[CarState]:
        entries = [decode(AuditMessage, body) for body in self.waiting(ItemKind.AUDIT)]
        return [state_from(e.detail) for e in entries if e.event == AuditEvent.TRIAL_STATE]

    def weather(self) -> list[tuple[str, str, str]]:
        entries = [decode(AuditMessage, body) for body in self.waiting(ItemKind.AUDIT)]
        said = [(e.subject, dict(e.detail)) for e in entries if e.event == "car:trial:weather"]
        return [(unit, facts["weather"], facts.get("trial", "")) for unit, facts in said]


@pytest.fixture
def shift(tmp_path: Path) -> Iterator[Shift]:
    made = Shift(tmp_path)
    yield made
    made.records.stop()
    made.store.close()


def unread(
    why: ReadRejection = ReadRejection.TOO_UNCERTAIN, *, over: bool = True
) -> CandidateUnread:
    rejected = Rejected(Box(10, 10, 110, 60), "", why, 1)
    return CandidateUnread("front", Candidate(rejected, NOW, over, PICTURE))


def test_a_plate_without_a_read_is_kept_and_queued_where_the_sample_holds_it(shift: Shift) -> None:
    shift.sign_in(ALL)
    shift.watch.note(unread())
    (message,) = shift.pictures()
    assert (message.what, message.camera, message.unit) == (UNREAD, "front TRIAL", "Unit 12")
    assert (message.person_id, message.captured_at) == ("officer-1", NOW)

    def kept() -> bytes | None:
        with shift.store.begin() as work:
            return work.picture(message.digest)

    assert shift.records.ask(kept) == PICTURE


def test_nothing_is_kept_outside_of_the_sample_or_before_it_is_known(shift: Shift) -> None:
    shift.watch.note(unread())
    shift.sign_in(NONE)
    shift.watch.note(unread())
    shift.sign_in(None)
    shift.watch.note(unread())
    assert shift.pictures() == []


def test_what_may_still_be_read_or_was_masked_is_no_missed_plate(shift: Shift) -> None:
    shift.sign_in(ALL)
    shift.watch.note(unread(over=False))
    shift.watch.note(unread(ReadRejection.LEFT_OUT))
    assert shift.pictures() == []


def test_it_is_gone_from_the_car_at_the_deadline_of_reads(shift: Shift) -> None:
    shift.sign_in(ALL)
    shift.watch.note(unread())
    (message,) = shift.pictures()

    def purge() -> bytes | None:
        with shift.store.begin() as work:
            work.purge(NOW + timedelta(days=91))
        with shift.store.begin() as work:
            return work.picture(message.digest)

    assert shift.records.ask(purge) is None
    assert shift.pictures() == []


def test_a_restart_goes_on_by_the_rule_that_the_sign_in_recorded(shift: Shift) -> None:
    def sign_in() -> None:
        with shift.store.begin() as work:
            work.record(AuditEvent.SIGN_IN, "car-1", "officer-1", *sample_facts(ALL))

    shift.records.ask(sign_in)
    shift.sign_in(None, resumed=True)
    shift.watch.note(unread())
    assert len(shift.pictures()) == 1


def test_the_car_says_of_its_shift_what_was_read_left_out_lost_and_used(shift: Shift) -> None:
    shift.sign_in(ALL)
    frame = Frame(np.zeros((4, 4, 3), np.uint8), NOW, 1, 4, 4, "front")
    for number in (1, 2, 5):
        shift.watch.note(FrameSeen(replace(frame, number=number), ()))
    for latency_ms in (120.0, 1800.0):
        shift.watch.note(ReadMade(a_read(), held=False, latency_ms=latency_ms))
    shift.watch.note(unread())
    shift.watch.note(QueueChanged(9, NOW))
    shift.watch.note(LinkChanged(Health.LOST, "no link"))
    shift.records.ask(lambda: None)
    shift.clock.at += timedelta(minutes=5)
    shift.watch.note(LinkChanged(Health.OK, ""))
    shift.records.ask(lambda: None)
    shift.clock.at += timedelta(minutes=5)
    shift.loads.append(MachineLoad(310.0, 420, None))
    shift.watch.note(SignedOut("officer-1", ""))
    shift.watch.note(SignedOut("officer-1", ""))
    (state,) = shift.states()
    assert (state.seconds, state.frames, state.left_out) == (600, 3, 2)
    assert (state.reads, state.ready, state.unread, state.kept, state.asks) == (2, 1, 1, 1, 1)
    assert (state.processor_s, state.memory_mb, state.heat_c) == (300, 420, 0)
    assert (state.links_lost, state.without_link_s, state.waiting) == (1, 300, 9)


def test_a_lying_entry_counts_as_nothing() -> None:
    assert state_from((("seconds", "-5"), ("frames", "1e9"), ("reads", "9" * 30))) == CarState()


def test_weather_is_recorded_with_unit_and_trial_and_ends_with_the_shift(shift: Shift) -> None:
    shift.watch.see_weather(Weather.FOG)  # nobody is signed in
    shift.sign_in(ALL)
    shift.watch.see_weather(Weather.RAIN)
    shift.sign_in(ALL)  # an unlocked screen is the same shift
    shift.watch.see_weather(Weather.DRY)
    shift.watch.note(SignedOut("officer-1", ""))
    said = [("Unit 12", word, ALL.number) for word in ("", "rain", "dry", "")]
    assert shift.weather() == said
