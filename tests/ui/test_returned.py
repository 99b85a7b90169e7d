from datetime import timedelta
from typing import Any

from mdt_alpr.domain.people.roles import Returned, Role, Session
from mdt_alpr.patrol.events import SignedIn
from mdt_alpr.ui.shell.models.pages import StatusView
from mdt_alpr.ui.shell.presenters.car import CarFacts, CarPresenter
from tests.builders import NOW, SetClock
from tests.ui.window import QuietDesk

BACK = Returned("h1", NOW - timedelta(hours=9), "V", "Which character was it?", "Sgt. Bell", NOW)


def signed_in(*returned: Returned) -> tuple[list[str], StatusView]:
    clock = SetClock()
    presenter = CarPresenter(QuietDesk(clock), clock, CarFacts("Unit 214", "0.1", "own"))
    came: list[str] = []
    shown: dict[str, Any] = {}
    presenter.returned_came.connect(lambda: came.append("returned"))
    presenter.status_changed.connect(lambda view: shown.update(status=view))
    session = Session("officer-1", "Alvarez", Role.OFFICER, NOW, "token", returned)
    presenter.take(SignedIn(session))
    view: StatusView = shown["status"]
    return came, view


def test_an_officer_sees_at_sign_in_what_the_supervisor_sent_back() -> None:
    came, view = signed_in(BACK)
    assert came == ["returned"]
    card = view.left[0]
    assert card.title == "Returned by your supervisor"
    assert (card.lines[0].name, card.lines[0].detail) == (
        "Stolen vehicle",
        "Sgt. Bell: Which character was it?",
    )


def test_many_are_counted_and_none_shows_nothing() -> None:
    assert signed_in()[0] == []
    assert signed_in()[1].left[0].title == "This car"
    lines = signed_in(*[BACK] * 5)[1].left[0].lines
    assert (len(lines), lines[-1].value) == (4, "2")
