"""No word that must be verified is cut on strip, reel, hit list and F11, at any scale (O6)."""

import os
import subprocess
import sys
from pathlib import Path
from shutil import which

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from mdt_alpr.lab.screens.hit_samples import samples
from mdt_alpr.ui.hit.models.hit_result import ResultView
from mdt_alpr.ui.hit.views.hit_page import HitPage
from mdt_alpr.ui.kit.theme import DAY, load_fonts
from mdt_alpr.ui.kit.views.palette import show_in
from mdt_alpr.ui.shell.views.window import CarWindow
from tests.ui import cut_words
from tests.ui.screen import settle
from tests.ui.x_display import x_display

SIZES = ((1298, 730), (1298, 811), (1366, 768))
"""The least, what 1280 x 800 has at any scale, and the design's."""


@pytest.fixture(params=SIZES, ids=str)
def window(request: pytest.FixtureRequest, qtbot: QtBot) -> CarWindow:
    load_fonts()
    made = CarWindow(HitPage())
    qtbot.addWidget(made)
    made.setFixedSize(*request.param)
    made.show()
    return made


@pytest.mark.proved("O6")
def test_no_word_of_strip_reel_list_and_status_page_is_cut(window: CarWindow) -> None:
    assert cut_words.cut_words(window) == []


@pytest.mark.proved("O6")
@pytest.mark.skipif(not which("Xvfb"), reason="needs an X server")
@pytest.mark.parametrize(
    ("size", "scale"),
    [("1280x800", "1.25"), ("1280x800", "1.5"), ("1366x768", "1.25"), ("1366x768", "1.5")],
)
def test_no_word_is_cut_on_a_real_screen_that_is_scaled(size: str, scale: str) -> None:
    with x_display(size) as display:
        shown = subprocess.run(
            [sys.executable, "-m", "tests.ui.cut_words"],
            env=os.environ
            | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "QT_SCALE_FACTOR": scale},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )
    assert shown.returncode == 0, shown.stderr
    assert shown.stdout == "nothing"


@pytest.mark.proved("O6")
@pytest.mark.parametrize("size", [(1298, 602), (1298, 683), (1366, 640)], ids=str)
def test_what_headquarters_said_is_whole_at_other_source(
    qtbot: QtBot, size: tuple[int, int]
) -> None:
    load_fonts()
    page = HitPage()
    qtbot.addWidget(page)
    show_in(DAY, page)
    page.setFixedSize(*size)
    page.show()
    said = [v for v in samples().values() if isinstance(v.page, ResultView) and says_hq(v.page)]
    assert said
    for view in said:
        page.show_view(view)
        settle()
        card = page.result.status
        cut = [label.text() for label in card.findChildren(QLabel) if cut_words.is_cut(label)]
        assert cut == []


def says_hq(page: ResultView) -> bool:
    """Tell whether the sources' card says what came of headquarters' own question."""
    return page.status.kind == "sources" and "HQ" in page.status.title + page.status.detail
