"""Targets, places and palettes of every sample page (design 2.1 to 2.4, U4, U5, U18, U19)."""

from collections.abc import Iterator, Mapping
from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from mdt_alpr.lab.screens.hit_samples import samples
from mdt_alpr.ui.hit.models.hit_result import ResultView
from mdt_alpr.ui.hit.models.hit_view import HitView
from mdt_alpr.ui.hit.views.hit_page import HitPage
from mdt_alpr.ui.kit.theme import DAY, NIGHT, Palette, load_fonts, style_sheet
from tests.ui.screen import settle

SIZES = ((1366, 640), (1330, 703), (1298, 602))
"""What strip and keys leave: 14 in, 1920 x 1200 at 1.44, 1920 x 1080 at 1.48 (design 2.1)."""
LEAST_TARGET = 56
LEAST_TO_STOP = 58


@pytest.fixture(scope="module")
def views(qapp: object) -> Mapping[str, HitView]:
    assert qapp
    load_fonts()
    return samples()


@pytest.fixture
def page(qtbot: QtBot) -> HitPage:
    made = HitPage()
    qtbot.addWidget(made)
    made.setStyleSheet(style_sheet(DAY))
    made.show()
    return made


def shown(page: HitPage, view: HitView, size: tuple[int, int], palette: Palette = DAY) -> None:
    page.setStyleSheet(style_sheet(palette))
    page.use_palette(palette)
    page.setFixedSize(*size)
    page.show_view(view)
    settle()


def targets(page: HitPage) -> Iterator[tuple[str, QRect]]:
    for button in page.findChildren(QAbstractButton):
        if button.isVisible():
            yield button.text(), rectangle(page, button)


def rectangle(page: HitPage, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(page, QPoint(0, 0)), widget.size())


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_every_target_is_large_enough_whole_and_alone(
    page: HitPage, views: Mapping[str, HitView], size: tuple[int, int]
) -> None:
    for name, view in views.items():
        shown(page, view, size)
        found = list(targets(page))
        assert found, name
        for word, where in found:
            assert min(where.width(), where.height()) >= LEAST_TARGET, f"{name}: {word}"
            assert page.rect().contains(where), f"{name}: {word}"
        for (one, first), (other, second) in combinations(found, 2):
            assert not first.intersects(second), f"{name}: {one} and {other}"


@pytest.mark.parametrize("size", SIZES[:2], ids=str)
def test_nothing_live_stands_near_the_stop_button(
    page: HitPage, views: Mapping[str, HitView], size: tuple[int, int]
) -> None:
    for name, view in views.items():
        if not isinstance(view.page, ResultView):
            continue
        shown(page, view, size)
        stop = rectangle(page, page.result.gate.stop)
        assert stop.height() >= 92
        assert stop.width() >= 340
        around = stop.adjusted(*(sign * LEAST_TO_STOP for sign in (-1, -1, 1, 1)))
        near = [word for word, where in targets(page) if around.intersects(where)]
        assert near == [], name


def test_day_and_night_have_the_same_rectangles(
    page: HitPage, views: Mapping[str, HitView]
) -> None:
    for name, view in views.items():
        shown(page, view, SIZES[0], DAY)
        by_day = list(targets(page))
        shown(page, view, SIZES[0], NIGHT)
        assert list(targets(page)) == by_day, name


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_the_four_slots_and_the_gate_never_move(
    page: HitPage, views: Mapping[str, HitView], size: tuple[int, int]
) -> None:
    gates, slots = set(), set()
    for view in views.values():
        shown(page, view, size)
        if isinstance(view.page, ResultView):
            stop = rectangle(page, page.result.gate.stop)
            gates.add((stop.x(), stop.y(), stop.width(), stop.height()))
        elif page.blind.isVisible():
            places = [rectangle(page, tile) for tile in page.blind.slots.tiles]
            slots.add(tuple((r.x(), r.y(), r.width(), r.height()) for r in places))
    assert len(gates) == 1
    assert len(slots) == 1


def test_every_sample_has_a_name_and_a_page(views: Mapping[str, HitView]) -> None:
    assert len(views) > 20
    assert all(name.startswith("hit_") for name in views)


def test_the_forms_of_the_stop_differ_without_colour(
    page: HitPage, views: Mapping[str, HitView]
) -> None:
    grabs = {}
    for name in ("hit_vehicle_differs", "hit_gate_open", "hit_no_status", "hit_slammed"):
        shown(page, views[name], SIZES[0])
        image = page.result.gate.stop.grab().toImage()
        gray = image.convertToFormat(image.Format.Format_Grayscale8)
        grabs[name] = bytes(gray.constBits())
    assert len(set(grabs.values())) == len(grabs)
