"""Passenger mode is chosen, recorded with the person, and ends with the person's session."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mdt_alpr.patrol.crew import Crew, CrewParts, DrivingWatch
from mdt_alpr.patrol.hit_recorder import HitRecorder
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.messages import AuditMessage
from tests.patrol.desks import ServiceUnderTest, running_service

CAME, LEFT = "officer:second_officer:came", "officer:second_officer:left"


class Cab:
    def __init__(self, desk: ServiceUnderTest) -> None:
        self.desk = desk
        self.driving = DrivingWatch(lambda _: None)
        recorder = HitRecorder(desk.store, desk.clock, "Unit 12", "test")
        self.crew = Crew(
            CrewParts(
                desk.records, recorder, desk.sessions, self.driving, "car-1", desk.desk.handed_over
            )
        )

    def sign_in(self) -> None:
        self.desk.sessions.begin("officer-1", "word")

    def ask(self, *, present: bool) -> bool:
        self.crew.second_officer(present=present)
        self.desk.settled()
        return self.driving.current.passenger

    def recorded(self) -> list[tuple[str, str, str]]:
        def was_open() -> list[AuditMessage]:
            with self.desk.store.begin() as work:
                return [decode(AuditMessage, item.body) for item in work.waiting(100)]

        return [(e.event, e.person, e.subject) for e in self.desk.records.ask(was_open)]


@pytest.fixture
def cab(tmp_path: Path) -> Iterator[Cab]:
    with running_service(tmp_path) as desk:
        yield Cab(desk)


def test_it_is_never_on_by_default_and_nobody_signed_in_may_not_begin_it(cab: Cab) -> None:
    assert not cab.driving.current.passenger
    assert not cab.ask(present=True)
    assert cab.recorded() == []


def test_beginning_and_ending_are_recorded_with_the_person(cab: Cab) -> None:
    cab.sign_in()
    assert cab.ask(present=True)
    assert cab.ask(present=True)
    assert not cab.ask(present=False)
    assert not cab.ask(present=False)
    assert cab.recorded() == [(CAME, "officer-1", "car-1"), (LEFT, "officer-1", "car-1")]


def test_it_ends_at_sign_out_in_the_name_of_whoever_began_it(cab: Cab) -> None:
    cab.sign_in()
    cab.ask(present=True)
    cab.desk.sessions.end()
    cab.desk.records.ask(cab.crew.signed_out)
    assert not cab.driving.current.passenger
    assert cab.recorded()[-1] == (LEFT, "officer-1", "car-1")
    cab.desk.records.ask(cab.crew.signed_out)
    assert len(cab.recorded()) == 2


def test_unlocking_keeps_it_and_another_person_ends_it(cab: Cab) -> None:
    cab.sign_in()
    cab.ask(present=True)
    cab.desk.records.ask(lambda: cab.crew.signed_in("officer-1"))
    assert cab.driving.current.passenger
    cab.desk.records.ask(lambda: cab.crew.signed_in("officer-2"))
    assert not cab.driving.current.passenger
