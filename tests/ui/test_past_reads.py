"""Past reads of an own entry by touch and by keyboard, and what they never tell."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from mdt_alpr.domain import policy
from mdt_alpr.domain.entry.form import PastReadsQuery
from mdt_alpr.domain.hit import verification
from mdt_alpr.domain.hotlist.manual_entry import ManualEntry, Purpose
from mdt_alpr.domain.officer import Driving
from mdt_alpr.lab.screens.entry_samples import past_views
from mdt_alpr.lab.screens.screen_samples import screens
from mdt_alpr.lab.screens.screenshots import show_past
from mdt_alpr.patrol.entry_events import EntriesChanged
from mdt_alpr.patrol.events import DrivingChanged, HitChanged, SignedOut
from mdt_alpr.ui.entries.models.past_reads import PastReadRow, PastReadsView
from mdt_alpr.ui.hit.views.hit_page import HitPage
from mdt_alpr.ui.kit.theme import DAY, NIGHT, load_fonts
from mdt_alpr.ui.shell.views.window import CarWindow
from mdt_alpr.wire.messages import PlaceMessage
from tests.builders import NOW
from tests.manual_entries import a_draft, a_manual_entry
from tests.ui.fake_past_reads_desk import a_past_read, days_ago
from tests.ui.screen import settle
from tests.ui.test_entries_click_through import Entering
from tests.ui.test_window_geometry import SIZES, check_targets, check_text, targets

K = Qt.Key
OWN = a_manual_entry(a_draft("KLM4470"), "officer-1", NOW)
ASKED = PastReadsQuery(OWN.entry_id, Purpose.CRIMINAL, OWN.draft.case)


class FrameScanner(Entering):
    """An officer with one own entry, on the page of manual entries."""

    def __init__(self, qtbot: QtBot) -> None:
        super().__init__(qtbot)
        self.hold(OWN)
        self.key(K.Key_F9)

    def hold(self, *entries: ManualEntry) -> None:
        """Have these entries live."""
        self.entries_desk.hold(*entries)

    @property
    def rows(self) -> list[PastReadRow]:
        """Return the reads that stand on the page."""
        found = self.window.entries.past.found.rows
        return [row._row for row in found if row._row is not None]

    def is_in_front(self) -> bool:
        """Tell whether past reads stand in place of the entries."""
        return self.window.entries.past.isVisible()

    def every_text(self) -> Iterator[str]:
        """Give what labels hold, shown or not."""
        for part in self.window.entries.past.findChildren(QLabel):
            yield part.text()


@pytest.fixture
def officer(qtbot: QtBot) -> FrameScanner:
    return FrameScanner(qtbot)


def test_past_reads_are_shown_by_touch_with_the_entrys_own_purpose_and_case(
    officer: FrameScanner,
) -> None:
    officer.touch("Past reads")
    assert officer.past_desk.asked == [], "purpose and case are seen before anybody is asked"
    assert "Headquarters logs this search" in officer.words()
    officer.touch("Show past reads")
    assert officer.past_desk.asked == [ASKED]
    assert "Asking headquarters." in officer.words()
    place = PlaceMessage(35.4, -80.5, NOW, NOW, None, None, None, simulated=True)
    officer.past_desk.show(a_past_read("KLM4470", place=place), a_past_read("KLM447O", ""))
    exact, doubtful = officer.rows
    assert (exact.plate, exact.state, exact.note) == ("KLM4470", "North Carolina", "")
    assert (exact.car, exact.place) == ("Unit 7, front", "35.40000, -80.50000 (SIMULATED)")
    assert (exact.day, exact.time) == ("Nov 22, 2026", "14:30:00")
    assert not exact.is_doubtful
    assert doubtful.state == "State unknown: may be another"
    assert doubtful.note == "Look-alike, not exact."
    assert doubtful.place == "Location unknown"
    words = officer.words()
    assert "2 reads, newest first." in words
    assert "Reads older than 90 days are erased by law." in words
    assert f"Recorded: criminal investigation, case {OWN.draft.case}." in words
    officer.touch("Back")
    assert not officer.is_in_front()
    assert not any("KLM447" in text for text in officer.every_text())


def test_purpose_and_case_are_changed_by_keyboard_alone(officer: FrameScanner) -> None:
    officer.tab_to("Past reads")
    officer.press(K.Key_Return)
    assert officer.is_in_front()
    officer.press(K.Key_Delete)
    officer.press(K.Key_Return)
    assert officer.past_desk.asked == []
    assert "Enter the case or event number." in officer.words()
    officer.type("26-1234")
    officer.press(K.Key_Backspace)
    officer.type("5")
    officer.tab_to("Missing or endangered")
    officer.press(K.Key_Space)
    officer.tab_to("Show past reads")
    officer.press(K.Key_Return)
    assert officer.past_desk.asked == [PastReadsQuery(OWN.entry_id, Purpose.MISSING, "26-1235")]
    officer.past_desk.show(*(a_past_read(captured_at=days_ago(n / 2)) for n in range(200)))
    fit = len(officer.rows)
    assert "Up to 200 are shown, the newest: there may be more." in officer.words()
    officer.press(K.Key_PageDown)
    assert f"{fit + 1} to {2 * fit} of 200" in officer.words()
    officer.press(K.Key_PageUp)
    assert f"1 to {fit} of 200" in officer.words()
    officer.press(K.Key_Escape)
    assert not officer.is_in_front()
    assert officer.shows(officer.window.entries)


def test_pages_are_turned_by_touch(officer: FrameScanner) -> None:
    officer.touch("Past reads", "Show past reads")
    officer.past_desk.show(*(a_past_read() for _ in range(12)))
    officer.touch("Older")
    assert " of 12" in officer.words()
    officer.touch("Newer")
    assert officer.words().count("1 to ") == 1


def test_a_refusal_keeps_what_was_entered_and_is_asked_again(officer: FrameScanner) -> None:
    officer.touch("Past reads", "Show past reads")
    officer.past_desk.refuse("Headquarters cannot be reached. Ask again.")
    assert "Headquarters cannot be reached. Ask again." in officer.words()
    officer.touch("Show past reads")
    assert officer.past_desk.asked == [ASKED, ASKED]
    officer.past_desk.show()
    assert "This plate was not read in the last 90 days." in officer.words()


def test_where_the_agency_keeps_reads_for_fewer_days_it_says_so(officer: FrameScanner) -> None:
    officer.touch("Past reads", "Show past reads")
    officer.past_desk.show(kept_days=30)
    assert "This plate was not read in the last 30 days." in officer.words()
    assert "Reads older than 30 days are erased." in officer.words()


def test_an_answer_that_nobody_waits_for_any_more_is_dropped(officer: FrameScanner) -> None:
    officer.touch("Past reads", "Show past reads", "Back")
    officer.past_desk.show(a_past_read())
    assert not officer.is_in_front()
    officer.touch("Past reads")
    assert officer.rows == []


@pytest.mark.parametrize("ends", ["lock", "sign out", "entry over"])
def test_lock_end_of_shift_and_end_of_the_entry_forget_everything(
    officer: FrameScanner, ends: str
) -> None:
    officer.touch("Past reads", "Show past reads")
    officer.past_desk.show(a_past_read("KLM4470"))
    if ends == "lock":
        officer.key(K.Key_F10)
    elif ends == "sign out":
        officer.happen(SignedOut("officer-1", "", by_officer=True))
    else:
        officer.happen(EntriesChanged(()))
    assert officer.past._asked is None
    assert not any("KLM447" in text for text in officer.every_text())


def test_who_drives_alone_sees_nothing_and_a_second_officer_does(officer: FrameScanner) -> None:
    officer.touch("Past reads", "Show past reads")
    officer.past_desk.show(a_past_read("KLM4470"))
    officer.happen(DrivingChanged(Driving(31.0)))
    assert officer.rows == []
    assert officer.words().startswith("Past reads | The car is moving.")
    officer.happen(DrivingChanged(Driving(31.0, passenger=True)))
    assert len(officer.rows) == 1


def test_a_read_whose_characters_are_doubtful_says_so(officer: FrameScanner) -> None:
    officer.touch("Past reads", "Show past reads")
    officer.past_desk.show(a_past_read("KLM4470", disputed=(2,)))
    assert officer.rows[0].note == "A character is doubtful."


# ------------------------------------------------------------------------------- geometry


@pytest.fixture(scope="module")
def views(qapp: object) -> dict[str, PastReadsView]:
    assert qapp
    load_fonts()
    return past_views()


@pytest.fixture
def window(qtbot: QtBot) -> CarWindow:
    made = CarWindow(HitPage())
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_every_state_fits_and_every_target_is_large_enough(
    window: CarWindow, views: dict[str, PastReadsView], size: tuple[int, int]
) -> None:
    window.resize(*size)
    for name, view in views.items():
        show_past(window, screens()["patrol_standing"](), view)
        for _ in range(6):
            settle()
        check_targets(window, name)
        check_text(window, name)


def test_day_and_night_have_the_same_rectangles(
    window: CarWindow, views: dict[str, PastReadsView]
) -> None:
    found = []
    for palette in (DAY, NIGHT):
        window.use_palette(palette)
        placed = {}
        for name, view in views.items():
            show_past(window, screens()["patrol_standing"](), view)
            for _ in range(6):
                settle()
            placed[name] = list(targets(window))
        found.append(placed)
    assert found[0] == found[1]


# ---------------------------------------------------------------------------------- leaks


@pytest.mark.clause(policy.VISUAL_CHECK.number)
@pytest.mark.parametrize("step", ["asked", "waits", "found"])
def test_while_a_hit_waits_no_query_begins_and_an_open_one_shows_no_plate(
    officer: FrameScanner, step: str
) -> None:
    officer.touch("Past reads")
    if step != "asked":
        officer.touch("Show past reads")
    if step == "found":
        officer.past_desk.show(a_past_read("KLM4470"))
    officer.hit("KLM4470")
    if step == "waits":
        officer.past_desk.show(a_past_read("KLM4470"))
    assert "A hit waits. Open it (F1)." in officer.words()
    assert not any("KLM447" in text for text in officer.every_text())
    officer.type("26")
    officer.press(K.Key_Return)
    assert len(officer.past_desk.asked) == (step != "asked")
    officer.press(K.Key_Escape)
    assert not officer.window.entries.own.chosen.past.isEnabled()


@pytest.mark.clause(policy.VISUAL_CHECK.number)
def test_after_the_entry_the_reads_come_back_without_another_query(officer: FrameScanner) -> None:
    officer.touch("Past reads", "Show past reads")
    hit = officer.hit("KLM4470")
    officer.past_desk.show(a_past_read("KLM4470"))
    assert officer.rows == []
    opened = verification.open_hit(hit, NOW)
    officer.happen(HitChanged(verification.enter(opened, "KLM4470", "NC", NOW, picture_s=2)))
    assert [row.plate for row in officer.rows] == ["KLM4470"]
    assert officer.past_desk.asked == [ASKED]
