"""The map at the desk: painted off the screen's thread, moved by mouse and keyboard."""

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from mdt_alpr.adapters.positions.drive_receiver import START
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.files.paths import resource
from mdt_alpr.lab.screens.desk_sample_hits import NOW, ROWS
from mdt_alpr.lab.screens.desk_samples import SampleLink
from mdt_alpr.maps.map_tiles import MapFile, map_in, on_map
from mdt_alpr.ui.desk.models.map_view import TILE, MapMark, MapTile, MapView, TileKey
from mdt_alpr.ui.desk.pages.live_wall import LiveWall
from mdt_alpr.ui.desk.pages.near_misses import NearMissLedger
from mdt_alpr.ui.desk.presenters.map_marks import map_view
from mdt_alpr.ui.desk.presenters.map_painting import COLORS, MapTiles, painted
from mdt_alpr.ui.desk.views.map_widget import MapWidget
from mdt_alpr.ui.kit.theme import DAY
from mdt_alpr.ui.kit.views.palette import show_in
from mdt_alpr.wire.messages import PlaceMessage
from tests.builders import SetClock
from tests.ui.desk_screens import Seat, a_seat
from tests.ui.test_desk_search import filled

PLACES = [(START[0] + n / 500, START[1] + n / 300) for n in range(3)]
MARKS = tuple(MapMark(f"r{n}", *on_map(*at), f"read {n}") for n, at in enumerate(PLACES))
NEAR = TileKey(14, 4513, 6477, "day", 1.0)
"""With a lake in a park."""


@pytest.fixture
def town() -> Iterator[MapFile]:
    file = map_in(resource("demo"))
    assert file is not None
    yield file
    file.close()


@pytest.fixture
def widget(qtbot: QtBot) -> MapWidget:
    made = MapWidget()
    qtbot.addWidget(made)
    made.resize(600, 400)
    show_in(DAY, made)
    made.show()
    made.show_map(MapView(MARKS))
    return made


def colors_of(tile: MapTile) -> set[str]:
    found = set(memoryview(tile.picture.constBits()).cast("I"))
    return {f"#{color & 0xFFFFFF:06X}" for color in found}


def test_a_tile_has_the_colors_of_its_palette_and_the_names_of_its_streets(
    qapp: object, town: MapFile
) -> None:
    assert qapp
    day, night = painted(town, NEAR), painted(town, replace(NEAR, palette="night"))
    for tile, name in ((day, "day"), (night, "night")):
        colors = COLORS[name]
        assert {colors.land, colors.roads[0], colors.park, colors.water} <= colors_of(tile)
    assert colors_of(day).isdisjoint({COLORS["night"].land})
    nearer = painted(town, replace(NEAR, zoom=15, column=9026, row=12954))
    assert {"Oak Street", "18th Avenue"} <= {one.words for one in nearer.names}
    assert painted(town, replace(NEAR, ratio=1.5)).picture.width() == TILE * 1.5


def test_beyond_the_files_nearest_tiles_their_parts_are_painted(
    qapp: object, town: MapFile
) -> None:
    assert qapp
    parts = [
        painted(town, replace(NEAR, zoom=16, column=NEAR.column * 4 + x, row=NEAR.row * 4 + y))
        for x in range(4)
        for y in range(4)
    ]
    size = 2**16
    for part in parts:
        for name in part.names:
            assert int(name.x * size) == part.key.column
            assert int(name.y * size) == part.key.row
    assert {COLORS["day"].water, COLORS["day"].park} <= set().union(*map(colors_of, parts))


def test_a_place_that_the_file_does_not_have_is_land(qapp: object, town: MapFile) -> None:
    assert qapp
    empty = painted(town, replace(NEAR, column=0, row=0))
    assert colors_of(empty) == {COLORS["day"].land}
    assert empty.names == ()


def test_tiles_are_painted_off_the_screens_thread_and_only_those_in_sight(qtbot: QtBot) -> None:
    class Watched(MapFile):
        def __init__(self) -> None:
            super().__init__(resource("demo/map.pmtiles"))
            inner = self.features
            self.threads: list[int] = []
            self.goes_on = threading.Event()

            def features(place: tuple[int, int, int], layers: frozenset[str]) -> object:
                self.threads.append(threading.get_ident())
                self.goes_on.wait(20)
                return inner(place, layers)

            self.features = features  # type: ignore[assignment]

    file = Watched()
    tiles = MapTiles(file)
    came: list[MapTile] = []
    tiles.came.connect(came.append)
    first, passed, last = (replace(NEAR, column=NEAR.column + n) for n in range(3))
    tiles.want(frozenset({first}))
    tiles.want(frozenset({first, passed}))
    tiles.want(frozenset({first, last}))
    file.goes_on.set()
    qtbot.waitUntil(lambda: len(came) == 2)
    tiles.close()
    assert {tile.key for tile in came} == {first, last}
    assert threading.get_ident() not in file.threads


def test_without_a_file_nothing_is_painted(qtbot: QtBot) -> None:
    tiles = MapTiles(None)
    tiles.want(frozenset({NEAR}))
    tiles.close()
    widget = MapWidget()
    qtbot.addWidget(widget)
    asked: list[object] = []
    widget.tiles_wanted.connect(asked.append)
    widget.show()
    widget.show_map(MapView(MARKS))
    assert asked == []


def spot(widget: MapWidget, key: str) -> QPoint:
    mark = next(one for one in MARKS if one.key == key)
    return widget._at(mark.x, mark.y).toPoint()


def test_all_marks_are_in_sight_at_first_and_again_by_0(widget: MapWidget) -> None:
    def all_in_sight() -> bool:
        return all(widget.rect().contains(spot(widget, mark.key)) for mark in MARKS)

    assert all_in_sight()
    before = widget.zoom
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Right, Qt.Key.Key_Right):
        QTest.keyClick(widget, key)
    assert widget.zoom == before + 2
    assert not all_in_sight()
    QTest.keyClick(widget, Qt.Key.Key_0)
    assert (widget.zoom, all_in_sight()) == (before, True)
    widget.resize(200, 160)
    assert all_in_sight()


def test_arrow_keys_the_mouse_and_the_buttons_move_the_map(widget: MapWidget) -> None:
    before = spot(widget, "r1")
    QTest.keyClick(widget, Qt.Key.Key_Right)
    assert (spot(widget, "r1") - before).x() == -150
    QTest.keyClick(widget, Qt.Key.Key_Left)
    start = QPoint(300, 200)
    QTest.mousePress(widget, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(widget, start + QPoint(40, 30))
    QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=start + QPoint(40, 30))
    assert spot(widget, "r1") - before == QPoint(40, 30)
    zoom = widget.zoom
    for button in widget.findChildren(QPushButton):
        button.click()
        assert widget.zoom == (zoom + 1 if button.accessibleName() == "Zoom in" else zoom)


def test_the_wheel_zooms_where_the_pointer_is_and_never_off_the_world(widget: MapWidget) -> None:
    def wheel(turn: int) -> None:
        at = QPointF(spot(widget, "r2"))
        none = Qt.KeyboardModifier.NoModifier
        phase = Qt.ScrollPhase.NoScrollPhase
        event = QWheelEvent(
            at,
            at,
            QPoint(),
            QPoint(0, turn),
            Qt.MouseButton.NoButton,
            none,
            phase,
            False,  # noqa: FBT003 - by place only
        )
        QApplication.sendEvent(widget, event)

    before, zoom = spot(widget, "r2"), widget.zoom
    wheel(120)
    assert widget.zoom == zoom + 1
    assert (spot(widget, "r2") - before).manhattanLength() <= 2
    for turn in (*[-120] * 30, *[120] * 40):
        wheel(turn)
        assert 4 <= widget.zoom <= 19
        assert 0 <= widget._middle.x() <= 1


def test_a_mark_is_chosen_and_opened_by_mouse_and_keyboard(widget: MapWidget) -> None:
    chosen: list[str] = []
    opened: list[str] = []
    widget.chosen.connect(chosen.append)
    widget.opened.connect(opened.append)
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=spot(widget, "r1"))
    assert "read 1" in widget.accessibleName()
    QTest.keyClick(widget, Qt.Key.Key_Return)
    QTest.keyClick(widget, Qt.Key.Key_PageDown)
    QTest.keyClick(widget, Qt.Key.Key_PageDown)
    QTest.keyClick(widget, Qt.Key.Key_PageUp)
    assert (chosen, opened) == (["r1", "r2", "r0", "r2"], ["r1"])
    QTest.mouseDClick(widget, Qt.MouseButton.LeftButton, pos=spot(widget, "r2"))
    assert opened == ["r1", "r2"]
    widget.choose("r0")
    assert widget.rect().contains(spot(widget, "r0"))


def test_reads_in_one_place_are_chosen_one_after_the_other(qtbot: QtBot) -> None:
    widget = MapWidget()
    qtbot.addWidget(widget)
    widget.resize(300, 300)
    widget.show_map(MapView((MARKS[0], replace(MARKS[0], key="again"))))
    chosen: list[str] = []
    widget.chosen.connect(chosen.append)
    for _ in range(3):
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=spot(widget, "r0"))
    assert chosen == ["r0", "again", "r0"]


def test_a_hit_has_a_frame(widget: MapWidget) -> None:
    plain = widget.grab().toImage()
    widget.show_map(MapView((replace(MARKS[0], is_hit=True), *MARKS[1:])))
    assert widget.grab().toImage() != plain


def test_without_a_file_the_towns_around_are_named() -> None:
    place = PlaceMessage(*START, NOW, NOW, None, None, None, simulated=True)
    view = map_view([("a", "a read", place), ("b", "nowhere", None)], None)
    assert [mark.key for mark in view.marks] == ["a"]
    assert "Charlotte NC" in {name.words for name in view.names}
    assert map_view([("b", "nowhere", None)], None).marks == ()


def at_desk(qtbot: QtBot, town: MapFile | None) -> Seat:
    seat = Seat(qtbot, SampleLink(Role.SUPERVISOR, ROWS), SetClock(NOW), map_file=town)
    seat.sign_in("whitfield", "anything")
    return seat


@pytest.mark.parametrize("has_file", [True, False])
def test_the_reads_of_a_search_are_shown_on_the_map(qtbot: QtBot, *, has_file: bool) -> None:
    seat = at_desk(qtbot, map_in(resource("demo")) if has_file else None)
    seat.open("search")
    page = seat.search
    turn = page.buttons["map"]
    assert turn.isHidden()
    filled(page)
    page.buttons["search"].click()
    seat.settle()
    turn.click()
    assert (page.map.isVisible(), page.card.isVisible(), turn.text()) == (True, False, "Table")
    qtbot.waitUntil(lambda: not page.map.waits_for_tiles)
    assert len(page.map._tiles) > 0 or not has_file
    assert len({mark.key for mark in page.map._view.marks}) == 5
    assert bool(page.map._view.names) is not has_file
    page.map.setFocus()
    QTest.keyClick(page.map, Qt.Key.Key_PageDown)
    QTest.keyClick(page.map, Qt.Key.Key_PageDown)
    assert page.table.chosen == page.map._chosen
    QTest.keyClick(page.map, Qt.Key.Key_Return)
    seat.settle()
    assert page.picture.isVisible()
    turn.click()
    assert (page.map.isVisible(), page.card.isVisible()) == (False, True)
    turn.click()
    seat.screen.presenter.lock()
    assert not page.map._view.marks
    assert page.map._tiles == {}
    assert page.map.isHidden()


def test_a_hit_is_shown_on_the_map_in_place_of_the_grid(qtbot: QtBot) -> None:
    seat = at_desk(qtbot, map_in(resource("demo")))
    seat.screen.presenter.open("hit", "hit-0")
    seat.settle()
    place = seat.hit.place
    assert place.map.isVisible()
    assert not place.grid.isVisible()
    qtbot.waitUntil(lambda: not place.map.waits_for_tiles)
    assert seat.screen.window.minimumSizeHint().height() <= 768
    seat.screen.presenter.lock()
    assert place.map._view.marks == ()


@pytest.mark.parametrize("kind", [NearMissLedger, LiveWall])
def test_a_hit_of_a_map_goes_back_there_and_the_next_one_comes_once_it_is_reviewed(
    qtbot: QtBot, kind: type[NearMissLedger | LiveWall]
) -> None:
    seat, link = a_seat(qtbot)
    name = kind.page_name()
    seat.open(name)
    places = seat.screen.page(kind).places
    places.turn()
    seat.settle()
    first, second = places._keys[:2]
    places.open(first)
    seat.settle()
    assert seat.hit.after.isEnabled()
    seat.screen.presenter.desk.seen[first] = 1  # every sample of a hit is the same one
    link.asked.clear()
    seat.hit.buttons["agreed"].click()
    seat.settle()
    assert f"/v1/desk/hits/{second}" in [path for path, _ in link.asked]
    assert seat.screen.window.page_name == "hit"
    seat.screen.presenter.back()
    assert seat.screen.window.page_name == name


def test_who_saw_a_hit_and_the_hit_again_do_not_lead_round_in_circles(qtbot: QtBot) -> None:
    seat, _ = a_seat(qtbot)
    seat.open("near_misses")
    presenter = seat.screen.presenter
    for page, chosen in (("hit", "hit-0"), ("who_saw", "hit-0"), ("hit", "hit-0")):
        presenter.open(page, chosen)
        seat.settle()
    presenter.back()
    assert seat.screen.window.page_name == "near_misses"
