"""Targets, places and palettes of every sample page (design 2.1 to 2.4, U4, U5, U18, U19)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QWidget

from mdt_alpr.lab.screens.hit_samples import samples
from mdt_alpr.ui.hit.models.hit_result import ResultView
from mdt_alpr.ui.hit.models.hit_view import HitView
from mdt_alpr.ui.hit.views.hit_page import HitPage
from mdt_alpr.ui.kit.theme import DAY, NIGHT, Palette, load_fonts
from mdt_alpr.ui.kit.views.palette import show_in
from tests.ui.screen import settle

SIZES = ((1366, 640), (1330, 703), (1298, 602))
"""What strip and keys leave: 14 in, 1920 x 1200 at 1.44, 1920 x 1080 at 1.48 (design 2.1)."""
LEAST_TARGET = 56
LEAST_TO_STOP = 58


@dataclass(frozen=True, slots=True)
class Drawn:
    """Where everything stands on a sample page."""

    page: QRect
    targets: tuple[tuple[str, QRect], ...]
    stop: QRect | None
    slots: tuple[QRect, ...]


Draw = Callable[[tuple[int, int], Palette], Mapping[str, Drawn]]


@pytest.fixture(scope="module")
def views(qapp: object) -> Mapping[str, HitView]:
    assert qapp
    load_fonts()
    return samples()


@pytest.fixture(scope="module")
def page(qapp: object) -> Iterator[HitPage]:
    assert qapp
    made = HitPage()
    made.show()
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture(scope="module")
def drawn(page: HitPage, views: Mapping[str, HitView]) -> Draw:
    """Draw every sample once a size and palette: a style sheet takes longer than a page."""

    @cache
    def draw(size: tuple[int, int], palette: Palette) -> Mapping[str, Drawn]:
        show_in(palette, page)
        page.setFixedSize(*size)
        return {name: placed(page, view) for name, view in views.items()}

    return draw


def placed(page: HitPage, view: HitView) -> Drawn:
    page.show_view(view)
    settle()
    has_result = isinstance(view.page, ResultView)
    stop = rectangle(page, page.result.gate.stop) if has_result else None
    tiles = page.blind.slots.tiles if not has_result and page.blind.isVisible() else ()
    return Drawn(
        page.rect(), tuple(targets(page)), stop, tuple(rectangle(page, tile) for tile in tiles)
    )


def targets(page: HitPage) -> list[tuple[str, QRect]]:
    """Return words and places of what can be pressed, whichever was raised last."""
    found = [
        (button.text(), rectangle(page, button))
        for button in page.findChildren(QAbstractButton)
        if button.isVisible()
    ]
    return sorted(found, key=lambda target: (target[0], target[1].getRect()))


def rectangle(page: HitPage, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(page, QPoint(0, 0)), widget.size())


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_every_target_is_large_enough_whole_and_alone(drawn: Draw, size: tuple[int, int]) -> None:
    for name, found in drawn(size, DAY).items():
        assert found.targets, name
        for word, where in found.targets:
            assert min(where.width(), where.height()) >= LEAST_TARGET, f"{name}: {word}"
            assert found.page.contains(where), f"{name}: {word}"
        for (one, first), (other, second) in combinations(found.targets, 2):
            assert not first.intersects(second), f"{name}: {one} and {other}"


@pytest.mark.parametrize("size", SIZES[:2], ids=str)
def test_nothing_live_is_near_the_stop_button(drawn: Draw, size: tuple[int, int]) -> None:
    for name, found in drawn(size, DAY).items():
        if found.stop is None:
            continue
        assert found.stop.height() >= 92
        assert found.stop.width() >= 340
        around = found.stop.adjusted(*(sign * LEAST_TO_STOP for sign in (-1, -1, 1, 1)))
        near = [word for word, where in found.targets if around.intersects(where)]
        assert near == [], name


def test_day_and_night_have_the_same_rectangles(drawn: Draw) -> None:
    by_day, by_night = (drawn(SIZES[0], palette) for palette in (DAY, NIGHT))
    for name, found in by_day.items():
        assert by_night[name].targets == found.targets, name


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_the_four_slots_and_the_gate_never_move(drawn: Draw, size: tuple[int, int]) -> None:
    found = drawn(size, DAY).values()
    assert len({one.stop.getRect() for one in found if one.stop is not None}) == 1
    slots = (one.slots for one in found if one.slots)
    assert len({tuple(slot.getRect() for slot in each) for each in slots}) == 1


def test_every_sample_has_a_name_and_a_page(views: Mapping[str, HitView]) -> None:
    assert len(views) > 20
    assert all(name.startswith("hit_") for name in views)


def test_the_forms_of_the_stop_differ_without_color(
    page: HitPage, drawn: Draw, views: Mapping[str, HitView]
) -> None:
    assert drawn(SIZES[0], DAY)
    grabs = {}
    for name in ("hit_vehicle_differs", "hit_gate_open", "hit_no_status", "hit_slammed"):
        page.show_view(views[name])
        settle()
        image = page.result.gate.stop.grab().toImage()
        gray = image.convertToFormat(image.Format.Format_Grayscale8)
        grabs[name] = bytes(gray.constBits())
    assert len(set(grabs.values())) == len(grabs)
