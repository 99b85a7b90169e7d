"""A wrongful stop is reported in the car by touch and by keyboard, never by one press (OPS-01)."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from mdt_alpr.domain.officer import Driving
from mdt_alpr.domain.people.roles import Role, Session
from mdt_alpr.domain.retention.alpr_1 import HoldGround
from mdt_alpr.domain.retention.incidents import IncidentKind, Preservation
from mdt_alpr.lab.screens.incident_car_samples import incident_views, own_hits
from mdt_alpr.lab.screens.screen_samples import screens
from mdt_alpr.lab.screens.screenshots import show_incident
from mdt_alpr.patrol.events import DrivingChanged, SignedIn, SignedOut
from mdt_alpr.patrol.incident_events import IncidentNotReported
from mdt_alpr.ui.hit.views.hit_page import HitPage
from mdt_alpr.ui.shell.views.window import CarWindow
from tests.builders import NOW
from tests.ui.screen import settle
from tests.ui.test_entries_click_through import Entering
from tests.ui.test_window_geometry import SIZES, check_targets, check_text

K = Qt.Key
WORDS = "The wrong vehicle was stopped on this alert."


class Reporting(Entering):
    """An officer with hits of the shift, at the report of an incident."""

    def __init__(self, qtbot: QtBot) -> None:
        super().__init__(qtbot)
        self.incidents_desk.hits = own_hits()
        self.key(K.Key_F11)
        self.key(K.Key_F3)

    def is_in_front(self) -> bool:
        """Tell whether the report is in front."""
        return self.window.entries.incident.isVisible()

    def choose(self, place: int) -> None:
        """Tap the hit at a place."""
        self.tap(self.window.entries.incident.hits.tiles[place])

    def fill_in(self) -> None:
        """Choose the newest hit, and say what happened by one tile."""
        self.choose(0)
        self.touch("Wrong vehicle stopped")


@pytest.fixture
def officer(qtbot: QtBot) -> Reporting:
    return Reporting(qtbot)


def test_a_wrongful_stop_is_reported_by_touch_after_a_plain_question(officer: Reporting) -> None:
    assert officer.is_in_front()
    assert "Say what happened, in at least 10 characters." in officer.words()
    officer.fill_in()
    assert "Complete." in officer.words()
    officer.touch("Report")
    assert officer.shows(officer.window.question)
    assert officer.incidents_desk.reported == [], "nothing is reported before the answer"
    officer.touch("Report")
    (form,) = officer.incidents_desk.reported
    assert (form.kind, form.words) == (IncidentKind.WRONGFUL_STOP, WORDS)
    assert (form.hit_id, form.keep) == ("hit-0", None)
    assert officer.is_in_front()
    assert "Reported. Headquarters gets it at the next contact." in officer.words()
    officer.touch("Back")
    assert officer.shows(officer.window.patrol)


def test_a_breach_is_reported_by_keyboard_alone_and_enter_alone_reports_nothing(
    officer: Reporting,
) -> None:
    officer.tab_to("Breach or loss of data")
    officer.press(K.Key_Space)
    officer.window.entries.setFocus()
    officer.type("lost keys of the car")
    officer.press(K.Key_Return, K.Key_Return)
    assert officer.shows(officer.window.question)
    officer.press(K.Key_Return)
    assert officer.incidents_desk.reported == []
    officer.press(K.Key_Return)
    officer.press(K.Key_Tab)
    assert officer.window.question.agree.hasFocus()
    officer.press(K.Key_Space)
    (form,) = officer.incidents_desk.reported
    assert (form.kind, form.words) == (IncidentKind.BREACH, "lost keys of the car")


def test_reads_are_kept_past_day_90_of_a_chosen_hit_only(officer: Reporting) -> None:
    officer.touch("Wrong vehicle stopped")
    grounds = officer.window.entries.incident.form.grounds
    assert not any(tile.isEnabled() for tile in grounds.tiles.values())
    officer.choose(1)
    officer.touch("Missing person")
    officer.touch_name("Case")
    officer.type("26-041877")
    officer.touch("Next: parties")
    officer.type("Driver")
    officer.touch("Done", "Report", "Report")
    (form,) = officer.incidents_desk.reported
    assert form.keep == Preservation(HoldGround.MISSING, "26-041877", "Driver")
    officer.choose(1)
    officer.touch("Criminal investigation")
    officer.choose(1)
    assert officer.incidents._form.ground is None


def test_a_second_tap_reports_once_and_a_refusal_keeps_the_form(officer: Reporting) -> None:
    officer.incidents_desk.slow = True
    officer.fill_in()
    officer.touch("Report", "Report")
    officer.incidents.confirm()
    assert len(officer.incidents_desk.reported) == 1
    assert "Reporting." in officer.words()
    officer.happen(IncidentNotReported(("The disk is full.",)))
    assert "Not reported. The disk is full." in officer.words()
    assert officer.incidents._form.hit_id == "hit-0"


def test_a_plate_in_the_words_is_refused_and_another_kind_forgets_the_sentence(
    officer: Reporting,
) -> None:
    officer.window.entries.setFocus()
    officer.type("stopped KLM4471 by error")
    officer.press(K.Key_Escape)
    assert "Leave the plate out" in officer.words()
    officer.touch("Wrong vehicle stopped", "Misuse")
    assert "Say what happened" in officer.words()


def test_nothing_is_shown_in_a_moving_car(officer: Reporting) -> None:
    officer.fill_in()
    officer.happen(DrivingChanged(Driving(31.0)))
    panel = officer.window.entries.incident
    texts = " ".join(part.text() for part in panel.findChildren(QLabel) if part.isVisible())
    assert "The car is moving" in texts
    officer.incidents.confirm()
    officer.happen(DrivingChanged(Driving(0.0)))
    assert "Complete." in officer.words(), "the draft is as it was"


def test_the_draft_is_behind_the_lock_and_ends_with_the_shift(officer: Reporting) -> None:
    officer.fill_in()
    officer.happen(SignedOut("officer-1", ""))
    assert not officer.is_in_front()
    officer.happen(SignedOut("officer-1", "", by_officer=True))
    session = Session("officer-2", "Ofc. T. Boyd", Role.OFFICER, NOW, "token")
    officer.incidents_desk.hits = ()
    officer.happen(SignedIn(session))
    officer.key(K.Key_F11)
    officer.key(K.Key_F3)
    assert "No hits of yours in this car." in officer.words()
    assert "Say what happened" in officer.words()


def test_form_alpr_1_opens_over_the_report_and_goes_back_to_it(officer: Reporting) -> None:
    officer.fill_in()
    officer.key(K.Key_F3)
    assert officer.window.entries.holds.isVisible()
    officer.press(K.Key_Escape)
    assert officer.is_in_front()
    officer.press(K.Key_Escape)
    assert officer.shows(officer.window.patrol)


def test_more_hits_are_a_page_further(officer: Reporting) -> None:
    officer.touch_name("More 1 of 2")
    officer.choose(0)
    assert officer.incidents._form.hit_id == "hit-5"
    officer.touch_name("More 2 of 2")
    officer.choose(1)
    assert officer.incidents._form.hit_id == "hit-1"


@pytest.mark.parametrize("size", SIZES)
def test_every_state_fits_with_every_target_large_enough(
    qtbot: QtBot, size: tuple[int, int]
) -> None:
    window = CarWindow(HitPage())
    qtbot.addWidget(window)
    window.resize(*size)
    window.show()
    around = screens()["patrol_standing"]()
    for name, view in incident_views().items():
        show_incident(window, around, view)
        for _ in range(6):
            settle()
        check_targets(window, name)
        check_text(window, name)


@pytest.mark.proved("O7")
def test_hits_that_wait_do_not_keep_a_report_back(officer: Reporting) -> None:
    officer.fill_in()
    officer.hit()
    settle()
    officer.key(K.Key_F11)
    officer.key(K.Key_F3)
    assert officer.is_in_front()
    officer.touch("Report", "Report")
    (form,) = officer.incidents_desk.reported
    assert form.words == WORDS
