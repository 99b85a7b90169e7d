"""The practice of roll-call is offered at sign-in only: never on patrol (D17)."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mdt_alpr.domain.people.roles import Role, Session
from mdt_alpr.patrol.events import CameraChanged, Event, Health, SignedIn, SignedOut
from mdt_alpr.ui.shell.presenters.car import CarFacts, CarPresenter
from mdt_alpr.ui.shell.views.sign_in_page import SignInPage
from tests.builders import NOW, SetClock
from tests.ui.fake_desk import FakeDesk

OFFICER = Session("officer-1", "A. Sample", Role.OFFICER, NOW, "token")
STARTED = CameraChanged("front", Health.OK, "", NOW)


def a_car(*, offers: bool = True) -> CarPresenter:
    clock = SetClock()
    facts = CarFacts("Unit 12", "0", "own", offers_drill=offers)
    return CarPresenter(FakeDesk(clock), clock, facts)


def after(car: CarPresenter, *events: Event) -> bool:
    for event in events:
        car.take(event)
    return car.may_drill


def test_it_is_offered_while_the_car_rests() -> None:
    assert after(a_car())
    assert not after(a_car(offers=False))


@pytest.mark.parametrize(
    "events",
    [
        (SignedIn(OFFICER),),
        (SignedIn(OFFICER), STARTED),
        (SignedIn(OFFICER), STARTED, SignedOut("officer-1", "Headquarters ended it.")),
    ],
    ids=["signed in", "on patrol", "alerts go on after headquarters ended the session"],
)
def test_it_is_not_offered_while_somebody_or_something_works(events: tuple[Event, ...]) -> None:
    assert not after(a_car(), *events)


def test_the_button_is_there_only_while_it_is_offered(qtbot: QtBot) -> None:
    page, car = SignInPage(), a_car()
    qtbot.addWidget(page)
    car.sign_in_changed.connect(page.show_view)
    page.show()
    car.tick()
    assert page.drill.isVisible()
    with qtbot.waitSignal(page.drill_pressed):
        QTest.mouseClick(page.drill, Qt.MouseButton.LeftButton)
    after(car, SignedIn(OFFICER), STARTED)
    assert not page.drill.isVisible()
    car.lock()
    assert not page.drill.isVisible()
    assert page.sign_out.isVisible()
