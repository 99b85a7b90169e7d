"""Where the plate and its characters stand in the crop that the car cuts out."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from mdt_alpr.adapters.pictures import JpegPictures
from mdt_alpr.domain.reading.reading import Box, Character, Read
from mdt_alpr.ui.hit.presenters.hit_pictures import plate_place, row_of
from tests.builders import a_read
from tests.drawn_plates import SIZE, frame_of

WIDTH, HEIGHT = 240, 120
MIDDLE = (SIZE[0] - WIDTH) / 2
PLAIN = (False,) * 7
SPANS = ((0.20, 0.37), (0.40, 0.57), (0.60, 0.77), (0.80, 0.97))


def seen(left: float, top: float = 100.0, width: int = WIDTH) -> Read:
    """Return a read of a white plate in a black frame, with the crop that the car would cut."""
    picture = np.zeros((SIZE[1], SIZE[0], 3), np.uint8)
    box = Box(left, top, left + width, top + width / 2)
    picture[int(box.top) : int(box.bottom), int(box.left) : int(box.right)] = 255
    return a_read("EXN2894", crop=JpegPictures().crop(frame_of(picture), box), box=box)


def white_in(read: Read) -> tuple[float, float]:
    """Return from where to where the crop is white, 0 to 1 over its width."""
    crop = cv2.imdecode(np.frombuffer(read.crop, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert crop is not None
    bright = np.flatnonzero(crop[crop.shape[0] // 2] > 128)
    return bright[0] / crop.shape[1], (bright[-1] + 1) / crop.shape[1]


@pytest.mark.parametrize(
    ("left", "width"),
    [(MIDDLE, WIDTH), (10, WIDTH), (0, WIDTH), (SIZE[0] - WIDTH - 5, WIDTH), (80, 480), (0, 420)],
)
def test_the_plate_is_where_it_is_white_also_at_the_edge_of_the_frame(
    left: float, width: int
) -> None:
    read = seen(left, top=80, width=width)
    place = plate_place(read)
    assert place.across == pytest.approx(white_in(read), abs=0.02)


def test_a_picture_that_is_damaged_passes_for_whole() -> None:
    place = plate_place(a_read("EXN2894", crop=b"crop", box=Box(100, 100, 300, 200)))
    assert place.across == pytest.approx((0.15 / 1.3, 1.15 / 1.3))


def test_spans_of_the_reader_stand_over_the_crop() -> None:
    characters = tuple(
        Character(c, 0.9, span=(i / 7, (i + 1) / 7)) for i, c in enumerate("EXN2894")
    )
    place = plate_place(a_read("EXN2894", characters=characters, crop=b""))
    left, right = place.across
    assert place.column(0, PLAIN)[0] == pytest.approx(left)
    assert place.column(6, PLAIN)[1] == pytest.approx(right)


@pytest.mark.parametrize("span", [None, (0.1, 0.2)])
def test_without_a_span_for_every_character_the_plate_is_divided_equally(
    span: tuple[float, float] | None,
) -> None:
    characters = (Character("E", 0.9, span=span), *(Character(c, 0.9) for c in "XN2894"))
    place = plate_place(a_read("EXN2894", characters=characters, crop=b""))
    columns = [place.column(number, PLAIN) for number in range(7)]
    widths = {round(right - left, 6) for left, right in columns}
    assert len(widths) == 1
    assert place.across[0] < columns[0][0] < columns[6][1] < place.across[1]


def beside_a_stack(*, leads: bool, reported: bool) -> Read:
    """Return a read of 1234 with the small characters A and B before or behind it."""
    shift = 0.0 if leads else -0.17
    spans = [(left + shift, right + shift) for left, right in SPANS]
    serial = tuple(
        Character(c, 0.9, span=span if reported else None)
        for c, span in zip("1234", spans, strict=True)
    )
    stack = tuple(Character(c, 0.75, stacked=True) for c in "AB")
    characters = (*stack, *serial) if leads else (*serial, *stack)
    text = "".join(character.text for character in characters)
    return a_read(text, characters=characters, crop=b"")


@pytest.mark.parametrize("leads", [True, False])
def test_beside_a_stack_a_tile_shows_the_very_character_that_it_asks_for(leads: bool) -> None:  # noqa: FBT001
    read = beside_a_stack(leads=leads, reported=True)
    place, left = plate_place(read), 0.15 / 1.3
    for position, character in enumerate(read.characters):
        if character.span is not None:
            shown = place.column(position, row_of(read))
            assert shown == pytest.approx([left + end / 1.3 for end in character.span])


def test_a_picture_that_does_not_show_the_stack_shows_the_serials_characters_all_the_same() -> (
    None
):
    whole = beside_a_stack(leads=True, reported=True)
    bare = plate_place(a_read("1234", characters=whole.serial, crop=b""))
    assert bare.column(2, row_of(whole)) == plate_place(whole).column(2, row_of(whole))


@pytest.mark.parametrize("reported", [True, False])
@pytest.mark.parametrize("leads", [True, False])
def test_the_middles_of_a_stack_share_the_strip_beside_the_serial(
    leads: bool,  # noqa: FBT001
    reported: bool,  # noqa: FBT001
) -> None:
    read = beside_a_stack(leads=leads, reported=reported)
    place, row = plate_place(read), row_of(read)
    middles = place.middles(row)
    assert list(middles) == sorted(set(middles))
    assert place.across[0] < middles[0] < middles[-1] < place.across[1]
    for position in range(6):
        if not row[position]:
            assert sum(place.column(position, row)) / 2 == pytest.approx(middles[position])


def test_where_no_reader_placed_it_a_stack_takes_the_place_of_one_character() -> None:
    read = beside_a_stack(leads=True, reported=False)
    place = plate_place(read)
    first = place.column(2, row_of(read))
    assert first == pytest.approx(place.column(1, (False,) * 5))


def test_a_place_that_is_known_of_some_characters_only_is_known_of_none() -> None:
    read = beside_a_stack(leads=True, reported=True)
    some = (*read.characters[:5], replace(read.characters[5], span=None))
    assert plate_place(replace(read, characters=some)).spans == ()


def test_the_band_of_characters_lies_inside_the_plate() -> None:
    place = plate_place(seen(MIDDLE))
    assert place.down[0] < place.band[0] < place.below < place.band[1] < place.down[1]
