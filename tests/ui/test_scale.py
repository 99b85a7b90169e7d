import os
import subprocess
import sys
from shutil import which

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.ui.kit.scale import (
    DESIGN_PX_PER_MM,
    Panel,
    as_far_as_it_fits,
    asked_factor,
    factor,
    in_words_of_qt,
)
from mdt_alpr.ui.kit.theme import DESIGNED, SMALLEST
from tests.ui.x_display import x_display

LARGE = st.builds(Panel, st.integers(1298, 4000), st.integers(730, 2500))


def test_the_panel_of_the_design_stays_as_it_is() -> None:
    assert factor(Panel(1366, 768, 310, 174)) == 1.0


@pytest.mark.parametrize(
    ("panel", "diagonal", "grows"),
    [
        (Panel(1920, 1200), 14.0, 1.44),
        (Panel(1920, 1080), 13.3, 1.48),
        (Panel(1920, 1200, 301, 188), 0.0, 1.45),
    ],
)
def test_finer_panels_grow_by_the_figures_of_the_design(
    panel: Panel, diagonal: float, grows: float
) -> None:
    assert factor(panel, diagonal_in=diagonal) == pytest.approx(grows, abs=0.01)


@pytest.mark.parametrize(
    "lies", [Panel(1920, 1080), Panel(1920, 1080, 1, 1), Panel(1920, 1080, 300, 300)]
)
def test_a_panel_that_tells_no_size_or_a_wrong_one_is_filled(lies: Panel) -> None:
    assert lies.px_per_mm() is None
    assert factor(lies) == pytest.approx(1920 / DESIGNED[0], abs=0.01)


@given(LARGE, st.floats(8, 40))
def test_the_window_always_fits_and_never_shrinks(panel: Panel, diagonal: float) -> None:
    grows = factor(panel, diagonal_in=diagonal)
    assert grows >= 1
    assert panel.width / grows >= SMALLEST[0] - 1e-6
    assert panel.height / grows >= SMALLEST[1] - 1e-6


@given(st.builds(Panel, st.integers(1920, 4000), st.integers(1200, 2500)), st.floats(11, 15))
def test_where_there_is_room_millimeters_are_those_of_the_design(
    panel: Panel, diagonal: float
) -> None:
    grows = factor(panel, diagonal_in=diagonal)
    density = panel.px_per_mm(diagonal) or 0.0
    largest = min(panel.width / SMALLEST[0], panel.height / SMALLEST[1])
    if 1 < grows < largest:
        assert grows / density == pytest.approx(1 / DESIGN_PX_PER_MM)


def test_a_screen_that_is_too_small_is_refused_with_what_to_do() -> None:
    with pytest.raises(OutsideError, match=r"1024 x 768 pixels.*needs 1298 x 730.*finer"):
        factor(Panel(1024, 768))


def test_training_may_shrink() -> None:
    assert factor(Panel(1024, 768), may_shrink=True) == pytest.approx(1024 / 1298)


@pytest.mark.parametrize(
    ("panel", "scale"),
    [
        (Panel(1920, 1080, room=(1900, 972), ratio=1.25), 1.25),
        (Panel(1366, 768, room=(1350, 720)), 720 / 730),
        (Panel(1366, 768, room=(1341, 696), ratio=1.5), 696 / 730),
    ],
)
def test_the_desk_is_drawn_as_windows_scales_but_never_past_the_screen(
    panel: Panel, scale: float
) -> None:
    assert as_far_as_it_fits(panel) == pytest.approx(scale)


@pytest.mark.parametrize(("ratio", "given"), [(1.0, "1.000"), (1.25, "0.800"), (1.5, "0.666")])
def test_what_windows_scales_by_itself_is_not_multiplied_in_again(
    ratio: float, given: str
) -> None:
    panel = Panel(1366, 768, 310, 174, ratio=ratio)

    assert in_words_of_qt(factor(panel), panel) == given
    assert float(given) * ratio <= 1.0  # the window is no larger than the screen


@pytest.mark.proved("O5")
@given(st.builds(Panel, st.integers(800, 4000), st.integers(600, 2500)), st.floats(0.5, 8))
def test_a_scale_that_somebody_asks_for_never_puts_the_gate_outside(
    panel: Panel, asked: float
) -> None:
    given_to_qt = float(in_words_of_qt(as_far_as_it_fits(panel, asked), panel))
    assert SMALLEST[0] * given_to_qt <= panel.width
    assert SMALLEST[1] * given_to_qt <= panel.height
    assert given_to_qt <= asked


@pytest.mark.proved("O5")
@pytest.mark.parametrize(
    ("value", "asked"),
    [("1.25", 1.25), ("", None), ("wide", None), ("0", None), ("-2", None), ("inf", None)],
)
def test_an_empty_or_senseless_scale_counts_as_none(
    monkeypatch: pytest.MonkeyPatch, value: str, asked: float | None
) -> None:
    monkeypatch.setenv("QT_SCALE_FACTOR", value)
    assert asked_factor() == asked


ON_SCREEN = """
from mdt_alpr.car.app import application_for
from mdt_alpr.car.settings import CarSettings
from mdt_alpr.ui.kit.theme import SMALLEST
room = application_for(CarSettings(training=True)).primaryScreen().size()
print(room.width() >= SMALLEST[0] and room.height() >= SMALLEST[1])
"""


@pytest.mark.proved("O5")
@pytest.mark.skipif(not which("Xvfb"), reason="needs an X server")
@pytest.mark.parametrize(("size", "asked"), [("1280x800", "1.25"), ("1024x768", "")])
def test_the_whole_window_is_on_a_real_screen_at_any_scale(size: str, asked: str) -> None:
    with x_display(size) as display:
        shown = subprocess.run(
            [sys.executable, "-c", ON_SCREEN],
            env=os.environ
            | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "QT_SCALE_FACTOR": asked},
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )
    assert shown.stdout.split() == ["True"], shown.stderr
