"""Form ALPR-1 in the car by touch and by keyboard, and what it never shows (09.21.8.C.2)."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from mdt_alpr.domain import policy
from mdt_alpr.domain.hit import verification
from mdt_alpr.domain.officer import Driving
from mdt_alpr.domain.people.roles import Role, Session
from mdt_alpr.domain.retention.alpr_1 import HeldCamera, HoldGround
from mdt_alpr.domain.retention.holds import HoldState
from mdt_alpr.lab.screens.hold_car_samples import hold_views
from mdt_alpr.lab.screens.screen_samples import screens
from mdt_alpr.lab.screens.screenshots import show_holds
from mdt_alpr.patrol.events import (
    DrivingChanged,
    HitChanged,
    HoldNotRequested,
    OwnHoldsChanged,
    SignedIn,
    SignedOut,
)
from mdt_alpr.ui.entries.presenters.hold_form import HoldField
from mdt_alpr.ui.hit.views.hit_page import HitPage
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.shell.views.window import CarWindow
from mdt_alpr.wire.holds import OwnHold
from tests.builders import NOW
from tests.manual_entries import a_draft, a_manual_entry
from tests.ui.screen import settle
from tests.ui.test_entries_click_through import Entering
from tests.ui.test_window_geometry import SIZES, check_targets, check_text

K = Qt.Key
OWN = a_manual_entry(a_draft("KLM4470"), "officer-1", NOW)
FACTS = "Witness saw it leave the lot after a robbery"


class Preserving(Entering):
    """An officer with one own entry, at form ALPR-1."""

    def __init__(self, qtbot: QtBot) -> None:
        super().__init__(qtbot)
        self.entries_desk.hold(OWN)
        self.key(K.Key_F9)
        self.touch_name("F3")

    def is_in_front(self) -> bool:
        """Tell whether the form is in place of the entries."""
        return self.window.entries.holds.isVisible()

    def every_text(self) -> str:
        """Return what labels and tiles of the form hold, shown or not."""
        panel = self.window.entries.holds
        texts = [part.text() for part in panel.findChildren(QLabel)]
        return " ".join((*texts, panel.form.plate.accessibleName()))

    def enter(self, field: str, *texts: str) -> None:
        """Type into a field, and those that follow it, by keyboard alone."""
        self.tab_to(field)
        for text in texts:
            self.press(K.Key_Return)
            self.type(text)
        self.press(K.Key_Return)

    def fill_in(self) -> None:
        """Fill in everything but what the plate brings with it."""
        self.touch("KLM4470", "Last 7 days", "Criminal investigation")
        for field, text in (("Parties", "State v. D. Marsh"), ("Specific", FACTS)):
            self.touch_name(field)
            self.type(text)
            self.press(K.Key_Escape)


@pytest.fixture
def officer(qtbot: QtBot) -> Preserving:
    return Preserving(qtbot)


@pytest.mark.clause("8.C.2")
def test_a_request_is_filed_by_touch_after_a_plain_question(officer: Preserving) -> None:
    assert "Still needed: enter the plate." in officer.words()
    officer.fill_in()
    officer.touch("Preserve reads")
    assert officer.holds_desk.filed == [], "nothing is filed before the question is answered"
    words = officer.words()
    assert "Read by: Unit 214" in words
    assert (
        "The sworn form must reach the custodian by Feb 16, 2027, else reads begin to go" in words
    )
    assert "after Feb 23, 2027 the request lapses." in words
    assert "No link is needed" in words
    officer.touch("Yes, preserve")
    (form,) = officer.holds_desk.filed
    assert (form.scope.text, form.scope.state) == ("KLM4470", "NC")
    assert form.scope.cameras == (HeldCamera("Unit 214"),)
    assert form.scope.begins_at is not None
    assert timedelta(0) <= NOW - timedelta(days=7) - form.scope.begins_at < timedelta(minutes=1)
    assert (form.ground, form.case) == (HoldGround.CRIMINAL, OWN.draft.case)
    assert (form.facts, form.parties) == (FACTS, "State v. D. Marsh")
    words = officer.words()
    assert "Filed. Provisional until sworn" in words
    assert "Provisional: not sworn yet. Not sent yet." in words
    assert "Sworn form due Feb 16, 2027: 84 days left" in words


@pytest.mark.clause("8.C.2")
def test_a_request_over_other_cars_is_filed_by_keyboard_alone(officer: Preserving) -> None:
    officer.type("hb1052")
    officer.press(K.Key_Return)
    officer.type("nc")
    officer.press(K.Key_Escape)
    officer.tab_to("This car")
    officer.press(K.Key_Space)
    assert officer.holds._form.alpr_1("Unit 214").scope.cameras == ()
    officer.enter("Other cars", "Unit 221 / front, Union St")
    officer.enter("From", "11-17-2026 2100", "11/17/2026 23:00x")
    officer.tab_to("Missing person")
    officer.press(K.Key_Space)
    officer.enter("Case", "26-041877", "Missing: R. Poole", FACTS)
    officer.press(K.Key_Return)
    officer.press(K.Key_Return)
    assert officer.holds_desk.filed == [], "Enter alone files nothing"
    assert "reads are kept once it is sent. The sworn form must reach" in officer.words()
    assert "by Feb 15, 2027, else it lapses and the reads go." in officer.words()
    officer.tab_to("Yes, preserve")
    officer.press(K.Key_Return)
    (form,) = officer.holds_desk.filed
    assert (form.scope.text, form.scope.state, form.case) == ("HB1052", "NC", "26-041877")
    assert form.scope.cameras == (HeldCamera("Unit 221", "front"), HeldCamera("Union St"))
    assert form.ground is HoldGround.MISSING
    first, last = form.scope.window
    assert last - first == timedelta(hours=2)


def test_a_second_tap_files_nothing_and_a_refusal_keeps_the_form(officer: Preserving) -> None:
    officer.holds_desk.slow = True
    officer.fill_in()
    officer.touch("Preserve reads", "Yes, preserve")
    officer.holds.confirm()
    officer.holds.ask_confirm()
    assert len(officer.holds_desk.filed) == 1
    assert "Filing the request." in officer.words()
    officer.happen(HoldNotRequested(("The disk is full.",)))
    assert "Not filed. The disk is full." in officer.words()
    officer.touch("Preserve reads", "Back to form", "Back")
    assert not officer.is_in_front()
    officer.touch_name("F3")
    assert "Plate: " in officer.window.entries.holds.form.plate.accessibleName()
    assert officer.holds._form.text(HoldField.PLATE) == "KLM4470", "the draft stays"


@pytest.mark.clause(policy.VISUAL_CHECK.number)
def test_a_hit_offers_what_was_entered_on_it_and_never_what_is_wanted(officer: Preserving) -> None:
    hit = officer.hit("EXN2894")
    officer.holds.begin_with(hit.hit_id)
    settle()
    assert "EXN2894" not in officer.every_text()
    assert "KLM447" not in officer.every_text()
    opened = verification.open_hit(hit, NOW)
    officer.happen(HitChanged(verification.enter(opened, "EXN2894", "NC", NOW, picture_s=2)))
    officer.holds.begin_with(hit.hit_id)
    settle()
    form = officer.holds._form.alpr_1("Unit 214")
    assert (form.scope.text, form.scope.state) == ("EXN2894", "NC")
    first, last = form.scope.window
    assert first < hit.read.captured_at < last
    another = Session("officer-2", "Ofc. B", Role.OFFICER, NOW, "token")
    officer.happen(SignedOut("officer-1", "", by_officer=True), SignedIn(another))
    assert officer.holds._entered == {}
    assert officer.holds._form.is_empty


def test_who_drives_alone_sees_nothing_and_the_draft_waits(officer: Preserving) -> None:
    officer.fill_in()
    officer.happen(DrivingChanged(Driving(31.0)))
    assert officer.words().startswith("Preserve reads | The car is moving.")
    assert "KLM447" not in officer.every_text()
    officer.type("x")
    officer.happen(DrivingChanged(Driving(31.0, passenger=True)))
    officer.touch("Preserve reads")
    assert "Preserve these reads?" in officer.words()


def test_the_lock_and_the_end_of_a_shift_leave_no_text_behind(officer: Preserving) -> None:
    officer.fill_in()
    officer.key(K.Key_F10)
    assert "KLM447" not in officer.every_text()
    assert FACTS not in officer.every_text()
    officer.happen(SignedOut("officer-1", "", by_officer=True))
    assert officer.holds._form.is_empty


@pytest.mark.clause("8.C.2")
def test_own_requests_name_their_last_day_and_warn_before_it(officer: Preserving) -> None:
    def one(left: float, state: HoldState = HoldState.PROVISIONAL) -> OwnHold:
        ends_at = NOW + timedelta(days=left)
        return OwnHold(str(left), "SJB902", "NC", "26-1", state, NOW, ends_at, 7)

    over = OwnHold("over", "", "", "", HoldState.LAPSED, NOW - timedelta(days=95), None, 6)
    requests = one(7), one(30), one(60, HoldState.FINAL), one(200, HoldState.FINAL), over
    officer.happen(OwnHoldsChanged(requests))
    assert officer.holds._shown is not None
    rows = officer.holds._shown.own.rows
    assert [row.mark for row in rows] == [Mark.WEAK, Mark.RING, Mark.WEAK, Mark.TICK]
    assert rows[0].notice == "Sworn form due Dec 2, 2026: 7 days left"
    assert rows[2].notice.startswith("Kept until Jan 24, 2027: 60")
    officer.touch("More 1 of 2")
    assert "Lapsed: not sworn by day 90" in officer.words()


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_every_state_fits_and_every_target_is_large_enough(
    qtbot: QtBot, size: tuple[int, int]
) -> None:
    window = CarWindow(HitPage())
    qtbot.addWidget(window)
    window.show()
    window.resize(*size)
    for name, view in hold_views().items():
        show_holds(window, screens()["patrol_standing"](), view)
        for _ in range(6):
            settle()
        check_targets(window, name)
        check_text(window, name)


@pytest.mark.proved("O7")
def test_a_request_is_filed_while_hits_wait_and_shows_no_plate_but_what_is_typed_now(
    officer: Preserving,
) -> None:
    """What stood there before may be the wanted plate: it is hidden, and asked for again (D1)."""
    officer.fill_in()
    officer.holds.ask_confirm()
    hit = officer.hit("KLM4470")
    settle()
    assert "KLM447" not in officer.every_text()
    assert "The plate is hidden until the open hit is checked." in officer.words()
    officer.holds.ask_confirm()
    officer.holds.confirm()
    assert officer.holds_desk.filed == []
    officer.holds.edit_field("plate")
    officer.holds.delete_text()
    for character in "HB1052":
        officer.holds.type_text(character)
    officer.holds.next_field()
    officer.holds.go_back()
    assert "KLM447" not in officer.every_text()
    officer.touch("Preserve reads", "Yes, preserve")
    (form,) = officer.holds_desk.filed
    assert form.scope.text == "HB1052"
    assert hit.entry is None


@pytest.mark.proved("O7")
def test_a_hidden_plate_is_back_once_no_hit_waits(officer: Preserving) -> None:
    officer.fill_in()
    hit = officer.hit("EXN2894")
    settle()
    assert "KLM447" not in officer.every_text()
    opened = verification.open_hit(hit, NOW)
    officer.happen(HitChanged(verification.enter(opened, "EXN2894", "NC", NOW, picture_s=2)))
    assert officer.holds._form.text(HoldField.PLATE) == "KLM4470"
    officer.touch("Preserve reads", "Yes, preserve")
    assert len(officer.holds_desk.filed) == 1
