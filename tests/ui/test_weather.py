"""In a trial the officer says which weather there is: one press, again when it changes."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mdt_alpr.domain.people.roles import Role, Session
from mdt_alpr.domain.review.trial_parts import Weather
from mdt_alpr.patrol.events import SignedIn, SignedOut
from mdt_alpr.ui.shell.presenters.weather import WeatherPresenter
from mdt_alpr.ui.shell.views.patrol_page import PatrolPage
from tests.builders import NOW

FIRST, SECOND = (
    SignedIn(Session(name, name, Role.OFFICER, NOW, "token"))
    for name in ("officer-1", "officer-2")
)


class TrialOfCar:
    """Takes what was seen."""

    def __init__(self) -> None:
        self.seen: list[Weather] = []

    def see_weather(self, weather: Weather) -> None:
        self.seen.append(weather)


def a_page(qtbot: QtBot, trial: TrialOfCar | None) -> tuple[PatrolPage, WeatherPresenter]:
    page, presenter = PatrolPage(), WeatherPresenter(trial)
    qtbot.addWidget(page)
    presenter.view_changed.connect(page.weather.show_view)
    page.weather.pressed.connect(presenter.choose)
    page.show()
    return page, presenter


def press(page: PatrolPage, word: str) -> None:
    (tile,) = [tile for tile in page.weather.tiles if tile.text() == word]
    QTest.mouseClick(tile, Qt.MouseButton.LeftButton)


def chosen(page: PatrolPage) -> list[str]:
    return [tile.text() for tile in page.weather.tiles if tile.isChecked()]


def test_one_press_says_it_and_another_one_that_it_changed(qtbot: QtBot) -> None:
    trial = TrialOfCar()
    page, presenter = a_page(qtbot, trial)
    presenter.take(FIRST)
    assert page.weather.isVisible()
    assert chosen(page) == []
    for word in ("Rain", "Low sun"):
        press(page, word)
        assert chosen(page) == [word]
    assert trial.seen == [Weather.RAIN, Weather.LOW_SUN]


def test_who_unlocks_is_not_asked_again_and_the_next_officer_is(qtbot: QtBot) -> None:
    page, presenter = a_page(qtbot, TrialOfCar())
    presenter.take(FIRST)
    press(page, "Fog")
    presenter.take(FIRST)
    assert chosen(page) == ["Fog"]
    presenter.take(SECOND)
    assert chosen(page) == []
    press(page, "Dry")
    presenter.take(SignedOut("officer-2", ""))
    assert chosen(page) == []


def test_nothing_is_asked_in_service_or_taken_from_nobody(qtbot: QtBot) -> None:
    page, presenter = a_page(qtbot, None)
    presenter.take(FIRST)
    assert not page.weather.isVisible()
    trial = TrialOfCar()
    WeatherPresenter(trial).choose("rain")
    assert trial.seen == []
