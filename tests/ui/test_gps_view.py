"""The receiver's standing in strip, start-of-shift check and status page, with its shape."""

from datetime import timedelta

import pytest

from mdt_alpr.patrol.events import Health, PositionChanged
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.shell.models.pages import CheckLine, StatusLine, StripCell
from mdt_alpr.ui.shell.presenters.strip_view import clock_line, gps_cell, gps_check, gps_line
from tests.builders import NOW
from tests.fixes import a_fix


@pytest.mark.parametrize(
    ("health", "cell"),
    [
        (Health.STARTING, StripCell("GPS", "Starts", Mark.RING)),
        (Health.OK, StripCell("GPS", "OK", Mark.TICK)),
        (Health.WEAK, StripCell("GPS", "No fix", Mark.WEAK)),
        (Health.LOST, StripCell("GPS", "Lost", Mark.CROSS, lost=True)),
    ],
)
def test_each_standing_has_its_word_and_its_shape(health: Health, cell: StripCell) -> None:
    position = PositionChanged(health, "Check its cable.")
    assert gps_cell(position) == cell
    assert gps_check(position) == CheckLine("GPS", cell.word, cell.mark)
    assert gps_line(position) == StatusLine("GPS", cell.word, cell.mark, "Check its cable.")


def test_a_car_without_a_receiver_has_lost_nothing() -> None:
    assert gps_cell(None) == StripCell("GPS", "None", Mark.RING)
    assert gps_check(None) == CheckLine("GPS", "Not fitted", Mark.RING)
    assert gps_line(None) == StatusLine("GPS", "Not fitted", Mark.RING)
    assert clock_line(None) is None


def test_the_status_page_says_how_good_the_place_is_and_what_is_simulated() -> None:
    assert gps_line(PositionChanged(Health.OK, "", a_fix())).value == "OK, to about 4 m"
    assert gps_line(PositionChanged(Health.OK, "", a_fix(accuracy_m=None))).value == "OK"
    simulated = PositionChanged(Health.OK, "", a_fix(simulated=True))
    assert gps_line(simulated).value == "OK, simulated"
    assert clock_line(simulated) is None


@pytest.mark.parametrize(
    ("ahead_s", "value", "mark", "reported"),
    [
        (0.2, "0.2 s ahead of GPS", Mark.TICK, ""),
        (-1.5, "1.5 s behind GPS", Mark.TICK, ""),
        (90, "90.0 s ahead of GPS", Mark.WEAK, "Set this computer's clock."),
        (-61, "61.0 s behind GPS", Mark.WEAK, "Set this computer's clock."),
    ],
)
def test_a_clock_that_is_off_needs_attention(
    ahead_s: float, value: str, mark: Mark, reported: str
) -> None:
    fix = a_fix(at=NOW - timedelta(seconds=ahead_s))
    assert clock_line(PositionChanged(Health.OK, "", fix)) == StatusLine(
        "Clock", value, mark, reported
    )
