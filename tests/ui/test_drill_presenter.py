"""Who signs in after a practice is asked whether its result is theirs; nobody else is (D17)."""

from datetime import UTC

import pytest

from mdt_alpr.domain.officer import Driving
from mdt_alpr.domain.people.drills import PracticeResult, Trap
from mdt_alpr.domain.people.roles import Role, Session
from mdt_alpr.patrol.events import DrivingChanged, SignedIn
from mdt_alpr.ui.kit.models.choice import QuestionView
from mdt_alpr.ui.shell.presenters.drills import DrillPresenter, Practice
from tests.builders import NOW

RESULT = PracticeResult("drill-1", NOW, (Trap.TRUE_HIT,), (Trap.RECOVERED,))


class Car:
    """Keeps what it is asked to keep."""

    def __init__(self) -> None:
        self.kept: list[tuple[str, PracticeResult]] = []
        self.asked: list[QuestionView] = []
        self.presenter = DrillPresenter(self, UTC)
        self.presenter.asked.connect(self.asked.append)

    def keep_drill(self, person_id: str, result: PracticeResult) -> None:
        self.kept.append((person_id, result))

    def sign_in(self, person: str = "officer-1", *, locked: bool = False) -> None:
        session = Session(person, "A. Sample", Role.OFFICER, NOW, "token")
        self.presenter.take(SignedIn(session, locked=locked))


@pytest.fixture
def car(qapp: object) -> Car:
    assert qapp
    return Car()


def test_the_person_who_practiced_keeps_the_result_once(car: Car) -> None:
    car.presenter.ended(Practice("Officer-1", RESULT))
    car.sign_in()
    (question,) = car.asked
    assert "Nov 25, 14:30: 1 of 2 passed." in question.text
    assert "marked as training" in question.text
    car.presenter.keep()
    car.presenter.keep()
    assert car.kept == [("officer-1", RESULT)]
    car.sign_in()
    assert len(car.asked) == 1


def test_nobody_else_is_asked_and_the_result_waits_for_its_person(car: Car) -> None:
    car.presenter.ended(Practice("officer-1", RESULT))
    car.sign_in("officer-2")
    car.presenter.keep()
    assert (car.asked, car.kept) == ([], [])
    car.sign_in()
    assert len(car.asked) == 1


def test_the_person_is_not_asked_on_a_locked_screen_or_while_driving(car: Car) -> None:
    car.presenter.ended(Practice("officer-1", RESULT))
    car.sign_in(locked=True)
    car.presenter.take(DrivingChanged(Driving(31.0)))
    car.sign_in()
    assert car.asked == []
    car.presenter.take(DrivingChanged(Driving(0.0)))
    car.sign_in()
    assert len(car.asked) == 1


def test_another_practice_takes_the_place_of_one_that_nobody_kept(car: Car) -> None:
    car.presenter.ended(Practice("officer-1", RESULT))
    car.sign_in()
    car.presenter.ended(Practice("officer-2", RESULT))
    car.presenter.keep()  # the question of before
    assert car.kept == []
