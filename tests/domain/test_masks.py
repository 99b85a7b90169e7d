"""Hidden parts of a picture: what they cover, and that no half of a serial is read."""

import pytest

from mdt_alpr.domain.reading.masks import area, hides, is_part, polygon_of
from mdt_alpr.domain.reading.reading import Box

HOOD = polygon_of([0, 0.8, 1, 1])
ROOF = polygon_of([[0, 0], [1, 0], [0, 0.5]])
SIZE = (1000, 500)


def test_a_rectangle_and_corners_hide_their_share() -> None:
    assert area(HOOD) == pytest.approx(0.2)
    assert area(ROOF) == pytest.approx(0.25)
    assert area(polygon_of([[0, 0], [0, 0.5], [1, 0]])) == pytest.approx(0.25)  # the other way


@pytest.mark.parametrize(
    ("box", "is_hidden"),
    [
        (Box(400, 420, 500, 460), True),
        (Box(400, 380, 500, 420), True),  # its lower half is hidden: it would be misread
        (Box(400, 340, 500, 390), False),
        (Box(20, 20, 120, 60), True),
        (Box(880, 100, 980, 140), False),
        (Box(450, 90, 550, 140), True),  # a corner is behind the slope
    ],
)
def test_a_plate_is_hidden_as_soon_as_any_of_it_is(box: Box, *, is_hidden: bool) -> None:
    assert hides((HOOD, ROOF), box, SIZE) is is_hidden


@pytest.mark.parametrize(
    "part",
    [[], [0, 0, 1], [0, 0, 0, 1], [0, 0, 1, 2], "hood", [[0, 0], [1, 1]], [[0, 0, 0]] * 3,
     [[0, 0], [1, 0], [2, 1]], [[0, 0], [0.5, 0.5], [1, 1]], [[0, 0]] * 30, [[True, 0]] * 3],
)  # fmt: skip
def test_what_is_no_part_is_refused(part: object) -> None:
    assert not is_part(part)


def test_parts_of_the_settings_are_accepted() -> None:
    assert is_part([0, 0.8, 1, 1])
    assert is_part([[0, 0], [1, 0], [0, 0.5]])
