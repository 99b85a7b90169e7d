from datetime import timedelta
from typing import Any

import pytest

from mdt_alpr.domain import policy
from mdt_alpr.domain.equipment.self_check import CheckPart, SelfCheck
from mdt_alpr.domain.hotlist.hotlist import CategorySetting, CategorySettings, Priority
from mdt_alpr.domain.people.passwords import PASSWORD_RULES
from mdt_alpr.domain.people.roles import Role, Session
from mdt_alpr.patrol.events import (
    CameraChanged,
    EngineMissing,
    Event,
    Health,
    LinkChanged,
    ListChanged,
    ListDamaged,
    QueueChanged,
    ReadMade,
    SelfChecked,
    SignedIn,
    SignedOut,
    SignInFailed,
    Sound,
    VoiceTried,
)
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.shell.models.pages import (
    CheckLine,
    SignInView,
    StatusLine,
    StatusView,
    StripCell,
    StripView,
)
from mdt_alpr.ui.shell.presenters.car import CarFacts, CarPresenter
from tests.builders import NOW, SetClock, a_read
from tests.ui.window import QuietDesk

SESSION = Session("officer-1", "Ofc. R. Alvarez", Role.OFFICER, NOW, "token")


class Car:
    def __init__(self, **facts: Any) -> None:
        self.clock = SetClock()
        self.desk = QuietDesk(self.clock)
        given = {"unit": "Unit 214", "version": "0.1", "engines": "own", **facts}
        self.presenter = CarPresenter(self.desk, self.clock, CarFacts(**given))
        self.shown: dict[str, Any] = {}
        self.access: list[bool] = []
        self.data: list[bool] = []
        p = self.presenter
        p.strip_changed.connect(lambda view: self.shown.update(strip=view))
        p.sign_in_changed.connect(lambda view: self.shown.update(sign_in=view))
        p.status_changed.connect(lambda view: self.shown.update(status=view))
        p.access_changed.connect(self.access.append)
        p.data_changed.connect(self.data.append)
        p.tick()

    def take(self, *events: Event) -> None:
        for event in events:
            self.presenter.take(event)

    def wait(self, **time: float) -> None:
        self.clock.pass_by(**time)
        self.presenter.tick()

    @property
    def strip(self) -> StripView:
        view: StripView = self.shown["strip"]
        return view

    @property
    def sign_in(self) -> SignInView:
        view: SignInView = self.shown["sign_in"]
        return view

    def cell(self, name: str) -> StripCell:
        return next(cell for cell in self.strip.cells if cell.name == name)

    def line(self, name: str) -> StatusLine:
        status: StatusView = self.shown["status"]
        cards = (*status.left, *status.right)
        return next(line for card in cards for line in card.lines if line.name == name)


@pytest.fixture
def car(qapp: object) -> Car:
    assert qapp
    return Car()


def test_the_strip_always_shows_who_and_how_every_part_is_doing(car: Car) -> None:
    names = [cell.name for cell in car.strip.cells]
    assert names == ["Camera", "GPS", "HQ link", "List", "Queue"]
    assert (car.strip.unit, car.strip.officer) == ("Unit 214", "Not signed in")
    car.take(SignedIn(SESSION))
    assert car.strip.officer == "Ofc. R. Alvarez"
    assert [cell.name for cell in car.strip.cells] == names


def test_the_status_page_shows_what_the_check_of_the_shift_found(car: Car) -> None:
    names = [line.name for card in car.shown["status"].left for line in card.lines]
    assert "Shift check" not in names
    car.take(SelfChecked(SelfCheck(NOW, (CheckPart.FOCUS, CheckPart.POSITION))))
    failed = car.line("Shift check")
    assert (failed.value, failed.mark) == ("Failed: focus, GPS", Mark.WEAK)
    car.take(SelfChecked(SelfCheck(NOW)))
    assert (car.line("Shift check").mark, car.line("Shift check").detail) == (Mark.TICK, "")


def test_gps_is_said_not_to_be_there(car: Car) -> None:
    assert car.cell("GPS") == StripCell("GPS", "None", Mark.RING)


@pytest.mark.parametrize(
    ("health", "mark", "word", "lost"),
    [
        (Health.OK, Mark.TICK, "OK", False),
        (Health.WEAK, Mark.WEAK, "Weak", False),
        (Health.LOST, Mark.CROSS, "Lost", True),
    ],
)
def test_each_state_of_the_link_has_shape_and_word(
    car: Car, health: Health, mark: Mark, word: str, *, lost: bool
) -> None:
    car.take(LinkChanged(health, "why"))
    assert car.cell("HQ link") == StripCell("HQ link", word, mark, lost)
    assert car.line("Link").detail == "why"


@pytest.mark.clause(policy.LIST_AGE.number)
@pytest.mark.parametrize(
    ("hours", "mark", "word", "lost"),
    [
        (3, Mark.TICK, "3 h", False),
        (24, Mark.TICK, "24 h", False),
        (25, Mark.WEAK, "25 h", False),
        (49, Mark.CROSS, "STALE 2 days", True),
    ],
)
def test_the_age_of_the_list_is_shown_in_words(
    car: Car, hours: int, mark: Mark, word: str, *, lost: bool
) -> None:
    car.take(ListChanged(7, NOW - timedelta(hours=hours), 1200))
    assert car.cell("List") == StripCell("List", word, mark, lost)
    assert car.line("Hotlist").value == "version 7, 1,200 entries"
    car.take(ListChanged(8, NOW, 1))
    assert car.line("Hotlist").value == "version 8, 1 entry"


def test_a_damaged_list_is_shown_with_what_it_means_until_another_comes(car: Car) -> None:
    car.take(ListChanged(7, NOW, 1200), ListDamaged())
    assert car.cell("List") == StripCell("List", "Faulty", Mark.CROSS, lost=True)
    words, comes = "Faulty: some plates do not alert", "It is being downloaded again."
    assert car.line("Hotlist") == StatusLine("Hotlist", words, Mark.CROSS, comes)
    assert car.line("List age") == StatusLine("List age", "0 s", Mark.TICK)
    assert CheckLine("Hotlist", "Faulty", Mark.CROSS) in car.sign_in.checks
    car.take(LinkChanged(Health.LOST, "Headquarters cannot be reached."))
    assert car.line("Hotlist") == StatusLine("Hotlist", words, Mark.CROSS)
    car.take(ListChanged(7, NOW, 1200))
    assert car.cell("List") == StripCell("List", "0 s", Mark.TICK)
    assert car.line("Hotlist").value == "version 7, 1,200 entries"


def test_the_officer_sees_which_priorities_the_agency_changed(car: Car) -> None:
    lower = CategorySetting("P", Priority.LOW)
    reported_only = CategorySetting("V", Priority.HIGH, instruction="Call first.")
    settings = CategorySettings((lower, reported_only))
    car.take(ListChanged(8, NOW, 1200, settings))
    assert car.line("Hotlist").detail == "Priority changed: Stolen plate low (was medium)."
    car.take(LinkChanged(Health.LOST, "Headquarters cannot be reached."))
    assert not car.line("Hotlist").detail  # there is room for one sentence
    car.take(LinkChanged(Health.OK, ""))
    further = (CategorySetting("F", Priority.MEDIUM), CategorySetting("M", Priority.LOW))
    car.take(ListChanged(9, NOW, 1200, CategorySettings((lower, *further))))
    assert car.line("Hotlist").detail == (
        "Priority changed: Stolen plate low (was medium), Felony vehicle medium (was high) "
        "and 1 more."
    )
    car.take(ListChanged(10, NOW, 1200))
    assert not car.line("Hotlist").detail


def test_a_list_of_which_nothing_can_be_read_is_shown_with_what_to_do(car: Car) -> None:
    car.take(ListDamaged("Have a technician look."))
    assert car.cell("List") == StripCell("List", "Faulty", Mark.CROSS, lost=True)
    words = "Faulty: listed plates do not alert"
    assert car.line("Hotlist") == StatusLine(
        "Hotlist", words, Mark.CROSS, "Have a technician look."
    )
    assert CheckLine("Hotlist", "Faulty", Mark.CROSS) in car.sign_in.checks


def test_no_list_is_a_loss_once_somebody_drives(car: Car) -> None:
    assert not car.cell("List").lost
    car.take(SignedIn(SESSION))
    assert car.cell("List").lost


def test_what_waits_is_reported_when_it_waits_too_long(car: Car) -> None:
    car.take(LinkChanged(Health.OK, ""), QueueChanged(3, NOW))
    assert car.cell("Queue") == StripCell("Queue", "3", Mark.TICK)
    car.wait(minutes=2)
    assert car.cell("Queue").mark is Mark.WEAK
    car.wait(hours=2)
    assert car.cell("Queue").word == "3, oldest 2 h"
    assert car.line("Waiting").value == "3 items, the oldest 2 h"


def test_with_a_lost_link_everything_that_waits_is_marked(car: Car) -> None:
    car.take(LinkChanged(Health.LOST, ""), QueueChanged(18, NOW))
    assert car.cell("Queue") == StripCell("Queue", "18", Mark.WEAK)


def test_the_meter_of_latency(car: Car) -> None:
    assert car.line("Capture to read").value == "No reads yet"
    for latency in range(1, 101):
        car.take(ReadMade(a_read(), held=False, latency_ms=10.0 * latency))
    assert car.line("Capture to read").value == "No reads yet"  # no read draws a page by itself
    car.wait(seconds=0.25)
    assert car.line("Capture to read").value == "Usually 505 ms; 5% over 960 ms"
    assert car.line("Reads").value == "100 this shift"


def test_what_an_engine_or_the_voice_lacks_is_reported(car: Car) -> None:
    car.take(VoiceTried(Sound.SPEECH, "No loudspeaker."), EngineMissing("ppocr", "Install it."))
    assert car.line("Voice") == StatusLine("Voice", "Faulty", Mark.WEAK, "No loudspeaker.")
    assert car.line("Ppocr").detail == "Install it."


# ----------------------------------------------------------------------------------- access


@pytest.mark.clause(policy.ACCESS_RECORDED.number)
def test_pages_open_with_a_person_and_shut_without(car: Car) -> None:
    assert not car.presenter.may_use
    car.presenter.sign_in(" officer-1 ", "secret")
    assert car.desk.asked == ["sign_in officer-1 secret"]
    assert car.sign_in.busy
    car.take(SignedIn(SESSION), SignedOut("officer-1", "Sign in again."))
    assert car.access == [True, False]
    assert car.sign_in.problem == "Sign in again."


def test_a_refusal_says_why_and_lets_try_again(car: Car) -> None:
    car.presenter.sign_in("officer-1", "wrong")
    car.take(SignInFailed("Name or password is wrong."))
    assert (car.sign_in.problem, car.sign_in.busy) == ("Name or password is wrong.", False)


@pytest.mark.parametrize(
    "asked",
    [
        SignInFailed("Change it.", password_is_due=True),
        SignInFailed("Give it.", code_is_wrong=True),
    ],
)
def test_a_step_that_is_asked_for_the_first_time_is_no_failure(
    car: Car, asked: SignInFailed
) -> None:
    car.take(asked, QueueChanged(1, None))
    assert (car.sign_in.problem, car.sign_in.problem_mark) == (asked.why, Mark.RING)
    assert car.sign_in.password_rules == PASSWORD_RULES
    car.take(asked)  # what was given then was refused
    assert car.sign_in.problem_mark is Mark.CROSS
    car.take(SignInFailed("Name or password is wrong."))
    assert car.sign_in.problem_mark is Mark.CROSS


def test_a_lock_opens_only_with_a_person(car: Car) -> None:
    car.presenter.lock()
    assert car.access == []
    car.take(SignedIn(SESSION))
    car.presenter.lock()
    assert car.sign_in.locked_by == "Ofc. R. Alvarez"
    car.take(CameraChanged("front", Health.OK, "", NOW))
    assert not car.presenter.may_use
    car.take(SignedIn(SESSION))
    assert car.access == [True, False, True]
    assert car.sign_in.locked_by == ""


def test_stored_pictures_shut_after_half_an_hour_without_a_touch(car: Car) -> None:
    car.take(SignedIn(SESSION))
    car.wait(minutes=29)
    car.presenter.used()
    car.wait(minutes=29)
    assert car.data == []
    car.wait(minutes=1)
    assert car.data == [False]
    assert car.presenter.may_use
    car.presenter.used()
    car.wait(minutes=1)
    assert car.data == [False]
    car.take(SignedIn(SESSION))
    assert car.data == [False, True]


def test_the_end_of_a_shift_signs_out(car: Car) -> None:
    car.presenter.sign_out()
    assert car.desk.asked == ["sign_out"]


def test_the_strip_says_all_the_time_that_a_trial_alerts_nobody(qapp: object) -> None:
    assert qapp
    for view in (Car(trial=True).strip, Car(trial=True, training=True).strip):
        assert [(c.word, c.lost) for c in view.cells if c.name == "Alerts"] == [("TRIAL", True)]
    assert all(cell.name != "Alerts" for cell in Car().strip.cells)


def test_accounts_are_shown_in_training_only(qapp: object) -> None:
    assert qapp
    accounts = (("officer-1", "made-up"),)
    assert Car(accounts=accounts).sign_in.accounts == ()
    training = Car(accounts=accounts, training=True)
    assert training.sign_in.accounts == accounts
    assert training.strip.training
