"""Where a hit was read, in words and in a grid that says that it is no map."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from mdt_alpr.maps.named_places import named_points
from mdt_alpr.ui.desk.models.desk import PlaceView
from mdt_alpr.ui.desk.presenters.map_marks import NO_PLACE, NO_STREETS, place_view
from mdt_alpr.ui.desk.views.place import PlaceCard
from mdt_alpr.ui.kit.theme import NIGHT
from mdt_alpr.ui.kit.views.palette import show_in
from mdt_alpr.wire.messages import PlaceMessage
from tests.builders import NOW
from tests.ui.desk_screens import a_seat

HERE = PlaceMessage(35.40872, -80.57951, NOW, NOW, 24.0, 271.0, 3.0, simulated=False)


def test_the_nearest_places_are_shown_with_distance_and_direction() -> None:
    view = place_view(HERE)
    assert view.coordinates == "35.40872, -80.57951"
    assert [point.words for point in view.points[:2]] == [
        "0.1 mi E of Concord NC", "5.9 mi SSE of Kannapolis NC",
    ]  # fmt: skip
    assert view.note == NO_STREETS
    assert view.ring == 20
    kannapolis = view.points[1]
    assert kannapolis.north > 0 > kannapolis.east


def test_every_place_lies_within_the_outer_ring() -> None:
    for point in named_points()[::97]:
        view = place_view(replace(HERE, lat=point.lat, lon=point.lon))
        assert all(one.east**2 + one.north**2 <= 1.0001 for one in view.points)
        assert view.points[0].words.startswith("0.0 mi")


def test_a_place_far_from_everything_and_no_place_at_all_are_said() -> None:
    assert "No place of 5,000 people" in place_view(replace(HERE, lat=0.0, lon=0.0)).note
    assert place_view(None) == NO_PLACE
    assert "(SIMULATED)" in place_view(replace(HERE, simulated=True)).coordinates


@pytest.mark.parametrize("heading", [None, 0.0, 271.0])
def test_the_grid_is_drawn_and_read_aloud(qtbot: QtBot, heading: float | None) -> None:
    card = PlaceCard()
    qtbot.addWidget(card)
    card.show_place(PlaceView("", ""))
    show_in(NIGHT, card)
    card.resize(520, 180)
    card.show()
    assert not card.grid.isVisible()
    card.show_place(place_view(replace(HERE, heading=heading)))
    assert card.grid.isVisible()
    assert "0.1 mi E of Concord NC" in card.grid.accessibleName()
    assert len({drawn(card, turned) for turned in (heading, 90.0)}) == 2


def drawn(card: PlaceCard, heading: float | None) -> bytes:
    card.show_place(place_view(replace(HERE, heading=heading)))
    image = QImage(card.size(), QImage.Format.Format_RGB32)
    card.render(image, QPoint(0, 0))
    return bytes(image.constBits())


def test_a_hits_page_shows_where_it_was_and_fits_a_screen_of_768_lines(qtbot: QtBot) -> None:
    seat, _ = a_seat(qtbot)
    seat.screen.presenter.open("hit", "hit-0")
    seat.settle()
    place = seat.hit.place
    assert place.near.text().startswith("A  0.1 mi E of Concord NC\nB  ")
    assert seat.screen.window.minimumSizeHint().height() <= 768
    seat.screen.presenter.lock()
    assert place.near.text() == place.coordinates.text() == ""
