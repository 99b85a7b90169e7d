"""The officer's own shift: how it ended, whether it arrived, and no plate before the entry."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from mdt_alpr.domain import policy
from mdt_alpr.domain.hit.disposition import Closing, Disposition, Outcome
from mdt_alpr.domain.hit.hit import Hit, HitState
from mdt_alpr.domain.hotlist.manual_entry import EntryDraft, Extension, ManualEntry
from mdt_alpr.domain.people.roles import Returned, Role, Session
from mdt_alpr.domain.retention.outbox import Arrival, OwnReport
from mdt_alpr.lab.screens.hit_sample_hits import black_suv
from mdt_alpr.lab.screens.incident_car_samples import own_hits
from mdt_alpr.lab.screens.screen_samples import screens
from mdt_alpr.lab.screens.screenshots import show_shift
from mdt_alpr.lab.screens.shift_samples import shift_views
from mdt_alpr.patrol.events import HitChanged, SignedIn, SignedOut
from mdt_alpr.ui.hit.views.hit_page import HitPage
from mdt_alpr.ui.shell.views.window import CarWindow
from tests.builders import NOW, a_hit, a_read, an_entry
from tests.ui.screen import settle, texts_of
from tests.ui.test_window_geometry import SIZES, check_targets, check_text
from tests.ui.window import Patrol

K = Qt.Key
ENTRY = ManualEntry(
    "e-1",
    EntryDraft(text="QRS7654", state="NC", case="26-1", reason="Seen at the scene"),
    "officer-1",
    NOW,
    policy.manual_entry_ends(NOW),
    extension=Extension.REFUSED,
    decided_why="The warrant was served.",
)


@pytest.fixture
def car(qtbot: QtBot) -> Patrol:
    car = Patrol(qtbot)
    car.window.guard.usual_ms = 0
    car.sign_in()
    return car


def words(car: Patrol) -> str:
    labels = car.window.shift.findChildren(QLabel)
    return " | ".join(part.text() for part in labels if part.isVisible())


def open_shift(car: Patrol, *hits: Hit, reports: tuple[OwnReport, ...] = ()) -> None:
    car.incidents_desk.hits, car.incidents_desk.reports = hits, reports
    car.key(K.Key_F7)
    assert car.shows(car.window.shift)


def test_one_key_tells_how_own_hits_ended_without_a_link(car: Patrol) -> None:
    hit = replace(
        own_hits()[0],
        raised_at=NOW - timedelta(hours=1),
        stop_at=NOW,
        closing=Closing(Disposition.VERIFIED_STOPPED, NOW, outcome=Outcome.ARREST),
    )
    old = replace(hit, hit_id="old", raised_at=NOW - timedelta(hours=13))
    open_shift(car, hit, old)
    assert "Hits of the last 12 hours: 1, stopped: 1" in words(car)
    assert "Stolen vehicle: Verified, stopped. Arrest" in words(car)
    car.key(K.Key_F7)
    assert car.shows(car.window.patrol)
    assert not [text for text in texts_of(car.window.shift) if "Arrest" in text], "dropped again"


def test_entries_tell_their_days_and_what_the_supervisor_decided(car: Patrol) -> None:
    car.entries_desk.hold(ENTRY)
    open_shift(car)
    assert "NC QRS7654 | 30 days left | More time was refused. The warrant was served." in words(
        car
    )


@pytest.mark.parametrize(
    ("arrival", "said"),
    [
        (Arrival.WAITS, "Waits for the link"),
        (Arrival.ARRIVED, "Headquarters has it"),
        (Arrival.REFUSED, "Refused | Report it at a desk"),
    ],
)
def test_a_reported_incident_tells_whether_headquarters_has_it(
    car: Patrol, arrival: Arrival, said: str
) -> None:
    open_shift(car, reports=(OwnReport(NOW, "wrongful_stop", arrival),))
    assert f"Wrongful stop: {said}" in words(car)


def test_a_returned_hit_is_there_with_what_the_supervisor_wrote(car: Patrol) -> None:
    back = Returned("hit-1", NOW, "V", "Say why no second source was asked.", "Sgt. T. Cole", NOW)
    session = Session("officer-1", "Ofc. R. Alvarez", Role.OFFICER, NOW, "token", (back,))
    car.happen(SignedIn(session))
    car.window.show_page(car.window.patrol)
    open_shift(car)
    assert "Sgt. T. Cole: Say why no second source was asked." in words(car)


@pytest.mark.clause(policy.VISUAL_CHECK.number)
def test_no_plate_is_told_before_the_own_entry_and_none_while_a_hit_waits(car: Patrol) -> None:
    car.entries_desk.hold(replace(ENTRY, draft=replace(ENTRY.draft, text="EXN2894")))
    waiting = a_hit(a_read("EXN2894"), an_entry("EXN2894"), raised_at=NOW)
    entered = replace(black_suv().hit, raised_at=NOW)
    assert entered.entry is not None
    open_shift(car, waiting, entered)
    assert "Not entered" in words(car)
    assert words(car).count("NC EXN2894") == 2, "of the own entry on the hit, and the own record"
    car.hit("EXN2894")
    assert "EXN" not in words(car)
    assert "30 days left" in words(car)


def test_it_shuts_with_the_screen_and_keeps_nothing(car: Patrol) -> None:
    open_shift(car, replace(own_hits()[0], raised_at=NOW))
    car.happen(SignedOut("officer-1", "", by_officer=True))
    assert car.shows(car.window.sign_in)
    assert not [text for text in texts_of(car.window.shift) if "Stolen" in text]


def test_after_thirty_idle_minutes_it_asks_for_the_person_first(car: Patrol) -> None:
    open_shift(car)
    car.clock.pass_by(seconds=policy.CAR_LOCKS_DATA_AFTER.total_seconds() + 1)
    car.tick()
    assert car.shows(car.window.patrol)
    car.key(K.Key_F7)
    assert not car.shows(car.window.shift)


def test_a_hit_that_ends_while_the_page_is_open_is_told_at_once(car: Patrol) -> None:
    open_shift(car)
    hit = car.hit("EXN2894")
    closing = Closing(Disposition.LOST_SIGHT, NOW)
    ended = replace(hit, state=HitState.CLOSED, closing=closing)
    car.incidents_desk.hits = (ended,)
    car.happen(HitChanged(ended))
    settle()
    assert "Lost sight" in words(car)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["shift", "shift_empty"])
def test_nothing_is_cut_or_too_small(qtbot: QtBot, name: str, size: tuple[int, int]) -> None:
    window = CarWindow(HitPage())
    qtbot.addWidget(window)
    window.resize(*size)
    show_shift(window, screens()["patrol_standing"](), shift_views()[name])
    window.show()
    settle()
    check_text(window, name)
    check_targets(window, name)
