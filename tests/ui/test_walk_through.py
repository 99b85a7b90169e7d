"""A full verification by touch: six views and twelve seconds of looking at most (U1, VER-10).

What is counted: views, which are questions that take the screen; and seconds, which are half a
second for each touch (found and pressed), the second of looking that each picture demands (D7)
and the hold of the stop button. The time in which nobody has to look, while headquarters
answers, is none of it.
"""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mdt_alpr.domain import policy
from mdt_alpr.domain.gate import GateForm, gate
from mdt_alpr.domain.status_query import GatewaySource
from mdt_alpr.ui.viewmodels.hit_result import ResultView
from mdt_alpr.ui.viewmodels.hit_view import HitView
from tests.builders import an_entry
from tests.ui.officer import BLACK_SUV
from tests.ui.screen import Screen
from tests.ui.test_tile_click_through import say, tap_tiles
from tests.ui.tile_officer import asked, drive

MOST_VIEWS, MOST_SECONDS = 6, 12.0
A_TOUCH_S = 0.5


class Timed(Screen):
    """A screen that notes its views, and the seconds that each one takes."""

    def __init__(self, qtbot: QtBot) -> None:
        super().__init__(qtbot)
        self.walked: list[str] = []
        self.seconds: list[float] = []

    def tap(self, *words: str) -> None:
        for word in words:
            self.spend(A_TOUCH_S)
            super().tap(word)

    def look(self, seconds: float = 1.0) -> None:
        self.spend(seconds)
        super().look(seconds)

    def spend(self, seconds: float) -> None:
        """Note seconds on the view that stands there."""
        assert self.view is not None
        name = question(self.view)
        if not self.walked or self.walked[-1] != name:
            self.walked.append(name)
            self.seconds.append(0.0)
        self.seconds[-1] += seconds


def question(view: HitView) -> str:
    """Return what a view asks; body and color are one question, and so is the result page."""
    if isinstance(view.page, ResultView):
        return "result"
    return "/".join(view.place.split("/")[1:3])


@pytest.mark.parametrize("by_itself", [True, False], ids=["by headquarters", "by MDT and radio"])
@pytest.mark.clause(policy.VISUAL_CHECK.number)
def test_a_whole_verification_by_touch_in_a_moving_car(qtbot: QtBot, *, by_itself: bool) -> None:
    screen = Timed(qtbot)
    drive(screen)
    record = an_entry("EXN2894", nic="V220914871", ori="NC0600100", **BLACK_SUV)
    hit = screen.hit(record, text="EXN2B94")
    tap_tiles(screen)
    screen.spend(A_TOUCH_S * len(asked(screen)))
    screen.tap("Next: state", "North Carolina", "Next: vehicle", "SUV", "Black")
    screen.tap("Next: whole plate")
    say(screen, "Same")
    if by_itself:
        screen.desk.ask_status(hit.hit_id)
        screen.desk.answer(hit.hit_id, source=GatewaySource.DCIN)
    else:
        screen.tap("MDT reply", "Active", "DCIN reply", "Active")
    now_gate = gate(screen.desk.hits[hit.hit_id], screen.clock.now(), open_hit_id=hit.hit_id)
    assert now_gate.form is GateForm.OPEN
    screen.spend(policy.STOP_HOLD.total_seconds())
    stop = screen.widget.result.gate.stop
    QTest.mousePress(stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: screen.desk.hits[hit.hit_id].stop_at is not None, timeout=4000)
    QTest.mouseRelease(stop, Qt.MouseButton.LeftButton)
    assert len(screen.walked) <= MOST_VIEWS
    assert sum(screen.seconds) <= MOST_SECONDS
