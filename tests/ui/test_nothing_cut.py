"""No word that must be verified is cut, and what has no room is one tap away (O6, O8, O10)."""

from dataclasses import replace
from itertools import combinations

import cv2
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QRegion
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from mdt_alpr.lab.screens.hit_samples import samples
from mdt_alpr.ui.hit.models.hit_result import DispositionView, ResultView
from mdt_alpr.ui.hit.views.blind_pictures import whole_in
from mdt_alpr.ui.hit.views.hit_page import HitPage
from mdt_alpr.ui.hit.views.large_picture import SmallPicture
from mdt_alpr.ui.kit.theme import DAY, load_fonts
from mdt_alpr.ui.kit.views.palette import show_in
from mdt_alpr.ui.shell.views.reel import PlateCrop
from tests.drawn_plates import plate
from tests.ui.screen import settle

SIZES = ((1366, 640), (1298, 602), (1920, 952))
"""What strip and keys leave of 1366 x 768, of the smallest window, and of 1920 x 1080."""
VIEWS = samples
LEAST_GAP = 4
"""Pixels between two tiles."""


@pytest.fixture(params=SIZES, ids=str)
def page(request: pytest.FixtureRequest, qtbot: QtBot) -> HitPage:
    load_fonts()
    made = HitPage()
    qtbot.addWidget(made)
    show_in(DAY, made)
    made.setFixedSize(*request.param)  # a screen does not grow to what has no room
    made.show()
    return made


def stripes(width: int, height: int) -> bytes:
    """Return a picture whose top line is red and whose bottom line is blue, as a state's name."""
    rows = plate("EXN2894")[:height, :width].copy()
    rows[: height // 8], rows[-(height // 8) :] = (0, 0, 255), (255, 0, 0)
    done, jpeg = cv2.imencode(".png", rows)
    assert done
    return jpeg.tobytes()


def edges(picture: QWidget, area: QRectF) -> list[str]:
    """Return which color is painted just inside the upper and the lower end of ``area``."""
    image = picture.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    middle = round(area.center().x())
    colors = (image.pixelColor(middle, round(y)) for y in (area.top() + 2, area.bottom() - 3))
    return ["red" if color.red() > color.blue() else "blue" for color in colors]


@pytest.mark.proved("O10")
@pytest.mark.parametrize("size", [(172, 72), (300, 72), (300, 400)], ids=str)
def test_the_state_on_the_plates_picture_is_never_cut(qtbot: QtBot, size: tuple[int, int]) -> None:
    picture = SmallPicture()
    qtbot.addWidget(picture)
    show_in(DAY, picture)
    picture.show_picture(stripes(200, 100))
    picture.setFixedSize(*size)
    area = picture.picture_area()
    assert QRectF(picture.rect()).contains(area)
    assert area.width() / area.height() == pytest.approx(2, abs=0.05)
    assert edges(picture, area) == ["red", "blue"]


@pytest.mark.proved("O10")
def test_a_read_in_the_reel_shows_its_whole_plate_with_the_states_name(qtbot: QtBot) -> None:
    crop = PlateCrop()
    qtbot.addWidget(crop)
    show_in(DAY, crop)
    crop.show_jpeg(stripes(200, 100))
    area = whole_in(QRectF(crop.rect()), QImage.fromData(stripes(200, 100)))
    assert QRectF(crop.rect()).contains(area)
    assert edges(crop, area) == ["red", "blue"]


def cut(label: QLabel) -> bool:
    """Tell whether a line is wider than its label in the smallest type that it may have."""
    return label.isVisible() and not label.wordWrap() and label.sizeHint().width() > label.width()


@pytest.mark.proved("O6")
def test_words_of_a_record_that_have_no_room_are_one_tap_away(page: HitPage) -> None:
    for name, sample in VIEWS().items():
        if not isinstance(sample.page, ResultView):
            continue
        page.show_view(sample)
        settle()
        foot = page.result.compare.record
        lines = [line for line in foot.findChildren(QLabel) if cut(line)]
        assert foot.isEnabled() or not lines, name
        if foot.isEnabled():
            foot.click()
            assert page.result.large.isVisible()
            assert sample.page.compare.detail.split("  ·  ")[0] in foot.whole
            page.result.large.click()
            assert not page.result.large.isVisible()


@pytest.mark.proved("O8")
def test_no_outcome_is_cut_or_pressed_together_while_something_is_still_missing(
    page: HitPage,
) -> None:
    sample = VIEWS()["hit_after_stop"]
    assert isinstance(sample.page, DispositionView)
    missing = replace(sample.page, missing="State the outcome of the stop.", may_save=False)
    page.show_view(replace(sample, page=missing))
    settle()
    tiles = [tile for tile in page.findChildren(QAbstractButton) if tile.isVisible()]
    cut_tiles = [
        tile.accessibleName() for tile in tiles if tile.visibleRegion() != QRegion(tile.rect())
    ]
    assert cut_tiles == []
    places = [tile.rect().translated(tile.mapTo(page, tile.rect().topLeft())) for tile in tiles]
    around = [place.adjusted(0, 0, LEAST_GAP, LEAST_GAP) for place in places]
    close = [(a, b) for a, b in combinations(around, 2) if a.intersects(b)]
    assert close == []
