"""The page that says why something was not read, and what it never tells (D1)."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from mdt_alpr.domain import policy
from mdt_alpr.domain.hit import verification
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.officer import Driving
from mdt_alpr.domain.reading.read_rules import ReadRejection, Rejected
from mdt_alpr.domain.reading.reading import Box
from mdt_alpr.lab.screens.screen_samples import screens
from mdt_alpr.lab.screens.screenshots import show_why
from mdt_alpr.lab.screens.why_samples import why_views
from mdt_alpr.patrol.candidates import Candidate
from mdt_alpr.patrol.events import CandidateUnread, DrivingChanged, HitChanged, SignedOut
from mdt_alpr.ui.hit.views.hit_page import HitPage
from mdt_alpr.ui.kit.theme import load_fonts
from mdt_alpr.ui.shell.presenters.why import KEPT
from mdt_alpr.ui.shell.views.window import CarWindow
from tests.builders import NOW
from tests.ui.screen import settle, texts_of
from tests.ui.test_window_geometry import SIZES, check_targets, check_text
from tests.ui.window import Patrol

K = Qt.Key
WANTED = "EXN2894"


class Officer(Patrol):
    """An officer who looks for what was not read."""

    def __init__(self, qtbot: QtBot) -> None:
        super().__init__(qtbot)
        self.window.guard.usual_ms = 0
        self.sign_in()

    def misses(
        self, text: str = "", why: ReadRejection = ReadRejection.NOT_AGREED, **fields: Any
    ) -> None:
        """Let something become no read just now."""
        left, track = fields.get("left", 0.0), fields.get("track")
        rejected = Rejected(Box(left, 0, left + 60, 30), text, why, track)
        candidate = Candidate(rejected, self.clock.now(), fields.get("over", True), b"")
        self.happen(CandidateUnread(fields.get("camera", "Camera 1"), candidate))

    def reasons(self) -> list[str]:
        """Return the reasons that stand on the page."""
        return [row._row.reason for row in self.window.why.rows if row._row is not None]

    def count(self) -> int:
        """Return how many candidates the page was given."""
        return len(self.window.why._view.rows)

    def words(self) -> str:
        """Return what the page says."""
        found = self.window.why.findChildren(QLabel)
        return " | ".join(part.text() for part in found if part.isVisible())

    def wait(self, seconds: float) -> None:
        """Let time pass, with hands on the screen."""
        self.clock.pass_by(seconds=seconds)
        self.car.used()
        self.tick()


@pytest.fixture
def officer(qtbot: QtBot) -> Officer:
    return Officer(qtbot)


def test_f11_twice_leads_there_then_to_help_and_back(officer: Officer) -> None:
    officer.misses(why=ReadRejection.TOO_SMALL)
    officer.key(K.Key_F11)
    assert officer.shows(officer.window.status)
    officer.key(K.Key_F11)
    assert officer.shows(officer.window.why)
    assert "Too small to be read" in officer.words()
    officer.key(K.Key_F11)
    assert officer.shows(officer.window.help)
    officer.key(K.Key_F11)
    assert officer.shows(officer.window.status)


def test_a_tap_on_the_status_page_leads_there_and_taps_turn_the_pages(officer: Officer) -> None:
    for number in range(12):
        officer.clock.pass_by(seconds=1)
        officer.misses(why=ReadRejection.TOO_SMALL, left=100.0 * number)
    officer.tap(officer.window.keys.buttons["F11"])
    officer.tap(officer.window.status.why)
    page = officer.window.why
    assert officer.shows(page)
    fit = len(page.rows)
    assert f"1 to {fit} of 12" in officer.words()
    officer.tap(page.pages.down)
    assert f"{fit + 1} to " in officer.words()
    officer.tap(page.pages.up)
    officer.key(K.Key_PageDown, page)
    officer.key(K.Key_PageUp, page)
    assert f"1 to {fit} of 12" in officer.words()
    officer.key(K.Key_F7)
    assert officer.shows(officer.window.patrol)


def test_the_page_says_so_where_nothing_was_left_unread(officer: Officer) -> None:
    officer.key(K.Key_F11)
    officer.key(K.Key_F11)
    assert "No missed plates in the last 10 minutes." in officer.words()


def test_the_same_candidate_is_listed_once(officer: Officer) -> None:
    officer.misses(track=4, over=False)
    officer.wait(20)
    officer.misses("EXN2894", track=4)
    officer.misses("EXNO894", track=5)
    officer.misses("EXN0894", track=6)
    officer.misses(why=ReadRejection.LEFT_OUT, left=500)
    officer.misses(why=ReadRejection.LEFT_OUT, left=510)
    officer.misses(why=ReadRejection.LEFT_OUT, left=900)
    officer.key(K.Key_F11)
    officer.key(K.Key_F11)
    assert len(officer.reasons()) == 4
    assert officer.words().count("2 times") == 2


def test_of_each_camera_the_newest_are_kept(officer: Officer) -> None:
    for number in range(KEPT + 5):
        officer.misses(why=ReadRejection.TOO_SMALL, left=100.0 * number)
    officer.misses(why=ReadRejection.TOO_SMALL, camera="Camera 2")
    assert len(officer.window.why._view.rows) == KEPT + 1


def test_after_ten_minutes_it_is_forgotten(officer: Officer) -> None:
    officer.misses(why=ReadRejection.TOO_SMALL)
    officer.wait(599)
    assert officer.count() == 1
    officer.wait(1)
    assert officer.count() == 0
    assert len(officer.why._kept["Camera 1"]) == 0


@pytest.mark.parametrize("ends", ["lock", "sign out"])
def test_lock_and_sign_out_forget_everything_and_nothing_is_kept_meanwhile(
    officer: Officer, ends: str
) -> None:
    officer.misses(why=ReadRejection.TOO_SMALL)
    if ends == "lock":
        officer.key(K.Key_F10)
    else:
        officer.happen(SignedOut("officer-1", "", by_officer=True))
    officer.misses("KLM4471", left=300)
    assert officer.why._kept == {}
    officer.sign_in()
    officer.wait(60)
    assert officer.window.why._view.rows == ()


def test_after_half_an_hour_without_a_touch_the_person_is_asked_for(officer: Officer) -> None:
    officer.key(K.Key_F11)
    officer.key(K.Key_F11)
    officer.clock.pass_by(minutes=30)
    officer.tick()
    assert officer.shows(officer.window.patrol)
    officer.key(K.Key_F11)
    officer.key(K.Key_F11)
    assert officer.shows(officer.window.sign_in)


def test_who_drives_alone_reads_nothing_and_a_second_officer_does(officer: Officer) -> None:
    officer.misses(why=ReadRejection.TOO_SMALL)
    officer.key(K.Key_F11)
    officer.key(K.Key_F11)
    officer.happen(DrivingChanged(Driving(31.0)))
    assert officer.reasons() == []
    assert "Not while you drive" in officer.words()
    officer.happen(DrivingChanged(Driving(31.0, passenger=True)))
    assert len(officer.reasons()) == 1


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_every_state_of_the_page_fits(qtbot: QtBot, size: tuple[int, int]) -> None:
    load_fonts()
    window = CarWindow(HitPage())
    qtbot.addWidget(window)
    window.show()
    window.resize(*size)
    around = screens()["patrol_standing"]()
    for name, view in why_views().items():
        show_why(window, around, view)
        for _ in range(6):
            settle()
        check_targets(window, name)
        check_text(window, name)


# --------------------------------------------------------------------------------- leaks


def everything(officer: Officer) -> Iterator[str]:
    yield from texts_of(officer.window)


def tells(officer: Officer) -> bool:
    return any(WANTED in text for text in everything(officer))


@pytest.mark.clause(policy.VISUAL_CHECK.number)
def test_characters_wait_until_the_same_plate_would_be_another_pass(officer: Officer) -> None:
    officer.misses(WANTED, track=1)
    officer.key(K.Key_F11)
    officer.key(K.Key_F11)
    officer.wait(policy.SAME_PLATE_REARMS_AFTER.total_seconds() - 1)
    assert not tells(officer)
    assert "the plate may come again" in officer.words()
    officer.wait(1)
    assert tells(officer)


@pytest.mark.clause(policy.VISUAL_CHECK.number)
def test_the_page_is_empty_until_every_hit_has_its_entry(officer: Officer) -> None:
    officer.misses(WANTED, track=1)
    officer.wait(60)
    officer.key(K.Key_F11)
    officer.key(K.Key_F11)
    assert tells(officer)
    hit = officer.hit(WANTED)
    assert not tells(officer)
    assert "A hit waits. Open it (F1)." in officer.words()
    assert officer.reasons() == []
    officer.happen(HitChanged(entered(hit)))
    assert WANTED in officer.words()


@pytest.mark.clause(policy.VISUAL_CHECK.number)
def test_of_two_hits_the_one_without_an_entry_keeps_it_empty(officer: Officer) -> None:
    officer.misses(WANTED, track=1)
    officer.wait(60)
    first, _ = officer.hit(WANTED), officer.hit("KLM4471")
    officer.happen(HitChanged(entered(first)))
    assert officer.reasons() == []


def entered(hit: Hit) -> Hit:
    opened = verification.open_hit(hit, NOW)
    return verification.enter(opened, WANTED, "NC", NOW, picture_s=2)
