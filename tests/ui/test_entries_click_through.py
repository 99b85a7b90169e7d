"""An entry is added, removed and extended by touch alone, and by keyboard alone (U17, F9)."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel
from pytestqt.qtbot import QtBot

from mdt_alpr.domain import policy
from mdt_alpr.domain.hotlist.manual_entry import Basis, Extension, ManualEntry, Purpose
from mdt_alpr.domain.officer import Driving
from mdt_alpr.patrol.events import DrivingChanged, HitRaised
from mdt_alpr.ui.entries.views.entry_fields import FieldTile, PlateTile
from mdt_alpr.ui.hit.models.hit_view import Spoken
from tests.builders import a_hit, an_entry
from tests.ui.screen import settle
from tests.ui.window import Patrol

K = Qt.Key


class Entering(Patrol):
    """An officer on the page of manual entries."""

    def __init__(self, qtbot: QtBot) -> None:
        super().__init__(qtbot)
        self.said: list[Spoken] = []
        self.entries.spoken.connect(self.said.append)
        self.window.guard.usual_ms = 0
        self.sign_in()
        self.taps = 0

    def touch(self, *words: str) -> None:
        """Tap live buttons of the page by their words, one after the other."""
        for word in words:
            found = [b for b in self.visible() if b.text().replace("\n", " ") == word]
            assert len(found) == 1, f"{word!r}: {[b.text() for b in self.visible()]}"
            assert found[0].isEnabled(), f"{word!r} is off"
            QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)
            settle()
            self.taps += 1

    def touch_name(self, name: str) -> None:
        """Tap the button whose accessible name begins so."""
        (found,) = [b for b in self.visible() if b.accessibleName().startswith(name)]
        QTest.mouseClick(found, Qt.MouseButton.LeftButton)
        settle()

    def visible(self) -> list[QAbstractButton]:
        """Return the buttons that stand there."""
        buttons = self.window.findChildren(QAbstractButton)
        return [button for button in buttons if button.isVisible()]

    def words(self) -> str:
        """Return what labels say."""
        found = self.window.entries.findChildren(QLabel)
        return " | ".join(part.text() for part in found if part.isVisible())

    def press(self, *keys: Qt.Key) -> None:
        """Press keys where the focus is."""
        for key in keys:
            QTest.keyClick(QApplication.focusWidget() or self.window, key)
            settle()

    def type(self, text: str) -> None:
        """Type where the focus is."""
        for character in text:
            QTest.keyClicks(QApplication.focusWidget() or self.window, character)
            settle()

    def tab_to(self, name: str) -> None:
        """Press Tab until a button with this name has the focus."""
        for _ in range(60):
            focused = QApplication.focusWidget()
            if focused is not None and focused.accessibleName().startswith(name):
                return
            self.press(K.Key_Tab)
        raise AssertionError(f"Tab does not reach {name!r}")

    def is_removed(self) -> bool:
        """Tell whether the one entry was removed."""
        return self.only.removed_at is not None

    @property
    def only(self) -> ManualEntry:
        """Return the one entry that was made."""
        (entry,) = self.entries_desk.entries.values()
        return entry


@pytest.fixture
def officer(qtbot: QtBot) -> Entering:
    return Entering(qtbot)


@pytest.mark.clause(policy.MANUAL_ENTRY_LIFE.number)
def test_an_entry_is_added_by_touch_alone(officer: Entering) -> None:
    officer.touch_name("F9")
    assert officer.shows(officer.window.entries)
    officer.touch_name("Plate: enter it")
    officer.touch(*"HB1052", "Next: state", "North Carolina", "Next: case")
    officer.touch(*"26-041877", "Done", "Yes, correct", "Video")
    officer.touch("Criminal investigation")
    officer.touch_name("Reason")
    officer.touch(*"Larceny", "space", *"at", "space", *"store", "Done")
    officer.touch("No", "Check, then stop", "Add entry")
    draft = officer.only.draft
    assert (draft.text, draft.state, draft.case) == ("HB1052", "NC", "26-041877")
    assert (draft.basis, draft.purpose) == (Basis.VIDEO, Purpose.CRIMINAL)
    assert draft.reason == "Larceny at store"
    assert draft.spelled
    assert "Entry added." in officer.words()
    assert officer.said[0].text == "You entered Henry Boy one zero five two."
    assert officer.taps < 60


@pytest.mark.clause(policy.MANUAL_ENTRY_LIFE.number)
def test_an_entry_is_added_by_keyboard_alone(officer: Entering) -> None:
    officer.key(K.Key_F9)
    officer.type("hb1052")
    officer.press(K.Key_Return)
    officer.type("nc")
    officer.press(K.Key_Return)
    officer.type("26-041877")
    officer.press(K.Key_Return)
    officer.tab_to("Reason")
    officer.press(K.Key_Return)
    officer.type("Larceny at store")
    officer.press(K.Key_Return)
    for answer in ("Yes, correct", "Witness", "Felony warrant", "Missing", "No", "Call me"):
        officer.tab_to(answer)
        officer.press(K.Key_Space)
    officer.tab_to("Add entry")
    officer.press(K.Key_Return)
    draft = officer.only.draft
    assert (draft.text, draft.state, draft.case) == ("HB1052", "NC", "26-041877")
    assert draft.reason == "Larceny at store"
    assert (draft.basis, draft.purpose) == (Basis.WITNESS, Purpose.MISSING)
    assert draft.instruction == "Call me first"


def test_keys_correct_what_was_typed(officer: Entering) -> None:
    officer.key(K.Key_F9)
    officer.type("hb9")
    officer.press(K.Key_Backspace)
    officer.type("1")
    officer.press(K.Key_Escape)
    assert officer.entries._form.draft.text == "HB1"
    assert officer.shows(officer.window.entries)
    officer.type("n")
    officer.press(K.Key_Delete, K.Key_Escape, K.Key_Escape)
    assert officer.shows(officer.window.patrol)


def test_a_draft_waits_while_the_officer_goes_to_a_hit(officer: Entering) -> None:
    officer.key(K.Key_F9)
    officer.type("hb1052")
    officer.happen(HitRaised(a_hit(None, an_entry(), hit_id="hit")))
    assert officer.shows(officer.window.entries)  # a hit takes no page and no key away (U18)
    officer.type("7")
    officer.window.show_page(officer.window.hit)
    officer.type("x")
    officer.key(K.Key_F7)
    officer.key(K.Key_F9)
    assert officer.entries._form.draft.text == "HB10527"
    assert officer.window.entries.pads.isVisible()


def test_f9_does_nothing_on_a_hit_and_on_the_lock(officer: Entering) -> None:
    window = officer.window
    window.show_page(window.hit)
    officer.key(K.Key_F9)
    assert officer.shows(window.hit)
    officer.key(K.Key_F10)
    officer.key(K.Key_F9)
    assert officer.shows(window.sign_in)


def added(officer: Entering) -> None:
    officer.key(K.Key_F9)
    officer.touch_name("Plate: enter it")
    officer.touch(*"KLM447", "Next: state", "North Carolina", "Next: case")
    officer.touch(*"26-041877", "Done", "Video", "Criminal investigation")
    officer.touch_name("Reason")
    officer.touch(*"Larceny", "space", *"at", "space", *"store", "Done")
    officer.touch("No", "Check, then stop", "Add entry")


@pytest.mark.clause(policy.MANUAL_ENTRY_LIFE.number)
def test_an_entry_is_removed_by_two_taps_and_one_alone_times_out(officer: Entering) -> None:
    added(officer)
    officer.touch("Remove")
    officer.clock.pass_by(seconds=5)
    officer.tick()
    officer.touch("Remove")
    officer.clock.pass_by(seconds=1)
    assert not officer.is_removed()
    officer.touch("Remove KLM447?")
    assert officer.is_removed()
    assert "No active entries." in officer.words()


def test_more_time_is_asked_for_by_touch(officer: Entering) -> None:
    added(officer)
    officer.touch("Ask for more time")
    officer.touch(*"Lab", "space", *"results", "space", *"due", "Ask")
    assert officer.only.extension is Extension.ASKED
    assert officer.only.justification == "Lab results due"


def test_a_person_and_own_words_are_entered_by_touch(officer: Entering) -> None:
    added(officer)
    officer.touch("Yes", *"Photo", "space", *"on", "space", *"file", "Next: by whom")
    officer.touch(*"Det", ".", "Next: vehicle", *"Registered", "Done")
    officer.touch("Other", *"Call", "space", "Shift", *"Det", "Done")
    draft = officer.entries._form.draft
    assert draft.person is not None
    assert draft.person.tied_to_vehicle_how == "Registered"
    assert draft.instruction == "Call Det"


def test_a_moving_car_covers_the_form_and_keeps_it(officer: Entering) -> None:
    officer.key(K.Key_F9)
    officer.type("hb10")
    officer.happen(DrivingChanged(Driving(30)))
    assert "Typing is off above 5 mph | What you typed is kept." in officer.words()
    officer.type("52")
    assert not officer.window.entries.pads.isVisible()
    officer.happen(DrivingChanged(Driving(0)))
    assert officer.window.entries.pads.isVisible()
    officer.type("5")
    assert officer.entries._form.draft.text == "HB105"


def test_the_lock_says_that_entries_are_live_and_is_in_nobodys_way(officer: Entering) -> None:
    added(officer)
    officer.key(K.Key_F10)
    page = officer.window.sign_in
    words = [part.text() for part in page.findChildren(QLabel) if part.isVisible()]
    assert "1 of your entries is active. Unlock and press F9 to remove old entries." in words
    assert not any("KLM447" in word for word in words)
    officer.tap(page.sign_out)
    assert officer.desk.asked[-1] == "sign_out"


@pytest.mark.proved("O19")
def test_the_keyboards_ring_runs_through_no_word_and_nothing_else_looks_chosen(
    officer: Entering,
) -> None:
    officer.key(K.Key_F9)
    officer.type("hb1052")
    officer.press(K.Key_Return, K.Key_Escape)
    officer.tab_to("State")
    fields = [b for b in officer.visible() if isinstance(b, FieldTile | PlateTile)]
    assert [field for field in fields if field.isChecked()] == []
    (state,) = [field for field in fields if field.hasFocus()]
    ringed = state.grab().toImage()
    state.clearFocus()
    plain = state.grab().toImage()
    dots = [(x, y) for x in range(12, plain.width() - 12) for y in range(plain.height())]
    under = {plain.pixel(*dot) for dot in dots if plain.pixel(*dot) != ringed.pixel(*dot)}
    assert len(under) == 1
