"""One press, however long or often, answers one question: the one that was seen (S2, S4, S5)."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mdt_alpr.domain.hit.disposition import Disposition
from mdt_alpr.domain.hit.hit import HitState
from mdt_alpr.domain.hit.status_query import StatusSource
from mdt_alpr.ui.hit.models.hit_result import DispositionView, ResultView
from tests.builders import a_hit, an_entry
from tests.ui.cockpit import Cockpit
from tests.ui.officer import BLACK_SUV, Officer
from tests.ui.screen import Screen, acts_of, settle

K = Qt.Key
OTHER = an_entry("KLM4471", entry_id="other", **BLACK_SUV)


@pytest.fixture
def car(qtbot: QtBot) -> Cockpit:
    return Cockpit(qtbot)


def replies(car: Cockpit, hit_id: str) -> list[StatusSource]:
    return [reply.source for reply in car.desk.hits[hit_id].replies]


@pytest.mark.proved("S2")
def test_a_double_tap_on_active_answers_the_mdt_and_not_dcin(car: Cockpit) -> None:
    hit = car.compare()
    car.pass_ms()
    car.click("Active")
    car.ms += 150
    car.click("Active")
    assert replies(car, hit.hit_id) == [StatusSource.MDT]
    car.pass_ms()
    car.click("Active")
    assert replies(car, hit.hit_id) == [StatusSource.MDT, StatusSource.DCIN]


@pytest.mark.proved("S2")
def test_space_pressed_twice_answers_the_mdt_and_not_dcin(car: Cockpit) -> None:
    hit = car.compare()
    car.pass_ms()
    car.strike(K.Key_Tab)
    car.strike(K.Key_Space)
    car.strike(K.Key_Space)
    assert replies(car, hit.hit_id) == [StatusSource.MDT]


@pytest.mark.proved("S2")
def test_tab_and_space_state_active_for_both_sources(car: Cockpit) -> None:
    """As README says; the second Tab once went on from "Active" to "Cleared or recovered"."""
    hit = car.compare()
    for _ in range(2):
        car.pass_ms()
        car.strike(K.Key_Tab)
        car.strike(K.Key_Space)
    reported = [(reply.source, reply.result) for reply in car.desk.hits[hit.hit_id].replies]
    assert reported == [(StatusSource.MDT, "active"), (StatusSource.DCIN, "active")]
    assert car.desk.hits[hit.hit_id].contrary == ()


@pytest.mark.proved("S2")
def test_a_key_that_is_kept_down_answers_nothing_further(car: Cockpit) -> None:
    hit = car.compare()
    car.pass_ms()
    car.strike(K.Key_Tab)
    QTest.keyPress(car.window, K.Key_Space)
    for _ in range(4):
        car.pass_ms(1000)
        car.strike(K.Key_Tab)
        car.repeat(K.Key_Space, " ")
    assert replies(car, hit.hit_id) == [StatusSource.MDT]
    QTest.keyRelease(car.window, K.Key_Space)
    car.strike(K.Key_Tab)
    car.strike(K.Key_Space)
    assert replies(car, hit.hit_id) == [StatusSource.MDT, StatusSource.DCIN]


@pytest.mark.proved("S2")
def test_a_finger_that_stays_down_answers_nothing_further(car: Cockpit) -> None:
    car.compare()
    car.pass_ms()
    QTest.mousePress(car.window.keys.buttons["F11"], Qt.MouseButton.LeftButton)
    car.window.guard.guard()
    car.pass_ms(5000)
    guarding = [car.window.guard.is_guarding]
    QTest.mouseRelease(car.window.keys.buttons["F11"], Qt.MouseButton.LeftButton)
    guarding.append(car.window.guard.is_guarding)
    assert guarding == [True, False]
    assert car.shows(car.window.hit)


@pytest.mark.proved("S2")
def test_a_question_that_was_not_painted_yet_takes_nothing(car: Cockpit) -> None:
    guard = car.window.guard
    guard.guard()
    car.ms += 10_000
    assert guard.is_guarding
    settle()
    guarding = [guard.is_guarding]
    for passed in (guard.usual_ms - 1, 1):
        car.ms += passed
        guarding.append(guard.is_guarding)
    assert guarding == [True, True, False]


@pytest.mark.proved("S2")
@pytest.mark.parametrize("key", [K.Key_Return, K.Key_Space, K.Key_1, K.Key_N, K.Key_F12, K.Key_F3])
def test_no_key_counts_before_a_question_was_seen(car: Cockpit, key: Qt.Key) -> None:
    hit = car.wanted()
    car.strike(K.Key_F1)
    before = car.view
    car.strike(key)
    assert car.view == before
    assert car.desk.hits[hit.hit_id].attempts == ()


@pytest.mark.proved("S2")
def test_silence_day_and_night_and_lock_never_wait(car: Cockpit) -> None:
    hit = car.hit()
    car.window.guard.guard()
    car.strike(K.Key_F2)
    assert car.desk.asked[-1] == f"silence {hit.hit_id}"
    car.strike(K.Key_F8)
    assert car.window.colors.name == "night"
    car.strike(K.Key_F10)
    assert car.shows(car.window.sign_in)


@pytest.mark.proved("S2")
def test_keys_that_came_up_elsewhere_hold_nothing_back(car: Cockpit) -> None:
    QTest.keyPress(car.window, K.Key_A)
    car.window.guard.guard()
    car.pass_ms()
    guarding = [car.window.guard.is_guarding]
    car.window.guard.lift()
    guarding.append(car.window.guard.is_guarding)
    assert guarding == [True, False]


# ------------------------------------------------------------- dimmed keys, and which hit


STATES = ("signed out", "patrol", "patrol with a hit", "list", "entries", "status", "why",
          "blind", "unreadable?", "look again", "result", "gate open", "closing", "passing on",
          "stopped", "not a match")  # fmt: skip


def bring_about(car: Cockpit, state: str) -> None:
    """Bring the window into a state; every one but the first five shows a hit."""
    pages = {"list": K.Key_F4, "entries": K.Key_F9, "status": K.Key_F11}
    if state == "signed out":
        car.strike(K.Key_F10)
    elif state in pages:
        car.strike(pages[state])
    elif state == "why":
        car.strike(K.Key_F11)
        car.pass_ms()
        car.strike(K.Key_F11)
    elif state == "patrol with a hit":
        car.wanted()
    elif state != "patrol":
        bring_hit(car, state)
    car.pass_ms()


def bring_hit(car: Cockpit, state: str) -> None:
    if state in ("blind", "unreadable?", "closing", "look again"):
        car.wanted()
        car.strike(K.Key_F1)
    else:
        car.compare()
    car.pass_ms()
    assert car.hits is not None
    do = car.hits.actions
    if state in ("gate open", "stopped"):
        for source in ("mdt", "dcin"):
            do.ask_status(source)
            do.state_result("active")
    if state == "not a match":
        do.ask_status("mdt")
        do.state_result("cleared")
        do.state_result("cleared")
    acts = {"unreadable?": do.cannot_read, "closing": do.end_hit, "passing on": do.choose_relay,
            "stopped": do.initiate_stop}  # fmt: skip
    if state in acts:
        acts[state]()
    if state == "look again":
        car.clock.pass_by(seconds=1)
        car.tick()
        for typed in ("WRONG12", "nc", "21"):
            car.pass_ms()
            QTest.keyClicks(car.window, typed)
            car.strike(K.Key_Return)


@pytest.mark.proved("S4")
@pytest.mark.parametrize("state", STATES)
def test_a_dimmed_function_key_is_dead(qtbot: QtBot, state: str) -> None:
    car = Cockpit(qtbot)
    bring_about(car, state)
    dimmed = {key for key, button in car.window.keys.buttons.items() if not button.isEnabled()}
    assert dimmed == set(car.window.keys.buttons) - car.window.live_keys
    signals = acts_of(car.window.hit.signals)
    for signal in (car.window.open_hit, car.window.reject_hit):
        signal.connect(signals.append)
    before = car.window.page, car.view, car.window.colors, list(car.desk.asked)
    for key in sorted(dimmed):
        car.window.press(key)
        car.strike(Qt.Key(K.Key_F1.value + int(key[1:]) - 1))
        car.pass_ms()
    assert (car.window.page, car.view, car.window.colors, car.desk.asked) == before
    assert signals == []


@pytest.mark.proved("S4")
def test_f12_on_how_did_it_end_rejects_no_other_hit(car: Cockpit) -> None:
    other = car.wanted("AAA1111")
    shown = car.compare()
    car.pass_ms()
    car.strike(K.Key_F12)
    assert car.view is not None
    assert isinstance(car.view.page, DispositionView)
    for key in (K.Key_F12, K.Key_F1, K.Key_F12):
        car.pass_ms()
        car.strike(key)
    assert car.view.hit_id == shown.hit_id
    assert car.desk.hits[other.hit_id].state is HitState.RAISED


@pytest.mark.proved("S4")
def test_f12_on_patrol_means_the_hit_that_the_band_names(car: Cockpit) -> None:
    named = car.wanted()
    asked: list[str] = []
    car.window.reject_hit.connect(asked.append)
    car.strike(K.Key_F12)
    assert asked == [named.hit_id]


@pytest.mark.proved("S4")
def test_a_hit_that_is_rejected_from_patrol_was_opened_by_nobody(car: Cockpit) -> None:
    hit = car.wanted()
    car.strike(K.Key_F12)
    assert car.desk.hits[hit.hit_id].opened_at is None
    car.pass_ms()
    assert car.button("Back").isEnabled()
    car.click("Back")
    assert car.desk.hits[hit.hit_id].state is HitState.BLIND


@pytest.mark.proved("S4")
def test_a_hit_that_nobody_opened_is_closed_unopened(qapp: object) -> None:
    assert qapp
    officer = Officer()
    officer.verified()
    hit = officer.desk.raise_hit(a_hit(hit_id="unopened"))
    officer.presenter.reject(hit.hit_id)
    assert officer.desk.open_hit is None
    officer.do.choose_disposition("misread")
    officer.do.choose_stopped("no")
    officer.do.go_next()
    done = officer.desk.hits[hit.hit_id]
    assert done.closing is not None
    assert (done.closing.disposition, done.opened_at) == (Disposition.MISREAD, None)


@pytest.mark.proved("S4")
def test_an_action_on_a_hit_that_is_not_on_the_screen_changes_nothing(qapp: object) -> None:
    assert qapp
    officer = Officer()
    officer.verified()
    officer.hit(OTHER, text="KLM4471", hit_id="other")
    before = dict(officer.desk.hits)
    do = officer.do
    for act in (do.initiate_stop, do.end_hit, do.cannot_read, lambda: do.state_result("cleared")):
        act()
        assert officer.desk.hits == before
    officer.presenter.leave()
    for act in (do.initiate_stop, do.end_hit, do.cannot_read, lambda: do.state_result("cleared")):
        act()
        assert officer.view is None
    assert officer.desk.hits == before


@pytest.mark.proved("S4")
def test_every_press_on_the_hit_page_concerns_the_hit_that_it_shows(car: Cockpit) -> None:
    other, hit = car.wanted("AAA1111"), car.compare()
    pressed = acts_of(car.window.hit.signals)
    car.pass_ms()
    car.click("Active")
    car.pass_ms()
    car.strike(K.Key_F12)
    assert pressed == ["state_result", "end_hit"]
    assert replies(car, hit.hit_id) == [StatusSource.MDT]
    assert replies(car, other.hit_id) == []
    assert car.view is not None
    assert car.view.hit_id == hit.hit_id
    assert isinstance(car.view.page, DispositionView)


@pytest.mark.proved("S4")
def test_a_hold_that_another_hit_cut_short_is_noted_on_its_own_hit(qtbot: QtBot) -> None:
    screen = Screen(qtbot)
    held = screen.verified()
    assert screen.widget.result.gate.stop.begin()
    other = screen.hit(OTHER, text="KLM4471", hit_id="other")
    settle()
    assert len(screen.desk.hits[held.hit_id].trace.released) == 1
    assert screen.desk.hits[other.hit_id].trace.released == ()


# --------------------------------------------------------------- what cannot be undone


@pytest.mark.proved("S13")
def test_f3_asks_first_and_keeps_checking_by_default(car: Cockpit) -> None:
    hit = car.wanted()
    car.strike(K.Key_F1)
    car.pass_ms()
    car.strike(K.Key_F3)
    assert car.desk.hits[hit.hit_id].state is HitState.BLIND
    for key in (K.Key_F3, K.Key_Return):
        car.pass_ms()
        car.strike(key)
    assert car.desk.hits[hit.hit_id].state is HitState.BLIND
    QTest.keyClicks(car.window, "e")
    car.pass_ms()
    car.strike(K.Key_F3)
    car.pass_ms()
    car.click("Keep checking")
    car.pass_ms()
    car.click("Can't read")
    car.pass_ms()
    car.click("Yes, can't read")
    assert car.desk.hits[hit.hit_id].cannot_see


@pytest.mark.proved("S13")
def test_a_double_tap_on_cannot_read_does_not_say_yes(car: Cockpit) -> None:
    hit = car.wanted()
    car.strike(K.Key_F1)
    car.pass_ms()
    place = car.button("Can't read").mapTo(car.window, QPoint(20, 20))
    for _ in range(3):
        car.pass_ms()
        QTest.mouseClick(car.window, Qt.MouseButton.LeftButton, pos=place)
        settle()
    assert not car.desk.hits[hit.hit_id].cannot_see


@pytest.mark.proved("S24")
def test_enter_in_the_event_number_ends_the_number_and_saves_nothing(qtbot: QtBot) -> None:
    screen = Screen(qtbot)
    hit = screen.verified()
    screen.do.initiate_stop()
    screen.do.end_hit()
    screen.do.choose_disposition("verified_stopped")
    screen.do.choose_outcome("vehicle_recovered")
    screen.do.choose_force(used=False)
    QTest.keyClicks(screen.widget, "26-117")
    screen.key(K.Key_Return)
    assert screen.desk.hits[hit.hit_id].state is HitState.STOPPED
    screen.key(K.Key_Return)
    closing = screen.desk.hits[hit.hit_id].closing
    assert closing is not None
    assert closing.event_number == "26-117"


@pytest.mark.proved("S24")
def test_enter_beside_an_open_sheet_saves_nothing(qapp: object) -> None:
    assert qapp
    officer = Officer()
    hit = officer.hit()
    officer.do.end_hit()
    officer.do.choose_disposition("misread")
    officer.do.choose_stopped("no")
    officer.do.ask_stop_record()
    officer.do.go_next()
    assert officer.desk.hits[hit.hit_id].state is HitState.BLIND


@pytest.mark.proved("S23")
def test_p_is_for_the_second_officer_on_the_result_page_too(car: Cockpit) -> None:
    pressed: list[bool] = []
    car.window.extra_keys.second_officer.connect(lambda: pressed.append(True))
    car.compare()
    car.pass_ms()
    assert car.view is not None
    assert isinstance(car.view.page, ResultView)
    car.strike(K.Key_P)
    assert pressed == [True]
