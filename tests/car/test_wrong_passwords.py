"""Wrong passwords without a link: recorded one by one, and not forgotten by a restart."""

import os
from pathlib import Path

import pytest

from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.car.parts import CarParts
from mdt_alpr.car.runtime import Car
from mdt_alpr.domain.errors import LinkLostError
from mdt_alpr.patrol.events import SignedIn, SignInFailed
from mdt_alpr.patrol.verifiers import LOCKED_WORDS, WRONG_WORDS
from tests.builders import SetClock
from tests.car.test_runtime import EventLog, audited, keep_session, no_engines
from tests.patrol.scripted_link import OFFICER, ScriptedLink, lost
from tests.played_devices import PlayedCamera


def a_link() -> ScriptedLink:
    """Return a headquarters that answers sign-ins only."""
    return ScriptedLink(*[lost] * 1000)


def a_car(folder: Path, link: ScriptedLink) -> tuple[Car, EventLog]:
    log, clock = EventLog(), SetClock()
    store = CarStore(folder / "car.db", bytes(32), clock, os.urandom, "car-1")
    parts = CarParts(PlayedCamera(), no_engines, store, link, clock, "Unit 12", "car-1")
    return Car(parts, log.take), log


def tried(car: Car, log: EventLog, password: str) -> SignedIn | SignInFailed:
    """Return the answer to a sign-in."""
    before = len(log.events)

    def answers() -> list[SignedIn | SignInFailed]:
        return [e for e in log.events[before:] if isinstance(e, SignedIn | SignInFailed)]

    car.desk.sign_in("officer-1", password)
    log.wait_until(lambda _event: bool(answers()))
    return answers()[0]


@pytest.mark.proved("V6")
@pytest.mark.attack("V6")
def test_thirty_wrong_passwords_are_recorded_lock_the_car_and_outlast_a_restart(
    tmp_path: Path,
) -> None:
    link = a_link()
    car, log = a_car(tmp_path, link)
    car.start()
    assert tried(car, log, "right word") == SignedIn(OFFICER)
    link.session = LinkLostError("No link.")
    answers = [tried(car, log, f"wrong word {number}") for number in range(30)]
    answers.append(tried(car, log, "right word"))
    car.stop()

    assert answers[0] == SignInFailed(WRONG_WORDS, without_link=True)
    assert answers[5:] == [SignInFailed(LOCKED_WORDS)] * 26
    recorded = audited(tmp_path)
    assert recorded.count("officer:session:refused") == 31
    assert recorded.count("officer:session:locked_out") == 1

    link.is_lost = True
    car, log = a_car(tmp_path, link)
    car.start()
    log.wait_for(SignedIn)
    assert tried(car, log, "right word") == SignInFailed(LOCKED_WORDS)
    link.is_lost, link.session = False, OFFICER
    assert tried(car, log, "right word") == SignedIn(OFFICER)
    car.stop()
    car, log = a_car(tmp_path, link)
    link.session = LinkLostError("No link.")
    car.start()
    log.wait_for(SignedIn)
    assert tried(car, log, "right word") == SignedIn(OFFICER)
    car.stop()


@pytest.mark.proved("V6")
@pytest.mark.attack("V6")
def test_a_restart_is_recorded_as_that_and_not_as_a_sign_in(tmp_path: Path) -> None:
    keep_session(tmp_path, OFFICER)
    car, log = a_car(tmp_path, a_link())
    car.start()
    log.wait_for(SignedIn)
    car.stop()
    recorded = audited(tmp_path)
    assert "car:session:resumed" in recorded
    assert "officer:session:begun" not in recorded


@pytest.mark.proved("V6")
@pytest.mark.attack("V6")
def test_a_car_that_was_not_asked_to_leaves_the_last_session_alone(tmp_path: Path) -> None:
    keep_session(tmp_path, OFFICER)
    car, log = a_car(tmp_path, a_link())
    car.start(resume=False)
    car.hold_round()
    car.stop()
    assert not [e for e in log.events if isinstance(e, SignedIn)]
    assert "car:session:resumed" not in audited(tmp_path)
