"""A shift begins without a link: who gets in, what is recorded, what waits (CAR-01, AC-7)."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.car.link_rounds import OFFLINE
from mdt_alpr.car.parts import CarParts
from mdt_alpr.car.runtime import Car
from mdt_alpr.domain.errors import LinkLostError, SignInRefusedError
from mdt_alpr.domain.people.offline_sign_in import CLOCK_WAS_SET_BACK, NOT_KNOWN_HERE
from mdt_alpr.domain.people.roles import Role, Session
from mdt_alpr.patrol.events import (
    CameraChanged,
    Event,
    LinkChanged,
    SignedIn,
    SignedOut,
    SignInFailed,
)
from mdt_alpr.patrol.verifiers import LOCKED_WORDS, WRONG_WORDS
from tests.builders import NOW, SetClock
from tests.car.test_runtime import EventLog, audited, no_engines
from tests.car.test_wrong_passwords import a_link
from tests.patrol.scripted_link import OFFICER, TOKEN
from tests.played_devices import PlayedCamera

SECOND_OFFICER = Session("officer-2", "B. Sample", Role.OFFICER, NOW, TOKEN)
NO_LINK = LinkLostError("No link.")


class Shift:
    """One car after another over the same folder: the program is started again."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.link, self.clock = folder, a_link(), SetClock()
        self.start()

    def start(self, *, resume: bool = True) -> None:
        self.log = EventLog()
        store = CarStore(self.folder / "car.db", bytes(32), self.clock, os.urandom, "car-1")
        parts = CarParts(
            PlayedCamera(), no_engines, store, self.link, self.clock, "Unit 12", "car-1"
        )  # fmt: skip
        self.car = Car(parts, self.log.take)
        self.car.start(resume=resume)

    def restart(self, *, resume: bool = True) -> None:
        self.car.stop()
        self.start(resume=resume)

    def signs_in(self, person: str = "officer-1", word: str = "right word") -> Event:
        """Return the answer to a sign-in."""
        before = len(self.log.events)

        def answers() -> list[Event]:
            return [e for e in self.log.events[before:] if isinstance(e, SignedIn | SignInFailed)]

        self.car.desk.sign_in(person, word)
        self.log.wait_until(lambda _event: bool(answers()))
        return answers()[0]

    def signs_out(self) -> None:
        before = len(self.log.events)
        self.car.desk.sign_out()
        self.log.wait_until(
            lambda _e: any(isinstance(e, SignedOut) for e in self.log.events[before:])
        )

    def refusal(self, person: str = "officer-1", word: str = "right word") -> str:
        answer = self.signs_in(person, word)
        assert isinstance(answer, SignInFailed)
        return answer.why

    def loses_link(self) -> None:
        self.link.session = NO_LINK


@pytest.fixture
def shift(tmp_path: Path) -> Iterator[Shift]:
    made = Shift(tmp_path)
    yield made
    made.car.stop()


def test_a_shift_begins_without_a_link_and_says_so(shift: Shift, tmp_path: Path) -> None:
    shift.signs_in()
    shift.signs_out()
    shift.loses_link()
    shift.clock.pass_by(hours=20)
    shift.restart()
    answer = shift.signs_in()
    assert isinstance(answer, SignedIn)
    assert answer.session.is_offline
    assert answer.session.name == "A. Sample"
    shift.log.wait_until(lambda e: isinstance(e, LinkChanged) and e.why == OFFLINE)
    shift.log.wait_until(lambda e: isinstance(e, CameraChanged))
    shift.car.stop()
    assert audited(tmp_path).count("officer:session:begun") == 2
    shift.start()


def test_it_goes_on_after_a_restart_and_headquarters_takes_it_over(shift: Shift) -> None:
    shift.signs_in()
    shift.signs_out()
    shift.loses_link()
    begun = shift.signs_in()
    shift.restart()
    resumed = shift.log.wait_for(SignedIn)
    assert isinstance(resumed, SignedIn)
    assert isinstance(begun, SignedIn)
    assert resumed.session.offline_until == begun.session.offline_until
    assert shift.car._sessions.usable() is None
    before = shift.car._sessions.officer
    shift.link.session = OFFICER
    assert shift.signs_in() == SignedIn(OFFICER)
    assert shift.car._sessions.usable() == OFFICER
    assert shift.car._sessions.officer == before


def test_only_whom_headquarters_accepted_in_this_car_signs_in(shift: Shift) -> None:
    shift.signs_in()
    shift.loses_link()
    assert shift.refusal("officer-2") == f"No link. {NOT_KNOWN_HERE}"
    shift.clock.pass_by(hours=24)
    assert shift.refusal() == f"No link. {NOT_KNOWN_HERE}"


def test_another_known_officer_takes_the_car_over(shift: Shift) -> None:
    shift.link.session = SECOND_OFFICER
    shift.signs_in("officer-2")
    shift.car.hold_round()
    shift.link.session = OFFICER
    shift.signs_in()
    shift.loses_link()
    answer = shift.signs_in("officer-2")
    assert isinstance(answer, SignedIn)
    assert answer.session.person_id == "officer-2"
    assert answer.session.token == ""


@pytest.mark.attack("V6")
def test_five_wrong_passwords_lock_one_person_through_a_restart_and_are_sent_later(
    shift: Shift, tmp_path: Path
) -> None:
    shift.link.session = SECOND_OFFICER
    shift.signs_in("officer-2")
    shift.link.session = OFFICER
    shift.signs_in()
    shift.signs_out()
    shift.loses_link()
    shift.restart()
    said = [shift.refusal(word=f"wrong {n}") for n in range(4)]
    assert said == [WRONG_WORDS] * 4
    shift.signs_in("officer-2")  # does not take the others' failures away
    assert shift.refusal(word="wrong") == LOCKED_WORDS
    shift.restart(resume=False)
    assert shift.refusal() == LOCKED_WORDS
    shift.clock.pass_by(hours=2)
    assert shift.refusal() == LOCKED_WORDS
    shift.link.session = OFFICER
    assert shift.signs_in() == SignedIn(OFFICER)
    shift.loses_link()
    assert shift.signs_in() == SignedIn(OFFICER)
    shift.car.stop()
    waiting = audited(tmp_path)
    assert waiting.count("officer:session:locked_out") == 1
    assert waiting.count("officer:session:refused") >= 5
    shift.start()


@pytest.mark.attack("V6")
def test_a_person_whom_headquarters_refused_does_not_come_in_by_cutting_the_link(
    shift: Shift,
) -> None:
    shift.signs_in()
    shift.signs_out()
    shift.link.session = SignInRefusedError("This account is disabled.")
    assert shift.refusal() == "This account is disabled."
    shift.loses_link()
    assert shift.refusal() == f"No link. {NOT_KNOWN_HERE}"


@pytest.mark.attack("V6")
def test_a_wrong_password_takes_nobody_elses_sign_in_away(shift: Shift) -> None:
    shift.signs_in()
    shift.signs_out()
    shift.link.session = SignInRefusedError("User name or password is wrong.")
    shift.refusal(word="wrong")
    shift.loses_link()
    assert isinstance(shift.signs_in(), SignedIn)


@pytest.mark.attack("V6")
def test_a_session_that_headquarters_ended_leaves_no_way_in(shift: Shift) -> None:
    shift.signs_in()
    shift.car._link.ask(shift.car._sessions.refused)
    shift.loses_link()
    assert shift.refusal() == f"No link. {NOT_KNOWN_HERE}"


@pytest.mark.attack("V6")
def test_a_clock_set_back_to_yesterday_lets_nobody_in(shift: Shift) -> None:
    shift.signs_in()
    shift.signs_out()
    shift.loses_link()
    shift.clock.pass_by(hours=30)
    shift.restart()
    shift.refusal(word="wrong")
    shift.restart()  # by then that it was started is on record, with the time
    shift.clock.pass_by(hours=-20)
    assert shift.refusal() == f"No link. {CLOCK_WAS_SET_BACK}"


def test_headquarters_that_still_accepts_a_person_renews_it(shift: Shift) -> None:
    shift.signs_in()
    shift.clock.pass_by(hours=11)
    shift.car._link.ask(shift.car._sessions.accepted)
    shift.signs_out()
    shift.loses_link()
    shift.clock.pass_by(hours=23)
    answer = shift.signs_in()
    assert isinstance(answer, SignedIn)
    assert replace(answer.session, signed_in_at=NOW, offline_until=None) == replace(
        OFFICER, token=""
    )
