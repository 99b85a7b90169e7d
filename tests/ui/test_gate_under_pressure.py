"""Two hits, a flood, a held stop button: nothing that happens meanwhile opens a gate."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from pytestqt.qtbot import QtBot

from mdt_alpr.domain import policy
from mdt_alpr.domain.hit.hit import Contrary, ContraryFact, Hit, HitState
from mdt_alpr.domain.hit.verification import contradict
from mdt_alpr.patrol.events import HitRaised, ReadMade
from mdt_alpr.ui.hit.views.hold_button import HoldButton
from tests.builders import a_hit, a_read, an_entry
from tests.ui.officer import BLACK_SUV, Officer
from tests.ui.screen import Screen

OTHER = an_entry("KLM4471", entry_id="other", **BLACK_SUV)
HELD_MS = int(policy.STOP_HOLD.total_seconds() * 1000) + 200


def holding(screen: Screen) -> HoldButton:
    button = screen.widget.result.gate.stop
    assert button.begin()
    return button


def two_open_gates(officer: Officer) -> tuple[Hit, Hit]:
    """Verify one hit, then another, and go back to the first."""
    one = officer.verified()
    two = officer.hit(OTHER, text="KLM4471")
    officer.enter("KLM4471")
    officer.vehicle()
    officer.status("mdt")
    officer.status("dcin")
    officer.presenter.open(one.hit_id)
    return one, two


@pytest.mark.parametrize(
    ("kind", "source"),
    [
        (Contrary.NOT_THIS_PLATE, "Unit 7, MDT"),
        (Contrary.READ_DISAGREES, "camera"),
        (Contrary.RECORD_CANCELED, "list 9"),
        (Contrary.STATUS_CLEARED, "gateway"),
    ],
)
def test_a_no_that_comes_while_the_button_is_held_lets_it_go(
    kind: Contrary, source: str, qtbot: QtBot
) -> None:
    screen = Screen(qtbot)
    hit = screen.verified()
    button = holding(screen)
    screen.desk.contradict(hit.hit_id, kind, source)
    assert not button.is_holding
    qtbot.wait(HELD_MS)
    assert "initiate_stop" not in screen.desk.asked
    assert not button.begin()
    assert screen.said[-1].text.startswith("Not a match. Basis for stop is gone.")


@pytest.mark.clause(policy.STATUS_CHECK.number)
def test_a_reply_that_expires_while_the_button_is_held_lets_it_go(qtbot: QtBot) -> None:
    screen = Screen(qtbot)
    screen.verified()
    screen.look(policy.STATUS_REPLY_GOOD_FOR.total_seconds() - 0.1)
    button = holding(screen)
    screen.look(0.1)
    assert not button.is_holding
    assert screen.said[-1].text == "Stop locked. The reply has expired. Check again."


def test_a_hold_on_one_hit_never_counts_for_another(qtbot: QtBot) -> None:
    screen = Screen(qtbot)
    _, two = two_open_gates(screen)
    button = holding(screen)
    screen.presenter.open(two.hit_id)
    assert screen.page.gate.stop.live
    assert not button.is_holding
    qtbot.wait(HELD_MS)
    assert [hit.stop_at for hit in screen.desk.hits.values()] == [None, None]


def test_an_alert_or_a_flood_moves_no_gate_and_opens_none(qtbot: QtBot) -> None:
    screen = Screen(qtbot)
    hit = screen.verified()
    button = holding(screen)
    shown = screen.page
    for number in range(30):
        text = f"ABC{1000 + number}"
        screen.desk.raise_hit(a_hit(a_read(text), an_entry(text)))
    assert screen.page == shown
    assert button.is_holding
    button.cancel()
    for other in [h for h in screen.desk.hits if h != hit.hit_id]:
        screen.presenter.open(other)
        screen.do.initiate_stop()
    assert all(h.stop_at is None for h in screen.desk.hits.values())


def test_a_hit_that_is_gone_is_said_to_be_gone_when_the_car_starts_again() -> None:
    officer = Officer()
    hit = a_hit()
    gone = contradict(hit, ContraryFact(Contrary.STATUS_CLEARED, "mdt", officer.clock.now()))
    officer.presenter.take(HitRaised(gone))
    (said,) = officer.said
    assert said.text == "Not a match. Basis for stop is gone. MDT: cleared or recovered."
    assert said.tone == "gate_closed"


def test_a_closer_frame_during_the_check_of_the_whole_number_changes_no_answer() -> None:
    """It may show the picture; what is asked, and what was answered, stays as it was."""
    officer = Officer()
    hit = officer.hit()
    officer.look()
    officer.type("EXN2894")
    before = officer.page
    closer = a_read("EXN2894", read_id=hit.read.read_id, revision=3)
    officer.presenter.take(ReadMade(closer, held=True, latency_ms=1))
    assert officer.page.pad == before.pad


@pytest.mark.clause(policy.STATUS_CHECK.number)
@pytest.mark.parametrize("month", [3, 11])
def test_a_reply_ends_after_ten_minutes_in_the_night_that_the_clocks_change(month: int) -> None:
    officer = Officer()
    day = {3: 8, 11: 1}[month]
    local = datetime(2026, month, day, 1, 55, tzinfo=ZoneInfo("America/New_York"))
    officer.clock.at = local.astimezone(officer.clock.now().tzinfo)
    officer.verified()
    officer.look(policy.STATUS_REPLY_GOOD_FOR.total_seconds() - 2)
    assert officer.page.gate.stop.live
    officer.look(2)
    assert not officer.page.gate.stop.live
    for _ in range(130):
        officer.look(timedelta(minutes=1).total_seconds())
        assert not officer.page.gate.stop.live
    assert next(iter(officer.desk.hits.values())).state is HitState.COMPARED
